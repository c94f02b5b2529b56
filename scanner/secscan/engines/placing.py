"""From an engine's words for a place (path, lines, name) to ours: a staged file, a span, an address of the estate.

Joins nothing (triage/correlate). What cannot be placed is said in a Notice, and the observation goes on without it.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from secscan.engines.output import tame
from secscan.model import Address, Location, Notice, Span
from secscan.terraform.estate import Estate, Resource

_KEY: Final = re.compile(r'\[(?:\*|-?\d+|"(?:[^"\\]|\\.)*")\]')
_ADDRESS: Final = re.compile(r"(?:module\.[^.]+\.)*(?:data\.)?[a-z0-9]+_[A-Za-z0-9_-]+\.[A-Za-z_][A-Za-z0-9_-]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Region:
    """A stretch of a file as an engine gave it; columns 0 where it gives none."""

    path: str
    line: int
    end_line: int
    column: int = 0
    end_column: int = 0


@dataclass(frozen=True, slots=True)
class Ground:
    """The staged files (path -> number of lines) below `directory`, which engines name in absolute paths.

    `lengths` remembers the length of each line of the files that were asked for.
    """

    directory: Path
    files: Mapping[str, int]
    lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def file(self, path: str) -> str | None:
        """The staged file that an engine means by `path` (absolute, or relative to the stage); None if it is none."""
        top = str(self.directory)
        if posixpath.isabs(path):
            if not path.startswith(f"{top}/"):
                return None
            path = path[len(top) + 1 :]
        normal = posixpath.normpath(path)
        return normal if normal in self.files else None

    def span(self, region: Region) -> tuple[Span | None, tuple[Notice, ...]]:
        """The span of `region`, its lines within the file; and what had to be said about it."""
        file = self.file(region.path)
        if file is None:
            return None, (_warning(f"named {tame(region.path)!r}, which is no file that it was given"),)
        lines = max(self.files[file], 1)
        line = min(max(region.line, 1), lines)
        end = min(max(region.end_line, line), lines)
        beyond = (line, end) != (region.line, region.end_line)
        notice = _warning(f"named lines {region.line}-{region.end_line} of {lines}", file, line)
        return self._span(file, region, line, end), (notice,) if beyond else ()

    def _span(self, file: str, region: Region, line: int, end: int) -> Span:
        last = self._length(file, end) + 1
        column = min(max(region.column, 1), self._length(file, line) + 1)
        end_column = min(region.end_column, last) if region.end_column > 0 else last
        if line == end:
            end_column = max(end_column, column)
        return Span(file=file, line=line, column=column, end_line=end, end_column=end_column)

    def _length(self, file: str, line: int) -> int:
        if file not in self.lengths:
            text = (self.directory / file).read_bytes().decode("utf-8-sig", errors="replace")
            self.lengths[file] = tuple(len(one) for one in text.split("\n"))
        known = self.lengths[file]
        return known[line - 1] if line <= len(known) else 0


def _warning(message: str, file: str = "", line: int = 0) -> Notice:
    return Notice(level="warning", message=message, file=file, line=line)


@dataclass(frozen=True, slots=True)
class Addresses:
    """One root's resources by name, by name without instance keys, and by file."""

    root: str
    named: Mapping[str, Resource]
    keyless: Mapping[str, tuple[Resource, ...]]
    filed: Mapping[str, tuple[Resource, ...]]

    @classmethod
    def of(cls, estate: Estate) -> "Addresses":
        keyless: dict[str, tuple[Resource, ...]] = {}
        filed: dict[str, tuple[Resource, ...]] = {}
        for resource in estate.resources:
            bare = without_keys(resource.address.name)
            keyless[bare] = (*keyless.get(bare, ()), resource)
            filed[resource.block.file] = (*filed.get(resource.block.file, ()), resource)
        named = {resource.address.name: resource for resource in estate.resources}
        return cls(root=estate.root, named=named, keyless=keyless, filed=filed)

    def called(self, name: str, file: str, line: int) -> tuple[Address | None, Resource | None]:
        """The address of what an engine calls `name` at a place, and the resource where it is one exactly.

        Checkov leaves out `data.`, and instance keys that it did not work out. A name that is no resource's (a module
        call, a provider) has no address; a resource's that the estate lacks keeps the name that it was given.
        """
        if resource := self.named.get(name):
            return resource.address, resource
        here = [r for r in self.filed.get(file, ()) if r.block.line <= line <= r.block.end_line]
        bare = _plain(name)
        same = [r for r in here if _plain(r.address.name) == bare]
        if len(same) == 1:
            return same[0].address, same[0]
        if same:
            return Address(root=self.root, name=without_keys(same[0].address.name)), None
        return (Address(root=self.root, name=name), None) if _ADDRESS.fullmatch(without_keys(name)) else (None, None)

    def declared(self, name: str, file: str, line: int) -> tuple[tuple[Address, Resource | None], ...]:
        """The addresses of what an engine calls `name` (`aws_t.n`, without `data.`) in the file that declares it, or
        else of what stands at the line: one for each way of module calls that leads there, without instance keys where
        several instances share one."""
        here = self.filed.get(file, ())
        same = [r for r in here if f"{r.type}.{r.name}" == name]
        by_name: dict[str, list[Resource]] = {}
        for resource in same or [r for r in here if r.block.line <= line <= r.block.end_line]:
            by_name.setdefault(without_keys(resource.address.name), []).append(resource)
        return tuple(
            (found[0].address, found[0]) if len(found) == 1 else (Address(root=self.root, name=bare), None)
            for bare, found in sorted(by_name.items())
        )

    def at_line(self, span: Span) -> tuple[str, ...]:
        """The names of the instances whose block covers the first line of `span`."""
        here = self.filed.get(span.file, ())
        return tuple(r.address.name for r in here if r.block.line <= span.line <= r.block.end_line)

    def at(self, spans: tuple[Span, ...]) -> Address | None:
        """The one resource that a chain of places, module calls first, leads to; without its keys where several
        instances share it; None where there is no one resource."""
        inner = spans[-1]
        here = [r for r in map(self.named.__getitem__, self.at_line(inner)) if _called_through(r, spans[:-1])]
        bare = sorted({without_keys(r.address.name) for r in here})
        if len(here) == 1:
            return here[0].address
        return Address(root=self.root, name=bare[0]) if len(bare) == 1 else None


def _called_through(resource: Resource, calls: tuple[Span, ...]) -> bool:
    """Whether the resource's module calls pass through these places, one each from the root inwards."""
    if not calls:
        return True
    if len(resource.calls) != len(calls):
        return False
    pairs = zip(resource.calls, calls, strict=True)
    return all(any(_covers(span, place) for span in (step.span, *step.arguments.values())) for step, place in pairs)


def _covers(span: Span, place: Span) -> bool:
    return span.file == place.file and span.line <= place.line <= span.end_line


def _plain(name: str) -> str:
    return re.sub(r"(^|\.)data\.", r"\1", without_keys(name))


def without_keys(name: str) -> str:
    """`module.a["x"].t.n[0]` -> `module.a.t.n`."""
    return _KEY.sub("", name)


def where(span: Span, resource: Resource | None = None) -> Location:
    return Location(span=span, context=resource.block if resource and resource.block != span else None)
