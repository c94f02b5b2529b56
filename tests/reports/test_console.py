"""What a person reads at a terminal or in a CI log."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from secscan.model import Problem, Report, Verdict
from secscan.reports import RenderOptions, console


def written(report: Report, **options: object) -> str:
    return console.render(report, RenderOptions(**options)).decode()


@pytest.mark.parametrize("name", ["failing", "incomplete", "passing", "hostile"])
def test_it_looks_like_this_at_80_columns(
    name: str, request: pytest.FixtureRequest, golden: Callable[[str, bytes], None]
) -> None:
    golden(f"console-{name}.txt", console.render(request.getfixturevalue(name), RenderOptions(width=80)))


@pytest.mark.parametrize("width", [80, 100, 160])
def test_nothing_is_wider_than_the_width_but_the_verdict(any_report: Report, width: int) -> None:
    *lines, _verdict = written(any_report, width=width).splitlines()
    assert [line for line in lines if len(line) > width] == []


def test_the_last_line_is_the_verdict(failing: Report, incomplete: Report, passing: Report) -> None:
    assert [written(report, width=80).splitlines()[-1] for report in (failing, incomplete, passing)] == [
        "FAIL: 13 open findings at or above medium: 1 critical, 4 high, 8 medium.",
        f"INCOMPLETE: {incomplete.reasons[0]} (and 4 more reasons, see above)",
        "PASS: no open finding at or above medium; 1 root, 4 files, 3 resources.",
    ]


def test_a_pass_hides_neither_what_is_waived_nor_who_failed(failing: Report) -> None:
    report = replace(failing, verdict=Verdict.PASS, reasons=())
    assert written(report).splitlines()[-1] == (
        "PASS: no open finding at or above medium (1 waived; without a whole result of tflint);"
        " 2 roots, 4 files, 10 resources."
    )


def test_colours_are_all_that_a_terminal_adds(any_report: Report) -> None:
    coloured = written(any_report, colour=True)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert "\x1b[" in coloured
    assert "\n".join(line.rstrip() for line in plain.splitlines()) + "\n" == written(any_report)


def test_every_finding_shows_its_address_and_its_place(failing: Report) -> None:
    flat = re.sub(r"\s+", "", written(failing, width=80))
    named = [f.address.name for f in failing.findings if f.address] + [
        f.locations[0].span.file for f in failing.findings
    ]
    assert [name for name in named if re.sub(r"\s+", "", name) not in flat] == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\nPASS: no open finding", " PASS: no open finding"),
        ("##[error]x", r"\x23#[error]x"),
        ("##vso[task.complete]", r"\x23#vso[task.complete]"),
    ],
)
@pytest.mark.parametrize("colour", [False, True])
def test_a_name_can_neither_forge_a_line_nor_command_the_ci_that_logs_it(
    name: str, shown: str, colour: bool, passing: Report
) -> None:
    coverage = replace(passing.coverage, problems=(Problem(message="m", file=name, incomplete=False),))
    lines = written(replace(passing, coverage=coverage), colour=colour, width=80).splitlines()
    assert [line for line in lines if shown in line]
    assert [
        line for line in lines if re.match(r"(\s|\x1b\[[0-9;]*m)*(PASS: no open finding$|::)|.*##\w*\[", line)
    ] == []


def test_a_command_at_the_start_of_a_wrapped_line_is_not_heard(passing: Report) -> None:
    problem = Problem(message="x" * 70 + " ::error::y", incomplete=False)
    report = replace(passing, coverage=replace(passing.coverage, problems=(problem,)))
    assert any(line.strip().startswith(r"\x3a:error::y") for line in written(report, width=80).splitlines())
