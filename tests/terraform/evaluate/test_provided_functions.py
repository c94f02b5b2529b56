"""Functions of providers that can be told without them, against what Terraform with these providers says.

`SECSCAN_RECORD=1 pytest tests/terraform/evaluate/test_provided_functions.py -m slow` records the answers again.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest
from console import show_value
from record_probes import console, message

from secscan.terraform.evaluate.errors import EvaluationError
from secscan.terraform.evaluate.expressions import evaluate
from secscan.terraform.evaluate.scope import FunctionContext, Names
from secscan.terraform.evaluate.values import Value, string, unknown
from secscan.terraform.parse import parse_expression

RECORDED = Path(__file__).parent / "provided_functions.json"
PROVIDERS = """
terraform {
  required_providers {
    terraform = { source = "terraform.io/builtin/terraform" }
    aws       = { source = "hashicorp/aws" }
  }
}
"""
EXPRESSIONS = tuple(
    line
    for line in r"""
provider::terraform::encode_tfvars({ a = "x", b = [1, 2], c = { "d-e" = true, "f g" = null, h = 1.5 }, z = "2\nl" })
provider::terraform::encode_tfvars({ a = [{ b = 1, ccc = "x" }], ddd = "e", f = { g = 1 }, hhhhh = 2, i = 3 })
provider::terraform::encode_tfvars({})
provider::terraform::encode_tfvars({ "a b" = 1 })
provider::terraform::encode_tfvars([1])
provider::terraform::encode_tfvars({ a = "[{", bb = "= x = {" })
provider::terraform::encode_expr({ a = "x", b = [1, "2", false, null], c = { "d-e" = true, "f g" = null } })
provider::terraform::encode_expr({ aaa = 1, b = { c = 1, dddd = [1], e = {}, ff = { x = 1 }, g = 1 }, ccc = 2, d = 3 })
provider::terraform::encode_expr({ eeeeeee = [{ q = 1, rr = 2 }, { q = 2 }], fffffffff = 4 })
provider::terraform::encode_expr([{ a = 1, bbb = 2 }, 3, [4, { c = 5 }]])
provider::terraform::encode_expr("a\"b\\c\t\r\n$${x}%%{y}$é\u001b\u2028 $ % {}")
provider::terraform::encode_expr({ "a.b" = 1, "0" = 1, "true" = 2, "for" = 3, "é" = 4, "-x" = 5, "_y" = 6 })
provider::terraform::encode_expr(toset(["b", "a"]))
provider::terraform::encode_expr([[], {}, ""])
provider::terraform::encode_expr(1e30)
provider::terraform::encode_expr(-1.5)
provider::terraform::encode_expr(true)
provider::terraform::encode_expr(null)
provider::terraform::decode_tfvars("a = 1\nb = [true, \"x\"]\n")
provider::terraform::decode_tfvars("a = 1 + 2\nb = { c = \"$${1}\" }\n")
provider::terraform::decode_tfvars("")
provider::aws::arn_parse("arn:aws:iam::123456789012:role/service/x")
provider::aws::arn_parse("arn:aws:s3:::bucket/a:b").resource
provider::aws::arn_parse("arn:::::")
provider::aws::arn_parse("nope")
provider::aws::arn_parse("arn:a:b")
provider::aws::arn_parse(null)
provider::aws::arn_parse()
provider::aws::arn_build("aws", "iam", "", "123456789012", "role/x")
provider::aws::arn_build("", "iam", "us-east-1", 12, "")
provider::aws::trim_iam_role_path("arn:aws:iam::123456789012:role/a/b/x")
provider::aws::trim_iam_role_path("arn:aws:iam::123456789012:role/x")
provider::aws::trim_iam_role_path("arn:aws:iam::123456789012:user/x")
provider::aws::trim_iam_role_path("arn:aws:s3:::role/x")
provider::aws::trim_iam_role_path("arn:aws:iam:us-east-1:123456789012:role/x")
""".splitlines()
    if line
)


def answer(expression: str) -> dict[str, str]:
    """`output` as the console prints it, or `error`."""
    try:
        value = evaluate(parse_expression(expression, "probe.tf"), Names({}, None, FunctionContext()))
    except EvaluationError as error:
        return {"error": error.message}
    return {"output": show_value(value)}


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_a_providers_function_answers_as_terraform_does(expression: str) -> None:
    theirs = json.loads(RECORDED.read_text())[expression]
    mine = answer(expression)
    assert mine.keys() == theirs.keys()
    if "output" in theirs:
        assert mine["output"] == theirs["output"].rstrip("\n")
    else:
        assert " ".join(mine["error"].split()) in theirs["error"]


@pytest.mark.parametrize(
    ("text", "error"),
    [("a = b", 'variable "a"'), ("c = upper(1)", 'variable "c"'), ("b {}", "Blocks are not"), ("a = ", "syntax")],
)
def test_a_text_that_is_no_tfvars_is_refused(text: str, error: str) -> None:
    assert error in answer(f"provider::terraform::decode_tfvars({json.dumps(text)})")["error"]


def test_what_a_provider_alone_can_tell_is_unknown_with_its_reason() -> None:
    names = {"u": unknown(reason="known after apply"), "s": Value(string("").type, "arn:aws:s3:::x", sensitive=True)}
    scope = Names(names, None, FunctionContext())

    def told(expression: str) -> Value:
        return evaluate(parse_expression(expression, "probe.tf"), scope)

    assert told('provider::other::f("x")').reason == "provider::other::f is computed by its provider"
    assert told("provider::aws::arn_parse(u).region").reason == "known after apply"
    assert told("provider::aws::arn_parse(s).service").sensitive


@pytest.mark.slow
def test_the_recorded_answers_are_what_terraform_says_today(
    terraform: str, terraform_plugins: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "main.tf").write_text(PROVIDERS)
    subprocess.run([terraform, "init", *terraform_plugins], cwd=tmp_path, capture_output=True, check=True)
    told = {}
    for expression in EXPRESSIONS:
        code, said = console(tmp_path, expression)
        told[expression] = {"error": message(said)} if code else {"output": said.removesuffix("\n")}
    if os.environ.get("SECSCAN_RECORD"):
        RECORDED.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    assert told == json.loads(RECORDED.read_text())
