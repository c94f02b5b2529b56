"""What a comment stands at: the block, argument or item of a value that begins beside or below it. Reads no comment's
words.

Element is HCL's own word for what a body, a tuple or an object is made of:
https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#structural-elements. Nothing inside a string or heredoc is
one, and no comment there stands at anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from typing import Final

from secscan.model import Span
from secscan.terraform.syntax import (
    Attribute,
    Block,
    Body,
    Comment,
    Expression,
    File,
    ObjectExpr,
    Template,
    TupleExpr,
    Variable,
)

ARGUMENT: Final = "argument"
ITEM: Final = "item"
BLOCK: Final = "block"
_SHORT: Final = {"variable": "var", "output": "output", "module": "module", "provider": "provider", "data": "data"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Element:
    """`kind`: the type of a top-level block (`resource`, `module`), else `block`, `argument` or `item`. `name`: for a
    person, as in `aws_s3_bucket.b.versioning.enabled`."""

    kind: str
    name: str
    span: Span


@dataclass(frozen=True, kw_only=True)
class Page:
    """One file with its text (decoded; a byte order mark has no width)."""

    file: File
    text: str

    @cached_property
    def lines(self) -> list[str]:
        return self.text.removeprefix("\ufeff").split("\n")

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """Those of the file, each before what is inside it."""
        return tuple(_of_body(self.file.body, ""))

    def at(self, comment: Comment) -> Element | None:
        """What begins on the comment's line where code stands before it; else what begins after it on its last line,
        or on the next line that is not a comment's alone. None: nothing does."""
        if self.in_template(comment):
            return None
        span = comment.span
        if self.is_beside(comment):
            return self._beginning(span.line, 1)
        if self._after(comment):
            return self._beginning(span.end_line, span.end_column)
        return self.on(self.below(comment))

    def is_beside(self, comment: Comment) -> bool:
        """Whether code stands before it on its line."""
        return bool(self.lines[comment.span.line - 1][: comment.span.column - 1].strip())

    def below(self, comment: Comment) -> int:
        """The first line under it that is not a comment's alone."""
        line = comment.span.end_line + 1
        while line in self._alone:
            line = self._alone[line] + 1
        return line

    def on(self, line: int) -> Element | None:
        """What begins on a line: the outermost, with its neighbours on that line."""
        return self._beginning(line, 1)

    def around(self, comment: Comment) -> Element | None:
        """The top-level block in whose lines it stands."""
        line = comment.span.line
        blocks = (e for e in self.elements if e.kind not in (ARGUMENT, ITEM, BLOCK))
        return next((e for e in blocks if e.span.line <= line <= e.span.end_line), None)

    def in_template(self, comment: Comment) -> bool:
        """Whether it stands in an expression inside a string or heredoc."""
        start = (comment.span.line, comment.span.column)
        return any((s.line, s.column) <= start < (s.end_line, s.end_column) for s in self._templates)

    @cached_property
    def _alone(self) -> dict[int, int]:
        """First line of each comment with no code on its lines -> its last line."""
        comments = [c for c in self.file.comments if not self.is_beside(c) and not self._after(c)]
        return {comment.span.line: comment.span.end_line for comment in comments}

    @cached_property
    def _templates(self) -> tuple[Span, ...]:
        nodes = (node for value in _values(self.file.body) for node in _nodes(value))
        return tuple(node.span for node in nodes if isinstance(node, Template) and not _is_constant(node))

    @cached_property
    def _starts(self) -> dict[int, list[Element]]:
        found: dict[int, list[Element]] = {}
        for element in self.elements:
            found.setdefault(element.span.line, []).append(element)
        return found

    def _after(self, comment: Comment) -> bool:
        rest = self.lines[comment.span.end_line - 1][comment.span.end_column - 1 :].strip()
        return bool(rest) and not rest.startswith(("#", "//", "/*"))

    def _beginning(self, line: int, column: int) -> Element | None:
        found = [element for element in self._starts.get(line, ()) if element.span.column >= column]
        if not found:
            return None
        last = max((element.span for element in found), key=lambda span: (span.end_line, span.end_column))
        return Element(kind=found[0].kind, name=found[0].name, span=_over(found[0].span, last))


def _of_body(body: Body, prefix: str) -> Iterator[Element]:
    parts: list[Attribute | Block] = sorted(
        (*body.attributes, *body.blocks), key=lambda part: (part.span.line, part.span.column)
    )
    for part in parts:
        if isinstance(part, Attribute):
            name = _joined(prefix, part.name)
            yield Element(kind=ARGUMENT, name=name, span=part.span)
            yield from _of_value(part.value, name)
        else:
            yield from _of_block(part, prefix)


def _of_block(block: Block, prefix: str) -> Iterator[Element]:
    if prefix:
        yield Element(kind=BLOCK, name=_joined(prefix, block.type), span=block.span)
        yield from _of_body(block.body, _joined(prefix, block.type))
        return
    first = () if block.type in ("resource", "ephemeral") else (_SHORT.get(block.type, block.type),)
    name = ".".join((*first, *block.labels))
    yield Element(kind=block.type, name=name, span=block.span)
    yield from _of_body(block.body, "local" if block.type == "locals" else name)


def _of_value(value: object, prefix: str) -> Iterator[Element]:
    """The items of tuples and objects, however deep in the expression."""
    if isinstance(value, Template):
        return
    if isinstance(value, ObjectExpr):
        for key, item in value.items:
            name = _joined(prefix, _key(key))
            yield Element(kind=ITEM, name=name, span=_over(key.span, item.span))
            yield from _of_value(item, name)
    elif isinstance(value, TupleExpr):
        for position, item in enumerate(value.items):
            name = f"{prefix}[{position}]"
            yield Element(kind=ITEM, name=name, span=item.span)
            yield from _of_value(item, name)
    else:
        for child in _children(value):
            yield from _of_value(child, prefix)


def _values(body: Body) -> Iterator[Expression]:
    yield from (attribute.value for attribute in body.attributes)
    for block in body.blocks:
        yield from _values(block.body)


def _nodes(node: object) -> Iterator[object]:
    yield node
    for child in _children(node):
        yield from _nodes(child)


def _children(node: object) -> Iterator[object]:
    """The expressions inside an expression, whatever its kind."""
    if not is_dataclass(node) or isinstance(node, (Span, type)):
        return
    held = [getattr(node, field.name) for field in reversed(fields(node))]
    while held:
        part = held.pop()
        if isinstance(part, tuple):
            held.extend(reversed(part))
        elif is_dataclass(part) and not isinstance(part, Span):
            yield part


def _is_constant(text: Template) -> bool:
    return all(isinstance(part, str) for part in text.parts)


def _key(key: Expression) -> str:
    if isinstance(key, Variable):
        return key.name
    if isinstance(key, Template) and _is_constant(key):
        return "".join(part for part in key.parts if isinstance(part, str))
    return "(…)"


def _over(first: Span, last: Span) -> Span:
    return Span(
        file=first.file, line=first.line, column=first.column, end_line=last.end_line, end_column=last.end_column
    )


def _joined(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix else name
