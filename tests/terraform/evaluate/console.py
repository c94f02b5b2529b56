"""Writes values and types as `terraform console` prints them, so that probes compare whole texts. Not a test."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from secscan.terraform.evaluate import numbers
from secscan.terraform.evaluate.sets import go_quote
from secscan.terraform.evaluate.types import type_name
from secscan.terraform.evaluate.values import Collection, ObjectType, TupleType, Type, Value


def show_value(value: Value, indent: int = 0) -> str:
    """As hashicorp/terraform `internal/repl/format.go`."""
    if not value.is_known:
        return "(known after apply)"
    if value.sensitive:
        return "(sensitive value)"
    if value.ephemeral:
        return "(ephemeral value)"
    payload, kind = value.payload, value.type
    if payload is None:
        return _null(kind)
    if isinstance(payload, bool):
        return "true" if payload else "false"
    if isinstance(payload, str):
        return _string(payload, indent)
    if isinstance(payload, Decimal):
        return numbers.text(payload)
    opening, closing = ("{", "}") if isinstance(payload, Mapping) else ("[", "]")
    if isinstance(payload, Mapping):
        lines = [f"{_string(key, indent + 2)} = {show_value(item, indent + 2)}" for key, item in payload.items()]
    else:
        lines = [f"{show_value(item, indent + 2)}," for item in payload]
    if isinstance(kind, Collection):
        opening, closing = f"to{kind.kind}({opening}", closing + ")"
    return _block(opening, lines, closing, indent, 2)


def _block(opening: str, lines: Iterable[str], closing: str, indent: int, step: int) -> str:
    inner = "".join(f"\n{' ' * (indent + step)}{line}" for line in lines)
    return f"{opening}{inner}\n{' ' * indent}{closing}" if inner else opening + closing


def _null(kind: Type) -> str:
    if isinstance(kind, Collection):
        return f"to{kind.kind}(null) /* of {type_name(kind.element)} */"
    if isinstance(kind, (TupleType, ObjectType)):
        return f"null /* {type_name(kind)} */"
    return "null" if kind.name == "dynamic" else f"to{kind.name}(null)"


def _string(text: str, indent: int) -> str:
    if "\n" not in text:
        return go_quote(text)
    delimiter = "EOT"
    while any(line.strip() == delimiter for line in text.split("\n")):
        delimiter += "_"
    if indent:
        body = "".join(f"\n{' ' * indent}{line}" for line in text.split("\n"))
        return f"<<-{delimiter}{body}\n{' ' * indent}{delimiter}"
    return f"<<{delimiter}\n{text}\n{delimiter}"


def show_type(kind: Type, indent: int = 0) -> str:
    """As the console's `type()`."""
    deeper = indent + 4
    match kind:
        case Collection():
            if isinstance(kind.element, (TupleType, ObjectType)):
                return _block(f"{kind.kind}(", [show_type(kind.element, deeper) + ","], ")", indent, 4)
            return f"{kind.kind}({show_type(kind.element, indent)})"
        case TupleType():
            return _block("tuple([", [show_type(e, deeper) + "," for e in kind.elements], "])", indent, 4)
        case ObjectType():
            lines = [f"{name}: {show_type(t, deeper)}," for name, t in kind.attributes]
            return _block("object({", lines, "})", indent, 4)
    return kind.name
