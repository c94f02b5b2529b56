"""The engine view: placeholders that fit and are written down, names of their own, references that were followed."""

import json
from pathlib import Path

import pytest
from plan_roots import written

from secscan.terraform.evaluate.values import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    Collection,
    ObjectType,
    Type,
    UnknownPayload,
    Value,
)
from secscan.terraform.plan import EngineView, encode, engine_view, overlap
from secscan.terraform.plan.placeholders import ARN, CIDR, CIDR6, MARK, URL, placeholder


def view_of(tmp_path: Path, text: str | dict[str, str]) -> EngineView:
    return engine_view(written(tmp_path, text))


def values(view: EngineView, address: str) -> dict[str, object]:
    entries = json.loads(encode(view.document))["planned_values"]["root_module"]["resources"]
    found: dict[str, object] = next(entry["values"] for entry in entries if entry["address"] == address)
    return found


def references(view: EngineView, address: str) -> dict[str, object]:
    name = next(name for name, other in view.names.items() if other == address)
    entries = json.loads(encode(view.document))["configuration"]["root_module"]["resources"]
    found: dict[str, object] = next(entry["expressions"] for entry in entries if entry["address"] == name)
    return found


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        (STRING, "kms_key_arn", ARN),
        (STRING, "load_balancer_arns", ARN),
        (STRING, "cidr_block", CIDR),
        (STRING, "ipv6_cidr_block", CIDR6),
        (STRING, "queue_url", URL),
        (STRING, "warning", MARK),
        (DYNAMIC, "policy", MARK),
        (NUMBER, "port", 1),
        (BOOL, "self", True),
        (Collection("set", STRING), "cidr_blocks", [CIDR]),
        (Collection("map", STRING), "tags", {MARK: MARK}),
        (ObjectType((("arn", STRING), ("on", BOOL))), "x", {"arn": ARN, "on": True}),
    ],
)
def test_a_placeholder_fits_type_and_name(kind: object, name: str, text: object) -> None:
    assert placeholder(kind, name) == text  # type: ignore[arg-type]  # the types above


def test_a_value_that_is_configured_and_unknown_stands_there_and_is_written_down(tmp_path: Path) -> None:
    view = view_of(
        tmp_path,
        """
        variable "port" { type = number }
        resource "aws_kms_key" "k" {}
        resource "aws_security_group" "web" {
          name   = "web"
          vpc_id = aws_vpc.v.id
          ingress {
            from_port   = var.port
            to_port     = 443
            protocol    = "tcp"
            cidr_blocks = ["0.0.0.0/0", var.nowhere]
          }
        }
        variable "nowhere" {}
        resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
        resource "aws_cloudwatch_log_group" "g" {
          name       = "g-${aws_vpc.v.id}"
          kms_key_id = aws_kms_key.k.arn
        }
        """,
    )
    group = values(view, "aws_cloudwatch_log_group.g")
    assert str(group["name"]).startswith(f"g-{MARK}")
    assert str(group["kms_key_id"]).startswith(f"{ARN}/")
    web = values(view, "aws_security_group.web")
    (rule,) = web["ingress"]  # type: ignore[misc]  # one
    assert (rule["from_port"], rule["to_port"], rule["cidr_blocks"]) == (1, 443, ["0.0.0.0/0", CIDR])
    assert view.placeholders == {
        "aws_cloudwatch_log_group.g": ("kms_key_id", "name"),
        "aws_security_group.web": ("ingress[0].cidr_blocks[1]", "ingress[0].from_port", "vpc_id"),
    }


def test_what_nobody_configured_is_left_out_as_in_terraforms_own_documents(tmp_path: Path) -> None:
    view = view_of(tmp_path, 'resource "aws_ssm_parameter" "p" {\n  name = "p"\n  type = "String"\n}\n')
    assert "arn" not in values(view, "aws_ssm_parameter.p")
    assert "key_id" not in values(view, "aws_ssm_parameter.p")
    assert view.placeholders == {}


def test_placeholders_are_equal_only_for_one_attribute_of_one_resource(tmp_path: Path) -> None:
    """Checkov compares a task's role with its execution role."""
    view = view_of(
        tmp_path,
        """
        resource "aws_iam_role" "a" { assume_role_policy = "{}" }
        resource "aws_iam_role" "b" { assume_role_policy = "{}" }
        resource "aws_ecs_task_definition" "t" {
          family                = "t"
          container_definitions = "[]"
          task_role_arn         = aws_iam_role.a.arn
          execution_role_arn    = aws_iam_role.b.arn
        }
        resource "aws_ecs_task_definition" "u" {
          family                = "u"
          container_definitions = "[]"
          task_role_arn         = aws_iam_role.a.arn
          execution_role_arn    = aws_iam_role.a.arn
        }
        """,
    )
    t, u = values(view, "aws_ecs_task_definition.t"), values(view, "aws_ecs_task_definition.u")
    assert t["task_role_arn"] != t["execution_role_arn"]
    assert u["task_role_arn"] == u["execution_role_arn"] == t["task_role_arn"]


def test_the_known_parts_of_a_document_stay_readable(tmp_path: Path) -> None:
    view = view_of(
        tmp_path,
        """
        resource "aws_kms_key" "k" {}
        data "aws_iam_policy_document" "d" {
          statement {
            actions   = ["kms:*"]
            resources = [aws_kms_key.k.arn]
          }
        }
        resource "aws_iam_policy" "p" { policy = data.aws_iam_policy_document.d.json }
        """,
    )
    policy = json.loads(str(values(view, "aws_iam_policy.p")["policy"]))
    (statement,) = policy["Statement"]
    assert statement["Action"] == "kms:*"
    assert str(statement["Resource"]).startswith(ARN)
    assert view.placeholders["aws_iam_policy.p"] == ("policy.Statement[0].Resource",)


def test_a_sensitive_value_is_replaced_like_an_unknown_one(tmp_path: Path) -> None:
    view = view_of(
        tmp_path,
        """
        variable "password" {
          default   = "hunter2"
          sensitive = true
        }
        resource "aws_db_instance" "d" {
          instance_class = "db.t3.micro"
          password       = var.password
        }
        """,
    )
    assert b"hunter2" not in encode(view.document)
    assert str(values(view, "aws_db_instance.d")["password"]).startswith(MARK)
    assert view.placeholders == {"aws_db_instance.d": ("password",)}


def test_blocks_of_which_the_number_is_unknown_are_kept_and_unsure_as_a_whole(tmp_path: Path) -> None:
    view = view_of(
        tmp_path,
        """
        variable "ports" { type = list(number) }
        resource "aws_security_group" "web" {
          dynamic "ingress" {
            for_each = var.ports
            content {
              from_port = ingress.value
              to_port   = ingress.value
              protocol  = "tcp"
            }
          }
        }
        """,
    )
    (rule,) = values(view, "aws_security_group.web")["ingress"]  # type: ignore[misc]  # one stands for any number
    assert rule["from_port"] == 1
    assert "ingress" in view.placeholders["aws_security_group.web"]


MODULES = {
    "main.tf": """
        module "a" {
          source = "./bucket"
          name   = "a"
          logs   = aws_s3_bucket.logs.id
        }
        module "b" {
          source = "./bucket"
          name   = "b"
          logs   = aws_s3_bucket.logs.id
        }
        resource "aws_s3_bucket" "logs" { bucket = "logs" }
        """,
    "bucket/main.tf": """
        variable "name" {}
        variable "logs" {}
        resource "aws_s3_bucket" "this" { bucket = var.name }
        resource "aws_s3_bucket_logging" "this" {
          bucket        = aws_s3_bucket.this.id
          target_bucket = var.logs
          target_prefix = "x"
        }
        """,
}


def test_one_module_called_twice_has_instances_of_names_of_their_own(tmp_path: Path) -> None:
    view = view_of(tmp_path, MODULES)
    assert view.names == {
        "aws_s3_bucket.logs": "aws_s3_bucket.logs",
        "aws_s3_bucket.a__this": "module.a.aws_s3_bucket.this",
        "aws_s3_bucket_logging.a__this": "module.a.aws_s3_bucket_logging.this",
        "aws_s3_bucket.b__this": "module.b.aws_s3_bucket.this",
        "aws_s3_bucket_logging.b__this": "module.b.aws_s3_bucket_logging.this",
    }


def test_the_reference_that_says_which_one_is_meant_is_told_and_no_other(tmp_path: Path) -> None:
    """A bucket to which others log is not one whose accesses are logged."""
    told = references(view_of(tmp_path, MODULES), "module.b.aws_s3_bucket_logging.this")
    assert told["bucket"] == {"references": ["aws_s3_bucket.b__this.id", "aws_s3_bucket.b__this"]}
    assert told["target_bucket"] == {}


def test_names_that_read_alike_stay_apart(tmp_path: Path) -> None:
    text = 'resource "aws_kms_key" "k" {\n  for_each = toset(["a b", "a-b", "a_b", "a.b"])\n}\n'
    view = view_of(tmp_path, text)
    assert sorted(view.names.values()) == [f'aws_kms_key.k["{key}"]' for key in ("a b", "a-b", "a.b", "a_b")]
    assert len(view.names) == 4


def test_a_null_that_depends_on_something_refers_to_nothing(tmp_path: Path) -> None:
    """Checkov writes a reference where it finds null, and would take the key for set."""
    view = view_of(
        tmp_path,
        """
        variable "own" { default = false }
        resource "aws_kms_key" "k" {}
        resource "aws_cloudwatch_log_group" "g" { kms_key_id = var.own ? aws_kms_key.k.arn : null }
        """,
    )
    assert references(view, "aws_cloudwatch_log_group.g") == {"kms_key_id": {}}
    assert "kms_key_id" not in values(view, "aws_cloudwatch_log_group.g")


def test_what_is_not_set_is_left_out_and_what_has_a_default_stands(tmp_path: Path) -> None:
    text = """
        resource "aws_kms_key" "k" {
          description         = null
          enable_key_rotation = true
          tags                = { a = null }
        }
        resource "aws_s3_bucket_server_side_encryption_configuration" "s" {
          bucket = "b"
          rule {
            bucket_key_enabled = null
          }
        }
    """
    view = view_of(tmp_path, text)
    key = values(view, "aws_kms_key.k")
    assert key == {
        "bypass_policy_lockout_safety_check": False,
        "customer_master_key_spec": "SYMMETRIC_DEFAULT",
        "enable_key_rotation": True,
        "is_enabled": True,
        "key_usage": "ENCRYPT_DECRYPT",
        "tags": {"a": None},
        "tags_all": {"a": None},
    }
    assert values(view, "aws_s3_bucket_server_side_encryption_configuration.s") == {"bucket": "b", "rule": [{}]}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ingress[0].cidr_blocks[1]", "ingress.cidr_blocks", True),
        ("ingress[0].cidr_blocks[1]", "ingress.[0].from_port", False),
        ("ingress", "ingress.[3].from_port", True),
        ("policy.Statement[0].Resource", "policy", True),
        ("policy.Statement[0].Resource", "policy.Statement.[0].Action", False),
        ("rule[0].status", "rule.*.status", True),
        ("name", "name_prefix", False),
    ],
)
def test_paths_overlap_where_one_holds_the_other(one: str, other: str, same: bool) -> None:
    assert overlap(one, other) is same
    assert overlap(other, one) is same


def test_a_placeholder_leaves_out_objects_within_three_others() -> None:
    kind: Type = STRING
    for depth in range(5, 0, -1):
        kind = Collection("list", ObjectType((("at", NUMBER), (f"statement_{depth}", kind))))
    made = {"at": 1, "statement_3": []}
    assert placeholder(kind, "rule") == [{"at": 1, "statement_1": [{"at": 1, "statement_2": [made]}]}]


def test_an_unknown_of_no_known_type_is_a_text() -> None:
    assert placeholder(Value(DYNAMIC, UnknownPayload("x")).type, "anything") == MARK
