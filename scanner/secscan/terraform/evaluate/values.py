"""Values as Terraform has them: a type, a payload, and marks. Not the functions, not the expressions.

Follows zclconf/go-cty. A `Value` is known, null or unknown; an unknown one has a type (perhaps `DYNAMIC`), a reason
and, for a string, perhaps a known prefix. Sensitive is a mark, and travels.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NamedTuple, TypeAlias, Union

from secscan.terraform.evaluate.errors import LimitExceeded

Origins: TypeAlias = frozenset[tuple[str, str]]
NOWHERE: Final[Origins] = frozenset()

# A value may hold at most so many values, counted along every path: `a = [b, b]`, `b = [c, c]`, ... doubles each time.
MAX_WEIGHT: Final = 1_000_000
MAX_DEPTH: Final = 200
MAX_STRING: Final = 8_000_000


@dataclass(frozen=True, slots=True)
class Primitive:
    """`string`, `number`, `bool`, or `dynamic` (cty's DynamicPseudoType: not known yet, Terraform's `any`)."""

    name: str


@dataclass(frozen=True, slots=True)
class Collection:
    """`kind` is `list`, `set` or `map`."""

    kind: str
    element: "Type"


@dataclass(frozen=True, slots=True)
class TupleType:
    elements: tuple["Type", ...]


@dataclass(frozen=True, slots=True)
class ObjectType:
    """`attributes` sorted by name; `optional` the names that a conversion may leave out."""

    attributes: tuple[tuple[str, "Type"], ...]
    optional: frozenset[str] = frozenset()


Type: TypeAlias = Primitive | Collection | TupleType | ObjectType

STRING: Final = Primitive("string")
NUMBER: Final = Primitive("number")
BOOL: Final = Primitive("bool")
DYNAMIC: Final = Primitive("dynamic")
EMPTY_TUPLE: Final = TupleType(())
EMPTY_OBJECT: Final = ObjectType(())


@dataclass(frozen=True, slots=True)
class UnknownPayload:
    """Why a value is not known (`known after apply`, `variable "x" has no value`, ...) and what is known of it.

    `reference`: the value is exactly that attribute of that resource (address without the root, attribute path), not
    computed from it: a plain reference passed through locals, arguments and outputs keeps it, an operation loses it.
    `structure`: of a string made by an encoder (`jsonencode`, an IAM policy document) what was encoded: its known parts
    can be read though the text is not known. `parts`: of a template its texts and values in order, for the same end.
    None of the three takes part in equality."""

    reason: str
    prefix: str = ""
    not_null: bool = False
    reference: tuple[str, str] | None = field(default=None, compare=False)
    structure: Union["Value", None] = field(default=None, compare=False)
    parts: tuple[Union[str, "Value"], ...] = field(default=(), compare=False)


Payload: TypeAlias = "bool | Decimal | str | tuple[Value, ...] | Mapping[str, Value] | UnknownPayload | None"


class Summary(NamedTuple):
    """What a value holds, all the way down: its number of values and of levels, its marks, and whether it is known."""

    weight: int
    depth: int
    sensitive: bool
    ephemeral: bool
    origins: Origins
    known: bool

    @property
    def is_secret(self) -> bool:
        """Not to be shown as it is: something in it is sensitive or ephemeral."""
        return self.sensitive or self.ephemeral


@dataclass(frozen=True, slots=True)
class Value:
    """`payload` by type: None for null; bool, Decimal, str; a tuple of Values for list, set (in cty's set order) and
    tuple; a mapping (keys sorted) for map and object; UnknownPayload. `origins`: what it was computed from, as
    (resource address without the root, attribute path) pairs: this is how a rule finds the bucket that a public access
    block names, though `.id` is unknown. Equality ignores origins. `ephemeral` is Terraform's mark of values that are
    never stored. Give marks and origins to the leaves that carry them: what is computed from a leaf inherits them."""

    type: Type
    payload: Payload
    sensitive: bool = False
    origins: Origins = field(default=NOWHERE, compare=False)
    ephemeral: bool = False
    _summary: Summary | None = field(default=None, init=False, compare=False, repr=False)

    @property
    def is_known(self) -> bool:
        """Known at this level; parts may still be unknown."""
        return not isinstance(self.payload, UnknownPayload)

    @property
    def is_null(self) -> bool:
        return self.payload is None

    @property
    def is_secret(self) -> bool:
        """Never to be shown: sensitive, or ephemeral, which is not even to be kept."""
        return self.sensitive or self.ephemeral

    @property
    def is_wholly_known(self) -> bool:
        return summary(self).known

    @property
    def reason(self) -> str:
        """Why it is unknown, "" where it is known at this level."""
        return self.payload.reason if isinstance(self.payload, UnknownPayload) else ""

    def children(self) -> Iterable["Value"]:
        """The values directly inside, in order; none for primitives, null and unknown."""
        if isinstance(self.payload, tuple):
            return self.payload
        return self.payload.values() if isinstance(self.payload, (dict, Mapping)) else ()

    def inside(self, path: str) -> Iterator[tuple[str, "Value"]]:
        """The same with their paths, where this value stands at `path` (`ingress[0].cidr_blocks`; "" for the top)."""
        if isinstance(self.payload, tuple):
            yield from ((f"{path}[{index}]", item) for index, item in enumerate(self.payload))
        elif isinstance(self.payload, Mapping):
            yield from ((f"{path}.{name}" if path else name, item) for name, item in self.payload.items())


TRUE: Final = Value(BOOL, True)
FALSE: Final = Value(BOOL, False)


def string(text: str) -> Value:
    """A known string, in Unicode's NFC as Terraform holds all strings."""
    return Value(STRING, text if text.isascii() else unicodedata.normalize("NFC", text))


def number(value: int | Decimal) -> Value:
    return Value(NUMBER, value if isinstance(value, Decimal) else Decimal(value))


def boolean(value: bool) -> Value:
    return TRUE if value else FALSE


def null(kind: Type = DYNAMIC) -> Value:
    return Value(kind, None)


def unknown(
    kind: Type = DYNAMIC, reason: str = "known after apply", *, prefix: str = "", not_null: bool = False
) -> Value:
    return Value(kind, UnknownPayload(reason, prefix, not_null))


def tuple_of(items: Iterable[Value]) -> Value:
    values = tuple(items)
    return Value(TupleType(tuple([v.type for v in values])), values)


def object_of(items: Mapping[str, Value]) -> Value:
    """An object; the keys are taken in sorted order (code points, as Go's bytes of UTF-8)."""
    payload = dict(sorted(items.items()))
    return Value(ObjectType(tuple([(name, v.type) for name, v in payload.items()])), payload)


def list_of(items: Iterable[Value], element: Type = DYNAMIC) -> Value:
    """A list; `element` is the type where there is no item to tell it. All items must have one type."""
    values = tuple(items)
    return Value(Collection("list", values[0].type if values else element), values)


def map_of(items: Mapping[str, Value], element: Type = DYNAMIC) -> Value:
    """A map; `element` is the type where there is no item to tell it. All items must have one type."""
    payload = dict(sorted(items.items()))
    kind = next(iter(payload.values())).type if payload else element
    return Value(Collection("map", kind), payload)


def set_of(items: Iterable[Value], element: Type = DYNAMIC) -> Value:
    """A set in cty's order without duplicates; the marks of its items become the set's."""
    from secscan.terraform.evaluate.sets import make_set

    return make_set(items, element)


def from_json(data: object) -> Value:
    """The value that `jsondecode` gives for decoded JSON (int, Decimal, str, bool, None, list, dict)."""
    match data:
        case None:
            return null()
        case bool():
            return boolean(data)
        case int() | Decimal():
            return number(data)
        case float():
            return number(Decimal(repr(data)))
        case str():
            return string(data)
        case list() | tuple():
            return tuple_of([from_json(item) for item in data])
        case Mapping():
            return object_of({unicodedata.normalize("NFC", str(key)): from_json(item) for key, item in data.items()})
    raise TypeError(f"not JSON: {type(data).__name__}")


# The payloads that hold no other values; looked up by type, since isinstance of Mapping is slow where it says no.
ATOMS: Final = frozenset((type(None), bool, str, Decimal))
_ATOM: Final = Summary(1, 0, False, False, NOWHERE, True)


def summary(value: Value) -> Summary:
    """What `value` holds all the way down; remembered on containers, so that shared parts are walked once.

    Raises LimitExceeded where it holds more than MAX_WEIGHT values or MAX_DEPTH levels."""
    found = value._summary  # noqa: SLF001  # the value's own memory, written below and nowhere else
    if found is not None:
        return found
    payload = value.payload
    if type(payload) in ATOMS or isinstance(payload, UnknownPayload):
        known = not isinstance(payload, UnknownPayload)
        if known and not value.sensitive and not value.ephemeral and not value.origins:
            return _ATOM
        return Summary(1, 0, value.sensitive, value.ephemeral, value.origins, known)
    weight, depth, sensitive, ephemeral, known = 1, 0, value.sensitive, value.ephemeral, True
    origins: list[Origins] = []
    for child in value.children():
        part = summary(child)
        weight += part.weight
        depth = max(depth, part.depth)
        sensitive, ephemeral, known = sensitive or part.sensitive, ephemeral or part.ephemeral, known and part.known
        if part.origins:
            origins.append(part.origins)
    if weight > MAX_WEIGHT:
        raise LimitExceeded(f"A value of more than {MAX_WEIGHT} parts is too large to evaluate.")
    if depth >= MAX_DEPTH:
        raise LimitExceeded(f"A value of more than {MAX_DEPTH} levels is nested too deeply to evaluate.")
    result = Summary(weight, depth + 1, sensitive, ephemeral, value.origins.union(*origins), known)
    object.__setattr__(value, "_summary", result)
    return result


def first_weight(value: Value) -> int:
    """The weight of a value whose summary nobody has asked for yet, else 0: what is new since the last time.

    Raises LimitExceeded as `summary`."""
    if type(value.payload) in ATOMS or value._summary is not None:  # noqa: SLF001  # the value's own memory
        return 0
    return summary(value).weight


@dataclass(frozen=True, slots=True)
class Unknown:
    """What `plain` writes where a value is not known."""

    reason: str
    type: Type = DYNAMIC
    prefix: str = ""
    origins: Origins = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Sensitive:
    """What `plain` writes around a sensitive or ephemeral value: the rule may look inside, a report may not."""

    value: "Plain"


Plain: TypeAlias = "bool | int | Decimal | str | list[Plain] | dict[str, Plain] | Unknown | Sensitive | None"


def plain(value: Value) -> Plain:
    """Python's own data for `value`: whole numbers are int, other numbers Decimal; list, set (in order) and tuple are
    lists; map and object are dicts with sorted keys; `Unknown` and `Sensitive` stand inside."""
    result = _plain(value)
    return Sensitive(result) if value.is_secret else result


def _plain(value: Value) -> Plain:
    payload = value.payload
    if isinstance(payload, UnknownPayload):
        return Unknown(payload.reason, value.type, payload.prefix, value.origins)
    if isinstance(payload, Decimal):
        return int(payload) if payload.is_finite() and payload == payload.to_integral_value() else payload
    if isinstance(payload, tuple):
        return [plain(item) for item in payload]
    if isinstance(payload, Mapping):
        return {key: plain(item) for key, item in payload.items()}
    return payload
