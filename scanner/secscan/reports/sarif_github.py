"""What GitHub code scanning takes: open findings by rule and line, within its limits, and words for what was cut.

A finding without a usable place would make GitHub refuse the whole file, so it is left out, and said. Limits:
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

import gzip
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from secscan.model import Disposition, Finding, Report
from secscan.reports.sarif_parts import LEVELS, SCORES, Json, message, physical
from secscan.reports.sarif_results import Hashes, code_flow, partial_fingerprints, related_locations
from secscan.reports.text import cut, inert
from secscan.reports.words import plural, subject

# Rules may be as many as results, and every rule here has a result.
MAX_RESULTS: Final = 25_000
MAX_BYTES: Final = 10_000_000
MAX_LOCATIONS: Final = 1_000
MAX_MESSAGE: Final = 8_000
MAX_FLOWS: Final = 10  # GitHub shows one at a time; a result may have 10,000 places in all of them


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """All open findings of one rule on one line, the worst first."""

    findings: tuple[Finding, ...]

    @property
    def worst(self) -> Finding:
        return self.findings[0]


def fit(
    report: Report,
    write: Callable[[Sequence[Place], Sequence[str]], bytes],
    *,
    max_bytes: int = MAX_BYTES,
    max_results: int = MAX_RESULTS,
) -> bytes:
    """The largest document that GitHub takes: least severe results go first, and `write` is told what went."""
    chosen, homeless = places(report)
    kept = chosen[:max_results]
    while True:
        written = write(kept, _cut_words(chosen[len(kept) :], homeless))
        size = len(gzip.compress(written, mtime=0))
        if size <= max_bytes or not kept:
            return written
        # In proportion, and a little more, so that two or three rounds are enough.
        kept = kept[: int(len(kept) * max_bytes / size * 0.95)]


def places(report: Report) -> tuple[list[Place], list[Finding]]:
    """The open findings by rule and line, in the report's order, and those that have no place to show."""
    grouped: dict[tuple[str, str, int], list[Finding]] = {}
    homeless = []
    for finding in report.findings:
        if finding.disposition is not Disposition.OPEN:
            continue
        if not finding.locations or not _usable(finding.locations[0].span.file):
            homeless.append(finding)
            continue
        span = finding.locations[0].span
        grouped.setdefault((finding.rule, span.file, span.line), []).append(finding)
    return [Place(findings=tuple(found)) for found in grouped.values()], homeless


def result(place: Place, rule_index: int, hashes: Hashes) -> Json:
    worst = place.worst
    first = worst.locations[0]
    related = [item for finding in place.findings for item in related_locations(finding)][: MAX_LOCATIONS - 1]
    flows = {str(flow): flow for finding in place.findings if (flow := code_flow(finding))}
    return {
        "ruleId": worst.rule,
        "ruleIndex": rule_index,
        "level": LEVELS[worst.severity],
        "rank": float(SCORES[worst.severity]) * 10,
        "message": {"text": _message(place)},
        "locations": [{"physicalLocation": physical(first.span, first.context)}],
        **({"relatedLocations": _numbered(related)} if related else {}),
        **({"codeFlows": list(flows.values())[:MAX_FLOWS]} if flows else {}),
        "partialFingerprints": partial_fingerprints(worst, hashes),
        "properties": {"fingerprints": [finding.fingerprint for finding in place.findings][:MAX_LOCATIONS]},
    }


def _message(place: Place) -> str:
    """What is wrong, then every instance that it is wrong for; roots are named where there is more than one."""
    told = list(dict.fromkeys(finding.message for finding in place.findings))
    roots = {finding.root for finding in place.findings}
    names = [f"{f.root}: {subject(f)}" if len(roots) > 1 else subject(f) for f in place.findings]
    return cut(message("\n".join([*told, f"Affects: {', '.join(dict.fromkeys(names))}"])), MAX_MESSAGE)


def _numbered(related: list[Json]) -> list[Json]:
    """Each place once, ids counted anew."""
    different = {str(item["physicalLocation"]): item for item in related}
    return [{**item, "id": number} for number, item in enumerate(different.values(), start=1)]


def _usable(file: str) -> bool:
    return bool(file) and not file.startswith("/") and ".." not in file.split("/")


def _cut_words(dropped: Sequence[Place], homeless: Sequence[Finding]) -> list[str]:
    words = []
    if dropped:
        worst = dropped[0].worst.severity
        words.append(f"{plural(len(dropped), 'result')} did not fit and were left out, the worst of them {worst}.")
    if homeless:
        listed = ", ".join(dict.fromkeys(inert(finding.rule) for finding in homeless))
        words.append(f"{plural(len(homeless), 'finding')} without a place in a file cannot be shown here: {listed}.")
    return words
