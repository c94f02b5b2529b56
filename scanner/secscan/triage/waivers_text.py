"""Writes one more waiver into the text of a register, and leaves every other byte as it is. Opens no file.

By insertion, not by writing the document anew: whoever keeps a register keeps comments, folds and an order in it. What
was written is read again; if it does not say exactly what was there and the new waiver, it is refused.
"""

import json
import re
import textwrap
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from secscan.documents import fields, read, text_of
from secscan.errors import UserError
from secscan.model import Waiver
from secscan.triage.waivers_file import KEYS, read_waivers

_WIDTH: Final = 118
_EMPTY_LIST: Final = re.compile(r"^(waivers:)?[ \t]*(?:\[\]|\{\})[ \t]*$", re.MULTILINE)
_KEY: Final = re.compile(r"^waivers:", re.MULTILINE)
_HINT: Final = "write the entries as a list, each on lines of its own below `- `"


def with_waiver(text: str, path: str, entry: Mapping[str, str]) -> tuple[str, Waiver]:
    """The register with the entry at its end, and the waiver that it is. Raises UserError where the register cannot be
    read, the entry is none, or the register is written so that none can be added."""
    before = read_waivers(text, path)
    (wanted,) = _read_alone(entry)
    written = _inserted(text, before, entry)
    try:
        *others, new = read_waivers(written, path)
    except UserError:
        others, new = [], wanted
    if list(map(_words, (*others, new))) != list(map(_words, (*before, wanted))):
        raise UserError("no waiver can be added here", path=path, hint=_HINT)
    return written, new


def _words(waiver: Waiver) -> Waiver:
    return replace(waiver, file="", line=0)


def _read_alone(entry: Mapping[str, str]) -> tuple[Waiver, ...]:
    try:
        return read_waivers(_lines(entry, "", "\n"), "")
    except UserError as error:
        raise UserError(error.message, hint=error.hint) from None


def _inserted(text: str, before: tuple[Waiver, ...], entry: Mapping[str, str]) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    whole = text if not text or text.endswith("\n") else text + end
    if before:
        line = text.splitlines()[before[-1].line - 1]
        return whole + _lines(entry, line[: len(line) - len(line.lstrip())], end)
    opened = _EMPTY_LIST.sub(r"\1", whole)
    head = "" if _KEY.search(opened) else f"waivers:{end}"
    return opened + head + _lines(entry, "  ", end)


def _lines(entry: Mapping[str, str], indent: str, end: str) -> str:
    rows = [row for key in KEYS if entry.get(key) for row in _field(key, entry[key])]
    return "".join(f"{indent}{'- ' if number == 0 else '  '}{row}{end}" for number, row in enumerate(rows))


def _field(key: str, words: str) -> list[str]:
    if key == "reason" and len(words) + len("  reason: ") > _WIDTH and words == " ".join(words.split()):
        return ["reason: >-", *(f"  {row}" for row in textwrap.wrap(words, _WIDTH - 6, break_on_hyphens=False))]
    quoted = json.dumps(words, ensure_ascii=False)
    shorter = (way for way in (words, f"'{words}'") if _reads_as(key, way, words))
    return [f"{key}: {next(shorter, quoted)}"]


def _reads_as(key: str, written: str, words: str) -> bool:
    try:
        node = read(f"{key}: {written}\n", "")
        return node is not None and text_of(fields(node, (key,), what="it")[key]) == words
    except UserError:
        return False
