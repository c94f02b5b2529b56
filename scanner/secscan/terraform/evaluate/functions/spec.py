"""What a function is, and how one is called: arguments converted, null and unknown dealt with, marks joined.

Follows cty's `function.Function` and the call in hashicorp/hcl: a function body sees only known, unmarked arguments of
the parameters' types, except where its parameters say that it deals with null, unknown or marks itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.errors import FunctionError, LimitExceeded
from secscan.terraform.evaluate.marks import Marks, deep_marks, joined, marked, marks_of, unsealed
from secscan.terraform.evaluate.numbers import is_whole
from secscan.terraform.evaluate.scope import FunctionContext
from secscan.terraform.evaluate.values import (
    ATOMS,
    BOOL,
    DYNAMIC,
    MAX_STRING,
    MAX_WEIGHT,
    NUMBER,
    STRING,
    Collection,
    Type,
    UnknownPayload,
    Value,
    boolean,
    string,
    summary,
    unknown,
)

Arguments: TypeAlias = tuple[Value, ...]
Body: TypeAlias = Callable[[Arguments, FunctionContext], Value]
ResultType: TypeAlias = Type | Callable[[Arguments], Type]

LIST_OF_STRING: Final = Collection("list", STRING)
LIST_OF_ANY: Final = Collection("list", DYNAMIC)
SET_OF_ANY: Final = Collection("set", DYNAMIC)


@dataclass(frozen=True, slots=True)
class Parameter:
    """`null`, `unknown`, `dynamic`: the body takes such arguments itself (`dynamic`: unknown of any type). `marked`:
    the marks of the argument's parts stay with the parts, only its own go to the result; `free`: not even those do."""

    name: str
    type: Type = DYNAMIC
    null: bool = False
    unknown: bool = False
    dynamic: bool = False
    marked: bool = False
    free: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """`result`: the type of the result, told by the arguments where it depends on them; it may raise FunctionError.

    `body` raises FunctionError for arguments that it refuses."""

    parameters: tuple[Parameter, ...]
    result: ResultType
    body: Body
    variadic: Parameter | None = None

    def parameter(self, index: int) -> Parameter | None:
        return self.parameters[index] if index < len(self.parameters) else self.variadic


def invoke(function: Function, name: str, arguments: Sequence[Value], context: FunctionContext) -> Value:
    """The result of one call. Raises FunctionError."""
    _check_count(function, name, len(arguments))
    converted: list[Value] = []
    marks: list[Marks] = []
    hidden: Value | None = None
    dynamic = False
    for index, argument in enumerate(arguments):
        parameter = function.parameter(index)
        if parameter is None:
            raise FunctionError(f'Function "{name}" takes fewer arguments.')
        value = _converted(argument, parameter, index)
        if not parameter.marked and type(value.payload) not in ATOMS:
            context.meter.walk(summary(value).weight)
        value = _unmarked(value, parameter, marks)
        if value.type == DYNAMIC and not parameter.dynamic:
            dynamic = True
            hidden = hidden or (unknown(DYNAMIC, "the type of null is not known") if value.payload is None else value)
        elif isinstance(value.payload, UnknownPayload) and not parameter.unknown:
            hidden = hidden or value
        converted.append(value)
    result = _result(function, tuple(converted), context, hidden, dynamic=dynamic)
    if isinstance(result.payload, str) and len(result.payload) > 1000:
        _weigh(len(result.payload), context)
    return marked(result, joined(marks))


def _unmarked(value: Value, parameter: Parameter, marks: list[Marks]) -> Value:
    """The argument as the body sees it; the marks that go to the result are added to `marks`."""
    if parameter.free:
        return value
    if parameter.marked:
        marks.append(marks_of(value))
        return value
    found = deep_marks(value)
    marks.append(found)
    return unsealed(value) if found.sensitive or found.ephemeral else value


def _check_count(function: Function, name: str, count: int) -> None:
    wanted = len(function.parameters)
    if count < wanted:
        least = " at least" if function.variadic else ""
        missing = function.parameters[count].name
        raise FunctionError(
            f'Function "{name}" expects{least} {wanted} argument(s). Missing value for "{missing}".', -2
        )
    if count > wanted and function.variadic is None:
        raise FunctionError(f'Function "{name}" expects only {wanted} argument(s).', -2)


def _converted(argument: Value, parameter: Parameter, index: int) -> Value:
    try:
        value = convert(argument, parameter.type)
    except ConversionError as error:
        raise FunctionError(str(error), index) from error
    if value.payload is None and not parameter.null:
        raise FunctionError("argument must not be null", index)
    return value


def _result(
    function: Function, arguments: Arguments, context: FunctionContext, hidden: Value | None, *, dynamic: bool
) -> Value:
    if dynamic and hidden is not None:
        return unknown(DYNAMIC, hidden.reason)
    if hidden is not None:
        kind = function.result(arguments) if callable(function.result) else function.result
        return unknown(kind, hidden.reason, not_null=True)
    return function.body(arguments, context)


def _weigh(length: int, context: FunctionContext) -> None:
    check_length(length)
    context.meter.spend(length)


def check_length(length: int) -> None:
    """Raises LimitExceeded for a text of more than MAX_STRING characters, best before it is made."""
    if length > MAX_STRING:
        raise LimitExceeded(f"A string of more than {MAX_STRING} characters is too large to evaluate.")


def check_count(count: int) -> None:
    """Raises LimitExceeded for a value of more than MAX_WEIGHT parts, best before it is made."""
    if count > MAX_WEIGHT:
        raise LimitExceeded(f"A value of more than {MAX_WEIGHT} parts is too large to evaluate.")


def text_of(value: Value) -> str:
    """The text of a known string."""
    if not isinstance(value.payload, str):
        raise TypeError("the parameter is a string")
    return value.payload


def number_of(value: Value) -> Decimal:
    if not isinstance(value.payload, Decimal):
        raise TypeError("the parameter is a number")
    return value.payload


_NOT_WHOLE: Final = "value must be a whole number, between -9223372036854775808 and 9223372036854775807"


def whole_of(value: Value, index: int) -> int:
    """The int of a known number. Raises FunctionError where it has a fraction."""
    amount = number_of(value)
    if not is_whole(amount) or not -(2**63) <= amount < 2**63:
        raise FunctionError(_NOT_WHOLE, index)
    return int(amount)


def items_in(value: Value) -> Arguments:
    """The elements of a known list, set or tuple, or the values of a map or object."""
    payload = value.payload
    if isinstance(payload, tuple):
        return payload
    return tuple(payload.values()) if isinstance(payload, Mapping) else ()


def first_reason(value: Value) -> str:
    """Why something inside `value` is unknown."""
    return _reason_inside(value) or "known after apply"


def _reason_inside(value: Value) -> str:
    if not value.is_known:
        return value.reason
    return next((why for child in value.children() if (why := _reason_inside(child))), "")


def of_text(body: Callable[[str], str], *, parameter: str = "str") -> Function:
    """A function from one string to a string."""
    return Function((Parameter(parameter, STRING),), STRING, lambda a, _: string(body(text_of(a[0]))))


def of_two_texts(body: Callable[[str, str], str], second: str) -> Function:
    """A function from two strings to a string."""
    parameters = (Parameter("str", STRING), Parameter(second, STRING))
    return Function(parameters, STRING, lambda a, _: string(body(text_of(a[0]), text_of(a[1]))))


def check_of_two_texts(body: Callable[[str, str], bool], second: str) -> Function:
    """A function from two strings to a bool."""
    parameters = (Parameter("str", STRING), Parameter(second, STRING))
    return Function(parameters, BOOL, lambda a, _: boolean(body(text_of(a[0]), text_of(a[1]))))


def of_number(body: Callable[[Decimal], Decimal]) -> Function:
    """A function from one number to a number."""
    return Function((Parameter("num", NUMBER),), NUMBER, lambda a, _: Value(NUMBER, body(number_of(a[0]))))
