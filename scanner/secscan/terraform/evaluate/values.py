"""Values as Terraform has them: a type, a payload, and marks. Not the functions, not the expressions.

Follows zclconf/go-cty. A `Value` is known, null or unknown; an unknown one has a type (perhaps `DYNAMIC`), a reason and,
for a string, perhaps a known prefix. Sensitive is a mark, and travels.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Union


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


Type = Union[Primitive, Collection, TupleType, ObjectType]

STRING: Final = Primitive("string")
NUMBER: Final = Primitive("number")
BOOL: Final = Primitive("bool")
DYNAMIC: Final = Primitive("dynamic")


@dataclass(frozen=True, slots=True)
class UnknownPayload:
    """Why a value is not known (`known after apply`, `variable "x" has no value`, ...) and what is known of it."""

    reason: str
    prefix: str = ""
    not_null: bool = False


Payload = Union[None, bool, Decimal, str, tuple["Value", ...], Mapping[str, "Value"], UnknownPayload]


@dataclass(frozen=True, slots=True)
class Value:
    """`payload` by type: None for null; bool, Decimal, str; a tuple of Values for list, set (in cty's set order) and
    tuple; a mapping (keys sorted) for map and object; UnknownPayload. `origins`: what it was computed from, as
    (resource address without the root, attribute path) pairs: this is how a rule finds the bucket that a public access
    block names, though `.id` is unknown. Equality ignores origins."""

    type: Type
    payload: Payload
    sensitive: bool = False
    origins: frozenset[tuple[str, str]] = field(default=frozenset(), compare=False)

    @property
    def is_known(self) -> bool:
        """Known at this level; parts may still be unknown."""
        return not isinstance(self.payload, UnknownPayload)

    @property
    def is_null(self) -> bool:
        return self.payload is None


@dataclass(frozen=True, slots=True)
class Unknown:
    """What `plain` writes where a value is not known."""

    reason: str
    type: Type = DYNAMIC
    prefix: str = ""
    origins: frozenset[tuple[str, str]] = field(default=frozenset(), compare=False)


@dataclass(frozen=True, slots=True)
class Sensitive:
    """What `plain` writes around a sensitive value: the rule may look inside, a report may not."""

    value: "Plain"


Plain = Union[None, bool, int, Decimal, str, list["Plain"], dict[str, "Plain"], Unknown, Sensitive]
