"""`condition ? then : otherwise`. Both arms decide the type of the result; only the chosen one may fail.

Follows hashicorp/hcl `hclsyntax/expression.go` (ConditionalExpr).
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from secscan.terraform import syntax
from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.errors import EvaluationError, FatalError
from secscan.terraform.evaluate.iteration import Loop, key_of
from secscan.terraform.evaluate.marks import Marks, inherit, marked
from secscan.terraform.evaluate.operators import truth
from secscan.terraform.evaluate.scope import Scope
from secscan.terraform.evaluate.types import type_name
from secscan.terraform.evaluate.unify import unify
from secscan.terraform.evaluate.values import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ObjectType,
    TupleType,
    Type,
    UnknownPayload,
    Value,
    null,
    unknown,
)

_FAILURE: Final = 1_000
Evaluate: TypeAlias = Callable[[syntax.Expression, Scope], Value]


def conditional(node: syntax.Conditional, scope: Scope, evaluate: Evaluate) -> Value:
    then, then_error = _arm(node.then, scope, evaluate)
    otherwise, otherwise_error = _arm(node.otherwise, scope, evaluate)
    kind = _common(then, otherwise)
    if kind is None:
        raise EvaluationError(
            "The true and false result expressions must have consistent types. "
            f"{_difference(then.type, otherwise.type)}.",
            node.span,
        )
    condition = evaluate(node.condition, scope)
    try:
        answer = truth(condition)
    except ConversionError as error:
        null_one = "The condition value is null. Conditions must either be true or false."
        message = null_one if condition.payload is None else "The condition expression must be of type bool."
        raise EvaluationError(message, node.condition.span) from error
    if answer is None:
        return _either(condition, then, otherwise, kind)
    chosen, error_there = (then, then_error) if answer else (otherwise, otherwise_error)
    if error_there is not None:
        raise error_there
    value = _converted(chosen, kind, node.then if answer else node.otherwise)
    return _sealed(inherit(value, condition), then, otherwise)


def _sealed(value: Value, *arms: Value) -> Value:
    """The marks of both arms go to the result, but for the origins: it was not computed from the arm not chosen."""
    sensitive, ephemeral = any(a.sensitive for a in arms), any(a.ephemeral for a in arms)
    return marked(value, Marks(sensitive, ephemeral)) if sensitive or ephemeral else value


def _arm(node: syntax.Expression, scope: Scope, evaluate: Evaluate) -> tuple[Value, EvaluationError | None]:
    """The arm's value; where it fails, an unknown of the type that it would have, and its error for later."""
    try:
        return evaluate(node, scope), None
    except FatalError:
        raise
    except EvaluationError as error:
        return unknown(_type_of_failure(node, scope, evaluate), "invalid"), error


def _type_of_failure(node: syntax.Expression, scope: Scope, evaluate: Evaluate) -> Type:
    """The type that Terraform still knows of an expression that has no value, since it goes on behind an error."""
    # Parts are evaluated a second time here, which nested failures would repeat without end.
    scope.functions.meter.spend(_FAILURE)
    while isinstance(node, syntax.Parenthesised):
        node = node.inner
    if isinstance(node, syntax.TupleExpr):
        return TupleType(tuple(_arm(item, scope, evaluate)[0].type for item in node.items))
    if isinstance(node, syntax.ObjectExpr):
        return _object_of_failure(node, scope, evaluate)
    if isinstance(node, (syntax.ForTuple, syntax.ForObject)):
        return _for_of_failure(node, scope, evaluate)
    if isinstance(node, syntax.Binary):
        return NUMBER if node.operator in "+-*/%" else BOOL
    if isinstance(node, syntax.Unary):
        return NUMBER if node.operator == "-" else BOOL
    return STRING if isinstance(node, syntax.Template) and not node.wrapped else DYNAMIC


def _object_of_failure(node: syntax.ObjectExpr, scope: Scope, evaluate: Evaluate) -> Type:
    kinds: dict[str, Type] = {}
    for key, item in node.items:
        name = _arm(key, scope, evaluate)[0].payload
        if not isinstance(name, str):
            return DYNAMIC
        kinds[name] = _arm(item, scope, evaluate)[0].type
    return ObjectType(tuple(sorted(kinds.items())))


def _for_of_failure(node: syntax.ForTuple | syntax.ForObject, scope: Scope, evaluate: Evaluate) -> Type:
    """Of a `for` whose values fail, but not its collection, its condition or its keys."""
    try:
        loop = Loop(node, scope, evaluate)
        inner = list(loop.scopes())
        if isinstance(node, syntax.ForTuple):
            return DYNAMIC if loop.reason else TupleType(tuple(_arm(node.value, s, evaluate)[0].type for s in inner))
        names = [key_of(node, evaluate(node.key, s), loop) or "" for s in inner]
    except FatalError:
        raise
    except EvaluationError:
        return DYNAMIC
    if loop.reason or node.grouping or len(set(names)) < len(names):
        return DYNAMIC
    kinds = {name: _arm(node.value, s, evaluate)[0].type for name, s in zip(names, inner, strict=True)}
    return ObjectType(tuple(sorted(kinds.items())))


def _common(then: Value, otherwise: Value) -> Type | None:
    """The type of the result, None where there is none. A bare `null` takes the type of the other arm."""
    if then.payload is None and then.type == DYNAMIC:
        return otherwise.type
    if otherwise.payload is None and otherwise.type == DYNAMIC:
        return then.type
    if then.type == DYNAMIC or otherwise.type == DYNAMIC:
        return DYNAMIC
    return unify((then.type, otherwise.type))


def _either(condition: Value, then: Value, otherwise: Value, kind: Type) -> Value:
    if then.payload is None and otherwise.payload is None:
        return inherit(null(kind), condition, then, otherwise)
    certain = all(_never_null(value) for value in (then, otherwise))
    return inherit(unknown(kind, condition.reason, not_null=certain), condition, then, otherwise)


def _never_null(value: Value) -> bool:
    payload = value.payload
    return payload.not_null if isinstance(payload, UnknownPayload) else payload is not None


def _converted(value: Value, kind: Type, node: syntax.Expression) -> Value:
    if kind == DYNAMIC:
        return value
    try:
        return convert(value, kind)
    except ConversionError as error:
        raise EvaluationError(f"The chosen result value has the wrong type: {error}.", node.span) from error


def _difference(then: Type, otherwise: Type) -> str:
    """What keeps the two types apart, in words."""
    match then, otherwise:
        case ObjectType(), ObjectType():
            return _object_difference(then, otherwise)
        case TupleType(), TupleType():
            if len(then.elements) != len(otherwise.elements):
                return (
                    f"The 'true' tuple has length {len(then.elements)}, "
                    f"but the 'false' tuple has length {len(otherwise.elements)}"
                )
            for index, (a, b) in enumerate(zip(then.elements, otherwise.elements, strict=True)):
                if a != b:
                    return f"Type mismatch for tuple element {index}: {_difference(a, b)}"
    if type_name(then) == type_name(otherwise):
        return (
            "At least one deeply-nested attribute or element is not compatible across both the 'true' and the 'false' "
            "value"
        )
    return f"The 'true' value is {type_name(then)}, but the 'false' value is {type_name(otherwise)}"


def _object_difference(then: ObjectType, otherwise: ObjectType) -> str:
    a, b = dict(then.attributes), dict(otherwise.attributes)
    for name, kind in a.items():
        if name not in b:
            return f"The 'true' value includes object attribute \"{name}\", which is absent in the 'false' value"
        if kind != b[name]:
            return f'Type mismatch for object attribute "{name}": {_difference(kind, b[name])}'
    extra = next((name for name in b if name not in a), "")
    return f"The 'false' value includes object attribute \"{extra}\", which is absent in the 'true' value"
