"""Type conversion functions, and those on marks: `sensitive`, `nonsensitive`, `issensitive`, `ephemeralasnull`."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.errors import FunctionError
from secscan.terraform.evaluate.functions.spec import LIST_OF_ANY, SET_OF_ANY, Arguments, Function, Parameter
from secscan.terraform.evaluate.marks import inherit
from secscan.terraform.evaluate.scope import FunctionContext
from secscan.terraform.evaluate.sets import go_quote
from secscan.terraform.evaluate.types import constraint_name, type_name
from secscan.terraform.evaluate.values import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    Collection,
    Type,
    UnknownPayload,
    Value,
    boolean,
    null,
    summary,
    unknown,
)


def _to(target: Type) -> Function:
    """`tostring` and its like: any value, converted, or an error in words of their own."""

    def body(arguments: Arguments, context: FunctionContext) -> Value:
        del context
        if not arguments[0].is_known:
            return _unknown(arguments[0], target)
        try:
            return convert(arguments[0], target)
        except ConversionError as error:
            raise FunctionError(_refusal(arguments[0], target, str(error)), 0) from error

    def result(arguments: Arguments) -> Type:
        return body(arguments, FunctionContext()).type

    return Function((Parameter("v", DYNAMIC, null=True, unknown=True, dynamic=True, marked=True),), result, body)


def _unknown(value: Value, target: Type) -> Value:
    """Of the target's own type, as Terraform has it, whatever the argument's; a reference stays one."""
    if value.type == target or not isinstance(value.payload, UnknownPayload):
        return value
    payload = UnknownPayload(value.payload.reason, reference=value.payload.reference)
    return inherit(Value(target, payload), value)


def _refusal(value: Value, target: Type, reason: str) -> str:
    if value.type == STRING and isinstance(value.payload, str):
        shown = "the given string" if value.sensitive else go_quote(value.payload)
        if target == BOOL:
            return f'cannot convert {shown} to bool; only the strings "true" or "false" are allowed'
        if target == NUMBER:
            return f"cannot convert {shown} to number; given string must be a decimal representation of a number"
    whole = value.type == STRING or reason.endswith(" required") or "must have the same type" in reason
    return f"cannot convert {type_name(value.type)} to {constraint_name(target)}" if whole else reason


def _sensitive(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    return replace(arguments[0], sensitive=True)


def _nonsensitive(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    return replace(arguments[0], sensitive=False)


def _issensitive(arguments: Arguments, context: FunctionContext) -> Value:
    """An unknown value may still turn out to be sensitive."""
    del context
    value = arguments[0]
    if value.sensitive:
        return boolean(True)
    return unknown(BOOL, value.reason, not_null=True) if not value.is_known else boolean(False)


def _ephemeral_as_null(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    return _without_ephemeral(arguments[0])


def _without_ephemeral(value: Value) -> Value:
    if value.ephemeral:
        return inherit(null(value.type), replace(value, ephemeral=False))
    if not summary(value).ephemeral:
        return value
    payload = value.payload
    if isinstance(payload, tuple):
        return replace(value, payload=tuple(_without_ephemeral(item) for item in payload))
    if isinstance(payload, Mapping):
        return replace(value, payload={key: _without_ephemeral(item) for key, item in payload.items()})
    return value


def _same_type(arguments: Arguments) -> Type:
    return arguments[0].type


_VALUE = Parameter("value", DYNAMIC, null=True, unknown=True, dynamic=True, free=True)

FUNCTIONS: Final[Mapping[str, Function]] = {
    "ephemeralasnull": Function((_VALUE,), _same_type, _ephemeral_as_null),
    "issensitive": Function((_VALUE,), BOOL, _issensitive),
    "nonsensitive": Function((_VALUE,), _same_type, _nonsensitive),
    "sensitive": Function((_VALUE,), _same_type, _sensitive),
    "tobool": _to(BOOL),
    "tolist": _to(LIST_OF_ANY),
    "tomap": _to(Collection("map", DYNAMIC)),
    "tonumber": _to(NUMBER),
    "toset": _to(SET_OF_ANY),
    "tostring": _to(STRING),
}
