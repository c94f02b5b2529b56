"""Plan documents read back: ours, Terraform's, and those of somebody who means harm."""

import contextlib
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan_roots import recorded, written

from secscan.errors import UserError
from secscan.terraform.evaluate.values import (
    BOOL,
    NUMBER,
    STRING,
    Collection,
    Unknown,
    Value,
    boolean,
    null,
    number,
    object_of,
    plain,
    string,
    tuple_of,
    unknown,
)
from secscan.terraform.plan import Plan, document, encode, read_plan
from secscan.terraform.plan.masks import ABSENT, known, sensitive_mask, unknown_mask
from secscan.terraform.plan.values_read import Masks, build

SHOW = "give what `terraform show -json PLANFILE` prints"
EMPTY = {"format_version": "1.2", "resource_changes": []}


def change(address: str = "aws_kms_key.k", **told: object) -> dict[str, object]:
    kind = address.split(".")[-2]
    whole = {"actions": ["create"], "after": {}, "after_unknown": {}, "after_sensitive": {}, **told}
    return {"address": address, "mode": "managed", "type": kind, "name": "k", "change": whole}


def read(document: object) -> Plan:
    return read_plan(json.dumps(document).encode(), "plan.json")


def values() -> st.SearchStrategy[Value]:
    """Values of every shape, unknown and sensitive ones among them; a sensitive one is never written."""
    leaves = st.one_of(
        st.text(max_size=5).map(string),
        st.integers(-5, 5).map(number),
        st.decimals(-9, 9, places=2).map(number),
        st.booleans().map(boolean),
        st.sampled_from([null(), unknown(), unknown(STRING)]),
    )
    names = st.sampled_from(["a", "b", "c"])

    def held(inner: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
        objects = st.dictionaries(names, inner, max_size=3).map(object_of)
        return st.lists(inner, max_size=3).map(tuple_of) | objects

    return st.recursive(leaves, held)


def alike(one: object, other: object) -> bool:
    """Equal, where an unknown value is one of no particular reason or type."""
    if isinstance(one, Unknown) or isinstance(other, Unknown):
        return isinstance(one, Unknown) and isinstance(other, Unknown)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(alike(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    return one == other and isinstance(one, bool) == isinstance(other, bool)


@given(values())
def test_what_is_written_of_a_value_gives_the_value_again(value: Value) -> None:
    shown = known(value)
    masks = Masks(unknown=unknown_mask(value), sensitive=sensitive_mask(value))
    text = json.loads(json.dumps(None if shown is ABSENT else shown), parse_float=Decimal)
    assert alike(plain(build(text, masks, value.type)), plain(value))


def test_a_sensitive_value_is_not_written_and_says_so() -> None:
    secret = object_of({"open": string("o"), "shut": Value(STRING, "s3cr3t", sensitive=True)})
    assert (known(secret), unknown_mask(secret)) == ({"open": "o"}, {"shut": True})
    assert sensitive_mask(secret) == {"shut": True}
    nothing = object_of({"shut": Value(STRING, None, sensitive=True)})
    assert (known(nothing), unknown_mask(nothing), sensitive_mask(nothing)) == ({"shut": None}, {}, {"shut": True})


def test_values_are_of_the_types_that_the_provider_gives_them() -> None:
    after = {"enable_key_rotation": "true", "tags": {"a": "b"}}
    told = {**EMPTY, "resource_changes": [change(after=after, after_unknown={"tags_all": True})]}
    (resource,) = read(told).resources
    assert resource.values["enable_key_rotation"] == Value(BOOL, True)
    assert resource.values["tags"].type == Collection("map", STRING)
    assert resource.values["tags_all"] == unknown(Collection("map", STRING))
    assert resource.values["deletion_window_in_days"] == null(NUMBER)


def test_what_the_plan_takes_away_is_not_there_and_what_it_keeps_is() -> None:
    changes = [
        change("aws_kms_key.gone", actions=["delete"], after=None),
        change("aws_kms_key.forgotten", actions=["forget"], after=None),
        change("aws_kms_key.same", actions=["no-op"]),
        change("aws_kms_key.replaced", actions=["delete", "create"]),
        {**change("aws_kms_key.same", actions=["delete"]), "deposed": "8f00"},
    ]
    plan = read({**EMPTY, "resource_changes": changes})
    assert [resource.address for resource in plan.resources] == ["aws_kms_key.replaced", "aws_kms_key.same"]


def test_deferred_instances_and_data_sources_are_read() -> None:
    deferred = [{"reason": "instance_count_unknown", "resource_change": change("aws_kms_key.k[*]")}]
    plan = read({**EMPTY, "deferred_changes": deferred})
    assert [(r.address, r.place.has_unknown_key) for r in plan.resources] == [("aws_kms_key.k[*]", True)]
    fleet = read_plan(json.dumps(recorded("fleet")).encode(), "fleet")
    assert "module.web[0].data.aws_iam_policy_document.read" in {r.address for r in fleet.resources}
    assert len(fleet.resources) == len({r.address for r in fleet.resources})


NO_JSON = "not a JSON document: "
WRONG = {
    b"PK\x03\x04rest": "this is a plan file as `terraform plan -out` writes it, not a document",
    '{"a": 1}'.encode("utf-16"): "the document is UTF-16, not UTF-8",
    b"\xff{}": NO_JSON + "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
    b"": NO_JSON + "Expecting value: line 1 column 1 (char 0)",
    b"[]": "not a plan document: an object is expected at its top",
    b'{"lineage": "x", "serial": 1}': "this is a state file, not a plan",
    b'{"format_version": "1.0", "values": {}}': "this shows a state, not a plan",
    b'{"a": 1}': "not a plan document: it plans nothing",
    b'{"resource_changes": []}': "format_version: a string is expected, not nothing or null",
    b'{"format_version": "2.0", "resource_changes": []}': "plan format '2.0' is not known",
    b'{"twice": 1, "twice": 1}': NO_JSON + "the name 'twice' stands twice in one object",
    b'{"resource_changes": NaN}': NO_JSON + "NaN is no JSON number",
    b'{"x": 1e99999999}': NO_JSON + "A number beyond 10 to the power of 10000 is too large to evaluate.",
    b"[" * 101: "nested more than 100 levels deep",
}


@pytest.mark.parametrize("data", WRONG, ids=range(len(WRONG)))
def test_what_is_no_plan_document_is_said_to_be_what_it_is(data: bytes) -> None:
    with pytest.raises(UserError) as told:
        read_plan(data, "plan.json")
    assert str(told.value) == f"plan.json: {WRONG[data]}"
    assert told.value.hint


IN_STATE = {"values": {"root_module": {"resources": [{}]}}}
AN_OBJECT = "is expected, not an object"
NOTHING = "is expected, not nothing or null"
SHAPES = {
    f": a list {AN_OBJECT}": {},
    "[0]: an object is expected, not a number": [1],
    f"[0].change: an object {NOTHING}": [{}],
    f"[0].change.actions: a list of actions {NOTHING}": [{"change": {}}],
    "[0].change.actions[0]: a string is expected, not a bool": [{"change": {"actions": [True]}}],
    "[0].address: the address of a resource is expected, not a string": [{**change(), "address": "../../x"}],
    f"[0]: mode managed and type aws_kms_key, as the address says, {AN_OBJECT}": [{**change(), "type": "aws_x"}],
    "[0].change.after: an object is expected, not a list": [change(after=[])],
    "[0].change.after_unknown: a bool or an object is expected, not a string": [change(after_unknown="x")],
}
ELSEWHERE = {
    f"prior_state.values.root_module.resources[0].mode: a string {NOTHING}": {"prior_state": IN_STATE},
    "errored: a bool is expected, not a string": {"errored": "no"},
    "variables.x: an object is expected, not a number": {"variables": {"x": 1}},
}


@pytest.mark.parametrize("message", SHAPES)
def test_every_wrong_shape_of_a_change_is_said_with_its_place_and_what_was_expected(message: str) -> None:
    with pytest.raises(UserError) as told:
        read({"format_version": "1.2", "resource_changes": SHAPES[message]})
    assert str(told.value) == f"plan.json: resource_changes{message}"
    assert told.value.hint == SHOW


@pytest.mark.parametrize("message", ELSEWHERE)
def test_every_wrong_shape_elsewhere_is_said_likewise(message: str) -> None:
    with pytest.raises(UserError) as told:
        read({**EMPTY, **ELSEWHERE[message]})
    assert str(told.value) == f"plan.json: {message}"


def test_an_address_that_stands_there_twice_is_refused() -> None:
    with pytest.raises(UserError, match=r"plan\.json: aws_kms_key\.k stands there twice"):
        read({**EMPTY, "resource_changes": [change(), change()]})


WORDS = [
    "change",
    "actions",
    "after",
    "after_unknown",
    "prior_state",
    "values",
    "root_module",
    "resources",
    "address",
    "mode",
]
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
)


@given(TREES)
def test_nothing_that_is_json_is_more_than_a_mistake(tree: object) -> None:
    more = tree if isinstance(tree, dict) else {}
    with contextlib.suppress(UserError):
        read({"format_version": "1.2", "resource_changes": tree, **more})


def test_a_plan_that_failed_says_that_it_is_not_whole() -> None:
    whole = read_plan(json.dumps({**EMPTY, "complete": True, "errored": False}).encode(), "p")
    assert whole.gaps == ()
    failed = read_plan(json.dumps({**EMPTY, "complete": False, "errored": True}).encode(), "p")
    assert failed.gaps == ("the plan itself says that planning failed: it is not whole",)


def test_our_own_document_is_read_as_any_other(tmp_path: Path) -> None:
    estate = written(tmp_path, 'resource "aws_kms_key" "k" {\n  for_each = toset(["a"])\n  description = each.key\n}\n')
    (resource,) = read_plan(encode(document(estate)), "own").resources
    assert (resource.address, resource.module) == ('aws_kms_key.k["a"]', "")
    assert resource.values["description"] == string("a")
