"""The provider's table as rules and evaluation ask for it."""

import pytest

from secscan.terraform.evaluate.types import type_text
from secscan.terraform.evaluate.values import STRING
from secscan.terraform.schema import BlockSchema, block_of


def found(mode: str, name: str) -> BlockSchema:
    block = block_of(mode, name)
    assert block is not None
    return block


def flags(block: BlockSchema, name: str) -> tuple[str, ...]:
    attribute = block.attributes[name]
    names = ("required", "optional", "computed", "sensitive", "write_only")
    return tuple(flag for flag in names if getattr(attribute, flag))


def test_an_attribute_says_its_type_and_who_sets_it() -> None:
    key = found("managed", "aws_kms_key")
    assert (type_text(key.attributes["is_enabled"].type), flags(key, "is_enabled")) == ("bool", ("optional",))
    assert (type_text(key.attributes["tags_all"].type), flags(key, "tags_all")) == (
        "map(string)",
        ("optional", "computed"),
    )
    assert flags(key, "arn") == ("computed",)
    version = found("managed", "aws_secretsmanager_secret_version")
    assert flags(version, "secret_string") == ("optional", "sensitive")
    assert flags(version, "secret_string_wo") == ("optional", "sensitive", "write_only")


def test_nested_blocks_say_their_nesting_and_limits_at_every_depth() -> None:
    bucket = found("managed", "aws_s3_bucket_server_side_encryption_configuration")
    rule = bucket.blocks["rule"]
    inner = rule.block.blocks["apply_server_side_encryption_by_default"]
    assert (rule.nesting, rule.min_items, rule.max_items) == ("set", 1, 0)
    assert (inner.nesting, inner.min_items, inner.max_items) == ("list", 0, 1)
    assert inner.block.attributes["sse_algorithm"].required
    assert bucket.blocks["rule"].block is rule.block


def test_a_block_has_the_type_of_the_object_that_it_stands_for() -> None:
    assert type_text(found("managed", "aws_s3_bucket_versioning").type) == (
        "object({bucket=string, expected_bucket_owner=string, id=string, mfa=string, versioning_configuration="
        "list(object({mfa_delete=string, status=string}))})"
    )
    timeouts = found("managed", "aws_db_instance").blocks["timeouts"]
    assert (timeouts.nesting, type_text(timeouts.type)) == (
        "single",
        "object({create=string, delete=string, update=string})",
    )


def test_every_mode_has_its_own_types() -> None:
    assert found("data", "aws_iam_policy_document").attributes["json"].computed
    assert found("ephemeral", "aws_secretsmanager_secret_version").attributes["secret_string"].type is STRING
    assert block_of("managed", "aws_iam_policy_document") is None


@pytest.mark.parametrize("name", ["null_resource", "aws_of_tomorrow", "aws", "", "../aws_x", "/etc/passwd_x"])
def test_what_no_table_has_is_not_known(name: str) -> None:
    assert block_of("managed", name) is None
