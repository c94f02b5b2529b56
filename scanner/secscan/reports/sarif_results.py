"""Findings as SARIF results. What GitHub needs of them beyond that is in `sarif_github`."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from secscan.model import Cause, Disposition, Finding, Location, Waiver, WaiverKind, WaiverUse
from secscan.reports import excuses, words
from secscan.reports.accord import accord
from secscan.reports.line_hash import line_hashes
from secscan.reports.sarif_parts import LEVELS, SCORES, Json, message, physical, uri
from secscan.reports.text import inert
from secscan.reports.words import subject, witnesses

Refused = Mapping[str, Sequence[WaiverUse]]
"""The waivers that match a finding and do not hold for it, by its fingerprint."""

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


def result(finding: Finding, rule_index: int, hashes: Hashes, refused: Refused, among: int) -> Json:
    """The finding whole. `suppressions` is there and empty where nothing would excuse it (SARIF 3.27.23).

    `among`: how many engines ran."""
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
        "suppressions": _suppressions(finding, refused),
        **baseline,
        "properties": _properties(finding, among),
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


def refusals(uses: Iterable[WaiverUse]) -> Refused:
    found: dict[str, list[WaiverUse]] = {}
    for use in uses:
        for fingerprint in use.refused:
            found.setdefault(fingerprint, []).append(use)
    return found


def _suppressions(finding: Finding, refused: Refused) -> list[Json]:
    """Those that hold; where none does, those that would excuse it. Both together would mean that it is not suppressed
    (SARIF 3.35.3, `status`)."""
    if finding.waivers:
        return [_suppression(waiver) for waiver in finding.waivers]
    against = refused.get(finding.fingerprint, ())
    return [_suppression(use.waiver, state=use.state, why=excuses.state(use)) for use in against]


def _suppression(waiver: Waiver, **rejected: str) -> Json:
    """`rejected`: what became of a waiver that does not hold."""
    until = {"until": waiver.until.isoformat()} if waiver.until else {}
    said = {"owner": waiver.owner, **until, "ticket": waiver.ticket, "engine": waiver.engine, **rejected}
    place = {"artifactLocation": {"uri": uri(waiver.file)}, "region": {"startLine": waiver.line}}
    return {
        "kind": "external" if waiver.kind is WaiverKind.REGISTER else "inSource",
        "status": "rejected" if rejected else "accepted",
        **({"justification": message(waiver.reason)} if waiver.reason else {}),
        **({"location": {"physicalLocation": place}} if waiver.file and waiver.line else {}),
        "properties": {name: inert(word) for name, word in said.items() if word},
    }


def _properties(finding: Finding, among: int) -> Json:
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
        **({"accord": [inert(words) for words in told]} if (told := accord(finding, among)) else {}),
        **({"disagreement": list(witnesses(finding.disagreement))} if finding.disagreement else {}),
    }
