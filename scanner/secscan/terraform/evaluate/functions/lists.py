"""Functions on lists and tuples. Not on maps (collections.py) or sets (sets.py)."""

from collections.abc import Mapping
from typing import Final

from secscan.terraform.evaluate.convert import convert
from secscan.terraform.evaluate.errors import FunctionError
from secscan.terraform.evaluate.functions.spec import (
    LIST_OF_ANY,
    Arguments,
    Function,
    Parameter,
    first_reason,
    items_in,
    whole_of,
)
from secscan.terraform.evaluate.marks import inherit
from secscan.terraform.evaluate.scope import FunctionContext
from secscan.terraform.evaluate.types import type_name
from secscan.terraform.evaluate.unify import unify
from secscan.terraform.evaluate.values import (
    BOOL,
    DYNAMIC,
    NUMBER,
    Collection,
    TupleType,
    Type,
    Value,
    list_of,
    null,
    number,
    tuple_of,
    unknown,
)


def is_list(kind: Type) -> bool:
    return isinstance(kind, TupleType) or (isinstance(kind, Collection) and kind.kind == "list")


def is_sequence(kind: Type) -> bool:
    """List, set or tuple."""
    return isinstance(kind, TupleType) or (isinstance(kind, Collection) and kind.kind != "map")


def element_type(kind: Type) -> Type:
    return kind.element if isinstance(kind, Collection) else DYNAMIC


def _element_result(arguments: Arguments) -> Type:
    kind, index = arguments[0].type, arguments[1]
    if isinstance(kind, Collection) and kind.kind == "list":
        return kind.element
    if not isinstance(kind, TupleType):
        raise FunctionError(f"cannot read elements from {type_name(kind)}")
    if not index.is_known:
        return DYNAMIC
    if not kind.elements:
        raise FunctionError("cannot use element function with an empty list")
    position = whole_of(index, 1)
    if position < 0 and -position % len(kind.elements):
        raise FunctionError("cannot use element function with a negative index on a tuple")
    return kind.elements[position % len(kind.elements)]


def _element(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    _element_result(arguments)
    items, index = items_in(arguments[0]), whole_of(arguments[1], 1)
    if not items:
        raise FunctionError("cannot use element function with an empty list")
    return items[index % len(items)]


def _length(arguments: Arguments, context: FunctionContext) -> Value:
    from secscan.terraform.evaluate.functions.strings import graphemes

    del context
    value, kind = arguments[0], arguments[0].type
    if isinstance(kind, TupleType):
        return number(len(kind.elements))
    if not isinstance(kind, Collection) and hasattr(kind, "attributes"):
        return number(len(kind.attributes))
    if kind in (NUMBER, BOOL):
        raise FunctionError("argument must be a string, a collection type, or a structural type", 0)
    if isinstance(value.payload, str):
        return number(len(graphemes(value.payload)))
    if value.is_known and not (_is_set(kind) and not value.is_wholly_known and len(items_in(value)) > 1):
        return number(len(items_in(value)))
    return unknown(NUMBER, first_reason(value), not_null=True)


def _is_set(kind: Type) -> bool:
    return isinstance(kind, Collection) and kind.kind == "set"


def _chunklist(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    listed, size = arguments[0], whole_of(arguments[1], 1)
    items = items_in(listed)
    if not items:
        return list_of((), listed.type)
    if size < 0:
        raise FunctionError("the size argument must be positive", 1)
    if not size:
        return list_of([listed])
    return list_of([list_of(items[i : i + size]) for i in range(0, len(items), size)])


def _flatten(arguments: Arguments, context: FunctionContext) -> Value:
    if not is_sequence(arguments[0].type):
        raise FunctionError("can only flatten lists, sets and tuples")
    out: list[Value] = []
    hidden = _flatten_into(arguments[0], out)
    if hidden is not None:
        return inherit(unknown(DYNAMIC, first_reason(hidden), not_null=True), hidden)
    if len(out) > 1000:
        context.meter.spend(len(out))
    return tuple_of(out)


def _flatten_into(listed: Value, out: list[Value]) -> Value | None:
    """Adds the elements of all nested sequences; answers what hides how many there are."""
    for item in items_in(listed):
        if item.type == DYNAMIC and not item.is_known:
            return item
        if is_sequence(item.type) and item.payload is not None:
            if not isinstance(item.payload, tuple):
                return item
            hidden = _flatten_into(inherit(item, listed), out)
            if hidden is not None:
                return hidden
        else:
            out.append(item)
    return None


def _concat_result(arguments: Arguments) -> Type:
    for index, argument in enumerate(arguments):
        if not is_list(argument.type):
            raise FunctionError("all arguments must be lists or tuples; got " + type_name(argument.type), index)
    kinds = [a.type for a in arguments]
    if all(isinstance(k, Collection) for k in kinds) and (common := unify(kinds)) is not None:
        return common
    elements: list[Type] = []
    for argument in arguments:
        if isinstance(argument.type, TupleType):
            elements.extend(argument.type.elements)
        elif not argument.is_known:
            return DYNAMIC
        else:
            elements.extend([element_type(argument.type)] * len(items_in(argument)))
    return TupleType(tuple(elements))


def _concat(arguments: Arguments, context: FunctionContext) -> Value:
    if not arguments:
        raise FunctionError("at least one argument is required")
    kind = _concat_result(arguments)
    if isinstance(kind, Collection):
        arguments = tuple(convert(argument, kind) for argument in arguments)
    items = [item for argument in arguments for item in items_in(argument)]
    if len(items) > 1000:
        context.meter.spend(len(items))
    return list_of(items, element_type(kind)) if isinstance(kind, Collection) else tuple_of(items)


def _one_result(arguments: Arguments) -> Type:
    kind = arguments[0].type
    if isinstance(kind, Collection) and kind.kind != "map":
        return kind.element
    if isinstance(kind, TupleType) and len(kind.elements) < 2:
        return kind.elements[0] if kind.elements else DYNAMIC
    raise FunctionError("must be a list, set, or tuple value with either zero or one elements", 0)


def _one(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    kind, items = _one_result(arguments), items_in(arguments[0])
    if len(items) > 1:
        if _is_set(arguments[0].type) and not arguments[0].is_wholly_known:
            return unknown(kind, first_reason(arguments[0]))
        raise FunctionError("must be a list, set, or tuple value with either zero or one elements", 0)
    return items[0] if items else null(kind)


def _reverse_result(arguments: Arguments) -> Type:
    kind = arguments[0].type
    if isinstance(kind, TupleType):
        return TupleType(kind.elements[::-1])
    if is_sequence(kind):
        return Collection("list", element_type(kind))
    raise FunctionError(f"can only reverse list or tuple values, not {type_name(kind)}", 0)


def _reverse(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    kind, items = _reverse_result(arguments), items_in(arguments[0])[::-1]
    return list_of(items, element_type(kind)) if isinstance(kind, Collection) else tuple_of(items)


def _slice_result(arguments: Arguments) -> Type:
    kind = arguments[0].type
    if isinstance(kind, Collection) and kind.kind == "set":
        raise FunctionError(
            "cannot slice a set, because its elements do not have indices; explicitly convert to a list if the "
            "ordering of the result is not important",
            0,
        )
    if not is_list(kind):
        raise FunctionError("must be a list or tuple value", 0)
    start, end = _bounds(arguments)
    if isinstance(kind, TupleType):
        return DYNAMIC if start is None or end is None else TupleType(kind.elements[start:end])
    return kind


def _bounds(arguments: Arguments) -> tuple[int | None, int | None]:
    """The two indexes as far as known. Raises FunctionError where they are out of range."""
    kind = arguments[0].type
    length = len(kind.elements) if isinstance(kind, TupleType) else None
    if length is None and arguments[0].is_known:
        length = len(items_in(arguments[0]))
    found: list[int | None] = []
    for index, which in ((1, "start"), (2, "end")):
        value = arguments[index]
        bound = whole_of(value, index) if value.is_known else None
        if bound is not None and bound < 0:
            raise FunctionError(f"{which} index must not be less than zero", index)
        if bound is not None and length is not None and bound > length:
            raise FunctionError(f"{which} index must not be greater than the length of the list", index)
        found.append(bound)
    start, end = found
    if start is not None and end is not None and start > end:
        raise FunctionError("start index must not be greater than end index", 1)
    return start, end


def _slice(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    kind = _slice_result(arguments)
    start, end = _bounds(arguments)
    items = items_in(arguments[0])[start:end]
    return list_of(items, element_type(kind)) if isinstance(kind, Collection) else tuple_of(items)


def _coalescelist_result(arguments: Arguments) -> Type:
    for argument in arguments:
        if not argument.is_known:
            return DYNAMIC
        if not is_list(argument.type):
            raise FunctionError("coalescelist arguments must be lists or tuples")
    return arguments[0].type if len({a.type for a in arguments}) == 1 else DYNAMIC


def _coalescelist(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    if not arguments:
        raise FunctionError("at least one argument is required")
    kind = _coalescelist_result(arguments)
    for argument in arguments:
        if not argument.is_known:
            return unknown(kind, argument.reason)
        if argument.payload is not None and items_in(argument):
            return argument
    raise FunctionError("no non-null arguments")


_ANY = Parameter("list", DYNAMIC)
_PARTS = Parameter("list", DYNAMIC, marked=True)

FUNCTIONS: Final[Mapping[str, Function]] = {
    "chunklist": Function(
        (Parameter("list", LIST_OF_ANY, marked=True), Parameter("size", NUMBER)),
        lambda a: Collection("list", a[0].type),
        _chunklist,
    ),
    "coalescelist": Function(
        (), DYNAMIC, _coalescelist, variadic=Parameter("vals", DYNAMIC, null=True, unknown=True, dynamic=True)
    ),
    "concat": Function((), _concat_result, _concat, variadic=Parameter("seqs", DYNAMIC, marked=True)),
    "element": Function((_PARTS, Parameter("index", NUMBER)), _element_result, _element),
    "flatten": Function((_PARTS,), DYNAMIC, _flatten),
    "length": Function((Parameter("value", DYNAMIC, unknown=True, dynamic=True, marked=True),), NUMBER, _length),
    "one": Function((_ANY,), _one_result, _one),
    "reverse": Function((_PARTS,), _reverse_result, _reverse),
    "slice": Function(
        (_PARTS, Parameter("start_index", NUMBER), Parameter("end_index", NUMBER)), _slice_result, _slice
    ),
}
