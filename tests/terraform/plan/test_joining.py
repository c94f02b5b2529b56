"""A real plan in the evaluation's place: what it changes, what the source keeps, what only one of them has."""

import json
from pathlib import Path

import pytest
from plan_roots import ROOTS, estate_of, recorded, written

from secscan.errors import UserError
from secscan.model import Span
from secscan.sources import Sources
from secscan.terraform.configuration import Options, read
from secscan.terraform.estate import Estate
from secscan.terraform.evaluate.values import plain
from secscan.terraform.plan import document, encode, read_plan, with_plans
from secscan.terraform.plan.joining import with_plan

KEY = 'resource "aws_kms_key" "k" {}\n'
MODULE = """
variable "name" { type = string }
resource "aws_kms_key" "k" { description = var.name }
resource "aws_kms_alias" "k" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.k.id
}
"""
MAIN = """
variable "names" { type = set(string) }
module "keys" {
  source   = "./keys"
  for_each = var.names
  name     = each.key
}
"""


def planned(tmp_path: Path, files: dict[str, str]) -> bytes:
    """The document of these files: a plan that somebody made of another version of them, or with other values."""
    return encode(document(written(tmp_path / "planned", files)))


def joined(tmp_path: Path, files: dict[str, str], of: dict[str, str]) -> Estate:
    return with_plan(written(tmp_path / "source", files), read_plan(planned(tmp_path, of), "plan.json"))


def test_a_plan_knows_the_instances_that_the_evaluation_does_not(tmp_path: Path) -> None:
    files = {"main.tf": MAIN, "keys/main.tf": MODULE}
    evaluated = written(tmp_path / "source", files)
    assert [r.address.name for r in evaluated.resources] == [
        "module.keys[*].aws_kms_alias.k",
        "module.keys[*].aws_kms_key.k",
    ]
    estate = joined(tmp_path, files, {**files, "terraform.tfvars": 'names = ["a", "b"]\n'})
    found = {r.address.name: r for r in estate.resources}
    assert list(found) == [
        'module.keys["a"].aws_kms_alias.k',
        'module.keys["a"].aws_kms_key.k',
        'module.keys["b"].aws_kms_alias.k',
        'module.keys["b"].aws_kms_key.k',
    ]
    key, alias = found['module.keys["b"].aws_kms_key.k'], found['module.keys["b"].aws_kms_alias.k']
    assert plain(key.values["description"]) == "b"
    assert not key.unknown_instances
    assert key.module == 'module.keys["b"]'
    assert [call.name for call in key.calls] == ['module.keys["b"]']
    assert key.span_of("description") == Span(file="keys/main.tf", line=3, column=30, end_line=3, end_column=52)
    assert alias.references["target_key_id"] == (('module.keys["b"].aws_kms_key.k', "id"),)
    assert alias.values["target_key_id"].payload.reference == ('module.keys["b"].aws_kms_key.k', "id")


def test_what_only_the_plan_has_is_kept_without_lines_and_said(tmp_path: Path) -> None:
    source = {"main.tf": MAIN, "keys/main.tf": 'variable "name" {}\nresource "aws_kms_key" "k" {}\n'}
    values = {"terraform.tfvars": 'names = ["a"]\n'}
    estate = joined(tmp_path, {**source, **values}, {"main.tf": MAIN, "keys/main.tf": MODULE, **values})
    alias = next(r for r in estate.resources if r.type == "aws_kms_alias")
    assert (alias.address.name, alias.block.file, dict(alias.spans)) == ('module.keys["a"].aws_kms_alias.k', "", {})
    assert alias.location().span.file == "main.tf"
    assert alias.location().span.line == 3  # the module's call, the nearest line that there is
    assert [(p.message, p.incomplete, p.hint) for p in estate.problems] == [
        (
            f"A resource ({alias.address.name}) of the plan is not declared in the source: no lines can be shown.",
            False,
            "Is the plan of this version of the configuration?",
        )
    ]
    assert estate.at_line("main.tf", 3) == ()


def test_what_only_the_source_has_is_left_out_and_said(tmp_path: Path) -> None:
    both = 'resource "aws_kms_key" "k" {}\n'
    estate = joined(tmp_path, {"main.tf": both + 'resource "aws_sqs_queue" "q" {}\n'}, {"main.tf": both})
    assert [r.address.name for r in estate.resources] == ["aws_kms_key.k"]
    assert [(p.message, p.incomplete) for p in estate.problems] == [
        ("A resource (aws_sqs_queue.q) of the configuration is not in the plan, which was taken at its word.", False)
    ]


def test_values_and_marks_are_the_plans_and_what_is_not_set_stays_out(tmp_path: Path) -> None:
    text = 'variable "v" {}\nresource "aws_sqs_queue" "q" {\n  name = var.v\n  tags = { a = var.v }\n}\n'
    estate = joined(tmp_path, {"main.tf": text}, {"main.tf": text, "terraform.tfvars": 'v = "x"\n'})
    (queue,) = estate.resources
    assert {name: plain(value) for name, value in queue.values.items()} == {"name": "x", "tags": {"a": "x"}}
    assert queue.planned is not None
    assert queue.planned["visibility_timeout_seconds"].is_known
    assert plain(estate.variables["v"]) == "x"


def test_terraforms_own_plan_of_a_root_amounts_to_what_the_evaluation_says() -> None:
    evaluated = estate_of(ROOTS / "fleet")
    estate = with_plan(evaluated, read_plan(json.dumps(recorded("fleet")).encode(), "fleet"))
    assert [r.address for r in estate.resources] == [r.address for r in evaluated.resources]
    assert [r.block for r in estate.resources] == [r.block for r in evaluated.resources]
    assert estate.problems == ()
    password = estate.at("aws_ssm_parameter.password")
    assert password is not None
    assert password.values["value"].sensitive
    assert {name: dict(r.references) for name, r in _by_name(estate).items()} == {
        name: dict(r.references) for name, r in _by_name(evaluated).items()
    }


def _by_name(estate: Estate) -> dict[str, object]:
    return {r.address.name: r for r in estate.resources if r.mode == "managed"}


def test_a_plan_of_another_root_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"no resource of the plan is in root \.: aws_sqs_queue\.q, for one, is not"):
        joined(tmp_path, {"main.tf": KEY}, {"main.tf": 'resource "aws_sqs_queue" "q" {}\n'})


def test_a_plan_for_a_root_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "aws_kms_key" "k" {}\n')
    configuration = read(Sources(tmp_path), Options())
    plan = read_plan(encode(document(configuration.estates[0])), "plan.json")
    with pytest.raises(UserError, match="--plan names prod, which is no root here") as told:
        with_plans(configuration, {"prod": plan})
    assert told.value.hint == "the roots are: ."
    assert with_plans(configuration, {}) is configuration


def test_a_plan_that_is_not_whole_makes_the_audit_incomplete(tmp_path: Path) -> None:
    estate = written(tmp_path, 'resource "aws_kms_key" "k" {}\n')
    made = {**document(estate), "errored": True}
    (problem,) = with_plan(estate, read_plan(encode(made), "p")).problems
    assert problem.incomplete
    assert problem.message == (
        "The plan that was given is not whole: the plan itself says that planning failed: it is not whole."
    )


def test_a_root_that_cannot_be_read_does_not_take_a_plan(tmp_path: Path) -> None:
    plan = read_plan(encode(document(written(tmp_path / "a", 'resource "aws_kms_key" "k" {}\n'))), "p")
    broken = written(tmp_path / "b", 'resource "aws_kms_key" "k" {\n')
    estate = with_plan(broken, plan)
    assert estate.broken
    assert "The plan was not used: the source of this root cannot be read." in {p.message for p in estate.problems}
