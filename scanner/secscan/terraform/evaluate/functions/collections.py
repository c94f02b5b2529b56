"""Functions on maps and objects, and `coalesce`. Not on lists (lists.py) or sets (sets.py)."""

from collections.abc import Mapping
from typing import Final

from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.errors import FunctionError
from secscan.terraform.evaluate.functions.spec import (
    LIST_OF_STRING,
    Arguments,
    Function,
    Parameter,
    first_reason,
    items_in,
    text_of,
)
from secscan.terraform.evaluate.scope import FunctionContext
from secscan.terraform.evaluate.types import type_name
from secscan.terraform.evaluate.unify import unify
from secscan.terraform.evaluate.values import (
    DYNAMIC,
    EMPTY_OBJECT,
    STRING,
    Collection,
    ObjectType,
    TupleType,
    Type,
    UnknownPayload,
    Value,
    list_of,
    map_of,
    object_of,
    string,
    tuple_of,
    unknown,
)

_TRANSPOSED: Final = Collection("map", LIST_OF_STRING)


def _is_map(kind: Type) -> bool:
    return isinstance(kind, Collection) and kind.kind == "map"


def _entries(value: Value) -> Mapping[str, Value]:
    return value.payload if isinstance(value.payload, Mapping) else {}


def _keys_result(arguments: Arguments) -> Type:
    kind = arguments[0].type
    if isinstance(kind, ObjectType):
        return TupleType((STRING,) * len(kind.attributes))
    if not _is_map(kind):
        raise FunctionError("must have map or object type", 0)
    return LIST_OF_STRING


def _keys(arguments: Arguments, context: FunctionContext) -> Value:
    """An object's keys are known by its type, although its values are not."""
    del context
    value, kind = arguments[0], _keys_result(arguments)
    if isinstance(value.type, ObjectType):
        return tuple_of([string(name) for name, _ in value.type.attributes])
    if not value.is_known:
        return unknown(kind, value.reason, not_null=True)
    return list_of([string(key) for key in _entries(value)], STRING)


def _values_result(arguments: Arguments) -> Type:
    kind = arguments[0].type
    if isinstance(kind, ObjectType):
        return TupleType(tuple(t for _, t in kind.attributes))
    if isinstance(kind, Collection) and kind.kind == "map":
        return Collection("list", kind.element)
    raise FunctionError("values() requires a map as the first argument")


def _values(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    kind, items = _values_result(arguments), items_in(arguments[0])
    return list_of(items, kind.element) if isinstance(kind, Collection) else tuple_of(items)


def _lookup_result(arguments: Arguments) -> Type:
    if len(arguments) > 3:
        raise FunctionError(f"lookup() takes two or three arguments, got {len(arguments)}")
    kind = arguments[0].type
    if isinstance(kind, ObjectType):
        return _lookup_attribute(kind, arguments)
    if not isinstance(kind, Collection) or kind.kind != "map":
        raise FunctionError("lookup() requires a map as the first argument", 0)
    if len(arguments) == 3 and not _fits(arguments[2], kind.element):
        raise FunctionError("the default value must have the same type as the map elements", 2)
    return kind.element


def _fits(value: Value, kind: Type) -> bool:
    try:
        convert(value, kind)
    except ConversionError:
        return False
    return True


def _lookup_attribute(kind: ObjectType, arguments: Arguments) -> Type:
    if not arguments[1].is_known:
        return DYNAMIC
    key = text_of(arguments[1])
    for name, attribute in kind.attributes:
        if name == key:
            return attribute
    if len(arguments) == 3:
        return arguments[2].type
    raise FunctionError(f'the given object has no attribute "{key}"', 0)


def _lookup(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    kind = _lookup_result(arguments)
    mapping, key = arguments[0], arguments[1]
    if not mapping.is_known or not key.is_known:
        return unknown(kind, mapping.reason or key.reason)
    found = _entries(mapping).get(text_of(key))
    if found is not None:
        return found
    if len(arguments) == 3:
        return convert(arguments[2], kind)
    raise FunctionError(f'lookup failed to find key "{text_of(key)}"' if not key.sensitive else "lookup failed")


def _merge_result(arguments: Arguments) -> Type:
    attributes: dict[str, Type] = {}
    known = True
    for argument in arguments:
        kind = argument.type
        if kind == DYNAMIC and argument.payload is None:
            continue
        if kind == DYNAMIC:
            return DYNAMIC
        if isinstance(kind, ObjectType):
            attributes.update(kind.attributes if argument.payload is not None else ())
        elif isinstance(kind, Collection) and kind.kind == "map":
            attributes.update(dict.fromkeys(_entries(argument), kind.element))
            known = known and argument.is_known
        else:
            raise FunctionError(f'arguments must be maps or objects, got "{type_name(kind)}"')
    kinds = {a.type for a in arguments if a.type != DYNAMIC}
    if len(kinds) < 2:
        return kinds.pop() if kinds else EMPTY_OBJECT
    return ObjectType(tuple(sorted(attributes.items()))) if known else DYNAMIC


def _merge(arguments: Arguments, context: FunctionContext) -> Value:
    kind = _merge_result(arguments)
    merged: dict[str, Value] = {}
    for argument in arguments:
        merged.update(_entries(argument))
    if len(merged) > 1000:
        context.meter.spend(len(merged))
    return map_of(merged, kind.element) if isinstance(kind, Collection) else object_of(merged)


def _zipmap_result(arguments: Arguments) -> Type:
    keys, kind = arguments[0], arguments[1].type
    if isinstance(kind, Collection) and kind.kind == "list":
        return Collection("map", kind.element)
    if not isinstance(kind, TupleType):
        raise FunctionError("values argument must be a list or tuple value")
    if not keys.is_wholly_known:
        return DYNAMIC
    names = _key_names(keys, len(kind.elements))
    return ObjectType(tuple(sorted(dict(zip(names, kind.elements, strict=True)).items())))


def _key_names(keys: Value, count: int) -> list[str]:
    items = items_in(keys)
    if len(items) != count:
        raise FunctionError(f"number of keys ({len(items)}) does not match number of values ({count})")
    for index, item in enumerate(items):
        if item.payload is None:
            raise FunctionError(f"keys list has null value at index {index}")
    return [text_of(item) for item in items]


def _zipmap(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    keys, values = arguments
    kind = _zipmap_result(arguments)
    if not keys.is_wholly_known:
        return unknown(kind, first_reason(keys), not_null=True)
    items = items_in(values)
    merged = dict(zip(_key_names(keys, len(items)), items, strict=True))
    return map_of(merged, kind.element) if isinstance(kind, Collection) else object_of(merged)


def _transpose(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    value = arguments[0]
    if not value.is_wholly_known:
        return unknown(_TRANSPOSED, first_reason(value), not_null=True)
    groups: dict[str, list[Value]] = {}
    for key, listed in _entries(value).items():
        if listed.payload is None:
            raise FunctionError("argument must not contain a null list", 0)
        for item in items_in(listed):
            if item.payload is None:
                raise FunctionError("argument must not contain a null string", 0)
            groups.setdefault(text_of(item), []).append(string(key))
    return map_of({name: list_of(found) for name, found in groups.items()}, LIST_OF_STRING)


def _coalesce_result(arguments: Arguments) -> Type:
    common = unify([a.type for a in arguments]) if arguments else None
    if common is None:
        raise FunctionError(
            "all arguments must have the same type" if arguments else "at least one argument is required"
        )
    return common


def _coalesce(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    kind = _coalesce_result(arguments)
    for argument in arguments:
        value = convert(argument, kind)
        if isinstance(value.payload, UnknownPayload):
            return unknown(kind, value.reason, not_null=True)
        if value.payload is None or (kind == STRING and value.payload == ""):
            continue
        return value
    raise FunctionError("no non-null, non-empty-string arguments")


_FREE = Parameter("default", DYNAMIC, null=True, unknown=True, dynamic=True, free=True)

FUNCTIONS: Final[Mapping[str, Function]] = {
    "coalesce": Function(
        (), DYNAMIC, _coalesce, variadic=Parameter("vals", DYNAMIC, null=True, unknown=True, dynamic=True)
    ),
    "keys": Function((Parameter("inputMap", DYNAMIC, unknown=True, marked=True),), _keys_result, _keys),
    "lookup": Function(
        (
            Parameter("inputMap", DYNAMIC, unknown=True, marked=True),
            Parameter("key", STRING, unknown=True, marked=True),
        ),
        _lookup_result,
        _lookup,
        variadic=_FREE,
    ),
    "merge": Function(
        (), _merge_result, _merge, variadic=Parameter("maps", DYNAMIC, null=True, dynamic=True, marked=True)
    ),
    "transpose": Function((Parameter("values", _TRANSPOSED),), _TRANSPOSED, _transpose),
    "values": Function((Parameter("mapping", DYNAMIC, marked=True),), _values_result, _values),
    "zipmap": Function(
        (Parameter("keys", LIST_OF_STRING), Parameter("values", DYNAMIC, marked=True)),
        _zipmap_result,
        _zipmap,
    ),
}
