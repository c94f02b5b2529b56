"""What we read, and what we refuse, is what Terraform reads and refuses: the table is recorded from its binary."""

import json
import os
import re
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from syntax_snippets import EXPRESSIONS, SNIPPETS

from secscan.terraform.evaluate.expressions import evaluate
from secscan.terraform.evaluate.scope import FunctionContext, Names
from secscan.terraform.evaluate.values import plain
from secscan.terraform.parse import parse_expression, parse_file

RECORD = Path(__file__).with_name("syntax_truth.json")
ELSEWHERE = {
    # We point at the opening of what is never closed; Terraform at the end of the file, where nothing is.
    "heredoc end at eof": 1,
    "heredoc end paren": 1,
    "hd unterminated": 1,
    "unclosed paren": 1,
    # Terraform says that the key has no value; we, that the value has no key.
    "obj nl eq": 3,
}


def asked_of_fmt(terraform: str, text: str) -> dict[str, Any]:
    done = subprocess.run([terraform, "fmt", "-no-color", "-"], input=text.encode(), capture_output=True, check=False)
    line = re.search(r"line (\d+)", done.stderr.decode())
    return {"valid": done.returncode == 0, "line": int(line[1]) if line else 0}


def asked_of_apply(terraform: str, work: Path) -> dict[str, Any]:
    outputs = (f'output "o{at}" {{\n value = {text}\n}}\n' for at, text in enumerate(EXPRESSIONS.values()))
    (work / "main.tf").write_text("".join(outputs), encoding="utf-8")
    for command in (["init"], ["apply", "-auto-approve"]):
        done = subprocess.run([terraform, *command, "-no-color"], cwd=work, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    shown = subprocess.run([terraform, "output", "-json"], cwd=work, capture_output=True, check=True)
    values = json.loads(shown.stdout)
    return {name: values.get(f"o{at}", {}).get("value") for at, name in enumerate(EXPRESSIONS)}


@pytest.fixture(scope="module")
def truth() -> dict[str, dict[str, Any]]:
    recorded: dict[str, dict[str, Any]] = json.loads(RECORD.read_text(encoding="utf-8"), parse_float=Decimal)
    return recorded


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_text_is_read_or_refused_as_terraform_does_and_at_its_line(name: str, truth: dict[str, Any]) -> None:
    _, problems = parse_file(SNIPPETS[name], "main.tf")
    line = problems[0].span.line if problems else 0
    expected = truth["snippets"][name]
    assert {"valid": not problems, "line": line} == {**expected, "line": ELSEWHERE.get(name, expected["line"])}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_an_expression_means_what_it_means_to_terraform(name: str, truth: dict[str, Any]) -> None:
    value = evaluate(parse_expression(EXPRESSIONS[name] + "\n", "main.tf"), Names({}, None, FunctionContext()))
    assert plain(value) == truth["values"][name]


@pytest.mark.slow
def test_the_recorded_truth_is_terraforms(terraform: str, tmp_path: Path) -> None:
    asked = {
        "snippets": {name: asked_of_fmt(terraform, text) for name, text in SNIPPETS.items()},
        "values": asked_of_apply(terraform, tmp_path),
    }
    if os.environ.get("SECSCAN_RECORD"):
        RECORD.write_text(json.dumps(asked, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert asked == json.loads(RECORD.read_text(encoding="utf-8"))
