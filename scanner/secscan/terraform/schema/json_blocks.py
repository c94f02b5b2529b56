"""Nested blocks of `.tf.json` files: there an object may be an argument or a block, and only the schema says which.

Follows https://developer.hashicorp.com/terraform/language/syntax/json#nested-block-mapping. Evaluates nothing.
"""

from collections.abc import Iterator
from dataclasses import replace

from secscan.model import Span
from secscan.terraform.schema.shapes import BlockSchema
from secscan.terraform.syntax import Attribute, Block, Body, Expression, Literal, ObjectExpr, Template, TupleExpr

_COMMENT = "//"


def with_blocks(body: Body, schema: BlockSchema) -> Body:
    """`body` with those of its arguments as blocks that are blocks by the schema. What stands in the native syntax, or
    is neither an object nor a list of objects, stays an argument."""
    attributes: list[Attribute] = []
    made: list[Block] = []
    for attribute in body.attributes:
        blocks = _blocks(attribute, schema) if attribute.span.file.endswith(".json") else None
        if blocks is None:
            attributes.append(attribute)
        else:
            made += blocks
    return replace(body, attributes=tuple(attributes), blocks=(*body.blocks, *made)) if made else body


def _blocks(attribute: Attribute, schema: BlockSchema) -> list[Block] | None:
    name, value = attribute.name, attribute.value
    nested = schema.blocks.get(name)
    if nested is None:
        dynamic = name == "dynamic" and name not in schema.attributes and _is_block(value)
        return list(_dynamic(value)) if dynamic else None
    if not _is_block(value):
        return None
    if nested.nesting == "map":
        return [block for label, inner in _members(value) for block in _each(name, (label,), inner)]
    return list(_each(name, (), value))


def _is_block(value: Expression) -> bool:
    if isinstance(value, TupleExpr):
        return all(_is_block(item) for item in value.items)
    return isinstance(value, ObjectExpr) or (isinstance(value, Literal) and value.value is None)


def _each(kind: str, labels: tuple[str, ...], value: Expression) -> Iterator[Block]:
    """One block an object; null is none."""
    if isinstance(value, TupleExpr):
        for item in value.items:
            yield from _each(kind, labels, item)
    elif isinstance(value, ObjectExpr):
        header = replace(value.span, end_line=value.span.line, end_column=value.span.column + 1)
        yield Block(type=kind, labels=labels, body=_body(value), span=value.span, header=header)


def _dynamic(value: Expression) -> Iterator[Block]:
    """`"dynamic": {"TYPE": {"for_each": ..., "content": {...}}}`; lists may stand for several at both levels."""
    for label, inner in _members(value):
        for block in _each("dynamic", (label,), inner):
            content = [b for a in block.body.attributes if a.name == "content" for b in _each("content", (), a.value)]
            others = tuple(a for a in block.body.attributes if a.name != "content")
            yield replace(block, body=replace(block.body, attributes=others, blocks=tuple(content)))


def _members(value: Expression) -> Iterator[tuple[str, Expression]]:
    for item in value.items if isinstance(value, TupleExpr) else (value,):
        if isinstance(item, ObjectExpr):
            yield from ((_name(key), inner) for key, inner in item.items)


def _body(value: ObjectExpr) -> Body:
    named = [(_name(key), key.span, inner) for key, inner in value.items]
    attributes = (
        Attribute(name=name, value=inner, span=_across(at, inner.span), name_span=at) for name, at, inner in named
    )
    return Body(attributes=tuple(a for a in attributes if a.name != _COMMENT), blocks=(), span=value.span)


def _name(key: Expression) -> str:
    """A property's name; a block's are never templates."""
    return "".join(part for part in key.parts if isinstance(part, str)) if isinstance(key, Template) else ""


def _across(first: Span, last: Span) -> Span:
    return replace(first, end_line=last.end_line, end_column=last.end_column)
