"""Marks: sensitive, ephemeral, and origins, and how they go from what is used to what is made. Nothing else of a value.

As cty's marks: an operation gives its result the marks of what it read. Origins are never taken away from a part, only
joined into the whole; sensitive and ephemeral move from the parts to the whole where a function does not keep them
apart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from secscan.terraform.evaluate.values import NOWHERE, Origins, Value, summary


class Marks(NamedTuple):
    sensitive: bool = False
    ephemeral: bool = False
    origins: Origins = NOWHERE


NO_MARKS: Final = Marks()


def marks_of(value: Value) -> Marks:
    """The marks of the value itself."""
    if value.sensitive or value.ephemeral or value.origins:
        return Marks(value.sensitive, value.ephemeral, value.origins)
    return NO_MARKS


def deep_marks(value: Value) -> Marks:
    """The marks of the value and of all that it holds."""
    found = summary(value)
    if found.sensitive or found.ephemeral or found.origins:
        return Marks(found.sensitive, found.ephemeral, found.origins)
    return NO_MARKS


def joined(marks: Iterable[Marks]) -> Marks:
    parts = [m for m in marks if m is not NO_MARKS]
    if not parts:
        return NO_MARKS
    if len(parts) == 1:
        return parts[0]
    origins = NOWHERE.union(*[m.origins for m in parts])
    return Marks(any(m.sensitive for m in parts), any(m.ephemeral for m in parts), origins)


def marked(value: Value, marks: Marks) -> Value:
    """`value` with `marks` joined to its own."""
    if marks is NO_MARKS:
        return value
    sensitive, ephemeral = value.sensitive or marks.sensitive, value.ephemeral or marks.ephemeral
    origins = marks.origins if not value.origins else value.origins | marks.origins
    if sensitive == value.sensitive and ephemeral == value.ephemeral and origins == value.origins:
        return value
    return Value(value.type, value.payload, sensitive, origins, ephemeral)


def inherit(value: Value, *sources: Value) -> Value:
    """`value` with the sources' own marks joined."""
    for source in sources:
        if source.sensitive or source.ephemeral or source.origins:
            value = marked(value, Marks(source.sensitive, source.ephemeral, source.origins))
    return value


def unsealed(value: Value) -> Value:
    """`value` with nothing sensitive or ephemeral at any level; origins stay."""
    found = summary(value)
    if not found.sensitive and not found.ephemeral:
        return value
    payload = value.payload
    if isinstance(payload, tuple):
        payload = tuple(unsealed(item) for item in payload)
    elif isinstance(payload, Mapping):
        payload = {key: unsealed(item) for key, item in payload.items()}
    return replace(value, payload=payload, sensitive=False, ephemeral=False)
