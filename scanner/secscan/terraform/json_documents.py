"""JSON inside attributes (task definitions, IAM policies) as values, with what is unknown in it unknown.

A string that holds one unknown leaf is unknown as a whole; but what `jsonencode` was given, or the texts around a
template's unknown parts, are known. Not for attributes that are objects already.
"""

import functools
import json
import re
from decimal import Decimal
from typing import Final

from secscan.terraform.evaluate.values import (
    DYNAMIC,
    STRING,
    UnknownPayload,
    Value,
    from_json,
    object_of,
    tuple_of,
    unknown,
)

# Private-use characters that stand for a template's unknown part: inside a JSON string, and in the place of a value.
_INSIDE: Final = ("\ue000", "\ue001")
_BARE: Final = ("\ue002", "\ue003")
_MARKED = re.compile("[\ue000\ue002](\\d+)[\ue001\ue003]")
_QUOTES = re.compile(r'\\.|"', re.DOTALL)
_UNREADABLE = "it is not a JSON document"


def decode(value: Value) -> Value:
    """The document in the string `value`: known, known but for some of its parts, or unknown with the reason."""
    payload = value.payload
    if isinstance(payload, str):
        return _decode_text(payload)
    if not isinstance(payload, UnknownPayload):
        return value
    if payload.structure is not None:
        return payload.structure
    return _decode_parts(payload) if payload.parts else unknown(DYNAMIC, payload.reason)


@functools.lru_cache(maxsize=512)
def _decode_text(text: str) -> Value:
    try:
        return from_json(json.loads(text, parse_float=Decimal))
    except (ValueError, RecursionError, ArithmeticError):
        return unknown(DYNAMIC, _UNREADABLE)


def _decode_parts(payload: UnknownPayload) -> Value:
    """A template's text with marks for its unknown parts, decoded, the marks made unknown again.

    It takes an unknown part for one value, or a piece of one string: a part that would bring its own quotes, commas and
    keys in is beyond what can be read."""
    parts = payload.parts
    if any(isinstance(part, str) and any("\ue000" <= c <= "\ue003" for c in part) for part in parts):
        return unknown(DYNAMIC, payload.reason)
    text, inside = "", False
    for number, part in enumerate(parts):
        if isinstance(part, str):
            text += part
            inside ^= sum(match == '"' for match in _QUOTES.findall(part)) % 2 == 1
        else:
            text += f"{_INSIDE[0]}{number}{_INSIDE[1]}" if inside else f'"{_BARE[0]}{number}{_BARE[1]}"'
    try:
        return _unmark(json.loads(text, parse_float=Decimal), payload)
    except (ValueError, RecursionError, ArithmeticError):
        return unknown(DYNAMIC, payload.reason)


def _unmark(data: object, payload: UnknownPayload) -> Value:
    if isinstance(data, list):
        return tuple_of([_unmark(item, payload) for item in data])
    if isinstance(data, dict):
        known = {key: item for key, item in data.items() if not _MARKED.search(key)}
        if len(known) < len(data):
            return unknown(DYNAMIC, payload.reason)
        return object_of({key: _unmark(item, payload) for key, item in known.items()})
    found = _MARKED.search(data) if isinstance(data, str) else None
    if found is None or not isinstance(data, str):
        return from_json(data)
    if data.startswith(_BARE[0]):
        return unknown(DYNAMIC, _reason(found, payload))
    return unknown(STRING, _reason(found, payload), prefix=data[: found.start()], not_null=True)


def _reason(found: re.Match[str], payload: UnknownPayload) -> str:
    part = payload.parts[int(found.group(1))]
    return part.reason or payload.reason if isinstance(part, Value) else payload.reason
