"""The tree of ordinary Terraform: nodes, places, comments; and what a person is told of a file that is none."""

import re
from dataclasses import fields, is_dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import hcl2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from syntax_snippets import EXPRESSIONS, SNIPPETS

from secscan.model import Span
from secscan.terraform import syntax
from secscan.terraform.parse import SyntaxInvalid, parse_expression, parse_file, parse_template

BUCKET = """\
# who may read it
resource "aws_s3_bucket" "logs" {
  bucket = "logs-${var.name}" // per stage
  tags = { Name = "x" }
  versioning {
    enabled = true /* always */
  }
}
"""


def at(line: int, column: int, end_line: int, end_column: int) -> Span:
    return Span(file="main.tf", line=line, column=column, end_line=end_line, end_column=end_column)


def test_a_resource_becomes_blocks_and_attributes_with_their_places() -> None:
    file, problems = parse_file(BUCKET, "main.tf")
    variable = syntax.Variable(name="var", span=at(3, 20, 3, 23))
    name = syntax.GetAttr(source=variable, name="name", span=at(3, 20, 3, 28))
    key = syntax.Template(parts=("Name",), span=at(4, 12, 4, 16))
    value = syntax.Template(parts=("x",), span=at(4, 19, 4, 22))
    enabled = syntax.Attribute(
        name="enabled",
        value=syntax.Literal(value=True, span=at(6, 15, 6, 19)),
        span=at(6, 5, 6, 19),
        name_span=at(6, 5, 6, 12),
    )
    versioning = syntax.Block(
        type="versioning",
        labels=(),
        body=syntax.Body(attributes=(enabled,), blocks=(), span=at(5, 14, 7, 4)),
        span=at(5, 3, 7, 4),
        header=at(5, 3, 5, 13),
    )
    bucket = syntax.Attribute(
        name="bucket",
        value=syntax.Template(parts=("logs-", name), span=at(3, 12, 3, 30)),
        span=at(3, 3, 3, 30),
        name_span=at(3, 3, 3, 9),
    )
    tags = syntax.Attribute(
        name="tags",
        value=syntax.ObjectExpr(items=((key, value),), span=at(4, 10, 4, 24)),
        span=at(4, 3, 4, 24),
        name_span=at(4, 3, 4, 7),
    )
    body = syntax.Body(attributes=(bucket, tags), blocks=(versioning,), span=at(2, 33, 8, 2))
    resource = syntax.Block(
        type="resource",
        labels=("aws_s3_bucket", "logs"),
        body=body,
        span=at(2, 1, 8, 2),
        header=at(2, 1, 2, 32),
    )
    comments = (
        syntax.Comment(text="# who may read it", span=at(1, 1, 1, 18)),
        syntax.Comment(text="// per stage", span=at(3, 31, 3, 43)),
        syntax.Comment(text="/* always */", span=at(6, 20, 6, 32)),
    )
    whole = syntax.Body(attributes=(), blocks=(resource,), span=at(1, 1, 9, 1))
    assert (file, problems) == (syntax.File(path="main.tf", body=whole, comments=comments), ())


def test_an_expression_in_a_heredoc_has_the_place_that_it_has_in_the_file() -> None:
    file, _ = parse_file("a = <<-E\n    x\n    y ${b.c}\n    E\nd = 1\n", "main.tf")
    template = file.body.attributes[0].value
    source = syntax.Variable(name="b", span=at(3, 9, 3, 10))
    inner = syntax.GetAttr(source=source, name="c", span=at(3, 9, 3, 12))
    assert template == syntax.Template(parts=("x\ny ", inner, "\n"), span=at(1, 5, 4, 6), heredoc=True)


def test_a_template_file_begins_where_it_is_told_to() -> None:
    read = parse_template("a\n${b}", "main.tf", line=3, column=5)
    name = syntax.Variable(name="b", span=at(4, 3, 4, 4))
    assert read == syntax.Template(parts=("a\n", name), span=at(3, 5, 4, 5))


def test_a_run_of_unary_operators_keeps_the_place_of_each() -> None:
    inner = syntax.Unary(
        operator="-", operand=syntax.Literal(value=Decimal(1), span=at(1, 4, 1, 5)), span=at(1, 3, 1, 5)
    )
    assert parse_expression("- -1", "main.tf") == syntax.Unary(operator="-", operand=inner, span=at(1, 1, 1, 5))


def test_a_chain_of_two_thousand_additions_leans_to_the_left() -> None:
    node = parse_expression("1" + " + 1" * 2000, "main.tf")
    length = 0
    while isinstance(node, syntax.Binary):
        assert isinstance(node.right, syntax.Literal)
        node, length = node.left, length + 1
    assert length == 2000


def test_a_byte_order_mark_has_no_width() -> None:
    for text in ("a = 1", "a = 1\n", "# a\n"):
        assert parse_file(f"\ufeff{text}", "main.tf") == parse_file(text, "main.tf")


def test_windows_line_ends_give_the_same_places() -> None:
    windows = BUCKET.replace("\n", "\r\n")
    assert parse_file(windows, "main.tf") == parse_file(BUCKET, "main.tf")


SAID = {
    'a = "x\n': "1:5 the string has no closing quote on its line; use \\n or a heredoc",
    "a {\n  b = [1, 2\n}\n": '3:1 expected "]" to close "[" of line 2',
    "a {\n": '1:3 "{" is never closed: expected "}"',
    "a = 1 b = 2\n": '1:7 expected a new line after the argument, found "b"',
    "a = {\n b = 1 c = 2\n}\n": '2:8 expected a comma or a new line, found "c"',
    "a = f(1 2)\n": '1:9 expected a comma, found "2"',
    "a = 1 +\n  2\n": "1:8 the expression goes on in the next line: put it in parentheses",
    "a = 1\na = 2\n": '2:1 the argument "a" was already set in line 1',
    'a "${b}" {}\n': '1:6 a label is a plain string; a literal "${" is written "$${"',
    "a = 'x'\n": '1:5 the character "\'" is not allowed here: strings are written in double quotes',
    'a = "\\q"\n': '1:6 "\\q" is no escape sequence (known: \\n \\r \\t \\" \\\\ \\uNNNN \\UNNNNNNNN)',
    "a = <<E\nx\n": '1:5 the heredoc has no line that is its end marker "E"',
    'a = "%{ if b }x"\n': '1:6 the directive "if" has no "endif"',
    "a = b.*.c.*.d\n": '1:10 a ".*" cannot follow another; write "[*]"',
    "a = [1, , 2]\n": '1:9 expected an expression, found ","',
    "a = { for x in y : x }\n": '1:22 "}" is not expected here',
    "a = (1\n": '1:5 "(" is never closed: expected ")"',
    "a = 1e99999\n": "1:5 a number beyond 10 to the power of 10000, which secscan does not read",
    "resource a b\n{\n}\n": '1:13 expected "{" or a label on the same line as the block\'s type, or "=" and a value',
}


@pytest.mark.parametrize("text", SAID)
def test_a_broken_file_is_explained_with_its_line(text: str) -> None:
    file, (problem,) = parse_file(text, "main.tf")
    assert f"{problem.span.line}:{problem.span.column} {problem.message}" == SAID[text]
    assert (file.path, file.body.attributes, file.body.blocks) == ("main.tf", (), ())


def test_the_exception_of_an_expression_names_the_place() -> None:
    with pytest.raises(SyntaxInvalid, match=re.escape('values.tf:2:1: expected a comma, found "b"')):
        parse_expression("[a\nb]", "values.tf")


def nodes(node: Any) -> list[Any]:
    """A node and all that it holds, parents first."""
    if isinstance(node, tuple):
        return [inner for item in node for inner in nodes(item)]
    if not is_dataclass(node) or isinstance(node, Span):
        return []
    return [node, *(inner for f in fields(node) for inner in nodes(getattr(node, f.name)))]


def inside(inner: Span, outer: Span) -> bool:
    after = (outer.line, outer.column) <= (inner.line, inner.column)
    return after and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)


PIECES = [
    text.removeprefix("\ufeff")
    for text in (BUCKET, *SNIPPETS.values(), *(f"a = {expression}\n" for expression in EXPRESSIONS.values()))
    if len(text) < 1000 and not parse_file(text, "main.tf")[1]
]


def text_at(text: str, span: Span) -> str:
    lines = text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    return "\n".join([lines[0][span.column - 1 :], *lines[1:]])


@given(st.lists(st.sampled_from(PIECES)))
def test_places_nest_and_lie_in_the_file_and_names_are_where_they_are_said_to_be(pieces: list[str]) -> None:
    text = "".join(f"b{at} {{\n{piece}\n}}\n" for at, piece in enumerate(pieces))
    file, problems = parse_file(text, "main.tf")
    assert problems == ()
    for node in nodes(file.body):
        children = [child for f in fields(node) for child in nodes(getattr(node, f.name))]
        assert all(inside(child.span, node.span) for child in children)
        if isinstance(node, syntax.Attribute):
            assert text_at(text, node.name_span) == node.name
        if isinstance(node, syntax.Block):
            assert text_at(text, node.header).startswith(node.type)
            assert text_at(text, node.span).endswith("}")
        if isinstance(node, syntax.Variable):
            assert text_at(text, node.span) == node.name
    for comment in file.comments:
        assert text_at(text, comment.span) == comment.text


@given(st.text(alphabet='abe1.&|"${}%~[]()<>=-!?:,*\\#/\n \tEOT\u00e9\u2028', max_size=60))
def test_any_text_is_read_or_refused_with_a_place_in_it(text: str) -> None:
    for path in ("main.tf", "main.tf.json"):
        file, problems = parse_file(text, path)
        lines = [problem.span.line for problem in problems]
        assert all(1 <= line <= text.count("\n") + 1 for line in lines)
        if problems:
            assert (file.body.attributes, file.body.blocks, file.comments) == ((), (), ())


def of_hcl2(text: str) -> set[tuple[str, int, int]]:
    """Every block's type and attribute's name, where python-hcl2 itself sees them."""
    found: set[tuple[str, int, int]] = set()
    pending: list[Any] = [hcl2.parses(text).body]
    while pending:
        for child in pending.pop().children:
            kind = type(child).__name__
            if kind == "AttributeRule":
                found.add((child.identifier.serialize(), child._meta.line, child._meta.column))
            elif kind == "BlockRule":
                found.add((child.labels[0].serialize(), child._meta.line, child._meta.column))
                pending.append(child.body)
    return found


def of_ours(body: syntax.Body) -> set[tuple[str, int, int]]:
    found = {(a.name, a.span.line, a.span.column) for a in body.attributes}
    for block in body.blocks:
        found |= {(block.type, block.span.line, block.span.column)} | of_ours(block.body)
    return found


@pytest.mark.slow
def test_ordinary_files_have_their_blocks_and_attributes_where_python_hcl2_sees_them(top: Path) -> None:
    read = [path.read_text(encoding="utf-8") for path in sorted((top / "infra").rglob("*.tf"))] or [BUCKET]
    assert [of_ours(parse_file(text, "main.tf")[0].body) for text in read] == [of_hcl2(text) for text in read]
