"""Follows a policy's paths through a resource's values. Compares nothing.

A path may lead to nothing (absent), to a value that is not known, or, through lists of blocks, to several values at
once; and a list may be open: more or fewer items may exist than stand in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from secscan.rules.language import EVERY, Path
from secscan.terraform.estate import Resource
from secscan.terraform.evaluate.values import BOOL, DYNAMIC, NUMBER, STRING, UnknownPayload, Value, string, unknown
from secscan.terraform.json_documents import decode

_SCALARS = (STRING, NUMBER, BOOL)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a resource: `path` as `Resource.spans` writes it, `value` None where nothing stands.

    `sensitive`: it or what holds it is. `folded`: inside a JSON document, where readers take keys in any case. `exists`
    False says that the item may not exist at all (an instance under an unknown count)."""

    resource: Resource
    path: str
    value: Value | None
    sensitive: bool = False
    folded: bool = False
    exists: bool = True

    @property
    def is_absent(self) -> bool:
        return self.value is None or self.value.payload is None

    @property
    def reason(self) -> str:
        """Why the value is not known, "" where it is."""
        return self.value.reason if self.value is not None else ""

    def to(self, path: str, value: Value | None) -> "Cursor":
        sensitive = self.sensitive or (value is not None and value.is_secret)
        return Cursor(self.resource, path, value, sensitive, self.folded)

    def child(self, name: str) -> "Cursor":
        path = f"{self.path}.{name}" if self.path else name
        value = self.value
        if value is None or isinstance(value.payload, UnknownPayload):
            return self.to(path, None if value is None else _part(value))
        if not isinstance(value.payload, Mapping):
            return self.to(path, None)
        found = value.payload.get(name)
        if found is None and self.folded:
            folded = name.casefold()
            found = next((item for key, item in value.payload.items() if key.casefold() == folded), None)
        return self.to(path, found)


def root_of(resource: Resource) -> Cursor:
    """The resource itself: its attributes are its children, and the blocks around them (`lifecycle`) too."""
    exists = not resource.unknown_instances
    values = {**resource.around, **resource.values} if resource.around else resource.values
    return Cursor(resource, "", Value(DYNAMIC, values), exists=exists)


def _part(value: Value) -> Value:
    return unknown(DYNAMIC, value.reason)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a path leads; `unknown` says why there may be more (or fewer) places than `cursors`, "" where not."""

    cursors: tuple[Cursor, ...]
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """What paths start from: the current item, and the items that have names (`resource` always has)."""

    current: Cursor
    names: Mapping[str, Cursor] = field(default_factory=dict)

    def inside(self, item: Cursor, name: str) -> "Scope":
        return Scope(item, {**self.names, name: item} if name else self.names)


def start(resource: Resource) -> Scope:
    cursor = root_of(resource)
    return Scope(cursor, {"resource": cursor})


def follow(path: Path, scope: Scope) -> Found:
    """Every place that `path` leads to; absent ones too, so that it is known where something is missing."""
    if path.inner is not None:
        start = follow(path.inner, scope)
        make = _decoded if path.function == "json" else _keys
        found = _joined([make(cursor) for cursor in start.cursors], start.unknown)
    else:
        found = Found((scope.names[path.name] if path.name else scope.current,))
    for step in path.steps:
        found = _joined([_step(cursor, step) for cursor in found.cursors], found.unknown)
    return found


def _joined(parts: list[Found], reason: str) -> Found:
    if len(parts) == 1 and not reason:
        return parts[0]
    cursors = tuple(cursor for part in parts for cursor in part.cursors)
    return Found(cursors, reason or next((part.unknown for part in parts if part.unknown), ""))


def _decoded(cursor: Cursor) -> Found:
    value = None if cursor.value is None or cursor.value.payload is None else decode(cursor.value)
    return Found((replace(cursor.to(cursor.path, value), folded=True),))


def _keys(cursor: Cursor) -> Found:
    value = cursor.value
    if value is None or not isinstance(value.payload, Mapping):
        return Found((), cursor.reason)
    return Found(tuple(cursor.to(f"{cursor.path}.{key}", string(key)) for key in value.payload))


def _step(cursor: Cursor, step: str | int) -> Found:
    if isinstance(step, int):
        return _indexed(cursor, step)
    if step == EVERY:
        return items(cursor, of_mappings=True)
    if cursor.value is not None and isinstance(cursor.value.payload, tuple):
        inside = items(cursor)
        if not inside.cursors and not inside.unknown:
            return Found((cursor.to(f"{cursor.path}.{step}", None),))
        return Found(tuple(item.child(step) for item in inside.cursors), inside.unknown)
    return Found((cursor.child(step),))


def _indexed(cursor: Cursor, index: int) -> Found:
    inside, path = items(cursor), f"{cursor.path}[{index}]"
    if inside.unknown:
        return Found((cursor.to(path, unknown(DYNAMIC, inside.unknown)),))
    return Found((inside.cursors[index] if index < len(inside.cursors) else cursor.to(path, None),))


def items(cursor: Cursor, *, of_mappings: bool = False) -> Found:
    """The items at a place: a list's items, nothing where it is absent, the value itself where it is a single one;
    with `of_mappings` a map's or object's values."""
    value = cursor.value
    if value is None or value.payload is None:
        return Found(())
    if isinstance(value.payload, UnknownPayload):
        return Found((cursor,)) if value.type in _SCALARS else Found((), value.payload.reason)
    if isinstance(value.payload, Mapping):
        return Found(tuple(cursor.child(key) for key in value.payload)) if of_mappings else Found((cursor,))
    if not isinstance(value.payload, tuple):
        return Found((cursor,))
    inside = tuple(_elements(cursor, value.payload))
    if cursor.path not in cursor.resource.unknown_blocks:
        return Found(inside)
    certain = tuple(item for item in inside if item.value is None or item.value.is_known)
    return Found(certain, next((item.reason for item in inside if item.reason), "its dynamic block is not known"))


def pointers(path: Path, scope: Scope) -> Found:
    """The values that may name other resources, lists flattened. A value that is not known is one of them: it may still
    be a reference."""
    found = follow(path, scope)
    lists = [cursor.value is not None and isinstance(cursor.value.payload, tuple) for cursor in found.cursors]
    parts = [items(cursor) if many else Found((cursor,)) for cursor, many in zip(found.cursors, lists, strict=True)]
    cursors = tuple(cursor for part in parts for cursor in part.cursors)
    return Found(cursors, found.unknown or next((part.unknown for part in parts if part.unknown), ""))


def _elements(cursor: Cursor, values: tuple[Value, ...]) -> Iterator[Cursor]:
    for number, value in enumerate(values):
        yield cursor.to(f"{cursor.path}[{number}]", value)
