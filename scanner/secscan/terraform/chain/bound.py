"""Names that stand for a part of something else (`each`, `count`, a loop's variable), with where they have it from."""

from collections.abc import Mapping
from typing import NamedTuple

from secscan.terraform.chain.paths import Steps, at
from secscan.terraform.chain.step import Kind
from secscan.terraform.evaluate.scope import Names, Scope
from secscan.terraform.evaluate.values import Value, string
from secscan.terraform.syntax import Expression


class Part(NamedTuple):
    """An expression in its scope, of whose value the part at `steps` is meant. `chosen`: as of a Step. `key`: not that
    part is meant, but the key by which it stands there (`each.key` of a map)."""

    expression: Expression
    scope: Scope
    steps: Steps = ()
    chosen: bool = False
    key: bool = False

    def meant(self, value: Value) -> Value | None:
        """What is meant of the expression's value, or of that of a reference whose name and `steps` this is."""
        if self.key and self.steps and isinstance(self.steps[-1], str):
            return string(self.steps[-1])
        return at(value, self.steps)


class Source(NamedTuple):
    """What a name stands for an element of: `part`, which leads to that element. `kind` is None for names that are not
    worth a step. `paired`: it is an object of `key` and `value` (or of `index`), as `each` is."""

    part: Part
    kind: Kind | None = None
    paired: bool = False

    def at(self, steps: Steps) -> Part:
        """The part that `steps` of the name lead to."""
        rest = steps[1:] if self.paired else steps
        part = self.part._replace(key=self.part.key or (self.paired and steps[:1] == ("key",)))
        return part._replace(steps=(*part.steps, *rest) if part.steps else ())


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
