"""A waiver holds for what it names, until its day, and never in silence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from triage_samples import CATALOGUE, ESTATES, at, run, say

from secscan.model import Disposition, Observation, Report, Severity, Verdict, Waiver, WaiverState
from secscan.triage import judge
from secscan.triage.waive import matches

TODAY = date(2026, 6, 1)
MAIN = 'module.kms["main"].aws_kms_key.this'
ROTATION = say("secscan", "aws-kms-key-rotation", MAIN)


def waiver(
    rule: str = "aws-kms-key-rotation", address: str = MAIN, until: date = date(2027, 1, 1), **more: str
) -> Waiver:
    return Waiver(rule=rule, address=address, reason="r", owner="platform-security", until=until, **more)


def audit(waivers: list[Waiver], *said: Observation, today: date | None = TODAY) -> Report:
    engines = sorted({o.engine for o in said})
    runs = [run(engine, *(o for o in said if o.engine == engine)) for engine in engines]
    return judge(runs=runs, catalogue=CATALOGUE, estates=ESTATES, waivers=waivers, today=today)


def dispositions(report: Report) -> list[Disposition]:
    return [finding.disposition for finding in report.findings]


def states(report: Report) -> list[WaiverState]:
    return [use.state for use in report.waivers]


@pytest.mark.parametrize("rule", ["aws-kms-key-rotation", "CKV_AWS_7", "checkov:CKV_AWS_7"])
@pytest.mark.parametrize("address", [MAIN, "module.kms[*].aws_kms_key.this", "*", "*aws_kms_key*"])
@pytest.mark.parametrize("root", ["", "environments/dev"])
def test_a_waiver_excuses_by_any_name_of_the_rule_and_by_address(rule: str, address: str, root: str) -> None:
    report = audit([waiver(rule, address, root=root)], ROTATION, say("checkov", "CKV_AWS_7", MAIN))
    assert (dispositions(report), states(report)) == ([Disposition.WAIVED], [WaiverState.USED])
    assert report.verdict is Verdict.PASS
    assert report.waivers[0].fingerprints == (report.findings[0].fingerprint,)


def test_an_engine_rule_id_excuses_the_defect_also_where_that_engine_did_not_run() -> None:
    assert dispositions(audit([waiver("CKV_AWS_7")], ROTATION)) == [Disposition.WAIVED]


@pytest.mark.parametrize(
    "missed",
    [
        waiver(address='module.kms["logs"].aws_kms_key.this'),
        waiver(root="environments/prod"),
        waiver(address="module.kms*.aws_kms_key"),
        waiver("aws-s3-public-access-block"),
    ],
)
def test_a_waiver_for_something_else_excuses_nothing_and_is_said(missed: Waiver) -> None:
    report = audit([missed], ROTATION)
    assert (dispositions(report), states(report)) == ([Disposition.OPEN], [WaiverState.UNUSED])
    assert report.verdict is Verdict.FAIL


def test_a_waiver_holds_on_its_last_day_and_not_on_the_next() -> None:
    last = [waiver(until=TODAY)]
    assert states(audit(last, ROTATION)) == [WaiverState.USED]
    report = audit(last, ROTATION, today=date(2026, 6, 2))
    assert (dispositions(report), states(report)) == ([Disposition.OPEN], [WaiverState.EXPIRED])
    assert report.waivers[0].fingerprints == (report.findings[0].fingerprint,)
    assert (report.waivers[0].expires_in_days, report.findings[0].waivers) == (-1, ())


@pytest.mark.parametrize(("until", "soon"), [(date(2026, 7, 1), True), (date(2026, 7, 2), False)])
def test_a_waiver_in_use_warns_thirty_days_before_it_ends(until: date, soon: bool) -> None:
    assert audit([waiver(until=until)], ROTATION).waivers[0].expires_soon is soon


def test_an_unused_waiver_that_ends_soon_is_only_unused() -> None:
    assert audit([waiver(address="aws_x.y", until=TODAY)], ROTATION).waivers[0].expires_soon is False


def test_a_rule_that_nobody_knows_is_said() -> None:
    assert states(audit([waiver("aws-kms-rotation")], ROTATION)) == [WaiverState.UNKNOWN_RULE]


def test_a_rule_that_an_engine_only_passed_is_known() -> None:
    from secscan.model import Outcome

    passed = say("tflint", "some_rule", "aws_sns_topic.t", outcome=Outcome.PASS)
    assert states(audit([waiver("some_rule")], passed)) == [WaiverState.UNUSED]


def test_one_of_two_engine_rules_that_are_one_of_ours_does_not_excuse_the_other() -> None:
    both = [say("checkov", rule, "aws_s3_bucket.b[0]") for rule in ("CKV_AWS_53", "CKV_AWS_54")]
    assert dispositions(audit([waiver("CKV_AWS_53", "*")], *both)) == [Disposition.OPEN]
    assert dispositions(audit([waiver("CKV_AWS_53", "*")], both[0])) == [Disposition.WAIVED]
    ours = say("secscan", "aws-s3-public-access-block", "aws_s3_bucket.b[0]")
    assert dispositions(audit([waiver("CKV_AWS_53", "*")], ours)) == [Disposition.OPEN]


def test_a_finding_without_an_address_is_waived_by_its_file() -> None:
    said = say("tflint", "unused", location=at("environments/dev/variables.tf", 3))
    assert dispositions(audit([waiver("unused", "environments/dev/*.tf")], said)) == [Disposition.WAIVED]


def test_every_waiver_that_excuses_a_finding_stands_on_it_in_the_order_of_the_file() -> None:
    first, second = waiver(address="*", ticket="A-1"), waiver()
    report = audit([first, second], ROTATION)
    assert (report.findings[0].waivers, states(report)) == ((first, second), [WaiverState.USED, WaiverState.USED])


def test_without_a_clock_no_waiver_can_be_judged() -> None:
    with pytest.raises(ValueError, match="without today's date"):
        audit([waiver()], ROTATION, today=None)
    assert dispositions(audit([], ROTATION, today=None)) == [Disposition.OPEN]


def test_a_waived_finding_under_the_threshold_stays_waived() -> None:
    report = judge(
        runs=[run("secscan", ROTATION)],
        catalogue=CATALOGUE,
        estates=ESTATES,
        waivers=[waiver()],
        threshold=Severity.CRITICAL,
        today=TODAY,
    )
    assert dispositions(report) == [Disposition.WAIVED]


@given(st.text("ab[*", max_size=6), st.text("ab[", max_size=8))
def test_a_star_is_any_run_of_characters_and_nothing_else_is_special(pattern: str, name: str) -> None:
    import re

    expected = re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), name, re.DOTALL) is not None
    assert matches(pattern, name) is expected
