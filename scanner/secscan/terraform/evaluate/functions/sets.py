"""Functions on sets. A set's own order and equality are in evaluate/sets.py."""

import math
from collections.abc import Mapping
from itertools import product
from typing import Final

from secscan.terraform.evaluate.convert import convert
from secscan.terraform.evaluate.errors import FunctionError, LimitExceeded
from secscan.terraform.evaluate.functions.lists import is_sequence
from secscan.terraform.evaluate.functions.spec import (
    SET_OF_ANY,
    Arguments,
    Function,
    Parameter,
    first_reason,
    items_in,
)
from secscan.terraform.evaluate.scope import FunctionContext
from secscan.terraform.evaluate.sets import member_key
from secscan.terraform.evaluate.unify import unify
from secscan.terraform.evaluate.values import (
    DYNAMIC,
    MAX_WEIGHT,
    Collection,
    TupleType,
    Type,
    Value,
    list_of,
    set_of,
    tuple_of,
    unknown,
)


def _common(arguments: Arguments) -> Type:
    """The type of the result: the sets' common type, those with no element type yet left out."""
    kinds = [a.type for a in arguments if not (a.type == SET_OF_ANY and a.is_known)]
    if not kinds:
        return SET_OF_ANY
    common = unify(kinds)
    if common is None:
        raise FunctionError("given sets must all have compatible element types")
    return common


def _operate(arguments: Arguments, context: FunctionContext, name: str) -> Value:
    kind = _common(arguments)
    converted = [convert(a, kind) for a in arguments]
    known = all(v.is_wholly_known for v in converted)
    if not known and name != "union":
        return unknown(kind, next(first_reason(v) for v in converted if not v.is_wholly_known), not_null=True)
    groups = [items_in(v) for v in converted]
    context.meter.spend(sum(len(g) for g in groups))
    kept = list(groups[0])
    for group in groups[1:]:
        kept = kept + list(group) if name == "union" else _narrow(kept, group, keep=name == "intersection")
    return set_of(kept, kind.element if isinstance(kind, Collection) else DYNAMIC)


def _narrow(kept: list[Value], group: Arguments, *, keep: bool) -> list[Value]:
    """Those of `kept` that are in `group`, or those that are not."""
    keys = {member_key(item) for item in group}
    return [item for item in kept if (member_key(item) in keys) == keep]


def _product_result(arguments: Arguments) -> Type:
    if len(arguments) < 2:
        raise FunctionError("at least two arguments are required")
    elements: list[Type] = []
    for index, argument in enumerate(arguments):
        kind = argument.type
        if not is_sequence(kind):
            raise FunctionError("a set or a list is required", index)
        common = unify(kind.elements) if isinstance(kind, TupleType) else _element(kind)
        mixed = common == DYNAMIC and isinstance(kind, TupleType) and any(e != DYNAMIC for e in kind.elements)
        if common is None or mixed:
            raise FunctionError("all elements must be of the same type", index)
        elements.append(common)
    kinds = [a.type for a in arguments]
    as_set = any(isinstance(k, Collection) and k.kind == "set" for k in kinds)
    return Collection("set" if as_set else "list", TupleType(tuple(elements)))


def _element(kind: Type) -> Type:
    return kind.element if isinstance(kind, Collection) else DYNAMIC


def _product(arguments: Arguments, context: FunctionContext) -> Value:
    kind = _product_result(arguments)
    element = _element(kind)
    if not isinstance(element, TupleType) or not isinstance(kind, Collection):
        raise TypeError("a product is a collection of tuples")
    groups = [items_in(a) for a in arguments]
    for argument in arguments:
        if isinstance(argument.type, Collection) and argument.type.kind == "set" and not argument.is_wholly_known:
            return unknown(kind, first_reason(argument), not_null=True)
    total = math.prod(len(g) for g in groups)
    if total * len(groups) > MAX_WEIGHT // 2:
        raise LimitExceeded(f"A product of {total} tuples is too large to evaluate.")
    context.meter.spend(total * len(groups))
    columns = [[convert(v, t) for v in group] for group, t in zip(groups, element.elements, strict=True)]
    rows = [tuple_of(row) for row in product(*columns)]
    return set_of(rows, element) if kind.kind == "set" else list_of(rows, element)


_FIRST = Parameter("first_set", SET_OF_ANY)
_OTHERS = Parameter("other_sets", SET_OF_ANY)

FUNCTIONS: Final[Mapping[str, Function]] = {
    "setintersection": Function((_FIRST,), _common, lambda a, c: _operate(a, c, "intersection"), variadic=_OTHERS),
    "setproduct": Function((), _product_result, _product, variadic=Parameter("sets", DYNAMIC, marked=True)),
    "setsubtract": Function(
        (Parameter("a", SET_OF_ANY), Parameter("b", SET_OF_ANY)), _common, lambda a, c: _operate(a, c, "difference")
    ),
    "setunion": Function((_FIRST,), _common, lambda a, c: _operate(a, c, "union"), variadic=_OTHERS),
}
