"""Which resource means which: by reference, by equal name, or perhaps. Judges nothing.

A link is three-valued. `bucket = aws_s3_bucket.b.id` is a plain reference, followed though the id is unknown, through
locals, module arguments and outputs; a literal name is compared with the name there; a value that is not known may mean
any of them, unless what is known of it (a prefix, the resources that it was computed from) rules that out.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from secscan.rules.language import Direction, Related
from secscan.rules.logic import Truth, any_of
from secscan.terraform.estate import Estate, Resource
from secscan.terraform.evaluate.values import UnknownPayload, Value

_INSTANCE_KEY = re.compile(r"\[[^\[\]]*\](?=\.|$)")


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """One estate as links ask for it. `found` remembers the indexes that were built."""

    by_type: Mapping[tuple[str, str], tuple[Resource, ...]]
    by_name: Mapping[str, Resource]
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], "Index"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Index:
    """Resources by the plain text of some attributes, by the block (and its type) that a plain reference in them names,
    and those of which neither is known."""

    by_text: Mapping[str, tuple[Resource, ...]]
    by_block: Mapping[str, tuple[Resource, ...]]
    by_block_type: Mapping[str, tuple[Resource, ...]]
    unsure: tuple[Resource, ...]


def world_of(estate: Estate) -> World:
    by_type: dict[tuple[str, str], list[Resource]] = defaultdict(list)
    for resource in estate.resources:
        by_type[resource.mode, resource.type].append(resource)
    return World(
        by_type={key: tuple(found) for key, found in by_type.items()},
        by_name={resource.address.name: resource for resource in estate.resources},
    )


def of_types(world: World, types: Iterable[str], mode: str = "managed") -> tuple[Resource, ...]:
    """In the order of their addresses, type by type."""
    return tuple(resource for name in types for resource in world.by_type.get((mode, name), ()))


def related(source: Related, resource: Resource, world: World) -> Iterator[tuple[Resource, Truth]]:
    """The resources that are, or may be, what `source` asks for around `resource`; those that are not are left out."""
    for other in _candidates(source, resource, world):
        if source.direction is Direction.INWARD:
            link = names(other.values.get(source.pointer), resource, source.targets, world)
        elif source.direction is Direction.OUTWARD:
            link = names(resource.values.get(source.pointer), other, source.targets, world)
        else:
            link = Truth.YES
        if source.same_provider and _provider(other) != _provider(resource):
            link = min(link, Truth.UNKNOWN)
        if link is not Truth.NO:
            yield other, link


def _provider(resource: Resource) -> str:
    return resource.provider or resource.type.partition("_")[0]


def names(pointer: Value | None, target: Resource, attributes: tuple[str, ...], world: World) -> Truth:
    """Whether the value `pointer` is one of those attributes of `target`."""
    if pointer is None or pointer.payload is None:
        return Truth.NO
    payload = pointer.payload
    if isinstance(payload, str):
        return any_of(_equals(payload, target.values.get(name)) for name in attributes)
    if not isinstance(payload, UnknownPayload):
        return Truth.NO
    if payload.reference is not None:
        return _refers(payload.reference, target, attributes, world)
    told = [value for name in attributes if (value := target.values.get(name)) is not None and not value.is_null]
    if payload.prefix and told and all(_contradicts(payload.prefix, value) for value in told):
        return Truth.NO
    return _computed_from(pointer, target)


def _equals(text: str, value: Value | None) -> Truth:
    """An attribute that is not set is given by the provider at apply: no literal in the configuration can name it."""
    if value is None or value.payload is None:
        return Truth.NO
    if isinstance(value.payload, UnknownPayload):
        given_at_apply = _type_of(_block(value)) != ""
        return Truth.NO if given_at_apply or not text.startswith(value.payload.prefix) else Truth.UNKNOWN
    return Truth.YES if value.payload == text else Truth.NO


def _contradicts(prefix: str, value: Value) -> bool:
    """Whether `value` cannot begin with `prefix`."""
    if isinstance(value.payload, UnknownPayload):
        own = value.payload.prefix
        return not (own.startswith(prefix) or prefix.startswith(own))
    return not str(value.payload).startswith(prefix)


def _refers(reference: tuple[str, str], target: Resource, attributes: tuple[str, ...], world: World) -> Truth:
    name, attribute = reference
    if name == target.address.name:
        return Truth.YES if attribute in attributes else Truth.UNKNOWN
    other = world.by_name.get(name)
    if other is None:
        return Truth.UNKNOWN if _base(name) == _base(target.address.name) else _of_other_type(name, target)
    if other.type != target.type:
        return Truth.UNKNOWN
    if other.mode == "managed":
        return Truth.UNKNOWN if other.unknown_instances and _base(name) == _base(target.address.name) else Truth.NO
    pairs = ((other.values.get(a), target.values.get(b)) for a in attributes for b in attributes)
    return any_of(_same(one, two) for one, two in pairs)


def _same(one: Value | None, two: Value | None) -> Truth:
    if one is None or isinstance(one.payload, UnknownPayload):
        return Truth.UNKNOWN if one is not None else Truth.NO
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


def _candidates(source: Related, resource: Resource, world: World) -> tuple[Resource, ...]:
    """All that could be linked: few of a large estate, found by name, by reference, or because it is not known."""
    if source.direction is Direction.NONE:
        return of_types(world, source.types)
    if source.direction is Direction.INWARD:
        index = _index(world, source.types, (source.pointer,))
        texts = [_text(resource.values.get(name)) for name in source.targets]
        wanted = [found for text in texts if text for found in index.by_text.get(text, ())]
        wanted += index.by_block.get(_base(resource.address.name), ())
        for block_type, found in index.by_block_type.items():
            wanted += found if block_type != resource.type else ()
        return _ordered([*wanted, *index.unsure])
    pointer = resource.values.get(source.pointer)
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
    reference = pointer.payload.reference if isinstance(pointer.payload, UnknownPayload) else None
    found = world.by_name.get(reference[0]) if reference else None
    return found if found is not None and found.mode == "managed" else None


def _block(value: Value) -> str:
    """The address of the block that `value` plainly refers to, else ""."""
    reference = value.payload.reference if isinstance(value.payload, UnknownPayload) else None
    return _base(reference[0]) if reference else ""


def _ordered(resources: Iterable[Resource]) -> tuple[Resource, ...]:
    found = {resource.address.name: resource for resource in resources}
    return tuple(found[name] for name in sorted(found))


def _text(value: Value | None) -> str:
    return value.payload if value is not None and isinstance(value.payload, str) else ""


def _index(world: World, types: tuple[str, ...], attributes: tuple[str, ...]) -> Index:
    made = world.found.get((types, attributes))
    if made is None:
        made = world.found[types, attributes] = _build(of_types(world, types), attributes)
    return made


def _build(resources: tuple[Resource, ...], attributes: tuple[str, ...]) -> Index:
    by_text: dict[str, list[Resource]] = defaultdict(list)
    by_block: dict[str, list[Resource]] = defaultdict(list)
    by_block_type: dict[str, list[Resource]] = defaultdict(list)
    unsure: list[Resource] = []
    for resource in resources:
        for value in (resource.values.get(name) for name in attributes):
            if value is None:
                continue
            block = _block(value)
            if isinstance(value.payload, str):
                by_text[value.payload].append(resource)
            elif block and _type_of(block):
                by_block[block].append(resource)
                by_block_type[_type_of(block)].append(resource)
            elif isinstance(value.payload, UnknownPayload):
                unsure.append(resource)
    frozen = [{key: tuple(found) for key, found in made.items()} for made in (by_text, by_block, by_block_type)]
    return Index(frozen[0], frozen[1], frozen[2], tuple(unsure))
