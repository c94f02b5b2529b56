"""Whether an engine that reads the engine view could know what it says: what it read may be a placeholder.

For every engine of the evaluated view. Reads no engine's output (one module an engine): it is asked with an address and
the attributes that a check read, and answers why that check decides nothing, or "".
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from secscan.engines.placing import without_keys
from secscan.terraform.estate import Estate, Resource
from secscan.terraform.evaluate.values import UnknownPayload
from secscan.terraform.plan import EngineView, overlap, steps


@dataclass(frozen=True, kw_only=True)
class Blindness:
    """One root's placeholders as its engines meet them."""

    estate: Estate
    view: EngineView

    def of_attributes(self, address: str, read: Iterable[str]) -> str:
        """For a check of one resource. `read`: the paths that it read, with `/` or `.` between the steps; where it does
        not say, any placeholder of the resource may have been read."""
        here = self.view.placeholders.get(address, ())
        wanted = [path.replace("/", ".") for path in read]
        found = next((path for path in here if not wanted or any(overlap(path, one) for one in wanted)), None)
        # Without indexes, so that reports say it once of many alike.
        return f"{'.'.join(steps(found))} is not known" if found else ""

    def of_connections(self, address: str, read: Iterable[str], *, failed: bool) -> str:
        """For a check of a resource and of those that refer to it, or to which it refers; `read` are attributes of any
        of them. That such a one is missing cannot be known where one may be it or not."""
        keys = tuple(read)
        here = self.of_attributes(address, keys) if keys else ""
        if here:
            return here
        for neighbour in sorted(self._connected.get(address, ())):
            if told := self.of_attributes(neighbour, keys) if keys else "":
                return f"{neighbour}: {told}"
        return self._perhaps_connected(address) if failed else ""

    def _perhaps_connected(self, address: str) -> str:
        resource = self.estate.at(address)
        kind = resource.type if resource else ""
        others = (one for one in self._loose if one.type != kind and _family(one.type) == _family(kind))
        found = next((one.address.name for one in others), None)
        return f"to which resource {found} refers is not known" if found else ""

    @cached_property
    def _connected(self) -> dict[str, set[str]]:
        """By address, the resources that refer to it and those to which it refers."""
        by_block: dict[str, list[str]] = defaultdict(list)
        for resource in self.estate.resources:
            by_block[without_keys(resource.address.name)].append(resource.address.name)
        found: dict[str, set[str]] = defaultdict(set)
        for resource in self.estate.resources:
            name = resource.address.name
            for origin in {origin for pairs in resource.references.values() for origin, _ in pairs}:
                for other in [origin] if self.estate.at(origin) else by_block.get(without_keys(origin), ()):
                    found[name].add(other)
                    found[other].add(name)
        return found

    @cached_property
    def _loose(self) -> tuple[Resource, ...]:
        """Those that may refer to any of their family: something of them is not known, and they refer to none."""
        return tuple(
            resource
            for resource in self.estate.resources
            if resource.address.name in self.view.placeholders and _is_loose(resource)
        )


def _is_loose(resource: Resource) -> bool:
    named = {origin for pairs in resource.references.values() for origin, _ in pairs}
    if any(f".{_family(resource.type)}_" in f".{name}" for name in named):
        return False
    return any(isinstance(value.payload, UnknownPayload) and not value.origins for value in resource.values.values())


def _family(kind: str) -> str:
    """`aws_s3` of `aws_s3_bucket_logging`: types that are attached to one another begin alike."""
    return "_".join(kind.split("_")[:2])
