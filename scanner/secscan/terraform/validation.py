"""Checks that a plan would make on variables: is every value there, do the `validation` conditions hold.

A condition that fails is said and leaves nothing unseen: the values are known, Terraform would only refuse to go on.
"""

from typing import TYPE_CHECKING

from secscan.terraform.declarations import Variable, value_of
from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.values import BOOL, STRING, Value
from secscan.terraform.module import place
from secscan.terraform.syntax import Block

if TYPE_CHECKING:
    from secscan.terraform.instances import ModuleScope


def check_variables(scope: "ModuleScope") -> None:
    """Asks for every variable of a module instance and notes what a plan would refuse."""
    for name, variable in scope.node.module.variables.items():
        value = scope.variable(name)
        if scope.parent is None and variable.default is None and not scope.is_given(name):
            _note_missing(scope, variable, value)
        for block in variable.validations:
            _check(scope, variable, block)


def _note_missing(scope: "ModuleScope", variable: Variable, value: Value) -> None:
    message = f'The variable "{variable.name}" has no value: it is unknown.'
    hint = "Give it one in a tfvars file (var_files)."
    if not value.is_known:
        scope.run.note(place(message, variable.span, hint=hint, incomplete=False))


def _check(scope: "ModuleScope", variable: Variable, block: Block) -> None:
    condition, message = value_of(block.body, "condition"), value_of(block.body, "error_message")
    if condition is None:
        return
    holds = scope.run.value(condition, scope, BOOL)
    try:
        failed = holds.is_known and convert(holds, BOOL).payload is not True
    except ConversionError:
        failed = True
    if failed:
        words = _words(scope.run.value(message, scope, STRING)) if message is not None else ""
        where = f" of {scope.address}" if scope.address else ""
        text = f'A plan would fail: the value of the variable "{variable.name}"{where} is not valid. {words}'
        span = scope.given_span(variable.name) or block.span
        scope.run.note(
            place(
                text.strip(),
                span,
                incomplete=False,
                hint=f"The condition stands in {block.span.file}, line {block.span.line}.",
            )
        )


def _words(message: Value) -> str:
    return message.payload if isinstance(message.payload, str) and not message.is_secret else ""
