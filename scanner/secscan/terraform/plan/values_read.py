"""From what a document says of a value (what is known, where it is unknown, where sensitive) to one Value, typed.

The inverse of `masks`. Reads no document as a whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.values import (
    DYNAMIC,
    Collection,
    ObjectType,
    Primitive,
    Type,
    Value,
    from_json,
    null,
    object_of,
    tuple_of,
    unknown,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Masks:
    """`after_unknown` and `after_sensitive` at one place: True, False, or the masks of what is inside."""

    unknown: object
    sensitive: object

    def inside(self, key: str | int) -> "Masks":
        return Masks(unknown=_at(self.unknown, key), sensitive=_at(self.sensitive, key))


def build(data: object, masks: Masks, kind: Type) -> Value:
    """The value; what does not fit `kind` (the plan may be of another version of the provider) keeps its own type."""
    if masks.unknown is True:
        made = unknown(kind)
    elif isinstance(data, dict):
        made = _object(data, masks, kind)
    elif isinstance(data, list):
        made = _sequence(data, masks, kind)
    else:
        made = null(kind) if data is None else _fitted(from_json(data), kind)
    return replace(made, sensitive=True) if masks.sensitive is True else made


def _at(mask: object, key: str | int) -> object:
    if isinstance(mask, dict) and isinstance(key, str):
        return mask.get(key, False)
    if isinstance(mask, list) and isinstance(key, int):
        return mask[key] if key < len(mask) else False
    return False


def _object(data: Mapping[str, object], masks: Masks, kind: Type) -> Value:
    kinds = dict(kind.attributes) if isinstance(kind, ObjectType) else {}
    element = kind.element if isinstance(kind, Collection) and kind.kind == "map" else DYNAMIC
    told = masks.unknown if isinstance(masks.unknown, dict) else {}
    names = sorted({*data, *kinds, *(name for name, mask in told.items() if mask is not False)})
    made = {name: build(data.get(name), masks.inside(name), kinds.get(name, element)) for name in names}
    if isinstance(kind, Collection) and kind.kind == "map":
        return Value(kind, made)
    return object_of(made)


def _sequence(data: list[object], masks: Masks, kind: Type) -> Value:
    element = kind.element if isinstance(kind, Collection) and kind.kind != "map" else DYNAMIC
    made = tuple(build(item, masks.inside(number), element) for number, item in enumerate(data))
    return tuple_of(made) if element == DYNAMIC else Value(kind, made)


def _fitted(value: Value, kind: Type) -> Value:
    if not isinstance(kind, Primitive) or kind == DYNAMIC:
        return value
    try:
        return convert(value, kind)
    except ConversionError:
        return value
