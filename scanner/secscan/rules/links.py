"""Which resource means which: by reference, by equal name, or perhaps. Judges nothing.

A link is three-valued. `bucket = aws_s3_bucket.b.id` is a plain reference, followed though the id is unknown, through
locals, module arguments and outputs; a literal name is compared with the name there; a value that is not known may mean
any of them, unless what is known of it (a prefix, the resources that it was computed from) rules that out.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from secscan.rules.cursors import pointers, start
from secscan.rules.language import Direction, Path, Related, Same
from secscan.rules.logic import Truth, any_of, truth
from secscan.terraform.estate import Estate, Provider, Resource
from secscan.terraform.evaluate.values import UnknownPayload, Value

# Arguments of a provider that say where and how, not as whom.
_NOT_WHO: Final = frozenset({"alias", "default_tags", "ignore_tags", "max_retries", "region", "retry_mode", "version"})
# Attributes by which another resource may be told of one without a reference.
_NAMES: Final = ("name", "bucket", "identifier", "family", "domain_name")
# Attributes that are a resource's own, given at apply.
_OWN: Final = frozenset({"arn", "id", "key_id"})
_INDEX = re.compile(r"\[\d+\]")
_INSTANCE_KEY = re.compile(r"\[[^\[\]]*\](?=\.|$)")


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """One estate as links ask for it. `found` remembers the indexes that were built."""

    by_type: Mapping[tuple[str, str], tuple[Resource, ...]]
    by_name: Mapping[str, Resource]
    providers: Mapping[str, Provider]
    found: dict[tuple[tuple[str, ...], tuple[Path, ...]], "Index"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Index:
    """Resources by the plain text of some attributes; by what a plain reference in them names: its address (its block's
    where the estate has no such instance) and its type; and those of which neither is known."""

    by_text: Mapping[str, tuple[Resource, ...]]
    by_address: Mapping[str, tuple[Resource, ...]]
    by_type: Mapping[str, tuple[Resource, ...]]
    unsure: tuple[Resource, ...]


def world_of(estate: Estate) -> World:
    by_type: dict[tuple[str, str], list[Resource]] = defaultdict(list)
    for resource in estate.resources:
        by_type[resource.mode, resource.type].append(resource)
    return World(
        by_type={key: tuple(found) for key, found in by_type.items()},
        by_name={resource.address.name: resource for resource in estate.resources},
        providers=estate.providers,
    )


def of_types(world: World, types: Iterable[str], mode: str = "managed") -> tuple[Resource, ...]:
    """In the order of their addresses, type by type."""
    return tuple(resource for name in types for resource in world.by_type.get((mode, name), ()))


def related(
    source: Related, resource: Resource, world: World, pointer: Value | None = None
) -> Iterator[tuple[Resource, Truth]]:
    """The resources that are, or may be, what `source` asks for around `resource`; those that are not are left out.
    `pointer`: for an outward link, the value at `resource` that names them."""
    for other in _candidates(source, resource, pointer, world):
        if source.direction is Direction.INWARD:
            told, more = _told(source.pointer, other)
            links = [names(value, resource, source.targets, world) for value in told]
            link = any_of([*links, Truth.UNKNOWN if more else Truth.NO])
        elif source.direction is Direction.OUTWARD:
            link = names(pointer, other, source.targets, world)
        else:
            link = Truth.YES
        link = min(link, _together(source.same, other, resource, world))
        if link is not Truth.NO:
            yield other, link


def _told(path: Path | None, resource: Resource) -> tuple[tuple[Value | None, ...], bool]:
    """The values at `path` in `resource`, and whether there may be more. Where nothing is set, the text that its
    provider gives by default: a recorder without a name is "default", and a reference to its name is just that text."""
    if path is None:
        return (), False
    if not path.inner and len(path.steps) == 1:
        value = resource.values.get(str(path.steps[0]))
        if value is None or value.is_null:
            default = resource.planned.get(str(path.steps[0]))
            value = default if default is not None and isinstance(default.payload, str) else value
        if value is None or not isinstance(value.payload, tuple):
            return (value,), False
    found = pointers(path, start(resource))
    return tuple(cursor.value for cursor in found.cursors), bool(found.unknown)


def _at(paths: tuple[Path, ...], resource: Resource) -> list[Value]:
    """What is set at those paths."""
    return [value for path in paths for value in _told(path, resource)[0] if value is not None]


def _together(same: Same, one: Resource, two: Resource, world: World) -> Truth:
    """Whether both lie in what `same` asks for: surely, perhaps, or (in different regions) surely not."""
    if same is Same.ANYTHING:
        return Truth.YES
    account = Truth.YES if _same_account(one, two, world) else Truth.UNKNOWN
    return account if same is Same.PROVIDER else min(account, _same_region(one, two, world))


def _same_region(one: Resource, two: Resource, world: World) -> Truth:
    """A resource's own `region` (an argument since version 6 of the provider) comes before its provider's. Where
    neither says one, the environment's counts, which both share."""
    own = [_own_region(resource) for resource in (one, two)]
    if own == [None, None] and _provider_name(one) == _provider_name(two):
        return Truth.YES
    regions = [mine or _provided(resource, world) for mine, resource in zip(own, (one, two), strict=True)]
    if regions == [None, None]:
        return Truth.YES
    known = [region.payload for region in regions if region is not None and isinstance(region.payload, str)]
    return truth(known[0] == known[1]) if len(known) == len(regions) else Truth.UNKNOWN


def _own_region(resource: Resource) -> Value | None:
    own = resource.values.get("region")
    return None if own is None or own.is_null else own


def _provided(resource: Resource, world: World) -> Value | None:
    provider = world.providers.get(_provider_name(resource))
    return provider.values.get("region") if provider is not None else None


def _provider_name(resource: Resource) -> str:
    return resource.provider or resource.type.partition("_")[0]


def _same_account(one: Resource, two: Resource, world: World) -> bool:
    """Whether both surely are of one account: of one provider configuration, or of two that sign in alike. What neither
    sets comes from the environment, which both share."""
    names = [_provider_name(resource) for resource in (one, two)]
    if names[0] == names[1]:
        return True
    settings = [world.providers[name].values if name in world.providers else {} for name in names]
    signs = [{key: value for key, value in made.items() if key not in _NOT_WHO} for made in settings]
    return signs[0] == signs[1] and all(value.is_wholly_known for value in signs[0].values())


def names(pointer: Value | None, target: Resource, attributes: tuple[Path, ...], world: World) -> Truth:
    """Whether the value `pointer` is one of what stands at those paths in `target`."""
    if pointer is None or pointer.payload is None:
        return Truth.NO
    payload = pointer.payload
    if isinstance(payload, str):
        return any_of(_equals(payload, value) for value in _at(attributes, target))
    if not isinstance(payload, UnknownPayload):
        return Truth.NO
    if payload.reference is not None:
        return _refers(payload.reference, target, attributes, world)
    told = [value for value in _at(attributes, target) if not value.is_null]
    if payload.prefix and told and all(_contradicts(payload.prefix, value) for value in told):
        return Truth.NO
    return _computed_from(pointer, target)


def _equals(text: str, value: Value) -> Truth:
    """An attribute that is not set is given by the provider at apply: no literal in the configuration can name it."""
    if value.payload is None:
        return Truth.NO
    if isinstance(value.payload, UnknownPayload):
        given_at_apply = _type_of(_base(_reference(value))) != ""
        return Truth.NO if given_at_apply or not text.startswith(value.payload.prefix) else Truth.UNKNOWN
    return Truth.YES if value.payload == text else Truth.NO


def _contradicts(prefix: str, value: Value) -> bool:
    """Whether `value` cannot begin with `prefix`."""
    if isinstance(value.payload, UnknownPayload):
        own = value.payload.prefix
        return not (own.startswith(prefix) or prefix.startswith(own))
    return not str(value.payload).startswith(prefix)


def _refers(reference: tuple[str, str], target: Resource, attributes: tuple[Path, ...], world: World) -> Truth:
    name, attribute = reference[0], _INDEX.sub("", reference[1])
    if name == target.address.name:
        return Truth.YES if any(path.text == attribute for path in attributes) else Truth.UNKNOWN
    other = world.by_name.get(name)
    if other is None:
        return Truth.UNKNOWN if _base(name) == _base(target.address.name) else _of_other_type(name, target)
    if other.type != target.type:
        return Truth.NO if attribute in _OWN and not _may_echo(other, target, attributes) else Truth.UNKNOWN
    if other.mode == "managed":
        return Truth.UNKNOWN if other.unknown_instances and _base(name) == _base(target.address.name) else Truth.NO
    told = [value for value in _at(attributes, other) if not value.is_null]
    if not told:
        return Truth.UNKNOWN
    return any_of(_same(value, own) for value in told for own in _at(attributes, target))


def _may_echo(other: Resource, target: Resource, attributes: tuple[Path, ...]) -> bool:
    """Whether the ARN or id of `other` may be that of `target`. They are a resource's own, unless it is a companion (a
    topic's policy, a bucket's versioning): that one was told whose it is, by a reference, by an equal name, or by a
    value of which nothing is known."""
    if other.mode != "managed":
        return True
    named = {_base(name) for pairs in other.references.values() for name, _ in pairs}
    if _base(target.address.name) in named:
        return True
    called = {_text(target.values.get(attribute)) for attribute in _NAMES}
    called |= {value.payload for value in _at(attributes, target) if isinstance(value.payload, str)}
    told = other.values.values()
    if any(_text(value) in called - {""} for value in told):
        return True
    return any(isinstance(value.payload, UnknownPayload) and not value.origins for value in told)


def _same(one: Value, two: Value) -> Truth:
    if isinstance(one.payload, UnknownPayload):
        return Truth.UNKNOWN
    return _equals(one.payload, two) if isinstance(one.payload, str) else Truth.NO


def _of_other_type(name: str, target: Resource) -> Truth:
    """A reference to something that is not in the estate: no instance of another block of the same type is `target`."""
    return Truth.NO if _base(name).split(".")[-2:-1] == [target.type] else Truth.UNKNOWN


def _base(name: str) -> str:
    """The address of the block, without any instance key."""
    return _INSTANCE_KEY.sub("", name)


def _computed_from(pointer: Value, target: Resource) -> Truth:
    """A value that was computed, from what we know: where that is other resources of the target's type alone, it names
    one of them."""
    if not pointer.origins:
        return Truth.UNKNOWN
    bases = {_base(name) for name, _ in pointer.origins}
    own = _base(target.address.name)
    others = all(_type_of(base) == target.type and base != own for base in bases)
    return Truth.NO if others else Truth.UNKNOWN


def _type_of(base: str) -> str:
    """The resource type in a block's address; "" of a data source, whose name may be anyone's."""
    parts = base.split(".")
    return "" if "data" in parts[:-2] else parts[-2] if len(parts) > 1 else ""


def _candidates(source: Related, resource: Resource, pointer: Value | None, world: World) -> tuple[Resource, ...]:
    """All that could be linked: few of a large estate, found by name, by reference, or because it is not known."""
    if source.direction is Direction.NONE:
        return of_types(world, source.types)
    if source.direction is Direction.INWARD:
        index = _index(world, source.types, () if source.pointer is None else (source.pointer,))
        texts = [_text(value) for value in _at(source.targets, resource)]
        wanted = [found for text in texts if text for found in index.by_text.get(text, ())]
        wanted += index.by_address.get(resource.address.name, ())
        wanted += index.by_address.get(_base(resource.address.name), ())
        for kind, found in index.by_type.items():
            wanted += found if kind != resource.type else ()
        return _ordered([*wanted, *index.unsure])
    if pointer is None:
        return ()
    text, named = _text(pointer), _named(pointer, world)
    if named is not None:
        return (named,) if named.type in source.types else ()
    if not text:
        return of_types(world, source.types)
    index = _index(world, source.types, source.targets)
    return _ordered([*index.by_text.get(text, ()), *index.unsure])


def _named(pointer: Value, world: World) -> Resource | None:
    """The managed resource that `pointer` plainly refers to."""
    found = world.by_name.get(_reference(pointer))
    return found if found is not None and found.mode == "managed" else None


def _reference(value: Value) -> str:
    """The address that `value` plainly refers to, else ""."""
    reference = value.payload.reference if isinstance(value.payload, UnknownPayload) else None
    return reference[0] if reference else ""


def _ordered(resources: Iterable[Resource]) -> tuple[Resource, ...]:
    found = {resource.address.name: resource for resource in resources}
    return tuple(found[name] for name in sorted(found))


def _text(value: Value | None) -> str:
    return value.payload if value is not None and isinstance(value.payload, str) else ""


def _index(world: World, types: tuple[str, ...], paths: tuple[Path, ...]) -> Index:
    made = world.found.get((types, paths))
    if made is None:
        made = world.found[types, paths] = _build(of_types(world, types), paths, world)
    return made


def _build(resources: tuple[Resource, ...], paths: tuple[Path, ...], world: World) -> Index:
    by_text: dict[str, list[Resource]] = defaultdict(list)
    by_address: dict[str, list[Resource]] = defaultdict(list)
    by_type: dict[str, list[Resource]] = defaultdict(list)
    unsure: list[Resource] = []
    for resource in resources:
        told = [_told(path, resource) for path in paths]
        if any(more for _, more in told):
            unsure.append(resource)
        for value in (value for values, _ in told for value in values if value is not None):
            name = _reference(value)
            kind = _type_of(_base(name))
            if isinstance(value.payload, str):
                by_text[value.payload].append(resource)
            elif kind:
                by_address[name if name in world.by_name else _base(name)].append(resource)
                by_type[kind].append(resource)
            elif isinstance(value.payload, UnknownPayload):
                unsure.append(resource)
    frozen = [{key: tuple(found) for key, found in made.items()} for made in (by_text, by_address, by_type)]
    return Index(frozen[0], frozen[1], frozen[2], tuple(unsure))
