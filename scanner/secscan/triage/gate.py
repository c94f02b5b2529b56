"""The verdict and why. The last word on what may be called a pass: incomplete beats fail, fail beats pass.

It never looks at what an engine found before it has asked whether the engine ran.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from secscan.errors import Exit
from secscan.model import (
    Coverage,
    Disposition,
    EngineRun,
    FileStatus,
    Finding,
    Problem,
    Report,
    RunStatus,
    Severity,
    Verdict,
)


def below(findings: Iterable[Finding], threshold: Severity) -> tuple[Finding, ...]:
    """Marks the open findings under the threshold. A waived one stays waived."""
    return tuple(
        replace(finding, disposition=Disposition.BELOW_THRESHOLD)
        if finding.disposition is Disposition.OPEN and finding.severity.rank < threshold.rank
        else finding
        for finding in findings
    )


def decide(
    findings: Sequence[Finding],
    runs: Sequence[EngineRun],
    required: Sequence[str],
    coverage: Coverage,
    at: Severity,
    *,
    undecided_is_incomplete: bool = False,
) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict, with a sentence for every reason why it is not a pass: what is missing, then what was found."""
    missing = [*_engines(runs, required), *_unread(coverage)]
    if undecided_is_incomplete:
        missing += _undecided(coverage)
    found = _open(findings, at)
    if missing:
        return Verdict.INCOMPLETE, (*missing, *found)
    return (Verdict.FAIL, tuple(found)) if found else (Verdict.PASS, ())


def exit_code(report: Report, *, gate: bool) -> Exit:
    """Of an audit's report. `gate`: whether findings count (`scan` always gates, `report` only with `--fail-on`)."""
    if report.verdict is Verdict.INCOMPLETE:
        return Exit.INCOMPLETE
    return Exit.FINDINGS if gate and report.verdict is Verdict.FAIL else Exit.PASSED


def distrusted(run: EngineRun) -> str:
    """Why a run's result cannot be relied on; "" if it can. A run that is called ok but carries an error is not."""
    errors = [notice.message for notice in run.notices if notice.level == "error"]
    if run.status is RunStatus.OK and not errors:
        return ""
    words = errors or [notice.message for notice in run.notices] or ["it gave no reason"]
    verb = "was skipped" if run.status is RunStatus.SKIPPED else "failed"
    return f"{verb}: {words[0]}" + (f" (and {len(words) - 1} more)" if len(words) > 1 else "")


def _engines(runs: Sequence[EngineRun], required: Sequence[str]) -> list[str]:
    ran: Mapping[str, EngineRun] = {run.engine: run for run in runs}
    trouble = {name: distrusted(ran[name]) if name in ran else "did not run." for name in dict.fromkeys(required)}
    return [f"Required engine {name} {why}" for name, why in trouble.items() if why]


def _unread(coverage: Coverage) -> list[str]:
    problems = [problem for problem in coverage.problems if problem.incomplete]
    told = {problem.file for problem in problems}
    unparsable = [f for f in coverage.files if f.status is FileStatus.UNPARSABLE and f.path not in told]
    sentences = [_sentence(problem) for problem in problems]
    sentences += [_place(f.path, f.line) + (f.reason or "could not be read") for f in unparsable]
    if not coverage.roots and not sentences:
        sentences.append("There is nothing to audit: no Terraform configuration was found.")
    return sentences


def _undecided(coverage: Coverage) -> list[str]:
    number = len(coverage.undecided)
    said = "1 rule and resource" if number == 1 else f"{number} rules and resources"
    return [f"{said} could not be decided, and the configuration asks for certainty."] if number else []


def _sentence(problem: Problem) -> str:
    return _place(problem.file or problem.root, problem.line) + problem.message


def _place(file: str, line: int) -> str:
    if not file:
        return ""
    return f"{file}:{line}: " if line else f"{file}: "


def _open(findings: Sequence[Finding], at: Severity) -> list[str]:
    open_ones = [finding for finding in findings if finding.disposition is Disposition.OPEN]
    if not open_ones:
        return []
    counted = [(sum(f.severity is severity for f in open_ones), severity) for severity in Severity]
    listed = ", ".join(f"{number} {severity}" for number, severity in counted if number)
    noun = "finding" if len(open_ones) == 1 else "findings"
    return [f"{len(open_ones)} open {noun} at or above {at}: {listed}."]
