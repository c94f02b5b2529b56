"""Reads the policy language's paths: `spec.container`, `$pod.security_context`, `json(policy).Statement`. Follows none.

path     = [ "$" name | function "(" path ")" | name | "[" index "]" | "*" ] { "." name | "." "*" | "[" index "]" }
function = "json" | "keys"
"""

import re

from secscan.rules.language import EVERY, Path

FUNCTIONS = ("json", "keys")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_:/-]*")
_INDEX = re.compile(r"\[(\d{1,6})\]")
_DEEPEST = 8


class PathError(ValueError):
    """The text is no path; the message says why."""


def parse_path(text: str) -> Path:
    """The path that `text` writes. Raises PathError."""
    path, end = _path(text, 0, 0)
    if end != len(text):
        raise PathError(f"`{text}` goes wrong at `{text[end:]}`")
    return path


def _path(text: str, start: int, depth: int) -> tuple[Path, int]:
    if depth > _DEEPEST:
        raise PathError("functions are nested too deeply")
    call = re.compile(r"([a-z]+)\(").match(text, start)
    if call:
        return _call(text, start, call, depth)
    if text.startswith("$", start):
        name = _NAME.match(text, start + 1)
        if not name:
            raise PathError(f"`{text}`: a name belongs after `$`")
        steps, end = _steps(text, name.end(), first=False)
        return Path(steps, text[start:end], name=name.group()), end
    steps, end = _steps(text, start, first=True)
    if not steps:
        raise PathError(f"`{text}`: a path begins with an attribute's name, `$name`, `json(` or `keys(`")
    return Path(steps, text[start:end]), end


def _call(text: str, start: int, call: re.Match[str], depth: int) -> tuple[Path, int]:
    if call.group(1) not in FUNCTIONS:
        raise PathError(f"`{call.group(1)}` is no function; there are {', '.join(FUNCTIONS)}")
    inner, end = _path(text, call.end(), depth + 1)
    if not text.startswith(")", end):
        raise PathError(f"`{text}`: `)` is missing")
    steps, end = _steps(text, end + 1, first=False)
    return Path(steps, text[start:end], function=call.group(1), inner=inner), end


def _steps(text: str, at: int, *, first: bool) -> tuple[tuple[str | int, ...], int]:
    """The steps from `at` on; the first one needs no dot before it where `first`."""
    steps: list[str | int] = []
    while at < len(text):
        index = _INDEX.match(text, at)
        if index:
            steps.append(int(index.group(1)))
            at = index.end()
            continue
        leading = first and not steps
        if (text[at] == ".") == leading:
            break
        begin = at if leading else at + 1
        name = _NAME.match(text, begin)
        star = text.startswith(EVERY, begin)
        if not name and not star:
            raise PathError(f"`{text}`: an attribute's name or `*` belongs after `{text[:begin]}`")
        steps.append(EVERY if star else name.group() if name else "")
        at = begin + 1 if star else name.end() if name else begin
    return tuple(steps), at
