"""Sets: equality of members and cty's order. Not the set functions.

Strings sort by code point, numbers by size, false before true, then null, then unknown; members of other types have an
order that only cty's hash bytes give (go-cty `cty/set_internals.go`), which Terraform's output shows, so we follow it.
"""

import zlib
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cmp_to_key

from secscan.terraform.evaluate.marks import deep_marks, joined, marked, unsealed
from secscan.terraform.evaluate.values import DYNAMIC, Collection, Type, UnknownPayload, Value, summary


def make_set(items: Iterable[Value], element: Type = DYNAMIC) -> Value:
    """A set of items that all have one type; duplicates go, unknown ones are all kept, marks move to the set."""
    values = tuple(items)
    kind = Collection("set", values[0].type if values else element)
    marks = joined(deep_marks(v) for v in values)
    return marked(Value(kind, members(unsealed(v) for v in values)), marks)


def members(values: Iterable[Value]) -> tuple[Value, ...]:
    """The values in cty's order, without duplicates."""
    kept: dict[object, Value] = {}
    for position, value in enumerate(values):
        # Two unknown ones may turn out to be different, so each is a member.
        kept.setdefault(_set_key(value) if summary(value).known else ("unknown", position), value)
    found = tuple(kept.values())
    if len(found) < 2:
        return found
    if all(isinstance(v.payload, str) for v in found):
        return tuple(sorted(found, key=lambda v: str(v.payload)))
    hashed = sorted(found, key=lambda v: zlib.crc32(hash_bytes(v)))
    return tuple(sorted(hashed, key=cmp_to_key(_compare)))


def _set_key(value: Value) -> object:
    """A zero and a negative zero are equal, but a set holds both, since their hashes differ."""
    signed = isinstance(value.payload, Decimal) and not value.payload and value.payload.is_signed()
    return (member_key(value), signed)


def member_key(value: Value) -> object:
    """Something hashable that is equal for equal values of one type."""
    payload = value.payload
    if isinstance(payload, tuple):
        return (tuple, tuple(member_key(item) for item in payload))
    if isinstance(payload, Mapping):
        return (dict, tuple((key, member_key(item)) for key, item in payload.items()))
    return (bool, payload) if isinstance(payload, bool) else (None, payload)


def _compare(left: Value, right: Value) -> int:
    for test in (lambda v: v.is_null, lambda v: not v.is_known):
        if test(left) or test(right):
            return int(test(left)) - int(test(right))
    if isinstance(left.payload, (str, Decimal, bool)):
        return _order(left.payload, right.payload)
    return _order(hash_bytes(left), hash_bytes(right))


def _order(left: object, right: object) -> int:
    smaller: Callable[[object, object], bool] = lambda a, b: a < b  # type: ignore[operator]  # noqa: E731  # same type
    return -1 if smaller(left, right) else int(smaller(right, left))


def hash_bytes(value: Value) -> bytes:
    """The bytes that cty hashes and sorts a member of a set by."""
    return _hash_text(value).encode("utf-8", "surrogatepass")


def _hash_text(value: Value) -> str:
    payload = value.payload
    if payload is None or isinstance(payload, UnknownPayload):
        return "~" if payload is None else "?"
    if isinstance(payload, bool):
        return "T" if payload else "F"
    if isinstance(payload, str):
        return go_quote(payload)
    if isinstance(payload, Decimal):
        return _ten_digits(payload)
    if isinstance(payload, tuple):
        inner = "".join(_hash_text(item) + ";" for item in payload)
        return f"[{inner}]" if isinstance(value.type, Collection) else f"<{inner}>"
    if isinstance(value.type, Collection):
        return "{" + "".join(f"{go_quote(k)}:{_hash_text(v)};" for k, v in payload.items()) + "}"
    return "<" + "".join(_hash_text(v) + ";" for v in payload.values()) + ">"


def _ten_digits(number: Decimal) -> str:
    """Go's `%.10g`: ten significant digits, an exponent where it is below -4 or not below the number of digits."""
    if not number:
        return "-0" if number.is_signed() else "0"
    rounded = Decimal(f"{number:.9e}")
    exponent = rounded.adjusted()
    digits = "".join(map(str, rounded.as_tuple().digits)).rstrip("0") or "0"
    limit = len(digits) if 10 > len(digits) >= exponent + 1 else 10
    if exponent < -4 or exponent >= limit:
        head = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
        body = f"{head}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"
    else:
        body = format(abs(rounded), "f")
        body = body.rstrip("0").rstrip(".") if "." in body else body
    return ("-" if number < 0 else "") + body


_ESCAPES = {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v"}


def go_quote(text: str) -> str:
    """A string as Go's `%q` writes it."""
    return '"' + "".join(_quoted(c) for c in text) + '"'


def _quoted(char: str) -> str:
    if char in ('"', "\\"):
        return "\\" + char
    if char == " " or (char.isprintable() and not char.isspace()):
        return char
    if char in _ESCAPES:
        return _ESCAPES[char]
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
