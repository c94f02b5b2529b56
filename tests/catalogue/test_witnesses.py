"""The aliases: held by what the real engines answered on the cases. A record of it is committed; here it is compared
with the policies as they stand, and, slowly, with the engines themselves."""

from dataclasses import replace
from pathlib import Path

import pytest

from secscan.catalogue import DIRECTORY
from secscan.catalogue.matrix import render_matrix
from secscan.catalogue.score import OWN, Score
from secscan.catalogue.witnesses import Witnesses, decode, digest_of, encode, engines_of, joined, record, witness, wrong
from secscan.engines import Tools, provision
from secscan.errors import UserError
from secscan.model import Alias, View
from secscan.rules import load_policies

TOP = Path(__file__).resolve().parents[2]
POLICIES = {policy.id: policy for policy in load_policies()}
# For the engines that start anew for every root; of every kind of case: modules, documents, links, a region's defaults.
SAMPLE = (
    "aws-ebs-volume-encryption",
    "aws-kms-key-rotation",
    "aws-rds-storage-encryption",
    "aws-s3-public-acl",
    "aws-s3-versioning",
    "aws-security-group-ssh-from-anywhere",
    "aws-sqs-encryption",
)


@pytest.fixture(scope="module")
def recorded() -> Witnesses:
    return record()


def test_the_record_is_of_the_cases_and_aliases_as_they_stand(recorded: Witnesses) -> None:
    """Mend it with `secscan rules test --engines --record policies/witnesses.json RULE...`, or `make witnesses`."""
    now = {rule: digest_of(policy) for rule, policy in POLICIES.items()}
    stale = sorted(rule for rule in now.keys() | recorded.digests.keys() if now.get(rule) != recorded.digests.get(rule))
    assert stale == []


def test_the_record_is_of_the_engines_that_are_locked(recorded: Witnesses) -> None:
    names = engines_of(POLICIES.values())
    assert recorded.versions == {
        name: recorded.versions[OWN] if name == OWN else provision.locked_version(name) for name in names
    }


def test_every_alias_holds_or_its_exception_is_written_down(recorded: Witnesses) -> None:
    assert wrong(POLICIES.values(), recorded) == ()


def test_our_own_rules_find_all_that_is_there_and_nothing_else(recorded: Witnesses) -> None:
    own = [one for one in recorded.scores if one.engine == OWN]
    assert {one.rule for one in own} == set(POLICIES)
    assert {(one.precision, one.recall) for one in own} == {(1.0, 1.0)}


def test_the_matrix_is_that_which_the_record_makes(recorded: Witnesses) -> None:
    """Mend it with `make docs`."""
    page = (TOP / DIRECTORY / "matrix.md").read_text(encoding="utf-8")
    assert page == render_matrix(list(POLICIES.values()), recorded)


def test_a_record_is_read_as_it_was_written(recorded: Witnesses) -> None:
    assert decode(encode(recorded), "record") == recorded


@pytest.mark.parametrize(
    "text", ["", "{}", '{"form": 2}', '{"form": 1, "versions": {}, "digests": {}, "scores": [{}]}']
)
def test_what_is_no_record_is_said(text: str) -> None:
    with pytest.raises(UserError, match="is no record of the engines' answers"):
        decode(text, "record")


def test_a_rule_that_is_asked_anew_takes_the_place_of_what_it_said(recorded: Witnesses) -> None:
    rule = "aws-kms-key-rotation"
    anew = Witnesses(versions={OWN: "9"}, digests={rule: "new"}, scores=())
    whole = joined(recorded, anew)
    assert {one.rule for one in whole.scores} == set(POLICIES) - {rule}
    assert (whole.digests[rule], whole.versions[OWN]) == ("new", "9")


@pytest.mark.parametrize(
    ("score", "exception", "said"),
    [
        ({"hits": 1}, "", []),
        ({"hits": 1, "guesses": 3}, "", []),
        ({"misses": 2}, "", ["it fails none of the 2 resources that are findings"]),
        ({"hits": 1, "alarms": ("r: a",)}, "", ["it fails 1 that are clean (r: a)"]),
        ({"hits": 1, "alarms": ("r: a",)}, "So it is.", []),
        ({"hits": 1}, "So it is.", ["it does as the rule does: its `except` is not needed"]),
    ],
)
def test_an_alias_holds_where_it_finds_and_raises_no_false_alarm(
    score: dict[str, object], exception: str, said: list[str]
) -> None:
    alias = Alias(engine="checkov", rule_id="X", exception=exception)
    policy = replace(POLICIES["aws-kms-key-rotation"])
    policy = replace(policy, info=replace(policy.info, aliases=(alias,)))
    one = Score(rule=policy.id, engine="checkov", view=View.SOURCE, id="X", **score)  # type: ignore[arg-type]
    found = wrong([policy], Witnesses(versions={"checkov": "1"}, digests={policy.id: ""}, scores=(one,)))
    assert [w.says.removesuffix(". Take it out, or say why in its `except`") for w in found] == said


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["secscan", "checkov", "tflint", "kics", "guard", "terrascan"])
def test_the_engines_say_what_is_recorded_of_them(engine: str, recorded: Witnesses) -> None:
    """Our own rules, TFLint and Guard on all that they claim, the others on a sample: `make witnesses` asks all."""
    tools = Tools.here()
    for tool in provision.install(provision.tools_of(engine), tools):
        assert tool.state.usable, tool.problem
    asked = [POLICIES[rule] for rule in SAMPLE] if engine in ("checkov", "kics", "terrascan") else POLICIES.values()
    live = witness(list(asked), tools, (engine,), 1800)
    rules = {policy.id for policy in asked}
    assert live.troubles == ()
    assert live.scores == tuple(one for one in recorded.scores if one.engine == engine and one.rule in rules)
