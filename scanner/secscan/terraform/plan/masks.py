"""Values as a plan document writes them: what is known, where it is unknown, where it is sensitive. Knows no resource.

Follows the "change representation" of https://developer.hashicorp.com/terraform/internals/json-format and what
`terraform show -json` of Terraform 1.11 prints. One thing differs: a sensitive value is not written. It is left out as
an unknown one is, and is true in both masks (docs/decisions/plan-documents.md).
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Final, TypeAlias

from secscan.terraform.evaluate.values import (
    DYNAMIC,
    Collection,
    ObjectType,
    Primitive,
    TupleType,
    Type,
    UnknownPayload,
    Value,
    summary,
)

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


class Absent(Enum):
    """What stands for a value that is not written."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


def number(value: Decimal) -> int | float:
    """A whole number in full; a fraction with the digits that a double holds, as readers of JSON have it."""
    return int(value) if value == value.to_integral_value() else float(value)


def is_hidden(value: Value) -> bool:
    """Sensitive or ephemeral, and there is something to hide."""
    return value.is_secret and not value.is_null


def known(value: Value) -> "Json | Absent":
    """What is known of a value: unknown members of objects are left out, those of lists and sets are null."""
    payload = value.payload
    if isinstance(payload, UnknownPayload) or is_hidden(value):
        return ABSENT
    if isinstance(payload, Decimal):
        return number(payload)
    if isinstance(payload, tuple):
        return [None if (made := known(item)) is ABSENT else made for item in payload]
    if isinstance(payload, Mapping):
        return {name: made for name, item in payload.items() if (made := known(item)) is not ABSENT}
    return payload


def unknown_mask(value: Value) -> Json:
    """True where the value is unknown (or hidden), in its shape; what is known is left out of objects."""
    payload = value.payload
    if isinstance(payload, UnknownPayload) or is_hidden(value):
        return True
    if isinstance(payload, tuple):
        return [unknown_mask(item) for item in payload]
    if isinstance(payload, Mapping):
        return {name: mask for name, item in payload.items() if (mask := unknown_mask(item)) is not False}
    return False


def sensitive_mask(value: Value) -> Json:
    """True where the value is sensitive, in its shape; what is not is left out of objects."""
    if value.is_secret:
        return True
    payload = value.payload
    if isinstance(payload, tuple):
        return [sensitive_mask(item) for item in payload]
    if isinstance(payload, Mapping):
        return {name: mask for name, item in payload.items() if (mask := sensitive_mask(item)) is not False}
    return _unknown_shape(value.type) if isinstance(payload, UnknownPayload) else False


def _unknown_shape(kind: Type) -> Json:
    """Of an unknown list nothing is said but that it is one."""
    if isinstance(kind, Collection):
        return {} if kind.kind == "map" else []
    if isinstance(kind, ObjectType):
        return {}
    return [] if isinstance(kind, TupleType) else False


def is_plain(value: Value) -> bool:
    """Known all the way down, nothing hidden."""
    found = summary(value)
    return found.known and not found.is_secret


def type_of(value: Value) -> Json:
    """The type as documents write it: `"string"`, `["list", "string"]`, `["object", {...}]`.

    Objects are looked into: some say what they hold only when they are asked."""
    payload, kind = value.payload, value.type
    if isinstance(payload, Mapping) and isinstance(kind, ObjectType):
        return ["object", {name: type_of(item) for name, item in payload.items()}]
    if isinstance(payload, tuple) and isinstance(kind, TupleType):
        return ["tuple", [type_of(item) for item in payload]]
    return _written(kind)


def _written(kind: Type) -> Json:
    match kind:
        case Primitive():
            return "dynamic" if kind == DYNAMIC else kind.name
        case Collection():
            return [kind.kind, _written(kind.element)]
        case TupleType():
            return ["tuple", [_written(element) for element in kind.elements]]
        case ObjectType():
            return ["object", {name: _written(inner) for name, inner in kind.attributes}]
