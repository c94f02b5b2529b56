"""Findings as SARIF results. What GitHub needs of them beyond that is in `sarif_github`."""

from collections.abc import Callable

from secscan.model import Cause, Disposition, Finding, Location, Waiver
from secscan.reports import words
from secscan.reports.line_hash import line_hashes
from secscan.reports.sarif_parts import LEVELS, SCORES, Json, message, physical
from secscan.reports.text import inert
from secscan.reports.words import subject, witnesses

_ROLES = {"call": "called here", "value": "the value comes from here", "defect": "also seen here"}


class Hashes:
    """Line hashes of files, each file read and hashed once, when first asked for."""

    def __init__(self, source: Callable[[str], str | None]) -> None:
        self._source = source
        self._files: dict[str, tuple[str, ...]] = {}

    def of(self, file: str, line: int) -> str | None:
        if file not in self._files:
            text = self._source(file)
            self._files[file] = line_hashes(text) if text is not None else ()
        hashes = self._files[file]
        return hashes[line - 1] if 0 < line <= len(hashes) else None


def result(finding: Finding, rule_index: int, hashes: Hashes) -> Json:
    """The finding whole. `suppressions` is there and empty where it is not suppressed (SARIF 3.27.23)."""
    baseline = {"baselineState": finding.baseline_state} if finding.baseline_state else {}
    place, related = _location(finding), related_locations(finding)
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "kind": "fail",
        "level": LEVELS[finding.severity],
        "rank": float(SCORES[finding.severity]) * 10,
        "message": {"text": message(f"{finding.message} ({subject(finding)})")},
        "locations": [place] if place else [],
        **({"relatedLocations": related} if related else {}),
        **({"codeFlows": [flow]} if (flow := code_flow(finding)) else {}),
        "partialFingerprints": partial_fingerprints(finding, hashes),
        "fingerprints": {"secscan/v1": finding.fingerprint},
        "suppressions": [_suppression(waiver) for waiver in finding.waivers],
        **baseline,
        "properties": _properties(finding),
    }


def partial_fingerprints(finding: Finding, hashes: Hashes) -> dict[str, object]:
    """Where the source cannot be had, our own fingerprint stands for the line's hash: stable, and never empty."""
    span = finding.locations[0].span if finding.locations else None
    own = f"{finding.fingerprint[:16]}:1"
    return {"primaryLocationLineHash": (hashes.of(span.file, span.line) if span else None) or own}


def related_locations(finding: Finding) -> list[Json]:
    """Module calls, values and further places, each with what it is; ids count from 1."""
    cause = finding.cause
    places = [*finding.locations[1:], *(_beyond(cause, finding) if cause else ())]
    said = {step.span: f": {words.step(step)}" for step in reversed(finding.chain[1:])}
    return [
        {
            "id": number,
            "message": {"text": message(_ROLES.get(place.role, "see also") + said.get(place.span, ""))},
            "physicalLocation": physical(place.span),
        }
        for number, place in enumerate(dict.fromkeys(places), start=1)
    ]


def code_flow(finding: Finding) -> Json | None:
    """The way of the value, from what was written to the attribute; None where it is written there."""
    steps = [step for step in reversed(finding.chain) if not step.chosen]
    if len(steps) < 2:
        return None
    places = [{"message": {"text": message(words.step(s))}, "physicalLocation": physical(s.span)} for s in steps]
    return {"threadFlows": [{"locations": [{"location": place} for place in places]}]}


def _beyond(cause: Cause, finding: Finding) -> list[Location]:
    told = {location.span for location in finding.locations}
    return [place for place in (cause.location, *cause.calls) if place.span not in told]


def _location(finding: Finding) -> Json:
    first = finding.locations[0] if finding.locations else None
    address = finding.address
    logical = {"fullyQualifiedName": inert(address.name), "kind": "resource"} if address else None
    return {
        **({"physicalLocation": physical(first.span, first.context)} if first else {}),
        **({"logicalLocations": [logical]} if logical else {}),
    }


def _suppression(waiver: Waiver) -> Json:
    ticket = {"ticket": waiver.ticket} if waiver.ticket else {}
    return {
        "kind": "external",
        "status": "accepted",
        "justification": message(waiver.reason),
        "properties": {"owner": waiver.owner, "until": waiver.until.isoformat(), **ticket},
    }


def _properties(finding: Finding) -> Json:
    said = {
        "root": inert(finding.root),
        "address": inert(finding.address.name) if finding.address else "",
        "key": inert(finding.key),
        "cause": finding.cause.id if finding.cause else "",
        "evidence": inert(finding.evidence),
        "disposition": finding.disposition if finding.disposition is not Disposition.OPEN else "",
    }
    return {
        "severity": finding.severity,
        "confidence": finding.confidence,
        **{name: value for name, value in said.items() if value},
        "witnesses": list(witnesses(finding.observations)),
        **({"disagreement": list(witnesses(finding.disagreement))} if finding.disagreement else {}),
    }
