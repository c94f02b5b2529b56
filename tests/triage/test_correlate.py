"""One defect, one finding, whoever saw it; nothing lost, whatever the order."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from triage_samples import CATALOGUE, DEV, ESTATES, KMS_FILE, at, run, say

from secscan.model import Address, Confidence, Finding, Observation, Outcome, Report, Severity, View
from secscan.triage import judge

MAIN = 'module.kms["main"].aws_kms_key.this'
LOGS = 'module.kms["logs"].aws_kms_key.this'


def audit(*observations: Observation, estates: tuple = ESTATES) -> Report:
    engines = sorted({o.engine for o in observations})
    runs = [run(engine, *(o for o in observations if o.engine == engine)) for engine in engines]
    return judge(runs=runs, catalogue=CATALOGUE, estates=estates, today=date(2026, 1, 1))


def joined(report: Report) -> set[tuple[str, str, str, frozenset[str]]]:
    """Rule, address, key and the engines that witness it."""
    return {(f.rule, str(f.address), f.key, frozenset(o.engine for o in f.observations)) for f in report.findings}


def only(report: Report) -> Finding:
    (finding,) = report.findings
    return finding


def test_an_aliased_engine_rule_joins_our_finding_at_the_same_address() -> None:
    ours, theirs = say("secscan", "aws-kms-key-rotation", MAIN), say("checkov", "CKV_AWS_7", MAIN)
    finding = only(audit(ours, theirs))
    assert finding.observations == (theirs, ours)
    assert (finding.rule, finding.severity) == ("aws-kms-key-rotation", Severity.HIGH)
    assert finding.message == ours.message


def test_an_engine_rule_outside_the_catalogue_is_a_rule_of_its_own() -> None:
    finding = only(audit(say("checkov", "CKV_AWS_26", "aws_sns_topic.t")))
    assert finding.rule == "checkov:CKV_AWS_26"


def test_the_same_defect_in_two_roots_is_two_findings() -> None:
    report = audit(
        say("secscan", "aws-kms-key-rotation", MAIN),
        say("secscan", "aws-kms-key-rotation", MAIN, where="environments/prod"),
    )
    assert {str(f.address) for f in report.findings} == {f"environments/dev: {MAIN}", f"environments/prod: {MAIN}"}
    assert len({f.fingerprint for f in report.findings}) == 2


def test_what_a_root_lacks_altogether_is_one_finding_of_that_root_and_stands_on_nothing() -> None:
    report = audit(
        say("kics", "analyzer", absent_from="environments/dev"),
        say("kics", "analyzer", absent_from="environments/prod"),
        say("kics", "analyzer", absent_from="environments/prod"),
        say("kics", "analyzer", absent_from="environments/prod", outcome=Outcome.UNDECIDED, reason="perhaps"),
    )
    found = [(f.rule, f.root, f.address, f.locations) for f in report.findings]
    assert found == [("kics:analyzer", f"environments/{name}", None, ()) for name in ("dev", "prod")]
    assert len({f.fingerprint for f in report.findings}) == 2
    assert [u.address for u in report.coverage.undecided] == [Address(root="environments/prod", name="")]


def test_an_address_without_instance_keys_joins_the_first_failing_instance_of_its_block() -> None:
    report = audit(
        say("secscan", "aws-kms-key-rotation", MAIN),
        say("checkov", "CKV_AWS_7", "module.kms.aws_kms_key.this"),
    )
    assert joined(report) == {
        ("aws-kms-key-rotation", f"environments/dev: {MAIN}", "", frozenset({"secscan", "checkov"}))
    }


def test_keys_that_an_engine_does_give_are_held_against_the_instances() -> None:
    report = audit(
        say("secscan", "aws-s3-public-access-block", "aws_s3_bucket.b[0]"),
        say("checkov", "CKV_AWS_53", "aws_s3_bucket.b[1]"),
    )
    assert {str(f.address) for f in report.findings} == {
        "environments/dev: aws_s3_bucket.b[0]",
        "environments/dev: aws_s3_bucket.b[1]",
    }


def test_an_address_relative_to_a_module_directory_joins_the_first_instance_that_fails_in_any_root() -> None:
    report = audit(
        say("secscan", "aws-kms-key-rotation", MAIN, where="environments/prod"),
        say("secscan", "aws-kms-key-rotation", LOGS, where="environments/prod"),
        say("checkov", "CKV_AWS_7", "aws_kms_key.this", where="modules/kms"),
    )
    assert joined(report) == {
        ("aws-kms-key-rotation", f"environments/prod: {LOGS}", "", frozenset({"secscan", "checkov"})),
        ("aws-kms-key-rotation", f"environments/prod: {MAIN}", "", frozenset({"secscan"})),
    }


def test_a_line_without_an_address_is_placed_on_the_block_that_covers_it() -> None:
    ours = say("secscan", "aws-kms-key-rotation", MAIN)
    theirs = say("checkov", "CKV_AWS_7", location=at(KMS_FILE, 4))
    assert only(audit(ours, theirs)).observations == (theirs, ours)


def test_a_line_on_one_instance_alone_gets_its_address() -> None:
    finding = only(audit(say("tflint", "aws_sns_topic_x", location=at("environments/dev/main.tf", 21))))
    assert finding.address == Address(root="environments/dev", name="aws_sns_topic.t")


def test_a_line_in_a_module_that_nobody_else_fails_is_named_by_its_directory() -> None:
    finding = only(audit(say("tflint", "some_rule", location=at(KMS_FILE, 4))))
    assert finding.address == Address(root="modules/kms", name="aws_kms_key.this")


def test_an_unknown_address_is_no_resource_of_the_estate_and_stands_alone() -> None:
    finding = only(audit(say("checkov", "CKV_AWS_41", "aws.default")))
    assert (finding.address, finding.confidence) == (
        Address(root="environments/dev", name="aws.default"),
        Confidence.LOW,
    )


def test_what_cannot_be_placed_is_not_merged() -> None:
    report = audit(
        say("tflint", "unused", location=at("environments/dev/variables.tf", 3)),
        say("tflint", "unused", location=at("environments/dev/variables.tf", 9)),
        say("tflint", "unused", message="nowhere at all"),
    )
    assert [f.address for f in report.findings] == [None, None, None]
    assert len({f.fingerprint for f in report.findings}) == 3


def test_moving_an_unplaced_finding_down_keeps_its_fingerprint() -> None:
    before = only(audit(say("tflint", "unused", location=at("environments/dev/variables.tf", 3))))
    after = only(audit(say("tflint", "unused", location=at("environments/dev/variables.tf", 30))))
    assert before.fingerprint == after.fingerprint


def test_a_keyless_witness_joins_the_first_part_that_fails() -> None:
    report = audit(
        say("secscan", "aws-s3-public-access-block", "aws_s3_bucket.b[0]", key="policy"),
        say("secscan", "aws-s3-public-access-block", "aws_s3_bucket.b[0]", key="acl"),
        say("checkov", "CKV_AWS_53", "aws_s3_bucket.b[0]"),
    )
    place = "environments/dev: aws_s3_bucket.b[0]"
    assert joined(report) == {
        ("aws-s3-public-access-block", place, "acl", frozenset({"secscan", "checkov"})),
        ("aws-s3-public-access-block", place, "policy", frozenset({"secscan"})),
    }


def test_the_same_word_of_two_runs_is_one_witness() -> None:
    once = say("tflint", "some_rule", "aws_sns_topic.t")
    report = judge(runs=[run("tflint", once), run("tflint", once)], catalogue=CATALOGUE, estates=ESTATES)
    assert [f.observations for f in report.findings] == [(once,)]


def test_who_passes_what_another_fails_is_shown() -> None:
    ours = say("secscan", "aws-kms-key-rotation", MAIN, outcome=Outcome.PASS)
    theirs = say("checkov", "CKV_AWS_7", MAIN)
    finding = only(audit(ours, theirs))
    assert (finding.observations, finding.disagreement, finding.confidence) == ((theirs,), (ours,), Confidence.LOW)


def test_one_engine_in_two_views_can_disagree_with_itself() -> None:
    source = say("checkov", "CKV_AWS_7", MAIN)
    plan = say("checkov", "CKV_AWS_7", MAIN, view=View.EVALUATED, outcome=Outcome.PASS)
    assert only(audit(source, plan)).disagreement == (plan,)


def test_a_second_alias_that_passes_is_no_disagreement_with_the_first_that_fails() -> None:
    fails = say("checkov", "CKV_AWS_53", "aws_s3_bucket.b[0]")
    passes = say("checkov", "CKV_AWS_54", "aws_s3_bucket.b[0]", outcome=Outcome.PASS)
    assert only(audit(fails, passes)).disagreement == ()


def test_a_pass_on_a_whole_block_disagrees_with_every_instance_that_fails() -> None:
    passed = say("checkov", "CKV_AWS_7", "module.kms.aws_kms_key.this", outcome=Outcome.PASS)
    fails = [say("secscan", "aws-kms-key-rotation", name) for name in (MAIN, LOGS)]
    assert [f.disagreement for f in audit(passed, *fails).findings] == [(passed,), (passed,)]


def test_instances_of_one_wrong_line_share_a_cause_that_names_their_calls() -> None:
    report = audit(*(say("secscan", "aws-kms-key-rotation", n, location=at(KMS_FILE, 3)) for n in (MAIN, LOGS)))
    causes = [f.cause for f in report.findings]
    assert len({c.id for c in causes if c}) == 1
    assert {c.location.span for c in causes if c} == {at(KMS_FILE, 3).span}
    assert {tuple(call.span.file for call in c.calls) for c in causes if c} == {("environments/dev/main.tf",)}


def test_the_finding_points_at_our_attribute_and_keeps_its_block_as_context() -> None:
    ours = say("secscan", "aws-kms-key-rotation", MAIN, location=at(KMS_FILE, 3))
    theirs = say("checkov", "CKV_AWS_7", MAIN, location=at(KMS_FILE, 1, 9))
    (place,) = only(audit(theirs, ours)).locations
    assert (place.span, place.context) == (at(KMS_FILE, 3).span, DEV.resources[-1].block)


def test_an_undecided_word_is_in_coverage_and_is_no_finding() -> None:
    report = audit(say("secscan", "aws-kms-key-rotation", MAIN, outcome=Outcome.UNDECIDED, reason="known after apply"))
    (undecided,) = report.coverage.undecided
    assert (report.findings, undecided.reason, str(undecided.address)) == (
        (),
        "known after apply",
        f"environments/dev: {MAIN}",
    )


ADDRESSES = st.sampled_from(
    [MAIN, LOGS, "module.kms.aws_kms_key.this", "aws_kms_key.this", "aws_s3_bucket.b", "aws_s3_bucket.b[0]",
     "aws_s3_bucket.b[1]", "aws_s3_bucket.b[*]", "aws_sns_topic.t", "aws.default", ""]
)  # fmt: skip
PLACES = st.sampled_from([None, at(KMS_FILE, 3), at("environments/dev/main.tf", 12), at("environments/dev/v.tf", 2)])
RULES = st.sampled_from(
    [("secscan", "aws-kms-key-rotation"), ("secscan", "aws-s3-public-access-block"), ("checkov", "CKV_AWS_7"),
     ("checkov", "CKV_AWS_53"), ("checkov", "CKV_AWS_54"), ("tflint", "some_rule"), ("secscan", "not-in-catalogue")]
)  # fmt: skip


@st.composite
def observation(draw: st.DrawFn) -> Observation:
    engine, rule_id = draw(RULES)
    return say(
        engine,
        rule_id,
        draw(ADDRESSES),
        where=draw(st.sampled_from(["environments/dev", "environments/prod", "modules/kms", "elsewhere"])),
        outcome=draw(st.sampled_from(Outcome)),
        view=draw(st.sampled_from(View)),
        location=draw(PLACES),
        key=draw(st.sampled_from(["", "a", "b"])),
        message=draw(st.sampled_from(["one", "two"])),
    )


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(observation(), max_size=14), st.randoms(use_true_random=False))
def test_no_observation_is_lost_or_counted_twice_and_no_order_matters(said: list[Observation], random) -> None:
    report = audit(*said)
    shuffled, estates = list(said), list(ESTATES)
    random.shuffle(shuffled)
    random.shuffle(estates)
    again = audit(*shuffled, estates=tuple(estates))
    assert (again.findings, again.coverage, again.rules) == (report.findings, report.coverage, report.rules)
    witnesses = [o for finding in report.findings for o in finding.observations]
    failing = {o for o in said if o.outcome is Outcome.FAIL}
    assert len(witnesses) == len(set(witnesses))
    assert set(witnesses) == failing
    assert len({f.fingerprint for f in report.findings}) == len(report.findings)
    undecided = {(o.engine, o.view, o.key) for o in said if o.outcome is Outcome.UNDECIDED}
    assert {(u.engine, u.view, u.key) for u in report.coverage.undecided} == undecided
    assert sum(t.failed for t in report.coverage.tallies) == len(failing)
