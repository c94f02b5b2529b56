"""A failed engine, an unread file, an empty tree can never look like a pass."""

from dataclasses import replace

import pytest
from triage_samples import CATALOGUE, ESTATES, run, say

from secscan.errors import Exit
from secscan.model import (
    Disposition,
    EngineRun,
    FileRecord,
    FileStatus,
    Notice,
    Outcome,
    Problem,
    Report,
    RunStatus,
    Severity,
    Verdict,
)
from secscan.terraform.estate import Estate
from secscan.triage import exit_code, judge

HIGH = say("secscan", "aws-kms-key-rotation", 'module.kms["main"].aws_kms_key.this')
OURS = run("secscan")


def audit(*runs: EngineRun, required: tuple[str, ...] = ("secscan",), **more: object) -> Report:
    given = {"estates": ESTATES, **more}
    return judge(runs=runs, catalogue=CATALOGUE, required=required, **given)


def outcome(report: Report) -> tuple[Verdict, tuple[str, ...], Exit]:
    return report.verdict, report.reasons, exit_code(report, gate=True)


def test_nothing_found_by_all_that_is_required_is_a_pass() -> None:
    assert outcome(audit(OURS)) == (Verdict.PASS, (), Exit.PASSED)


def test_a_finding_at_the_threshold_fails_and_counts_only_where_the_gate_is_asked() -> None:
    report = audit(run("secscan", HIGH), threshold=Severity.HIGH)
    assert outcome(report) == (Verdict.FAIL, ("1 open finding at or above high: 1 high.",), Exit.FINDINGS)
    assert exit_code(report, gate=False) is Exit.PASSED


def test_a_finding_under_the_threshold_is_shown_and_passes() -> None:
    report = audit(run("secscan", HIGH), threshold=Severity.CRITICAL)
    assert report.verdict is Verdict.PASS
    assert [finding.disposition for finding in report.findings] == [Disposition.BELOW_THRESHOLD]


BROKEN = replace(run("checkov", status=RunStatus.FAILED), notices=(Notice(level="error", message="timed out"),))
SKIPPED = replace(run("checkov", status=RunStatus.SKIPPED), notices=(Notice(level="warning", message="not installed"),))
LYING = replace(
    run("checkov"), notices=(Notice(level="error", message="3 of 4 files"), Notice(level="error", message="x"))
)


@pytest.mark.parametrize(
    ("runs", "reason"),
    [
        ((OURS,), "Required engine checkov did not run."),
        ((OURS, BROKEN), "Required engine checkov failed: timed out"),
        ((OURS, SKIPPED), "Required engine checkov was skipped: not installed"),
        ((OURS, LYING), "Required engine checkov failed: 3 of 4 files (and 1 more)"),
        ((OURS, run("checkov", status=RunStatus.FAILED)), "Required engine checkov failed: it gave no reason"),
    ],
)
def test_a_required_engine_without_a_whole_result_makes_the_audit_incomplete(
    runs: tuple[EngineRun, ...], reason: str
) -> None:
    report = audit(*runs, required=("secscan", "checkov"))
    assert outcome(report) == (Verdict.INCOMPLETE, (reason,), Exit.INCOMPLETE)


def test_an_engine_that_is_not_required_may_fail() -> None:
    assert outcome(audit(OURS, BROKEN)) == (Verdict.PASS, (), Exit.PASSED)


def test_incomplete_beats_findings_and_both_are_said() -> None:
    report = audit(run("secscan", HIGH), required=("tflint",))
    reasons = ("Required engine tflint did not run.", "1 open finding at or above medium: 1 high.")
    assert outcome(report) == (Verdict.INCOMPLETE, reasons, Exit.INCOMPLETE)
    assert exit_code(report, gate=False) is Exit.INCOMPLETE


def test_what_the_estate_could_not_read_is_incomplete_and_named_once() -> None:
    problem = Problem(message="module not found", root="environments/dev", file="environments/dev/main.tf", line=3)
    silent = Problem(message="a note", incomplete=False)
    estates = (replace(ESTATES[0], problems=(problem,)), ESTATES[1])
    files = (FileRecord(path=problem.file, status=FileStatus.UNPARSABLE, reason="module not found"),)
    report = audit(OURS, estates=estates, problems=(problem, silent), files=files)
    assert outcome(report)[:2] == (Verdict.INCOMPLETE, ("environments/dev/main.tf:3: module not found",))
    assert report.coverage.problems == (silent, problem)


def test_a_file_that_could_not_be_parsed_is_incomplete_also_if_no_problem_names_it() -> None:
    record = FileRecord(path="a.tf", status=FileStatus.UNPARSABLE, reason="not UTF-8")
    assert audit(OURS, files=(record,)).reasons == ("a.tf: not UTF-8",)


def test_a_root_that_broke_in_silence_is_incomplete() -> None:
    report = audit(OURS, estates=(*ESTATES, Estate(root="environments/z", resources=(), broken=True)))
    assert report.reasons == ("environments/z: this root could not be evaluated",)


def test_an_empty_tree_is_incomplete() -> None:
    assert audit(OURS, estates=()).reasons == ("There is nothing to audit: no Terraform configuration was found.",)


def test_what_could_not_be_decided_forbids_a_pass_only_where_certainty_is_asked_for() -> None:
    unknown = replace(HIGH, outcome=Outcome.UNDECIDED, reason="known after apply")
    assert outcome(audit(run("secscan", unknown))) == (Verdict.PASS, (), Exit.PASSED)
    report = audit(run("secscan", unknown), undecided_is_incomplete=True)
    reason = "1 rule and resource could not be decided, and the configuration asks for certainty."
    assert outcome(report) == (Verdict.INCOMPLETE, (reason,), Exit.INCOMPLETE)
