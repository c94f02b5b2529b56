"""Checkov's two views of one tree, live: what each of them sees, and that placeholders decide nothing."""

import pytest
from engine_stage import job_of, write_tree

from secscan.engines import Tools, run_engines
from secscan.model import Outcome, RunStatus, View

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("checkov")]

BLOCK = """
resource "aws_s3_bucket_public_access_block" "this" {
  %s
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
"""
TREE = {
    "main.tf": """
        variable "names" { type = set(string) }
        variable "open" { type = list(number) }

        module "one" {
          source   = "./bucket"
          for_each = { a = true, b = false }
          name     = "n${each.key}"
          block    = each.value
        }

        resource "aws_s3_bucket" "far" { bucket = "far" }
        module "far" {
          source = "./block"
          bucket = aws_s3_bucket.far.id
        }

        resource "aws_kms_key" "k" { enable_key_rotation = true }
        resource "aws_cloudwatch_log_group" "keyed" { kms_key_id = aws_kms_key.k.arn }
        resource "aws_cloudwatch_log_group" "bare" { name = "bare" }

        resource "aws_kms_key" "any" {
          for_each            = var.names
          enable_key_rotation = false
        }

        resource "aws_security_group" "unsure" {
          name        = "unsure"
          description = "unsure"
          dynamic "ingress" {
            for_each = var.open
            content {
              description = "open"
              from_port   = ingress.value
              to_port     = ingress.value
              protocol    = "tcp"
              cidr_blocks = ["0.0.0.0/0"]
            }
          }
        }
        """,
    "bucket/main.tf": 'variable "name" {}\nvariable "block" {}\nresource "aws_s3_bucket" "this" { bucket = var.name }\n'
    + BLOCK % "count = var.block ? 1 : 0\n  bucket = aws_s3_bucket.this.id",
    "block/main.tf": 'variable "bucket" {}\n' + BLOCK % "bucket = var.bucket",
}

Seen = dict[tuple[str, str], Outcome]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory, installed_tools: Tools) -> dict[View, Seen]:
    """By view: (rule, address) -> outcome."""
    top = tmp_path_factory.mktemp("views")
    (run,) = run_engines(("checkov",), job_of(write_tree(top / "tree", TREE), top / "stage", installed_tools))
    assert (run.status, run.notices) == (RunStatus.OK, ())
    found: dict[View, Seen] = {View.SOURCE: {}, View.EVALUATED: {}}
    for o in run.observations:
        if o.address:
            found[o.view][o.rule_id, o.address.name] = o.outcome
    return found


def of(rule: str, seen: Seen) -> dict[str, Outcome]:
    return {address: outcome for (one, address), outcome in seen.items() if one == rule}


def test_instances_of_one_module_are_told_apart(seen: dict[View, Seen]) -> None:
    """On the source, Checkov takes a public access block of count 0 for one that is there."""
    outcomes = of("CKV2_AWS_6", seen[View.EVALUATED])
    assert outcomes['module.one["a"].aws_s3_bucket.this'] is Outcome.PASS
    assert outcomes['module.one["b"].aws_s3_bucket.this'] is Outcome.FAIL
    assert of("CKV2_AWS_6", seen[View.SOURCE])['module.one["b"].aws_s3_bucket.this'] is Outcome.PASS


def test_a_reference_through_a_modules_argument_is_followed(seen: dict[View, Seen]) -> None:
    assert of("CKV2_AWS_6", seen[View.EVALUATED])["aws_s3_bucket.far"] is Outcome.PASS


def test_what_is_only_known_after_apply_is_neither_there_nor_missing(seen: dict[View, Seen]) -> None:
    assert of("CKV_AWS_158", seen[View.EVALUATED]) == {
        "aws_cloudwatch_log_group.keyed": Outcome.UNDECIDED,
        "aws_cloudwatch_log_group.bare": Outcome.FAIL,
    }


def test_any_number_of_instances_is_judged_once(seen: dict[View, Seen]) -> None:
    assert of("CKV_AWS_7", seen[View.EVALUATED])["aws_kms_key.any[*]"] is Outcome.FAIL


def test_blocks_that_may_or_may_not_be_there_decide_nothing(seen: dict[View, Seen]) -> None:
    outcomes = {of(rule, seen[View.EVALUATED])["aws_security_group.unsure"] for rule in ("CKV_AWS_24", "CKV_AWS_260")}
    assert outcomes == {Outcome.UNDECIDED}
