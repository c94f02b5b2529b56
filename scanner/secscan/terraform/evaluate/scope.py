"""What an expression may ask for: names, functions' surroundings. Not how a configuration answers (configuration)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from secscan.terraform.evaluate.errors import LimitExceeded
from secscan.terraform.evaluate.values import Value

# What evaluation may do in one root, in characters made; a part of a LARGE new value counts as COST of them, a turn of
# a loop as TURN, a part of a LONG value that is compared or walked as WALK, a block that a dynamic one makes as BLOCK,
# and each part of it as COST.
# Measured: a value takes up to 220 bytes, a turn some 3 microseconds, a block some 20 and 1 kB.
MAX_WORK: Final = 50_000_000
LONG: Final = 1_000
WALK: Final = 5
LARGE: Final = 100
COST: Final = 20
TURN: Final = 10
BLOCK: Final = 200


class Files(Protocol):
    """The files that functions may read: `secscan.sources.Sources` is one. Paths are relative to the repository."""

    def data(self, path: str) -> bytes: ...

    def is_file(self, path: str) -> bool: ...

    def is_directory(self, path: str) -> bool: ...

    def files(self, directory: str) -> tuple[str, ...]: ...

    def directories(self, directory: str) -> tuple[str, ...]: ...


class Meter:
    """Counts what evaluation has made, so that no configuration can ask for more than MAX_WORK. One for each root."""

    __slots__ = ("left",)

    def __init__(self, work: int = MAX_WORK) -> None:
        self.left = work

    def walk(self, weight: int) -> None:
        """Counts a walk through a value of that weight."""
        if weight > LONG:
            self.spend(weight * WALK)

    def spend(self, work: int) -> None:
        """Raises LimitExceeded when all is spent."""
        self.left -= work
        if self.left < 0:
            raise LimitExceeded("This configuration makes more data than the evaluation allows.")


@dataclass(frozen=True, kw_only=True, slots=True)
class FunctionContext:
    """`files`: what may be read, None for nothing. `base_directory`: the root module's directory, which relative paths
    in functions start from. `working_directory`: what `path.cwd` says that directory is on this machine, "" where it
    says nothing. `clock`: what `plantimestamp` answers; without it that is unknown. `depth`: how many
    templates this one is rendered in. `constants_only`: no function may be called."""

    files: Files | None = None
    base_directory: str = "."
    working_directory: str = ""
    clock: datetime | None = None
    meter: Meter = field(default_factory=Meter)
    depth: int = 0
    constants_only: bool = False


class Scope(Protocol):
    """Where names come from.

    `resolve(name, path)`: `path` holds the attribute names that follow the root name (`("y", "id")` for `aws_x.y.id`);
    answers the value and how many of them it has used up, so that nothing need be computed that is not asked for; or
    None if it does not know the name. Raises EvaluationError for a name that it knows to be wrong.
    """

    @property
    def functions(self) -> FunctionContext: ...

    def resolve(self, name: str, path: tuple[str, ...]) -> tuple[Value, int] | None: ...


class Names:
    """A scope of a few names over another one (a `for`, a splat's element, a template's variables); `outer` None ends
    the search."""

    __slots__ = ("functions", "names", "outer")

    def __init__(self, names: Mapping[str, Value], outer: Scope | None, functions: FunctionContext) -> None:
        self.names, self.outer, self.functions = names, outer, functions

    def resolve(self, name: str, path: tuple[str, ...]) -> tuple[Value, int] | None:
        found = self.names.get(name)
        if found is not None:
            return found, 0
        return self.outer.resolve(name, path) if self.outer is not None else None
