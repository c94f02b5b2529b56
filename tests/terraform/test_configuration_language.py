"""The configuration language, case by case, against what Terraform's own plan says: its outputs, what it refuses.

`SECSCAN_RECORD=1 pytest tests/terraform/test_configuration_language.py -m slow -n 0` records Terraform's answers again.
"""

import json
import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from trees import said

from secscan.sources import Sources
from secscan.terraform.configuration import Configuration, Options, read
from secscan.terraform.evaluate.values import Plain, Sensitive, Unknown, plain

HERE = Path(__file__).parent / "language"
RECORDED = HERE / "answers.json"
UNKNOWN = "(known after apply)"


@dataclass
class Case:
    """`files` by path, `environment` by variable, `problems`: (message, file, line, incomplete) that we say."""

    files: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    problems: list[tuple[str, str, int, bool]] = field(default_factory=list)


def _cases() -> dict[str, Case]:
    found: dict[str, Case] = {}
    case, name = Case(), ""
    for line in (HERE / "cases.txt").read_text().splitlines(keepends=True):
        if line.startswith("=== "):
            case, name = found.setdefault(line[4:].strip(), Case()), "main.tf"
        elif line.startswith("--- "):
            name = line[4:].strip()
        elif line.startswith(">>> "):
            case.problems.append(_problem(line[4:].strip()))
        elif name == "env":
            variable, _, value = line.rstrip("\n").partition("=")
            case.environment[variable] = value
        elif name:
            case.files[name] = case.files.get(name, "") + line
    return found


def _problem(text: str) -> tuple[str, str, int, bool]:
    message, _, where = text.removeprefix("! ").rpartition(" | ")
    file, _, line = where.rpartition(":")
    return message, file, int(line), text.startswith("! ")


CASES = _cases()


def evaluated(case: Case, top: Path) -> Configuration:
    for name, text in case.files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text)
    return read(Sources(top), Options(roots=(".",), environment=case.environment))


def _bare(value: Plain) -> object:
    if isinstance(value, Sensitive):
        return _bare(value.value)
    if isinstance(value, Unknown):
        return UNKNOWN
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items()}
    return [_bare(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", CASES)
def test_we_say_what_terraform_refuses_and_nothing_of_what_it_takes(name: str, tmp_path: Path) -> None:
    case, theirs = CASES[name], json.loads(RECORDED.read_text())[name]
    found = evaluated(case, tmp_path)
    assert sorted(said(found.problems)) == sorted(case.problems)
    assert bool(theirs["said"]) == bool(case.problems), theirs["said"]


@pytest.mark.parametrize("name", CASES)
def test_outputs_are_those_that_terraform_plans(name: str, tmp_path: Path) -> None:
    case, theirs = CASES[name], json.loads(RECORDED.read_text())[name]
    if theirs["outputs"] is None:  # Terraform refuses to plan: there is nothing to compare
        assert case.problems
        return
    (estate,) = evaluated(case, tmp_path).estates
    assert {name: _bare(plain(value)) for name, value in estate.outputs.items()} == theirs["outputs"]


def _ask(case: Case, terraform: str, init: tuple[str, ...], top: Path) -> dict[str, object]:
    evaluated(case, top)  # writes the files
    variables = {f"TF_VAR_{name}": value for name, value in case.environment.items()}
    environment = {"PATH": os.environ["PATH"], "HOME": str(top), "TF_IN_AUTOMATION": "1", **variables}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [terraform, *words]
        return subprocess.run(command, cwd=top, env=environment, capture_output=True, text=True, check=False)

    started = run("init", "-no-color", *init)
    planned = started if started.returncode else run("plan", "-no-color", "-input=false", "-out=plan.bin")
    text = planned.stdout + planned.stderr
    told = sorted(set(re.findall(r"^(?:│ )?((?:Error|Warning): [^\n]*)", text, re.MULTILINE)))
    told = [title for title in told if title != "Warning: Check block assertion known after apply"]
    if planned.returncode:
        return {"said": told, "outputs": None}
    changes = json.loads(run("show", "-json", "plan.bin").stdout).get("output_changes", {})
    outputs = {name: _merged(change.get("after"), change["after_unknown"]) for name, change in changes.items()}
    return {"said": told, "outputs": outputs}


def _merged(value: object, unknown: object) -> object:
    """The value with what is unknown in its place."""
    if unknown is True:
        return UNKNOWN
    if isinstance(unknown, dict):
        held = value if isinstance(value, dict) else {}
        return {key: _merged(held.get(key), unknown.get(key, False)) for key in {*held, *unknown}}
    if isinstance(unknown, list) and isinstance(value, list):
        return [_merged(item, unknown[n] if n < len(unknown) else False) for n, item in enumerate(value)]
    return value


@pytest.mark.slow
def test_the_recorded_answers_are_what_terraform_says_today(
    terraform: str, terraform_plugins: tuple[str, ...], tmp_path: Path
) -> None:
    told = {name: _ask(case, terraform, terraform_plugins, tmp_path / name) for name, case in CASES.items()}
    if os.environ.get("SECSCAN_RECORD"):
        RECORDED.write_text(json.dumps(told, indent=1, sort_keys=True) + "\n")
    assert told == json.loads(RECORDED.read_text())
