"""A rule that was begun: it fails its own test until it is written, and passes when it is."""

import re
from pathlib import Path

import pytest

from secscan.catalogue.scaffold import scaffold
from secscan.errors import UserError
from secscan.rules import load_policies
from secscan.rules.cases import UNWRITTEN, run_cases


def test_a_new_rule_fails_until_its_sentences_and_its_marks_are_written(tmp_path: Path) -> None:
    policy, case = scaffold("acme/queue/private", "aws_sqs_queue", tmp_path)
    assert (policy, case) == (
        tmp_path / "acme/queue/private/policy.yaml",
        tmp_path / "acme/queue/private/cases/first.tf",
    )
    mine = [p for p in load_policies((tmp_path,)) if p.id == "acme-queue-private"]
    problems = [(result.file, result.problem) for result in run_cases(mine)]
    sentences = [f"`{name}` is to be written" for name in ("remediation", "severity_reason", "title", "what", "why")]
    assert problems[:5] == [("policy.yaml", sentence) for sentence in sentences]
    assert len(problems) == 11
    assert not any(result.ok for result in run_cases(mine))
    policy.write_text(policy.read_text().replace(UNWRITTEN, "A sentence."))
    words = iter(("finding", "clean", "unknown"))
    case.write_text(re.sub(r"(?<=# expect: ).*", lambda _: next(words), case.read_text()))
    mine = [p for p in load_policies((tmp_path,)) if p.id == "acme-queue-private"]
    assert [(result.expected, result.ok) for result in run_cases(mine)] == [
        ("finding", True),
        ("clean", True),
        ("unknown", True),
    ]


def test_a_rule_without_a_case_is_no_tested_rule(tmp_path: Path) -> None:
    _, case = scaffold("acme/queue/private", "aws_sqs_queue", tmp_path)
    case.unlink()
    mine = [p for p in load_policies((tmp_path,)) if p.id == "acme-queue-private"]
    assert "the rule has no case in cases/" in {result.problem for result in run_cases(mine)}


@pytest.mark.parametrize(
    ("name", "resource", "said"),
    [
        ("aws/sqs", "aws_sqs_queue", "`aws/sqs` is not PROVIDER/SERVICE/SLUG"),
        ("../x/y", "aws_sqs_queue", "`../x/y` is not PROVIDER/SERVICE/SLUG"),
        ("aws/sqs/Mine", "aws_sqs_queue", "`aws/sqs/Mine` is not PROVIDER/SERVICE/SLUG"),
        ("aws/sqs/mine", "queue\n", "`queue\n` is no resource type"),
        ("aws/sqs/there", "aws_sqs_queue", "is there already"),
    ],
)
def test_what_cannot_be_begun_is_said(tmp_path: Path, name: str, resource: str, said: str) -> None:
    (tmp_path / "aws" / "sqs" / "there").mkdir(parents=True)
    with pytest.raises(UserError) as wrong:
        scaffold(name, resource, tmp_path)
    assert wrong.value.message == said
