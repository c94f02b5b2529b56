"""The policy language as data: what a policy may say, parsed and checked. Reads no file and judges nothing.

docs/writing-rules.md explains the language to its users; `decode` makes these values from YAML, `evaluate` asks them.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from secscan.model import RuleInfo

Scalar = str | bool | int
# In a path: the step that takes every item of a list, or every value of a map.
EVERY: Final = "*"


class Kind(StrEnum):
    EVERY = "every"
    SOME = "some"
    NONE = "none"


class Direction(StrEnum):
    """Who names whom: they us (`inward`), we them (`outward`), or nobody (`none`: all of the types count)."""

    INWARD = "inward"
    OUTWARD = "outward"
    NONE = "none"


class Same(StrEnum):
    ANYTHING = ""
    PROVIDER = "provider"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Path:
    """A way to values: `steps` (attribute names, list indices, `*`) from the current item, from the item that a
    quantifier named (`name`, without its `$`), or from what `function` (`json`, `keys`) makes of `inner`.

    `text` is the path as the policy writes it."""

    steps: tuple[str | int, ...]
    text: str
    name: str = ""
    function: str = ""
    inner: "Path | None" = None


Operand = Scalar | tuple[Scalar, ...] | tuple[str, ...] | Path | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Test:
    """One attribute against one operand. `paths`: the first of them that is set counts. `default`: what the provider
    takes where none is set. `extract`: a regular expression whose first group is compared instead of the whole. An
    operand that is a path (of `at_least` and `at_most`) stands for the number there."""

    paths: tuple[Path, ...]
    operator: str
    operand: Operand
    default: Scalar | None = None
    extract: str = ""
    ignore_case: bool = False


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple["Predicate", ...]


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple["Predicate", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Predicate"


@dataclass(frozen=True, kw_only=True, slots=True)
class Related:
    """Other resources of this root. `direction`: `inward` where what stands at `pointer` (from the other resource) is
    one of this resource's `targets`, `outward` where what stands there (from the current item) is one of theirs, `none`
    for all of the types.
    `same`: only of the same account (`provider`), or of its same region too, as far as the provider configurations tell
    (else unknown)."""

    types: tuple[str, ...]
    direction: Direction
    pointer: Path | None = None
    targets: tuple[Path, ...] = ()
    same: Same = Same.ANYTHING


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantified:
    """`every`, `some` or `none` of the items (of paths, flattened, or related resources), bound to `name`, that are
    `where` satisfy `satisfies`. Without `satisfies` it asks whether there is one. `least`: how many `some` asks for."""

    kind: Kind
    source: tuple[Path, ...] | Related
    name: str = ""
    where: "Predicate | None" = None
    satisfies: "Predicate | None" = None
    least: int = 1


Predicate = Test | All | Any | Not | Quantified


@dataclass(frozen=True, kw_only=True, slots=True)
class Each:
    """What is judged one by one: the items of `items`, each bound to `name`. `key` reads the item's key (its index
    where that is not set). `inner`: judge what is inside instead, with this one's name still bound."""

    items: tuple[Path, ...]
    name: str = ""
    key: Path | None = None
    where: Predicate | None = None
    inner: "Each | None" = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One requirement of a policy. `key` tells a policy's several checks apart ("" where it has one)."""

    require: Predicate
    message: str
    key: str = ""
    when: Predicate | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Unshown:
    """An attribute of which the cases show nothing (`mutations`), and why that is right."""

    attribute: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """One folder of `policies/`. `directory` holds it (a filesystem path), `info` is what readers are told. `terms`:
    the predicates that have names. `unshown`: attributes of which the cases need not show anything."""

    info: RuleInfo
    directory: str
    resources: tuple[str, ...]
    checks: tuple[Check, ...]
    mode: Literal["managed", "data"] = "managed"
    when: Predicate | None = None
    each: Each | None = None
    terms: tuple[tuple[str, Predicate], ...] = ()
    unshown: tuple[Unshown, ...] = ()

    @property
    def id(self) -> str:
        return self.info.id
