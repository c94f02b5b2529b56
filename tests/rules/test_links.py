"""Which resource means which: yes, no, or perhaps; never absent for being unknown."""

import itertools
import random
import textwrap

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


NESTED = """
resources: aws_lid
require:
  every: hinge
  satisfies:
    some:
      resources: aws_box
      refer: {our: boxes, to_their: [id]}
    satisfies: {attribute: locked, equals: true}
"""


@pytest.mark.parametrize(
    ("boxes", "outcome"),
    [
        ("aws_box.locked.id", "pass"),
        ("[aws_box.open.id, aws_box.locked.id]", "pass"),
        ("[aws_box.open.id]", "fail"),
        ("[]", "fail"),
        ("[aws_box.open.id, var.u]", "undecided"),
        ("var.many", "undecided"),
    ],
)
def test_a_link_goes_out_from_nested_blocks_and_from_each_item_of_a_list(boxes: str, outcome: str) -> None:
    terraform = f"""
    variable "u" {{ type = string }}
    variable "many" {{ type = list(string) }}
    resource "aws_box" "locked" {{ locked = true }}
    resource "aws_box" "open" {{ locked = false }}
    resource "aws_lid" "l" {{
      hinge {{
        boxes = {boxes}
      }}
    }}
    """
    assert outcomes(NESTED, terraform) == {"aws_lid.l": outcome}


COMPANION = """
resources: aws_box
require:
  some:
    resources: aws_label
    refer: {their: of, to_our: [arn]}
"""


def test_the_arn_of_another_resource_is_not_ours_unless_that_one_was_told_of_us() -> None:
    terraform = """
    variable "u" { type = string }
    resource "aws_box" "plain" { name = "plain" }
    resource "aws_box" "told_of" { name = "told-of" }
    resource "aws_crate" "stranger" { name = "stranger" }
    resource "aws_box_policy" "companion" { box = aws_box.told_of.id }
    resource "aws_label" "a" { of = aws_crate.stranger.arn }
    resource "aws_label" "b" { of = aws_box_policy.companion.arn }
    """
    assert outcomes(COMPANION, terraform) == {"aws_box.plain": "fail", "aws_box.told_of": "undecided"}
    by_name = """
    resource "aws_box_policy" "named" { box = "plain" }
    resource "aws_label" "d" { of = aws_box_policy.named.arn }
    """
    found = outcomes(COMPANION, textwrap.dedent(terraform) + textwrap.dedent(by_name))
    assert found == {"aws_box.plain": "undecided", "aws_box.told_of": "undecided"}
    perhaps = """
    resource "aws_box_policy" "whose" { box = var.u }
    resource "aws_label" "c" { of = aws_box_policy.whose.arn }
    """
    found = outcomes(COMPANION, textwrap.dedent(terraform) + textwrap.dedent(perhaps))
    assert found == {"aws_box.plain": "undecided", "aws_box.told_of": "undecided"}


REGIONAL = """
resources: aws_box
require:
  some:
    resources: aws_box_default
    same: region
"""


@pytest.mark.parametrize(
    ("default", "box", "outcome"),
    [
        ("", "", "pass"),
        ("provider = aws.east", "provider = aws.east", "pass"),
        ("provider = aws.east", "provider = aws.east_too", "pass"),
        ("provider = aws.east", "provider = aws.west", "fail"),
        ("provider = aws.east", "provider = aws.other_account", "undecided"),
        ("provider = aws.east", "", "undecided"),
        ('provider = aws.east\n  region = "west"', "provider = aws.west", "pass"),
        ('provider = aws.east\n  region = "west"', "provider = aws.east", "fail"),
        ("provider = aws.anywhere", "provider = aws.anywhere", "pass"),
        ("provider = aws.anywhere", "provider = aws.east", "undecided"),
        ("region = var.u", "region = var.u", "undecided"),
    ],
)
def test_what_holds_in_one_region_is_looked_for_in_that_region(default: str, box: str, outcome: str) -> None:
    terraform = f"""
variable "u" {{ type = string }}
provider "aws" {{
  alias  = "east"
  region = "east"
}}
provider "aws" {{
  alias  = "east_too"
  region = "east"
}}
provider "aws" {{
  alias  = "west"
  region = "west"
}}
provider "aws" {{
  alias   = "other_account"
  region  = "east"
  profile = "other"
}}
provider "aws" {{
  alias  = "anywhere"
  region = var.u
}}
resource "aws_box_default" "d" {{
  {default}
}}
resource "aws_box" "b" {{
  {box}
}}
"""
    assert outcomes(REGIONAL, terraform) == {"aws_box.b": outcome}


INSIDE = """
resources: aws_box
require:
  some:
    resources: aws_lid
    refer: {their: json(wiring).boxes, to_our: [id, label.text]}
"""


@pytest.mark.parametrize(
    ("wiring", "outcome"),
    [
        ("jsonencode({ boxes = [aws_box.other.id, aws_box.this.id] })", "pass"),
        ('jsonencode({ boxes = "box-this" })', "pass"),
        ("jsonencode({ boxes = [aws_box.this.label[0].text] })", "pass"),
        ("jsonencode({ boxes = [aws_box.other.id] })", "fail"),
        ("jsonencode({ boxes = [] })", "fail"),
        ("jsonencode({ boxes = [aws_box.other.id, var.u] })", "undecided"),
        ("var.u", "undecided"),
        ("null", "fail"),
    ],
)
def test_a_link_comes_in_from_a_document_to_what_stands_in_a_block(wiring: str, outcome: str) -> None:
    terraform = f"""
    variable "u" {{ type = string }}
    resource "aws_box" "this" {{
      label {{
        text = "box-this"
      }}
    }}
    resource "aws_box" "other" {{
      label {{
        text = "box-other"
      }}
    }}
    resource "aws_lid" "l" {{ wiring = {wiring} }}
    """
    assert outcomes(INSIDE, terraform)["aws_box.this"] == outcome


@pytest.mark.parametrize(
    ("shelf", "outcome"),
    [("box = aws_box.this.id", "undecided"), ('box = "box-this"', "undecided"), ('box = "another"', "fail")],
)
def test_the_id_of_a_companion_may_be_ours_and_that_of_another_type_is_not(shelf: str, outcome: str) -> None:
    terraform = f"""
    resource "aws_box" "this" {{ name = "box-this" }}
    resource "aws_shelf" "s" {{ {shelf} }}
    """
    assert outcomes(INWARD, terraform + lid("aws_shelf.s.id")) == {"aws_box.this": outcome}
