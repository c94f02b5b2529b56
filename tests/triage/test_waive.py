"""A waiver holds for what it names, until its day, and never in silence."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from triage_samples import CATALOGUE, ESTATES, at, run, say

from secscan.model import (
    Alias,
    ConcernKind,
    Disposition,
    Observation,
    Report,
    RuleInfo,
    Severity,
    Verdict,
    Waiver,
    WaiverState,
    WaiverTerms,
)
from secscan.triage import judge
from secscan.triage.waive import matches

TODAY = date(2026, 6, 1)
MAIN = 'module.kms["main"].aws_kms_key.this'
ROTATION = say("secscan", "aws-kms-key-rotation", MAIN)


def waiver(
    rule: str = "aws-kms-key-rotation", address: str = MAIN, until: date = date(2027, 1, 1), **more: str
) -> Waiver:
    return Waiver(rule=rule, address=address, reason="r", owner="platform-security", until=until, **more)


def audit(
    waivers: list[Waiver],
    *said: Observation,
    today: date | None = TODAY,
    catalogue: tuple[RuleInfo, ...] = CATALOGUE,
    **terms: object,
) -> Report:
    engines = sorted({o.engine for o in said})
    runs = [run(engine, *(o for o in said if o.engine == engine)) for engine in engines]
    held = WaiverTerms(**terms)
    return judge(runs=runs, catalogue=catalogue, estates=ESTATES, waivers=waivers, terms=held, today=today)


def told(report: Report) -> list[list[tuple[ConcernKind, bool]]]:
    return [[(concern.kind, concern.refuses) for concern in use.concerns] for use in report.waivers]


def dispositions(report: Report) -> list[Disposition]:
    return [finding.disposition for finding in report.findings]


def states(report: Report) -> list[WaiverState]:
    return [use.state for use in report.waivers]


@pytest.mark.parametrize("rule", ["aws-kms-key-rotation", "CKV_AWS_7"])
@pytest.mark.parametrize("address", [MAIN, "module.kms[*].aws_kms_key.this", "*", "*aws_kms_key*"])
@pytest.mark.parametrize("root", ["", "environments/dev"])
def test_a_waiver_excuses_by_any_name_of_the_rule_and_by_address(rule: str, address: str, root: str) -> None:
    report = audit([waiver(rule, address, root=root)], ROTATION, say("checkov", "CKV_AWS_7", MAIN))
    assert (dispositions(report), states(report)) == ([Disposition.WAIVED], [WaiverState.USED])
    assert report.verdict is Verdict.PASS
    assert report.waivers[0].fingerprints == (report.findings[0].fingerprint,)


def test_an_engine_rule_id_excuses_the_defect_also_where_that_engine_did_not_run() -> None:
    assert dispositions(audit([waiver("CKV_AWS_7")], ROTATION)) == [Disposition.WAIVED]


KICS = "22fbfeac-7b5a-421a-8a27-7a2178bb910b"
WITH_KICS = tuple(
    replace(rule, aliases=(*rule.aliases, Alias(engine="kics", rule_id=KICS)) if rule.id == ROTATION.rule_id else ())
    for rule in CATALOGUE
)


def test_an_engines_word_is_waived_without_silencing_the_others_that_fail_it() -> None:
    checkov, kics = say("checkov", "CKV_AWS_7", MAIN), say("kics", KICS, MAIN)
    one, other = waiver(f"checkov:{checkov.rule_id}"), waiver(f"kics:{kics.rule_id}")
    assert dispositions(audit([one], checkov)) == [Disposition.WAIVED]
    for waivers, said in (([one], (checkov, kics)), ([one, other], (ROTATION, checkov, kics)), ([one], (ROTATION,))):
        report = audit(waivers, *said, catalogue=WITH_KICS)
        assert (dispositions(report), set(states(report))) == ([Disposition.OPEN], {WaiverState.REFUSED})
        assert told(report) == [[(ConcernKind.OTHERS_FAIL, True)]] * len(waivers)
    assert audit([one], ROTATION, checkov).waivers[0].concerns[0].message == (
        "it is about one engine's word, and secscan fails it too: to excuse the finding, name aws-kms-key-rotation"
    )


def test_engines_words_that_are_all_waived_are_the_finding() -> None:
    checkov, kics = say("checkov", "CKV_AWS_7", MAIN), say("kics", KICS, MAIN)
    report = audit(
        [waiver(f"checkov:{checkov.rule_id}"), waiver(f"kics:{kics.rule_id}")], checkov, kics, catalogue=WITH_KICS
    )
    assert (dispositions(report), told(report)) == ([Disposition.WAIVED], [[], []])


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


def test_a_rule_that_nobody_knows_is_said_with_the_nearest_name() -> None:
    report = audit([waiver("aws-kms-rotation")], ROTATION)
    assert states(report) == [WaiverState.UNKNOWN_RULE]
    assert report.waivers[0].concerns[0].message.endswith("; did you mean aws-kms-key-rotation?")


@pytest.mark.parametrize(
    ("days", "limits", "expected"),
    [
        (90, ((Severity.HIGH, 90),), []),
        (91, ((Severity.HIGH, 90),), [(ConcernKind.TOO_LONG, True)]),
        (91, ((Severity.CRITICAL, 30),), []),
        (366, (), []),
        (367, (), [(ConcernKind.TOO_LONG, False)]),
    ],
)
def test_what_is_waived_for_longer_than_its_severity_allows_is_not_waived(
    days: int, limits: tuple[tuple[Severity, int], ...], expected: list[tuple[ConcernKind, bool]]
) -> None:
    report = audit([waiver(until=TODAY + timedelta(days=days))], ROTATION, longest_days=limits)
    refused = any(refuses for _, refuses in expected)
    assert told(report) == [expected]
    assert dispositions(report) == [Disposition.OPEN if refused else Disposition.WAIVED]
    assert states(report) == [WaiverState.REFUSED if refused else WaiverState.USED]


def test_one_waiver_may_hold_for_some_of_what_it_matches() -> None:
    milder = RuleInfo(id="aws-kms-key-age", title="t", severity=Severity.LOW, aliases=CATALOGUE[0].aliases)
    report = audit(
        [waiver("CKV_AWS_7", until=TODAY + timedelta(days=60))],
        ROTATION,
        say("secscan", "aws-kms-key-age", MAIN),
        catalogue=(*CATALOGUE, milder),
        longest_days=((Severity.HIGH, 30),),
    )
    grave, mild = report.findings
    assert (dispositions(report), states(report)) == ([Disposition.OPEN, Disposition.WAIVED], [WaiverState.USED])
    (use,) = report.waivers
    assert (set(use.fingerprints), use.refused) == ({grave.fingerprint, mild.fingerprint}, (grave.fingerprint,))


@pytest.mark.parametrize("name", ["aws-kms-key-rotation", "CKV_AWS_7", "checkov:CKV_AWS_7"])
def test_what_the_configuration_marks_cannot_be_waived_by_any_name(name: str) -> None:
    for rule in ("aws-kms-key-rotation", "checkov:CKV_AWS_7"):
        report = audit([waiver(rule)], ROTATION, not_waivable=(name,))
        assert dispositions(report) == [Disposition.OPEN]
        assert (states(report), told(report)) == ([WaiverState.REFUSED], [[(ConcernKind.NOT_WAIVABLE, True)]])


def test_what_its_policy_marks_cannot_be_waived() -> None:
    marked = tuple(replace(rule, waivable=rule.id != "aws-kms-key-rotation") for rule in CATALOGUE)
    report = audit([waiver()], ROTATION, catalogue=marked)
    assert (dispositions(report), states(report)) == ([Disposition.OPEN], [WaiverState.REFUSED])
    assert "its policy says so" in report.waivers[0].concerns[0].message


def test_an_entry_that_excuses_a_rule_wherever_it_is_found_is_too_broad_and_holds() -> None:
    both = (ROTATION, replace(ROTATION, address=replace(ROTATION.address, root="environments/prod")))
    report = audit([waiver(address="*")], *both)
    assert dispositions(report) == [Disposition.WAIVED] * 2
    assert told(audit([waiver(address="*")], ROTATION)) == [[(ConcernKind.TOO_BROAD, False)]]
    assert told(report) == [[(ConcernKind.TOO_BROAD, False)]]
    assert told(audit([waiver(address="*", root="environments/dev")], *both)) == [[]]


def test_every_rule_is_more_than_one_waiver_may_mean() -> None:
    report = audit([waiver("*"), waiver("checkov:*")], ROTATION)
    assert dispositions(report) == [Disposition.OPEN]
    assert told(report) == [[(ConcernKind.TOO_BROAD, True)]] * 2


def test_of_two_that_excuse_the_same_the_later_one_is_too_many() -> None:
    first, second = waiver(file="w.yaml", line=1), waiver("CKV_AWS_7", file="w.yaml", line=9)
    report = audit([first, second], ROTATION)
    assert told(report) == [[], [(ConcernKind.DUPLICATE, False)]]
    assert report.waivers[1].concerns[0].message == "all that it excuses is excused at w.yaml:1 too"


def test_of_two_the_one_that_excuses_less_is_too_many_wherever_it_stands() -> None:
    other = replace(ROTATION, address=replace(ROTATION.address, name='module.kms["logs"].aws_kms_key.this'))
    report = audit([waiver(), waiver(address="module.kms*")], ROTATION, other)
    assert told(report) == [[(ConcernKind.DUPLICATE, False)], []]


@pytest.mark.parametrize("rule", ["CKV_AWS_999", "checkov:CKV_AWS_999", "checkov:mine"])
def test_a_rule_of_an_engine_that_did_not_run_may_well_be_one(rule: str) -> None:
    assert states(audit([waiver(rule)], ROTATION)) == [WaiverState.UNUSED]
    assert states(audit([waiver(rule)], say("checkov", "CKV_AWS_7", MAIN))) == [WaiverState.UNKNOWN_RULE]


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
