"""What a finding says: its place, its causes, its evidence, nothing that is secret."""

from rule_samples import observations, policy

from secscan.model import Address, ChainStep, Location, Observation, Outcome, Severity, Span, View

ENCRYPTED = (
    "resources: aws_thing\nrequire: {attribute: key, is_set: true}\nmessage: '{attribute} of {address} is {value}'\n"
)


def span(file: str, line: int, column: int, end_line: int, end_column: int) -> Span:
    return Span(file=file, line=line, column=column, end_line=end_line, end_column=end_column)


def test_an_observation_is_whole() -> None:
    found = observations(
        "resources: aws_thing\nrequire: {attribute: a, equals: 1}\nmessage: '{attribute} is {value} [{key}]'\n",
        'resource "aws_thing" "x" {\n  b = 0\n  a = 2\n}\n',
    )
    assert found == (
        Observation(
            engine="secscan",
            view=View.EVALUATED,
            outcome=Outcome.FAIL,
            rule_id="aws-test-rule",
            message="a is 2 []",
            severity=Severity.MEDIUM,
            address=Address(root=".", name="aws_thing.x"),
            location=Location(span=span("main.tf", 3, 3, 3, 8), context=span("main.tf", 1, 1, 4, 2)),
            evidence="a: 2",
            chain=(ChainStep(kind="attribute", label="aws_thing.x.a", span=span("main.tf", 3, 3, 3, 8), value="2"),),
            title="A rule of this test",
        ),
    )


def test_a_missing_attribute_is_pointed_at_by_the_blocks_header() -> None:
    (found,) = observations(ENCRYPTED, '\nresource "aws_thing" "x" {\n  a = 1\n}\n')
    assert found.message == "key of aws_thing.x is not set"
    assert found.location is not None
    assert found.location.span == span("main.tf", 2, 1, 2, 25)


INNER = 'variable "key" {\n  default = null\n}\nresource "aws_thing" "this" {\n  key = var.key\n}\n'
MIDDLE = 'variable "key" {\n  default = null\n}\nmodule "inner" {\n  source = "../inner"\n  key    = var.key\n}\n'


def test_a_modules_finding_names_what_gave_the_value_and_the_calls_that_led_to_it() -> None:
    top = 'module "middle" {\n  source = "../middle"\n}\n'
    (found,) = observations(ENCRYPTED, {"inner/main.tf": INNER, "middle/main.tf": MIDDLE, "top/main.tf": top})
    assert found.address == Address(root="top", name="module.middle.module.inner.aws_thing.this")
    assert found.location is not None
    assert found.location.span == span("inner/main.tf", 5, 3, 5, 16)
    assert found.causes == (
        Location(span=span("middle/main.tf", 6, 3, 6, 19), role="call"),
        Location(span=span("middle/main.tf", 2, 13, 2, 17), role="value"),
        Location(span=span("top/main.tf", 1, 1, 1, 16), role="call"),
    )


def test_the_argument_that_gave_the_value_is_named_whatever_it_is_called() -> None:
    top = 'module "middle" {\n  source = "../middle"\n  key    = local.none\n}\nlocals {\n  none = ""\n}\n'
    inner = INNER.replace('"key"', '"name"').replace("var.key", "var.name")
    middle = MIDDLE.replace("  key    =", "  name   =")
    (found,) = observations(ENCRYPTED, {"inner/main.tf": inner, "middle/main.tf": middle, "top/main.tf": top})
    assert found.causes == (
        Location(span=span("middle/main.tf", 6, 3, 6, 19), role="call"),
        Location(span=span("top/main.tf", 3, 3, 3, 22), role="call"),
        Location(span=span("top/main.tf", 6, 3, 6, 12), role="value"),
    )
    assert [(step.depth, step.kind, step.label, step.value) for step in found.chain] == [
        (0, "attribute", "module.middle.module.inner.aws_thing.this.key", '""'),
        (1, "argument", "module.middle.module.inner.var.name", '""'),
        (2, "argument", "module.middle.var.key", '""'),
        (3, "local", "local.none", '""'),
    ]


def test_what_passes_has_no_chain() -> None:
    (found,) = observations(ENCRYPTED, 'resource "aws_thing" "x" {\n  key = "k"\n}\n')
    assert (found.outcome, found.chain, found.causes) == (Outcome.PASS, (), ())


def test_a_place_inside_a_document_is_pointed_at() -> None:
    found = observations(
        """
        resources: aws_thing
        each: {items: json(policy).Statement}
        require: {attribute: Effect, equals: Deny}
        """,
        """\
        locals {
          allow = "Allow"
        }
        resource "aws_thing" "heredoc" {
          policy = <<-EOT
            { "Statement": [
                { "Effect": "Deny" },
                { "Sid": "x",
                  "Effect": "${local.allow}" }
            ] }
          EOT
        }
        resource "aws_thing" "encoded" {
          policy = jsonencode({
            Statement = [
              { Effect = "Allow" },
              merge({ Sid = "y" },
                { effect = local.allow }),
            ]
          })
        }
        """,
    )
    places = [(str(f.address), f.key, f.location.span) for f in found if f.location and f.outcome is Outcome.FAIL]
    assert places == [
        (".: aws_thing.encoded", "0", span("main.tf", 16, 9, 16, 25)),
        (".: aws_thing.encoded", "1", span("main.tf", 18, 11, 18, 31)),
        (".: aws_thing.heredoc", "1", span("main.tf", 9, 11, 9, 37)),
    ]


def test_a_related_resource_at_fault_is_pointed_at_and_the_finding_stays_with_its_subject() -> None:
    (found,) = observations(
        """
        resources: aws_box
        require:
          some: {resources: aws_lid, refer: {their: box, to_our: [id]}}
          satisfies: {attribute: shut, equals: true}
        message: "{attribute} of {address} is {value}"
        """,
        'resource "aws_box" "b" {}\nresource "aws_lid" "l" {\n  box  = aws_box.b.id\n  shut = false\n}\n',
    )
    assert found.address == Address(root=".", name="aws_box.b")
    assert found.message == "shut of aws_lid.l is false"
    assert found.location is not None
    assert found.location.span == span("main.tf", 4, 3, 4, 15)


def test_an_undecided_one_says_which_attribute_is_not_known_and_why() -> None:
    (found,) = observations(ENCRYPTED, 'variable "u" {}\nresource "aws_thing" "x" {\n  key = var.u\n}\n')
    assert (found.outcome, found.reason) == (Outcome.UNDECIDED, 'key is not known (variable "u" has no value)')
    assert found.message == 'Not decided: key is not known (variable "u" has no value).'


def test_a_sensitive_value_is_nowhere_in_an_observation() -> None:
    secret = "hunter2-hunter2"  # noqa: S105 - what must not be found
    terraform = f"""
    variable "s" {{
      sensitive = true
      default   = "{secret}"
    }}
    resource "aws_thing" "plain" {{ a = var.s }}
    resource "aws_thing" "templated" {{ a = "x-${{var.s}}" }}
    resource "aws_thing" "document" {{ a = jsonencode({{ name = var.s, b = var.s }}) }}
    resource "aws_thing" "nested" {{ a = {{ b = var.s, c = "open" }} }}
    """
    rules = """
    resources: aws_thing
    each:
      items: [a, json(a), keys(a)]
      as: item
      key: $item
    require: {attribute: [$item.b, $item], equals: never}
    message: "{key} {attribute} {value} {evidence} {address}"
    """
    found = observations(rules, terraform)
    assert {f.outcome for f in found} == {Outcome.FAIL, Outcome.UNDECIDED}
    assert any(len(f.chain) > 1 for f in found)
    assert secret not in repr(found)
    assert "(sensitive)" in repr(found)


def test_what_is_seen_is_short_and_holds_no_control_characters() -> None:
    (found,) = observations(
        "resources: aws_thing\nrequire: {attribute: a, equals: 1}\n",
        'resource "aws_thing" "x" {\n  a = "\\u001b[31m\\u202e${join("", [for i in range(500) : "x"])}"\n}\n',
    )
    assert len(found.evidence) < 140
    assert found.evidence.isprintable()
    assert found.evidence.startswith('a: "\\u001b[31m\\u202exxx')


def test_a_placeholder_in_a_value_stays_what_it_is() -> None:
    (found,) = observations(
        "resources: aws_thing\nrequire: {attribute: a, equals: 1}\nmessage: '{value} {type}'\n",
        'resource "aws_thing" "x" {\n  a = "{type}"\n}\n',
    )
    assert found.message == '"{type}" aws_thing'


def test_a_rules_words_are_one_line_whatever_its_file_looks_like() -> None:
    made = policy("resources: aws_thing\nrequire: {attribute: a, equals: 1}\nmessage: >-\n  one\n  two\n")
    assert [check.message for check in made.checks] == ["one two"]
