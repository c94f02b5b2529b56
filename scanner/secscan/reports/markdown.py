"""The report for a pull request's comment or a job's summary: as much as fits, and in words what did not.

Every name and message is written so that no renderer acts on it (`text.markdown`). The first line is a hidden marker by
which the next run finds its comment again.
"""

from collections.abc import Iterable
from typing import Final

from secscan.model import Disposition, FileStatus, Finding, Report, RuleInfo, Verdict
from secscan.reports import words
from secscan.reports.options import RenderOptions
from secscan.reports.text import code, cut, line, markdown, markdown_prose

NAME: Final = "markdown"
EXTENSION: Final = "md"
MARKER: Final = "<!-- secscan-report -->"
_ICON: Final = {Verdict.PASS: "✅", Verdict.FAIL: "❌", Verdict.INCOMPLETE: "⚠️"}
_MAX_MESSAGE: Final = 600
_SHOWN: Final = 10
_RESERVED: Final = 200
"""Characters kept free for the words that say what was cut."""


def render(report: Report, options: RenderOptions) -> bytes:
    """At most `options.markdown_limit` characters: verdict, engines, coverage; then findings while they fit."""
    head = "\n".join([MARKER, *_head(report)])
    blocks = [*_findings(report), *_tail(report)]
    room = options.markdown_limit - len(head) - _RESERVED
    kept: list[str] = []
    for block in blocks:
        room -= len(block) + 1
        if room < 0:
            break
        kept.append(block)
    if left := len(blocks) - len(kept):
        noun = "1 more entry" if left == 1 else f"{left} more entries"
        kept.append(f"\n**Cut to fit:** {noun} (findings, waivers, problems) stand in the other reports.")
    whole = "\n".join([cut(head, options.markdown_limit - _RESERVED), *kept]) + "\n"
    return whole.encode("utf-8")


def _head(report: Report) -> list[str]:
    lines = [f"## {_ICON[report.verdict]} secscan: {report.verdict}", "", markdown(words.verdict(report)), ""]
    if len(report.reasons) > 1:
        lines += [f"- {markdown(cut(reason, _MAX_MESSAGE))}" for reason in report.reasons[:20]] + [""]
    lines += ["| | |", "|---|---|"]
    lines += [f"| {name} | {markdown(value)} |" for name, value in _summary(report)]
    return [
        *lines,
        "",
        "| engine | version | status | failed | passed | undecided |",
        "|---|---|---|--:|--:|--:|",
        *_engines(report),
    ]


def _summary(report: Report) -> Iterable[tuple[str, str]]:
    coverage = report.coverage
    files = words.files_by_status(coverage)
    yield "open findings", words.counts(report, Disposition.OPEN)
    yield "waived", words.counts(report, Disposition.WAIVED)
    yield f"below {report.threshold}", words.counts(report, Disposition.BELOW_THRESHOLD)
    yield "looked at", words.looked_at(coverage)
    yield "not read", f"{files[FileStatus.UNPARSABLE]} unparsable, {files[FileStatus.SKIPPED]} skipped"
    yield "undecided", str(len(coverage.undecided))


def _engines(report: Report) -> Iterable[str]:
    for engine in words.engines(report):
        need = " (required)" if engine.required else ""
        status = f"**{markdown(cut(engine.trouble, _MAX_MESSAGE))}**" if engine.trouble else engine.status
        numbers = f"{engine.failed} | {engine.passed} | {engine.undecided}"
        yield f"| {engine.name}{need} | {markdown(engine.version)} | {status} | {numbers} |"


def _findings(report: Report) -> Iterable[str]:
    """One block a rule and severity; a long one is cut inside, so that one rule cannot push out all others."""
    for group in words.groups(report, Disposition.OPEN):
        yield f"\n### {group.severity}: {markdown(group.rule.title or group.rule.id)}\n"
        told = f"{code(group.rule.id)} {markdown_prose(cut(group.rule.remediation, _MAX_MESSAGE))}".rstrip()
        yield f"{told}\n"
        for finding in group.findings:
            yield _finding(finding, group.rule)


def _finding(finding: Finding, rule: RuleInfo) -> str:
    place = f" · {code(words.beside(finding))}" if words.beside(finding) else ""
    root = f" in {code(finding.root)}" if finding.root else ""
    by = markdown(cut("; ".join(words.witnesses(finding.observations)), _MAX_MESSAGE))
    told = markdown(cut(line(words.told(finding, rule)), _MAX_MESSAGE))
    message = f"<br>{told}" if told else ""
    against = markdown("; ".join(words.witnesses(finding.disagreement)))
    but = f" · but passed by {against}" if against else ""
    return f"- {code(words.subject(finding))}{root}{place}{message}{_origin(finding)}<br><sub>{by}{but}</sub>"


def _origin(finding: Finding) -> str:
    """What made it so, beside the line at fault."""
    calls, given = words.called((finding,)), words.given((finding,))
    parts = [f"called from {', '.join(map(code, calls))}"] if calls else []
    parts += [f"value from {'; '.join(code(where) for where in given[:_SHOWN])}"] if given else []
    return f"<br><sub>{'; '.join(parts)}</sub>" if parts else ""


def _tail(report: Report) -> Iterable[str]:
    yield from _section("Waived", map(_waived, words.groups(report, Disposition.WAIVED)))
    attention = words.attention(report.waivers)
    yield from _section(
        "Waivers that need a look",
        (f"{code(u.waiver.rule)} on {code(u.waiver.address)}: {markdown(words.waiver_state(u))}" for u in attention),
    )
    yield from _section(
        "Problems", (markdown(f"{words.at(p.file, p.line) or p.root} {p.message}") for p in report.coverage.problems)
    )
    undecided = report.coverage.undecided
    yield from _section(
        "Undecided",
        (f"{code(u.rule)} on {code(str(u.address))}: {markdown(cut(u.reason, _MAX_MESSAGE))}" for u in undecided),
    )


def _section(title: str, items: Iterable[str]) -> Iterable[str]:
    lines = [f"- {item}" for item in items]
    if lines:
        yield f"\n### {title}\n"
        yield from lines


def _waived(group: words.Group) -> str:
    """Once a rule: many instances may share one reason."""
    subjects = ", ".join(code(words.subject(finding)) for finding in group.findings[:_SHOWN])
    more = f" and {len(group.findings) - _SHOWN} more" if len(group.findings) > _SHOWN else ""
    excuses = " ".join(markdown(cut(words.excuse(waiver), _MAX_MESSAGE)) for waiver in group.waivers)
    return f"{group.severity} {code(group.rule.id)} on {subjects}{more}: {excuses}"
