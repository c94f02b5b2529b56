"""Scores: what engines said against what is known. Their runs are written here; real ones are in test_witnesses."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.catalogue.score import Label, Score, score, total
from secscan.model import Address, Alias, EngineRun, Observation, Outcome, RuleInfo, RunStatus, Severity, View
from secscan.sources import Sources
from secscan.terraform.configuration import Options, read
from secscan.terraform.estate import Estate

TERRAFORM = """\
resource "aws_sqs_queue" "one" {}
resource "aws_sqs_queue" "two" {}
resource "aws_sqs_queue" "three" {}
resource "aws_sqs_queue" "many" {
  for_each = toset(["a", "b"])
}
"""
RULE = RuleInfo(
    id="aws-sqs-encryption",
    title="",
    severity=Severity.MEDIUM,
    aliases=(Alias(engine="checkov", rule_id="CKV_1"), Alias(engine="checkov", rule_id="CKV_2")),
)


@pytest.fixture(scope="module")
def estates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Estate, ...]:
    return _read(tmp_path_factory.mktemp("score"))


def _read(place: Path) -> tuple[Estate, ...]:
    (place / "main.tf").write_text(TERRAFORM)
    return read(Sources(place), Options()).estates


def label(name: str, expected: str) -> Label:
    return Label(rule=RULE.id, address=Address(root=".", name=f"aws_sqs_queue.{name}"), expected=expected)


def fails(name: str, rule: str = "CKV_1", outcome: Outcome = Outcome.FAIL) -> Observation:
    return Observation(
        engine="checkov",
        view=View.SOURCE,
        outcome=outcome,
        rule_id=rule,
        message="",
        address=Address(root=".", name=f"aws_sqs_queue.{name}"),
    )


def run(*observations: Observation) -> EngineRun:
    return EngineRun(engine="checkov", version="1", status=RunStatus.OK, observations=observations)


def scored(estates: tuple[Estate, ...], labels: list[Label], *observations: Observation) -> dict[str, Score]:
    return {one.id: one for one in score(labels, run(*observations), [RULE], estates)}


def test_hits_misses_alarms_and_guesses_are_told_apart_by_rule_of_the_engine_and_together(
    estates: tuple[Estate, ...],
) -> None:
    labels = [label("one", "finding"), label("two", "clean"), label("three", "unknown")]
    found = scored(
        estates,
        labels,
        fails("one"),
        fails("two", "CKV_2"),
        fails("three", "CKV_2"),
        fails("two", outcome=Outcome.PASS),
    )
    blank = Score(rule=RULE.id, engine="checkov", view=View.SOURCE)
    assert found == {
        "": replace(blank, hits=1, guesses=1, alarms=(".: aws_sqs_queue.two",)),
        "CKV_1": replace(blank, id="CKV_1", hits=1, silent=1),
        "CKV_2": replace(blank, id="CKV_2", misses=1, guesses=1, alarms=(".: aws_sqs_queue.two",)),
    }
    assert (found[""].precision, found[""].recall) == (0.5, 1.0)
    assert (found["CKV_1"].precision, found["CKV_2"].recall) == (1.0, 0.0)


def test_a_word_on_a_whole_block_is_right_for_each_of_its_instances_that_is_a_finding(
    estates: tuple[Estate, ...],
) -> None:
    both = [label('many["a"]', "finding"), label('many["b"]', "clean")]
    assert (scored(estates, both, fails("many"))[""].hits, scored(estates, both, fails("many"))[""].alarms) == (1, ())
    none = [label('many["a"]', "clean"), label('many["b"]', "clean")]
    assert len(scored(estates, none, fails("many"))[""].alarms) == 2


def test_nothing_said_and_nothing_to_find_are_no_shares(estates: tuple[Estate, ...]) -> None:
    silent = scored(estates, [label("one", "clean")])[""]
    assert (silent.silent, silent.precision, silent.recall) == (1, None, None)


def test_a_rule_without_a_label_or_a_claim_is_not_scored(estates: tuple[Estate, ...]) -> None:
    assert score([], run(fails("one")), [RULE], estates) == ()
    assert score([label("one", "finding")], run(fails("one")), [replace(RULE, aliases=())], estates) == ()


NAMES = ("one", "two", "three", 'many["a"]', 'many["b"]')


@given(
    expected=st.fixed_dictionaries({name: st.sampled_from(["finding", "clean", "unknown"]) for name in NAMES}),
    failing=st.lists(st.sampled_from(["one", "two", "three", 'many["a"]', 'many["b"]', "many"])),
)
def test_every_label_is_counted_once_in_any_order(
    expected: dict[str, str], failing: list[str], estates: tuple[Estate, ...]
) -> None:
    labels = [label(name, word) for name, word in expected.items()]
    said = [fails(name) for name in failing]
    one = scored(estates, labels, *said)[""]
    assert one == scored(estates, labels[::-1], *said[::-1])[""]
    assert one.hits + one.misses == list(expected.values()).count("finding")
    assert one.silent + len(one.alarms) == list(expected.values()).count("clean")
    assert total([one, one]).hits == 2 * one.hits
