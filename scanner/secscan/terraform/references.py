"""What an expression refers to, read off its syntax: `("aws_s3_bucket", "b", "arn")`. Evaluates nothing."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Final, get_args

from secscan.terraform import syntax
from secscan.terraform.syntax import Body, Expression, TemplatePart

Reference = tuple[str, ...]
_NODES: Final = (*get_args(Expression), syntax.TemplateIf, syntax.TemplateFor)


def of_body(body: Body) -> Iterator[Reference]:
    """The references of a block's body and of all blocks in it."""
    for attribute in body.attributes:
        yield from of_expression(attribute.value)
    for block in body.blocks:
        yield from of_body(block.body)


def of_expression(node: Expression | TemplatePart) -> Iterator[Reference]:
    """The names that each reference begins with, as far as they are written out; a loop's own names are among them."""
    waiting: list[Expression | TemplatePart] = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, syntax.Variable):
            yield (node.name,)
        elif isinstance(node, syntax.GetAttr):
            names, source = _row(node)
            if isinstance(source, syntax.Variable):
                yield (source.name, *names)
            else:
                waiting.append(source)
        else:
            waiting.extend(_inside(node))


def _row(node: syntax.GetAttr) -> tuple[tuple[str, ...], Expression]:
    names: list[str] = []
    source: Expression = node
    while isinstance(source, syntax.GetAttr):
        names.append(source.name)
        source = source.source
    return tuple(reversed(names)), source


def _inside(node: Expression | TemplatePart) -> Iterator[Expression | TemplatePart]:
    """The nodes directly inside `node`."""
    if not isinstance(node, str):
        for field in fields(node):
            yield from _nodes(getattr(node, field.name))


def _nodes(value: object) -> Iterator[Expression | TemplatePart]:
    if isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)
    elif isinstance(value, _NODES):
        yield value
