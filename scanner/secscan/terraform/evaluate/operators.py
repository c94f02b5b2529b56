"""The operators of Terraform's language on values. Not the evaluation of their operands.

Follows hashicorp/hcl `hclsyntax/expression_ops.go` and cty's `Value.Equals`. One thing goes beyond Terraform 1.11: an
operand that decides `&&` or `||` alone decides it although the other is unknown (Terraform does so from 1.12 on).
"""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from secscan.terraform.evaluate import numbers
from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.marks import deep_marks, inherit, joined, marked
from secscan.terraform.evaluate.types import has_dynamic
from secscan.terraform.evaluate.values import (
    BOOL,
    NUMBER,
    Collection,
    ObjectType,
    TupleType,
    Type,
    UnknownPayload,
    Value,
    boolean,
    number,
    unknown,
)


class OperandError(Exception):
    """The operands do not suit the operator."""


def binary(operator: str, left: Value, right: Value) -> Value:
    """`left operator right`. Raises OperandError."""
    if operator in _EQUALITY:
        equal = equals(left, right)
        return equal if operator == "==" else _negated(equal)
    if operator in _LOGIC:
        return _logical(operator, _operand(left, BOOL, "left"), _operand(right, BOOL, "right"))
    left, right = _operand(left, NUMBER, "left"), _operand(right, NUMBER, "right")
    kind = BOOL if operator in _COMPARISON else NUMBER
    a, b = left.payload, right.payload
    if not isinstance(a, Decimal) or not isinstance(b, Decimal):
        return inherit(unknown(kind, left.reason or right.reason, not_null=True), left, right)
    result = boolean(_COMPARISON[operator](a, b)) if kind is BOOL else number(_arithmetic(operator, a, b))
    return inherit(result, left, right)


def unary(operator: str, operand: Value) -> Value:
    """`!operand` or `-operand`. Raises OperandError."""
    if operator == "!":
        return _negated(_operand(operand, BOOL, ""))
    value = _operand(operand, NUMBER, "")
    if not isinstance(value.payload, Decimal):
        return inherit(unknown(NUMBER, value.reason, not_null=True), value)
    return inherit(number(value.payload.copy_negate()), value)


_EQUALITY: Final = frozenset(("==", "!="))
_LOGIC: Final = frozenset(("&&", "||"))
_COMPARISON: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
_ARITHMETIC: Final[Mapping[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": numbers.add,
    "-": numbers.subtract,
    "*": numbers.multiply,
    "/": numbers.divide,
    "%": numbers.remainder,
}


_NO_NUMBER: Final = {
    "+": "can't compute sum of opposing infinities",
    "-": "can't subtract infinity from itself",
    "*": "can't multiply zero by infinity",
    "/": "can't divide zero by zero or infinity by infinity",
    "%": "the result is no number",
}


def _arithmetic(operator: str, left: Decimal, right: Decimal) -> Decimal:
    try:
        return _ARITHMETIC[operator](left, right)
    except InvalidOperation as error:
        message = _NO_NUMBER[operator]
        raise OperandError(f"Operation failed: Error during operation: {message}.") from error


def _operand(value: Value, kind: Type, side: str) -> Value:
    try:
        value = convert(value, kind)
    except ConversionError as error:
        where = f"{side} operand" if side else "unary operand"
        raise OperandError(f"Invalid operand: Unsuitable value for {where}: {error}.") from error
    if value.payload is None:
        raise OperandError("Operation failed: Error during operation: argument must not be null.")
    return value


def _logical(operator: str, left: Value, right: Value) -> Value:
    decisive = operator == "||"
    if left.payload is decisive or right.payload is decisive:
        return inherit(boolean(decisive), left, right)
    if left.is_known and right.is_known:
        return inherit(boolean(not decisive), left, right)
    return inherit(unknown(BOOL, left.reason or right.reason, not_null=True), left, right)


def _negated(value: Value) -> Value:
    if not value.is_known:
        return inherit(unknown(BOOL, value.reason, not_null=True), value)
    return inherit(boolean(not value.payload), value)


def equals(left: Value, right: Value) -> Value:
    """Is `left == right`: true, false or unknown, with the marks of all that both hold."""
    marks = joined((deep_marks(left), deep_marks(right)))
    answer = _equal(left, right)
    if answer is None:
        reason = _why(left) or _why(right) or "known after apply"
        return marked(unknown(BOOL, reason, not_null=True), marks)
    return marked(boolean(answer), marks)


def _why(value: Value) -> str:
    """The reason of the first unknown in `value`."""
    if not value.is_known:
        return value.reason
    return next((why for child in value.children() if (why := _why(child))), "")


def _equal(left: Value, right: Value) -> bool | None:
    a, b = left.payload, right.payload
    if isinstance(a, UnknownPayload) or isinstance(b, UnknownPayload):
        return _equal_unknown(left, right)
    if a is None or b is None:
        return a is b
    if left.type != right.type:
        if _untyped(left) or _untyped(right):
            return None if _may_conform(left.type, right.type) else False
        return False
    if isinstance(a, tuple) and isinstance(b, tuple):
        if isinstance(left.type, Collection) and left.type.kind == "set":
            return _equal_sets(a, b)
        return _all_equal(a, b) if len(a) == len(b) else False
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return _all_equal(tuple(a.values()), tuple(b.values())) if a.keys() == b.keys() else False
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return numbers.equal(a, b)
    return a == b


def _untyped(value: Value) -> bool:
    """Is there an unknown in it whose type is not known either? A null's type counts as known."""
    if not value.is_known:
        return has_dynamic(value.type)
    return not value.is_wholly_known and any(_untyped(child) for child in value.children())


def _equal_unknown(left: Value, right: Value) -> bool | None:
    if isinstance(right.payload, UnknownPayload):
        if isinstance(left.payload, UnknownPayload):
            return None
        left, right = right, left
    hidden, known = left.payload, right.payload
    if not isinstance(hidden, UnknownPayload):
        raise TypeError("one of the two is unknown")
    if known is None:
        return False if hidden.not_null else None
    if has_dynamic(left.type):
        return None
    if left.type != right.type:
        return False
    if hidden.prefix and isinstance(known, str) and not known.startswith(hidden.prefix):
        return False
    return None


def _all_equal(left: tuple[Value, ...], right: tuple[Value, ...]) -> bool | None:
    """In order: the first pair that differs or is unknown decides, as in cty."""
    for a, b in zip(left, right, strict=True):
        answer = True if a is b and a.is_wholly_known else _equal(a, b)
        if answer is not True:
            return answer
    return True


def _equal_sets(left: tuple[Value, ...], right: tuple[Value, ...]) -> bool | None:
    if not all(v.is_wholly_known for v in (*left, *right)):
        return None
    return left == right


def _may_conform(left: Type, right: Type) -> bool:
    """Could the two types still turn out to be the same, once their `any` parts are known?"""
    match left, right:
        case Collection(), Collection():
            return left.kind == right.kind and _may_conform(left.element, right.element)
        case TupleType(), TupleType():
            pairs = zip(left.elements, right.elements, strict=False)
            return len(left.elements) == len(right.elements) and all(_may_conform(a, b) for a, b in pairs)
        case ObjectType(), ObjectType():
            a, b = dict(left.attributes), dict(right.attributes)
            return a.keys() == b.keys() and all(_may_conform(a[name], b[name]) for name in a)
    return left == right or "dynamic" in (getattr(left, "name", ""), getattr(right, "name", ""))


def truth(value: Value) -> bool | None:
    """A condition: true, false, or None where unknown. Raises ConversionError, also for null."""
    value = convert(value, BOOL)
    if value.payload is None:
        raise ConversionError("the condition value is null")
    return None if not value.is_known else value.payload is True


__all__ = ["OperandError", "binary", "equals", "truth", "unary"]
