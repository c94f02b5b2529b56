"""Frozen dataclasses to plain JSON data and back, without loss, by their type hints. Knows no particular type.

Never pickle: what is read back may have been written by anybody who can write the file.
"""

import dataclasses
import types
from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Data = None | bool | int | float | str | list["Data"] | dict[str, "Data"]
T = TypeVar("T")
_PLAIN = frozenset({bool, int, float, str})


class CodecError(ValueError):
    """The data are not what the type says."""


def encode(value: object) -> Data:
    """Dataclasses become objects of their fields, tuples lists, enumerations their values, dates ISO texts."""
    kind: type = type(value)
    if value is None or kind in _PLAIN:
        return value  # type: ignore[return-value]  # one of the plain types, looked up because a run holds very many
    if isinstance(value, Enum):
        return encode(value.value)
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if dataclasses.is_dataclass(value):
        return {name: encode(getattr(value, name)) for name in _names(kind)}
    if isinstance(value, date):
        return value.isoformat()
    raise CodecError(f"{kind.__name__} is no kind of data")


def decode(kind: type[T], data: Data) -> T:
    """The value of type `kind` that `data` was encoded from. Raises CodecError for anything else."""
    result: T = _decode(kind, data)
    return result


def _decode(kind: Any, data: Data) -> Any:
    """`kind` is a type hint, hence `Any`: each branch checks the data against it before it is used."""
    origin = get_origin(kind)
    if origin is Union or origin is types.UnionType:
        return _optional(kind, data)
    if origin is tuple:
        return _tuple(get_args(kind), data)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _dataclass(kind, data)
    if kind in (str, int, bool) and type(data) is kind:
        return data
    if kind is float and type(data) in (int, float):
        return data
    if isinstance(kind, type) and isinstance(data, str) and issubclass(kind, (Enum, date)):
        return _from_text(kind, data)
    raise CodecError(f"{data!r:.60} is no {kind}")


def _from_text(kind: type[Enum] | type[date], text: str) -> Enum | date:
    try:
        return kind(text) if issubclass(kind, Enum) else kind.fromisoformat(text)
    except ValueError as error:
        raise CodecError(str(error)) from error


def _optional(kind: Any, data: Data) -> Any:
    inner = [member for member in get_args(kind) if member is not type(None)]
    if len(inner) != 1:
        raise CodecError(f"{kind} is more than one type")
    return None if data is None else _decode(inner[0], data)


def _tuple(members: tuple[Any, ...], data: Data) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise CodecError("a list belongs here")
    if len(members) == 2 and members[1] is Ellipsis:
        return tuple(_decode(members[0], item) for item in data)
    if len(members) != len(data):
        raise CodecError(f"{len(data)} items where {len(members)} belong")
    return tuple(_decode(member, item) for member, item in zip(members, data, strict=True))


def _dataclass(kind: type, data: Data) -> Any:
    hints = _hints(kind)
    if not isinstance(data, dict) or data.keys() != hints.keys():
        raise CodecError(f"the fields are not those of {kind.__name__}")
    return kind(**{name: _decode(hint, data[name]) for name, hint in hints.items()})


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)
