"""Conditions that a plan checks: preconditions, postconditions, `check` blocks. One that is known to fail is said; it
leaves nothing unseen, since the values are known and Terraform would only refuse to go on, or warn.

Follows https://developer.hashicorp.com/terraform/language/validate.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from secscan.model import Problem
from secscan.terraform.declarations import nested, value_of
from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.errors import EvaluationError, LimitExceeded
from secscan.terraform.evaluate.expressions import evaluate
from secscan.terraform.evaluate.scope import Names, Scope
from secscan.terraform.evaluate.values import BOOL
from secscan.terraform.module import place
from secscan.terraform.syntax import Block, Expression

if TYPE_CHECKING:
    from secscan.terraform.instances import ModuleScope
    from secscan.terraform.resources import ResourceInstance, Resources

_HINT = "`terraform plan` says the same."


def check_module(scope: "ModuleScope") -> None:
    """Notes what a plan would say of a module instance's outputs and checks."""
    for name, output in scope.node.module.outputs.items():
        for block in output.preconditions:
            _note(scope, block, f"the precondition of {scope.label(f'output.{name}')} does not hold", [scope])
    for name, block in scope.node.module.checks.items():
        for assertion in nested(block, "assert"):
            _note(scope, assertion, f'the check "{name}"{_of(scope)} does not hold', [scope], warning=True)


def check_resources(found: "Resources") -> None:
    """The same of a resource's pre- and postconditions, once for all its instances."""
    for kind in ("precondition", "postcondition"):
        for block in nested(found.block.block, "lifecycle", kind):
            scopes = list(_scopes(found.instances().values(), own=kind == "postcondition"))
            _note(found.scope, block, f"the {kind} of {found.address} does not hold", scopes)


def _scopes(instances: "Iterable[ResourceInstance]", *, own: bool) -> Iterator[Scope]:
    """Where a condition is evaluated; a postcondition knows its resource as `self`."""
    for instance in instances:
        scope = instance.scope
        yield Names({"self": instance.whole()}, scope, scope.functions) if own else scope


def _of(scope: "ModuleScope") -> str:
    return f" of {scope.address}" if scope.address else ""


def _note(owner: "ModuleScope", block: Block, what: str, scopes: list[Scope], *, warning: bool = False) -> None:
    condition = value_of(block.body, "condition")
    if condition is None:
        return
    failing = []
    for scope in scopes:
        try:
            if _fails(condition, scope):
                failing.append(scope)
        except LimitExceeded as error:
            owner.run.fault(error, condition.span)
        except EvaluationError as error:
            text = f"A plan would fail: {error.message}"
            owner.run.note(place(text, error.span or condition.span, incomplete=False, hint=_HINT))
    if failing:
        owner.run.note(_problem(block, what, failing, len(scopes), warning=warning))


def _problem(block: Block, what: str, failing: list[Scope], count: int, *, warning: bool) -> Problem:
    several = f" for {len(failing)} of {count} instances" if count > 1 else ""
    said = _words(value_of(block.body, "error_message"), failing[0])
    begun = "A plan would warn" if warning else "A plan would fail"
    text = f"{begun}: {what}{several}. {said}".strip()
    return place(text, block.span, incomplete=False, hint=_HINT)


def _fails(condition: Expression, scope: Scope) -> bool:
    """Whether it is known not to hold. Raises EvaluationError where it has no value, or none that is true or false."""
    value = evaluate(condition, scope)
    if not value.is_known:
        return False
    try:
        outcome = convert(value, BOOL)
    except ConversionError as error:
        raise EvaluationError(f"A condition is neither true nor false: {error}.", condition.span) from error
    if outcome.is_null:
        raise EvaluationError("A condition is neither true nor false, but null.", condition.span)
    return outcome.payload is False


def _words(message: Expression | None, scope: Scope) -> str:
    """The error message, where it has a value that may be shown; else the failed condition stands for itself."""
    if message is None:
        return ""
    try:
        value = evaluate(message, scope)
    except EvaluationError:
        return ""
    shown = isinstance(value.payload, str) and not value.is_secret
    return str(value.payload) if shown else ""
