"""Which findings stand where a comment's waiver does. Judges no waiver and reads no comment.

A waiver in a comment covers a finding that stands

- on an instance, any of them, of the resource or data source at whose block it stands;
- below the module call at which it stands, by call: another call of the same module is not covered;
- at a place in the block, argument or item at which it stands;
- where the value of the argument, item or variable at which it stands made it so (role `call` or `value`).

An engine's comment covers by what that engine said of the finding: `lines` by the first line, `file` by the file.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from secscan.model import Finding, Location, Scope, Span, Waiver
from secscan.terraform.elements import ARGUMENT, ITEM
from secscan.triage.place import Index, instances

RESOURCES: Final = frozenset({"resource", "data", "ephemeral"})
GIVING: Final = frozenset({ARGUMENT, ITEM, "variable"})
Spot = tuple[str, int]
"""A file and a line."""
Key = tuple[str, str, str, int]
"""A rule's name, a kind of place, a file, and a line (0 for the whole file)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Where a finding stands: the blocks of its instances, the calls that are above all of them, its places."""

    blocks: frozenset[Spot]
    calls: frozenset[Spot]
    places: tuple[Location, ...]


def standing(finding: Finding, places: Index) -> Standing:
    found = instances(finding.address, places) if finding.address else ()
    calls = [frozenset((call.span.file, call.span.line) for call in resource.calls) for resource in found]
    return Standing(
        blocks=frozenset((r.block.file, r.block.line) for r in found),
        calls=frozenset.intersection(*calls) if calls else frozenset(),
        places=finding.locations,
    )


class Scopes:
    """The findings by where they stand, so that each waiver asks only those that it can cover. `names`: those under
    which a finding may be waived, of those that any waiver has."""

    def __init__(self, findings: Sequence[Finding], names: Sequence[Collection[str]], places: Index) -> None:
        self._findings = findings
        self._standing: dict[int, Standing] = {}
        self._by: dict[Key, list[int]] = defaultdict(list)
        for position, finding in enumerate(findings):
            if names[position]:
                here = self._standing[position] = standing(finding, places)
                for name in names[position]:
                    for kind, file, line in _spots(finding, here):
                        self._by[name, kind, file, line].append(position)

    def covered(self, waiver: Waiver) -> tuple[int, ...]:
        """The positions of the findings that it covers, in order."""
        if waiver.scope is None:
            return ()
        asked = {position for key in _keys(waiver.rule, waiver.scope) for position in self._by.get(key, ())}
        return tuple(sorted(position for position in asked if self._covers(waiver, waiver.scope, position)))

    def near(self, waiver: Waiver) -> Finding | None:
        """The first finding of its rule in its file."""
        found = self._by.get((waiver.rule, "file", waiver.file, 0), ())
        return self._findings[min(found)] if found else None

    def _covers(self, waiver: Waiver, scope: Scope, position: int) -> bool:
        here, start = self._standing[position], (scope.span.file, scope.span.line)
        if scope.element in RESOURCES and start in here.blocks:
            return True
        if scope.element == "module" and start in here.calls:
            return True
        places = _said_by(self._findings[position], waiver.engine) if waiver.engine else here.places
        return any(_at(place, scope) for place in places)


def _at(place: Location, scope: Scope) -> bool:
    span, inside = scope.span, place.span
    if scope.element == "file":
        return inside.file == span.file
    if scope.element == "lines":
        return inside.file == span.file and span.line <= inside.line <= span.end_line
    return (place.role == "defect" or scope.element in GIVING) and _holds(span, inside)


def _holds(outer: Span, inner: Span) -> bool:
    if outer.file != inner.file or (inner.line, inner.column) < (outer.line, outer.column):
        return False
    return (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)


def _said_by(finding: Finding, engine: str) -> Iterable[Location]:
    """The engine's own places; ours where it did not speak."""
    theirs = tuple(o.location for o in finding.observations if o.engine == engine and o.location)
    return theirs or finding.locations[:1]


def _spots(finding: Finding, here: Standing) -> Iterator[tuple[str, str, int]]:
    yield from (("block", file, line) for file, line in here.blocks)
    yield from (("call", file, line) for file, line in here.calls)
    witnessed = (o.location for o in finding.observations if o.location)
    yield from (("file", file, 0) for file in {place.span.file for place in (*here.places, *witnessed)})


def _keys(rule: str, scope: Scope) -> tuple[Key, ...]:
    inside = (rule, "file", scope.span.file, 0)
    if scope.element in RESOURCES:
        return ((rule, "block", scope.span.file, scope.span.line), inside)
    if scope.element == "module":
        return ((rule, "call", scope.span.file, scope.span.line), inside)
    return (inside,)


def alone(finding: Finding) -> str:
    """`ENGINE:*` where one engine alone says so, else "": what a comment that silences all of an engine can mean."""
    engines = {observation.engine for observation in finding.observations}
    return f"{engines.pop()}:*" if len(engines) == 1 else ""
