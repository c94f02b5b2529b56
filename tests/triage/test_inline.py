"""A waiver in a comment is read as it is written or not at all, and holds for what it stands at and nothing else."""

from datetime import date
from pathlib import Path

import pytest
from comment_samples import EXCUSE, ROTATION, UNTIL, audited, standing, waived, waivers_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secscan.model import ConcernKind, Scope, Span, Waiver, WaiverKind, WaiverState

BUCKET = 'resource "aws_s3_bucket" "b" {\n  bucket = "x"\n}\n'
KEY = 'resource "aws_kms_key" "%s" {\n  description         = "data"\n  enable_key_rotation = false\n}\n'
MODULE = KEY % "this"


def faults(top: Path, comment: str) -> tuple[str, ...]:
    (one,) = waivers_in(top, f"{comment}\n{BUCKET}")
    return one.faults


def test_all_that_a_comment_says_is_read(tmp_path: Path) -> None:
    words = (
        "# secscan:ignore=CKV_AWS_18,kics:abc "
        'reason="Say \\"no\\"." until=2027-01-31 owner=platform-security ticket=SEC-12'
    )
    block = Span(file="main.tf", line=2, column=1, end_line=4, end_column=2)
    expected = Waiver(
        rule="CKV_AWS_18",
        address="aws_s3_bucket.b",
        reason='Say "no".',
        owner="platform-security",
        until=date(2027, 1, 31),
        ticket="SEC-12",
        file="main.tf",
        line=1,
        kind=WaiverKind.INLINE,
        scope=Scope(element="resource", span=block),
    )
    first, second = waivers_in(tmp_path, f"{words}\n{BUCKET}")
    assert first == expected
    assert (second.rule, second.reason, second.scope) == ("kics:abc", 'Say "no".', expected.scope)


@pytest.mark.parametrize(
    "comment",
    [
        f"# {EXCUSE}",
        f"#{EXCUSE}",
        f"// {EXCUSE}",
        f"/* {EXCUSE} */",
        f'/*\n * secscan:ignore={ROTATION}\n *   reason="r"\n *   until=2026-12-31\n */',
        f"# {EXCUSE}\n# another comment\n/* and\n * another */",
        f"/* {EXCUSE} */ ",
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_every_kind_of_comment_above_a_block_holds_for_it(comment: str, ends: str, tmp_path: Path) -> None:
    text = f"{comment}\n{KEY % 'a'}{KEY % 'b'}".replace("\n", ends)
    report = audited(tmp_path, {"main.tf": text})
    assert (waived(report), standing(report)) == ({"aws_kms_key.a"}, {"aws_kms_key.b"})


def test_an_empty_line_ends_what_it_stands_above(tmp_path: Path) -> None:
    report = audited(tmp_path, {"main.tf": f"# {EXCUSE}\n\n{KEY % 'a'}"})
    assert standing(report) == {"aws_kms_key.a"}
    assert [c.kind for use in report.waivers for c in use.concerns] == [ConcernKind.NOTHING_THERE]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ('resource "aws_kms_key" "a" { # %s\n  enable_key_rotation = false\n}\n', True),
        ('resource "aws_kms_key" "a" {\n  # %s\n  enable_key_rotation = false\n}\n', True),
        ('resource "aws_kms_key" "a" {\n  enable_key_rotation = false # %s\n}\n', True),
        ('resource "aws_kms_key" "a" {\n  enable_key_rotation = /* %s */ false\n}\n', True),
        ('resource "aws_kms_key" "a" {\n  # %s\n  description = "x"\n\n  enable_key_rotation = false\n}\n', False),
        ('resource "aws_kms_key" "a" {\n  enable_key_rotation = false\n  # %s\n}\n', False),
        ('resource "aws_kms_key" "a" {\n  enable_key_rotation = false\n}\n# %s\n', False),
        ('resource "aws_kms_key" "a" {\n  enable_key_rotation = false\n  description = <<E\n# %s\nE\n}\n', False),
        ('resource "aws_kms_key" "a" {\n  enable_key_rotation = false\n  description = "# %s"\n}\n', False),
    ],
)
def test_it_stands_at_what_begins_beside_or_below_it(text: str, held: bool, tmp_path: Path) -> None:
    excuse = EXCUSE.replace('"', '\\"') if '"# %s"' in text else EXCUSE
    report = audited(tmp_path, {"main.tf": text % excuse})
    assert (waived(report) == {"aws_kms_key.a"}) is held


def test_in_a_template_it_is_said_to_be_none(tmp_path: Path) -> None:
    text = f'resource "aws_kms_key" "a" {{\n  description = "${{ 1 /* {EXCUSE} */ }}"\n}}\n'.replace('"r"', "r")
    report = audited(tmp_path, {"main.tf": text})
    assert standing(report) == {"aws_kms_key.a"}
    (use,) = report.waivers
    assert [concern.kind for concern in use.concerns] == [ConcernKind.NOTHING_THERE]
    assert use.state is WaiverState.REFUSED


def test_above_a_module_call_it_holds_below_that_call_alone(tmp_path: Path) -> None:
    calls = f'# {EXCUSE}\nmodule "a" {{\n  source = "./m"\n}}\nmodule "b" {{\n  source = "./m"\n}}\n'
    deeper = {"m/main.tf": 'module "n" {\n  source = "../n"\n}\n', "n/main.tf": MODULE}
    report = audited(tmp_path, {"main.tf": calls, **deeper})
    assert waived(report) == {"module.a.module.n.aws_kms_key.this"}
    assert standing(report) == {"module.b.module.n.aws_kms_key.this"}


def test_in_a_module_it_holds_for_every_instance(tmp_path: Path) -> None:
    calls = 'module "a" {\n  for_each = toset(["x", "y"])\n  source = "./m"\n}\nmodule "b" {\n  source = "./m"\n}\n'
    report = audited(tmp_path, {"main.tf": calls, "m/main.tf": f"# {EXCUSE}\n{MODULE}"})
    assert standing(report) == set()
    assert waived(report) == {f"module.{call}.aws_kms_key.this" for call in ('a["x"]', 'a["y"]', "b")}


@pytest.mark.parametrize("where", ["argument", "variable", "tfvars"])
def test_at_the_value_it_holds_for_what_the_value_made_so(where: str, tmp_path: Path) -> None:
    mark = {name: f"  # {EXCUSE}\n" if name == where else "" for name in ("argument", "variable", "tfvars")}
    call = f'module "a" {{\n  source   = "./m"\n{mark["argument"]}  rotation = var.rotation\n}}\n'
    declared = f'{mark["variable"].strip()}\nvariable "rotation" {{\n  type = bool\n}}\n'
    module = 'variable "rotation" {}\nresource "aws_kms_key" "this" {\n  enable_key_rotation = var.rotation\n}\n'
    report = audited(
        tmp_path,
        {
            "main.tf": call + declared + (KEY % "other"),
            "m/main.tf": module,
            "terraform.tfvars": f"{mark['tfvars']}rotation = false\n",
        },
    )
    held = {"argument": {"module.a.aws_kms_key.this"}, "tfvars": {"module.a.aws_kms_key.this"}, "variable": set()}
    assert waived(report) == held[where]


@pytest.mark.parametrize(
    ("comment", "fault"),
    [
        ("# secscan:ignore", "it has the form"),
        ("# secscan:ignore=", "it has the form"),
        (f"# secscan:ignore={ROTATION} because I say so", "`because I say so` is not understood"),
        (f'# secscan:ignore={ROTATION} resaon="x"', "`resaon` is no key of a waiver; did you mean `reason`?"),
        (f'# secscan:ignore={ROTATION} reason="a" reason="b"', "`reason` stands there twice"),
        (f"# secscan:ignore={ROTATION} until=2027-02-30", "`2027-02-30` is no day of the calendar"),
        (f"# secscan:ignore={ROTATION} until=soon", "`soon` is no date"),
        (f'# secscan:ignore={ROTATION} owner="Some Person"', "`Some Person` is no role"),
        (f"# because secscan:ignore={ROTATION} {UNTIL}", "it begins the comment"),
    ],
)
def test_what_cannot_be_taken_as_written_excuses_nothing_and_is_said(comment: str, fault: str, tmp_path: Path) -> None:
    assert any(fault in told for told in faults(tmp_path, comment))
    report = audited(tmp_path, {"main.tf": f"{comment}\n{KEY % 'a'}"})
    assert standing(report) == {"aws_kms_key.a"}
    assert {use.state for use in report.waivers} == {WaiverState.REFUSED}


def test_a_comment_whose_rule_stands_elsewhere_says_where(tmp_path: Path) -> None:
    text = f"# {EXCUSE}\nlocals {{\n  a = 1\n}}\n{KEY % 'a'}"
    (use,) = audited(tmp_path, {"main.tf": text}).waivers
    (concern,) = use.concerns
    assert concern.kind is ConcernKind.ELSEWHERE
    assert "reported at main.tf:7" in concern.message


def test_a_json_file_has_no_comments_and_says_so(tmp_path: Path) -> None:
    text = '{"//": "secscan:ignore=aws-kms-key-rotation", "resource": {"aws_kms_key": {"a": {}}}}'
    report = audited(tmp_path, {"main.tf.json": text})
    assert standing(report) == {"aws_kms_key.a"}
    assert [use.concerns[0].kind for use in report.waivers] == [ConcernKind.MALFORMED]


@given(st.text(max_size=60).filter(lambda text: not {"\r", "\n"} & set(text)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_no_word_after_the_rule_excuses_more_than_it_says(tmp_path: Path, words: str) -> None:
    """Whatever stands there: the rule is the one that is written, or the waiver has faults."""
    text = words.encode("utf-8", "replace").decode()
    for one in waivers_in(tmp_path, f"# secscan:ignore={ROTATION} {text}\n{BUCKET}"):
        assert one.faults or one.rule == ROTATION or one.rule in text
        assert one.address == "aws_s3_bucket.b"
