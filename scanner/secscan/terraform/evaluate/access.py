"""Attributes and elements read out of values: `value.name`, `value[key]`. Not splats (expressions.py).

Follows hashicorp/hcl `ops.go`. What is read inherits the marks of what it was read from.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from secscan.terraform.evaluate import numbers
from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.marks import Marks, deep_marks, inherit, marked
from secscan.terraform.evaluate.values import (
    DYNAMIC,
    NUMBER,
    STRING,
    Collection,
    ObjectType,
    Primitive,
    TupleType,
    Type,
    Value,
    number,
    string,
    unknown,
)

NO_ELEMENT: Final = "Invalid index: The given key does not identify an element in this collection value"


class AccessError(Exception):
    """There is no such attribute or element."""


def attribute(value: Value, name: str) -> Value:
    """`value.name`; a name of digits is the legacy index `value.0`. Raises AccessError."""
    payload = value.payload
    if isinstance(payload, (dict, Mapping)):
        item = payload.get(name)
        if item is not None:
            return inherit(item, value) if value.sensitive or value.origins or value.ephemeral else item
        if isinstance(value.type, ObjectType):
            raise AccessError(f'Unsupported attribute: This object does not have an attribute named "{name}".')
        raise AccessError(f'Missing map element: This map does not have an element with the key "{name}".')
    if name.isdigit() and name.isascii():
        return element(value, number(int(name)) if len(name) < 20 else string(name))
    if payload is None:
        raise AccessError(
            "Attempt to get attribute from null value: This value is null, so it does not have any attributes."
        )
    return _attribute_of_type(value, name)


def _attribute_of_type(value: Value, name: str) -> Value:
    """Of an unknown value only the type says whether there is such an attribute."""
    kind = value.type
    if kind == DYNAMIC:
        return inherit(unknown(DYNAMIC, value.reason), value)
    if isinstance(kind, ObjectType):
        for known, attribute_type in kind.attributes:
            if known == name:
                return inherit(unknown(attribute_type, value.reason), value)
        raise AccessError(f'Unsupported attribute: This object does not have an attribute named "{name}".')
    if isinstance(kind, Collection) and kind.kind == "map":
        return inherit(unknown(kind.element, value.reason), value)
    if isinstance(kind, Collection) and isinstance(kind.element, ObjectType):
        raise AccessError(
            f'Can\'t access attributes on a {kind.kind} of objects. Did you mean to access attribute "{name}" '
            "for a specific element, or across all elements?"
        )
    if isinstance(kind, Primitive):
        raise AccessError(f"Unsupported attribute: Can't access attributes on a primitive-typed value ({kind.name}).")
    raise AccessError("Unsupported attribute: This value does not have any attributes.")


def element(value: Value, key: Value) -> Value:
    """`value[key]`. Raises AccessError."""
    if value.payload is None:
        raise AccessError("Attempt to index null value: This value is null, so it does not have any indices.")
    if key.payload is None:
        raise AccessError("Invalid index: Can't use a null value as an indexing key.")
    kind = value.type
    if kind == DYNAMIC or key.type == DYNAMIC:
        return _hidden(value, key, DYNAMIC)
    if isinstance(kind, Collection) and kind.kind == "set":
        raise AccessError(
            "Invalid index: Elements of a set are identified only by their value and don't have any separate index or "
            "key to select with, so it's only possible to perform operations across all elements of the set."
        )
    if isinstance(kind, (Collection, TupleType, ObjectType)):
        return _select(value, _key(kind, key))
    raise AccessError("Invalid index: This value does not have any indices.")


def _key(kind: Type, key: Value) -> Value:
    named = isinstance(kind, ObjectType) or (isinstance(kind, Collection) and kind.kind == "map")
    try:
        return convert(key, STRING if named else NUMBER)
    except ConversionError as error:
        raise AccessError(f"{NO_ELEMENT}: {error}.") from error


def _select(value: Value, key: Value) -> Value:
    payload, kind = value.payload, value.type
    if not key.is_known or not isinstance(payload, (tuple, Mapping)):
        return _hidden(value, key, _part_type(kind, key))
    if isinstance(payload, Mapping):
        item = payload.get(key.payload) if isinstance(key.payload, str) else None
        if item is None:
            raise AccessError(f"{NO_ELEMENT}.")
        return inherit(item, value) if isinstance(kind, ObjectType) else inherit(item, value, key)
    return inherit(payload[_position(payload, key)], value, key)


def _position(items: tuple[Value, ...], key: Value) -> int:
    position = key.payload
    if not isinstance(position, Decimal) or not numbers.is_whole(position):
        raise AccessError(
            f"{NO_ELEMENT}: indexing a sequence requires a whole number, but the given index has a fractional part."
        )
    if position < 0:
        raise AccessError(f"{NO_ELEMENT}: a negative number is not a valid index for a sequence.")
    if position >= len(items):
        held = (
            "the collection has no elements"
            if not items
            else (f"the given index is greater than or equal to the length of the collection, which is {len(items)}")
        )
        raise AccessError(f"{NO_ELEMENT}: {held}.")
    return int(position)


def _part_type(kind: Type, key: Value) -> Type:
    """The type of an element that cannot be told yet. Raises AccessError where the type says that there is none."""
    if isinstance(kind, Collection):
        return kind.element
    if key.is_known and isinstance(kind, ObjectType) and isinstance(key.payload, str):
        found = dict(kind.attributes).get(key.payload)
        if found is None:
            raise AccessError(f"{NO_ELEMENT}.")
        return found
    if key.is_known and isinstance(kind, TupleType) and isinstance(key.payload, Decimal):
        if not (numbers.is_whole(key.payload) and 0 <= key.payload < len(kind.elements)):
            raise AccessError(f"{NO_ELEMENT}.")
        return kind.elements[int(key.payload)]
    return DYNAMIC


def _hidden(value: Value, key: Value, kind: Type) -> Value:
    """An element that is not known: it may be any of those there, so it has the origins of all of them."""
    reason = value.reason or key.reason or "known after apply"
    origins = deep_marks(value).origins
    return marked(inherit(unknown(kind, reason), value, key), Marks(origins=origins))
