"""The plans that teach a provider's defaults: what is in them, and what Terraform's own messages add to them."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))

from provider_givens import UNKNOWN, given
from provider_probes import Probe, body_of, mend, paths_in, probes_of

STRING = {"type": "string"}


def nested(block: dict[str, object], **about: object) -> dict[str, object]:
    return {"nesting_mode": "list", "block": block, **about}


RULE = {
    "attributes": {"name": {**STRING, "required": True}, "note": {**STRING, "optional": True}},
    "block_types": {
        "action": nested({"attributes": {"type": {**STRING, "required": True}}}, min_items=1),
        "filter": nested({"attributes": {"prefix": {**STRING, "optional": True}}}, max_items=1),
    },
}
SCHEMA = {
    "attributes": {
        "arn": {**STRING, "computed": True},
        "bucket": {**STRING, "required": True},
        "key": {**STRING, "optional": True},
    },
    "block_types": {"rule": nested(RULE), "tag": nested({"attributes": {"key": {**STRING, "required": True}}})},
}


def test_a_plan_holds_what_is_required_and_the_blocks_of_its_ways() -> None:
    assert body_of(SCHEMA) == {"bucket": UNKNOWN}
    assert body_of(SCHEMA, [("rule", "filter")]) == {
        "bucket": UNKNOWN,
        "rule": [{"name": UNKNOWN, "action": [{"type": UNKNOWN}], "filter": [{}]}],
    }


def test_each_type_is_planned_bare_and_once_for_each_way_that_shows_what_may_be_left_out() -> None:
    found = [(probe.type, probe.ways) for probe in probes_of({"aws_a_b": {"block": SCHEMA}})]
    assert found == [("aws_a_b", ()), ("aws_a_b", (("rule", "filter"),)), ("aws_a_b", (("rule",),))]


@pytest.mark.parametrize(
    ("message", "paths"),
    [
        (
            (
                'Invalid combination of arguments: "source_configuration.0.code_repository": one of '
                "`source_configuration.0.code_repository,source_configuration.0.image_repository` must be specified"
            ),
            [("source_configuration", "code_repository"), ("source_configuration", "image_repository")],
        ),
        (
            (
                "Missing Attribute Configuration: Exactly one of these attributes must be configured: "
                "[compute_environments,compute_environment_order]"
            ),
            [("compute_environments",), ("compute_environment_order",)],
        ),
        (
            (
                'Invalid Block: Block policy_detail[Value({"action":<null>,"filter":[{"type":<unknown>}]})].action '
                "must have a configuration value as the provider has marked it as required"
            ),
            [("policy_detail", "action")],
        ),
        (
            (
                "Invalid Attribute Combination: No attribute specified when one (and only one) of "
                "[variant[0].gen_ai_resource.<.gen_ai_resource,variant[0].gen_ai_resource.<.model_id] is required"
            ),
            [("variant", "gen_ai_resource"), ("variant", "model_id")],
        ),
        (
            (
                "Missing Configuration for Required Attribute: Must set a configuration value for the "
                "key_attributes.key_class attribute as the provider has marked it as required."
            ),
            [("key_attributes", "key_class")],
        ),
    ],
)
def test_the_paths_that_terraforms_messages_name_are_read(message: str, paths: list[tuple[str, ...]]) -> None:
    assert [path for path in paths_in(message) if path in paths] == paths


def probe(turn: int = 0) -> Probe:
    return Probe(type="aws_a_b", ways=(), turn=turn, name="p", body=body_of(SCHEMA))


@pytest.mark.parametrize(
    ("turn", "added"), [(0, {"key": UNKNOWN}), (1, {"rule": [{"name": UNKNOWN, "action": [{"type": UNKNOWN}]}]})]
)
def test_of_alternatives_one_is_added_by_turns(turn: int, added: dict[str, object]) -> None:
    mended = probe(turn)
    messages = ['Invalid combination: "key": one of `key,rule` must be specified']
    assert mend(mended, SCHEMA, [*messages, messages[0].replace('"key"', '"rule"')])
    assert mended.body == {"bucket": UNKNOWN, **added}


def test_what_must_be_known_is_given_by_turns_and_by_way() -> None:
    bodies: list[dict[str, object]] = [{}, {}, {"default_action": [{"type": UNKNOWN, "redirect": [{}]}]}]
    given("aws_kinesis_stream", [()], 0, bodies[0])
    given("aws_kinesis_stream", [()], 1, bodies[1])
    given("aws_lb_listener", [("default_action", "redirect")], 4, bodies[2])
    assert bodies == [
        {"shard_count": 1},
        {"stream_mode_details": [{"stream_mode": "ON_DEMAND"}]},
        {"default_action": [{"type": "redirect", "redirect": [{}]}]},
    ]


def test_what_no_message_names_is_not_added() -> None:
    assert not mend(probe(), SCHEMA, ['Conflict: "arn": cannot be set', "Something else went wrong"])
