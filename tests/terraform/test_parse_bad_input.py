"""Hostile text: named limits, one problem with a line, nothing else gets out."""

import pytest

from secscan.terraform.hcl import frames, json_values
from secscan.terraform.parse import LIMIT, parse_expression, parse_file, parse_template
from secscan.terraform.syntax import Parenthesised, SyntaxInvalid

MANY = 100_000
DEEP = f"nested more than {frames.MAX_DEPTH} levels deep, which secscan does not read"
HOSTILE = {
    "parentheses": ("a = " + "(" * MANY, DEEP),
    "brackets": ("a = " + "[" * MANY, DEEP),
    "braces": ("a = " + "{" * MANY, DEEP),
    "blocks": ("a {\n" * MANY, DEEP),
    "calls": ("a = " + "f(" * MANY, DEEP),
    "indexes": ("a = b" + "[0]" * MANY + "\n", DEEP),
    "attributes": ("a = b" + ".c" * MANY + "\n", DEEP),
    "splats": ("a = b" + "[*]" * MANY + "\n", DEEP),
    "unary operators": ("a = " + "!" * MANY + "b\n", DEEP),
    "conditionals": ("a = " + "b ? c : " * MANY + "d\n", DEEP),
    "directives": ('a = "' + "%{ if b }" * MANY + '"\n', DEEP),
    "for expressions": ("a = " + "[for x in y : " * 10_000, DEEP),
    "additions": (
        "a = 1" + " + 1" * MANY + "\n",
        f"an expression of more than {frames.MAX_CHAIN} operators, which secscan does not read",
    ),
    "tokens": (
        "\n" * frames.MAX_TOKENS,
        f"more than {frames.MAX_TOKENS} words and signs, which secscan does not read",
    ),
    "size": ("#" * (LIMIT + 1), f"larger than {LIMIT} characters, which secscan does not read"),
    "interpolations": ("a = " + '"${' * MANY, 'the template sequence "${" is never closed'),
    "comments": ("/*" * MANY, 'the comment "/*" is never closed with "*/"'),
    "heredocs": ("a = " + "<<E\n" * MANY, 'the heredoc has no line that is its end marker "E"'),
    "equals signs": ("a " + "=" * MANY, 'expected "=" or a block\'s label or "{", found "=="'),
    "NUL": ("a = 1\0", 'the character "U+0000" is not allowed here: it belongs in no name, number or operator'),
    "carriage returns": (
        "\r" * MANY,
        'the character "U+000D" is not allowed here: it belongs in no name, number or operator',
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_one_problem_with_a_line(name: str) -> None:
    text, message = HOSTILE[name]
    file, problems = parse_file(text, "main.tf")
    assert [problem.message for problem in problems] == [message]
    assert (file.body.attributes, file.body.blocks) == ((), ())


@pytest.mark.parametrize("opened", ["[", '{"a":', '{"resource":['])
def test_deep_json_is_one_problem_with_a_line(opened: str) -> None:
    _, (problem,) = parse_file(opened * MANY, "main.tf.json")
    assert problem.message.startswith(f"nested more than {json_values.MAX_DEPTH} levels deep")


def test_what_repeats_without_nesting_is_read_however_often() -> None:
    texts = (
        "a = [" + "b.c[0], " * 5000 + "]\n",
        "a = " + " + ".join(["-b.c.d"] * 5000) + "\n",
        'a = "' + "%{ if b }${c}%{ endif }" * 5000 + '"\n',
        "".join(f"b {{\n a = {n}\n}}\n" for n in range(5000)),
        "a = <<E\n" + "x $ % ${y}\n" * 5000 + "E\n",
    )
    assert [parse_file(text, "main.tf")[1] for text in texts] == [()] * len(texts)


def test_depth_up_to_the_limit_is_read() -> None:
    depth, node = (
        0,
        parse_expression("(" * (frames.MAX_DEPTH - 2) + "1" + ")" * (frames.MAX_DEPTH - 2), "main.tf"),
    )
    while isinstance(node, Parenthesised):
        depth, node = depth + 1, node.inner
    assert depth == frames.MAX_DEPTH - 2


def test_a_hostile_template_is_refused_with_its_place() -> None:
    with pytest.raises(SyntaxInvalid) as refused:
        parse_template("x\n" + "${" * MANY, "a.tpl")
    assert {(p.span.file, p.span.line) for p in refused.value.problems} == {("a.tpl", 2)}
