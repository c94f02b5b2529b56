"""Paths into values: `statement[0].actions`, `json.Statement[0].Effect`. Knows no resource and no expression.

A path goes on inside a string that is a JSON document, where keys are found in any case, as rules read them.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from secscan.terraform.evaluate.marks import inherit
from secscan.terraform.evaluate.values import Collection, UnknownPayload, Value, unknown
from secscan.terraform.json_documents import decode

Steps = tuple[str | int, ...]
_INDEX: Final = re.compile(r"\[(\d{1,9})\]")
_NAME: Final = re.compile(r"[^.\[]+|.")


def steps_of(path: str, value: Value | None) -> Steps:
    """The steps of `path`, which begins at `value`: its keys say where a name with dots in it ends, and how it is
    written there."""
    steps: list[str | int] = []
    while path:
        index = _INDEX.match(path)
        path = path.removeprefix(".")
        step = int(index.group(1)) if index else _name(path, value)
        path = path[index.end() if index else len(str(step)) :]
        steps.append(step)
        value = at(value, (step,)) if value is not None else None
    return tuple(steps)


def _name(path: str, value: Value | None) -> str:
    if value is not None and isinstance(payload := _opened(value).payload, Mapping):
        fitting = [key for key in payload if path[len(key) : len(key) + 1] in ("", ".", "[")]
        exact = [key for key in fitting if path.startswith(key)]
        folded = [key for key in fitting if path[: len(key)].casefold() == key.casefold()]
        if found := exact or folded:
            return max(found, key=len)
    named = _NAME.match(path)
    return named.group() if named else path


def text_of(steps: Iterable[str | int]) -> str:
    """The steps as a path that follows a name: `.a[0].b`, "" for none."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


def at(value: Value, steps: Steps) -> Value | None:
    """What stands at `steps` in `value`, with the marks of all around it; None where nothing does."""
    for step in steps:
        inner = _inside(_opened(value), step)
        if inner is None:
            return None
        value = inherit(inner, value)
    return value


def _opened(value: Value) -> Value:
    """A JSON document as what it holds; any other value as it is."""
    payload = value.payload
    if isinstance(payload, str) and payload.lstrip()[:1] in ("{", "["):
        return inherit(decode(value), value)
    if isinstance(payload, UnknownPayload) and (payload.structure is not None or payload.parts):
        return inherit(decode(value), value)
    return value


def _inside(value: Value, step: str | int) -> Value | None:
    payload = value.payload
    if isinstance(payload, UnknownPayload):
        return unknown(reason=payload.reason)
    if isinstance(payload, Mapping):
        return _member(payload, str(step))
    if not isinstance(payload, tuple):
        return value if step == 0 and payload is not None else None
    if isinstance(value.type, Collection) and value.type.kind == "set" and isinstance(step, str):
        return next((item for item in payload if item.payload == step), None)
    number = int(step) if isinstance(step, int) or step.isdecimal() else -1
    return payload[number] if 0 <= number < len(payload) else None


def _member(payload: Mapping[str, Value], name: str) -> Value | None:
    found = payload.get(name)
    if found is None:
        folded = name.casefold()
        found = next((item for key, item in payload.items() if key.casefold() == folded), None)
    return found
