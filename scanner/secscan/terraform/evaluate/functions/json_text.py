"""`jsonencode` and `jsondecode`, byte for byte as Terraform: Go's escapes, sorted keys, numbers in full.

Not the reading of a document with unknown parts (evaluate/documents.py)."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NoReturn

from secscan.terraform.evaluate import numbers
from secscan.terraform.evaluate.errors import FunctionError
from secscan.terraform.evaluate.functions.spec import (
    Arguments,
    Function,
    Parameter,
    check_count,
    check_length,
    first_reason,
    text_of,
)
from secscan.terraform.evaluate.scope import FunctionContext
from secscan.terraform.evaluate.values import (
    DYNAMIC,
    STRING,
    Collection,
    ObjectType,
    TupleType,
    Type,
    UnknownPayload,
    Value,
    from_json,
    string,
)

_ESCAPED: Final = re.compile('[\x00-\x1f"\\\\<>&\u2028\u2029]')
_SHORT: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_SIGNIFICANT: Final = re.compile(r'\\.|["\[\]{}]', re.DOTALL)
MAX_DEPTH: Final = 200


def quote(text: str) -> str:
    """A JSON string as Go's encoding/json writes it."""
    return '"' + _ESCAPED.sub(lambda m: _SHORT.get(m[0]) or f"\\u{ord(m[0]):04x}", text) + '"'


def write(value: Value) -> str:
    """The JSON text of a wholly known value."""
    out: list[str] = []
    _write(value, out)
    check_length(sum(map(len, out)))
    return "".join(out)


def _write(value: Value, out: list[str]) -> None:
    payload = value.payload
    if payload is None:
        out.append("null")
    elif isinstance(payload, bool):
        out.append("true" if payload else "false")
    elif isinstance(payload, str):
        out.append(quote(payload))
    elif isinstance(payload, Decimal):
        if not payload.is_finite():
            raise FunctionError("cannot serialize infinity as JSON")
        out.append(numbers.text(payload))
    elif isinstance(payload, tuple):
        _write_all("[", [("", item) for item in payload], "]", out)
    elif isinstance(payload, Mapping):
        _write_all("{", [(quote(key) + ":", item) for key, item in payload.items()], "}", out)
    else:
        raise TypeError("an unknown value has no JSON")


def _write_all(opening: str, items: list[tuple[str, Value]], closing: str, out: list[str]) -> None:
    separator = opening
    for label, item in items:
        out.append(separator + label)
        _write(item, out)
        separator = ","
    out.append(closing if items else opening + closing)


def _encode(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    value = arguments[0]
    if not value.is_wholly_known:
        payload = UnknownPayload(first_reason(value), _opening(value), not_null=True, structure=value)
        return Value(STRING, payload)
    return string(write(value))


def _opening(value: Value) -> str:
    """What the text of a value begins with, though parts of it are unknown; a null would be `null`."""
    if not value.is_known and not (isinstance(value.payload, UnknownPayload) and value.payload.not_null):
        return ""
    kind: Type = value.type
    if kind == STRING:
        return '"'
    if isinstance(kind, ObjectType) or (isinstance(kind, Collection) and kind.kind == "map"):
        return "{"
    return "[" if isinstance(kind, (TupleType, Collection)) else ""


def read(text: str) -> Value:
    """The value of a JSON text. Raises FunctionError."""
    _check_depth(text)
    try:
        data = json.loads(text, parse_float=_number, parse_int=_number, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise FunctionError(f"invalid JSON at character {error.pos + 1}: {error.msg}") from error
    return from_json(data)


def _check_depth(text: str) -> None:
    depth, quoted = 0, False
    check_count(text.count(",") + text.count("[") + text.count("{"))
    for found in _SIGNIFICANT.finditer(text):
        sign = found[0]
        if sign == '"':
            quoted = not quoted
        elif not quoted and len(sign) == 1:
            depth += 1 if sign in "[{" else -1
        if depth > MAX_DEPTH:
            raise FunctionError(f"JSON nested more than {MAX_DEPTH} levels deep")


def _number(text: str) -> Decimal:
    parsed = numbers.parse(text)
    if parsed is None:
        raise FunctionError(f"cannot use {text[:40]} as a number", 0)
    return parsed


def _constant(text: str) -> NoReturn:
    raise FunctionError(f"invalid JSON value {text}", 0)


def _decode(arguments: Arguments, context: FunctionContext) -> Value:
    text = text_of(arguments[0])
    if len(text) > 1000:
        context.meter.spend(len(text))
    return read(text)


FUNCTIONS: Final[Mapping[str, Function]] = {
    "jsondecode": Function((Parameter("str", STRING),), lambda _: DYNAMIC, _decode),
    "jsonencode": Function((Parameter("val", DYNAMIC, null=True, unknown=True, dynamic=True),), STRING, _encode),
}
