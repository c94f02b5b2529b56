"""Where a member or element stands in the text of a JSON document, also where parts of that text are not known. Reads
no value: `json` does that.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

HOLE: Final = "\ue000"
"""What stands for a part of the text that is not known: one value, or a piece of one string."""

_TOKEN: Final = re.compile(r'[{}\[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}\[\],:"]+', re.DOTALL)
_DEEPEST: Final = 200


class Token(NamedTuple):
    text: str
    start: int
    end: int


def find(text: str, steps: Sequence[str | int]) -> tuple[int, int] | None:
    """The offsets (start, end) of what stands at `steps`: a member with its key, or an element; None where the text is
    not read so. A key is found in any case, as a second choice; the last of equal keys counts."""
    tokens = [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    position, start = 0, -1
    if not tokens or len(steps) > _DEEPEST:
        return None
    for step in steps:
        found = _inside(tokens, position, step)
        if found is None:
            return None
        position, start = found
    end = _after(tokens, position)
    first = start if start >= 0 else tokens[position].start
    return first, tokens[end - 1].end


def _inside(tokens: Sequence[Token], position: int, step: str | int) -> tuple[int, int] | None:
    """(the token that begins the value at `step`, the offset where that member or element begins)"""
    opened = tokens[position].text
    if opened == "{" and isinstance(step, str):
        return _member(tokens, position, step)
    if opened == "[" and isinstance(step, int):
        return _element(tokens, position, step)
    return (position, tokens[position].start) if step == 0 and opened not in "}],:" else None


def _member(tokens: Sequence[Token], position: int, name: str) -> tuple[int, int] | None:
    exact = folded = None
    at = position + 1
    while at + 2 < len(tokens) and tokens[at].text != "}":
        key, value = tokens[at], at + 2
        if tokens[at + 1].text != ":":
            return None
        written = _unquoted(key.text)
        if written == name:
            exact = value, key.start
        elif written.casefold() == name.casefold():
            folded = value, key.start
        at = _after(tokens, value)
        at += at < len(tokens) and tokens[at].text == ","
    return exact or folded


def _element(tokens: Sequence[Token], position: int, index: int) -> tuple[int, int] | None:
    at = position + 1
    for _ in range(index):
        if at >= len(tokens) or tokens[at].text == "]":
            return None
        at = _after(tokens, at)
        if at >= len(tokens) or tokens[at].text != ",":
            return None
        at += 1
    inside = at < len(tokens) and tokens[at].text != "]"
    return (at, tokens[at].start) if inside else None


def _after(tokens: Sequence[Token], position: int) -> int:
    """The token after the value that begins at `position`."""
    depth = 0
    for at in range(position, len(tokens)):
        text = tokens[at].text
        depth += (text in ("{", "[")) - (text in ("}", "]"))
        if depth <= 0:
            return at + 1
    return len(tokens)


def _unquoted(text: str) -> str:
    import json

    try:
        read: object = json.loads(text)
    except ValueError:
        return text
    return read if isinstance(read, str) else text
