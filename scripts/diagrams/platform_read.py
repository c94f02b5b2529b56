"""Reads one root of the platform as `secscan plan` does: instances with their values, regions and references.

Values are those of the plan document. References come from the same evaluation, followed through modules, where the
document's `configuration` section ends at a module's edge. Knows nothing of pictures.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from secscan.sources import Sources
from secscan.terraform import plan
from secscan.terraform.configuration import Options, read, with_deep_stack
from secscan.terraform.estate import Estate, Resource
from secscan.terraform.evaluate.values import Value, summary
from secscan.terraform.plan.addresses import parse

Json = object
# Stands for the one value that is in no file. It is secret: no document and no picture holds it.
_SECRETS = {"database_password": "drawn-from-no-database-at-all-0000"}


class IncompleteError(Exception):
    """The root could not be read whole: what would be drawn is not what there is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Instance:
    """One managed instance or data source. `key`: the key of its last step, or of its last module, "" for none.
    `after`: its values as the plan document has them; what is not known is absent or null."""

    address: str
    type: str
    key: str
    region: str
    after: Mapping[str, Json]
    resource: Resource = field(repr=False, compare=False)

    def at(self, *path: str) -> Iterator[Json]:
        """The values at `path`, through every block on the way; null and unknown ones are left out."""
        yield from _walk(self.after, path)

    def first(self, *path: str) -> Json:
        """The value at `path` in the first block that has it. Raises KeyError where the document has none."""
        for value in self.at(*path):
            return value
        raise KeyError(f"{self.address}: {'.'.join(path)}")

    def text(self, *path: str) -> str:
        return str(self.first(*path))

    def uses(self, *path: str) -> tuple[str, ...]:
        """The addresses that the values at `path` were computed from, sorted."""
        return tuple(sorted({address for value in self.inside(*path) for address in sources(value)}))

    def inside(self, *path: str) -> Iterator[Value]:
        """The evaluated values at `path`, through every block on the way."""
        first, *rest = path
        if first in self.resource.values:
            yield from descend(self.resource.values[first], rest)


@dataclass(frozen=True, kw_only=True, slots=True)
class Platform:
    """One root. `regions`: the default provider's first. `instances`: managed ones, by address; `data` likewise."""

    root: str
    regions: tuple[str, ...]
    instances: Mapping[str, Instance] = field(repr=False)
    data: Mapping[str, Instance] = field(repr=False)

    def of(self, *types: str, region: str = "") -> tuple[Instance, ...]:
        """The managed instances of these types, by address; of one region, if it is named."""
        return tuple(i for i in self.instances.values() if i.type in types and region in ("", i.region))


def descend(value: Value, path: Iterable[str]) -> Iterator[Value]:
    """The values at `path` below `value`; lists on the way are gone through."""
    steps = list(path)
    if isinstance(value.payload, tuple):
        for item in value.payload:
            yield from descend(item, steps)
    elif not steps:
        yield value
    elif isinstance(value.payload, Mapping) and steps[0] in value.payload:
        yield from descend(value.payload[steps[0]], steps[1:])


def sources(value: Value) -> frozenset[str]:
    return frozenset(address for address, _ in summary(value).origins)


def read_platform(top: Path, root: str) -> Platform:
    """Raises IncompleteError, with every problem, where the root is not wholly understood."""
    configuration = read(Sources(top), Options(roots=(root,), environment=_SECRETS))
    problems = [f"{p.file}:{p.line}: {p.message}" for p in configuration.problems]
    if problems or not configuration.estates:
        raise IncompleteError("\n".join(problems or [f"{root}: no such root"]))
    (estate,) = configuration.estates
    return _platform(estate)


def _platform(estate: Estate) -> Platform:
    document = with_deep_stack(lambda: plan.document(estate))
    regions = _regions(estate)
    after = {str(change["address"]): change["change"]["after"] for change in _objects(document["resource_changes"])}
    found = [_instance(resource, after.get(resource.address.name, {}), regions) for resource in estate.resources]
    return Platform(
        root=estate.root,
        regions=tuple(dict.fromkeys(regions[name] for name in sorted(regions))),
        instances={i.address: i for i in found if i.resource.mode == "managed"},
        data={i.address: i for i in found if i.resource.mode == "data"},
    )


def _objects(value: Any) -> list[dict[str, Any]]:  # the document's own type says no more than "JSON"
    return list(value)


def _regions(estate: Estate) -> dict[str, str]:
    """By provider. `aws` sorts before `aws.dr`: the default provider's region is the first."""
    found = {name: estate.region(name) for name in estate.providers}
    return {name: str(value.payload) for name, value in found.items() if value is not None and value.is_known}


def _instance(resource: Resource, after: Mapping[str, Json], regions: Mapping[str, str]) -> Instance:
    if resource.provider not in regions:
        raise IncompleteError(f"{resource.address.name}: the region of its provider {resource.provider} is not known")
    address = parse(resource.address.name)
    keys = [step.key for step in (*address.modules, address.last) if isinstance(step.key, str)]
    return Instance(
        address=resource.address.name,
        type=resource.type,
        key=keys[-1] if keys else "",
        region=regions[resource.provider],
        after=after,
        resource=resource,
    )


def _walk(value: Json, path: tuple[str, ...]) -> Iterator[Json]:
    if isinstance(value, list):
        for item in value:
            yield from _walk(item, path)
    elif not path:
        if value is not None:
            yield value
    elif isinstance(value, Mapping) and path[0] in value:
        yield from _walk(value[path[0]], path[1:])
