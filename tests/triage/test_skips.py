"""Comments meant for an engine: read by that engine's own grammar, and worth what the terms say, never more."""

from datetime import date
from pathlib import Path

import pytest
from comment_samples import audited, standing, waived, waivers_in

from secscan.model import ConcernKind, Skips, WaiverKind, WaiverState, WaiverTerms
from secscan.stage.markers import MARKERS
from secscan.triage.skips import READERS

IN_BUCKET = 'resource "aws_s3_bucket" "b" {\n  %s\n  bucket = "x"\n}\n'
IN_KEY = 'resource "aws_kms_key" "a" {\n  %s\n  enable_key_rotation = false\n}\n'
LENIENT, NEVER = WaiverTerms(engine_skips=Skips.ACCEPT), WaiverTerms(engine_skips=Skips.REFUSE)


def test_every_marker_that_is_blanked_is_read() -> None:
    assert tuple(READERS) == MARKERS


@pytest.mark.parametrize(
    ("comment", "rules", "reason", "lines"),
    [
        ("#checkov:skip=CKV_AWS_18:logs are elsewhere", ["checkov:CKV_AWS_18"], "logs are elsewhere", (1, 4)),
        ("# checkov:skip=CKV_AWS_18,CKV_AWS_21: both", ["checkov:CKV_AWS_18", "checkov:CKV_AWS_21"], "both", (1, 4)),
        ("// bridgecrew:skip=CKV_AWS_18", ["checkov:CKV_AWS_18"], "", (1, 4)),
        ("/* cortex:skip=CKV2_AWS_6:x */", ["checkov:CKV2_AWS_6"], "x", (1, 4)),
        ("# tflint-ignore: aws_s3_bucket_name # why", ["tflint:aws_s3_bucket_name"], "why", (2, 3)),
        ("# tflint-ignore: aws_a, terraform_b", ["tflint:aws_a", "tflint:terraform_b"], "", (2, 3)),
        ("# tflint-ignore: all", ["tflint:*"], "", (2, 3)),
        ("# kics-scan ignore-line", ["kics:*"], "", (2, 3)),
        ("# kics-scan ignore-block", ["kics:*"], "", (3, 3)),
        ("#ts:skip=AC_AWS_0207 not needed", ["terrascan:AC_AWS_0207"], "not needed", (1, 4)),
        ("#ts:skip=aws.s3.IAM.High.0377", ["terrascan:aws.s3.IAM.High.0377"], "", (1, 4)),
        ("#tfsec:ignore:aws-s3-enable-versioning", ["tfsec:aws-s3-enable-versioning"], "", (3, 3)),
        ("#trivy:ignore:AVD-AWS-0089", ["trivy:AVD-AWS-0089"], "", (3, 3)),
        ("# checkov:skipping is not our way", [], "", ()),
        ("# checkov : skip=CKV_AWS_18", [], "", ()),
        ("# tflint-ignore aws_x", [], "", ()),
        ("# ts:skip=AC_AWS_0207", [], "", ()),
        ("# kics-scan: see the page", [], "", ()),
    ],
)
def test_a_comment_means_what_its_engine_makes_of_it(
    comment: str, rules: list[str], reason: str, lines: tuple[int, int], tmp_path: Path
) -> None:
    found = waivers_in(tmp_path, IN_BUCKET % comment)
    assert [waiver.rule for waiver in found] == rules
    assert {waiver.reason for waiver in found} <= {reason}
    spans = {(w.scope.span.line, w.scope.span.end_line) for w in found if w.scope}
    assert spans == ({lines} if rules else set())
    assert all(waiver.kind is WaiverKind.ENGINE and waiver.file == "main.tf" for waiver in found)


@pytest.mark.parametrize(
    ("comment", "rules", "reason"),
    [
        ("# kics-scan ignore", ["kics:*"], ""),
        ("# kics-scan disable=ABC,def why not", ["kics:abc", "kics:def"], "why not"),
        ("# kics-scan enable=abc", ["kics:*"], "all queries but abc"),
        ("# tflint-ignore-file: aws_a", ["tflint:aws_a"], ""),
    ],
)
def test_at_the_head_it_means_the_whole_file_and_that_is_said(
    comment: str, rules: list[str], reason: str, tmp_path: Path
) -> None:
    found = waivers_in(tmp_path, f"{comment}\n{IN_BUCKET % ''}")
    assert [(waiver.rule, waiver.reason) for waiver in found] == [(rule, reason) for rule in rules]
    assert {waiver.scope.element for waiver in found if waiver.scope} == {"file"}
    kinds = [{concern.kind for concern in use.concerns} for use in audited(tmp_path, {}).waivers]
    assert len(kinds) == len(rules)
    assert all(ConcernKind.TOO_BROAD in told for told in kinds)


def test_out_of_its_place_it_means_nothing_and_is_said(tmp_path: Path) -> None:
    text = f"#checkov:skip=CKV_AWS_7:above\n{IN_KEY % '# tflint-ignore-file: aws_a'}"
    told = [(use.state, use.concerns[0].kind) for use in audited(tmp_path, {"main.tf": text}).waivers]
    assert told == [(WaiverState.REFUSED, ConcernKind.NOTHING_THERE)] * 2


@pytest.mark.parametrize(
    ("comment", "terms", "holds"),
    [
        ("#checkov:skip=CKV_AWS_7:being replaced", WaiverTerms(), False),
        ("#checkov:skip=CKV_AWS_7: being replaced until=2026-12-31", WaiverTerms(), True),
        ("#checkov:skip=CKV_AWS_7: being replaced until=2026-05-31", WaiverTerms(), False),
        ("#checkov:skip=CKV_AWS_7: until=2026-12-31", WaiverTerms(), False),
        ("#checkov:skip=CKV_AWS_7", LENIENT, True),
        ("#checkov:skip=CKV_AWS_7: until=2026-05-31", LENIENT, False),
        ("#checkov:skip=CKV_AWS_7: r until=2026-12-31", NEVER, False),
        ("#checkov:skip=CKV_AWS_18: r until=2026-12-31", LENIENT, False),
        ("#trivy:ignore:CKV_AWS_7 r until=2026-12-31", LENIENT, False),
        ("#tfsec:ignore:aws-kms-key-rotation", LENIENT, False),
    ],
)
def test_it_excuses_on_the_terms_that_are_set(comment: str, terms: WaiverTerms, holds: bool, tmp_path: Path) -> None:
    report = audited(tmp_path, {"main.tf": IN_KEY % comment}, terms=terms)
    assert (waived(report) == {"aws_kms_key.a"}) is holds
    assert (standing(report) == {"aws_kms_key.a"}) is not holds


def test_ours_may_stand_after_the_engines_words(tmp_path: Path) -> None:
    text = "#checkov:skip=CKV_AWS_18: logs go to the edge until=2027-01-31 owner=platform-security ticket=SEC-1"
    (one,) = waivers_in(tmp_path, IN_BUCKET % text)
    expected = ("logs go to the edge", date(2027, 1, 31), "platform-security", "SEC-1", ())
    assert (one.reason, one.until, one.owner, one.ticket, one.faults) == expected


def test_what_our_comment_says_of_an_engines_is_its_reason_and_the_other_way_round(tmp_path: Path) -> None:
    ours = '# secscan:ignore=CKV_AWS_18 reason="was checkov:skip=CKV_AWS_18" until=2026-12-31'
    assert [w.kind for w in waivers_in(tmp_path, IN_BUCKET % ours)] == [WaiverKind.INLINE]
    theirs = "#checkov:skip=CKV_AWS_18:see secscan:ignore"
    assert [w.kind for w in waivers_in(tmp_path, IN_BUCKET % theirs)] == [WaiverKind.ENGINE]
