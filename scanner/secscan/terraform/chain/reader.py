"""Evaluates for the chain, after an audit's own evaluation: quietly, and each thing of a module once. Notes no problem.

One for each root. What a loop makes is remembered too: a chain for each of many instances must not run it anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from secscan.sources import SourceProblem
from secscan.terraform import syntax
from secscan.terraform.chain.places import Look
from secscan.terraform.chain.select import Turn
from secscan.terraform.evaluate.errors import EvaluationError
from secscan.terraform.evaluate.expressions import evaluate
from secscan.terraform.evaluate.iteration import Loop, key_of
from secscan.terraform.evaluate.scope import Names, Scope
from secscan.terraform.evaluate.values import Value
from secscan.terraform.run import RootAbandoned, Run
from secscan.terraform.syntax import Expression

_REMEMBERED: Final = 20_000
_KEY: Final = "*key"


class Reader:
    """`chain.select.Reader` of one root's run. `templates`: files that are rendered or just read, parsed, by path."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.templates: dict[tuple[str, bool], syntax.Template] = {}
        self._values: dict[tuple[int, int], Value | None] = {}
        self._turns: dict[tuple[int, int], Mapping[str | int, Turn]] = {}
        self._lines: dict[str, Sequence[str]] = {}

    def value(self, expression: Expression, scope: Scope) -> Value | None:
        if isinstance(scope, Names):  # of one instance: gone with it, and its identity with it
            return self._evaluated(expression, scope)
        key = (id(expression), id(scope))
        if key not in self._values:
            if len(self._values) > _REMEMBERED:
                self._values.clear()
            self._values[key] = self._evaluated(expression, scope)
        return self._values[key]

    def _evaluated(self, expression: Expression, scope: Scope) -> Value | None:
        try:
            return evaluate(expression, scope)
        except (EvaluationError, RootAbandoned):
            return None

    def look(self, scope: Scope) -> Look:
        return lambda expression: self.value(expression, scope)

    def lines(self, file: str) -> Sequence[str]:
        """The lines of a file that the evaluation has read; none where it cannot be read."""
        if file not in self._lines:
            try:
                self._lines[file] = self.run.files.sources.text(file).split("\n")
            except SourceProblem:
                self._lines[file] = ()
        return self._lines[file]

    def turns(self, node: syntax.ForTuple | syntax.ForObject, scope: Scope) -> Mapping[str | int, Turn]:
        if isinstance(scope, Names):
            return self._made(node, scope)
        key = (id(node), id(scope))
        if key not in self._turns:
            self._turns[key] = self._made(node, scope)
        return self._turns[key]

    def _made(self, node: syntax.ForTuple | syntax.ForObject, scope: Scope) -> Mapping[str | int, Turn]:
        """The turns by what they made: an object's key, a tuple's index."""
        made: dict[str | int, Turn] = {}
        try:
            # A name for the key, whether the loop gives it one or not.
            node = replace(node, key_name=node.key_name or _KEY)
            loop = Loop(node, scope, evaluate)
            for number, inner in enumerate(loop.scopes()):
                key, element = inner.names[node.key_name], inner.names[node.value_name]
                name = key_of(node, evaluate(node.key, inner), loop) if isinstance(node, syntax.ForObject) else number
                if name is not None:
                    made.setdefault(name, (place_of(key), key, element))
        except (EvaluationError, RootAbandoned):
            return {}
        return made


def place_of(key: Value) -> str | int:
    """An element's key in its collection as the step to it."""
    return int(key.payload) if isinstance(key.payload, Decimal) else str(key.payload)
