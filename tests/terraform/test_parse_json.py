"""JSON syntax gives the tree that the native syntax gives."""

import json
import subprocess
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from secscan.model import Span
from secscan.terraform import syntax
from secscan.terraform.parse import parse_file

NATIVE = """\
terraform {
  required_version = ">= 1.5"
  backend "local" {
    path = "$${x}"
  }
}
variable "name" {
  type    = map(string)
  default = { a = "$${not.read}" }
  validation {
    condition     = "${length(var.name) > 0}"
    error_message = "empty"
  }
}
resource "terraform_data" "a" {
  depends_on = [terraform_data.b]
  input      = { "x-${var.name.a}" = [1, true, null, "y"] }
  lifecycle {
    ignore_changes = all
    precondition {
      condition     = "${var.name != null}"
      error_message = "never"
    }
  }
  provisioner "local-exec" {
    command = "true"
  }
}
resource "terraform_data" "b" {
  for_each = "${toset(["a"])}"
}
locals {
  l = "%{ if true }x%{ endif }"
}
output "o" {
  value = -1.5
}
moved {
  from = terraform_data.c
  to   = terraform_data.b["a"]
}
"""
TWIN: dict[str, Any] = {
    "//": "comments may say anything ${",
    "terraform": {"required_version": ">= 1.5", "backend": {"local": {"path": "${x}"}}},
    "variable": {
        "name": {
            "type": "map(string)",
            "default": {"a": "${not.read}"},
            "validation": {"condition": "${length(var.name) > 0}", "error_message": "empty"},
        }
    },
    "resource": [
        {
            "terraform_data": {
                "a": {
                    "//": "ignored",
                    "depends_on": ["terraform_data.b"],
                    "input": {"x-${var.name.a}": [1, True, None, "y"]},
                    "lifecycle": {
                        "ignore_changes": "all",
                        "precondition": [{"condition": "${var.name != null}", "error_message": "never"}],
                    },
                    "provisioner": [{"local-exec": {"command": "true"}}],
                },
                "b": {"for_each": '${toset(["a"])}'},
            }
        }
    ],
    "locals": {"l": "%{ if true }x%{ endif }"},
    "output": {"o": {"value": -1.5}},
    "moved": {"from": "terraform_data.c", "to": 'terraform_data.b["a"]'},
}


def shape(node: Any) -> Any:
    """A tree without its places; a negative number as the one literal that JSON has for it."""
    if isinstance(node, tuple):
        return [shape(item) for item in node]
    if isinstance(node, syntax.Unary) and isinstance(node.operand, syntax.Literal):
        return ["Literal", -node.operand.value] if node.operand.value else None
    if isinstance(node, syntax.Literal):
        return ["Literal", node.value]
    if not is_dataclass(node):
        return node
    kept = [getattr(node, f.name) for f in fields(node) if not isinstance(getattr(node, f.name), Span)]
    return [type(node).__name__, *map(shape, kept)]


def test_a_json_file_reads_as_its_native_twin() -> None:
    native, nothing = parse_file(NATIVE, "main.tf")
    twin, nothing_too = parse_file(json.dumps(TWIN, indent=2), "main.tf.json")
    assert (nothing, nothing_too) == ((), ())
    assert shape(twin.body) == shape(native.body)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "text"), [("main.tf", NATIVE), ("main.tf.json", json.dumps(TWIN))])
def test_terraform_takes_both_twins(terraform: str, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    for command in ("init", "validate"):
        done = subprocess.run(
            [terraform, command, "-no-color"], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


def test_nodes_in_json_strings_have_their_places_escapes_counted() -> None:
    text = '{"locals": {\n  "a": "\\n\\u00e9 ${b(\\"c\\")}"\n}}'
    file, problems = parse_file(text, "main.tf.json")
    (attribute,) = file.body.blocks[0].body.attributes
    call = next(part for part in attribute.value.parts if not isinstance(part, str))
    lines = text.split("\n")
    named = lines[1][attribute.name_span.column - 1 : attribute.name_span.end_column - 1]
    called = lines[1][call.span.column - 1 : call.span.end_column - 1]
    assert (named, called, call.span.line, problems) == ("a", 'b(\\"c\\")', 2, ())


def test_a_tfvars_file_in_json_holds_no_templates() -> None:
    file, _ = parse_file('{"a": "${b}"}', "x.auto.tfvars.json")
    assert [attribute.value.parts for attribute in file.body.attributes] == [("${b}",)]


def test_a_nested_block_of_a_resource_stays_an_attribute_and_a_dynamic_one_is_a_block() -> None:
    body = {"ingress": [{"from_port": 1}], "dynamic": {"egress": {"for_each": [1], "content": {"to_port": 2}}}}
    file, _ = parse_file(json.dumps({"resource": {"aws_security_group": {"g": body}}}), "main.tf.json")
    (resource,) = file.body.blocks
    (dynamic,) = resource.body.blocks
    seen = (
        [attribute.name for attribute in resource.body.attributes],
        dynamic.labels,
        [(block.type, [attribute.name for attribute in block.body.attributes]) for block in dynamic.body.blocks],
    )
    assert seen == (["ingress"], ("egress",), [("content", ["to_port"])])


SAID = {
    "": "1:1 expected a value, found the end of the file",
    '{"a": 1,}': "1:9 expected a name in double quotes, found '}'",
    '{"a" 1}': "1:6 expected \":\" after the name, found '1'",
    '{\n"a": 1,\n"a": 2}': '3:2 the argument "a" was already set in line 2',
    '{"a": {"b": 1, "b": 2}}': '1:17 the property "b" stands twice in this object',
    '{"resource": 1}': "1:14 expected an object, which holds arguments and blocks",
    '{"a": "${b"}': '1:7 the template sequence "${" is never closed',
    '{"a": NaN}': "1:7 expected a value, found 'N'",
    '{"a": 01}': "1:8 expected a comma or a closing \"}\", found '1'",
    "[" * 10_000: "1:102 nested more than 100 levels deep, which secscan does not read, found '['",
}


@pytest.mark.parametrize("text", SAID, ids=range(len(SAID)))
def test_broken_json_is_explained_with_its_line(text: str) -> None:
    file, (problem,) = parse_file(text, "main.tf.json")
    assert f"{problem.span.line}:{problem.span.column} {problem.message}" == SAID[text]
    assert (file.body.attributes, file.body.blocks) == ((), ())
