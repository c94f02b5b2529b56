"""Mutations: what the cases of a rule do not show. Small rules here; our own, all of them, in the slow test."""

import textwrap
from pathlib import Path

import pytest
from rule_samples import PROSE, policy

from secscan.rules import Policy, load_policies
from secscan.rules.edits import edits, reads_of
from secscan.rules.mutations import Gap, mutate
from secscan.rules.parts import lessened
from secscan.terraform.parse import parse_file

QUEUE = """\
resources: aws_sqs_queue
require:
  any:
    - {attribute: kms_master_key_id, is_set: true}
    - {attribute: sqs_managed_sse_enabled, equals: true, default: false}
message: "Not encrypted: {evidence}."
"""
CLEAN_BY_KEY = '# expect: clean\nresource "aws_sqs_queue" "key" {\n  kms_master_key_id = "alias/q"\n}\n'
CLEAN_BY_SERVICE = '# expect: clean\nresource "aws_sqs_queue" "service" {\n  sqs_managed_sse_enabled = true\n}\n'
OFF = '# expect: finding\nresource "aws_sqs_queue" "off" {}\n'


def rule(place: Path, questions: str, cases: dict[str, str], terms: str = "") -> Policy:
    folder = place / "policies" / "acme" / "queue" / "rule"
    for name, text in cases.items():
        path = folder / "cases" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "policy.yaml").write_text(PROSE + questions, encoding="utf-8")
    if terms:
        (place / "policies" / "terms.yaml").write_text(terms, encoding="utf-8")
    return next(found for found in load_policies((place / "policies",)) if found.id == "acme-queue-rule")


def gaps(place: Path, questions: str, cases: dict[str, str], terms: str = "") -> list[tuple[str, str, int]]:
    return [(gap.attribute, gap.case, gap.line) for gap in mutate([rule(place, questions, cases, terms)]).gaps]


def test_cases_that_show_all_that_a_rule_reads_leave_nothing_to_say(tmp_path: Path) -> None:
    assert gaps(tmp_path, QUEUE, {"a.tf": CLEAN_BY_KEY + CLEAN_BY_SERVICE + OFF}) == []


def test_a_clean_case_that_becomes_a_finding_of_a_kind_that_no_case_shows_is_said_with_its_place(
    tmp_path: Path,
) -> None:
    tested = mutate([rule(tmp_path, QUEUE, {"a.tf": CLEAN_BY_KEY + CLEAN_BY_SERVICE})])
    assert tested.gaps == (
        Gap(
            rule="acme-queue-rule",
            attribute="kms_master_key_id",
            case="a.tf",
            file="main.tf",
            line=3,
            says="without aws_sqs_queue.key.kms_master_key_id: aws_sqs_queue.key is then a finding that rests on "
            "`kms_master_key_id`, as no finding case does",
        ),
        Gap(
            rule="acme-queue-rule",
            attribute="sqs_managed_sse_enabled",
            case="a.tf",
            file="main.tf",
            line=3,
            says="without aws_sqs_queue.key.kms_master_key_id: aws_sqs_queue.key is then a finding that rests on "
            "`sqs_managed_sse_enabled`, as no finding case does",
        ),
    )


def test_a_part_on_which_no_case_hangs_is_said(tmp_path: Path) -> None:
    tested = mutate([rule(tmp_path, QUEUE, {"a.tf": CLEAN_BY_KEY + OFF})])
    says = "`sqs_managed_sse_enabled equals true`: no case hangs on it; every answer is the same without"
    assert tested.gaps == (Gap(rule="acme-queue-rule", attribute="sqs_managed_sse_enabled", says=says),)


def test_an_exception_holds_and_one_that_is_not_needed_is_said(tmp_path: Path) -> None:
    excepted = QUEUE + "unshown:\n  - {attribute: sqs_managed_sse_enabled, reason: It is a test.}\n"
    assert gaps(tmp_path / "needed", excepted, {"a.tf": CLEAN_BY_KEY + OFF}) == []
    tested = mutate([rule(tmp_path / "not", excepted, {"a.tf": CLEAN_BY_KEY + CLEAN_BY_SERVICE + OFF})])
    assert [gap.says for gap in tested.gaps] == ["`unshown` excepts `sqs_managed_sse_enabled`, which the cases show"]


def test_what_a_term_says_is_shown_where_any_rule_shows_it_and_asked_of_all_rules_alone(tmp_path: Path) -> None:
    terms = textwrap.dedent("""\
        is-encrypted:
          says: It is.
          holds:
            any:
              - {attribute: kms_master_key_id, is_set: true}
              - {attribute: sqs_managed_sse_enabled, equals: true}
        """)
    made = rule(
        tmp_path,
        "resources: aws_sqs_queue\nrequire: {is: is-encrypted}\nmessage: It is not.\n",
        {"a.tf": CLEAN_BY_KEY + OFF},
        terms,
    )
    assert [(gap.rule, gap.attribute) for gap in mutate([made]).gaps] == [("is-encrypted", "sqs_managed_sse_enabled")]
    assert mutate([made], terms=False).gaps == ()


def test_a_case_that_is_no_terraform_any_more_proves_nothing(tmp_path: Path) -> None:
    """Without the key's resource the queue refers to nothing: that is no finding of the rule."""
    questions = QUEUE.replace("    - {attribute: sqs", "    - some: {resources: aws_kms_key}\n    - {attribute: sqs")
    key = 'resource "aws_kms_key" "q" {}\n'
    case = key + CLEAN_BY_KEY.replace('"alias/q"', "aws_kms_key.q.arn")
    tested = mutate([rule(tmp_path, questions, {"a.tf": case, "b.tf": OFF + CLEAN_BY_SERVICE})])
    assert not [gap for gap in tested.gaps if gap.says.startswith("without aws_kms_key.q:")]


TERRAFORM = """\
resource "aws_sqs_queue" "q" {
  name                    = "q"
  kms_master_key_id       = "alias/q"
  sqs_managed_sse_enabled = true
  policy = jsonencode({ Statement = [{ Effect = "Allow", Sid = "x" }] })
}

resource "aws_sqs_queue_policy" "q" {
  queue_url = aws_sqs_queue.q.id
  policy    = "{}"
}
"""


def test_edits_change_what_a_policy_reads_and_nothing_else() -> None:
    questions = """\
        resources: aws_sqs_queue
        require:
          all:
            - {attribute: sqs_managed_sse_enabled, equals: true}
            - {attribute: kms_master_key_id, starts_with: "arn:"}
            - none: json(policy).Statement
              satisfies: {attribute: Effect, equals: Deny}
        """
    file, _ = parse_file(TERRAFORM, "main.tf")
    found = list(edits(file, TERRAFORM, reads_of(policy(questions))))
    assert [(edit.line, edit.attribute, edit.says) for edit in found] == [
        (3, "kms_master_key_id", "without aws_sqs_queue.q.kms_master_key_id"),
        (3, "kms_master_key_id", 'with aws_sqs_queue.q.kms_master_key_id = "arn:"'),
        (3, "kms_master_key_id", 'with aws_sqs_queue.q.kms_master_key_id = "not-alias/q"'),
        (4, "sqs_managed_sse_enabled", "without aws_sqs_queue.q.sqs_managed_sse_enabled"),
        (4, "sqs_managed_sse_enabled", "with aws_sqs_queue.q.sqs_managed_sse_enabled = false"),
        (5, "policy", "without aws_sqs_queue.q.policy"),
        (5, "Statement", "without aws_sqs_queue.q.policy.Statement"),
        (5, "Statement", "without aws_sqs_queue.q.policy.Statement[0]"),
        (5, "Effect", "without aws_sqs_queue.q.policy.Statement[0].Effect"),
        (5, "Effect", 'with aws_sqs_queue.q.policy.Statement[0].Effect = "Deny"'),
        (5, "Effect", 'with aws_sqs_queue.q.policy.Statement[0].Effect = "not-Allow"'),
    ]
    changed = [edit.apply(TERRAFORM) for edit in found]
    assert [parse_file(text, "main.tf")[1] for text in changed] == [()] * len(found)
    assert len({*changed, TERRAFORM}) == len(found) + 1


def test_what_the_provider_asks_for_is_not_dropped() -> None:
    text = 'resource "aws_sqs_queue_policy" "q" {\n  queue_url = "u"\n  policy    = "{}"\n}\n'
    file, _ = parse_file(text, "main.tf")
    reads = reads_of(policy("resources: aws_sqs_queue_policy\nrequire: {attribute: policy, is_set: true}\n"))
    assert [edit.says for edit in edits(file, text, reads)] == ['with aws_sqs_queue_policy.q.policy = "not-{}"']


def test_a_policy_is_lessened_by_each_smallest_part() -> None:
    questions = """\
        resources: aws_sqs_queue
        when: {attribute: fifo_queue, equals: true}
        require:
          not:
            some: {resources: aws_sqs_queue_policy}
            where: {attribute: queue_url, is_set: true}
            satisfies:
              any:
                - {attribute: policy, contains: a}
                - some: policy
        """
    assert [(lesser.attribute, lesser.says, lesser.term) for lesser in lessened(policy(questions))] == [
        ("fifo_queue", "fifo_queue equals true", ""),
        ("queue_url", "queue_url is_set true", ""),
        ("policy", "policy contains a", ""),
        ("policy", "some policy", ""),
    ]


@pytest.mark.slow
def test_no_case_of_our_rules_leaves_anything_unshown() -> None:
    """Half a minute of one core: some six thousand changed cases."""
    assert mutate(load_policies()).gaps == ()
