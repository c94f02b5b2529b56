"""Values as text that looks like Terraform's own. Redacts what is sensitive; escapes nothing else of a terminal's."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from secscan.terraform.evaluate.convert import primitive_text
from secscan.terraform.evaluate.quoting import escaped
from secscan.terraform.evaluate.values import UnknownPayload, Value
from secscan.terraform.json_documents import decode

WIDTH: Final = 100
_LINES: Final = 400
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def lines(value: Value) -> list[str]:
    """`value` as it could be written behind `name = `: one line where it is short."""
    whole = [*_lines(value)]
    return whole if len(whole) <= _LINES else [*whole[:_LINES], f"... ({len(whole) - _LINES} more lines)"]


def one_line(value: Value, width: int = WIDTH) -> str:
    text = _flat(value)
    return text if len(text) <= width else text[: width - 3] + "..."


def quoted(text: str) -> str:
    return f'"{escaped(text)}"'


def key(name: str) -> str:
    return name if _NAME.fullmatch(name) else quoted(name)


def _lines(value: Value) -> Iterator[str]:
    flat = _flat(value)
    payload = value.payload
    document = None if value.is_secret else _document(value)
    if value.is_secret or (len(flat) <= WIDTH and document is None):
        yield flat
    elif document is not None:
        yield from _wrapped("jsonencode(", [*_lines(document)], ")")
    elif isinstance(payload, Mapping):
        yield "{"
        for name, item in payload.items():
            yield from _wrapped(f"{key(name)} = ", [*_lines(item)], "", indent="  ")
        yield "}"
    elif isinstance(payload, tuple):
        yield "["
        for item in payload:
            yield from _wrapped("", [*_lines(item)], ",", indent="  ")
        yield "]"
    elif isinstance(payload, str) and "\n" in payload.strip():
        yield "<<-EOT"
        # The bar keeps a stranger's lines from looking like ours.
        yield from (f"| {row}" for row in payload.removesuffix("\n").split("\n"))
        yield "EOT"
    else:
        yield flat


def _wrapped(before: str, inner: list[str], after: str, *, indent: str = "") -> Iterator[str]:
    inner = [f"{before}{inner[0]}", *inner[1:]]
    inner[-1] += after
    yield from (f"{indent}{row}" for row in inner)


def _document(value: Value) -> Value | None:
    """What a string holds that is a JSON object or list, also where parts of it are not known."""
    payload = value.payload
    encoded = isinstance(payload, str) and payload.lstrip()[:1] in ("{", "[")
    partly = isinstance(payload, UnknownPayload) and (payload.structure is not None or bool(payload.parts))
    found = decode(value) if encoded or partly else None
    return found if found is not None and isinstance(found.payload, (Mapping, tuple)) else None


def _flat(value: Value) -> str:
    """All of it on one line."""
    payload = value.payload
    if value.is_secret:
        return "(sensitive)"
    if isinstance(payload, UnknownPayload):
        begun = f"{quoted(payload.prefix)}... " if payload.prefix else ""
        return begun + not_known(payload.reason)
    if payload is None:
        return "null"
    if isinstance(payload, str):
        return quoted(payload)
    if isinstance(payload, (bool, Decimal)):
        return primitive_text(payload)
    if isinstance(payload, tuple):
        return f"[{', '.join(map(_flat, payload))}]"
    inner = ", ".join(f"{key(name)} = {_flat(item)}" for name, item in payload.items())
    return f"{{ {inner} }}" if inner else "{}"


def not_known(reason: str) -> str:
    return f"({reason})" if reason == "known after apply" else f"(not known: {reason})"
