"""Guard's rules: their own unit tests, what is read of them, how they agree with ours, and an organisation's."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from engine_stage import RECORDED, job_of, write_tree

from secscan.engines import RuleFile, Tools, guard, run_engines
from secscan.engines.guard_document import document_of
from secscan.engines.guard_rules import Rule, rules_of
from secscan.engines.process import Limits, run
from secscan.model import Address, Observation, Outcome, RunStatus
from secscan.sources import Sources
from secscan.terraform.configuration import Options, read
from secscan.terraform.plan import engine_view

TOP = Path(__file__).resolve().parents[2]
RULES = TOP / ".cfn-guard" / "rules.guard"
UNIT_TESTS = sorted((Path(__file__).parent / "guard").glob("*.yaml"))
FAMILIES = {
    "alb_drop_invalid_headers": "aws-alb-drop-invalid-headers",
    "alb_security_headers": "aws-alb-security-headers",
    "cloudwatch_log_group_encryption": "aws-cloudwatch-log-group-customer-key",
    "ecs_container_non_root_user": "aws-ecs-non-root-user",
    "kms_key_rotation": "aws-kms-key-rotation",
    "s3_bucket_public_access_block": "aws-s3-public-access-block",
    "s3_public_access_block_flags": "aws-s3-public-access-block-flags",
}
"""Guard's rules and the policies of ours that mean the same."""


def known_rules() -> dict[str, Rule]:
    tree = json.loads((RECORDED / "guard" / "rules.json").read_text())
    return {rule.name: rule for rule in rules_of(tree, "a parse tree")}


def test_the_suite_brings_five_families_of_rules() -> None:
    assert set(known_rules()) == set(FAMILIES)
    assert guard.own_rules() == RuleFile(path="", text=RULES.read_text())


def test_every_rule_has_a_unit_test_that_passes_fails_and_skips() -> None:
    cases = [case for file in UNIT_TESTS for case in yaml.safe_load(file.read_text())]
    said = {(rule, outcome) for case in cases for rule, outcome in case["expectations"]["rules"].items()}
    assert said == {(rule, outcome) for rule in FAMILIES for outcome in ("PASS", "FAIL", "SKIP")}


@pytest.mark.slow
@pytest.mark.parametrize("file", UNIT_TESTS, ids=lambda file: file.stem)
def test_guards_own_unit_tests_hold(file: Path, installed_tools: Tools, tmp_path: Path) -> None:
    program = installed_tools.verified("cfn-guard") / "bin" / "cfn-guard"
    command = (str(program), "test", "--rules-file", str(RULES), "--test-data", str(file), "--output-format", "json")
    done = run(command, cwd=tmp_path, environment={}, limits=Limits(seconds=60))
    report = json.loads(done.stdout)
    broken = {case["name"]: case["failed_rules"] for case in report["test_cases"] if case["failed_rules"]}
    assert (done.code, broken) == (0, {})
    assert [case["name"] for case in report["test_cases"]] == [c["name"] for c in yaml.safe_load(file.read_text())]


def test_what_a_rule_reads_and_asks_is_known() -> None:
    rules = known_rules()
    kms = rules["kms_key_rotation"]
    asked, there = {"key_usage", "customer_master_key_spec"}, {"custom_key_store_id", "xks_key_id"}
    assert (kms.reads.said, kms.asks.said) == ({"enable_key_rotation", *asked}, asked)
    assert (kms.reads.there, kms.asks.there) == ({*asked, *there}, {*asked, *there})
    assert (kms.types, kms.some, kms.reads.every) == (frozenset({"aws_kms_key"}), False, False)
    ecs = rules["ecs_container_non_root_user"]
    assert ecs.asks.said == {"runtime_platform", "operating_system_family"}
    assert ecs.reads.said == {"container_definitions", "user", *ecs.asks.said}
    logs = rules["cloudwatch_log_group_encryption"]
    assert (logs.reads.said, logs.reads.there) == (set(), {"kms_key_id"})
    assert [logs.reads.read("kms_key_id", refers=refers) for refers in (False, True)] == [True, False]
    s3 = rules["s3_bucket_public_access_block"]
    assert (s3.reads.said, s3.reads.there) == (set(), {"aws_s3_bucket_public_access_block"})
    assert s3.types == {"aws_s3_bucket", "aws_s3_account_public_access_block"}


def test_what_is_read_through_other_rules_wildcards_and_blocks_is_known(tmp_path: Path) -> None:
    def clause(*query: object, condition: bool = False) -> object:
        return [[{"Clause": {"access_clause": {"query": {"query": list(query), "match_all": not condition}}}}]]

    named = {"NamedRule": {"dependent_rule": "first"}}
    tree = {
        "assignments": [{"var": "x", "value": {"AccessClause": {"query": [{"Key": "behind_a_variable"}]}}}],
        "guard_rules": [
            {"rule_name": "first", "conditions": None, "block": {"conjunctions": clause({"Key": "%x"})}},
            {"rule_name": "second", "conditions": [[named]], "block": {"conjunctions": clause({"Key": "own"})}},
            {"rule_name": "every", "conditions": None, "block": {"conjunctions": clause({"AllValues": None})}},
            {
                "rule_name": "blocks",
                "conditions": None,
                "block": [{"WhenBlock": [clause({"Key": "asked"}), {"conjunctions": clause({"Key": "read"})}]}],
            },
            {"rule_name": "some", "conditions": None, "block": clause({"Key": "any"}, condition=True)},
        ],
        "parameterized_rules": [],
    }
    rules = {rule.name: rule for rule in rules_of(tree, "a parse tree")}
    assert (rules["second"].reads.said, rules["second"].asks.said) == (
        {"behind_a_variable", "own"},
        {"behind_a_variable"},
    )
    assert rules["every"].reads.read("tags.Owner")
    assert (rules["blocks"].reads.said, rules["blocks"].asks.said) == ({"asked", "read"}, {"asked"})
    assert (rules["some"].some, rules["first"].some) == (True, False)


def test_the_document_decodes_json_follows_references_and_escapes_keys(tmp_path: Path) -> None:
    text = """
        resource "aws_s3_bucket" "a" {
          for_each = toset(["x/y~z"])
        }
        resource "aws_s3_bucket_public_access_block" "a" {
          bucket            = aws_s3_bucket.a["x/y~z"].id
          block_public_acls = true
        }
        resource "aws_s3_bucket" "named" {
          bucket = "by-its-name"
        }
        resource "aws_s3_bucket_policy" "named" {
          bucket = "by-its-name"
          policy = jsonencode({ Version = "2012-10-17", Statement = [] })
        }
    """
    made = document_of(view_of(tmp_path, text))
    block, policy = "aws_s3_bucket_public_access_block.a", "aws_s3_bucket_policy.named"
    assert made.addresses['aws_s3_bucket.a["x~1y~0z"]'] == 'aws_s3_bucket.a["x/y~z"]'
    assert {key: made.resources[key]["ReferredBy"] for key in made.resources} == {
        'aws_s3_bucket.a["x~1y~0z"]': {"aws_s3_bucket_public_access_block": [block]},
        "aws_s3_bucket.named": {"aws_s3_bucket_policy": [policy]},
        block: {},
        policy: {},
    }
    assert made.resources[block]["References"] == {"bucket": ['aws_s3_bucket.a["x/y~z"]']}
    assert made.resources[policy]["Properties"]["policy"] == {"Version": "2012-10-17", "Statement": []}
    assert "restrict_public_buckets" in made.resources[block]["Properties"] or made.unknown[block] == ("bucket",)


def test_what_may_refer_to_a_resource_is_marked_as_not_known(tmp_path: Path) -> None:
    text = """
        variable "name" {
          type = string
        }
        resource "aws_s3_bucket" "a" {}
        resource "aws_s3_bucket_public_access_block" "of_whom" {
          bucket = var.name
        }
    """
    made = document_of(view_of(tmp_path, text))
    assert made.unknown["aws_s3_bucket.a"] == ("ReferredBy.aws_s3_bucket_public_access_block",)
    assert made.unknown["aws_s3_bucket_public_access_block.of_whom"] == ("bucket",)


def view_of(directory: Path, text: str):  # type: ignore[no-untyped-def]  # an engine view
    estates = read(Sources(write_tree(directory / "tree", {"main.tf": text})), Options()).estates
    return engine_view(estates[0])


def words(run: Iterable[Observation]) -> set[tuple[str, str, str]]:
    return {(o.rule_id, o.address.name if o.address else o.absent_from, str(o.outcome)) for o in run}


@pytest.mark.slow
def test_what_rests_on_an_unknown_value_is_undecided_fail_or_pass(installed_tools: Tools, tmp_path: Path) -> None:
    text = """
        variable "usage" {}
        variable "on" {}
        resource "aws_kms_key" "of_an_unknown_use" {
          key_usage           = var.usage
          enable_key_rotation = false
        }
        resource "aws_kms_key" "perhaps" {
          enable_key_rotation = var.on
        }
        resource "aws_kms_key" "known" {
          description         = var.usage
          enable_key_rotation = false
        }
        resource "aws_cloudwatch_log_group" "by_reference" {
          name       = "a"
          kms_key_id = aws_kms_key.known.arn
        }
        resource "aws_ecs_task_definition" "app" {
          family                = "app"
          container_definitions = jsonencode([
            { name = "root", user = "root", image = var.usage },
            { name = "whoever", user = var.usage, image = "a" },
          ])
        }
    """
    job = job_of(write_tree(tmp_path / "tree", {"main.tf": text}), tmp_path / "stage", installed_tools)
    (run,) = run_engines(("guard",), job)
    assert run.status is RunStatus.OK
    assert words(run.observations) == {
        ("kms_key_rotation", "aws_kms_key.of_an_unknown_use", "undecided"),
        ("kms_key_rotation", "aws_kms_key.perhaps", "undecided"),
        ("kms_key_rotation", "aws_kms_key.known", "fail"),
        ("cloudwatch_log_group_encryption", "aws_cloudwatch_log_group.by_reference", "pass"),
        ("ecs_container_non_root_user", "aws_ecs_task_definition.app", "fail"),
    }
    evidence = {o.evidence for o in run.observations if o.address and o.address.name == "aws_ecs_task_definition.app"}
    assert evidence == {'container_definitions[0].user is "root"'}


@pytest.mark.slow
def test_on_every_case_of_the_policies_guard_says_what_our_own_rules_say_or_does_not_decide(
    installed_tools: Tools, tmp_path: Path
) -> None:
    job = job_of(TOP / "policies", tmp_path / "stage", installed_tools)
    own, others = run_engines(("secscan", "guard"), job)
    ours = worst(own.observations, {rule: rule for rule in FAMILIES.values()})
    theirs = worst(others.observations, FAMILIES)
    decided = {key for key in ours if Outcome.UNDECIDED not in (ours[key], theirs.get(key, Outcome.UNDECIDED))}
    assert {rule for rule, _ in decided} == set(FAMILIES.values())
    assert {outcome for key in decided for outcome in (ours[key],)} == {Outcome.PASS, Outcome.FAIL}
    assert {str(address) for rule, address in decided if ours[rule, address] is not theirs[rule, address]} == set()
    assert {key for key in theirs if key not in ours} == set()


def worst(said: Iterable[Observation], rules: dict[str, str]) -> dict[tuple[str, Address], Outcome]:
    """By our rule and address, the worst that was said."""
    rank = {Outcome.PASS: 0, Outcome.UNDECIDED: 1, Outcome.FAIL: 2}
    found: dict[tuple[str, Address], Outcome] = {}
    for o in said:
        if o.rule_id in rules and o.address:
            key = (rules[o.rule_id], o.address)
            found[key] = max(o.outcome, found.get(key, o.outcome), key=lambda outcome: rank[outcome])
    return found


@pytest.mark.slow
def test_an_organisations_rules_run_beside_ours_and_a_mistake_in_them_has_its_line(
    installed_tools: Tools, tmp_path: Path
) -> None:
    text = 'resource "aws_sqs_queue" "q" {\n  name = "q"\n}\n'
    job = job_of(write_tree(tmp_path / "tree", {"main.tf": text}), tmp_path / "stage", installed_tools)
    queues = "let queues = Resources.*[ Type == 'aws_sqs_queue' ]\n"
    good = RuleFile(
        path="rules/queues.guard",
        text=queues + "rule queue_name when %queues !empty {\n  %queues.Properties.name == /^team-/\n"
        "  <<\n    Violation: The queue is nobody's.\n    Severity: low\n  >>\n}\n",
    )
    (run,) = run_engines(("guard",), replace(job, guard_rules=(good,)))
    assert [(o.rule_id, o.message, str(o.severity), o.evidence) for o in run.observations] == [
        ("queue_name", "The queue is nobody's.", "low", 'name is "q"')
    ]

    bad = RuleFile(path="rules/bad.guard", text=queues + "rule broken {\n  %queues.Properties.name ==\n}\n")
    twice = RuleFile(path="rules/twice.guard", text="rule kms_key_rotation {\n  Resources exists\n}\n")
    (run,) = run_engines(("guard",), replace(job, guard_rules=(good, bad, twice)))
    assert run.status is RunStatus.FAILED
    assert [(n.file, n.line) for n in run.notices] == [("rules/bad.guard", 3), ("rules/twice.guard", 0)]
    assert "the rule `kms_key_rotation` exists already, in the rules of this package" in run.notices[1].message
    assert "queue_name" in {o.rule_id for o in run.observations}


@pytest.mark.slow
def test_a_reference_is_set_and_a_value_that_may_be_null_is_undecided(installed_tools: Tools, tmp_path: Path) -> None:
    text = """
        variable "key" { type = string }
        variable "own" { type = bool }
        resource "aws_kms_key" "k" { enable_key_rotation = true }
        resource "aws_cloudwatch_log_group" "by_reference" { kms_key_id = aws_kms_key.k.arn }
        resource "aws_cloudwatch_log_group" "by_variable" { kms_key_id = var.key }
        resource "aws_cloudwatch_log_group" "perhaps" { kms_key_id = var.own ? aws_kms_key.k.arn : null }
        resource "aws_cloudwatch_log_group" "without" {}
    """
    top = write_tree(tmp_path / "tree", {"main.tf": text})
    (done,) = run_engines(("guard",), job_of(top, tmp_path / "stage", installed_tools))
    said = [o for o in done.observations if o.rule_id == "cloudwatch_log_group_encryption" and o.address]
    assert {o.address.name.partition(".")[2]: o.outcome for o in said if o.address} == {
        "by_reference": Outcome.PASS,
        "by_variable": Outcome.UNDECIDED,
        "perhaps": Outcome.UNDECIDED,
        "without": Outcome.FAIL,
    }
