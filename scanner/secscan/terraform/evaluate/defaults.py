"""Puts the defaults of `optional()` into a value, before it is converted to its type. Not conversion itself.

Follows hashicorp/hcl `ext/typeexpr`: a default stands where the attribute is absent or null; a null object stays null.
"""

from collections.abc import Mapping

from secscan.terraform.evaluate.marks import inherit, marked, marks_of
from secscan.terraform.evaluate.types import Defaults
from secscan.terraform.evaluate.values import Collection, ObjectType, TupleType, Value, object_of, set_of, tuple_of


def apply_defaults(value: Value, defaults: Defaults) -> Value:
    """`value` with each absent or null optional attribute filled in; its type may change, so convert it afterwards."""
    if not value.is_known or value.is_null or not (defaults.values or defaults.children):
        return value
    kind = value.type
    if isinstance(kind, ObjectType) or (isinstance(kind, Collection) and kind.kind == "map"):
        return inherit(_mapping(value, defaults), value)
    if isinstance(kind, (TupleType, Collection)):
        return inherit(_sequence(value, defaults), value)
    return value


def _mapping(value: Value, defaults: Defaults) -> Value:
    """A map given for an object is filled in too; a map whose elements have defaults keeps its keys."""
    payload = value.payload
    if not isinstance(payload, Mapping):
        return value
    elements = defaults.children.get("")
    items = dict(payload)
    for name, fallback in defaults.values.items():
        if name not in items or items[name].is_null:
            items[name] = marked(fallback, marks_of(items[name])) if name in items else fallback
    for name, item in items.items():
        child = elements if elements is not None else defaults.children.get(name)
        if child is not None:
            items[name] = apply_defaults(item, child)
    return object_of(items)


def _sequence(value: Value, defaults: Defaults) -> Value:
    payload = value.payload
    if not isinstance(payload, tuple):
        return value
    elements = defaults.children.get("")
    items = [
        apply_defaults(item, child) if (child := elements or defaults.children.get(str(index))) else item
        for index, item in enumerate(payload)
    ]
    if isinstance(value.type, Collection) and value.type.kind == "set" and len({i.type for i in items}) < 2:
        return set_of(items, value.type.element)
    return tuple_of(items)
