"""The sentences that several formats share, so that no two of them say it differently. Decides and filters nothing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from secscan.model import (
    ChainStep,
    Coverage,
    Disposition,
    FileStatus,
    Finding,
    Location,
    Notice,
    Observation,
    Report,
    RuleInfo,
    Severity,
    Verdict,
    Waiver,
    WaiverState,
    WaiverUse,
)
from secscan.triage import distrusted


@dataclass(frozen=True, kw_only=True, slots=True)
class EngineLine:
    """One engine as every format shows it. `status`: ok, failed, skipped, or missing for a required one that did not
    run. `trouble` is empty only where the status is ok. `failed`, `passed`, `undecided` are numbers of observations."""

    name: str
    version: str
    status: str
    required: bool
    trouble: str = ""
    notices: tuple[Notice, ...] = ()
    failed: int = 0
    passed: int = 0
    undecided: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Findings of one rule and severity, in the report's order."""

    severity: Severity
    rule: RuleInfo
    findings: tuple[Finding, ...]

    @property
    def count(self) -> int:
        return len(self.findings)

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """Those that excuse any of them, each once."""
        return tuple(dict.fromkeys(waiver for finding in self.findings for waiver in finding.waivers))

    @property
    def roots(self) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
        return tuple((root, tuple(found)) for root, found in groupby(self.findings, key=lambda finding: finding.root))


def groups(report: Report, disposition: Disposition) -> tuple[Group, ...]:
    """The findings of one disposition, worst first, by rule."""
    rules = {rule.id: rule for rule in report.rules}
    chosen = [finding for finding in report.findings if finding.disposition is disposition]
    return tuple(
        Group(severity=severity, rule=rules[rule], findings=tuple(found))
        for (severity, rule), found in groupby(chosen, key=lambda finding: (finding.severity, finding.rule))
    )


def engines(report: Report) -> tuple[EngineLine, ...]:
    """Every engine that ran, then every required one that did not."""
    ran = [_engine_line(report, position) for position in range(len(report.runs))]
    absent = [name for name in dict.fromkeys(report.required) if name not in {line.name for line in ran}]
    missing = [EngineLine(name=n, version="", status="missing", required=True, trouble="did not run") for n in absent]
    return (*ran, *missing)


def _engine_line(report: Report, position: int) -> EngineLine:
    run = report.runs[position]
    trouble = distrusted(run)
    tallies = [tally for tally in report.coverage.tallies if tally.engine == run.engine]
    return EngineLine(
        name=run.engine,
        version=run.version,
        status="failed" if trouble and run.status == "ok" else str(run.status),
        required=run.engine in report.required,
        trouble=trouble,
        notices=tuple(sorted(run.notices)),
        failed=sum(tally.failed for tally in tallies),
        passed=sum(tally.passed for tally in tallies),
        undecided=sum(tally.undecided for tally in tallies),
    )


def verdict(report: Report) -> str:
    """The audit in one sentence; the last line of the console report."""
    if report.verdict is Verdict.PASS:
        return f"PASS: no open finding at or above {report.threshold}{_besides(report)}; {looked_at(report.coverage)}."
    first, *others = report.reasons
    more = f" (and {plural(len(others), 'more reason')}, see above)" if others else ""
    return f"{report.verdict.upper()}: {first}{more}"


def _besides(report: Report) -> str:
    """What a pass must not hide: findings that are waived, engines that gave no whole result and need not."""
    waived = sum(number for (disposition, _), number in report.counts.items() if disposition is Disposition.WAIVED)
    troubled = [line.name for line in engines(report) if line.trouble]
    parts = [f"{waived} waived"] if waived else []
    parts += [f"without a whole result of {', '.join(troubled)}"] if troubled else []
    return f" ({'; '.join(parts)})" if parts else ""


def looked_at(coverage: Coverage) -> str:
    statuses = files_by_status(coverage)
    parts = [plural(len(coverage.roots), "root"), plural(statuses[FileStatus.SCANNED], "file")]
    return ", ".join([*parts, plural(len(coverage.resources), "resource")])


def files_by_status(coverage: Coverage) -> dict[FileStatus, int]:
    counted = Counter(record.status for record in coverage.files)
    return {status: counted[status] for status in FileStatus}


def counts(report: Report, disposition: Disposition) -> str:
    """`2 critical, 1 low`, or `none`."""
    listed = [f"{n} {severity}" for (d, severity), n in report.counts.items() if d is disposition and n]
    return ", ".join(listed) or "none"


def plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def place(location: Location | None) -> str:
    """`file:line`, as editors and terminals open it; "" for no place."""
    return f"{location.span.file}:{location.span.line}" if location else ""


def at(file: str, line: int) -> str:
    """`file:line`, or as much of it as is known."""
    return f"{file}:{line}" if file and line else file


def where(finding: Finding) -> str:
    return place(finding.locations[0]) if finding.locations else ""


def beside(finding: Finding) -> str:
    """The place to show beside the subject; "" where the place is the subject."""
    return where(finding) if finding.address else ""


def subject(finding: Finding) -> str:
    """The address with the part at fault, else the place, else that there is none."""
    name = finding.address.name if finding.address else where(finding) or "(no place given)"
    return f"{name} ({finding.key})" if finding.key else name


def said(finding: Finding, rule: RuleInfo) -> str:
    """What is wrong here; "" where that is no more than the rule's title, which stands above it."""
    return "" if finding.message == rule.title else finding.message


def told(finding: Finding, rule: RuleInfo) -> str:
    """What is wrong and what was seen of it, `message (evidence)`; "" where neither says more than the rule's title."""
    words, seen = said(finding, rule), finding.evidence
    return f"{words} ({seen})" if words and seen and seen not in words else words or seen


def by_place(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], ...]:
    """Findings of one rule and root, those together that one place in one block causes; order as it was."""
    together: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        cause = finding.cause.id if finding.cause else finding.fingerprint
        together.setdefault((cause, where(finding)), []).append(finding)
    return tuple(map(tuple, together.values()))


def called(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Where the module calls stand that made these findings so, each once, from the root inwards."""
    calls = (call for f in findings for call in (f.cause.calls if f.cause else reversed(_beside(f, "call"))))
    return tuple(dict.fromkeys(map(place, calls)))


def given(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The other lines that gave the values, or chose them, with what stands there: `local.days, main.tf:3`; each line
    once."""
    found: dict[str, str] = {}
    for finding in findings:
        labels = {s.span: f"{'chosen by ' if s.chosen else ''}{s.label}" for s in reversed(finding.chain)}
        for value in finding.cause.values if finding.cause else _beside(finding, "value"):
            label = labels.get(value.span, "")
            found.setdefault(place(value), f"{label}, {place(value)}" if label else place(value))
    return tuple(found.values())


def _beside(finding: Finding, role: str) -> list[Location]:
    return [location for location in finding.locations[1:] if location.role == role]


def step(step: ChainStep) -> str:
    """`module.kms["main"].var.rotation = false`"""
    return f"{'chosen by ' if step.kind == 'condition' else ''}{step.label} = {step.value}"


def title(rule: RuleInfo) -> str:
    """The rule's title; "" where it is no more than the rule's id."""
    return "" if rule.title == rule.id or rule.id.endswith(f":{rule.title}") else rule.title


def witness(observation: Observation) -> str:
    """`checkov CKV_AWS_7, source`: who says so, by which rule of its own, reading what."""
    return f"{observation.engine} {observation.rule_id}, {observation.view}"


def witnesses(observations: Iterable[Observation]) -> tuple[str, ...]:
    """Each once, in order."""
    return tuple(dict.fromkeys(map(witness, observations)))


def attention(uses: Sequence[WaiverUse]) -> tuple[WaiverUse, ...]:
    """The waivers that somebody should look at: expired, ending soon, unused, for an unknown rule."""
    return tuple(use for use in uses if use.state is not WaiverState.USED or use.expires_soon)


def excuse(waiver: Waiver) -> str:
    ticket = f" ({waiver.ticket})" if waiver.ticket else ""
    return f"waived until {waiver.until.isoformat()} by {waiver.owner}{ticket}: {waiver.reason}"


def waiver_state(use: WaiverUse) -> str:
    until = use.waiver.until.isoformat()
    if use.state is WaiverState.EXPIRED:
        return f"expired on {until}, no longer holds" + (", and its finding is open again" if use.fingerprints else "")
    if use.state is WaiverState.UNKNOWN_RULE:
        return "names a rule that nobody in this audit knows"
    if use.state is WaiverState.UNUSED:
        return "unused: it matches no finding"
    days = f" ends in {plural(use.expires_in_days or 0, 'day')}" if use.expires_soon else f" holds until {until}"
    return f"excuses {plural(len(use.fingerprints), 'finding')},{days}"
