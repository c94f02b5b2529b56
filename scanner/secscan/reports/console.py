"""The report for a person at a terminal or reading a CI log: everything in words, colour only on top of them.

Findings come first, then who looked and at what, just as loud; the last line is the verdict in one sentence. Nothing of
the report is taken as rich's markup, and lines wrap at the width that the options give, never cut.
"""

import re
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Final

from secscan.model import Disposition, FileStatus, Finding, Report, RuleInfo, Severity, Verdict
from secscan.reports import words
from secscan.reports.options import RenderOptions
from secscan.reports.text import inert, line, unheard

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

NAME: Final = "console"
EXTENSION: Final = "txt"
Painted = tuple[str, str]
"""Words and their style, "" for none."""

_SHOWN: Final = 5
_BREAKS: Final = re.compile(r"[\n\t]")
_SEVERITY: Final = {
    Severity.CRITICAL: "bold white on red",
    Severity.HIGH: "bold red",
    Severity.MEDIUM: "bold yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "dim",
}
_VERDICT: Final = {Verdict.PASS: "bold green", Verdict.FAIL: "bold red", Verdict.INCOMPLETE: "bold magenta"}
_STATUS: Final = {"ok": "green", "skipped": "yellow", "failed": "bold red", "missing": "bold red"}


def render(report: Report, options: RenderOptions) -> bytes:
    out = StringIO()
    console = _console(out, options)
    for title, lines in _sections(report):
        console.rule(_text([(title, "bold")]), align="left", style="dim", characters="─")
        for indent, painted in lines:
            _print(console, indent, painted)
        console.print()
    console.print(_text([(line(words.verdict(report)), _VERDICT[report.verdict])]), soft_wrap=True)
    # Trailing blanks are rich's padding.
    shown = "\n".join(unheard(row.rstrip()) for row in out.getvalue().splitlines())
    return f"{shown}\n".encode()


def _console(out: StringIO, options: RenderOptions) -> "Console":
    from rich.console import Console

    # An empty environment: NO_COLOR, COLUMNS and the like must not change the bytes.
    return Console(
        file=out,
        width=max(options.width, 40),
        force_terminal=options.colour,
        color_system="standard" if options.colour else None,
        legacy_windows=False,
        markup=False,
        highlight=False,
        emoji=False,
        _environ={},
    )


def _print(console: "Console", indent: int, painted: Sequence[Painted]) -> None:
    from rich.padding import Padding

    console.print(Padding(_text(painted), (0, 0, 0, indent)), overflow="fold")


def _text(painted: Sequence[Painted]) -> "Text":
    from rich.text import Text

    text = Text()
    for said, style in painted:
        text.append(_BREAKS.sub(" ", inert(said)), style=style or None)
    return text


Lines = list[tuple[int, list[Painted]]]


def _sections(report: Report) -> Iterator[tuple[str, Lines]]:
    yield _title("Findings", report, Disposition.OPEN), _findings(report, Disposition.OPEN)
    if waived := _findings(report, Disposition.WAIVED):
        yield _title("Waived", report, Disposition.WAIVED), waived
    if under := _findings(report, Disposition.BELOW_THRESHOLD):
        yield _title(f"Below {report.threshold}", report, Disposition.BELOW_THRESHOLD), under
    yield "Engines", _engines(report)
    yield "Coverage", _coverage(report)
    if attention := _waivers(report):
        yield "Waivers that need a look", attention
    if len(report.reasons) > 1:
        yield f"Why this is {report.verdict}", [(2, [(f"- {line(reason)}", "")]) for reason in report.reasons]


def _title(name: str, report: Report, disposition: Disposition) -> str:
    return f"{name}: {words.counts(report, disposition)}"


def _findings(report: Report, disposition: Disposition) -> Lines:
    lines: Lines = []
    for group in words.groups(report, disposition):
        title = f": {line(words.title(group.rule))}" if words.title(group.rule) else ""
        severity = (group.severity.upper(), _SEVERITY[group.severity])
        lines.append((2, [severity, (f" {group.rule.id}", "bold"), (title, "")]))
        for root, found in group.roots:
            lines.append((4, [(root or "(no single root)", "underline")]))
            for together in words.by_place(found):
                lines += _together(together, group.rule, disposition)
        if group.rule.remediation and disposition is Disposition.OPEN:
            lines.append((4, [("fix: ", "green"), (line(group.rule.remediation), "")]))
        lines += [(4, [(line(words.excuse(waiver)), "yellow")]) for waiver in group.waivers]
        lines.append((0, []))
    return lines[:-1]


def _together(found: tuple[Finding, ...], rule: RuleInfo, disposition: Disposition) -> Lines:
    """One finding, or several instances of one wrong line: what they share is said once."""
    first, place = found[0], words.beside(found[0])
    told = dict.fromkeys(line(words.told(finding, rule)) for finding in found)
    shared = [(8, [(text, "")]) for text in told if text and len(told) == 1]
    if calls := words.called(found):
        shared.append((8, [(f"called from {', '.join(calls)}", "dim")]))
    if given := words.given(found):
        more = f" and {len(given) - _SHOWN} more" if len(given) > _SHOWN else ""
        shared.append((8, [(f"value from {line('; '.join(given[:_SHOWN]))}{more}", "dim")]))
    if disposition is not Disposition.OPEN:
        shared = []
    if len(found) == 1:
        head = (6, [(line(words.subject(first)), "bold"), (f"  {place}" if place else "", "cyan")])
        return [head, *shared, *(_witnesses(first, 8) if disposition is Disposition.OPEN else [])]
    lines: Lines = [(6, [(place, "cyan"), (f"  {len(found)} instances", "")]), *shared]
    for finding in found:
        lines.append((8, [(line(words.subject(finding)), "bold")]))
        if disposition is Disposition.OPEN:
            lines += [(10, [(line(words.told(finding, rule)), "")])] if len(told) > 1 else []
            lines += _witnesses(finding, 10)
    return lines


def _witnesses(finding: Finding, indent: int) -> Lines:
    lines: Lines = [(indent, [(f"by {line('; '.join(words.witnesses(finding.observations)))}", "dim")])]
    if finding.disagreement:
        lines.append((indent, [(f"but passed by {line('; '.join(words.witnesses(finding.disagreement)))}", "yellow")]))
    return lines


def _engines(report: Report) -> Lines:
    lines: Lines = []
    for engine in words.engines(report):
        need = "required" if engine.required else "not required"
        told = f"{engine.failed} failed, {engine.passed} passed, {engine.undecided} undecided"
        name = f"{engine.name} {line(engine.version)}".strip()
        lines.append(
            (2, [(engine.status.upper(), _STATUS[engine.status]), (f" {name}", "bold"), (f" ({need}): {told}", "")])
        )
        lines += [(6, [(f"{notice.level}: {line(notice.message)}", "")]) for notice in engine.notices]
        if engine.trouble and not engine.notices:
            lines.append((6, [(line(engine.trouble), "")]))
    return lines or [(2, [("No engine ran.", "bold red")])]


def _coverage(report: Report) -> Lines:
    coverage, statuses = report.coverage, words.files_by_status(report.coverage)
    unknown = sum(record.unknown_instances for record in coverage.resources)
    lines: Lines = [
        (2, [(f"roots: {len(coverage.roots)}  ", "bold"), (", ".join(map(line, coverage.roots)) or "none", "")]),
        (2, [("files: ", "bold"), (", ".join(f"{number} {status}" for status, number in statuses.items()), "")]),
        (
            2,
            [
                (f"resources: {len(coverage.resources)}", "bold"),
                (f", {unknown} of unknown number" if unknown else "", ""),
            ],
        ),
        (
            2,
            [(f"undecided: {len(coverage.undecided)}", "bold"), (" (rule and resource; neither pass nor fail)", "dim")],
        ),
    ]
    for record in coverage.files:
        if record.status is not FileStatus.SCANNED:
            style = "bold red" if record.status is FileStatus.UNPARSABLE else "yellow"
            lines.append((4, [(record.status, style), (f" {record.path}: {line(record.reason)}", "")]))
    for problem in coverage.problems:
        style = "bold red" if problem.incomplete else "yellow"
        place = words.at(problem.file, problem.line) or problem.root
        hint = f" ({line(problem.hint)})" if problem.hint else ""
        lines.append(
            (
                4,
                [
                    ("incomplete" if problem.incomplete else "note", style),
                    (f" {place} {line(problem.message)}{hint}", ""),
                ],
            )
        )
    return lines + _undecided(report)


def _undecided(report: Report) -> Lines:
    """One entry a rule and reason, with the first addresses: hundreds may share one; the JSON report has them all."""
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for u in report.coverage.undecided:
        grouped.setdefault((u.rule, u.engine, u.reason), []).append(str(u.address))
    lines: Lines = []
    for (rule, engine, reason), addresses in grouped.items():
        lines.append(
            (
                4,
                [
                    ("undecided", "yellow"),
                    (f" {rule} [{engine}], {words.plural(len(addresses), 'resource')}: {line(reason)}", ""),
                ],
            )
        )
        lines += [(6, [(address, "dim")]) for address in addresses[:_SHOWN]]
        if len(addresses) > _SHOWN:
            lines.append((6, [(f"and {len(addresses) - _SHOWN} more", "dim")]))
    return lines


def _waivers(report: Report) -> Lines:
    lines: Lines = []
    for use in words.attention(report.waivers):
        waiver = use.waiver
        place = words.at(waiver.file, waiver.line)
        lines.append((2, [(place, "cyan"), (f" {waiver.rule} on {waiver.address}: {words.waiver_state(use)}", "")]))
        lines.append((4, [(f"{line(waiver.reason)} (owner {waiver.owner})", "dim")]))
    return lines
