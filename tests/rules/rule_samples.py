"""Rules and Terraform written in a test, judged for real: parsed, evaluated, asked."""

import textwrap
from pathlib import Path
from tempfile import TemporaryDirectory

from secscan.documents import read as read_document
from secscan.model import Observation
from secscan.rules import Policy, judge
from secscan.rules.decode import policy_of
from secscan.sources import Sources
from secscan.terraform.configuration import Options, read
from secscan.terraform.estate import Estate

PROSE = """\
title: A rule of this test
severity: medium
severity_reason: It is a test.
what: What is wrong.
why: Why it matters.
remediation: How to mend it.
"""
FRAMEWORKS = {"cis-aws-foundations": "CIS", "nist-800-53-r5": "NIST"}


def policy(questions: str, *, identity: str = "aws-test-rule", directory: str = "") -> Policy:
    """A policy of these questions, with a message unless they bring one."""
    text = textwrap.dedent(questions)
    if "message:" not in text:
        text += 'message: "{attribute} is {value}"\n'
    node = read_document(PROSE + text, "policy.yaml")
    assert node is not None
    return policy_of(node, identity, directory, FRAMEWORKS)


def estates(files: dict[str, str], roots: tuple[str, ...] = ()) -> tuple[Estate, ...]:
    """The estates of these files; none of them may be broken."""
    with TemporaryDirectory() as place:
        for name, text in files.items():
            path = Path(place) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text), encoding="utf-8")
        found = read(Sources(Path(place)), Options(roots=roots)).estates
    assert found
    assert not any(estate.broken for estate in found), [estate.problems for estate in found]
    return found


def observations(questions: str, terraform: str | dict[str, str]) -> tuple[Observation, ...]:
    files = {"main.tf": terraform} if isinstance(terraform, str) else terraform
    return judge((policy(questions),), estates(files))


def outcomes(questions: str, terraform: str | dict[str, str]) -> dict[str, str]:
    """`address` or `address[key]` -> outcome."""
    return {_name(seen): str(seen.outcome) for seen in observations(questions, terraform)}


def _name(seen: Observation) -> str:
    assert seen.address is not None
    return f"{seen.address.name}{'[' + seen.key + ']' if seen.key else ''}"


def answer(require: str, body: str, before: str = "") -> str:
    """How one requirement is answered for one resource, `aws_thing.x`, of that body."""
    questions = "resources: aws_thing\nrequire:\n" + textwrap.indent(textwrap.dedent(require), "  ") + "\n"
    resource = f'resource "aws_thing" "x" {{\n{textwrap.dedent(body)}\n}}\n'
    found = outcomes(questions, textwrap.dedent(before) + resource)
    assert set(found) == {"aws_thing.x"}
    return found["aws_thing.x"]
