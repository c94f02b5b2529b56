"""Finds the instances that an observation can mean, by its address or by its line. Judges nothing.

An engine rarely names what the estate names: it leaves instance keys out, speaks of a module's directory as if it were
a root, or gives a line alone. The index answers each of those from a dictionary, so that placing is linear in the
number of observations.
"""

import posixpath
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secscan.model import Address, Location, Observation
from secscan.terraform.estate import Estate, Resource
from secscan.triage.addresses import bare, could_be, could_be_local, local

Instances = tuple[Resource, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Lines:
    """The blocks of one file in order: `starts[i]` is the first line of `blocks[i]` (last line, its instances)."""

    starts: tuple[int, ...]
    blocks: tuple[tuple[int, Instances], ...]

    def at(self, line: int) -> Instances:
        position = bisect_right(self.starts, line) - 1
        if position < 0 or self.blocks[position][0] < line:
            return ()
        return self.blocks[position][1]


@dataclass(frozen=True, kw_only=True, slots=True)
class Index:
    """All estates, by every way in which an engine may name an instance.

    `exact`: by address. `bare`: by root and address without keys. `local`: by the directory that declares the block and
    its address there. `lines`: by file. `roots`: the roots that read a file.
    """

    exact: Mapping[Address, Resource]
    bare: Mapping[Address, Instances]
    local: Mapping[Address, Instances]
    lines: Mapping[str, Lines]
    roots: Mapping[str, tuple[str, ...]]

    def siblings(self, resource: Resource) -> Instances:
        """The instances, in every root, that the same block declares."""
        return self.local.get(declared(resource), ())


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """What an observation stands on. `candidates`: the instances that it can mean, ordered by address; exactly one
    where it is sure. `named`: the address that the engine named, None where it named none."""

    candidates: Instances = ()
    named: Address | None = None

    @property
    def sure(self) -> Address | None:
        return self.candidates[0].address if len(self.candidates) == 1 else None


def index(estates: Sequence[Estate]) -> Index:
    resources = sorted((r for estate in estates for r in estate.resources), key=lambda r: r.address)
    by_bare, by_local, by_file = defaultdict(list), defaultdict(list), defaultdict(list)
    for resource in resources:
        by_bare[Address(root=resource.address.root, name=bare(resource.address.name))].append(resource)
        if resource.block.file:  # what only a plan has is declared nowhere
            by_local[declared(resource)].append(resource)
            by_file[resource.block.file].append(resource)
    roots = defaultdict(list)
    for estate in sorted(estates, key=lambda e: e.root):
        for file in estate.files:
            roots[file].append(estate.root)
    return Index(
        exact={r.address: r for r in resources},
        bare={address: tuple(found) for address, found in by_bare.items()},
        local={address: tuple(found) for address, found in by_local.items()},
        lines={file: _lines(found) for file, found in by_file.items()},
        roots={file: tuple(found) for file, found in roots.items()},
    )


def place(observation: Observation, places: Index) -> Place:
    """By the address; where that finds nothing, by the line (of a block of the same name, if a name was given)."""
    named = observation.address
    found = _by_address(named, places) if named else ()
    if not found and observation.location:
        found = _by_line(observation.location, named, places)
    return Place(candidates=found, named=named)


def _by_address(named: Address, places: Index) -> Instances:
    if exact := places.exact.get(named):
        return (exact,)
    whole = Address(root=named.root, name=bare(named.name))
    found = places.bare.get(whole, ())
    fits = could_be if found else could_be_local
    found = found or places.local.get(whole, ())
    if "[" not in named.name:
        return found
    return tuple(r for r in found if fits(named.name, r.address.name))


def _by_line(location: Location, named: Address | None, places: Index) -> Instances:
    lines = places.lines.get(location.span.file)
    found = lines.at(location.span.line) if lines else ()
    if named is None:
        return found
    # Checkov leaves `data.` out of some names, and an address that is only local still says which block it means.
    wanted = local(named.name).removeprefix("data.")
    # One block, so one type and name for all.
    if not found or f"{found[0].type}.{found[0].name}" != wanted:
        return ()
    return tuple(r for r in found if r.address.root == named.root) or found


def declared(resource: Resource) -> Address:
    """The resource as the directory that declares it names it: that directory, and the address without modules."""
    kind = "data." if resource.mode == "data" else ""
    directory = posixpath.dirname(resource.block.file) or "."
    return Address(root=directory, name=f"{kind}{resource.type}.{resource.name}")


def _lines(resources: Sequence[Resource]) -> Lines:
    blocks: dict[tuple[int, int], list[Resource]] = defaultdict(list)
    for resource in resources:
        blocks[resource.block.line, resource.block.end_line].append(resource)
    ordered = sorted(blocks)
    return Lines(
        starts=tuple(line for line, _ in ordered),
        blocks=tuple((end, tuple(blocks[line, end])) for line, end in ordered),
    )
