"""Conversion of values between types, as cty's `convert` does it. Not the choice of a common type (unify.py).

`convert` is "unsafe" in cty's word: it also allows what may fail by value, such as a string that holds a number.
"""

from collections.abc import Mapping
from decimal import Decimal

from secscan.terraform.evaluate import numbers
from secscan.terraform.evaluate.errors import ConversionError
from secscan.terraform.evaluate.marks import inherit
from secscan.terraform.evaluate.types import constraint_name, has_dynamic, required, without_optional
from secscan.terraform.evaluate.unify import unify
from secscan.terraform.evaluate.values import (
    BOOL,
    DYNAMIC,
    FALSE,
    NUMBER,
    STRING,
    TRUE,
    Collection,
    ObjectType,
    Primitive,
    TupleType,
    Type,
    UnknownPayload,
    Value,
    list_of,
    map_of,
    null,
    number,
    object_of,
    set_of,
    string,
    tuple_of,
    unknown,
)

__all__ = ["ConversionError", "convert", "convertible"]


def convert(value: Value, target: Type) -> Value:
    """`value` as a value of `target`, with its marks. Raises ConversionError saying what is required."""
    kind = value.type
    if kind is target or target is DYNAMIC or kind == target:
        return value
    if not convertible(kind, target, unsafe=True):
        raise ConversionError(mismatch(kind, target))
    return _apply(value, target)


def convertible(source: Type, target: Type, *, unsafe: bool) -> bool:
    """Is there any conversion from `source` to `target`?"""
    if source == target or target == DYNAMIC:
        return True
    if source == DYNAMIC:
        return unsafe
    match source, target:
        case Primitive(), Primitive():
            return target == STRING or (unsafe and source == STRING)
        case TupleType(), TupleType():
            pairs = zip(source.elements, target.elements, strict=False)
            same = len(source.elements) == len(target.elements)
            return same and all(convertible(a, b, unsafe=unsafe) for a, b in pairs)
        case ObjectType(), ObjectType():
            return _object_fits(source, target, unsafe)
        case Collection(), ObjectType():
            fits = unsafe and source.kind == "map"
            return fits and all(convertible(source.element, t, unsafe=unsafe) for _, t in target.attributes)
        case _, Collection():
            return _collection_fits(source, target, unsafe)
    return False


def _object_fits(source: ObjectType, target: ObjectType, unsafe: bool) -> bool:
    given = dict(source.attributes)
    return all(
        convertible(given[name], kind, unsafe=unsafe) if name in given else name in target.optional
        for name, kind in target.attributes
    )


def _collection_fits(source: Type, target: Collection, unsafe: bool) -> bool:
    match source:
        case Collection():
            kinds = (source.kind, target.kind)
            allowed = source.kind == target.kind or kinds == ("set", "list") or (unsafe and kinds == ("list", "set"))
            return allowed and convertible(source.element, target.element, unsafe=unsafe)
        case TupleType():
            if target.kind == "map" or (target.kind == "set" and not unsafe):
                return False
            return _elements_fit(source.elements, target.element, unsafe)
        case ObjectType():
            return target.kind == "map" and _elements_fit(
                tuple(t for _, t in source.attributes), target.element, unsafe
            )
    return False


def _elements_fit(types: tuple[Type, ...], element: Type, unsafe: bool) -> bool:
    if element == DYNAMIC:
        return unify(types, unsafe=unsafe) is not None
    return all(convertible(kind, element, unsafe=unsafe) for kind in dict.fromkeys(types))


def _apply(value: Value, target: Type) -> Value:
    """The conversion, once it is known that there is one."""
    kind, payload = value.type, value.payload
    if target == DYNAMIC or kind == target:
        return value
    if payload is None:
        return inherit(null(_filled(kind, target)), value)
    if isinstance(payload, UnknownPayload):
        kept = payload if kind == DYNAMIC else UnknownPayload(payload.reason, "", payload.not_null, payload.reference)
        return inherit(Value(_filled(kind, target), kept), value)
    if isinstance(target, Primitive):
        return inherit(_primitive(payload, target), value)
    if isinstance(target, ObjectType):
        return inherit(_object(payload, target), value)
    if isinstance(target, TupleType):
        items = zip(_items(payload), target.elements, strict=True)
        return inherit(tuple_of([_apply(item, kind) for item, kind in items]), value)
    return inherit(_collection(value, target), value)


def _items(payload: object) -> tuple[Value, ...]:
    if isinstance(payload, Mapping):
        return tuple(payload.values())
    return payload if isinstance(payload, tuple) else ()


def _primitive(payload: object, target: Primitive) -> Value:
    if target == STRING:
        return string(primitive_text(payload))
    if target == NUMBER and isinstance(payload, str):
        parsed = numbers.parse(payload)
        if parsed is not None:
            return number(parsed)
        raise ConversionError("a number is required")
    if target == BOOL and isinstance(payload, str):
        return _bool(payload)
    raise ConversionError(required(target))


def primitive_text(payload: object) -> str:
    """A known primitive as Terraform makes a string of it."""
    if isinstance(payload, bool):
        return "true" if payload else "false"
    return numbers.text(payload) if isinstance(payload, Decimal) else str(payload)


def _bool(text: str) -> Value:
    if text in ("true", "1"):
        return TRUE
    if text in ("false", "0"):
        return FALSE
    lower = text.lower()
    hint = f'; to convert from string, use lowercase "{lower}"' if lower in ("true", "false") else ""
    raise ConversionError(f"a bool is required{hint}")


def _object(payload: object, target: ObjectType) -> Value:
    """Attributes that the target does not name are dropped; optional ones that are absent are null."""
    given = payload if isinstance(payload, Mapping) else {}
    items: dict[str, Value] = {}
    for name, kind in target.attributes:
        item = given.get(name)
        if item is not None:
            items[name] = _apply(item, kind)
        elif name in target.optional:
            items[name] = null(without_optional(kind))
        else:
            raise ConversionError(f'attribute "{name}" is required')
    return object_of(items)


def _collection(value: Value, target: Collection) -> Value:
    items = _items(value.payload)
    element = target.element
    if element == DYNAMIC:
        element = _common(value.type, items)
        if element == DYNAMIC and any(item.type != DYNAMIC for item in items):
            if all(item.is_known for item in items):
                element = _beside_nulls(items, target)
                return _built(value, target, [_apply(item, element) for item in items], element)
            return unknown(Collection(target.kind, DYNAMIC), _first_reason(items))
    converted = [_apply(item, element) for item in items]
    if has_dynamic(element) and len({item.type for item in converted}) > 1:
        if target.kind == "set":
            raise ConversionError("all set elements must have the same type")
        converted = _again(converted)
    return _built(value, target, converted, element)


def _built(value: Value, target: Collection, converted: list[Value], element: Type) -> Value:
    empty = without_optional(element)
    if target.kind == "map" and isinstance(value.payload, Mapping):
        return map_of(dict(zip(value.payload, converted, strict=True)), empty)
    return set_of(converted, empty) if target.kind == "set" else list_of(converted, empty)


def _beside_nulls(items: tuple[Value, ...], target: Collection) -> Type:
    """The type of what stands beside bare nulls; only a map takes it for them too, as in Terraform."""
    common = unify([item.type for item in items if item.payload is not None])
    if target.kind != "map" or common is None:
        raise ConversionError(f"all {target.kind} elements must have the same type")
    return common


def _common(kind: Type, items: tuple[Value, ...]) -> Type:
    """The element type for `any`: what the elements unify to, or what the source collection already says."""
    if isinstance(kind, Collection):
        return kind.element
    return unify([item.type for item in items]) or DYNAMIC


def _again(items: list[Value]) -> list[Value]:
    """Elements whose `any` parts came out different: once more, to their common type."""
    common = unify([item.type for item in items])
    if common is None:
        raise ConversionError("collection elements cannot be unified")
    return [_apply(item, common) for item in items]


def _first_reason(items: tuple[Value, ...]) -> str:
    return next((item.reason for item in items if not item.is_known), "known after apply")


def _filled(source: Type, target: Type) -> Type:
    """`target` with its `any` parts replaced by what `source` says of them: the type of a null or unknown result."""
    if target == DYNAMIC:
        return source
    if source == DYNAMIC or not has_dynamic(target):
        return without_optional(target)
    match source, target:
        case Collection(), Collection():
            return Collection(target.kind, _filled(source.element, target.element))
        case TupleType(), Collection():
            return Collection(target.kind, _filled(unify(source.elements) or DYNAMIC, target.element))
        case ObjectType(), Collection():
            common = unify([kind for _, kind in source.attributes]) or DYNAMIC
            return Collection(target.kind, _filled(common, target.element))
        case ObjectType(), ObjectType():
            given = dict(source.attributes)
            return ObjectType(tuple((n, _filled(given.get(n, DYNAMIC), t)) for n, t in target.attributes))
        case TupleType(), TupleType():
            return TupleType(tuple(_filled(a, b) for a, b in zip(source.elements, target.elements, strict=True)))
    return without_optional(target)


def mismatch(got: Type, want: Type) -> str:
    """Why no value of type `got` can become `want`, in Terraform's wording."""
    match got, want:
        case ObjectType(), ObjectType():
            return _object_mismatch(got, want)
        case ((TupleType() | ObjectType()), Collection(element=element)) if element == DYNAMIC and _shapes(got, want):
            return f"all {want.kind} elements must have the same type"
        case TupleType(), Collection(element=element) if _shapes(got, want):
            for index, kind in enumerate(got.elements):
                if not convertible(kind, element, unsafe=True):
                    return f"element {index}: {mismatch(kind, element)}"
        case ObjectType(), Collection(element=element) if _shapes(got, want):
            for name, kind in got.attributes:
                if not convertible(kind, element, unsafe=True):
                    return f'element "{name}": {mismatch(kind, element)}'
        case Collection(), Collection() if got.kind == want.kind or {got.kind, want.kind} == {"list", "set"}:
            return f"incorrect {want.kind} element type: {mismatch(got.element, want.element)}"
    return f"{constraint_name(want)} required"


def _shapes(got: Type, want: Collection) -> bool:
    return isinstance(got, ObjectType) == (want.kind == "map")


def _object_mismatch(got: ObjectType, want: ObjectType) -> str:
    given = dict(got.attributes)
    missing = [f'"{n}"' for n, _ in want.attributes if n not in given and n not in want.optional]
    if len(missing) == 1:
        return f"attribute {missing[0]} is required"
    if missing:
        names = " and ".join(missing) if len(missing) == 2 else ", ".join(missing[:-1]) + f", and {missing[-1]}"
        return f"attributes {names} are required"
    for name, kind in want.attributes:
        if name in given and not convertible(given[name], kind, unsafe=True):
            return f'attribute "{name}": {mismatch(given[name], kind)}'
    return "incorrect object attributes"
