"""Which resource means which: yes, no, or perhaps; never absent for being unknown."""

import itertools
import random

import pytest
from rule_samples import estates, outcomes, policy

from secscan.rules import judge

INWARD = """
resources: aws_box
require:
  some:
    resources: aws_lid
    refer: {their: box, to_our: [id, name]}
  satisfies: {attribute: shut, equals: true}
"""
OUTWARD = """
resources: aws_lid
require:
  some:
    resources: aws_box
    refer: {our: box, to_their: [id, name]}
  satisfies: {attribute: locked, equals: true}
"""
BOXES = """
variable "u" { type = string }
variable "on" { type = bool }
resource "aws_box" "a" { name = "box-a" }
resource "aws_box" "b" { name = "box-b" }
resource "aws_box" "generated" { name_prefix = "gen-" }
resource "aws_shelf" "s" { box = aws_box.a.id }
data "aws_box" "named_a" { name = "box-a" }
data "aws_box" "unnamed" { tag = "x" }
"""


def lid(box: str, more: str = "") -> str:
    return f'resource "aws_lid" "l" {{\n  box  = {box}\n  shut = true\n{more}\n}}\n'


@pytest.mark.parametrize(
    ("box", "a", "b", "generated"),
    [
        ("aws_box.a.id", "pass", "fail", "fail"),
        ("aws_box.a.name", "pass", "fail", "fail"),
        ("aws_box.generated.name", "fail", "fail", "pass"),
        ('"box-a"', "pass", "fail", "fail"),
        ('"box-c"', "fail", "fail", "fail"),
        ('"${aws_box.a.id}"', "pass", "fail", "fail"),
        ("var.on ? aws_box.a.id : aws_box.b.id", "undecided", "undecided", "fail"),
        ("var.u", "undecided", "undecided", "undecided"),
        ('"box-a${var.u}"', "undecided", "fail", "undecided"),
        ('"x${var.u}"', "fail", "fail", "undecided"),
        ('"${aws_box.a.id}-copy"', "undecided", "fail", "fail"),
        ("data.aws_box.named_a.id", "pass", "fail", "fail"),
        ("data.aws_box.unnamed.id", "undecided", "undecided", "undecided"),
        ("aws_shelf.s.box", "pass", "fail", "fail"),
        ("aws_shelf.s.id", "undecided", "fail", "fail"),
        ("aws_box.a.arn", "undecided", "fail", "fail"),
        ("null", "fail", "fail", "fail"),
    ],
)
def test_what_refers_to_a_resource_is_found(box: str, a: str, b: str, generated: str) -> None:
    assert outcomes(INWARD, BOXES + lid(box)) == {
        "aws_box.a": a,
        "aws_box.b": b,
        "aws_box.generated": generated,
    }


def test_a_resource_under_an_unknown_count_may_or_may_not_be_there() -> None:
    found = outcomes(INWARD, BOXES + lid("aws_box.a.id", "count = var.on ? 1 : 0"))
    assert found == {"aws_box.a": "undecided", "aws_box.b": "fail", "aws_box.generated": "fail"}


@pytest.mark.parametrize(
    ("box", "outcome"),
    [
        ("aws_box.safe.id", "pass"),
        ("aws_box.open.id", "fail"),
        ('"box-safe"', "pass"),
        ('"box-elsewhere"', "undecided"),
        ("var.u", "undecided"),
        ("data.aws_box.elsewhere.id", "undecided"),
        ("null", "fail"),
    ],
)
def test_what_a_resource_refers_to_is_found_or_lies_elsewhere(box: str, outcome: str) -> None:
    terraform = f"""
    variable "u" {{}}
    resource "aws_box" "safe" {{
      name   = "box-safe"
      locked = true
    }}
    resource "aws_box" "open" {{ name = "box-open" }}
    data "aws_box" "elsewhere" {{ name = "box-elsewhere" }}
    resource "aws_lid" "l" {{ box = {box} }}
    """
    assert outcomes(OUTWARD, terraform) == {"aws_lid.l": outcome}


def test_links_go_through_modules_both_ways_and_never_between_roots() -> None:
    box = """
    variable "name" {}
    resource "aws_box" "this" { name = var.name }
    output "id" { value = aws_box.this.id }
    """
    top = """
    module "one" {
      source = "../box"
      name   = "one"
    }
    module "two" {
      source   = "../box"
      for_each = toset(["x", "y"])
      name     = "two-${each.key}"
    }
    locals { ids = [module.one.id, module.two["y"].id] }
    resource "aws_lid" "l" {
      count = 2
      box   = local.ids[count.index]
      shut  = true
    }
    """
    other = 'module "one" {\n source = "../box"\n name = "one"\n}\n'
    found = judge((policy(INWARD),), estates({"box/main.tf": box, "top/main.tf": top, "other/main.tf": other}))
    assert {(f.address.root, f.address.name): str(f.outcome) for f in found if f.address} == {
        ("top", "module.one.aws_box.this"): "pass",
        ("top", 'module.two["x"].aws_box.this'): "fail",
        ("top", 'module.two["y"].aws_box.this'): "pass",
        ("other", "module.one.aws_box.this"): "fail",
    }


def test_the_order_of_a_configuration_does_not_matter() -> None:
    blocks = [
        *(f'resource "aws_box" "b{n}" {{ name = "b{n}" }}\n' for n in range(3)),
        'resource "aws_lid" "one" {\n box = aws_box.b0.id\n shut = true\n}\n',
        'resource "aws_lid" "two" {\n box = "b1"\n shut = var.u\n}\n',
        'variable "u" {}\n',
    ]
    seen = set()
    for order in itertools.islice(itertools.permutations(blocks), 0, 720, 60):
        seen.add(tuple(sorted(outcomes(INWARD, "".join(order)).items())))
    assert seen == {(("aws_box.b0", "pass"), ("aws_box.b1", "undecided"), ("aws_box.b2", "fail"))}


def test_judging_takes_policies_and_estates_in_any_order() -> None:
    roots = estates({f"r{n}/main.tf": BOXES + lid("aws_box.a.id") for n in range(3)})
    rules = tuple(policy(INWARD, identity=f"aws-box-rule-{n}") for n in range(3))
    expected = judge(rules, roots)
    for seed in range(5):
        shuffled = random.Random(seed)  # noqa: S311 - an order, not a secret
        assert judge(shuffled.sample(rules, 3), shuffled.sample(roots, 3)) == expected
    assert expected
