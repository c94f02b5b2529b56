"""`yamlencode`, byte for byte as Terraform writes it, and `yamldecode` (its reading is in yaml_read.py).

Follows go-cty-yaml's emitter: strings in double quotes, those of several lines as literal blocks, folded at 80 columns.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from secscan.terraform.evaluate import numbers
from secscan.terraform.evaluate.functions.spec import (
    Arguments,
    Function,
    Parameter,
    check_length,
    first_reason,
    text_of,
)
from secscan.terraform.evaluate.functions.yaml_read import read
from secscan.terraform.evaluate.scope import FunctionContext
from secscan.terraform.evaluate.values import DYNAMIC, STRING, UnknownPayload, Value, string

_WIDTH: Final = 80
_LONGEST_KEY: Final = 128
_ESCAPES: Final = {
    "\0": "\\0", "\a": "\\a", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v", "\f": "\\f", "\r": "\\r",
    "\x1b": "\\e", '"': '\\"', "\\": "\\\\", "\x85": "\\N", "\xa0": "\\_", "\u2028": "\\L", "\u2029": "\\P",
}  # fmt: skip


def _encode(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    value = arguments[0]
    if not value.is_wholly_known:
        return Value(STRING, UnknownPayload(first_reason(value), not_null=True, structure=value))
    # A plain scalar that is the whole document could go on, so its end is marked.
    end = "...\n" if value.payload is None or isinstance(value.payload, (bool, Decimal)) else ""
    lines = _quoted(value.payload, 2) if _is_line(value.payload) else _lines(value, 0)
    check_length(sum(map(len, lines)) + len(lines))
    return string("\n".join(lines) + "\n" + end)


def _lines(value: Value, indent: int) -> list[str]:
    """The lines of a value; the first one continues the line that it stands on, the others have their indentation."""
    payload = value.payload
    if isinstance(payload, tuple) and payload:
        return _joined([["- " + lines[0], *lines[1:]] for lines in (_lines(v, indent + 2) for v in payload)], indent)
    if isinstance(payload, Mapping) and payload:
        return _joined([_entry(key, item, indent) for key, item in payload.items()], indent)
    return _scalar(payload, indent)


def _joined(items: list[list[str]], indent: int) -> list[str]:
    out: list[str] = []
    for lines in items:
        out.append((" " * indent if out else "") + lines[0])
        out += lines[1:]
    return out


def _entry(key: str, item: Value, indent: int) -> list[str]:
    if "\n" in key or len(key.encode()) > _LONGEST_KEY:
        lines = _scalar(key, indent + 2)
        value = _lines(item, indent + 2)
        return ["? " + lines[0], *lines[1:], " " * indent + ": " + value[0], *value[1:]]
    lead = _quoted(key, indent, width=10**9)[0] + ":"
    return _after_key(lead, item, indent)


def _after_key(lead: str, item: Value, indent: int) -> list[str]:
    """A sequence under a key stands at the key's own indentation, a mapping two further in."""
    payload = item.payload
    if isinstance(payload, (tuple, Mapping)) and payload:
        inner = indent if isinstance(payload, tuple) else indent + 2
        lines = _lines(item, inner)
        return [lead, " " * inner + lines[0], *lines[1:]]
    if _is_line(payload):
        lines = _quoted(payload, indent + 2, column=indent + len(lead) + 1)
    else:
        lines = _scalar(payload, indent + 2)
    return [f"{lead} {lines[0]}", *lines[1:]]


def _scalar(payload: object, indent: int) -> list[str]:
    match payload:
        case None:
            return ["null"]
        case bool():
            return ["true" if payload else "false"]
        case Decimal():
            return [_number(payload)]
        case str():
            return _quoted(payload, indent, column=indent) if _is_line(payload) else _block(payload, indent)
        case tuple():
            return ["[]"]
    return ["{}"]


def _number(amount: Decimal) -> str:
    if amount.is_finite():
        return numbers.text(amount)
    return "-.inf" if amount < 0 else ".inf"


def _is_line(payload: object) -> bool:
    """Must a string be quoted? It may be a literal block where it has several lines, all printable, no space at its end
    or before a break."""
    if not isinstance(payload, str):
        return False
    if "\n" not in payload or payload[-1] == " " or " \n" in payload:
        return True
    return any(c != "\n" and c not in '"\\' and (c in _ESCAPES or not _is_printable(c)) for c in payload)


def _is_printable(char: str) -> bool:
    """In the emitter's sense, which knows no character beyond the basic plane."""
    code = ord(char)
    return 0x20 <= code <= 0x7E or 0xA0 <= code <= 0xD7FF or (0xE000 <= code <= 0xFFFD and code != 0xFEFF)


def _block(text: str, indent: int) -> list[str]:
    hint = "2" if text[0] in " \n" else ""
    chomp = "" if text.endswith("\n") else "-"
    if text.endswith("\n\n") or text == "\n":
        chomp = "+"
    body = text.removesuffix("\n")
    return [f"|{hint}{chomp}", *[" " * max(indent, 2) + line if line else "" for line in body.split("\n")]]


def _quoted(payload: object, indent: int, *, column: int = 0, width: int = _WIDTH) -> list[str]:
    """A double-quoted scalar, folded at spaces beyond the width."""
    text = str(payload)
    lines, parts, at = [], ['"'], column + 1
    for position, char in enumerate(text):
        if char == " " and 0 < position < len(text) - 1 and at > width and text[position - 1] != " ":
            lines.append("".join(parts))
            parts = [" " * indent + ("\\" if text[position + 1] == " " else "")]
            at = len(parts[0])
            continue
        shown = _escape(char)
        parts.append(shown)
        at += len(shown)
    return [*lines, "".join(parts) + '"']


def _escape(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if _is_printable(char):
        return char
    code = ord(char)
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def _decode(arguments: Arguments, context: FunctionContext) -> Value:
    text = text_of(arguments[0])
    context.meter.spend(len(text) * 2)
    return read(text)


FUNCTIONS: Final[Mapping[str, Function]] = {
    "yamldecode": Function((Parameter("src", STRING),), lambda _: DYNAMIC, _decode),
    "yamlencode": Function((Parameter("value", DYNAMIC, null=True, unknown=True, dynamic=True),), STRING, _encode),
}
