"""A module made ready to be evaluated many times: bodies compiled, variable types read, constants worked out once.

Nothing here depends on the root or the instance, so it is shared by all of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from secscan.model import Problem, Span
from secscan.terraform import syntax
from secscan.terraform.blocks import CompiledAttribute, CompiledBody, compile_body
from secscan.terraform.declarations import Module, ResourceBlock, Variable
from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.defaults import apply_defaults
from secscan.terraform.evaluate.errors import EvaluationError
from secscan.terraform.evaluate.expressions import evaluate
from secscan.terraform.evaluate.scope import FunctionContext
from secscan.terraform.evaluate.types import NO_DEFAULTS, Defaults, type_from_expression
from secscan.terraform.evaluate.values import DYNAMIC, Type, Value, unknown
from secscan.terraform.lazy import settled
from secscan.terraform.module import place
from secscan.terraform.run import misfit
from secscan.terraform.schema import block_of
from secscan.terraform.surroundings import body_around
from secscan.terraform.syntax import Expression, TemplatePart


@dataclass(frozen=True, slots=True)
class EmptyScope:
    """Where nothing may be referred to and no function be called: types, defaults, tfvars."""

    functions: FunctionContext = field(default_factory=lambda: FunctionContext(constants_only=True))

    def resolve(self, name: str, path: tuple[str, ...]) -> tuple[Value, int] | None:  # noqa: ARG002 - the protocol's
        raise EvaluationError(f'Nothing can be referred to here, "{name}" neither.')


EMPTY: Final = EmptyScope()


@dataclass(frozen=True, kw_only=True, slots=True)
class Input:
    """A variable with its type. `default` is ready for use, None where there is none."""

    variable: Variable
    type: Type = DYNAMIC
    defaults: Defaults = NO_DEFAULTS
    default: Value | None = None

    def accept(self, value: Value) -> Value:
        """What the variable holds when it is given `value`. Raises EvaluationError where it does not fit."""
        if value.is_null and not self.variable.nullable:
            if self.default is None:
                raise EvaluationError(f'The variable "{self.variable.name}" must not be null.')
            return self.default
        return self.marked(self.fitted(value))

    def fitted(self, value: Value) -> Value:
        try:
            return convert(apply_defaults(settled(value, self.type), self.defaults), self.type)
        except ConversionError as error:
            message = f'The value given for the variable "{self.variable.name}" is not suitable: {error}.'
            raise EvaluationError(message) from error

    def marked(self, value: Value) -> Value:
        if not (self.variable.sensitive or self.variable.ephemeral):
            return value
        sensitive, ephemeral = self.variable.sensitive, self.variable.ephemeral
        return replace(value, sensitive=value.sensitive or sensitive, ephemeral=value.ephemeral or ephemeral)

    def unknown(self, reason: str) -> Value:
        return self.marked(unknown(self.type, reason, not_null=not self.variable.nullable))


@dataclass(frozen=True, kw_only=True, slots=True)
class CompiledModule:
    """`around`: what stands around the arguments of a resource (`surroundings`), for those that have any."""

    module: Module
    inputs: Mapping[str, Input]
    bodies: Mapping[str, CompiledBody]
    providers: Mapping[str, CompiledBody]
    arguments: Mapping[str, Mapping[str, CompiledAttribute]]
    around: Mapping[str, CompiledBody]
    problems: tuple[Problem, ...]


def compile_module(module: Module) -> CompiledModule:
    problems: list[Problem] = []
    return CompiledModule(
        module=module,
        inputs={name: input_of(variable, problems) for name, variable in module.variables.items()},
        bodies={name: _resource_body(resource, problems) for name, resource in module.resources.items()},
        providers={
            name: compile_body(provider.body, Constants(problems)) for name, provider in module.providers.items()
        },
        arguments={
            name: {a.name: CompiledAttribute(a.name, a.value, a.span, constant(a.value)) for a in call.arguments}
            for name, call in module.calls.items()
        },
        around={
            name: compile_body(body, Constants(problems))
            for name, resource in module.resources.items()
            if (body := body_around(resource)) is not None
        },
        problems=tuple(problems),
    )


def _resource_body(resource: ResourceBlock, problems: list[Problem]) -> CompiledBody:
    return compile_body(resource.body, Constants(problems), block_of(resource.mode, resource.type))


@dataclass(frozen=True, slots=True)
class Constants:
    """`blocks.Constants`, which keep what they take."""

    problems: list[Problem]

    def value(self, expression: Expression) -> Value | None:
        return constant(expression)

    def misfit(self, name: str, error: ConversionError, span: Span) -> None:
        self.problems.append(misfit(name, error, span))


def input_of(variable: Variable, problems: list[Problem]) -> Input:
    """What is wrong with a type or a default is a problem; the variable then takes any value, or has no default."""
    made = Input(variable=variable)
    try:
        if variable.type is not None:
            kind, defaults = type_from_expression(variable.type, lambda e: evaluate(e, EMPTY))
            made = replace(made, type=kind, defaults=defaults)
        if variable.default is not None:
            given = evaluate(variable.default, EMPTY)
            made = replace(made, default=made.marked(made.fitted(given)))
    except EvaluationError as error:
        problems.append(place(f'Variable "{variable.name}": {error.message}', error.span or variable.span))
    return made


def constant(expression: Expression) -> Value | None:
    """The value of an expression that refers to nothing and calls nothing; None for any other and for a wrong one."""
    kind = type(expression)
    if kind is syntax.GetAttr or kind is syntax.Variable or kind is syntax.Call:  # what most of the others are
        return None
    if not is_constant(expression):
        return None
    try:
        return evaluate(expression, EMPTY)
    except EvaluationError:
        return None


def is_constant(node: Expression | TemplatePart) -> bool:
    match node:
        case str() | syntax.Literal():
            return True
        case syntax.Template(parts=parts):
            return all(is_constant(part) for part in parts)
        case syntax.TupleExpr(items=items):
            return all(is_constant(item) for item in items)
        case syntax.ObjectExpr(items=pairs):
            return all(is_constant(key) and is_constant(value) for key, value in pairs)
        case syntax.Parenthesised(inner=inner):
            return is_constant(inner)
        case syntax.Unary(operand=operand):
            return is_constant(operand)
    return False
