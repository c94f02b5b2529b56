"""What `count` and `for_each` amount to: the instances' keys, or that they are not known. Makes no instance itself.

Follows https://developer.hashicorp.com/terraform/language/meta-arguments/for_each and .../count with their errors.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.errors import EvaluationError
from secscan.terraform.evaluate.quoting import escaped
from secscan.terraform.evaluate.types import type_name
from secscan.terraform.evaluate.values import (
    DYNAMIC,
    NUMBER,
    STRING,
    Collection,
    ObjectType,
    UnknownPayload,
    Value,
    number,
    object_of,
    string,
    summary,
    unknown,
)

Key = int | str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Expansion:
    """`mode`: `single`, `count`, `each` or `unknown`. `items`: (key, what `count` or `each` is there) in order; with
    mode `unknown` one item, key None, that stands for any number. `name`: the scope's name, `count` or `each`."""

    mode: str
    name: str = ""
    items: tuple[tuple[Key, Value | None], ...] = ((None, None),)
    reason: str = ""


SINGLE: Final = Expansion(mode="single")


def by_count(value: Value, limit: int) -> Expansion:
    """Raises EvaluationError where `value` is no number of instances. `limit`: more are not wanted."""
    if value.is_null:
        raise EvaluationError("The given count is null: it must be a whole number.")
    if not value.is_known:
        return _unknown("count", "index", value)
    try:
        size = convert(value, NUMBER).payload
    except ConversionError as error:
        raise EvaluationError(f"The given count is unsuitable: {error}.") from error
    if not isinstance(size, Decimal) or size != size.to_integral_value() or size < 0:
        raise EvaluationError("The given count is unsuitable: it must be a whole number, zero or more.")
    wanted = min(int(size), limit + 1)
    items = tuple((index, object_of({"index": number(index)})) for index in range(wanted))
    return Expansion(mode="count", name="count", items=items)


def by_for_each(value: Value) -> Expansion:
    """Raises EvaluationError where `value` is neither a map nor a set of strings."""
    if value.sensitive or (summary(value).sensitive and _is_set(value)):
        raise EvaluationError("The given for_each is sensitive: instance keys would show it.")
    if value.ephemeral or (summary(value).ephemeral and _is_set(value)):
        raise EvaluationError("The given for_each is ephemeral: instance keys would keep it.")
    if value.is_null:
        raise EvaluationError("The given for_each is null: it must be a map, or a set of strings.")
    if isinstance(value.payload, UnknownPayload):
        _check_unknown(value)
        return _unknown("each", "key", value)
    if isinstance(value.payload, Mapping):
        items = tuple((key, _each(string(key), item)) for key, item in value.payload.items())
        return Expansion(mode="each", name="each", items=items)
    if not _is_set(value) or not isinstance(value.payload, tuple):
        raise EvaluationError(
            "The given for_each is unsuitable: it must be a map, or a set of strings, "
            f"and you have provided a value of type {type_name(value.type)}."
        )
    return _by_set(value, value.payload)


def _by_set(value: Value, members: tuple[Value, ...]) -> Expansion:
    if any(not item.is_known for item in members):
        return _unknown("each", "key", next(item for item in members if not item.is_known))
    keys = [item.payload for item in members]
    if any(key is None for key in keys):
        raise EvaluationError("The given for_each is a set with a null in it.")
    if any(not isinstance(key, str) for key in keys):
        raise EvaluationError(
            f"The given for_each is unsuitable: a set of strings is needed, this is a {type_name(value.type)}."
        )
    items = tuple((str(item.payload), _each(item, item)) for item in members)
    return Expansion(mode="each", name="each", items=items)


def _check_unknown(value: Value) -> None:
    kind = value.type
    fits = kind == DYNAMIC or isinstance(kind, ObjectType) or (isinstance(kind, Collection) and kind.kind != "list")
    if not fits:
        raise EvaluationError(
            "The given for_each is unsuitable: it must be a map, or a set of strings, "
            f"and you have provided a value of type {type_name(kind)}."
        )


def _unknown(name: str, key: str, value: Value) -> Expansion:
    """One item that stands for all: its key and value are not known, but come from where the collection comes from."""
    reason = value.reason or "known after apply"
    kind = NUMBER if key == "index" else STRING
    parts = {key: Value(kind, UnknownPayload(reason, not_null=True), origins=value.origins)}
    if key == "key":
        parts["value"] = Value(DYNAMIC, UnknownPayload(reason), value.sensitive, value.origins, value.ephemeral)
    return Expansion(mode="unknown", name=name, items=((None, object_of(parts)),), reason=reason)


def failed(name: str, reason: str) -> Expansion:
    """What stands where count or for_each is wrong: one instance that may be any."""
    return _unknown(name, "index" if name == "count" else "key", unknown(DYNAMIC, reason))


def _each(key: Value, value: Value) -> Value:
    return object_of({"key": key, "value": value})


def _is_set(value: Value) -> bool:
    return isinstance(value.type, Collection) and value.type.kind == "set"


def instance_key(key: Key) -> str:
    """A key as an address writes it: `[0]`, `["a"]`, "" for none."""
    if key is None:
        return ""
    return f"[{key}]" if isinstance(key, int) else f'["{escaped(key)}"]'
