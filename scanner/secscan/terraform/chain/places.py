"""What an object or tuple, as it is written, holds at one step, and where. Follows no reference."""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeAlias

from secscan.model import Span
from secscan.terraform import syntax
from secscan.terraform.evaluate.convert import primitive_text
from secscan.terraform.evaluate.values import Value
from secscan.terraform.syntax import Expression

Look: TypeAlias = Callable[[Expression], Value | None]
"""Evaluates an expression; None where that fails."""


def bare(expression: Expression) -> Expression:
    """Without the brackets, and without what only writes the same value as JSON."""
    while True:
        if isinstance(expression, syntax.Parenthesised):
            expression = expression.inner
        elif isinstance(expression, syntax.Call) and expression.name == "jsonencode" and len(expression.arguments) == 1:
            expression = expression.arguments[0]
        else:
            return expression


def member(expression: Expression, step: str | int, look: Look) -> tuple[Expression, Span] | None:
    """(expression, span) of the one item of an object or tuple that stands at `step`; a set's is found by its value."""
    match expression:
        case syntax.ObjectExpr(items=items):
            return _keyed(items, str(step), look)
        case syntax.TupleExpr(items=items) if isinstance(step, int) or step.isdecimal():
            chosen = items[int(step)] if int(step) < len(items) else None
        case syntax.TupleExpr(items=items):
            chosen = next((i for i in items if (v := look(i)) is not None and v.payload == step), None)
        case _:
            return None
    return (chosen, chosen.span) if chosen is not None else None


def _keyed(items: tuple[tuple[Expression, Expression], ...], name: str, look: Look) -> tuple[Expression, Span] | None:
    """The last item of that name, else of that name in another case."""
    named = [(_key(key, look), across(key.span, value.span), value) for key, value in items]
    exact = [(value, span) for key, span, value in named if key == name]
    folded = [(value, span) for key, span, value in named if key.casefold() == name.casefold()]
    return next(reversed(exact), None) or next(reversed(folded), None)


def _key(key: Expression, look: Look) -> str:
    if isinstance(key, syntax.Template) and len(key.parts) == 1 and isinstance(key.parts[0], str):
        return key.parts[0]
    found = look(key)
    payload = found.payload if found is not None else None
    return primitive_text(payload) if isinstance(payload, (str, bool, Decimal)) else ""


def across(first: Span, last: Span) -> Span:
    return Span(
        file=first.file, line=first.line, column=first.column, end_line=last.end_line, end_column=last.end_column
    )
