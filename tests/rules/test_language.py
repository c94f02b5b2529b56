"""What a predicate answers, asked of Terraform that was really evaluated."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_samples import answer, observations, outcomes

UNKNOWN = 'variable "u" {}\nvariable "b" { type = bool }\nvariable "many" { type = set(string) }\n'


@pytest.mark.parametrize(
    ("test", "body", "outcome"),
    [
        ("equals: true", "a = true", "pass"),
        ("equals: true", 'a = "true"', "pass"),
        ("equals: true", "a = 1", "fail"),
        ("equals: 1", 'a = "1"', "pass"),
        ("equals: '1'", "a = 1", "pass"),
        ("equals: x", "", "fail"),
        ("equals: x", "a = null", "fail"),
        ("equals: x", "a = var.u", "undecided"),
        ("equals: x", 'a = "y${var.u}"', "fail"),
        ("equals: yes-and-no", 'a = "yes${var.u}"', "undecided"),
        ("equals: X, ignore_case: true", 'a = "x"', "pass"),
        ("equals: x", 'a = ["x"]', "fail"),
        ("equals: x, default: x", "", "pass"),
        ("equals: x, default: x", "a = null", "pass"),
        ("equals: x, default: x", 'a = "y"', "fail"),
        ("not_equals: x", "", "pass"),
        ("not_equals: x", 'a = "x"', "fail"),
        ("not_equals: x", "a = var.u", "undecided"),
        ("equals: '*'", "a = aws_kms_key.k.arn", "fail"),
        ("equals: '*'", 'a = "${aws_kms_key.k.arn}/*"', "fail"),
        ("equals: '*'", 'a = "${var.u}/*"', "fail"),
        ("equals: '/*'", 'a = "${var.u}/*"', "undecided"),
        ("equals: '*'", "a = aws_kms_key.k.id", "undecided"),
        ("equals: 'arn:aws:iam::aws:policy/A'", "a = aws_kms_key.k.arn", "fail"),
        ("equals: 'arn:aws:kms:us-east-1:1:key/a'", "a = aws_kms_key.k.arn", "undecided"),
        ("equals: 'arn:aws:iam::aws:policy/A'", "a = data.aws_kms_key.d.arn", "undecided"),
        ("in: [x, y]", 'a = "y"', "pass"),
        ("in: [x, y]", 'a = "z${var.u}"', "fail"),
        ("not_in: [x, y]", 'a = "z"', "pass"),
        ("not_in: [x, y]", 'a = "y"', "fail"),
        ("not_in: [x, y]", "", "pass"),
        ("matches: '^v[0-9]+$'", 'a = "v12"', "pass"),
        ("matches: '^v[0-9]+$'", 'a = "v12\\n-"', "fail"),
        ("matches: v", "a = var.u", "undecided"),
        ("not_matches: v", "", "pass"),
        ("starts_with: [ab, cd]", 'a = "cde"', "pass"),
        ("starts_with: ab", 'a = "abc${var.u}"', "pass"),
        ("starts_with: abc", 'a = "ab${var.u}"', "undecided"),
        ("starts_with: abc", 'a = "x${var.u}"', "fail"),
        ("ends_with: bc", 'a = "abc"', "pass"),
        ("ends_with: bc", 'a = "${var.u}abc"', "pass"),
        ("ends_with: bc", 'a = "${var.u}c"', "undecided"),
        ("ends_with: bc", "a = var.u", "undecided"),
        ("ends_with: '::aws:policy/A'", "a = aws_kms_key.k.arn", "fail"),
        ("starts_with: 'arn:'", "a = aws_kms_key.k.arn", "pass"),
        ("contains: x", 'a = ["y", "x"]', "pass"),
        ("contains: x", 'a = toset(["y"])', "fail"),
        ("contains: x", 'a = ["x", var.u]', "pass"),
        ("contains: x", 'a = ["y", var.u]', "undecided"),
        ("contains: x", "a = var.many", "undecided"),
        ("not_contains: x", "", "pass"),
        ("at_least: 10", "a = 10", "pass"),
        ("at_least: 10", 'a = "9.99"', "fail"),
        ("at_least: 10", 'a = "many"', "fail"),
        ("at_least: 0", "a = true", "fail"),
        ("at_least: 10", "", "fail"),
        ("at_most: 10", "a = 10", "pass"),
        ("at_most: 10", "a = 11", "fail"),
        ("extract: 'age=([0-9]+)', at_least: 10", 'a = "max; age=12"', "pass"),
        ("extract: 'age=([0-9]+)', at_least: 10", 'a = "none"', "fail"),
        ("is_set: true", "", "fail"),
        ("is_set: true", 'a = ""', "fail"),
        ("is_set: true", "a = []", "fail"),
        ("is_set: true", "a = {}", "fail"),
        ("is_set: true", "a = 0", "pass"),
        ("is_set: true", "a = false", "pass"),
        ("is_set: false", "", "pass"),
        ("is_set: true", "a = var.u", "undecided"),
        ("is_set: true", 'a = "x${var.u}"', "pass"),
        ("is_set: true", 'a = "${var.u}x"', "pass"),
        ("is_set: true", "a = aws_kms_key.k.arn", "pass"),
        ("is_set: true", "a = aws_kms_key.k.kms_key_id", "undecided"),
        ("is_set: true", "a = var.b ? aws_kms_key.k.arn : null", "undecided"),
        ("is_set: true", "a = var.b ? aws_kms_key.k.arn : aws_kms_key.k.id", "undecided"),
    ],
)
def test_an_attribute_is_tested(test: str, body: str, outcome: str) -> None:
    before = UNKNOWN + 'resource "aws_kms_key" "k" {}\ndata "aws_kms_key" "d" {}\n'
    assert answer(f"{{attribute: a, {test}}}", body, before) == outcome


BLOCKS = """
rule {
  port = 22
  tags = { a = "x" }
}
rule {
  port = 443
}
"""
OPEN = """
rule {
  port = 443
}
dynamic "rule" {
  for_each = var.many
  content {
    port = 443
  }
}
"""


@pytest.mark.parametrize(
    ("require", "body", "outcome"),
    [
        ("{every: rule, satisfies: {attribute: port, at_least: 1}}", BLOCKS, "pass"),
        ("{every: rule, satisfies: {attribute: port, equals: 443}}", BLOCKS, "fail"),
        (
            "{every: rule, where: {attribute: port, at_least: 400}, satisfies: {attribute: port, equals: 443}}",
            BLOCKS,
            "pass",
        ),
        ("{every: rule, satisfies: {attribute: port, equals: 443}}", "", "pass"),
        ("{some: rule, satisfies: {attribute: port, equals: 443}}", BLOCKS, "pass"),
        ("{some: rule, satisfies: {attribute: port, equals: 80}}", BLOCKS, "fail"),
        ("{some: rule}", BLOCKS, "pass"),
        ("{some: rule}", "", "fail"),
        ("{none: rule}", "", "pass"),
        ("{none: rule, satisfies: {attribute: port, equals: 22}}", BLOCKS, "fail"),
        ("{some: rule.tags.*, as: tag, satisfies: {attribute: $tag, equals: x}}", BLOCKS, "pass"),
        ("{some: 'keys(rule.tags)', as: key, satisfies: {attribute: $key, equals: a}}", BLOCKS, "pass"),
        ("{some: rule, as: r, satisfies: {attribute: $r.port, equals: 443}}", BLOCKS, "pass"),
        ("{some: rule, satisfies: {attribute: $resource.name, equals: n}}", BLOCKS + 'name = "n"', "pass"),
        ("{attribute: 'rule[1].port', equals: 443}", BLOCKS, "pass"),
        ("{attribute: 'rule[2].port', equals: 443}", BLOCKS, "fail"),
        ("{attribute: rule.port, equals: 443}", BLOCKS, "undecided"),
        ("{attribute: rule.absent, equals: 443}", BLOCKS, "fail"),
        ("{every: rule, satisfies: {attribute: port, equals: 443}}", OPEN, "undecided"),
        ("{every: rule, satisfies: {attribute: port, equals: 80}}", OPEN, "fail"),
        ("{some: rule, satisfies: {attribute: port, equals: 443}}", OPEN, "pass"),
        ("{some: rule, satisfies: {attribute: port, equals: 80}}", OPEN, "undecided"),
        ("{none: rule, satisfies: {attribute: port, equals: 80}}", OPEN, "undecided"),
        ("{attribute: rule.port, equals: 443}", OPEN, "undecided"),
        ("{attribute: [c, b], equals: x}", 'b = "x"', "pass"),
        ("{attribute: [c, b], equals: x}", 'b = "x"\nc = "y"', "fail"),
        ("{attribute: [c, b], equals: x}", 'b = "x"\nc = var.u', "undecided"),
        ("{not: {attribute: b, equals: x}}", "b = var.u", "undecided"),
        ("{any: [{attribute: b, equals: x}, {attribute: c, equals: y}]}", 'b = var.u\nc = "y"', "pass"),
        ("{all: [{attribute: b, equals: x}, {attribute: c, equals: y}]}", 'b = var.u\nc = "z"', "fail"),
    ],
)
def test_items_and_paths_are_asked(require: str, body: str, outcome: str) -> None:
    assert answer(require, body, UNKNOWN) == outcome


@pytest.mark.parametrize(
    ("document", "outcome"),
    [
        ("jsonencode({ Rules = [{ Port = 443 }] })", "pass"),
        ('jsonencode({ rules = { port = "443" } })', "pass"),
        ("jsonencode({ Rules = [{ Port = 443 }, { Port = var.u }] })", "undecided"),
        ("jsonencode({ Rules = [{ Port = 80 }, { Port = var.u }] })", "fail"),
        ("jsonencode({ Rules = [{ Port = 443, Name = var.u }] })", "pass"),
        ('"{\\"Rules\\": [{\\"Port\\": 443, \\"Name\\": \\"${var.u}\\"}]}"', "pass"),
        ('"{\\"Rules\\": [{\\"Port\\": ${var.u}}]}"', "undecided"),
        ('"{\\"Rules\\": [{\\"Port\\": \\"44${var.u}\\"}]}"', "undecided"),
        ('"{\\"Rules\\": [{\\"Port\\": \\"80${var.u}\\"}]}"', "fail"),
        ('"{\\"Rules\\": [{\\"Port\\": 443}${var.u}]}"', "undecided"),
        ('"{\\"${var.u}\\": [{\\"Port\\": 443}]}"', "undecided"),
        ("var.u", "undecided"),
        ('"not JSON"', "undecided"),
        (json.dumps("[" * 5000 + "]" * 5000), "undecided"),
        ("jsonencode({})", "pass"),
        ("null", "pass"),
    ],
)
def test_a_document_is_judged_by_what_is_known_of_it(document: str, outcome: str) -> None:
    require = "{every: json(policy).Rules, satisfies: {attribute: Port, equals: 443}}"
    assert answer(require, f"policy = {document}", UNKNOWN) == outcome


def test_what_is_not_concerned_gives_no_observation_and_what_may_be_passes_only_if_it_holds_anyway() -> None:
    questions = """
    resources: aws_thing
    when: {attribute: kind, equals: big}
    require: {attribute: a, equals: 1}
    """
    found = outcomes(
        questions,
        """
        variable "u" {}
        resource "aws_thing" "small" { kind = "small" }
        resource "aws_thing" "big" { kind = "big" }
        resource "aws_thing" "perhaps" { kind = var.u }
        resource "aws_thing" "perhaps_right" {
          kind = var.u
          a    = 1
        }
        resource "aws_other" "big" { kind = "big" }
        data "aws_thing" "read" { kind = "big" }
        """,
    )
    assert found == {
        "aws_thing.big": "fail",
        "aws_thing.perhaps": "undecided",
        "aws_thing.perhaps_right": "pass",
    }


def test_data_sources_are_judged_by_rules_that_ask_for_them() -> None:
    found = outcomes(
        "resources: aws_thing\nmode: data\nrequire: {attribute: a, equals: 1}\n",
        'resource "aws_thing" "x" { a = 2 }\ndata "aws_thing" "x" { a = 2 }\n',
    )
    assert found == {"data.aws_thing.x": "fail"}


def test_each_item_is_judged_under_a_key_of_its_own() -> None:
    questions = """
    resources: aws_thing
    each:
      items: [first, second]
      as: item
      key: $item.name
      where: {attribute: skip, not_equals: true}
    require: {attribute: a, equals: 1}
    """
    found = outcomes(
        questions,
        """
        variable "many" { type = set(string) }
        resource "aws_thing" "x" {
          first {
            name = "one"
            a    = 1
          }
          first {
            a = 2
          }
          first {
            name = "skipped"
            skip = true
          }
          second {
            name = "one"
            a    = 3
          }
        }
        resource "aws_thing" "open" {
          dynamic "first" {
            for_each = var.many
            content { name = first.value }
          }
          dynamic "second" {
            for_each = var.many
            content { name = second.value }
          }
          second {
            name = "sure"
            a    = 1
          }
        }
        resource "aws_thing" "empty" {}
        """,
    )
    assert found == {
        "aws_thing.x[one]": "pass",
        "aws_thing.x[1]": "fail",
        "aws_thing.x[one#2]": "fail",
        "aws_thing.open": "undecided",
        "aws_thing.open[sure]": "pass",
    }


def test_what_is_not_known_of_the_items_is_undecided_whatever_is_asked_of_them() -> None:
    """Nothing of an unknown list may be taken for an item on which nothing is set."""
    questions = """
    resources: aws_thing
    each: {items: json(containers)}
    require: {attribute: privileged, not_equals: true}
    """
    assert outcomes(questions, 'variable "u" {}\nresource "aws_thing" "x" { containers = var.u }\n') == {
        "aws_thing.x": "undecided"
    }


def test_several_checks_have_each_a_key_and_a_condition() -> None:
    questions = """
    resources: aws_thing
    checks:
      - {key: one, require: {attribute: a, equals: 1}, message: m}
      - {key: two, when: {attribute: b, is_set: true}, require: {attribute: b, equals: 1}, message: m}
    """
    terraform = 'resource "aws_thing" "x" { a = 2 }\nresource "aws_thing" "y" { b = 1 }\n'
    assert outcomes(questions, terraform) == {
        "aws_thing.x[one]": "fail",
        "aws_thing.y[one]": "fail",
        "aws_thing.y[two]": "pass",
    }


def test_a_resource_under_an_unknown_for_each_is_judged_once() -> None:
    found = outcomes(
        "resources: aws_thing\nrequire: {attribute: a, equals: 1}\n",
        'variable "many" { type = set(string) }\n'
        'resource "aws_thing" "x" {\n  for_each = var.many\n  a = 2\n}\n'
        'resource "aws_thing" "y" {\n  for_each = var.many\n  a = each.value\n}\n',
    )
    assert found == {"aws_thing.x[*]": "fail", "aws_thing.y[*]": "undecided"}


_LEAVES = [
    ("{attribute: one, equals: 1}", "pass"),
    ("{attribute: two, equals: 1}", "fail"),
    ("{attribute: unknown, equals: 1}", "undecided"),
    ("{some: blocks, satisfies: {attribute: a, equals: 1}}", "pass"),
    ("{none: blocks, satisfies: {attribute: a, equals: 1}}", "fail"),
]
_BODY = "one = 1\ntwo = 2\nunknown = var.u\nblocks {\n a = 1\n}\nblocks {\n a = 2\n}\n"


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(["all", "any"]), st.permutations(_LEAVES), st.integers(1, 5))
def test_the_order_of_a_predicates_parts_does_not_matter(word: str, leaves: list[tuple[str, str]], number: int) -> None:
    chosen = leaves[:number]
    found = answer(f"{word}: [{', '.join(text for text, _ in chosen)}]", _BODY, UNKNOWN)
    order = ["fail", "undecided", "pass"]
    pick = min if word == "all" else max
    assert found == order[pick(order.index(outcome) for _, outcome in chosen)]


def test_a_finding_among_many_items_names_the_one_at_fault() -> None:
    (found,) = observations(
        "resources: aws_thing\nrequire: {every: rule, satisfies: {attribute: port, equals: 443}}\n",
        'resource "aws_thing" "x" {\n  rule {\n    port = 443\n  }\n  rule {\n    port = 22\n  }\n}\n',
    )
    assert (found.message, found.evidence) == ("port is 22", "port: 22")
    assert found.location is not None
    assert found.location.span.line == 6


BOUND = """
resources: aws_thing
require:
  every: rule
  as: rule
  satisfies: {attribute: $resource.top, at_least: $rule.number}
"""


@pytest.mark.parametrize(
    ("top", "numbers", "outcome"),
    [
        ("7", ("7",), "pass"),
        ("7", ('"6.5"', "7"), "pass"),
        ("7", ("8",), "fail"),
        ("7", ("8", "var.u"), "fail"),
        ("7", ("var.u",), "undecided"),
        ("var.u", ("1",), "undecided"),
        ("7", ('"many"',), "fail"),
        ("7", ("null",), "fail"),
    ],
)
def test_a_number_is_compared_with_another_that_the_configuration_holds(
    top: str, numbers: tuple[str, ...], outcome: str
) -> None:
    rules = "\n".join(f"  rule {{\n    number = {number}\n  }}" for number in numbers)
    found = outcomes(BOUND, f'{UNKNOWN}resource "aws_thing" "x" {{\n  top = {top}\n{rules}\n}}\n')
    assert found == {"aws_thing.x": outcome}


def test_blocks_that_a_dynamic_block_may_or_may_not_make_are_perhaps_there() -> None:
    perhaps = 'dynamic "rule" {\n  for_each = var.many\n  content {\n    number = rule.value\n  }\n}\n'
    surely = "rule {\n  number = 1\n}\n"
    asked = [answer(f"{{attribute: rule, is_set: {there}}}", perhaps, UNKNOWN) for there in ("true", "false")]
    assert asked == ["undecided", "undecided"]
    assert answer("{attribute: rule, is_set: true}", perhaps + surely, UNKNOWN) == "pass"


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (BLOCKS, "pass"),
        ("rule {\n  port = 22\n}\n", "fail"),
        ("", "fail"),
        ("rule {\n  port = 22\n}\nrule {\n  port = var.u\n}\n", "undecided"),
        ("rule {\n  port = 0\n}\nrule {\n  port = var.u\n}\n", "fail"),
        (OPEN, "undecided"),
        (OPEN + "rule {\n  port = 80\n}\n", "pass"),
    ],
)
def test_enough_items_are_there_or_may_be(body: str, outcome: str) -> None:
    require = "{some: rule, satisfies: {attribute: port, at_least: 1}, at_least: 2}"
    assert answer(require, body, UNKNOWN) == outcome


def test_too_few_items_are_told_with_their_number() -> None:
    questions = """
    resources: aws_thing
    require: {some: rule, at_least: 2}
    message: "{evidence}"
    """
    (seen,) = observations(questions, 'resource "aws_thing" "x" {\n  rule {\n    port = 22\n  }\n}\n')
    assert seen.message == "rule: 1, at least 2 belong there"
