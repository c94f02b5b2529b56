"""Evaluates expressions in a scope. Knows nothing of files, modules or resources: the scope does.

`evaluate(expression, scope)` follows https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md as Terraform 1.11
does: an unknown never raises, a wrong reference or type raises EvaluationError at its place.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from secscan.terraform import syntax
from secscan.terraform.evaluate import operators
from secscan.terraform.evaluate.access import AccessError, attribute, element
from secscan.terraform.evaluate.conditional import conditional
from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.errors import EvaluationError, LimitExceeded, UndeclaredReference
from secscan.terraform.evaluate.functions import call
from secscan.terraform.evaluate.iteration import SPLAT_ITEM, for_object, for_tuple, splat
from secscan.terraform.evaluate.marks import Marks, joined, marked, marks_of
from secscan.terraform.evaluate.numbers import canonical
from secscan.terraform.evaluate.scope import COST, LARGE, FunctionContext, Names, Scope
from secscan.terraform.evaluate.templates import render
from secscan.terraform.evaluate.values import (
    ATOMS,
    DYNAMIC,
    FALSE,
    STRING,
    TRUE,
    Value,
    first_weight,
    null,
    number,
    object_of,
    string,
    summary,
    tuple_of,
    unknown,
)

__all__ = ["EvaluationError", "FunctionContext", "LimitExceeded", "Names", "Scope", "UndeclaredReference", "evaluate"]


def evaluate(expression: syntax.Expression, scope: Scope) -> Value:
    """The value of `expression`. Raises EvaluationError, and its kind LimitExceeded where it asks for too much."""
    try:
        value = _value(expression, scope)
        if (weight := first_weight(value)) > LARGE:
            scope.functions.meter.spend(weight * COST)
    except RecursionError:
        raise LimitExceeded("This expression is nested too deeply to evaluate.", expression.span) from None
    except LimitExceeded as error:
        raise error if error.span else LimitExceeded(error.message, expression.span) from None
    return value


def _value(expression: syntax.Expression, scope: Scope) -> Value:
    return _DISPATCH[type(expression)](expression, scope)


def _literal(node: syntax.Literal, scope: Scope) -> Value:  # noqa: ARG001  # one signature for the dispatch
    if node.value is None:
        return null()
    if isinstance(node.value, bool):
        return TRUE if node.value else FALSE
    return number(canonical(node.value))


def _template(node: syntax.Template, scope: Scope) -> Value:
    parts = node.parts
    if not parts:
        return string("")
    if len(parts) == 1:
        part = parts[0]
        if isinstance(part, str):
            return string(part)
        if node.wrapped and not isinstance(part, (syntax.TemplateIf, syntax.TemplateFor)):
            return _value(part, scope)
    return render(parts, scope, node.span, _value)


def _variable(node: syntax.Variable, scope: Scope) -> Value:
    return _resolved(node, (), scope)[0]


def _resolved(node: syntax.Variable, path: tuple[str, ...], scope: Scope) -> tuple[Value, int]:
    found = scope.resolve(node.name, path)
    if found is None:
        raise UndeclaredReference(f'There is no variable named "{node.name}".', node.span)
    return found


def _get_attribute(node: syntax.GetAttr, scope: Scope) -> Value:
    """The whole row of names at once, so that the scope can answer for as many of them as it knows."""
    steps: list[syntax.GetAttr] = []
    source: syntax.Expression = node
    while isinstance(source, syntax.GetAttr):
        steps.append(source)
        source = source.source
    steps.reverse()
    if isinstance(source, syntax.Variable):
        value, used = _resolved(source, tuple([step.name for step in steps]), scope)
        steps = steps[used:]
    else:
        value = _value(source, scope)
    for step in steps:
        try:
            value = attribute(value, step.name)
        except AccessError as error:
            raise EvaluationError(str(error), step.span) from error
    return value


def _index(node: syntax.Index, scope: Scope) -> Value:
    source = _value(node.source, scope)
    key = _value(node.key, scope)
    try:
        return element(source, key)
    except AccessError as error:
        raise EvaluationError(str(error), node.span) from error


def _splat_item(node: syntax.SplatItem, scope: Scope) -> Value:
    found = scope.resolve(SPLAT_ITEM, ())
    if found is None:
        raise EvaluationError("A splat's element stands outside of its splat.", node.span)
    return found[0]


def _unary(node: syntax.Unary, scope: Scope) -> Value:
    operand = _value(node.operand, scope)
    try:
        return operators.unary(node.operator, operand)
    except operators.OperandError as error:
        raise EvaluationError(str(error), node.span) from error


def _binary(node: syntax.Binary, scope: Scope) -> Value:
    """A row such as `a + b + c` leans to the left: it is walked, not recursed into, however long it is."""
    row: list[syntax.Binary] = []
    left: syntax.Expression = node
    while isinstance(left, syntax.Binary):
        row.append(left)
        left = left.left
    value = _value(left, scope)
    for step in reversed(row):
        right = _value(step.right, scope)
        if type(value.payload) not in ATOMS:
            scope.functions.meter.walk(summary(value).weight)
        try:
            value = operators.binary(step.operator, value, right)
        except operators.OperandError as error:
            raise EvaluationError(str(error), step.span) from error
    return value


def _tuple(node: syntax.TupleExpr, scope: Scope) -> Value:
    return tuple_of([_value(item, scope) for item in node.items])


def _object(node: syntax.ObjectExpr, scope: Scope) -> Value:
    items: dict[str, Value] = {}
    marks: list[Marks] = []
    reason = ""
    for key_node, value_node in node.items:
        key = _object_key(key_node, scope)
        value = _value(value_node, scope)
        marks.append(marks_of(key))
        if isinstance(key.payload, str):
            items[key.payload] = value
        else:
            reason = reason or key.reason
    result = unknown(DYNAMIC, reason) if reason else object_of(items)
    return marked(result, joined(marks))


def _object_key(node: syntax.Expression, scope: Scope) -> Value:
    key = _value(node, scope)
    if key.payload is None:
        raise EvaluationError("Can't use a null value as a key.", node.span)
    try:
        return convert(key, STRING)
    except ConversionError as error:
        raise EvaluationError(f"Can't use this value as a key: {error}.", node.span) from error


def _parenthesised(node: syntax.Parenthesised, scope: Scope) -> Value:
    return _value(node.inner, scope)


# The dispatch knows each node's class; its functions take that class only, which no type of ours can say.
_DISPATCH: Final[Mapping[type, Callable[[Any, Scope], Value]]] = MappingProxyType(
    {
        syntax.Literal: _literal,
        syntax.Template: _template,
        syntax.Variable: _variable,
        syntax.GetAttr: _get_attribute,
        syntax.Index: _index,
        syntax.Splat: lambda node, scope: splat(node, scope, _value),
        syntax.SplatItem: _splat_item,
        syntax.Call: lambda node, scope: call(node, scope, _value),
        syntax.Unary: _unary,
        syntax.Binary: _binary,
        syntax.Conditional: lambda node, scope: conditional(node, scope, _value),
        syntax.TupleExpr: _tuple,
        syntax.ObjectExpr: _object,
        syntax.ForTuple: lambda node, scope: for_tuple(node, scope, _value),
        syntax.ForObject: lambda node, scope: for_object(node, scope, _value),
        syntax.Parenthesised: _parenthesised,
    }
)
