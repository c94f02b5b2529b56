"""Names that stand for a part of something else (`each`, `count`, a loop's variable), with where they have it from."""

from collections.abc import Mapping
from typing import NamedTuple

from secscan.terraform.chain.paths import Steps
from secscan.terraform.chain.step import Kind
from secscan.terraform.evaluate.scope import Names, Scope
from secscan.terraform.evaluate.values import Value
from secscan.terraform.syntax import Expression


class Part(NamedTuple):
    """An expression in its scope, of whose value the part at `steps` is meant. `chosen`: as of a Step."""

    expression: Expression
    scope: Scope
    steps: Steps = ()
    chosen: bool = False


class Source(NamedTuple):
    """What a name stands for an element of: `part`, which leads to that element. `kind` is None for names that are not
    worth a step. `paired`: it is an object of `key` and `value` (or of `index`), as `each` is."""

    part: Part
    kind: Kind | None = None
    paired: bool = False

    def at(self, steps: Steps) -> Part:
        """The part that `steps` of the name lead to."""
        rest = steps[1:] if self.paired else steps
        return self.part._replace(steps=(*self.part.steps, *rest) if self.part.steps else ())


class Bound(Names):
    """A scope of names that know their sources."""

    __slots__ = ("sources",)

    def __init__(self, names: Mapping[str, Value], sources: Mapping[str, Source], outer: Scope) -> None:
        super().__init__(names, outer, outer.functions)
        self.sources = sources


def holder_of(name: str, scope: Scope | None) -> Scope | None:
    """The scope that gives `name` its meaning: one of names that has it, else the innermost that is none of names."""
    while isinstance(scope, Names) and name not in scope.names:
        scope = scope.outer
    return scope
