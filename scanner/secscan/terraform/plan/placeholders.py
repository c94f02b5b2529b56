"""What stands in the engine view where a value is not known: typed, always the same, plain to see, and counted.

An engine that finds nothing at an attribute reports that it is missing, when it is only not known yet. A placeholder
fits the attribute's type, and its shape where engines look at one (an ARN, a CIDR block, a URL); `MARK` stands in every
text of them. Where each one stands is written down (`Standing`), since what an engine says of a placeholder, good or
bad, says nothing of the configuration. Sensitive values are replaced in the same way. Two that stand for one attribute
of one resource are equal, any others differ: checks compare a task's role with its execution role.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from secscan.terraform.evaluate.values import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    Collection,
    ObjectType,
    TupleType,
    Type,
    UnknownPayload,
    Value,
)
from secscan.terraform.plan.alignment import partners
from secscan.terraform.plan.masks import ABSENT, Json, is_hidden, known

MARK: Final = "secscan-unknown"
ARN: Final = f"arn:aws:{MARK}:us-east-1:000000000000:{MARK}"
# The block that documentation may use: https://www.rfc-editor.org/rfc/rfc5737, https://www.rfc-editor.org/rfc/rfc3849
CIDR: Final = "192.0.2.0/24"
CIDR6: Final = "2001:db8::/64"
URL: Final = f"https://{MARK}.invalid/"

_SHAPES: Final = (
    (re.compile(r"(^|_)arns?$"), ARN),
    (re.compile(r"ipv6_cidr"), CIDR6),
    (re.compile(r"(^|_)cidrs?(_|$)"), CIDR),
    (re.compile(r"(^|_)(url|uri)s?$"), URL),
)
_MAX_DEPTH: Final = 2
_STEP: Final = re.compile(r"[^.\[\]]+")


@dataclass(slots=True)
class Standing:
    """The paths of the placeholders of the resource at `address`, in the order in which they were made
    (`ingress[0].cidr_blocks[1]`)."""

    address: str
    paths: list[str] = field(default_factory=list)

    def filled(self, planned: Value, configured: Value | None, path: str) -> "Json | None":
        """What is written at `path`: `planned`, with placeholders where what is `configured` is not known. What is not
        configured and not known is left out (the answer is None for null and for nothing alike, see `members`)."""
        made = self._filled(planned, configured, path)
        return None if made is ABSENT else made  # type: ignore[return-value]  # narrowed

    def members(self, planned: Mapping[str, Value], configured: Mapping[str, Value], path: str) -> dict[str, Json]:
        """The attributes of an object; those of which nothing is to be said are left out."""
        here = f"{path}." if path else ""
        made = {name: self._filled(value, configured.get(name), here + name) for name, value in planned.items()}
        return {name: value for name, value in made.items() if value is not ABSENT}  # type: ignore[misc]  # narrowed

    def _filled(self, planned: Value, configured: Value | None, path: str) -> object:
        if configured is None or configured.is_null:
            return self._stands(planned, path) if planned.is_known and is_hidden(planned) else known(planned)
        if is_hidden(planned) or is_hidden(configured):
            return self._stands(planned, path)
        if not planned.is_known:
            return self.written(configured, planned.type, path)
        if isinstance(planned.payload, Mapping) and isinstance(configured.payload, Mapping):
            return self.members(planned.payload, configured.payload, path)
        if isinstance(planned.payload, tuple) and isinstance(configured.payload, tuple):
            return self._items(planned, planned.payload, configured.payload, path)
        return self.written(planned, planned.type, path)

    def _items(self, planned: Value, items: tuple[Value, ...], given: tuple[Value, ...], path: str) -> object:
        if planned.is_wholly_known or len(items) != len(given):
            return self.written(planned, planned.type, path)
        configured = dict(zip(partners(items, given), given, strict=True))
        return [self.filled(item, configured[i], f"{path}[{i}]") for i, item in enumerate(items)]

    def written(self, value: Value, kind: Type, path: str) -> Json:
        """All of `value`, which is configured, in the shape of `kind`."""
        payload = value.payload
        if isinstance(payload, UnknownPayload):
            return self._unknown(value, payload, kind, path)
        if is_hidden(value):
            return self._stands(value, path)
        if isinstance(payload, tuple):
            inner = kind.element if isinstance(kind, Collection) else DYNAMIC
            return [self.written(item, inner, f"{path}[{i}]") for i, item in enumerate(payload)]
        if isinstance(payload, Mapping):
            kinds = dict(kind.attributes) if isinstance(kind, ObjectType) else {}
            inner = kind.element if isinstance(kind, Collection) else DYNAMIC
            pairs = ((name, item, kinds.get(name, inner)) for name, item in payload.items())
            made = {name: self.written(item, wanted, f"{path}.{name}") for name, item, wanted in pairs}
            return {name: made.get(name) for name in sorted({*made, *kinds})}
        return known(value)  # type: ignore[return-value]  # neither unknown nor hidden

    def _unknown(self, value: Value, payload: UnknownPayload, kind: Type, path: str) -> Json:
        if payload.structure is not None:
            return json.dumps(self.written(payload.structure, DYNAMIC, path), separators=(",", ":"))
        if payload.parts:
            self.paths.append(path)
            return "".join(part if isinstance(part, str) else _text(part) for part in payload.parts)
        wanted = kind if kind != DYNAMIC else value.type
        if payload.prefix and wanted in (STRING, DYNAMIC):
            self.paths.append(path)
            return payload.prefix + self._own(MARK, path, payload)
        return self._stands(Value(wanted, payload), path)

    def _stands(self, value: Value, path: str) -> Json:
        self.paths.append(path)
        payload = value.payload if isinstance(value.payload, UnknownPayload) else None
        refers_to = payload.reference[1] if payload and payload.reference else ""
        made = placeholder(value.type, _last(path), refers_to)
        return self._own(made, path, payload) if isinstance(made, str) else made

    def _own(self, text: str, path: str, payload: UnknownPayload | None) -> str:
        """`text` told apart from the placeholders of other values."""
        source = payload.reference if payload and payload.reference else (self.address, path)
        digest = hashlib.sha256("\n".join(source).encode("utf-8", "backslashreplace")).hexdigest()
        joint = {MARK: "-", ARN: "/"}.get(text)
        return f"{text}{joint}{digest[:8]}" if joint else text


def placeholder(kind: Type, name: str, refers_to: str = "", depth: int = 0) -> Json:
    """The placeholder for an attribute `name`; `refers_to`: the attribute whose value it will be, if it is one.

    Objects within three others are left out: those of a web ACL's statements would fill half a megabyte."""
    if kind == NUMBER:
        return 1
    if kind == BOOL:
        return True
    if isinstance(kind, Collection):
        if isinstance(kind.element, ObjectType) and depth > _MAX_DEPTH:
            return {} if kind.kind == "map" else []
        inner = placeholder(kind.element, name, refers_to, depth)
        return {MARK: inner} if kind.kind == "map" else [inner]
    if isinstance(kind, ObjectType):
        return {key: placeholder(inner, key, "", depth + 1) for key, inner in kind.attributes}
    if isinstance(kind, TupleType):
        return [placeholder(inner, name, "", depth) for inner in kind.elements]
    return next((text for shape, text in _SHAPES if shape.search(name) or shape.search(refers_to)), MARK)


def _text(part: Value) -> str:
    """A part of a template."""
    if is_hidden(part) or not part.is_known:
        return MARK
    made = known(part)
    return made if isinstance(made, str) else json.dumps(made)


def _last(path: str) -> str:
    """The attribute's name at the end of a path, whatever indexes come after it."""
    names = steps(path)
    return names[-1] if names else path


def overlap(one: str, other: str) -> bool:
    """Whether two paths are one place, or one holds the other. `*` and indexes: any item is every item."""
    pairs = zip(steps(one), steps(other), strict=False)
    return all(a == b or "*" in (a, b) for a, b in pairs)


def steps(path: str) -> tuple[str, ...]:
    """`rule[0].status` -> `rule`, `status`: indexes are left out, as engines leave them out or in as they like."""
    return tuple(str(step) for step in _STEP.findall(path) if not step.isdecimal())
