"""Plan documents: the same for the same configuration however it is spread over files, and back again as a plan."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plan_roots import ROOTS, estate_of, written

from secscan.terraform.estate import Estate
from secscan.terraform.evaluate.values import Plain, Sensitive, Unknown, plain
from secscan.terraform.plan import document, encode, engine_view, read_plan
from secscan.terraform.plan.joining import with_plan

BLOCKS = (
    'variable "names" { default = ["a", "b"] }\n',
    'variable "secret" {\n  default = "s"\n  sensitive = true\n}\n',
    'provider "aws" { region = "us-east-1" }\n',
    'resource "aws_kms_key" "k" {\n  for_each = toset(var.names)\n  description = each.key\n}\n',
    'resource "aws_kms_alias" "k" {\n  name = "alias/x"\n  target_key_id = aws_kms_key.k["a"].id\n}\n',
    'data "aws_region" "here" {}\n',
    'module "m" {\n  source = "./m"\n  count = 2\n  name = "${data.aws_region.here.name}-${count.index}"\n}\n',
    'output "keys" { value = { for n, k in aws_kms_key.k : n => k.arn } }\n',
    'output "secret" {\n  value = var.secret\n  sensitive = true\n}\n',
)
CHILD = 'variable "name" {}\nresource "aws_sqs_queue" "q" {\n  name = var.name\n}\n'


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.permutations(range(len(BLOCKS))), st.lists(st.sampled_from("abz"), min_size=len(BLOCKS), max_size=len(BLOCKS))
)
def test_the_document_is_the_same_in_whatever_files_and_order(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], files: list[str]
) -> None:
    def made(texts: dict[str, str]) -> tuple[bytes, bytes]:
        estate = written(tmp_path_factory.mktemp("order"), {**texts, "m/main.tf": CHILD})
        assert not estate.problems
        return encode(document(estate)), encode(engine_view(estate).document)

    spread: dict[str, str] = {}
    for number, file in zip(order, files, strict=True):
        spread[f"{file}.tf"] = spread.get(f"{file}.tf", "") + BLOCKS[number]
    assert made(spread) == made({"main.tf": "".join(BLOCKS)})


@pytest.mark.parametrize("name", ["fleet", "policies", "references"])
def test_documents_are_json_and_twice_the_same(name: str) -> None:
    estate = estate_of(ROOTS / name)
    content = encode(document(estate))
    assert content == encode(document(estate_of(ROOTS / name)))
    assert encode(json.loads(content)) == content
    assert content.isascii()


def shown(estate: Estate) -> dict[str, object]:
    return {r.address.name: {name: _hidden(plain(value)) for name, value in r.values.items()} for r in estate.resources}


def _hidden(value: Plain) -> object:
    """A value without what no document holds: what is sensitive, and why something is unknown."""
    if isinstance(value, Sensitive):
        return "hidden" if value.value is not None else None
    if isinstance(value, Unknown):
        return "unknown"
    if isinstance(value, list):
        return [_hidden(item) for item in value]
    return {name: _hidden(item) for name, item in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("name", ["fleet", "policies", "references"])
def test_our_document_read_as_a_plan_gives_the_estate_again(name: str) -> None:
    estate = estate_of(ROOTS / name)
    again = with_plan(estate, read_plan(encode(document(estate)), "own"))
    assert again.problems == ()
    assert [r.address for r in again.resources] == [r.address for r in estate.resources]
    assert shown(again) == shown(estate)
    assert {n: _hidden(plain(v)) for n, v in again.outputs.items()} == {
        n: _hidden(plain(v)) for n, v in estate.outputs.items()
    }
    assert {n: plain(v) for n, v in again.variables.items()} == {n: plain(v) for n, v in estate.variables.items()}


def test_a_gap_makes_the_document_say_that_it_is_not_whole(tmp_path: Path) -> None:
    estate = written(tmp_path, 'module "m" { source = "registry.example/x/y" }\n')
    made = document(estate)
    assert (made["errored"], made["complete"], made["applyable"]) == (True, False, False)
    assert with_plan(estate, read_plan(encode(made), "own")).problems != estate.problems
