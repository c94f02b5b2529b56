"""`for` expressions and splats: one value from each element of another. Not templates' `%{ for }` bodies.

Follows hashicorp/hcl `hclsyntax/expression.go` (ForExpr, SplatExpr).
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import TypeAlias

from secscan.model import Span
from secscan.terraform import syntax
from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.errors import EvaluationError, LimitExceeded
from secscan.terraform.evaluate.marks import Marks, deep_marks, inherit, joined, marked, marks_of
from secscan.terraform.evaluate.operators import truth
from secscan.terraform.evaluate.scope import TURN, Names, Scope
from secscan.terraform.evaluate.types import type_name
from secscan.terraform.evaluate.unify import unify
from secscan.terraform.evaluate.values import (
    DYNAMIC,
    MAX_WEIGHT,
    NUMBER,
    STRING,
    Collection,
    ObjectType,
    TupleType,
    Type,
    Value,
    list_of,
    object_of,
    string,
    summary,
    tuple_of,
    unknown,
)

Evaluate: TypeAlias = Callable[[syntax.Expression, Scope], Value]
# The name that a splat's element has in its inner scope; no identifier can be this.
SPLAT_ITEM = "*"


def items_of(collection: Value, span: Span) -> Iterator[tuple[Value, Value]] | None:
    """(key, element) pairs in Terraform's order, None where the collection is unknown. Raises EvaluationError."""
    payload = collection.payload
    if payload is None:
        raise EvaluationError("A null value cannot be used as the collection in a 'for' expression.", span)
    if isinstance(payload, Mapping):
        return ((string(key), item) for key, item in payload.items())
    if isinstance(payload, tuple):
        if isinstance(collection.type, Collection) and collection.type.kind == "set":
            return ((item, item) for item in payload)
        return ((Value(NUMBER, Decimal(i)), item) for i, item in enumerate(payload))
    if collection.type == DYNAMIC or isinstance(collection.type, (Collection, TupleType, ObjectType)):
        return None
    raise EvaluationError(
        f"A value of type {type_name(collection.type)} cannot be used as the collection in a 'for' expression.", span
    )


class Loop:
    """One running `for`: its marks, and the reason why its result is unknown, once it is."""

    __slots__ = ("collection", "evaluate", "marks", "node", "reason", "scope", "weight")

    def __init__(self, node: syntax.ForTuple | syntax.ForObject, scope: Scope, evaluate: Evaluate) -> None:
        self.node, self.scope, self.evaluate = node, scope, evaluate
        self.collection = evaluate(node.collection, scope)
        self.marks: list[Marks] = [marks_of(self.collection)]
        self.reason = ""
        self.weight = 0

    def scopes(self) -> Iterator[Names]:
        """The inner scope of each element that the `if` clause lets through."""
        items = items_of(self.collection, self.node.collection.span)
        if items is None:
            self.hide(self.collection, deep=True)
            return
        node, functions = self.node, self.scope.functions
        for key, value in items:
            functions.meter.spend(TURN)
            names = {node.key_name: key, node.value_name: value} if node.key_name else {node.value_name: value}
            inner = Names(names, self.scope, functions)
            if node.condition is None or self.lets_through(node.condition, inner):
                yield inner

    def lets_through(self, condition: syntax.Expression, inner: Names) -> bool:
        value = self.evaluate(condition, inner)
        try:
            answer = truth(value)
        except ConversionError as error:
            raise EvaluationError(f"The 'if' clause value is invalid: {error}.", condition.span) from error
        if answer is None:
            self.hide(value)
            return False
        self.marks.append(marks_of(value))
        return answer

    def hide(self, value: Value, *, deep: bool = False) -> None:
        self.reason = self.reason or value.reason or "known after apply"
        found = deep_marks(value) if deep else marks_of(value)
        self.marks.append(Marks(origins=found.origins))

    def weighed(self, value: Value) -> Value:
        """`value`, once it is sure that all the values so far are not too many. Raises LimitExceeded."""
        self.weight += summary(value).weight
        if self.weight > MAX_WEIGHT:
            raise LimitExceeded(f"A value of more than {MAX_WEIGHT} parts is too large to evaluate.", self.node.span)
        return value

    def result(self, value: Value) -> Value:
        if self.reason:
            value = unknown(DYNAMIC, self.reason)
        return marked(value, joined(self.marks))


def for_tuple(node: syntax.ForTuple, scope: Scope, evaluate: Evaluate) -> Value:
    loop = Loop(node, scope, evaluate)
    return loop.result(tuple_of([loop.weighed(evaluate(node.value, inner)) for inner in loop.scopes()]))


def for_object(node: syntax.ForObject, scope: Scope, evaluate: Evaluate) -> Value:
    loop = Loop(node, scope, evaluate)
    groups: dict[str, list[Value]] = {}
    for inner in loop.scopes():
        key = key_of(node, evaluate(node.key, inner), loop)
        if key is None:
            continue
        value = loop.weighed(evaluate(node.value, inner))
        if key in groups and not node.grouping:
            raise EvaluationError(
                f"Two different items produced the key \"{key}\" in this 'for' expression. If duplicates are expected, "
                "use the ellipsis (...) after the value expression to enable grouping by key.",
                node.key.span,
            )
        groups.setdefault(key, []).append(value)
    if node.grouping:
        return loop.result(object_of({key: tuple_of(values) for key, values in groups.items()}))
    return loop.result(object_of({key: values[0] for key, values in groups.items()}))


def key_of(node: syntax.ForObject, key: Value, loop: Loop) -> str | None:
    """The key's text, None where it is unknown."""
    if key.payload is None:
        raise EvaluationError("Key expression in 'for' expression must not produce a null value.", node.key.span)
    try:
        key = convert(key, STRING)
    except ConversionError as error:
        raise EvaluationError(f"The key expression produced an invalid result: {error}.", node.key.span) from error
    if not isinstance(key.payload, str):
        loop.hide(key)
        return None
    loop.marks.append(marks_of(key))
    return key.payload


def splat(node: syntax.Splat, scope: Scope, evaluate: Evaluate) -> Value:
    """`source[*].rest`: of a list or set a list, of a tuple a tuple; anything else is a tuple of one, null of none."""
    source = evaluate(node.source, scope)
    kind = source.type
    sequence = isinstance(kind, TupleType) or (isinstance(kind, Collection) and kind.kind != "map")
    if source.payload is None:
        if sequence:
            raise EvaluationError(
                "Splat expressions (with the * symbol) cannot be applied to null sequences.", node.source.span
            )
        return inherit(tuple_of(()), source)
    if kind == DYNAMIC:
        return _unknown_splat(source, DYNAMIC)
    if not sequence:
        return _upgraded(node, source, scope, evaluate)
    if not isinstance(source.payload, tuple):
        return _unknown_splat(source, _splat_type(node, kind, scope, evaluate))
    values = [_each(node, item, scope, evaluate) for item in source.payload]
    return inherit(_gathered(node, kind, values, scope, evaluate), source)


def _each(node: syntax.Splat, item: Value, scope: Scope, evaluate: Evaluate) -> Value:
    if isinstance(node.each, syntax.SplatItem):
        return item
    return evaluate(node.each, Names({SPLAT_ITEM: item}, scope, scope.functions))


def _gathered(node: syntax.Splat, kind: Type, values: list[Value], scope: Scope, evaluate: Evaluate) -> Value:
    if not isinstance(kind, Collection):
        return tuple_of(values)
    types = dict.fromkeys(v.type for v in values)
    if len(types) > 1:
        # cty cannot make a list of these; a later conversion may still find their common type.
        common = unify(list(types))
        return list_of([convert(v, common) for v in values]) if common is not None else tuple_of(values)
    if values:
        return list_of(values)
    empty = _splat_type(node, kind, scope, evaluate)
    return list_of((), empty.element if isinstance(empty, Collection) else DYNAMIC)


def _splat_type(node: syntax.Splat, kind: Type, scope: Scope, evaluate: Evaluate) -> Type:
    """The type that the splat has, told by trying it on an unknown element."""
    if isinstance(kind, Collection):
        return Collection("list", _each(node, unknown(kind.element), scope, evaluate).type)
    if isinstance(kind, TupleType):
        return TupleType(tuple(_each(node, unknown(e), scope, evaluate).type for e in kind.elements))
    return DYNAMIC


def _upgraded(node: syntax.Splat, source: Value, scope: Scope, evaluate: Evaluate) -> Value:
    value = _each(node, source, scope, evaluate)
    payload = source.payload
    if source.is_known or (payload is not None and getattr(payload, "not_null", False)):
        return tuple_of([value])
    return _unknown_splat(source, DYNAMIC)


def _unknown_splat(source: Value, kind: Type) -> Value:
    return inherit(unknown(kind, source.reason, not_null=kind != DYNAMIC), source)
