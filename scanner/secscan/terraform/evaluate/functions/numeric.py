"""Number functions. The arithmetic itself is in evaluate/numbers.py."""

import math
from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from secscan.terraform.evaluate import numbers
from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.errors import FunctionError
from secscan.terraform.evaluate.functions.spec import (
    Arguments,
    Function,
    Parameter,
    first_reason,
    items_in,
    number_of,
    of_number,
    text_of,
    whole_of,
)
from secscan.terraform.evaluate.scope import COST, FunctionContext
from secscan.terraform.evaluate.types import type_name
from secscan.terraform.evaluate.values import (
    DYNAMIC,
    NUMBER,
    STRING,
    Collection,
    TupleType,
    Value,
    list_of,
    number,
    unknown,
)

LIST_OF_NUMBER: Final = Collection("list", NUMBER)
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
MAX_RANGE: Final = 1024


def _float(value: Decimal) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def from_float(value: float) -> Decimal:
    """A float64 as the number that prints like it. Raises FunctionError for NaN."""
    if math.isnan(value):
        raise FunctionError("the result is not a number")
    return numbers.Float64(value)


def _pow(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    base, power = _float(number_of(arguments[0])), _float(number_of(arguments[1]))
    return number(from_float(_power(base, power)))


def _power(base: float, power: float) -> float:
    """C's pow: infinite where the result is too large or zero is divided by."""
    try:
        return math.pow(base, power)
    except OverflowError:
        return -math.inf if base < 0 and power % 2 == 1 else math.inf
    except ValueError:
        return math.nan if base else math.inf


def _logarithm(amount: float) -> float:
    if amount <= 0:
        return math.nan if amount else -math.inf
    return math.log(amount)


def _log(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    amount, base = _float(number_of(arguments[0])), _float(number_of(arguments[1]))
    top, bottom = _logarithm(amount), _logarithm(base)
    if not bottom:
        return number(from_float(math.nan if not top else math.copysign(math.inf, top)))
    return number(from_float(top / bottom))


def _extreme(arguments: Arguments, context: FunctionContext, *, largest: bool) -> Value:
    del context
    if not arguments:
        raise FunctionError("must pass at least one number")
    amounts = [number_of(a) for a in arguments]
    return number(max(amounts) if largest else min(amounts))


def _sum(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    listed = arguments[0]
    kind = listed.type
    if not isinstance(kind, (TupleType, Collection)) or (isinstance(kind, Collection) and kind.kind == "map"):
        wrong = (
            "cannot sum noniterable"
            if not items_in(listed)
            else (f"argument must be list, set, or tuple. Received {type_name(kind)}")
        )
        raise FunctionError(wrong, 0)
    if not items_in(listed):
        raise FunctionError("cannot sum an empty list", 0)
    if not listed.is_wholly_known:
        return unknown(NUMBER, first_reason(listed), not_null=True)
    first, *others = items_in(listed)
    total = _summand(first)
    for item in others:
        total = numbers.add(total, _summand(item))
    return number(total)


def _summand(item: Value) -> Decimal:
    try:
        value = convert(item, NUMBER)
    except ConversionError as error:
        raise FunctionError("argument must be list, set, or tuple of number values", 0) from error
    if value.payload is None:
        raise FunctionError("argument must be list, set, or tuple of number values", 0)
    return number_of(value)


def _parseint(arguments: Arguments, context: FunctionContext) -> Value:
    """Go's big.Int from text in a base from 2 to 62, the letters of a base above 36 in lower case first."""
    del context
    if arguments[0].type != STRING:
        raise FunctionError(f"first argument must be a string, not {type_name(arguments[0].type)}", 0)
    text, base = text_of(arguments[0]), whole_of(arguments[1], 1)
    if not 2 <= base <= 62:
        raise FunctionError("base must be a whole number between 2 and 62 inclusive", 1)
    body = text[1:] if text[:1] in ("+", "-") else text
    digits = _DIGITS[:base]
    lowered = body if base > 36 else body.lower()
    if not body or len(body) > numbers.MAX_EXPONENT or any(c not in digits for c in lowered):
        raise FunctionError(f'cannot parse "{text}" as a base {base} integer', 0)
    amount = 0
    for char in lowered:
        amount = amount * base + digits.index(char)
    return number(numbers.canonical(Decimal(-amount if text[0] == "-" else amount)))


def _range(arguments: Arguments, context: FunctionContext) -> Value:
    if not 1 <= len(arguments) <= 3:
        raise FunctionError("must have one, two, or three arguments")
    given = [number_of(a) for a in arguments]
    start, end = (numbers.ZERO, given[0]) if len(given) == 1 else (given[0], given[1])
    step = given[2] if len(given) == 3 else Decimal(1 if start <= end else -1)
    if start == end:
        return list_of((), NUMBER)
    if not step:
        raise FunctionError("step must not be zero", 2)
    if (end > start) != (step > 0):
        which = ("end must be greater than start when step is positive" if step > 0
                 else "end must be less than start when step is negative")  # fmt: skip
        raise FunctionError(which, 1)
    values: list[Value] = []
    current = start
    while current < end if step > 0 else current > end:
        if len(values) >= MAX_RANGE:
            raise FunctionError(
                f"more than {MAX_RANGE} values were generated; either decrease the difference between start and end or "
                "use a smaller step"
            )
        context.meter.spend(COST)
        values.append(number(current))
        current = numbers.add(current, step)
    return list_of(values, NUMBER)


def _signum(amount: Decimal) -> Decimal:
    if not numbers.is_whole(amount) or amount.copy_abs() >= 2**63:
        raise FunctionError("value must be a whole number, between -9223372036854775808 and 9223372036854775807")
    return Decimal((amount > 0) - (amount < 0))


_TWO = (Parameter("num", NUMBER), Parameter("power", NUMBER))
_NUMBERS = Parameter("numbers", NUMBER)

FUNCTIONS: Final[Mapping[str, Function]] = {
    "abs": of_number(Decimal.copy_abs),
    "ceil": of_number(lambda amount: numbers.rounded(amount, ROUND_CEILING)),
    "floor": of_number(lambda amount: numbers.rounded(amount, ROUND_FLOOR)),
    "log": Function((Parameter("num", NUMBER), Parameter("base", NUMBER)), NUMBER, _log),
    "max": Function((), NUMBER, lambda a, c: _extreme(a, c, largest=True), variadic=_NUMBERS),
    "min": Function((), NUMBER, lambda a, c: _extreme(a, c, largest=False), variadic=_NUMBERS),
    "parseint": Function((Parameter("number", DYNAMIC), Parameter("base", NUMBER)), NUMBER, _parseint),
    "pow": Function(_TWO, NUMBER, _pow),
    "range": Function((), LIST_OF_NUMBER, _range, variadic=Parameter("params", NUMBER)),
    "signum": of_number(_signum),
    "sum": Function((Parameter("list", DYNAMIC),), NUMBER, _sum),
}
