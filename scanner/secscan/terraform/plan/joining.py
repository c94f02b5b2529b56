"""A plan in the evaluation's place: its addresses and values, with the lines, calls and references of the source.

Joined by address; an instance that the evaluation has only as `[*]`, or under another key, by the block that declares
it. What only one side has is said. Reads nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from secscan.errors import UserError
from secscan.model import Address, Problem, Span
from secscan.terraform.assemble import References
from secscan.terraform.configuration import Configuration, in_order
from secscan.terraform.estate import Estate, ModuleCall, Resource
from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.values import (
    ObjectType,
    UnknownPayload,
    Value,
    object_of,
    summary,
)
from secscan.terraform.expansion import instance_key
from secscan.terraform.plan.addresses import Instance, Step, parse
from secscan.terraform.plan.alignment import partners
from secscan.terraform.plan.reading import Plan, PlannedResource

_KNOWN_AFTER_APPLY: Final = "known after apply"
_SHOWN: Final = 3


def with_plans(configuration: Configuration, plans: Mapping[str, Plan]) -> Configuration:
    """Raises UserError for a plan of a root that is not there, or that is of another root's configuration."""
    if not plans:
        return configuration
    roots = {estate.root for estate in configuration.estates}
    for root in sorted(plans.keys() - roots):
        known = ", ".join(sorted(roots)) or "none"
        raise UserError(f"--plan names {root}, which is no root here", hint=f"the roots are: {known}")
    estates = tuple(
        with_plan(estate, plans[estate.root]) if estate.root in plans else estate for estate in configuration.estates
    )
    problems = {problem for estate in estates for problem in estate.problems}
    others = (problem for problem in configuration.problems if problem.root not in plans)
    return replace(configuration, estates=estates, problems=in_order({*problems, *others}))


def with_plan(estate: Estate, plan: Plan) -> Estate:
    """The estate that the plan describes. Raises UserError where no instance of it is declared in the source."""
    if estate.broken:
        told = Problem(message="The plan was not used: the source of this root cannot be read.", root=estate.root)
        return replace(estate, problems=in_order({*estate.problems, told}))
    source = _Source(estate)
    resources = tuple(source.resource(planned) for planned in plan.resources)
    found = {resource.address.name: resource for resource in resources}
    placed = [name for name, resource in found.items() if resource.block.file]
    if plan.resources and estate.resources and not placed and not any(map(source.calls_for, plan.resources)):
        first = plan.resources[0].address
        raise UserError(f"no resource of the plan is in root {estate.root}: {first}, for one, is not declared there")
    said = (*_gaps(plan), *_unplaced(found.keys() - set(placed)), *_unplanned(estate, plan))
    problems = {replace(problem, root=estate.root) for problem in said}
    return replace(
        estate,
        resources=tuple(sorted(resources, key=lambda resource: resource.address.name)),
        outputs={**{name: plan.outputs[name] for name in sorted(plan.outputs)}},
        variables={name: _given(plan.variables.get(name), value) for name, value in estate.variables.items()},
        problems=in_order({*estate.problems, *problems}),
    )


def _given(told: Value | None, mine: Value) -> Value:
    """A variable's value in its declared type; a hidden one is not in the document."""
    if told is None:
        return mine
    try:
        return replace(convert(told, mine.type), sensitive=mine.sensitive, ephemeral=mine.ephemeral)
    except ConversionError:
        return replace(told, sensitive=mine.sensitive, ephemeral=mine.ephemeral)


def _gaps(plan: Plan) -> Iterator[Problem]:
    for told in plan.gaps:
        yield Problem(message=f"The plan that was given is not whole: {told}.", hint="Make the plan again.")


def _unplaced(names: Iterable[str]) -> Iterator[Problem]:
    if found := sorted(names):
        message = f"{_counted(found)} of the plan {_are(found)} not declared in the source: no lines can be shown."
        yield Problem(message=message, incomplete=False, hint="Is the plan of this version of the configuration?")


def _unplanned(estate: Estate, plan: Plan) -> Iterator[Problem]:
    """Instances that the evaluation has and the plan does not; one that stands for any number may well be none."""
    planned = {resource.address for resource in plan.resources}
    left = (resource for resource in estate.resources if resource.mode == "managed" and not resource.unknown_instances)
    if found := sorted(resource.address.name for resource in left if resource.address.name not in planned):
        message = f"{_counted(found)} of the configuration {_are(found)} not in the plan, which was taken at its word."
        yield Problem(message=message, incomplete=False, hint="Was it made with other values, or with -target?")


def _counted(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{'A resource' if len(names) == 1 else f'{len(names)} resources'} ({shown}{more})"


def _are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


class _Source:
    """One root's evaluation, as planned instances ask for it."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self.blocks: dict[object, Resource] = {}
        self.modules: dict[tuple[str, ...], Resource] = {}
        for resource in estate.resources:
            bare = parse(resource.address.name).bare
            self.blocks.setdefault(bare, resource)
            self.modules.setdefault(bare[0], resource)

    def resource(self, planned: PlannedResource) -> Resource:
        own = self.estate.at(planned.address) or self.blocks.get(planned.place.bare)
        return self._unplaced(planned) if own is None else _joined(planned, own)

    def calls_for(self, planned: PlannedResource) -> bool:
        """Whether the root calls the module that it is in, which may not be there to be read."""
        modules, node = planned.place.modules, self.estate.node
        return bool(modules) and node is not None and modules[0].name in node.module.calls

    def _unplaced(self, planned: PlannedResource) -> Resource:
        """Shown at the call of the nearest module that the source has, else at the top of the root."""
        nearest = next((self.modules[p] for p in _prefixes(planned.place) if p in self.modules), None)
        nowhere = Span(file="", line=1, column=1, end_line=1, end_column=1)
        values = {name: value for name, value in planned.values.items() if not value.is_null and value.is_known}
        return Resource(
            address=Address(root=self.estate.root, name=planned.address),
            mode=planned.place.mode,
            type=planned.place.type,
            name=planned.place.last.name,
            module=planned.module,
            values=values,
            planned=planned.values,
            block=nowhere,
            header=nowhere,
            spans={},
            calls=_calls(planned.place, nearest.calls if nearest else ()),
            provider=planned.place.type.partition("_")[0],
            unknown_instances=planned.place.has_unknown_key,
            shown_at=self._shown_at(planned.place, nearest),
        )

    def _shown_at(self, place: Instance, nearest: Resource | None) -> Span:
        if nearest is not None and nearest.calls:
            return nearest.calls[-1].span
        node = self.estate.node
        call = node.module.calls.get(place.modules[0].name) if node and place.modules else None
        if call is not None:
            return call.block.header
        first = next((file for file in self.estate.files if file.endswith((".tf", ".tofu", ".json"))), "")
        return Span(file=first, line=1, column=1, end_line=1, end_column=1)


def _prefixes(place: Instance) -> Iterator[tuple[str, ...]]:
    names = tuple(step.name for step in place.modules)
    return (names[:end] for end in range(len(names), 0, -1))


def _calls(place: Instance, known: tuple[ModuleCall, ...]) -> tuple[ModuleCall, ...]:
    """The known calls under the keys of this instance."""
    return tuple(
        replace(call, name=f"module.{step.name}{_key(step)}") for call, step in zip(known, place.modules, strict=False)
    )


def _key(step: Step) -> str:
    return "[*]" if step.is_unknown else instance_key(step.key)


def _joined(planned: PlannedResource, own: Resource) -> Resource:
    renamed = _Renaming.of(own.address.name, planned)
    both = own.values.keys() & planned.values.keys()
    values = {name: _grafted(planned.values[name], own.values[name], renamed) for name in own.values if name in both}
    return replace(
        own,
        address=Address(root=own.address.root, name=planned.address),
        module=planned.module,
        values=values,
        planned=planned.values,
        calls=_calls(planned.place, own.calls),
        unknown_instances=planned.place.has_unknown_key,
        references=References(values),
        unknown_blocks=tuple(path for path in own.unknown_blocks if not _is_settled(values, path)),
    )


def _is_settled(values: Mapping[str, Value], path: str) -> bool:
    """Whether the plan knows the blocks at a path: at its top, which is where documents are unknown as a whole."""
    value = values.get(path.partition("[")[0].partition(".")[0])
    return value is not None and value.is_wholly_known


@dataclass(frozen=True, slots=True)
class _Renaming:
    """Of module instances: what the evaluation calls `old`, this instance's plan calls `new`."""

    old: str
    new: str

    @classmethod
    def of(cls, source: str, planned: PlannedResource) -> "_Renaming | None":
        there = parse(source)
        old = ".".join(f"module.{step.name}{_key(step)}" for step in there.modules)
        return None if old == planned.module else cls(old, planned.module)

    def name(self, address: str) -> str:
        return self.new + address[len(self.old) :] if address.startswith(f"{self.old}.") else address


def _grafted(planned: Value, own: Value, renamed: _Renaming | None) -> Value:
    """The plan's value in what the source configures of it, with the source's origins.

    Attributes of nested blocks that the source does not set are left out, as rules take them for what is configured."""
    origins = own.origins
    if renamed is not None:
        origins = frozenset((renamed.name(address), path) for address, path in origins)
    payload = planned.payload
    if isinstance(payload, UnknownPayload) and own.is_known and (own.payload == () or not own.is_wholly_known):
        # No block: what the provider makes of that is not configured. Or a set that a plan says to be unknown as a
        # whole, since a member of it is: the source knows the others.
        return own
    if isinstance(payload, UnknownPayload):
        origins = origins or summary(own).origins
        payload = _unknown(payload, own, renamed)
    elif isinstance(payload, tuple):
        payload = tuple(_items(payload, own, renamed))
    elif isinstance(payload, Mapping) and isinstance(own.payload, Mapping) and isinstance(planned.type, ObjectType):
        inside = {name: _grafted(payload[name], item, renamed) for name, item in own.payload.items() if name in payload}
        return replace(object_of(inside), sensitive=planned.sensitive, origins=origins)
    elif isinstance(payload, Mapping) and isinstance(own.payload, Mapping):
        known = own.payload
        payload = {
            name: _grafted(item, known[name], renamed) if name in known else item for name, item in payload.items()
        }
    else:
        origins = origins or summary(own).origins
    return Value(planned.type, payload, planned.sensitive, origins, own.ephemeral)


def _unknown(payload: UnknownPayload, own: Value, renamed: _Renaming | None) -> UnknownPayload:
    """What the evaluation knows of a value that both do not know: its reason, what it refers to, its known parts."""
    if not isinstance(own.payload, UnknownPayload):
        return replace(payload, reason=_KNOWN_AFTER_APPLY)
    reference = own.payload.reference
    if reference is not None and renamed is not None:
        reference = (renamed.name(reference[0]), reference[1])
    return replace(own.payload, reference=reference)


def _items(payload: tuple[Value, ...], own: Value, renamed: _Renaming | None) -> Iterator[Value]:
    """In the source's order, whose spans go by it; what the source has no block for comes after, as its first one."""
    given = own.payload if isinstance(own.payload, tuple) else ()
    places = [place for place in partners(payload, given) if place is not None]
    for item, place in zip(given, places, strict=False):
        yield _grafted(payload[place], item, renamed)
    for place in sorted(set(range(len(payload))) - set(places)):
        yield _grafted(payload[place], given[0], renamed) if given and given[0].is_known else payload[place]
