"""Terraform's JSON syntax to the same tree: what is a block is known by its name, every string is a template.

Follows https://developer.hashicorp.com/terraform/language/syntax/json and
https://github.com/hashicorp/hcl/blob/main/json/spec.md. A nested block of a resource cannot be told from an attribute
without the provider's schema: it stays an attribute of an object or a list. Reads no JSON itself: `json_values` does.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from secscan.model import Span
from secscan.terraform.hcl.json_values import Array, Member, Node, Object, Scalar, read_json
from secscan.terraform.hcl.lower import between
from secscan.terraform.hcl.reader import read_value
from secscan.terraform.hcl.tokens import Token, scan, scan_template
from secscan.terraform.syntax import (
    Attribute,
    Block,
    Body,
    Expression,
    File,
    Literal,
    ObjectExpr,
    SyntaxInvalid,
    SyntaxProblem,
    Template,
    TupleExpr,
)

COMMENT: Final = "//"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Shape:
    """What a block holds: its labels, the block types in it, the attributes whose strings are expressions (`type =
    "list(string)"`), and those whose strings are no templates (None for all of them)."""

    labels: int = 0
    blocks: Mapping[str, "_Shape"] = field(default_factory=dict)
    expressions: frozenset[str] = frozenset()
    literals: frozenset[str] | None = frozenset()


_PLAIN = _Shape()
_LIFECYCLE = _Shape(
    blocks={"precondition": _PLAIN, "postcondition": _PLAIN},
    expressions=frozenset({"ignore_changes", "replace_triggered_by"}),
)
_PROVISIONER = _Shape(labels=1, blocks={"connection": _PLAIN})


def _content(depth: int) -> _Shape:
    """The content of a `dynamic` block, which may hold more of them."""
    return _Shape(blocks={"dynamic": _dynamic(depth - 1)} if depth else {})


def _dynamic(depth: int) -> _Shape:
    return _Shape(labels=1, blocks={"content": _content(depth)}, expressions=frozenset({"iterator"}))


_RESOURCE = _Shape(
    labels=2,
    blocks={"lifecycle": _LIFECYCLE, "provisioner": _PROVISIONER, "connection": _PLAIN, "dynamic": _dynamic(8)},
    expressions=frozenset({"depends_on", "provider"}),
)
_LITERAL = _Shape(literals=None)
_FILE = _Shape(
    blocks={
        "resource": _RESOURCE,
        "data": _RESOURCE,
        "ephemeral": _RESOURCE,
        "module": _Shape(labels=1, expressions=frozenset({"depends_on", "providers"})),
        "variable": _Shape(
            labels=1,
            blocks={"validation": _PLAIN},
            expressions=frozenset({"type"}),
            literals=frozenset({"default", "description"}),
        ),
        "output": _Shape(labels=1, blocks={"precondition": _PLAIN}, expressions=frozenset({"depends_on"})),
        "locals": _PLAIN,
        "provider": _Shape(labels=1, blocks={"dynamic": _dynamic(8)}),
        "terraform": _Shape(
            blocks={
                "required_providers": _LITERAL,
                "backend": _Shape(labels=1, literals=None),
                "cloud": _Shape(blocks={"workspaces": _LITERAL}, literals=None),
                "provider_meta": _Shape(labels=1),
            },
            literals=None,
        ),
        "moved": _Shape(expressions=frozenset({"from", "to"})),
        "removed": _Shape(
            blocks={"lifecycle": _LIFECYCLE, "provisioner": _PROVISIONER, "connection": _PLAIN},
            expressions=frozenset({"from"}),
        ),
        "import": _Shape(expressions=frozenset({"to", "provider"})),
        "check": _Shape(labels=1, blocks={"data": _RESOURCE, "assert": _PLAIN}),
    }
)


def parse_json(text: str, path: str, everything: Span) -> File:
    """A `.tf.json`, `.tofu.json` or `.tfvars.json` file. Raises SyntaxInvalid."""
    root = read_json(text, path)
    shape = _LITERAL if path.endswith(".tfvars.json") else _FILE
    body = _body(root, shape, path)
    return File(path=path, body=Body(attributes=body.attributes, blocks=body.blocks, span=everything), comments=())


def _problem(message: str, span: Span) -> SyntaxInvalid:
    return SyntaxInvalid(SyntaxProblem(message=message, span=span))


def _body(node: Node, shape: _Shape, path: str) -> Body:
    """A body is an object, or a list of objects that count as one."""
    attributes: dict[str, Attribute] = {}
    blocks: list[Block] = []
    for member in _members(node):
        if member.name == COMMENT:
            continue
        if member.name in shape.blocks:
            blocks += _blocks(member, shape.blocks[member.name], path)
        elif member.name in attributes:
            line = attributes[member.name].span.line
            raise _problem(f'the argument "{member.name}" was already set in line {line}', member.name_span)
        else:
            attributes[member.name] = _attribute(member, shape, path)
    return Body(attributes=tuple(attributes.values()), blocks=tuple(blocks), span=node.span)


def _members(node: Node) -> Iterator[Member]:
    if isinstance(node, Object):
        yield from node.members
    elif isinstance(node, Array):
        for item in node.items:
            yield from _members(item)
    else:
        raise _problem("expected an object, which holds arguments and blocks", node.span)


def _blocks(member: Member, shape: _Shape, path: str) -> Iterator[Block]:
    """All the blocks under one property; lists may stand at every level."""
    pending: deque[tuple[tuple[str, ...], Member, Node]] = deque([((), member, member.value)])
    while pending:
        labels, key, node = pending.popleft()
        if isinstance(node, Array):
            pending.extendleft((labels, key, item) for item in reversed(node.items))
        elif isinstance(node, Scalar) and (node.value is None or key.name == COMMENT):
            continue
        elif len(labels) < shape.labels:
            inner = reversed(tuple(_members(node)))
            pending.extendleft(((*labels, m.name), m, m.value) for m in inner)
        else:
            start = key.key_span if key.value is node else _first_character(node.span)
            body, span = _body(node, shape, path), between(start, node.span)
            yield Block(type=member.name, labels=labels, body=body, span=span, header=start)


def _first_character(span: Span) -> Span:
    return replace(span, end_line=span.line, end_column=span.column + 1)


def _attribute(member: Member, shape: _Shape, path: str) -> Attribute:
    if member.name in shape.expressions:
        value = _reference(member.value, path)
    elif shape.literals is None or member.name in shape.literals:
        value = _expression(member.value, path, literal=True)
    else:
        value = _expression(member.value, path)
    span = between(member.key_span, member.value.span)
    return Attribute(name=member.name, value=value, span=span, name_span=member.name_span)


def _reference(node: Node, path: str) -> Expression:
    """Where the native syntax has an expression and not a value, JSON has it as a string."""
    if isinstance(node, Array):
        return TupleExpr(items=tuple(_reference(item, path) for item in node.items), span=node.span)
    if isinstance(node, Object):
        items = ((_reference_key(m), _reference(m.value, path)) for m in node.members)
        return ObjectExpr(items=tuple(items), span=node.span)
    if isinstance(node.value, str) and "${" not in node.value:
        with _failing_at(node):
            tokens, _ = scan(node.value, path)
        return read_value(_moved(tokens, node), path)
    return _expression(node, path)


def _reference_key(member: Member) -> Template:
    return Template(parts=(member.name,), span=member.key_span)


def _expression(node: Node, path: str, *, literal: bool = False) -> Expression:
    if isinstance(node, Array):
        return TupleExpr(items=tuple(_expression(item, path, literal=literal) for item in node.items), span=node.span)
    if isinstance(node, Object):
        return _object(node, path, literal=literal)
    if isinstance(node.value, str):
        return _template(node, path, literal=literal)
    return Literal(value=Decimal(node.value) if isinstance(node.value, Decimal) else node.value, span=node.span)


def _object(node: Object, path: str, *, literal: bool) -> ObjectExpr:
    seen: set[str] = set()
    items: list[tuple[Expression, Expression]] = []
    for member in node.members:
        if member.name in seen:
            raise _problem(f'the property "{member.name}" stands twice in this object', member.name_span)
        seen.add(member.name)
        key = _template(Scalar(value=member.name, span=member.key_span, offsets=member.offsets), path, literal=literal)
        items.append((key, _expression(member.value, path, literal=literal)))
    return ObjectExpr(items=tuple(items), span=node.span)


def _template(node: Scalar, path: str, *, literal: bool) -> Template:
    text = str(node.value)
    if literal or ("${" not in text and "%{" not in text):
        return Template(parts=(text,) if text else (), span=node.span)
    with _failing_at(node):
        tokens = scan_template(text, path, 1, 1)
    value = read_value(_moved(tokens, node), path)
    if not isinstance(value, Template):
        raise TypeError(f"a template read as {type(value).__name__}")
    return Template(parts=value.parts, span=node.span, wrapped=value.wrapped)


@contextmanager
def _failing_at(node: Scalar) -> Iterator[None]:
    """What is wrong inside a string's value is said at the string."""
    try:
        yield
    except SyntaxInvalid as invalid:
        raise SyntaxInvalid(*(replace(problem, span=node.span) for problem in invalid.problems)) from None


def _moved(tokens: Iterable[Token], node: Scalar) -> list[Token]:
    """The tokens where they stand in the file: a JSON string is one line, and its escapes are wider than what they
    mean."""
    text, line, column = str(node.value), node.span.line, node.span.column + 1
    starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def move(token: Token) -> Token:
        at = starts[token.line - 1] + token.column - 1
        offset = node.offsets[min(at, len(node.offsets) - 1)] if node.offsets else at
        return token._replace(line=line, column=column + offset)

    return [move(token) for token in tokens]
