"""The state of one root's evaluation: problems, limits, what is being evaluated, which files functions read.

The only place where an EvaluationError becomes a Problem.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from secscan.model import Problem, Span
from secscan.sources import Sources
from secscan.terraform.evaluate.errors import ConversionError, EvaluationError, LimitExceeded
from secscan.terraform.evaluate.expressions import evaluate
from secscan.terraform.evaluate.scope import FunctionContext, Scope
from secscan.terraform.evaluate.values import DYNAMIC, Type, Value, unknown
from secscan.terraform.module import place
from secscan.terraform.syntax import Expression

FAILED: Final = "could not be evaluated"
MAX_PROBLEMS: Final = 200
_MAX_LIMITS: Final = 10


class RootAbandoned(Exception):  # noqa: N818 - how an evaluation ends early, caught in `configuration`
    """The evaluation of this root goes no further; the problem is noted already."""


class Cycle(LimitExceeded):
    """A value that needs itself. A kind of LimitExceeded, since `try` and `can` must not swallow it either."""


@dataclass(kw_only=True, slots=True)
class ReadFiles:
    """The files that functions of one root read, taken from the audit's sources."""

    sources: Sources
    read: set[str] = field(default_factory=set)

    def data(self, path: str) -> bytes:
        content = self.sources.data(path)
        self.read.add(path)
        return content

    def is_file(self, path: str) -> bool:
        return self.sources.is_file(path)

    def is_directory(self, path: str) -> bool:
        return self.sources.is_directory(path)

    def files(self, directory: str) -> tuple[str, ...]:
        return self.sources.files(directory)

    def directories(self, directory: str) -> tuple[str, ...]:
        return self.sources.directories(directory)


class Run:
    """One root. `evaluator` of the bodies in it."""

    def __init__(self, root: str, sources: Sources, max_instances: int, clock: datetime | None = None) -> None:
        self.root = root
        self.max_instances = max_instances
        self.files = ReadFiles(sources=sources)
        self.functions = FunctionContext(files=self.files, base_directory=root, clock=clock)
        self.problems: dict[Problem, None] = {}
        self._instances = 0
        self._limits = 0
        self._active: dict[str, None] = {}

    def value(self, expression: Expression, scope: Scope, kind: Type = DYNAMIC) -> Value:
        """The value, or an unknown one where there is none: then the problem is noted."""
        try:
            return evaluate(expression, scope)
        except EvaluationError as error:
            self.fault(error, expression.span)
            return unknown(kind, FAILED)

    def fault(self, error: EvaluationError, span: Span) -> None:
        hint = "" if isinstance(error, LimitExceeded) else "`terraform validate` or `terraform plan` says the same."
        self.note(place(error.message, error.span or span, hint=hint))
        if isinstance(error, LimitExceeded) and not isinstance(error, Cycle):
            self._limits += 1
            if self._limits >= _MAX_LIMITS:
                self.abandon("Too many expressions of this root ask for more than the evaluation allows.", span)

    def misfit(self, name: str, error: ConversionError, span: Span) -> None:
        self.note(misfit(name, error, span))

    def note(self, problem: Problem) -> None:
        """Keeps a problem, each once. Beyond MAX_PROBLEMS the rest of them is one."""
        if len(self.problems) >= MAX_PROBLEMS:
            problem = Problem(message=f"There are more problems than the {MAX_PROBLEMS} that are listed.")
        self.problems[replace(problem, root=self.root)] = None

    def abandon(self, message: str, span: Span) -> None:
        """Ends this root's evaluation. Raises RootAbandoned always."""
        problem = replace(place(message, span, hint="What was evaluated until then is in the report."), root=self.root)
        self.problems[problem] = None
        raise RootAbandoned

    def reserve(self, count: int, what: str, span: Span) -> None:
        """Takes so many instances from the root's allowance. Raises RootAbandoned where there are not that many."""
        self._instances += count
        if self._instances > self.max_instances:
            self.abandon(f"{what} takes this root beyond its limit of {self.max_instances} instances.", span)

    def visiting(self, name: str) -> "Visit":
        """Marks `name` as being worked out, within a `with`. Raises Cycle where it is already."""
        return Visit(self._active, name)


def misfit(name: str, error: ConversionError, span: Span) -> Problem:
    """A value that is not what the provider's schema wants. The configuration may be for another version of the
    provider, so it is no gap: the value is judged as it is written."""
    hint = "`terraform validate` says the same, unless another version of the provider is meant."
    return place(
        f'The value of "{name}" does not fit the provider\'s schema: {error}.', span, hint=hint, incomplete=False
    )


class Visit:
    """One name on the way of what is being worked out (a class, as a generator would cost half of the evaluation)."""

    __slots__ = ("_active", "_name")

    def __init__(self, active: dict[str, None], name: str) -> None:
        self._active, self._name = active, name

    def __enter__(self) -> None:
        if self._name in self._active:
            chain = list(self._active)
            loop = " -> ".join((*chain[chain.index(self._name) :], self._name))
            raise Cycle(f"This refers to itself: {loop}.")
        self._active[self._name] = None

    def __exit__(self, *_: object) -> None:
        del self._active[self._name]
