"""What a root amounts to: variables, locals, modules, references, blocks, and what is not known."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trees import addresses, configuration, estate, only, said, values

from secscan.model import Span
from secscan.terraform.configuration import Options
from secscan.terraform.evaluate.values import STRING, Sensitive, Unknown, UnknownPayload, plain


def test_locals_come_in_any_order_and_are_worked_out_once(tmp_path: Path) -> None:
    found = estate(
        tmp_path,
        """
        locals {
          a = "${local.b}!"
          b = upper(local.c)
          c = "x"
        }
        resource "aws_sqs_queue" "q" {
          name = local.a
        }
        """,
    )
    assert values(found, "aws_sqs_queue.q") == {"name": "X!"}


@settings(deadline=None, max_examples=50)
@given(st.permutations(range(8)), st.permutations(("a.tf", "b.tf", "c.tf")))
def test_the_order_of_declarations_and_files_changes_nothing(order: list[int], names: list[str]) -> None:
    """Each local needs all before it; they are spread over three files in every order."""
    lines = {n: f"  l{n} = [{', '.join([*(f'local.l{i}' for i in range(n)), str(n)])}]" for n in order}
    texts = ["locals {\n" + "\n".join(lines[n] for n in order[i::3]) + "\n}\n" for i in range(3)]
    files = {**dict(zip(names, texts, strict=True)), "out.tf": 'output "o" {\n  value = local.l7\n}\n'}
    with TemporaryDirectory() as top:
        found = configuration(Path(top), files)
    assert (found.problems, plain(only(found).outputs["o"])) == ((), [*nested_before(7), 7])


def nested_before(n: int) -> list[object]:
    return [[*nested_before(i), i] for i in range(n)]


def test_a_long_chain_of_locals_is_no_problem(tmp_path: Path) -> None:
    chain = "\n".join(f'  l{i} = "${{local.l{i + 1}}}"' for i in range(500))
    found = estate(
        tmp_path,
        f'locals {{\n{chain}\n  l500 = "end"\n}}\nresource "aws_sqs_queue" "q" {{\n  name = local.l0\n}}\n',
    )
    assert values(found, "aws_sqs_queue.q") == {"name": "end"}


def test_a_cycle_is_named_with_its_chain_and_costs_only_what_is_in_it(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "main.tf": """
            locals {
              a = local.b
              b = try(local.c, "never")
              c = "${local.a}-x"
              d = "fine"
            }
            resource "aws_sqs_queue" "q" {
              name = local.a
              tags = { d = local.d }
            }
            """
        },
    )
    message = "This refers to itself: local.a -> local.b -> local.c -> local.a."
    assert said(found.problems) == [(message, "main.tf", 4, True)]
    assert values(only(found), "aws_sqs_queue.q") == {
        "name": Unknown("could not be evaluated", STRING),
        "tags": {"d": "fine"},
    }


def test_a_module_cycle_through_outputs_is_a_cycle_and_a_straight_way_is_none(tmp_path: Path) -> None:
    module = 'variable "x" {\n  default = 1\n}\noutput "fixed" {\n  value = 5\n}\noutput "x" {\n  value = var.x\n}\n'
    straight = configuration(
        tmp_path / "straight",
        {
            "m/main.tf": module,
            "main.tf": """
            module "a" {
              source = "./m"
              x      = module.b.x
            }
            module "b" {
              source = "./m"
              x      = module.a.fixed
            }
            output "x" {
              value = module.a.x
            }
            """,
        },
    )
    assert straight.problems == ()
    assert plain(only(straight).outputs["x"]) == 5
    circle = configuration(
        tmp_path / "circle",
        {
            "m/main.tf": module,
            "main.tf": """
            module "a" {
              source = "./m"
              x      = module.a.x
            }
            """,
        },
    )
    assert [p.message for p in circle.problems] == [
        "This refers to itself: module.a.var.x -> module.a.output.x -> module.a.var.x."
    ]


def test_a_variable_without_a_value_is_unknown_of_its_type_and_said(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "main.tf": """
            variable "name" {
              type = string
            }
            resource "aws_sqs_queue" "q" {
              name  = "queue-${var.name}"
              delay = 5
            }
            """
        },
    )
    name = only(found).at("aws_sqs_queue.q").values["name"]
    assert name.payload == UnknownPayload('variable "name" has no value', prefix="queue-", not_null=True)
    assert name.type == STRING
    assert said(found.problems) == [('The variable "name" has no value: it is unknown.', "main.tf", 1, False)]


def test_the_last_value_file_wins(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "main.tf": """
            variable "a" {}
            variable "b" {}
            variable "c" {}
            variable "d" {}
            variable "e" {}
            output "all" {
              value = [var.a, var.b, var.c, var.d, var.e]
            }
            """,
            "terraform.tfvars": 'a = "tfvars"\nb = "tfvars"\nc = "tfvars"\nd = "tfvars"\ne = "tfvars"\n',
            "terraform.tfvars.json": '{"b": "json", "c": "json", "d": "json", "e": "json"}',
            "b.auto.tfvars": 'd = "b"\ne = "b"\n',
            "a.auto.tfvars.json": '{"c": "${not a template}", "d": "a", "e": "a"}',
            "extra.tfvars": 'e = "asked for"\n',
        },
        Options(var_files=("extra.tfvars",)),
    )
    assert found.problems == ()
    root = only(found)
    assert plain(root.outputs["all"]) == ["tfvars", "json", "${not a template}", "b", "asked for"]
    assert root.given["d"] == Span(file="b.auto.tfvars", line=1, column=1, end_line=1, end_column=8)
    assert root.given["c"].file == "a.auto.tfvars.json"
    assert root.files == (
        "a.auto.tfvars.json",
        "b.auto.tfvars",
        "extra.tfvars",
        "main.tf",
        "terraform.tfvars",
        "terraform.tfvars.json",
    )


def test_values_are_converted_and_optional_attributes_filled_in(tmp_path: Path) -> None:
    found = estate(
        tmp_path,
        """
        variable "settings" {
          type = map(object({
            size  = number
            on    = optional(bool, true)
            inner = optional(object({ word = optional(string, "default") }), {})
            none  = optional(string)
          }))
          default = { a = { size = "5", extra = 1 }, b = { size = 6, on = "false", inner = { word = null } } }
        }
        output "settings" {
          value = var.settings
        }
        """,
    )
    assert plain(found.outputs["settings"]) == {
        "a": {"size": 5, "on": True, "inner": {"word": "default"}, "none": None},
        "b": {"size": 6, "on": False, "inner": {"word": "default"}, "none": None},
    }


def test_null_takes_the_default_only_where_null_is_not_allowed(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "m/main.tf": """
            variable "kept" {
              default = "d"
            }
            variable "replaced" {
              default  = "d"
              nullable = false
            }
            output "both" {
              value = [var.kept, var.replaced]
            }
            """,
            "main.tf": """
            module "m" {
              source   = "./m"
              kept     = null
              replaced = null
            }
            output "both" {
              value = module.m.both
            }
            """,
        },
    )
    assert found.problems == ()
    assert plain(only(found).outputs["both"]) == [None, "d"]


def test_sensitive_and_ephemeral_values_are_marked_wherever_they_go(tmp_path: Path) -> None:
    found = estate(
        tmp_path,
        """
        variable "secret" {
          default   = "s3cret"
          sensitive = true
        }
        variable "token" {
          default   = "t0ken"
          ephemeral = true
        }
        resource "aws_ssm_parameter" "p" {
          value    = "x-${var.secret}"
          value_wo = var.token
        }
        """,
    )
    assert values(found, "aws_ssm_parameter.p") == {"value": Sensitive("x-s3cret"), "value_wo": Sensitive("t0ken")}


def test_a_failing_validation_is_said_and_leaves_nothing_unseen(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "main.tf": """
            variable "size" {
              default = 1
              validation {
                condition     = var.size > 2
                error_message = "Size ${var.size} is too small."
              }
            }
            resource "aws_ebs_volume" "v" {
              size = var.size
            }
            """,
            "terraform.tfvars": "size = 2\n",
        },
    )
    message = 'A plan would fail: the value of the variable "size" is not valid. Size 2 is too small.'
    assert said(found.problems) == [(message, "terraform.tfvars", 1, False)]
    assert values(only(found), "aws_ebs_volume.v") == {"size": 2}


def test_an_attribute_that_is_not_set_is_unknown_and_names_its_resource(tmp_path: Path) -> None:
    found = estate(
        tmp_path,
        """
        resource "aws_s3_bucket" "b" {
          bucket = "name"
        }
        resource "aws_s3_bucket_versioning" "v" {
          bucket = aws_s3_bucket.b.id
          mfa    = aws_s3_bucket.b.bucket
        }
        locals {
          passed = aws_s3_bucket.b
        }
        output "arn" {
          value = local.passed.arn
        }
        """,
    )
    versioning = found.at("aws_s3_bucket_versioning.v")
    assert versioning.values["bucket"].payload.reference == ("aws_s3_bucket.b", "id")
    assert dict(versioning.references) == {
        "bucket": (("aws_s3_bucket.b", "id"),),
        "mfa": (("aws_s3_bucket.b", "bucket"),),
    }
    assert plain(versioning.values["mfa"]) == "name"
    assert found.outputs["arn"].payload.reference == ("aws_s3_bucket.b", "arn")


def test_an_attribute_set_to_null_is_null_on_its_resource_and_unknown_to_others(tmp_path: Path) -> None:
    found = estate(
        tmp_path,
        """
        resource "aws_s3_bucket" "b" {
          bucket = null
        }
        output "name" {
          value = aws_s3_bucket.b.bucket
        }
        """,
    )
    assert values(found, "aws_s3_bucket.b") == {"bucket": None}
    assert plain(found.outputs["name"]) == Unknown("known after apply", STRING)


def test_a_whole_resource_fits_an_object_that_asks_for_more_than_is_configured(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "m/main.tf": """
            variable "buckets" {
              type = map(object({ bucket = string, arn = string }))
            }
            output "arns" {
              value = { for k, b in var.buckets : k => "${b.bucket} ${b.arn}" }
            }
            """,
            "main.tf": """
            resource "aws_s3_bucket" "b" {
              for_each = toset(["x"])
              bucket   = each.key
            }
            module "m" {
              source  = "./m"
              buckets = aws_s3_bucket.b
            }
            output "arns" {
              value = module.m.arns
            }
            """,
        },
    )
    assert found.problems == ()
    arn = only(found).outputs["arns"].payload["x"]
    assert arn.payload.prefix == "x "
    assert arn.origins == {('aws_s3_bucket.b["x"]', "bucket"), ('aws_s3_bucket.b["x"]', "arn")}


def test_count_gives_a_tuple_and_for_each_an_object(tmp_path: Path) -> None:
    found = estate(
        tmp_path,
        """
        resource "aws_sqs_queue" "c" {
          count = 2
          name  = "c${count.index}"
        }
        resource "aws_sqs_queue" "e" {
          for_each = { b = 1, a = 2 }
          name     = "${each.key}${each.value}"
        }
        resource "aws_sqs_queue" "none" {
          count = 0
        }
        resource "aws_sqs_queue" "chained" {
          for_each = aws_sqs_queue.e
          name     = each.value.name
        }
        output "names" {
          value = {
            c     = aws_sqs_queue.c[*].name
            e     = [for k, q in aws_sqs_queue.e : q.name]
            first = aws_sqs_queue.c[0].name
            none  = one(aws_sqs_queue.none[*].name)
            tried = try(aws_sqs_queue.none[0].name, "none")
          }
        }
        """,
    )
    assert addresses(found) == [
        "aws_sqs_queue.c[0]",
        "aws_sqs_queue.c[1]",
        'aws_sqs_queue.chained["a"]',
        'aws_sqs_queue.chained["b"]',
        'aws_sqs_queue.e["a"]',
        'aws_sqs_queue.e["b"]',
    ]
    assert plain(found.outputs["names"]) == {
        "c": ["c0", "c1"],
        "e": ["a2", "b1"],
        "first": "c0",
        "none": None,
        "tried": "none",
    }


def test_an_unknown_for_each_leaves_the_resource_once_and_says_why(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "main.tf": """
            variable "names" {
              type = set(string)
            }
            resource "aws_sqs_queue" "q" {
              for_each = var.names
              name     = "q-${each.key}"
              fifo     = true
            }
            resource "aws_sqs_queue_policy" "p" {
              for_each  = aws_sqs_queue.q
              queue_url = each.value.id
            }
            module "m" {
              source   = "./m"
              for_each = var.names
            }
            output "m" {
              value = module.m
            }
            """,
            "m/main.tf": 'resource "aws_sqs_queue" "inner" {\n  fifo = true\n}\n',
        },
    )
    root = only(found)
    assert addresses(root) == ["aws_sqs_queue.q[*]", "aws_sqs_queue_policy.p[*]", "module.m[*].aws_sqs_queue.inner"]
    assert [r.unknown_instances for r in root.resources] == [True, True, True]
    assert values(root, "aws_sqs_queue.q[*]")["fifo"] is True
    assert root.at("aws_sqs_queue.q[*]").values["name"].payload.prefix == "q-"
    assert dict(root.at("aws_sqs_queue_policy.p[*]").references) == {"queue_url": (("aws_sqs_queue.q[*]", ""),)}
    reason, policy = 'variable "names" has no value', "aws_sqs_queue_policy.p"
    assert [(p.message, p.line, p.incomplete) for p in found.problems] == [
        ('The variable "names" has no value: it is unknown.', 1, False),
        (
            f"How many instances aws_sqs_queue.q has is not known ({reason}): it stands once, as aws_sqs_queue.q[*].",
            5,
            False,
        ),
        (
            f"How many instances {policy} has is not known ({reason}): it stands once, as {policy}[*].",
            10,
            False,
        ),
        (f"How many instances module.m has is not known ({reason}): it stands once, as module.m[*].", 15, False),
    ]


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ('for_each = ["a"]', "it must be a map, or a set of strings, and you have provided a value of type tuple."),
        ("for_each = null", "The given for_each is null"),
        ("for_each = toset([1])", "a set of strings is needed, this is a set of number."),
        ('for_each = sensitive(toset(["a"]))', "The given for_each is sensitive"),
        ("count = null", "The given count is null"),
        ("count = -1", "it must be a whole number, zero or more"),
        ("count = 1.5", "it must be a whole number, zero or more"),
        ('count = "x"', "a number is required"),
    ],
)
def test_a_wrong_count_or_for_each_is_a_problem_and_loses_no_resource(
    tmp_path: Path, argument: str, message: str
) -> None:
    found = configuration(tmp_path, {"main.tf": f'resource "aws_sqs_queue" "q" {{\n  {argument}\n  fifo = true\n}}\n'})
    assert addresses(only(found)) == ["aws_sqs_queue.q[*]"]
    assert [(message in p.message, p.file, p.line, p.incomplete) for p in found.problems] == [
        (True, "main.tf", 2, True)
    ]


def test_instance_keys_are_written_as_terraform_writes_them(tmp_path: Path) -> None:
    found = estate(
        tmp_path,
        r"""
        resource "aws_sqs_queue" "q" {
          for_each = toset(["a b", "q\"uote", "back\\slash", "new\nline", "$${x}", "é", "a/b"])
        }
        """,
    )
    assert addresses(found) == [
        r'aws_sqs_queue.q["$${x}"]',
        r'aws_sqs_queue.q["a b"]',
        r'aws_sqs_queue.q["a/b"]',
        r'aws_sqs_queue.q["back\\slash"]',
        r'aws_sqs_queue.q["new\nline"]',
        r'aws_sqs_queue.q["q\"uote"]',
        r'aws_sqs_queue.q["é"]',
    ]


def test_nested_and_dynamic_blocks_are_tuples_with_a_span_for_every_path(tmp_path: Path) -> None:
    found = estate(
        tmp_path,
        """
        resource "aws_x" "y" {
          rule {
            on = true
          }
          dynamic "rule" {
            for_each = { a = [1, 2], b = [] }
            iterator = it
            content {
              name = it.key
              dynamic "part" {
                for_each = it.value
                content {
                  size = part.value + part.key
                  of   = it.key
                }
              }
            }
          }
          timeouts {
            create = "5m"
          }
        }
        """,
    )
    assert values(found, "aws_x.y") == {
        "rule": [
            {"on": True},
            {"name": "a", "part": [{"size": 1, "of": "a"}, {"size": 3, "of": "a"}]},
            {"name": "b", "part": []},
        ],
        "timeouts": [{"create": "5m"}],
    }
    resource = found.at("aws_x.y")
    lines = {path: span.line for path, span in resource.spans.items()}
    assert lines["rule[0].on"] == 3
    assert lines["rule[1].name"] == 9
    assert lines["rule[1].part[1].size"] == 13
    assert lines["rule[2]"] == 8
    assert lines["timeouts[0].create"] == 20
    assert resource.span_of("rule[1].part[0].missing.deeper").line == 12
    assert resource.span_of("nothing") == resource.header


def test_an_unknown_dynamic_block_stands_once_as_unknown_beside_what_is_known(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "main.tf": """
            variable "ports" {
              type = list(number)
            }
            resource "aws_security_group" "g" {
              ingress {
                from_port = 22
              }
              dynamic "ingress" {
                for_each = var.ports
                content {
                  from_port = ingress.value
                  groups    = [aws_security_group.other.id]
                }
              }
            }
            resource "aws_security_group" "other" {}
            """
        },
    )
    group = only(found).at("aws_security_group.g")
    known, hidden = group.values["ingress"].payload
    assert plain(known) == {"from_port": 22}
    assert not hidden.is_known
    assert hidden.origins == {("aws_security_group.other", "id")}
    assert group.unknown_blocks == ("ingress",)
    assert group.span_of("ingress[1]").line == 10


def test_meta_arguments_are_no_attributes(tmp_path: Path) -> None:
    found = estate(
        tmp_path,
        """
        resource "aws_sqs_queue" "a" {
          depends_on = [aws_sqs_queue.b]
          provider   = aws.x
          name       = "a"
          lifecycle {
            ignore_changes = [name]
          }
          connection {
            host = self.name
          }
          provisioner "local-exec" {
            command = "echo ${self.id}"
          }
        }
        resource "aws_sqs_queue" "b" {}
        provider "aws" {
          alias  = "x"
          region = "eu-west-1"
        }
        moved {
          from = aws_sqs_queue.old
          to   = aws_sqs_queue.b
        }
        import {
          to = aws_sqs_queue.b
          id = "x"
        }
        removed {
          from = aws_sqs_queue.gone
        }
        terraform {
          required_version = "> 1"
        }
        """,
    )
    queue = found.at("aws_sqs_queue.a")
    assert {name: plain(value) for name, value in queue.values.items()} == {"name": "a"}
    assert (queue.provider, queue.after) == ("aws.x", ("aws_sqs_queue.b",))
    assert plain(found.region("aws.x")) == "eu-west-1"
    assert found.region("aws") is None


def test_provider_configurations_are_followed_through_module_calls(tmp_path: Path) -> None:
    leaf = (
        'resource "aws_sqs_queue" "q" {\n  provider = aws.other\n}\nresource "aws_sqs_queue" "d" {}\n'
        'data "aws_region" "r" {\n  provider = aws.other\n}\noutput "r" {\n  value = data.aws_region.r.name\n}\n'
    )
    middle = """
    module "leaf" {
      source    = "../leaf"
      providers = { aws.other = aws.passed }
    }
    output "r" {
      value = module.leaf.r
    }
    """
    root = """
    provider "aws" {
      region = "us-east-1"
    }
    provider "aws" {
      alias  = "dr"
      region = local.dr
    }
    locals {
      dr = "us-west-2"
    }
    module "middle" {
      source    = "../middle"
      providers = { aws.passed = aws.dr }
    }
    output "r" {
      value = module.middle.r
    }
    """
    found = configuration(tmp_path, {"root/main.tf": root, "middle/main.tf": middle, "leaf/main.tf": leaf})
    assert found.problems == ()
    providers = {r.address.name: r.provider for r in only(found).resources}
    assert providers == {
        "module.middle.module.leaf.aws_sqs_queue.d": "aws",
        "module.middle.module.leaf.aws_sqs_queue.q": "aws.dr",
        "module.middle.module.leaf.data.aws_region.r": "aws.dr",
    }
    assert plain(only(found).outputs["r"]) == "us-west-2"


def test_a_module_may_have_a_provider_configuration_of_its_own(tmp_path: Path) -> None:
    module = 'provider "aws" {\n  region = "eu-west-1"\n}\nresource "aws_sqs_queue" "q" {}\n'
    found = configuration(tmp_path, {"main.tf": 'module "m" {\n  source = "./m"\n}\n', "m/main.tf": module})
    assert [r.provider for r in only(found).resources] == ["module.m.aws"]
    assert plain(only(found).region("module.m.aws")) == "eu-west-1"


def test_what_a_provider_configuration_says_answers_region_partition_and_account(tmp_path: Path) -> None:
    found = estate(
        tmp_path,
        """
        provider "aws" {
          region              = "cn-north-1"
          allowed_account_ids = ["123456789012"]
        }
        provider "aws" {
          alias = "silent"
        }
        data "aws_caller_identity" "me" {}
        data "aws_partition" "p" {}
        data "aws_caller_identity" "unknown" {
          provider = aws.silent
        }
        output "all" {
          value = [
            data.aws_caller_identity.me.account_id,
            data.aws_partition.p.partition,
            data.aws_partition.p.dns_suffix,
          ]
        }
        output "unknown" {
          value = data.aws_caller_identity.unknown.account_id
        }
        """,
    )
    assert plain(found.outputs["all"]) == ["123456789012", "aws-cn", "amazonaws.com.cn"]
    assert plain(found.outputs["unknown"]) == Unknown("known after apply", STRING)


def test_every_resource_says_which_calls_lead_to_it_and_where_their_arguments_stand(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "main.tf": """
            module "outer" {
              source   = "./outer"
              for_each = toset(["x"])
              size     = 5
            }
            """,
            "outer/main.tf": """
            variable "size" {}
            module "inner" {
              source = "./inner"
              count  = 1
              size   = var.size
            }
            """,
            "outer/inner/main.tf": 'variable "size" {}\nresource "aws_ebs_volume" "v" {\n  size = var.size\n}\n',
        },
    )
    volume = only(found).at('module.outer["x"].module.inner[0].aws_ebs_volume.v')
    assert plain(volume.values["size"]) == 5
    assert volume.module == 'module.outer["x"].module.inner[0]'
    assert [(c.name, c.span.file, c.span.line, {n: s.line for n, s in c.arguments.items()}) for c in volume.calls] == [
        ('module.outer["x"]', "main.tf", 1, {"size": 4}),
        ("module.inner[0]", "outer/main.tf", 2, {"size": 5}),
    ]


def test_files_that_functions_read_belong_to_the_root(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "env/main.tf": 'module "m" {\n  source = "../m"\n}\n',
            "m/main.tf": """
            resource "aws_iam_policy" "p" {
              policy = templatefile("${path.module}/policy.json.tftpl", { action = "s3:*" })
              path   = path.module
              root   = path.root
              here   = fileexists("${path.module}/absent")
            }
            """,
            "m/policy.json.tftpl": '{"Action": "${action}"}',
        },
    )
    assert found.problems == ()
    policy = values(only(found), "module.m.aws_iam_policy.p")
    assert policy == {"policy": '{"Action": "s3:*"}', "path": "../m", "root": ".", "here": False}
    assert only(found).files == ("env/main.tf", "m/main.tf", "m/policy.json.tftpl")


def test_the_workspace_is_what_the_options_say(tmp_path: Path) -> None:
    found = estate(tmp_path, 'output "w" {\n  value = terraform.workspace\n}\n', Options(workspace="prod"))
    assert plain(found.outputs["w"]) == "prod"


def test_override_files_change_what_other_files_declare(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "main.tf": """
            variable "size" {
              type    = number
              default = 1
            }
            locals {
              a = "a"
              b = "b"
            }
            resource "aws_x" "y" {
              name = "${local.a}${local.b}${var.size}"
              kept = true
              rule {
                n = 1
              }
              dynamic "rule" {
                for_each = [2]
                content {
                  n = rule.value
                }
              }
              other {
                n = 3
              }
            }
            """,
            "b_override.tf": """
            locals {
              b = "B"
            }
            variable "size" {
              default = 7
            }
            resource "aws_x" "y" {
              rule {
                n = 9
              }
              added = true
            }
            """,
            "override.tf": 'resource "aws_x" "y" {\n  added = "last"\n}\nresource "aws_x" "nobody" {}\n',
        },
    )
    assert said(found.problems) == [('There is no resource "aws_x" "nobody" to override.', "override.tf", 4, True)]
    assert values(only(found), "aws_x.y") == {
        "name": "aB7",
        "kept": True,
        "added": "last",
        "other": [{"n": 3}],
        "rule": [{"n": 9}],
    }
    assert only(found).at("aws_x.y").spans["added"].file == "override.tf"


def test_what_stands_around_a_resource_is_kept_apart_from_its_arguments(tmp_path: Path) -> None:
    found = estate(
        tmp_path,
        """
        resource "aws_x" "y" {
          host = "h"
          connection {
            host = self.host
          }
          provisioner "local-exec" {
            command = "echo ${self.host}"
            when    = destroy
          }
          provisioner "local-exec" {
            command = "echo ${self.id}"
          }
          lifecycle {
            prevent_destroy      = true
            ignore_changes       = [tags, rule[0].size]
            replace_triggered_by = [aws_x.z]
          }
        }
        resource "aws_x" "z" {
          lifecycle {
            ignore_changes = all
          }
        }
        """,
    )
    assert values(found, "aws_x.y") == {"host": "h"}
    around = {r.address.name: {name: plain(value) for name, value in r.around.items()} for r in found.resources}
    provisioners = around["aws_x.y"].pop("provisioner")
    assert around == {
        "aws_x.y": {
            "connection": [{"host": "h"}],
            "lifecycle": [
                {"ignore_changes": ["tags", "rule.size"], "prevent_destroy": True, "replace_triggered_by": ["aws_x.z"]}
            ],
        },
        "aws_x.z": {"lifecycle": [{"ignore_changes": "all"}]},
    }
    first, second = provisioners
    assert first == {"command": "echo h", "type": "local-exec", "when": "destroy"}
    assert second["command"] == Unknown("known after apply", STRING, "echo ")
    resource = found.at("aws_x.y")
    assert resource is not None
    assert resource.span_of("lifecycle[0].prevent_destroy").line == 14


def test_plantimestamp_is_known_where_a_clock_is_given(tmp_path: Path) -> None:
    text = 'output "t" {\n  value = plantimestamp()\n}\n'
    clock = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    assert plain(estate(tmp_path, text, Options(clock=clock)).outputs["t"]) == "2026-03-01T12:30:00Z"
    assert isinstance(plain(estate(tmp_path, text).outputs["t"]), Unknown)


def test_values_of_the_environment_stand_below_every_file(tmp_path: Path) -> None:
    files = {
        "main.tf": """
            variable "a" { default = "default" }
            variable "b" { default = "default" }
            variable "c" { default = "default" }
            output "o" { value = [var.a, var.b, var.c] }
            resource "aws_x" "y" { a = var.a }
            """,
        "terraform.tfvars": 'b = "file"\n',
    }
    given = Options(environment={"a": "environment", "b": "environment", "nobody": "x"})
    found = only(configuration(tmp_path, files, given))
    assert plain(found.outputs["o"]) == ["environment", "file", "default"]
    resource = found.at("aws_x.y")
    assert resource is not None
    step = resource.chain("a")[1]
    assert (step.kind, step.label, step.span.line) == ("environment", "var.a", 1)
