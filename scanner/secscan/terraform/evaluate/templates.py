"""Renders template parts: literal text, interpolations, `%{ if }`, `%{ for }`. Does not parse them.

Follows hashicorp/hcl `hclsyntax/expression_template.go`: an unknown part makes the whole unknown, what stands before
the first one stays as its known prefix.
"""

from collections.abc import Callable
from typing import TypeAlias

from secscan.model import Span
from secscan.terraform import syntax
from secscan.terraform.evaluate.convert import ConversionError, convert, primitive_text
from secscan.terraform.evaluate.errors import EvaluationError, LimitExceeded
from secscan.terraform.evaluate.iteration import items_of
from secscan.terraform.evaluate.marks import NO_MARKS, Marks, joined, marked, marks_of
from secscan.terraform.evaluate.operators import truth
from secscan.terraform.evaluate.scope import TURN, Names, Scope
from secscan.terraform.evaluate.values import MAX_STRING, STRING, UnknownPayload, Value, string, unknown

Evaluate: TypeAlias = Callable[[syntax.Expression, Scope], Value]


class _Writer:
    """Collects one template's texts and unknown parts, and the marks of all."""

    __slots__ = ("length", "marks", "parts", "reason")

    def __init__(self) -> None:
        self.parts: list[str | Value] = []
        self.length = 0
        self.reason = ""
        self.marks: list[Marks] = []

    def text(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def hide(self, value: Value) -> None:
        self.reason = self.reason or value.reason or "known after apply"
        inner = value.payload.parts if isinstance(value.payload, UnknownPayload) else ()
        self.parts.extend(inner or (value,))

    def mark(self, value: Value) -> None:
        if (marks := marks_of(value)) is not NO_MARKS:
            self.marks.append(marks)

    def value(self, scope: Scope, span: Span) -> Value:
        if self.length > 1000:
            if self.length > MAX_STRING:
                raise LimitExceeded(f"A string of more than {MAX_STRING} characters is too large to evaluate.", span)
            scope.functions.meter.spend(self.length)
        result = string("".join(p for p in self.parts if isinstance(p, str))) if not self.reason else self.hidden()
        return marked(result, joined(self.marks))

    def hidden(self) -> Value:
        """The unknown string, with its parts and its known beginning."""
        prefix = ""
        for part in self.parts:
            if isinstance(part, str):
                prefix += part
                continue
            prefix += part.payload.prefix if isinstance(part.payload, UnknownPayload) else ""
            break
        return Value(STRING, UnknownPayload(self.reason, prefix, not_null=True, parts=tuple(self.parts)))


def render(parts: tuple[syntax.TemplatePart, ...], scope: Scope, span: Span, evaluate: Evaluate) -> Value:
    """The string that the parts amount to. Raises EvaluationError."""
    writer = _Writer()
    _write(parts, scope, writer, evaluate)
    return writer.value(scope, span)


def _write(parts: tuple[syntax.TemplatePart, ...], scope: Scope, writer: _Writer, evaluate: Evaluate) -> None:
    for part in parts:
        if isinstance(part, str):
            writer.text(part)
        elif isinstance(part, syntax.TemplateIf):
            _write_if(part, scope, writer, evaluate)
        elif isinstance(part, syntax.TemplateFor):
            _write_for(part, scope, writer, evaluate)
        else:
            _interpolate(part, evaluate(part, scope), writer)


def _interpolate(part: syntax.Expression, value: Value, writer: _Writer) -> None:
    writer.mark(value)
    if value.payload is None:
        raise EvaluationError(
            "The expression result is null. Cannot include a null value in a string template.", part.span
        )
    try:
        value = convert(value, STRING)
    except ConversionError as error:
        raise EvaluationError(f"Cannot include the given value in a string template: {error}.", part.span) from error
    if isinstance(value.payload, UnknownPayload):
        writer.hide(value)
    else:
        writer.text(primitive_text(value.payload))


def _write_if(part: syntax.TemplateIf, scope: Scope, writer: _Writer, evaluate: Evaluate) -> None:
    condition = evaluate(part.condition, scope)
    try:
        answer = truth(condition)
    except ConversionError as error:
        raise EvaluationError(f"The condition must be true or false: {error}.", part.condition.span) from error
    writer.mark(condition)
    if answer is None:
        writer.hide(unknown(STRING, condition.reason))
        return
    branch = part.then if answer else part.otherwise
    _write(branch, scope, writer, evaluate)


def _write_for(part: syntax.TemplateFor, scope: Scope, writer: _Writer, evaluate: Evaluate) -> None:
    collection = evaluate(part.collection, scope)
    writer.mark(collection)
    items = items_of(collection, part.collection.span)
    if items is None:
        writer.hide(unknown(STRING, collection.reason))
        return
    for key, value in items:
        scope.functions.meter.spend(TURN)
        names = {part.value_name: value}
        if part.key_name:
            names[part.key_name] = key
        _write(part.body, Names(names, scope, scope.functions), writer, evaluate)
        if writer.length > MAX_STRING:
            raise LimitExceeded(f"A string of more than {MAX_STRING} characters is too large to evaluate.", part.span)
