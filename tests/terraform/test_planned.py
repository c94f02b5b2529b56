"""What references and plans see of a resource by its provider's schema. The whole is held to Terraform's own plans in
test_configuration_truth; here are the cases one by one."""

from pathlib import Path

import pytest
from trees import configuration, estate, only, said, values

from secscan.terraform.estate import Estate
from secscan.terraform.evaluate.types import type_text
from secscan.terraform.evaluate.values import BOOL, NUMBER, STRING, Plain, Sensitive, Unknown, Value, plain
from secscan.terraform.schema import block_of


def planned(found: Estate, address: str, name: str) -> Plain:
    resource = found.at(address)
    assert resource is not None
    return plain(resource.planned[name])


def output(tmp_path: Path, expression: str, resources: str) -> Value:
    found = estate(tmp_path, f'{resources}\noutput "o" {{\n  value = {expression}\n  sensitive = true\n}}\n')
    value = found.outputs["o"]
    return Value(value.type, value.payload)


def test_what_is_configured_has_the_type_of_its_attribute(tmp_path: Path) -> None:
    found = estate(
        tmp_path,
        """
        variable "n" {
          default = "30"
        }
        resource "aws_kms_key" "k" {
          is_enabled              = "false"
          deletion_window_in_days = var.n
          description             = 12
          tags                    = { a = true }
        }
        resource "aws_lb" "b" {
          security_groups = ["b", "a", "b"]
        }
        """,
    )
    assert values(found, "aws_kms_key.k") == {
        "deletion_window_in_days": 30,
        "description": "12",
        "is_enabled": False,
        "tags": {"a": "true"},
    }
    assert values(found, "aws_lb.b") == {"security_groups": ["a", "b"]}


def test_members_of_a_set_have_the_place_where_they_are_written(tmp_path: Path) -> None:
    text = 'resource "aws_lb" "b" {\n  security_groups = [\n    "b",\n    "a",\n    "b",\n  ]\n}\n'
    resource = estate(tmp_path, text).at("aws_lb.b")
    assert resource is not None
    assert plain(resource.values["security_groups"]) == ["a", "b"]
    assert [resource.span_of(f"security_groups[{n}]").line for n in (0, 1)] == [4, 3]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("aws_kms_key.k.is_enabled", Value(BOOL, True)),
        ("aws_kms_key.k.enable_key_rotation", Value(BOOL, False)),
        ("aws_kms_key.k.customer_master_key_spec", "SYMMETRIC_DEFAULT"),
        ("aws_kms_key.k.deletion_window_in_days", None),
        ("aws_kms_key.k.arn", Unknown("known after apply", STRING)),
        ("aws_kms_key.k.timeouts", None),
        ("aws_kms_key.k.rotation_period_in_days", Unknown("known after apply", NUMBER)),
    ],
)
def test_an_attribute_that_is_not_set_is_its_default_or_null_or_unknown(
    tmp_path: Path, expression: str, expected: object
) -> None:
    found = plain(output(tmp_path, expression, 'resource "aws_kms_key" "k" {}'))
    assert found == (plain(expected) if isinstance(expected, Value) else expected)


def test_an_attribute_set_to_null_is_as_one_that_is_not_set(tmp_path: Path) -> None:
    text = 'resource "aws_kms_key" "k" {\n  is_enabled = null\n}'
    assert plain(output(tmp_path, "aws_kms_key.k.is_enabled", text)) is True


BUCKET = """
resource "aws_s3_bucket_server_side_encryption_configuration" "e" {
  bucket = "b"
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}
"""


def test_references_see_all_of_a_nested_block_in_the_shape_of_its_nesting(tmp_path: Path) -> None:
    kind = "aws_s3_bucket_server_side_encryption_configuration"
    found = output(tmp_path, f"{kind}.e.rule", BUCKET)
    inner = {"kms_master_key_id": "", "sse_algorithm": "AES256"}
    assert plain(found) == [{"apply_server_side_encryption_by_default": [inner], "bucket_key_enabled": None}]
    assert type_text(found.type) == (
        "set(object({apply_server_side_encryption_by_default=list(object({kms_master_key_id=string, "
        "sse_algorithm=string})), bucket_key_enabled=bool}))"
    )


def test_the_configured_blocks_stay_a_tuple_in_the_order_of_the_file(tmp_path: Path) -> None:
    rule = 'ingress {\n rule_no = "{n}"\n action = "allow"\n protocol = "6"\n from_port = 1\n to_port = 1\n}\n'
    blocks = "".join(rule.replace("{n}", n) for n in ("300", "100", "200"))
    found = estate(tmp_path, f'resource "aws_default_network_acl" "a" {{\n default_network_acl_id = "a"\n{blocks}}}\n')
    resource = found.at("aws_default_network_acl.a")
    assert resource is not None
    configured = plain(resource.values["ingress"])
    assert [block["rule_no"] for block in configured] == [300, 100, 200]
    assert "icmp_code" not in configured[0]
    assert sorted(block["rule_no"] for block in planned(found, "aws_default_network_acl.a", "ingress")) == [
        100,
        200,
        300,
    ]


def test_a_single_block_is_an_object_to_references(tmp_path: Path) -> None:
    text = 'resource "aws_db_instance" "d" {\n instance_class = "x"\n timeouts {\n  create = "40m"\n }\n}'
    found = output(tmp_path, "aws_db_instance.d.timeouts", text)
    assert plain(found) == {"create": "40m", "delete": None, "update": None}
    assert plain(output(tmp_path, "aws_db_instance.d.timeouts.create", text)) == "40m"


def test_an_attribute_that_is_written_as_blocks_is_its_objects_with_null_for_what_they_leave_out(
    tmp_path: Path,
) -> None:
    text = (
        'resource "aws_security_group" "g" {\n ingress {\n  from_port = "1"\n  to_port = 2\n  protocol = "tcp"\n }\n}'
    )
    found = output(tmp_path, "aws_security_group.g.ingress", text)
    lists = {name: [] for name in ("cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups")}
    others = {"description": "", "self": False}
    assert plain(found) == [{"from_port": 1, "protocol": "tcp", "to_port": 2, **lists, **others}]


def test_blocks_of_which_nobody_knows_how_many_there_are_are_unknown_as_a_whole(tmp_path: Path) -> None:
    text = """
    resource "aws_vpc" "v" {}
    resource "aws_lb" "b" {
      dynamic "subnet_mapping" {
        for_each = aws_vpc.v.id == "a" ? ["x"] : []
        content {
          subnet_id = subnet_mapping.value
        }
      }
    }
    """
    found = plain(output(tmp_path, "aws_lb.b.subnet_mapping", text))
    assert isinstance(found, Unknown)
    assert type_text(found.type).startswith("set(object({allocation_id=string")


def test_sensitive_attributes_are_sensitive_and_write_only_ones_null(tmp_path: Path) -> None:
    found = estate(
        tmp_path,
        """
        resource "aws_secretsmanager_secret_version" "s" {
          secret_id        = "s"
          secret_string_wo = "hidden"
        }
        resource "aws_db_instance" "d" {
          instance_class = "x"
          password       = "hidden"
        }
        output "wo" {
          value     = aws_secretsmanager_secret_version.s.secret_string_wo
          sensitive = true
        }
        """,
    )
    assert values(found, "aws_db_instance.d")["password"] == Sensitive("hidden")
    assert values(found, "aws_secretsmanager_secret_version.s")["secret_string_wo"] == Sensitive("hidden")
    assert plain(found.outputs["wo"]) == Sensitive(None)
    assert planned(found, "aws_secretsmanager_secret_version.s", "secret_string") == Sensitive(None)


def test_a_value_that_does_not_fit_is_kept_and_said_and_is_no_gap(tmp_path: Path) -> None:
    text = (
        'resource "aws_kms_key" "k" {\n  is_enabled = "perhaps"\n  tags = [var.t]\n}\nvariable "t" {\n default = 1\n}\n'
    )
    found = configuration(tmp_path, {"main.tf": text})
    assert said(found.problems) == [
        ('The value of "is_enabled" does not fit the provider\'s schema: a bool is required.', "main.tf", 2, False),
        ('The value of "tags" does not fit the provider\'s schema: map of string required.', "main.tf", 3, False),
    ]
    assert values(only(found), "aws_kms_key.k") == {"is_enabled": "perhaps", "tags": [1]}
    assert planned(only(found), "aws_kms_key.k", "is_enabled") == "perhaps"


def test_what_the_table_lacks_stays_as_it_is_written(tmp_path: Path) -> None:
    found = estate(
        tmp_path,
        """
        resource "aws_kms_key" "k" {
          of_tomorrow = "1"
          block_of_tomorrow {
            a = "2"
          }
        }
        resource "other_thing" "t" {
          port = "80"
        }
        output "o" {
          value = [aws_kms_key.k.of_tomorrow, aws_kms_key.k.later, other_thing.t.port, other_thing.t.name]
        }
        """,
    )
    assert values(found, "aws_kms_key.k") == {"of_tomorrow": "1", "block_of_tomorrow": [{"a": "2"}]}
    assert planned(found, "aws_kms_key.k", "block_of_tomorrow") == [{"a": "2"}]
    later = Unknown("known after apply")
    assert plain(found.outputs["o"]) == ["1", later, "80", later]


def test_objects_and_lists_of_json_are_blocks_where_the_schema_says_so(tmp_path: Path) -> None:
    body = """
    {"resource": {"aws_lb_listener": {"l": {
      "load_balancer_arn": "a",
      "port": "80",
      "default_action": {"//": "a comment", "type": "forward", "forward": [{"target_group": [
        {"arn": "t", "weight": "1"}, {"arn": "u"}
      ]}]},
      "timeouts": null
    }}}}
    """
    found = configuration(tmp_path, {"main.tf.json": body})
    assert found.problems == ()
    groups = [{"arn": "t", "weight": 1}, {"arn": "u"}]
    assert values(only(found), "aws_lb_listener.l") == {
        "default_action": [{"forward": [{"target_group": groups}], "type": "forward"}],
        "load_balancer_arn": "a",
        "port": 80,
    }
    resource = only(found).at("aws_lb_listener.l")
    assert resource is not None
    assert resource.span_of("default_action[0].forward[0].target_group[1].arn").line == 5


def test_dynamic_blocks_of_json_are_found_at_every_depth(tmp_path: Path) -> None:
    body = """
    {"resource": {"aws_lb_listener": {"l": {
      "load_balancer_arn": "a",
      "default_action": {"type": "forward", "forward": {"dynamic": {"target_group": {
        "for_each": ["t", "u"], "iterator": "g", "content": {"arn": "${g.value}"}
      }}}}
    }}}}
    """
    found = configuration(tmp_path, {"main.tf.json": body})
    assert found.problems == ()
    groups = [{"arn": "t"}, {"arn": "u"}]
    default_action = [{"forward": [{"target_group": groups}], "type": "forward"}]
    assert values(only(found), "aws_lb_listener.l") == {"default_action": default_action, "load_balancer_arn": "a"}


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ('{ owner = "own" }', {"level": "1", "owner": "own"}),
        ("null", {"level": "1", "owner": "o"}),
        ("{ a = aws_vpc.v.id }", Unknown("known after apply", block_of("managed", "aws_vpc").attributes["tags"].type)),
    ],
)
def test_all_tags_are_those_of_the_resource_over_the_providers(tmp_path: Path, tags: str, expected: object) -> None:
    provider = 'provider "aws" {\n  default_tags {\n    tags = { owner = "o", level = 1 }\n  }\n}\n'
    text = f'{provider}resource "aws_vpc" "v" {{}}\nresource "aws_vpc" "w" {{\n  tags = {tags}\n}}\n'
    assert plain(output(tmp_path, "aws_vpc.w.tags_all", text)) == expected


def test_planned_values_are_all_that_the_schema_has_in_order(tmp_path: Path) -> None:
    inner = '  versioning_configuration {\n    status = "Enabled"\n  }\n'
    text = f'resource "aws_s3_bucket_versioning" "v" {{\n  bucket = "b"\n{inner}}}\n'
    resource = estate(tmp_path, text).at("aws_s3_bucket_versioning.v")
    assert resource is not None
    assert list(resource.planned) == ["bucket", "expected_bucket_owner", "id", "mfa", "versioning_configuration"]
    later = Unknown("known after apply", STRING)
    assert plain(resource.planned["versioning_configuration"]) == [{"mfa_delete": later, "status": "Enabled"}]


def test_blocks_that_are_required_and_not_there_are_unknown(tmp_path: Path) -> None:
    found = estate(tmp_path, 'resource "aws_s3_bucket_versioning" "v" {\n  bucket = "b"\n}\n')
    assert isinstance(planned(found, "aws_s3_bucket_versioning.v", "versioning_configuration"), Unknown)
