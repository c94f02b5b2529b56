"""What an engine says of a value that nobody knows is undecided, and nothing else of what it says is."""

from pathlib import Path

import pytest

from secscan.model import Address, EngineRun, Location, Observation, Outcome, Report, RunStatus, Span, View
from secscan.rules import judge as ask
from secscan.rules import load_policies
from secscan.sources import Sources
from secscan.terraform.configuration import Options, read
from secscan.triage import judge

RULE = "aws-rds-public-access"
KICS = "35113e6f-2c6b-414d-beec-7a9482d3b2d1"  # means RULE, and reads `publicly_accessible`
DATABASE = """variable "public" {{}}
variable "name" {{}}
resource "aws_db_instance" "d" {{
  identifier          = var.name
  publicly_accessible = {public}
}}
"""


def said(rule: str, outcome: Outcome, *, line: int = 3, engine: str = "kics", name: str = "d") -> Observation:
    return Observation(
        engine=engine,
        view=View.SOURCE,
        outcome=outcome,
        rule_id=rule,
        message="said",
        address=Address(root=".", name=f"aws_db_instance.{name}"),
        location=Location(span=Span(file="main.tf", line=line, column=1, end_line=line, end_column=9)),
    )


def audit(top: Path, text: str, *words: Observation, own: bool = True) -> Report:
    (top / "main.tf").write_text(text)
    estates = read(Sources(top), Options(roots=(".",))).estates
    policies = tuple(policy for policy in load_policies() if policy.id == RULE)
    ours = (run("secscan", *ask(policies, estates)),) if own else ()
    engines = sorted({word.engine for word in words})
    runs = (*ours, *(run(engine, *(word for word in words if word.engine == engine)) for engine in engines))
    return judge(runs=runs, catalogue=[policy.info for policy in policies], estates=estates)


def run(engine: str, *words: Observation) -> EngineRun:
    return EngineRun(engine=engine, version="1", status=RunStatus.OK, observations=words)


def told(report: Report) -> tuple[list[tuple[str, list[str]]], list[tuple[str, str, str]]]:
    """The findings with their witnesses, and what is undecided by engine, rule and reason."""
    found = [(f.rule, sorted(o.engine for o in f.observations)) for f in report.findings]
    return found, [(one.engine, one.rule, one.reason) for one in report.coverage.undecided]


@pytest.mark.parametrize("outcome", [Outcome.FAIL, Outcome.PASS])
def test_what_is_said_of_an_unknown_value_is_undecided(outcome: Outcome, tmp_path: Path) -> None:
    report = audit(tmp_path, DATABASE.format(public="var.public"), said(KICS, outcome))
    found, undecided = told(report)
    assert found == []
    assert [one[:2] for one in undecided] == [("kics", RULE), ("secscan", RULE)]
    assert undecided[0][2] == "publicly_accessible is not known"


def test_it_is_undecided_also_where_our_rule_did_not_run(tmp_path: Path) -> None:
    report = audit(tmp_path, DATABASE.format(public="var.public"), said(KICS, Outcome.FAIL), own=False)
    assert told(report) == ([], [("kics", RULE, "publicly_accessible is not known")])


def test_a_word_on_a_known_value_is_a_witness_whatever_else_is_unknown(tmp_path: Path) -> None:
    report = audit(tmp_path, DATABASE.format(public="true"), said(KICS, Outcome.FAIL))
    assert told(report) == ([(RULE, ["kics", "secscan"])], [])


def test_a_word_that_our_rule_contradicts_is_no_doubt_but_a_disagreement(tmp_path: Path) -> None:
    report = audit(tmp_path, DATABASE.format(public="false"), said(KICS, Outcome.FAIL))
    assert told(report) == ([(RULE, ["kics"])], [])
    assert [o.engine for o in report.findings[0].disagreement] == ["secscan"]


def test_outside_the_catalogue_the_attribute_on_the_line_is_what_was_read(tmp_path: Path) -> None:
    words = [said("unknown-to-us", Outcome.FAIL, line=line) for line in (3, 4, 5)]
    report = audit(tmp_path, DATABASE.format(public="true"), *words)
    found, undecided = told(report)
    assert [rule for rule, _ in found] == [RULE, "kics:unknown-to-us"]
    assert [o.location.span.line for o in report.findings[1].observations if o.location] == [3, 5]
    assert undecided == [("kics", "kics:unknown-to-us", "identifier is not known")]


def test_what_tflint_says_of_the_text_is_no_word_on_the_value(tmp_path: Path) -> None:
    word = said("terraform_deprecated_interpolation", Outcome.FAIL, line=4, engine="tflint")
    found, undecided = told(audit(tmp_path, DATABASE.format(public="true"), word))
    assert [rule for rule, _ in found] == [RULE, "tflint:terraform_deprecated_interpolation"]
    assert undecided == []


def test_of_several_instances_one_that_is_known_is_enough(tmp_path: Path) -> None:
    text = DATABASE.format(public="each.value").replace("{\n  identifier", "{\n  for_each = X\n  identifier")
    several = text.replace("X", "{ a = var.public, b = true }")
    assert told(audit(tmp_path, several, said(KICS, Outcome.FAIL)))[0] == [(RULE, ["kics", "secscan"])]
    none = text.replace("X", "{ a = var.public, b = var.public }")
    assert told(audit(tmp_path, none, said(KICS, Outcome.FAIL)))[0] == []
