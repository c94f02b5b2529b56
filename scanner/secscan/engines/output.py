"""Reading what engines print: hostile until narrowed. Not what it means (one module an engine).

Every reader here takes `Any` from a JSON document and gives a type of ours or raises UnreadableError.
"""

import json
import unicodedata
from typing import Any, Final

_LONG: Final = 2_000  # characters of one message; an engine that says more is cut, and the cut is shown


class UnreadableError(Exception):
    """An engine's output is not what its release prints."""


def document(data: bytes, what: str) -> Any:
    """One JSON document. Raises UnreadableError for half of one, for none, or for one nested beyond reading."""
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as problem:
        raise UnreadableError(f"{what} is not JSON ({problem}); {len(data)} bytes came") from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def mapping(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UnreadableError(f"{what} is no object")
    return value


def sequence(value: Any, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise UnreadableError(f"{what} is no list")
    return value


def number(value: Any, what: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise UnreadableError(f"{what} is no whole number")
    return value


def raw(value: Any, what: str) -> str:
    """A string as it came: for paths, which are checked elsewhere."""
    if not isinstance(value, str):
        raise UnreadableError(f"{what} is no string")
    return value


def words(value: Any, what: str) -> str:
    """A string for people: one line, control and direction characters written out, bounded."""
    return tame(raw(value, what))


def tame(text: str) -> str:
    """`text` on one line, with what a terminal or a reader would obey or not see written as `\\u{...}`, and bounded."""
    shown = "".join(_shown(character) for character in " ".join(text[: 2 * _LONG].split()))
    return shown if len(shown) <= _LONG else f"{shown[:_LONG]}... (cut)"


def _shown(character: str) -> str:
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    return f"\\u{{{ord(character):x}}}" if hidden else character
