"""Where a value came from: the whole chain, innermost first, with the place of each step."""

from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trees import configuration, only

from secscan.model import Span
from secscan.terraform.chain.json_places import find
from secscan.terraform.chain.walk import MAX_DEPTH, MAX_STEPS
from secscan.terraform.configuration import Options
from secscan.terraform.estate import Estate
from secscan.terraform.evaluate.values import Sensitive, Unknown, number, plain, string

Told = tuple[int, str, str, object, str]


def told(found: Estate, address: str, path: str) -> list[Told]:
    """(depth, kind, label, value, file:line) of each step; `?` before the kind of what chose the value."""
    resource = found.at(address)
    assert resource is not None, [r.address.name for r in found.resources]
    return [
        (s.depth, ("?" if s.chosen else "") + s.kind, s.label, _shown(plain(s.value)), f"{s.span.file}:{s.span.line}")
        for s in resource.chain(path)
    ]


def _shown(value: object) -> object:
    if isinstance(value, Sensitive):
        return "(sensitive)"
    return f"unknown: {value.reason}" if isinstance(value, Unknown) else value


def read(top: Path, **files: str) -> Estate:
    """Files by name, `__` for a slash; `main` for `main.tf`."""
    named = {name.replace("__", "/") + ("" if "." in name else ".tf"): text for name, text in files.items()}
    return only(configuration(top, named))


def test_a_literal_comes_from_nowhere_else(tmp_path: Path) -> None:
    found = read(tmp_path, main='resource "aws_x" "y" {\n  a = "b"\n}\n')
    assert told(found, "aws_x.y", "a") == [(0, "attribute", "aws_x.y.a", "b", "main.tf:2")]
    assert told(found, "aws_x.y", "missing") == []


def test_a_value_is_followed_through_modules_to_the_tfvars_line(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "main.tf": """
                variable "rotate" {
                  type = bool
                }
                locals {
                  settings = merge({ rotation = true }, { rotation = var.rotate })
                }
                module "kms" {
                  source   = "./kms"
                  for_each = toset(["main"])
                  rotation = local.settings.rotation
                }
                """,
            "terraform.tfvars": "# One.\n# Two.\nrotate = false\n",
            "kms/main.tf": """
                variable "rotation" {}
                resource "aws_kms_key" "this" {
                  enable_key_rotation = var.rotation
                }
                """,
        },
    )
    estate = only(found)
    assert told(estate, 'module.kms["main"].aws_kms_key.this', "enable_key_rotation") == [
        (0, "attribute", 'module.kms["main"].aws_kms_key.this.enable_key_rotation', False, "kms/main.tf:3"),
        (1, "argument", 'module.kms["main"].var.rotation', False, "main.tf:10"),
        (2, "local", "local.settings.rotation", False, "main.tf:5"),
        (3, "tfvars", "var.rotate", False, "terraform.tfvars:3"),
    ]


def test_the_chosen_arm_is_followed_and_what_chose_it_is_said_apart(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        main="""
            variable "env" {
              default = "dev"
            }
            variable "days" {
              default = { dev = 7, prod = 90 }
            }
            resource "aws_x" "y" {
              a = var.env == "prod" ? local.never : var.days.dev
              b = var.days[var.env]
            }
            locals {
              never = "x"
            }
            """,
    )
    assert told(found, "aws_x.y", "a") == [
        (0, "attribute", "aws_x.y.a", "7", "main.tf:8"),
        (1, "default", "var.days.dev", 7, "main.tf:5"),
        (1, "?condition", 'var.env == "prod"', False, "main.tf:8"),
        (2, "?default", "var.env", "dev", "main.tf:2"),
    ]
    assert told(found, "aws_x.y", "b") == [
        (0, "attribute", "aws_x.y.b", 7, "main.tf:9"),
        (1, "default", "var.days.dev", 7, "main.tf:5"),
        (1, "?condition", "var.env", "dev", "main.tf:9"),
        (2, "?default", "var.env", "dev", "main.tf:2"),
    ]


def test_what_each_and_count_give_leads_to_the_element(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        main="""
            locals {
              sizes = { for s in ["a", "b"] : s => { size = length(local.names[s]) } }
              names = {
                a = "x"
                b = "yy"
              }
            }
            resource "aws_x" "each" {
              for_each = local.sizes
              name     = each.key
              size     = each.value.size
            }
            resource "aws_x" "count" {
              count = 2
              n     = count.index
            }
            resource "aws_x" "splat" {
              all   = aws_x.each[*]
              first = values(aws_x.each)[*].name
              one   = aws_x.each["b"].size
              third = aws_x.count[*].n
            }
            """,
    )
    assert told(found, 'aws_x.each["b"]', "size") == [
        (0, "attribute", 'aws_x.each["b"].size', 2, "main.tf:11"),
        (1, "each", "each.value.size", 2, "main.tf:9"),
        (2, "local", "local.sizes.b.size", 2, "main.tf:2"),
        (3, "local", "local.names.b", "yy", "main.tf:5"),
    ]
    assert told(found, "aws_x.count[1]", "n") == [
        (0, "attribute", "aws_x.count[1].n", 1, "main.tf:15"),
        (1, "count", "count.index", 1, "main.tf:14"),
    ]
    assert told(found, "aws_x.splat", "one")[:2] == [
        (0, "attribute", "aws_x.splat.one", 2, "main.tf:20"),
        (1, "attribute", 'aws_x.each["b"].size', 2, "main.tf:11"),
    ]
    assert told(found, "aws_x.splat", "third[1]")[1:] == [
        (1, "attribute", "aws_x.count[1].n", 1, "main.tf:15"),
        (2, "count", "count.index", 1, "main.tf:14"),
    ]


def test_functions_that_choose_are_followed_to_what_they_chose(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        main="""
            locals {
              a = { k = "a" }
              b = { k = "b", l = null }
              c = ["x", "y"]
              d = ["z"]
            }
            resource "aws_x" "y" {
              merged  = merge(local.a, local.b, { other = 1 })
              lookup  = lookup(local.a, "k", "no")
              absent  = lookup(local.a, "n", local.c[1])
              first   = coalesce(local.b.l, "", local.b.k)
              tried   = try(local.a.nothing, local.a.k)
              element = element(local.c, 3)
              joined  = concat(local.c, local.d)
              one     = one(local.d)
              same    = tolist(tomap(local.a).k == "a" ? local.c : local.d)
            }
            """,
    )
    ends = {
        path: [label for _, _, label, _, _ in told(found, "aws_x.y", path)[1:]]
        for path in ("merged.k", "lookup", "absent", "first", "tried", "element", "joined[2]", "one", "same[1]")
    }
    assert ends == {
        "merged.k": ["local.b.k"],
        "lookup": ["local.a.k"],
        "absent": ["local.c[1]"],
        "first": ["local.b.k"],
        "tried": ["local.a.k"],
        "element": ["local.c[1]"],
        "joined[2]": ["local.d[0]"],
        "one": ["local.d[0]"],
        "same[1]": ["local.c[1]", 'tomap(local.a).k == "a"', "local.a.k"],
    }


def test_blocks_that_a_dynamic_block_makes_lead_to_their_element(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        main="""
            variable "rules" {
              default = [
                { port = 22, cidrs = ["0.0.0.0/0"] },
                { port = 80, cidrs = [] },
              ]
            }
            resource "aws_security_group" "g" {
              ingress {
                from_port = 1
              }
              dynamic "ingress" {
                for_each = var.rules
                iterator = rule
                content {
                  from_port = rule.value.port
                  dynamic "cidr" {
                    for_each = rule.value.cidrs
                    content {
                      block = cidr.value
                    }
                  }
                }
              }
            }
            """,
    )
    assert told(found, "aws_security_group.g", "ingress[2].from_port") == [
        (0, "attribute", "aws_security_group.g.ingress[2].from_port", 80, "main.tf:15"),
        (1, "each", "rule.value.port", 80, "main.tf:12"),
        (2, "default", "var.rules[1].port", 80, "main.tf:4"),
    ]
    assert told(found, "aws_security_group.g", "ingress[1].cidr[0].block") == [
        (0, "attribute", "aws_security_group.g.ingress[1].cidr[0].block", "0.0.0.0/0", "main.tf:19"),
        (1, "each", "cidr.value", "0.0.0.0/0", "main.tf:17"),
        (2, "each", "rule.value.cidrs[0]", "0.0.0.0/0", "main.tf:12"),
        (3, "default", "var.rules[0].cidrs[0]", "0.0.0.0/0", "main.tf:3"),
    ]


def test_a_policy_documents_statement_is_named(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        main="""
            variable "who" {
              default = "*"
            }
            data "aws_iam_policy_document" "d" {
              statement {
                sid = "A"
              }
              statement {
                principals {
                  type        = "AWS"
                  identifiers = [var.who]
                }
                actions = ["s3:*"]
              }
            }
            resource "aws_s3_bucket_policy" "p" {
              policy = data.aws_iam_policy_document.d.json
            }
            """,
    )
    document = "data.aws_iam_policy_document.d"
    assert told(found, "aws_s3_bucket_policy.p", "policy.Statement[1].Principal.AWS") == [
        (0, "attribute", "aws_s3_bucket_policy.p.policy.Statement[1].Principal.AWS", "*", "main.tf:17"),
        (1, "data", f"{document}.json.Statement[1].Principal.AWS", "*", "main.tf:4"),
        (2, "attribute", f"{document}.statement[1].principals[0].identifiers", ["*"], "main.tf:11"),
        (3, "default", "var.who", "*", "main.tf:2"),
    ]


def test_a_file_that_a_function_reads_is_a_step_with_a_place_of_its_own(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        main="""
            variable "user" {
              default = "root"
            }
            resource "aws_ecs_task_definition" "t" {
              container_definitions = templatefile("${path.module}/task.json.tpl", {
                name = "n"
                who  = var.user
              })
            }
            resource "aws_x" "y" {
              policy = file("policy.json")
            }
            """,
        **{
            "task.json.tpl": """
                [
                  { "name": "${name}",
                    "user": "${who}" }
                ]
                """,
            "policy.json": '{\n  "Statement": [\n    {"Effect": "Allow"}\n  ]\n}\n',
        },
    )
    task = "aws_ecs_task_definition.t"
    assert told(found, task, "container_definitions[0].user") == [
        (0, "attribute", f"{task}.container_definitions[0].user", "root", "main.tf:5"),
        (1, "document", "task.json.tpl", "root", "task.json.tpl:3"),
        (2, "default", "var.user", "root", "main.tf:2"),
    ]
    assert told(found, "aws_x.y", "policy.Statement[0].Effect")[1:] == [
        (1, "document", "policy.json", "Allow", "policy.json:3")
    ]


def test_what_is_not_known_says_why_at_the_step_where_it_is_not(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "main.tf": """
                variable "unset" {}
                resource "aws_kms_key" "k" {}
                module "gone" {
                  source = "elsewhere/gone/aws"
                }
                resource "aws_x" "y" {
                  a = var.unset
                  b = "key ${aws_kms_key.k.arn}"
                  c = module.gone.id
                }
                """
        },
    )
    estate = only(found)
    assert told(estate, "aws_x.y", "a")[1:] == [
        (1, "unset", "var.unset", 'unknown: variable "unset" has no value', "main.tf:1")
    ]
    assert told(estate, "aws_x.y", "b")[1:] == [
        (1, "resource", "aws_kms_key.k.arn", "unknown: known after apply", "main.tf:2")
    ]
    assert told(estate, "aws_x.y", "c")[1:] == [
        (1, "module", "module.gone.id", "unknown: module gone is not there to be read", "main.tf:3")
    ]


def test_what_optional_fills_in_is_the_types(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        main="""
            variable "o" {
              type    = object({ a = optional(bool, false), b = string })
              default = { b = "x" }
            }
            variable "n" {
              default  = "d"
              nullable = false
            }
            resource "aws_x" "y" {
              a = var.o.a
              n = var.n
            }
            """,
        **{"terraform.tfvars": "n = null\n"},
    )
    assert told(found, "aws_x.y", "a")[1:] == [(1, "default", "var.o.a", False, "main.tf:2")]
    assert told(found, "aws_x.y", "n")[1:] == [(1, "default", "var.n", "d", "main.tf:6")]


def test_sensitive_values_keep_their_mark_at_every_step(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        main="""
            variable "s" {
              sensitive = true
              default   = { password = "hunter2" }
            }
            locals {
              p = var.s.password
            }
            resource "aws_x" "y" {
              a = jsonencode({ p = local.p })
            }
            """,
    )
    assert {value for _, _, _, value, _ in told(found, "aws_x.y", "a.p")} == {"(sensitive)"}
    assert len(told(found, "aws_x.y", "a.p")) == 3


def test_cycles_end_and_long_chains_are_bounded(tmp_path: Path) -> None:
    links = "\n".join(f"  l{n} = local.l{n + 1}" for n in range(200))
    wide = "\n".join(f"  w{n} = [local.w{n + 1}, local.w{n + 1}, local.v{n}]\n  v{n} = {n}" for n in range(60))
    text = f"""
locals {{
  a = local.b
  b = local.a
{links}
  l200 = "end"
{wide}
  w60 = "end"
}}
resource "aws_x" "y" {{
  cycle = local.a
  long  = local.l0
  wide  = local.w50
}}
"""
    found = only(configuration(tmp_path, {"main.tf": text}))
    assert [label for _, _, label, _, _ in told(found, "aws_x.y", "cycle")] == ["aws_x.y.cycle", "local.a", "local.b"]
    assert len(told(found, "aws_x.y", "long")) == MAX_DEPTH + 1
    assert len(told(found, "aws_x.y", "wide")) <= MAX_STEPS


@pytest.mark.parametrize(
    ("path", "line", "text"),
    [
        ("doc.a", 4, '"a": 1'),
        ("doc.list[1].b", 6, '"b" : "${local.x}"'),
        ("doc.list[1]", 6, '{"b" : "${local.x}", "c": [true]}'),
        ("doc.list[1].c[0]", 6, "true"),
        ("doc.list[0]", 5, '"q\\"}"'),
        ("doc.last", 8, '"last": ${jsonencode(local.x)}'),
        ("quoted.a", 11, '"{\\"a\\": 1}"'),
    ],
)
def test_places_inside_json_text_are_exact(path: str, line: int, text: str, tmp_path: Path) -> None:
    source = dedent("""\
        locals { x = "é" }
        resource "aws_x" "y" {
          doc = <<-EOT
            { "a": 1, "é": "ü",
              "list": ["q\\"}",
                {"b" : "${local.x}", "c": [true]}
              ],
              "last": ${jsonencode(local.x)} }
          EOT

          quoted = "{\\"a\\": 1}"
        }
        """)
    resource = read(tmp_path, main=source).at("aws_x.y")
    assert resource is not None
    span = resource.span_of(path)
    written = source.splitlines()[span.line - 1][span.column - 1 : span.end_column - 1]
    assert (span.line, span.end_line) == (line, line)
    assert written.removeprefix("quoted = ") == text


@pytest.mark.parametrize("text", ["{", '{"a"', '{"a": ', "[", "[1,", "]", "{}{}", '"', '{"a":]', '{"a":{"b"'])
def test_text_that_is_no_json_has_no_places(text: str) -> None:
    assert find(text, ("a", "b", 0)) is None


LITERALS = st.sampled_from(['"x1"', "true", "12", '["a", "b"]', '{ k = "v" }'])
WAYS = st.lists(st.sampled_from(["local", "map", "list", "arm", "merge", "module", "output", "for"]), max_size=6)


@settings(max_examples=40, deadline=None)
@given(literal=LITERALS, ways=WAYS)
def test_whatever_way_a_value_takes_its_chain_ends_where_it_was_written(
    literal: str, ways: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    body, expression = [f"locals {{\n  end = {literal}\n}}"], "local.end"
    for n, way in enumerate(ways):
        made, expression = _way(way, n, expression)
        body.append(made)
    body.append(f'resource "aws_x" "y" {{\n  a = {expression}\n}}')
    module = 'variable "v" {}\noutput "o" {\n  value = var.v\n}\n'
    top = tmp_path_factory.mktemp("way")
    found = configuration(top, {"main.tf": "\n".join(body), "m/main.tf": module}, Options(roots=(".",)))
    assert found.problems == ()
    resource = only(found).at("aws_x.y")
    assert resource is not None
    steps = [step for step in resource.chain("a") if not step.chosen]
    assert steps[-1].label == "local.end"
    assert steps[-1].span == Span(file="main.tf", line=2, column=3, end_line=2, end_column=9 + len(literal))
    assert {repr(plain(step.value)) for step in steps} == {repr(plain(resource.values["a"]))}
    assert [step.depth for step in steps] == list(range(len(steps)))


def _way(way: str, n: int, expression: str) -> tuple[str, str]:
    """(declarations, the expression that leads through them)"""
    match way:
        case "local":
            return f"locals {{\n  l{n} = {expression}\n}}", f"local.l{n}"
        case "map":
            return f"locals {{\n  l{n} = {{ a = 1, b = {expression} }}\n}}", f'local.l{n}["b"]'
        case "list":
            return f"locals {{\n  l{n} = [1, {expression}]\n}}", f"local.l{n}[1]"
        case "arm":
            return f"locals {{\n  c{n} = true\n}}", f"(local.c{n} ? {expression} : null)"
        case "merge":
            return f"locals {{\n  l{n} = {{ a = {expression} }}\n}}", f"merge({{ a = 1 }}, local.l{n}).a"
        case "module":
            return f'module "m{n}" {{\n  source = "./m"\n  v = {expression}\n}}', f"module.m{n}.o"
        case "output":
            return (
                f'module "m{n}" {{\n  source = "./m"\n  count = 1\n  v = {{ deep = {expression} }}\n}}',
                f"module.m{n}[0].o.deep",
            )
    return f'locals {{\n  l{n} = {{ for k in [1, 2] : "k${{k}}" => {expression} }}\n}}', f"local.l{n}.k2"


def test_what_nothing_declares_has_no_step(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "main.tf": """
                resource "aws_x" "y" {
                  a = var.gone
                  b = local.gone.x
                  c = data.aws_y.gone.id
                  d = module.gone.id
                  e = aws_y.gone[0].id
                  f = var
                  g = each.key
                  h = self.id
                  i = [for x in local.gone : x.y]
                }
                """
        },
    )
    estate = only(found)
    assert len(found.problems) >= 8
    for name in "abcdefghi":
        assert [step.label for step in estate.resources[0].chain(name)] == [f"aws_x.y.{name}"]


def test_where_a_plan_tells_another_value_only_the_attribute_is_sure(tmp_path: Path) -> None:
    text = """
        variable "days" {
          default = 7
        }
        resource "aws_x" "y" {
          a = var.days
          b = aws_x.z.id
        }
        resource "aws_x" "z" {}
        """
    resource = read(tmp_path, main=text).at("aws_x.y")
    assert resource is not None
    planned = replace(resource, values={"a": number(30), "b": string("i-1")})
    assert [(step.label, plain(step.value)) for step in planned.chain("a")] == [("aws_x.y.a", 30)]
    assert [step.label for step in planned.chain("b")] == ["aws_x.y.b", "aws_x.z.id"]
    assert plain(planned.chain("b")[0].value) == "i-1"
    assert [step.label for step in resource.chain("a")] == ["aws_x.y.a", "var.days"]
