"""Checkov's reports as observations: on the source of a root, and on the engine view of its estate. Starts nothing.

The two views differ in what can be trusted. On the source the lines are Checkov's own, and names must be placed; on the
view the addresses are exact, the lines are the estate's, and what was read of a placeholder decides nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol

from secscan.engines.blindness import Blindness
from secscan.engines.output import UnreadableError, mapping, number, raw, sequence, tame, words
from secscan.engines.placing import Addresses, Ground, Region, where
from secscan.model import Address, Location, Notice, Observation, Outcome, View
from secscan.terraform.estate import Estate, Resource

NAME: Final = "checkov"
Word = Observation | Notice

# A check that Checkov skipped was not made: the markers are blanked in the stage, so that there should be none.
_LISTS: Final = (
    ("passed_checks", "passed", Outcome.PASS),
    ("failed_checks", "failed", Outcome.FAIL),
    ("skipped_checks", "skipped", Outcome.UNDECIDED),
)
_SKIPPED: Final = "the engine skipped the check"
_UNREAD: Final = (".json", ".tofu")
_SEEN: Final = re.compile(r"(.+?\.(?:tf|hcl)):(.+)", re.DOTALL)
_SEEN_IN_PLAN: Final = re.compile(r".+?\.json:(.+)", re.DOTALL)
# Checks made of queries over resources and what is connected with them, not of one resource's attributes.
_GRAPH: Final = "checkov.common.graph.checks_infra.base_check"


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """Where an entry of a report stands, and why its verdict decides nothing ("" where it decides)."""

    address: Address | None
    location: Location | None
    notices: tuple[Notice, ...] = ()
    undecided: str = ""


class Reading(Protocol):
    """How the entries of one view are placed, and what Checkov says that it saw is held against what it was given."""

    @property
    def view(self) -> View: ...

    def placed(self, entry: dict[str, Any], outcome: Outcome) -> Placed: ...

    def coverage(self, seen: dict[str, Any]) -> Iterator[Notice]: ...


def observations(report: dict[str, Any], version: str, reading: Reading) -> Iterator[Word]:
    """The three lists of one report. A root without resources gives the summary alone. Raises UnreadableError."""
    summary = mapping(report.get("summary", report), "its summary")
    if summary.get("checkov_version") != version:
        raise UnreadableError(f"its report is of version {tame(str(summary.get('checkov_version')))}")
    results = mapping(report.get("results", {}), "its results")
    for name, counted, outcome in _LISTS:
        entries = sequence(results.get(name, []), name)
        if len(entries) != number(summary.get(counted), counted):
            raise UnreadableError(f"it counts {summary.get(counted)} {counted} and lists {len(entries)}")
        for entry in entries:
            yield from _observed(mapping(entry, "a check"), outcome, reading)


def _observed(entry: dict[str, Any], outcome: Outcome, reading: Reading) -> Iterator[Word]:
    name = words(entry.get("resource"), "resource")
    title = words(entry.get("check_name"), "check_name")
    skipped = outcome is Outcome.UNDECIDED
    place = reading.placed(entry, outcome)
    yield from place.notices
    if skipped:
        file = place.location.span.file if place.location else ""
        yield Notice(level="warning", message=f"skipped a check by itself on {name}", file=file)
    yield Observation(
        engine=NAME,
        view=reading.view,
        outcome=Outcome.UNDECIDED if place.undecided else outcome,
        rule_id=words(entry.get("check_id"), "check_id"),
        message=title if place.address else f"{title} ({name})",
        address=place.address,
        location=place.location,
        evidence=_evidence(entry),
        reason=_SKIPPED if skipped else place.undecided,
        skipped_by_engine=skipped,
        title=title,
        help_uri=_guideline(entry),
    )


def _read(entry: dict[str, Any]) -> tuple[str, ...]:
    """The attributes that the check says it read."""
    keys = mapping(entry.get("check_result"), "check_result").get("evaluated_keys")
    return tuple(sorted({tame(key) for key in keys if isinstance(key, str)})) if isinstance(keys, list) else ()


def _evidence(entry: dict[str, Any]) -> str:
    named = _read(entry)
    return f"looked at {', '.join(named)}" if named else ""


def _guideline(entry: dict[str, Any]) -> str:
    uri = entry.get("guideline")
    return tame(uri) if isinstance(uri, str) and uri.startswith("https://") else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceReading:
    """`ground`: the files of the root as Checkov got them."""

    estate: Estate
    ground: Ground
    addresses: Addresses
    view: View = View.SOURCE

    def placed(self, entry: dict[str, Any], outcome: Outcome) -> Placed:  # noqa: ARG002 - the protocol's
        lines = sequence(entry.get("file_line_range"), "file_line_range")
        if len(lines) != 2:
            raise UnreadableError("file_line_range is no pair")
        path = raw(entry.get("file_abs_path"), "file_abs_path")
        region = Region(path=path, line=number(lines[0], "a line"), end_line=number(lines[1], "a line"))
        span, notices = self.ground.span(region)
        name = words(entry.get("resource"), "resource")
        address, resource = self.addresses.called(name, span.file, span.line) if span else (None, None)
        return Placed(address=address, location=where(span, resource) if span else None, notices=notices)

    def coverage(self, seen: dict[str, Any]) -> Iterator[Notice]:
        """What it could not read, and what it did not look at though it was given."""
        for path in sequence(seen.get("parsing_errors"), "parsing_errors"):
            file = self.ground.file(raw(path, "a path")) or ""
            yield Notice(level="error", message="cannot parse this file", file=file)
        resources = sequence(seen.get("resources"), "resources")
        matches = (_SEEN.fullmatch(raw(entry, "a resource")) for entry in resources)
        read = {self.ground.file(match[1]) for match in matches if match}
        owed = {r.block.file for r in self.estate.resources if r.mode == "managed"} & self.ground.files.keys()
        for file in sorted(owed - read):
            if file.endswith(_UNREAD):
                yield Notice(level="warning", message="does not read files of this kind", file=file)
            else:
                yield Notice(
                    level="error",
                    message=f"was given this file of root {self.estate.root} and did not look at it",
                    file=file,
                )


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanReading:
    """The engine view of one root."""

    estate: Estate
    blindness: Blindness
    view: View = View.EVALUATED

    def placed(self, entry: dict[str, Any], outcome: Outcome) -> Placed:
        name = raw(entry.get("resource"), "resource")
        resource = self.estate.at(name)
        if resource is None:
            return self._elsewhere(name)
        read = _read(entry)
        if entry.get("check_class") == _GRAPH:
            why = self.blindness.of_connections(name, read, failed=outcome is Outcome.FAIL)
        else:
            why = self.blindness.of_attributes(name, read)
        attribute = next((path for key in read if (path := _path(key, resource)) in resource.spans), "")
        return Placed(address=resource.address, location=resource.location(attribute), undecided=why)

    def _elsewhere(self, name: str) -> Placed:
        """A provider configuration; Checkov calls the one without an alias `aws.default`."""
        provider = self.estate.providers.get(name.removesuffix(".default"))
        if provider is None:
            message = f"spoke of {tame(name)}, which is not in the plan document of root {self.estate.root}"
            return Placed(address=None, location=None, notices=(Notice(level="warning", message=message),))
        return Placed(address=None, location=where(provider.block))

    def coverage(self, seen: dict[str, Any]) -> Iterator[Notice]:
        """Every managed resource of the document must be among those that it counted."""
        if sequence(seen.get("parsing_errors"), "parsing_errors"):
            yield Notice(level="error", message=f"cannot read the plan document of root {self.estate.root}")
        resources = sequence(seen.get("resources"), "resources")
        matches = (_SEEN_IN_PLAN.fullmatch(raw(entry, "a resource")) for entry in resources)
        read = {match[1] for match in matches if match}
        owed = sorted({r.address.name for r in self.estate.resources if r.mode == "managed"} - read)
        if owed:
            message = f"did not look at {len(owed)} resources of the plan document of root {self.estate.root}, such as"
            yield Notice(level="error", message=f"{message} {tame(owed[0])}")


def _path(key: str, resource: Resource) -> str:
    """`rule/[0]/status` as the estate writes it, `rule[0].status`. Blocks may have another order in the document
    than in the source: several are named as a whole, `rule`."""
    top = key.partition("/")[0]
    value = resource.values.get(top)
    several = value is not None and isinstance(value.payload, tuple) and len(value.payload) > 1
    return top if several else ".".join(key.split("/")).replace(".[", "[")
