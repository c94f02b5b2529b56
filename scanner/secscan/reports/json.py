"""The report as JSON, the contract with other programs (docs/report-contract.md). Shows people nothing.

Addresses and messages are given as they are, since programs join on them; the document is ASCII, so that no terminal or
viewer acts on what is in them. Its schema travels with the package (`schema`).
"""

import json
from importlib import resources
from typing import Final

from secscan.model import (
    Address,
    Cause,
    ChainStep,
    Coverage,
    Disposition,
    Finding,
    Location,
    Observation,
    Problem,
    Report,
    RuleInfo,
    Severity,
    Span,
    WaiverUse,
)
from secscan.reports.options import RenderOptions
from secscan.reports.words import EngineLine, engines

NAME: Final = "json"
EXTENSION: Final = "json"
SCHEMA: Final = "secscan-report/1"
Json = dict[str, object]


def render(report: Report, _options: RenderOptions) -> bytes:
    return (json.dumps(document(report), ensure_ascii=True, indent=2) + "\n").encode("ascii")


def schema() -> str:
    """The JSON Schema (draft 2020-12) of the document, as text."""
    return resources.files("secscan.reports").joinpath("secscan-report-1.schema.json").read_text(encoding="utf-8")


def document(report: Report) -> Json:
    return {
        "schema": SCHEMA,
        "verdict": report.verdict,
        "reasons": report.reasons,
        "threshold": report.threshold,
        "generated": report.generated.isoformat() if report.generated else None,
        "counts": {str(d): {str(s): report.counts[d, s] for s in Severity} for d in Disposition},
        "findings": [_finding(finding) for finding in report.findings],
        "engines": [_engine(line) for line in engines(report)],
        "required": report.required,
        "coverage": _coverage(report.coverage),
        "waivers": [_waiver(use) for use in report.waivers],
        "rules": [_rule(rule) for rule in report.rules],
        "versions": dict(report.versions),
    }


def _finding(finding: Finding) -> Json:
    return {
        "rule": finding.rule,
        "root": finding.root,
        "address": finding.address.name if finding.address else None,
        "key": finding.key,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "disposition": finding.disposition,
        "baseline_state": finding.baseline_state,
        "fingerprint": finding.fingerprint,
        "message": finding.message,
        "evidence": finding.evidence,
        "chain": [_step(step) for step in finding.chain],
        "locations": [_location(location) for location in finding.locations],
        "cause": _cause(finding.cause) if finding.cause else None,
        "observations": [_observation(observation) for observation in finding.observations],
        "disagreement": [_observation(observation) for observation in finding.disagreement],
        "waivers": [{"file": waiver.file, "line": waiver.line} for waiver in finding.waivers],
    }


def _location(location: Location) -> Json:
    context = {"context": _span(location.context)} if location.context else {}
    return {"role": location.role, **_span(location.span), **context}


def _span(span: Span) -> Json:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _cause(cause: Cause) -> Json:
    return {
        "id": cause.id,
        "location": _location(cause.location),
        "calls": [_location(call) for call in cause.calls],
        "values": [_location(value) for value in cause.values],
    }


def _step(step: ChainStep) -> Json:
    return {
        "kind": step.kind,
        "label": step.label,
        "value": step.value,
        "depth": step.depth,
        "chosen": step.chosen,
        **_span(step.span),
    }


def _observation(observation: Observation) -> Json:
    return {
        "engine": observation.engine,
        "rule_id": observation.rule_id,
        "view": observation.view,
        "outcome": observation.outcome,
        "severity": observation.severity,
        "message": observation.message,
        "evidence": observation.evidence,
        **_address(observation.address),
        "key": observation.key,
        "location": _location(observation.location) if observation.location else None,
    }


def _address(address: Address | None) -> Json:
    return {"root": address.root if address else "", "address": address.name if address else None}


def _engine(line: EngineLine) -> Json:
    notices = [{"level": n.level, "message": n.message, "file": n.file, "line": n.line} for n in line.notices]
    return {
        "name": line.name,
        "version": line.version,
        "status": line.status,
        "required": line.required,
        "trouble": line.trouble,
        "notices": notices,
    }


def _coverage(coverage: Coverage) -> Json:
    return {
        "roots": coverage.roots,
        "files": [
            {"path": f.path, "status": f.status, "sha256": f.sha256, "reason": f.reason, "line": f.line}
            for f in coverage.files
        ],
        "resources": [
            {**_address(r.address), "unknown_instances": r.unknown_instances, "location": _location(r.location)}
            for r in coverage.resources
        ],
        "undecided": [
            {
                "rule": u.rule,
                **_address(u.address),
                "key": u.key,
                "engine": u.engine,
                "view": u.view,
                "reason": u.reason,
            }
            for u in coverage.undecided
        ],
        "tallies": [
            {"engine": t.engine, "rule": t.rule, "passed": t.passed, "failed": t.failed, "undecided": t.undecided}
            for t in coverage.tallies
        ],
        "problems": [_problem(problem) for problem in coverage.problems],
    }


def _problem(problem: Problem) -> Json:
    return {
        "message": problem.message,
        "incomplete": problem.incomplete,
        "root": problem.root,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "hint": problem.hint,
    }


def _waiver(use: WaiverUse) -> Json:
    waiver = use.waiver
    return {
        "rule": waiver.rule,
        "address": waiver.address,
        "root": waiver.root,
        "reason": waiver.reason,
        "owner": waiver.owner,
        "until": waiver.until.isoformat(),
        "ticket": waiver.ticket,
        "file": waiver.file,
        "line": waiver.line,
        "state": use.state,
        "expires_in_days": use.expires_in_days,
        "expires_soon": use.expires_soon,
        "fingerprints": use.fingerprints,
    }


def _rule(rule: RuleInfo) -> Json:
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity,
        "severity_reason": rule.severity_reason,
        "what": rule.what,
        "why": rule.why,
        "remediation": rule.remediation,
        "example": rule.example,
        "resource_types": rule.resource_types,
        "aliases": [{"engine": a.engine, "rule_id": a.rule_id, "reads": a.reads} for a in rule.aliases],
        "mappings": dict(rule.mappings),
        "references": [{"title": r.title, "uri": r.uri} for r in rule.references],
        "help_uri": rule.help_uri,
        "precision": rule.precision,
        "tags": rule.tags,
    }
