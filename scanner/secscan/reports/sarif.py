"""The report as SARIF 2.1.0: one run of one tool, in two profiles. Rules and results have modules of their own.

`full` says everything: suppressions for what is waived, taxonomies, the population as artifacts, engines as extensions.
`github` is for GitHub code scanning, which ignores suppressions (a waived result would be an open alert), refuses a
file over its limits, and knows an alert by its rule and line: open results only, one a rule and line, cut to fit, and
what was cut is said in a notification.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import json
from collections.abc import Sequence
from typing import Final

from secscan.model import Coverage, FileRecord, FileStatus, Report, RuleInfo, Verdict
from secscan.reports import excuses, sarif_github
from secscan.reports.options import RenderOptions
from secscan.reports.sarif_parts import Json, uri
from secscan.reports.sarif_results import Hashes, refusals, result
from secscan.reports.sarif_rules import descriptor, taxonomies
from secscan.reports.text import inert
from secscan.reports.words import EngineLine, engines

NAME: Final = "sarif"
EXTENSION: Final = "sarif"
PROFILES: Final = ("full", "github")
SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_NOTIFICATIONS: Final = {
    "engine": ("EngineTrouble", "An engine gave no whole result."),
    "incomplete": ("NotRead", "A part of the configuration could not be read, so that the audit is incomplete."),
    "problem": ("ConfigurationNote", "Something of the configuration that a person should know."),
    "waiver": ("WaiverNote", "A waiver does not hold, ends soon, excuses nothing, or raises a concern."),
    "cut": ("ResultsCut", "Results that do not fit this receiver were left out."),
}


def render(report: Report, options: RenderOptions) -> bytes:
    """Raises ValueError for a profile that there is not."""
    if options.sarif_profile not in PROFILES:
        raise ValueError(f"no SARIF profile {options.sarif_profile!r}; there are {', '.join(PROFILES)}")
    hashes = Hashes(options.source)
    if options.sarif_profile == "github":
        return sarif_github.fit(report, lambda places, cut: _document(_github(report, options, places, cut, hashes)))
    return _document(_full(report, options, hashes))


def _document(run: Json) -> bytes:
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return (json.dumps(log, ensure_ascii=True, indent=2) + "\n").encode("ascii")


def _full(report: Report, options: RenderOptions, hashes: Hashes) -> Json:
    ids = {rule.id: position for position, rule in enumerate(report.rules)}
    refused = refusals(report.waivers)
    results = [result(finding, ids[finding.rule], hashes, refused, len(report.runs)) for finding in report.findings]
    run = _run(report, report.rules, results, _notifications(report), options)
    return {
        **run,
        "taxonomies": taxonomies(report.rules),
        "artifacts": [_artifact(record) for record in report.coverage.files],
        "properties": _properties(report),
    }


def _github(
    report: Report, options: RenderOptions, places: Sequence[sarif_github.Place], cut: Sequence[str], hashes: Hashes
) -> Json:
    named = {place.worst.rule for place in places}
    rules = [rule for rule in report.rules if rule.id in named]
    ids = {rule.id: position for position, rule in enumerate(rules)}
    results = [sarif_github.result(place, ids[place.worst.rule], hashes) for place in places]
    said = [_notification("cut", "warning", words) for words in cut]
    return _run(report, rules, results, [*_notifications(report), *said], options, github=True)


def _run(
    report: Report,
    rules: Sequence[RuleInfo],
    results: Sequence[Json],
    notifications: Sequence[Json],
    options: RenderOptions,
    *,
    github: bool = False,
) -> Json:
    return {
        "tool": _tool(report, rules, github=github),
        "automationDetails": {"id": f"{options.category}/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, notifications)],
        "results": list(results),
    }


def _tool(report: Report, rules: Sequence[RuleInfo], *, github: bool) -> Json:
    version = dict(report.versions).get("secscan", "0")
    driver: Json = {
        "name": "secscan",
        "version": version,
        "semanticVersion": version,
        "rules": [descriptor(rule, taxa=not github) for rule in rules],
        "notifications": [
            {
                "id": id_,
                "name": name,
                "shortDescription": {"text": text},
                "fullDescription": {"text": text},
                "help": {"text": text, "markdown": text},
            }
            for id_, (name, text) in _NOTIFICATIONS.items()
        ],
    }
    if not github:
        driver["supportedTaxonomies"] = [
            {"name": taxonomy["name"], "index": position} for position, taxonomy in enumerate(taxonomies(rules))
        ]
    return {"driver": driver, "extensions": [_extension(line) for line in engines(report) if line.name != "secscan"]}


def _extension(line: EngineLine) -> Json:
    version = {"version": inert(line.version)} if line.version else {}
    return {"name": line.name, **version, "properties": {"status": line.status, "required": line.required}}


def _invocation(report: Report, notifications: Sequence[Json]) -> Json:
    ended = {"endTimeUtc": report.generated.strftime("%Y-%m-%dT%H:%M:%SZ")} if report.generated else {}
    return {
        "executionSuccessful": report.verdict is not Verdict.INCOMPLETE,
        **ended,
        "toolExecutionNotifications": [n for n in notifications if _id(n) != "waiver"],
        "toolConfigurationNotifications": [n for n in notifications if _id(n) == "waiver"],
    }


def _notifications(report: Report) -> list[Json]:
    said = [
        _notification("engine", _level(line), f"{line.name} {line.trouble}") for line in engines(report) if line.trouble
    ]
    for problem in report.coverage.problems:
        name, level = ("incomplete", "error") if problem.incomplete else ("problem", "note")
        hint = f" ({problem.hint})" if problem.hint else ""
        said.append(_notification(name, level, f"{problem.message}{hint}", problem.file, problem.line))
    said += [
        _notification("incomplete", "error", record.reason or "could not be read", record.path, record.line)
        for record in _unexplained(report.coverage)
    ]
    for use in excuses.attention(report.waivers):
        words = f"waiver of {excuses.waiver(use.waiver)}: {excuses.state(use)}"
        said.append(_notification("waiver", "warning", words, use.waiver.file, use.waiver.line))
    return said


def _unexplained(coverage: Coverage) -> list[FileRecord]:
    told = {problem.file for problem in coverage.problems}
    return [f for f in coverage.files if f.status is FileStatus.UNPARSABLE and f.path not in told]


def _level(line: EngineLine) -> str:
    return "error" if line.required or line.status == "failed" else "warning"


def _notification(name: str, level: str, words: str, file: str = "", line: int = 0) -> Json:
    index = list(_NOTIFICATIONS).index(name)
    region = {"region": {"startLine": line}} if line else {}
    place = {"physicalLocation": {"artifactLocation": {"uri": uri(file)}, **region}}
    return {
        "descriptor": {"id": name, "index": index},
        "level": level,
        "message": {"text": inert(words)},
        **({"locations": [place]} if file else {}),
    }


def _id(notification: Json) -> object:
    descriptor_reference = notification["descriptor"]
    return descriptor_reference["id"] if isinstance(descriptor_reference, dict) else None


def _artifact(record: FileRecord) -> Json:
    digest = {"hashes": {"sha-256": record.sha256}} if record.sha256 else {}
    return {
        "location": {"uri": uri(record.path)},
        "roles": ["analysisTarget"],
        **digest,
        "properties": {"status": record.status, **({"reason": inert(record.reason)} if record.reason else {})},
    }


def _properties(report: Report) -> Json:
    undecided = [
        {
            "rule": u.rule,
            "root": u.address.root,
            "address": u.address.name,
            "engine": u.engine,
            "reason": inert(u.reason),
        }
        for u in report.coverage.undecided
    ]
    return {
        "verdict": report.verdict,
        "reasons": [inert(reason) for reason in report.reasons],
        "threshold": report.threshold,
        "required": list(report.required),
        "versions": dict(report.versions),
        "roots": list(report.coverage.roots),
        "resources": len(report.coverage.resources),
        "undecided": undecided,
    }
