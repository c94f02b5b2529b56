"""Reductions of python-hcl2's grammar to our syntax tree. What the terminals could not check is checked here.

Not for lexical matters (`tokens`), newlines and separators (`terminals`) or the inside of templates (`templates`).
A reduction gets the values of its rule's symbols: tokens, nodes, and lists where the grammar repeats something.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial, reduce
from typing import Any, Final, NamedTuple, TypeAlias

from secscan.model import Span
from secscan.terraform.hcl import templates
from secscan.terraform.hcl.tokens import Token, fail
from secscan.terraform.spans import span_of
from secscan.terraform.syntax import (
    Attribute,
    Binary,
    Block,
    Body,
    Call,
    Conditional,
    Expression,
    ForObject,
    ForTuple,
    GetAttr,
    Index,
    Literal,
    ObjectExpr,
    Parenthesised,
    Splat,
    SplatItem,
    SyntaxInvalid,
    SyntaxProblem,
    Template,
    TupleExpr,
    Unary,
    Variable,
)

Values: TypeAlias = list[Any]  # what lark's rules hold: each reduction below names its own
_CONSTANTS: Final = {"TRUE": True, "FALSE": False, "NULL": None}
_LARGEST_EXPONENT: Final = 10_000


def between(first: Span, last: Span) -> Span:
    """From the start of one to the end of another, of the same file."""
    return span_of(first.file, first.line, first.column, last.end_line, last.end_column)


def _spread(path: str, first: Token | Expression, last: Token | Expression) -> Span:
    if isinstance(first, Token) and isinstance(last, Token):
        return first.to(last, path)
    start = first.span(path) if isinstance(first, Token) else first.span
    end = last.span(path) if isinstance(last, Token) else last.span
    return between(start, end)


def _flat(values: Values) -> Iterator[Any]:
    for value in values:
        if isinstance(value, list):
            yield from value
        else:
            yield value


# Structure


def _start(_path: str, values: Values) -> Body:
    body: Body = values[0]
    return body


def _body(path: str, values: Values) -> Body:
    items = [item for item in _flat(values) if isinstance(item, (Attribute, Block))]
    attributes = tuple(item for item in items if isinstance(item, Attribute))
    seen: dict[str, Attribute] = {}
    for attribute in attributes:
        if (first := seen.setdefault(attribute.name, attribute)) is not attribute:
            message = f'the argument "{attribute.name}" was already set in line {first.span.line}'
            raise SyntaxInvalid(SyntaxProblem(message=message, span=attribute.name_span))
    empty = Span(file=path, line=1, column=1, end_line=1, end_column=1)
    return Body(
        attributes=attributes,
        blocks=tuple(item for item in items if isinstance(item, Block)),
        span=between(items[0].span, items[-1].span) if items else empty,
    )


def _attribute(path: str, values: Values) -> Attribute:
    name, _, value = values
    name_span = name.span(path)
    return Attribute(name=name.text, value=value, span=between(name_span, value.span), name_span=name_span)


def _block(path: str, values: Values) -> Block:
    *header, opened, body, closed = _flat(values)
    labels = tuple(_label(part) for part in header[1:])
    braces = _spread(path, opened, closed)
    return Block(
        type=header[0].text,
        labels=labels,
        body=Body(attributes=body.attributes, blocks=body.blocks, span=braces),
        span=_spread(path, header[0], closed),
        header=_spread(path, header[0], header[-1]),
    )


def _label(part: Token | Template) -> str:
    if isinstance(part, Token):
        return part.text
    sequences: list[Any] = [inner for inner in part.parts if not isinstance(inner, str)]
    if sequences:
        message = 'a label is a plain string; a literal "${" is written "$${"'
        raise SyntaxInvalid(SyntaxProblem(message=message, span=sequences[0].span))
    return "".join(inner for inner in part.parts if isinstance(inner, str))


# Terms


def _term(path: str, values: Values) -> Expression:
    value = values[0]
    if len(values) == 3:
        return Parenthesised(inner=values[1], span=_spread(path, value, values[2]))
    if not isinstance(value, Token):
        node: Expression = value
        return node
    if value.kind == "NAME":
        return Variable(name=value.text, span=value.span(path))
    if value.kind in _CONSTANTS:
        return Literal(value=_CONSTANTS[value.kind], span=value.span(path))
    return Literal(value=_number(path, value), span=value.span(path))


def _number(path: str, token: Token) -> Decimal:
    exponent = token.text.lower().partition("e")[2].lstrip("+-0")
    if exponent and (len(exponent) > 5 or int(exponent) > _LARGEST_EXPONENT):
        raise fail(path, token, f"a number beyond 10 to the power of {_LARGEST_EXPONENT}, which secscan does not read")
    return Decimal(token.text)


def _tuple(path: str, values: Values) -> TupleExpr:
    opened, *items, closed = _flat(values)
    return TupleExpr(items=tuple(i for i in items if not isinstance(i, Token)), span=_spread(path, opened, closed))


def _object(path: str, values: Values) -> ObjectExpr:
    opened, *items, closed = _flat(values)
    return ObjectExpr(items=tuple(i for i in items if not isinstance(i, Token)), span=_spread(path, opened, closed))


def _object_item(_path: str, values: Values) -> tuple[Expression, Expression]:
    """A bare name is a string, `null` and `true` too."""
    key, _, value = values
    if isinstance(key, Variable):
        return Template(parts=(key.name,), span=key.span), value
    if isinstance(key, Literal) and not isinstance(key.value, Decimal):
        word = next(name for name, constant in _CONSTANTS.items() if constant is key.value)
        return Template(parts=(word.lower(),), span=key.span), value
    return key, value


def _call(path: str, values: Values) -> Call:
    name, closed = values[0], values[-1]
    arguments: tuple[Expression | Token, ...] = values[2] if len(values) == 4 else ()
    expand = bool(arguments) and isinstance(arguments[-1], Token) and arguments[-1].kind == "ELLIPSIS"
    given = tuple(a for a in arguments if not isinstance(a, Token))
    return Call(name=name.text, arguments=given, expand=expand, span=_spread(path, name, closed))


def _arguments(_path: str, values: Values) -> tuple[Expression | Token, ...]:
    return tuple(_flat(values))


# Operators


def _unary(path: str, values: Values) -> Expression:
    """One NOT terminal is a run of operators: `!!a`, `- -1`."""
    run, operand = values
    for operator in reversed(run.parts):
        span = _spread(path, operator, operand)
        operand = Unary(operator=operator.text, operand=operand, span=span)
    node: Expression = operand
    return node


def _binary_rest(_path: str, values: Values) -> tuple[Token, Expression]:
    return values[0], values[-1]


def _binary(path: str, values: Values) -> Binary:
    left, (operator, right) = values[0], values[1]
    return Binary(operator=operator.text, left=left, right=right, span=_spread(path, left, right))


def _conditional(path: str, values: Values) -> Conditional:
    condition, _, then, _, otherwise = values
    span = _spread(path, condition, otherwise)
    return Conditional(condition=condition, then=then, otherwise=otherwise, span=span)


# Traversals


class _Step(NamedTuple):
    """`.name`, the old `.0`, or (with a `key`) `[key]`."""

    name: Token
    key: Expression | None


def _attribute_step(_path: str, values: Values) -> _Step:
    return _Step(name=values[1], key=None)


def _index_step(_path: str, values: Values) -> _Step:
    return _Step(name=values[2], key=values[1])


def _traverse(path: str, values: Values) -> Expression:
    source, step = values
    node: Expression = _reach(source, lambda inner: _take(path, inner, step))
    return node


def _take(path: str, source: Expression, step: _Step) -> Expression:
    span = between(source.span, step.name.span(path))
    if step.key is None:
        return GetAttr(source=source, name=step.name.text, span=span)
    return Index(source=source, key=step.key, span=span)


def _reach(source: Expression, extend: Callable[[Expression], Expression]) -> Expression:
    """Whatever follows a full splat is of its item: `a[*].b[*].c` is a splat inside a splat."""
    if isinstance(source, Splat) and source.full:
        each = _reach(source.each, extend)
        return Splat(source=source.source, each=each, full=True, span=between(source.span, each.span))
    return extend(source)


def _splat_steps(_path: str, values: Values) -> Values:
    return list(_flat(values))


def _attribute_splat(path: str, values: Values) -> Expression:
    """`.*` reaches over the attributes that follow it; an index after them is of the whole list."""
    source, (marker, *steps) = values
    reach = next((at for at, step in enumerate(steps) if step.key is not None), len(steps))

    def extend(inner: Expression) -> Expression:
        if isinstance(inner, Splat):
            raise fail(path, marker, 'a ".*" cannot follow another; write "[*]"')
        each: Expression = _splat(path, inner, marker, steps[:reach], full=False)
        return reduce(partial(_take, path), steps[reach:], each)

    return _reach(source, extend)


def _full_splat(path: str, values: Values) -> Expression:
    source, (marker, *steps) = values
    return _reach(source, lambda inner: _splat(path, inner, marker, steps, full=True))


def _splat(path: str, source: Expression, marker: Token, steps: Sequence[_Step], *, full: bool) -> Splat:
    item: Expression = SplatItem(span=marker.span(path))
    each = reduce(partial(_take, path), steps, item)
    return Splat(source=source, each=each, full=full, span=between(source.span, each.span))


# `for`


class _Intro(NamedTuple):
    names: tuple[str, str]
    collection: Expression


class _Condition(NamedTuple):
    expression: Expression


def _for_intro(_path: str, values: Values) -> _Intro:
    names = [v.text for v in values if isinstance(v, Token) and v.kind == "NAME"]
    return _Intro(names=(names[0] if len(names) == 2 else "", names[-1]), collection=values[-2])


def _for_condition(_path: str, values: Values) -> _Condition:
    return _Condition(expression=values[1])


def _for_tuple(path: str, values: Values) -> ForTuple:
    opened, intro, value, *rest, closed = values
    return ForTuple(
        key_name=intro.names[0],
        value_name=intro.names[1],
        collection=intro.collection,
        value=value,
        condition=next((r.expression for r in rest if isinstance(r, _Condition)), None),
        span=_spread(path, opened, closed),
    )


def _for_object(path: str, values: Values) -> ForObject:
    opened, intro, key, _, value, *rest, closed = values
    return ForObject(
        key_name=intro.names[0],
        value_name=intro.names[1],
        collection=intro.collection,
        key=key,
        value=value,
        condition=next((r.expression for r in rest if isinstance(r, _Condition)), None),
        grouping=any(isinstance(r, Token) for r in rest),
        span=_spread(path, opened, closed),
    )


# Templates


def _string(path: str, values: Values) -> Template:
    opened, *parts, closed = _flat(values)
    return templates.assemble(path, opened, parts, closed)


def _interpolation(_path: str, values: Values) -> templates.Piece:
    opened, expression, closed = values
    return templates.Piece(kind="$", opened=opened, closed=closed, expression=expression)


def _directive(_path: str, values: Values) -> templates.Piece:
    opened, keyword, *inner, closed = values
    names = tuple(v.text for v in inner if isinstance(v, Token) and v.kind == "NAME")
    expression = inner[-1] if inner else None
    return templates.Piece(kind=keyword.text, opened=opened, closed=closed, expression=expression, names=names)


REDUCTIONS: Final[dict[str, Callable[[str, Values], Any]]] = {
    "start": _start,
    "body": _body,
    "attribute": _attribute,
    "block": _block,
    "expr_term": _term,
    "tuple": _tuple,
    "object": _object,
    "object_elem": _object_item,
    "function_call": _call,
    "arguments": _arguments,
    "unary_op": _unary,
    "binary_term": _binary_rest,
    "binary_op": _binary,
    "conditional": _conditional,
    "get_attr": _attribute_step,
    "short_index": _attribute_step,
    "braces_index": _index_step,
    "get_attr_expr_term": _traverse,
    "index_expr_term": _traverse,
    "attr_splat": _splat_steps,
    "full_splat": _splat_steps,
    "attr_splat_expr_term": _attribute_splat,
    "full_splat_expr_term": _full_splat,
    "for_intro": _for_intro,
    "for_cond": _for_condition,
    "for_tuple_expr": _for_tuple,
    "for_object_expr": _for_object,
    "string": _string,
    "interpolation": _interpolation,
    "template_if_start": _directive,
    "template_else": _directive,
    "template_endif": _directive,
    "template_for_start": _directive,
    "template_endfor": _directive,
}
"""By the names of python-hcl2's rules. A rule of one symbol passes its value on, but for those in SINGLE."""

SINGLE: Final = frozenset({"body", "expr_term", "arguments", "attr_splat", "full_splat"})
