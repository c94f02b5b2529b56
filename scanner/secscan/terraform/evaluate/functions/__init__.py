"""The functions of Terraform 1.11, by family, and the call of one from an expression.

Not their semantics: those are in the family modules, each with its table `FUNCTIONS`. Follows
https://developer.hashicorp.com/terraform/language/functions; `core::` is their namespace, `provider::` that of
functions which only a provider can compute: these are unknown.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import TypeAlias

from secscan.terraform import syntax
from secscan.terraform.evaluate.errors import EvaluationError, FatalError, FunctionError, LimitExceeded
from secscan.terraform.evaluate.functions.spec import Function, invoke
from secscan.terraform.evaluate.marks import Marks, deep_marks, joined, marked, marks_of
from secscan.terraform.evaluate.scope import Scope
from secscan.terraform.evaluate.values import BOOL, DYNAMIC, Collection, TupleType, Value, boolean, unknown

Evaluate: TypeAlias = Callable[[syntax.Expression, Scope], Value]


@cache
def functions() -> Mapping[str, Function]:
    """Every function by its name, but `try`, `can` and `templatestring`, which need their arguments unevaluated."""
    from secscan.terraform.evaluate.functions import (
        collections,
        conversion,
        csv_text,
        encoding,
        filesystem,
        formatting,
        hashes,
        json_text,
        lists,
        network,
        numeric,
        regular,
        searching,
        sets,
        strings,
        times,
        yaml_text,
    )

    families = (
        collections, conversion, csv_text, encoding, filesystem, formatting, hashes, json_text, lists, network, numeric,
        regular, searching, sets, strings, times, yaml_text,
    )  # fmt: skip
    return {name: function for family in families for name, function in family.FUNCTIONS.items()}


def call(node: syntax.Call, scope: Scope, evaluate: Evaluate) -> Value:
    """The value of a function call. Raises EvaluationError at its place."""
    if scope.functions.constants_only:
        raise EvaluationError("Function calls not allowed; Functions may not be called here.", node.span)
    name = node.name.removeprefix("core::")
    if name in LAZY:
        return LAZY[name](node, scope, evaluate)
    if name.startswith("provider::"):
        return _provider(node, scope, evaluate)
    function = functions().get(name)
    if function is None:
        raise EvaluationError(f'There is no function named "{node.name}".', node.span)
    arguments = _arguments(node, scope, evaluate)
    if isinstance(arguments, Value):
        return arguments
    return _invoke(function, name, arguments, node, scope)


def _invoke(function: Function, name: str, arguments: list[Value], node: syntax.Call, scope: Scope) -> Value:
    try:
        return invoke(function, name, arguments, scope.functions)
    except LimitExceeded as error:
        raise LimitExceeded(error.message, error.span or node.span) from error
    except FunctionError as error:
        parameter = function.parameter(error.argument) if error.argument >= 0 else None
        if parameter is not None:
            place = node.arguments[min(error.argument, len(node.arguments) - 1)].span if node.arguments else node.span
            raise EvaluationError(f'Invalid value for "{parameter.name}" parameter: {error.message}.', place) from error
        count_wrong = error.argument == -2
        message = error.message if count_wrong else f'Call to function "{name}" failed: {error.message}.'
        raise EvaluationError(message, node.span) from error


def _arguments(node: syntax.Call, scope: Scope, evaluate: Evaluate) -> list[Value] | Value:
    """The arguments, those of a last `...` spread out; the call's unknown result where that one is unknown."""
    values = [evaluate(argument, scope) for argument in node.arguments]
    if not node.expand:
        return values
    last = values.pop()
    if last.payload is None:
        raise EvaluationError("The expanding argument (indicated by ...) must not be null.", node.span)
    kind = last.type
    sequence = isinstance(kind, TupleType) or (isinstance(kind, Collection) and kind.kind != "map")
    if not sequence and kind != DYNAMIC:
        raise EvaluationError(
            "The expanding argument (indicated by ...) must be of a tuple, list, or set type.", node.span
        )
    if not isinstance(last.payload, tuple):
        return marked(unknown(DYNAMIC, last.reason), joined(deep_marks(v) for v in (*values, last)))
    marks = marks_of(last)
    return values + [marked(item, marks) for item in last.payload]


def _provider(node: syntax.Call, scope: Scope, evaluate: Evaluate) -> Value:
    from secscan.terraform.evaluate.functions.provided import FUNCTIONS

    arguments = _arguments(node, scope, evaluate)
    function = FUNCTIONS.get(node.name.removeprefix("provider::"))
    if function is not None and not isinstance(arguments, Value):
        return _invoke(function, node.name, arguments, node, scope)
    given = [arguments] if isinstance(arguments, Value) else arguments
    marks = joined(deep_marks(value) for value in given)
    return marked(unknown(DYNAMIC, f"{node.name} is computed by its provider"), marks)


def _try(node: syntax.Call, scope: Scope, evaluate: Evaluate) -> Value:
    """The first argument that can be evaluated; unknown where one before it cannot be told yet."""
    if not node.arguments:
        raise EvaluationError("at least one argument is required", node.span)
    first: EvaluationError | None = None
    for argument in node.arguments:
        try:
            value = evaluate(argument, scope)
        except FatalError:
            raise
        except EvaluationError as error:
            first = first or error
            continue
        if not _settled(argument, value):
            return marked(unknown(DYNAMIC, value.reason or "known after apply"), deep_marks(value))
        return value
    reason = first.message if first else ""
    raise EvaluationError(f"no expression succeeded: {reason}", node.span)


def _settled(argument: syntax.Expression, value: Value) -> bool:
    """A bare unknown may yet fail when it becomes known, so it decides nothing; parts of it may be unknown."""
    del argument
    return value.is_wholly_known


def _can(node: syntax.Call, scope: Scope, evaluate: Evaluate) -> Value:
    if len(node.arguments) != 1:
        raise EvaluationError('Function "can" expects 1 argument(s).', node.span)
    try:
        value = evaluate(node.arguments[0], scope)
    except FatalError:
        raise
    except EvaluationError:
        return boolean(False)
    if not value.is_wholly_known:
        origins = deep_marks(value).origins
        return marked(unknown(BOOL, value.reason or "known after apply", not_null=True), Marks(origins=origins))
    return boolean(True)


def _templatestring(node: syntax.Call, scope: Scope, evaluate: Evaluate) -> Value:
    from secscan.terraform.evaluate.functions.filesystem import templatestring

    return templatestring(node, scope, evaluate)


LAZY: Mapping[str, Callable[[syntax.Call, Scope, Evaluate], Value]] = {
    "try": _try,
    "can": _can,
    "templatestring": _templatestring,
}
