"""`yamldecode`: PyYAML's events made into values by go-cty-yaml's rules. Not the writing (yaml_text.py).

Only the parser of PyYAML is used: nothing is constructed from a tag, whatever it says. Aliases share their value, so a
"billion laughs" is counted by its weight, not built.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from secscan.terraform.evaluate import numbers
from secscan.terraform.evaluate.convert import primitive_text
from secscan.terraform.evaluate.errors import FunctionError, LimitExceeded
from secscan.terraform.evaluate.types import type_name
from secscan.terraform.evaluate.values import (
    DYNAMIC,
    FALSE,
    MAX_WEIGHT,
    TRUE,
    Value,
    null,
    number,
    object_of,
    string,
    summary,
    tuple_of,
)

_TAGS: Final = "tag:yaml.org,2002:"
_TRUE: Final = frozenset(["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"])
_FALSE: Final = frozenset(["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"])
_NULL: Final = frozenset(("", "~", "null", "Null", "NULL"))
_FLOAT: Final = re.compile(r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?\Z", re.ASCII)
_INFINITE: Final = re.compile(r"([-+]?)\.(?:inf|Inf|INF)\Z")
_INTEGER: Final = re.compile(r"([-+]?)(0b[01]+|0o[0-7]+|0x[0-9a-fA-F]+|\d+)\Z", re.ASCII)
_TIMESTAMP: Final = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:\.\d+)?(Z|[-+]\d\d:\d\d)| (\d\d?):(\d\d?):(\d\d?)(?:\.\d+)?)?\Z",
    re.ASCII,
)


def read(text: str) -> Value:
    """The value of the one YAML document in `text`. Raises FunctionError."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    reader = _Reader()
    try:
        # Events only: the node tree and the constructors of PyYAML are never reached.
        for event in yaml.parse(text, loader):
            reader.take(event)
    except yaml.YAMLError as error:
        raise FunctionError(" ".join(str(error).split())) from error
    if reader.document is None:
        raise FunctionError("on line 1, column 1: missing start of document")
    return reader.document


class _Open:
    """A sequence or mapping whose end has not come: its finished children, and for a mapping which are merge keys."""

    __slots__ = ("anchor", "items", "mapping", "merges")

    def __init__(self, anchor: str, *, mapping: bool) -> None:
        self.anchor, self.mapping = anchor, mapping
        self.items: list[Value] = []
        self.merges: set[int] = set()


class _Reader:
    """Builds the value of a document from its events, without recursion."""

    def __init__(self) -> None:
        self.stack: list[_Open] = []
        self.anchors: dict[str, Value] = {}
        self.document: Value | None = None
        self.count = 0

    def take(self, event: Any) -> None:
        kind = type(event).__name__
        if kind == "ScalarEvent":
            self._scalar(event)
        elif kind == "AliasEvent":
            self._alias(event.anchor)
        elif kind in ("SequenceStartEvent", "MappingStartEvent"):
            mapping = kind == "MappingStartEvent"
            _check_tag(event.tag, "map" if mapping else "seq", "mapping" if mapping else "sequence")
            self.stack.append(_Open(event.anchor or "", mapping=mapping))
        elif kind in ("SequenceEndEvent", "MappingEndEvent"):
            done = self.stack.pop()
            self._finish(_mapping(done) if done.mapping else tuple_of(done.items), done.anchor)
        elif kind == "DocumentStartEvent" and self.document is not None:
            raise FunctionError("unexpected extra content after value")

    def _scalar(self, event: Any) -> None:
        plain = not event.style
        parent = self.stack[-1] if self.stack else None
        if (
            parent is not None
            and parent.mapping
            and event.value == "<<"
            and not event.tag
            and len(parent.items) % 2 == 0
        ):
            parent.merges.add(len(parent.items))
        self._finish(_tagged(event.value, event.tag or "", plain=plain), event.anchor or "")

    def _alias(self, anchor: str) -> None:
        if anchor in self.anchors:
            self._finish(self.anchors[anchor], "")
        elif any(part.anchor == anchor for part in self.stack):
            raise FunctionError(f'cannot refer to anchor "{anchor}" from inside its own definition')
        else:
            raise FunctionError(f'reference to undefined anchor "{anchor}"')

    def _finish(self, value: Value, anchor: str) -> None:
        """A finished value goes to what is open around it. Raises LimitExceeded where that becomes too large."""
        summary(value)
        self.count += 1
        if self.count > MAX_WEIGHT:
            raise LimitExceeded(f"A YAML text of more than {MAX_WEIGHT} parts is too large to evaluate.")
        if anchor:
            self.anchors[anchor] = value
        if self.stack:
            self.stack[-1].items.append(value)
        else:
            self.document = value


def _check_tag(tag: str | None, wanted: str, shape: str) -> None:
    if not tag or tag == _TAGS + wanted:
        return
    if tag.startswith(_TAGS):
        raise FunctionError(f"can't interpret {shape} as {tag}")
    raise FunctionError(f'unsupported tag "{tag}"')


def _mapping(done: _Open) -> Value:
    """An object: the keys as strings; the later of two equal ones wins, also where one of them is merged in."""
    items: dict[str, Value] = {}
    for position in range(0, len(done.items), 2):
        key, value = done.items[position], done.items[position + 1]
        if position in done.merges:
            if not isinstance(value.payload, Mapping):
                raise FunctionError(f"cannot merge {type_name(value.type)} into mapping")
            items.update(value.payload)
        else:
            items[_key(key)] = value
    return object_of(items)


def _key(key: Value) -> str:
    if not isinstance(key.payload, (str, bool, Decimal)):
        raise FunctionError("only primitive, non-null values may be keys of a mapping")
    return primitive_text(key.payload)


def _tagged(text: str, tag: str, *, plain: bool) -> Value:
    kind = tag.removeprefix(_TAGS)
    if not tag or (kind in ("int", "float", "bool", "timestamp", "null") and not plain):
        return _resolved(text) if plain else string(text)
    if kind == "str":
        return string(text)
    if kind == "binary":
        return string(re.sub(r"\s", "", text))
    if kind == "null":
        return null(DYNAMIC)
    if kind not in ("int", "float", "bool", "timestamp"):
        raise FunctionError(f'unsupported tag "{tag}"')
    found = _resolved(text)
    wanted = {"bool": bool, "timestamp": str}.get(kind, Decimal)
    if not isinstance(found.payload, wanted) or (kind == "timestamp" and not _timestamp(text)):
        raise FunctionError(f'cannot parse "{text}" as {tag}')
    return found


def _resolved(text: str) -> Value:
    """A plain scalar by what it looks like, with YAML 1.1's words for true and false."""
    if text in _NULL:
        return null(DYNAMIC)
    if text in _TRUE or text in _FALSE:
        return TRUE if text in _TRUE else FALSE
    if found := _INTEGER.match(text):
        return number(_integer(found[1], found[2]))
    if _FLOAT.match(text) and (parsed := numbers.parse(text)) is not None:
        return number(parsed)
    if found := _INFINITE.match(text):
        return number(Decimal("-Infinity" if found[1] == "-" else "Infinity"))
    if text in (".nan", ".NaN", ".NAN"):
        raise FunctionError("floating point NaN is not supported")
    return string(_timestamp(text) or text)


def _integer(sign: str, digits: str) -> Decimal:
    base = {"0b": 2, "0o": 8, "0x": 16}.get(digits[:2], 10)
    if len(digits) > numbers.MAX_EXPONENT:
        raise LimitExceeded("A number of this size is too large to evaluate.")
    if base == 10:
        return numbers.canonical(Decimal(sign + digits))
    return numbers.canonical(Decimal(int(sign + digits[2:], base)))


def _timestamp(text: str) -> str:
    """A date or time in RFC 3339 to the second, "" where the text is none."""
    found = _TIMESTAMP.match(text)
    if not found:
        return ""
    clock = [int(found[i] or found[i + 4] or 0) for i in (4, 5, 6)]
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return ""
    if clock[0] > 23 or clock[1] > 59 or clock[2] > 59:
        return ""
    return f"{day.isoformat()}T{clock[0]:02d}:{clock[1]:02d}:{clock[2]:02d}{found[7] or 'Z'}"
