"""Functions that look through lists: what is in them, all or any. Not those that rearrange them (lists.py)."""

from collections.abc import Mapping
from typing import Final

from secscan.terraform.evaluate.convert import convert
from secscan.terraform.evaluate.errors import FunctionError
from secscan.terraform.evaluate.functions.lists import element_type, is_list, is_sequence
from secscan.terraform.evaluate.functions.spec import (
    LIST_OF_ANY,
    LIST_OF_STRING,
    Arguments,
    Function,
    Parameter,
    first_reason,
    items_in,
)
from secscan.terraform.evaluate.operators import equals
from secscan.terraform.evaluate.scope import FunctionContext
from secscan.terraform.evaluate.sets import member_key
from secscan.terraform.evaluate.unify import unify
from secscan.terraform.evaluate.values import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    Collection,
    Type,
    Value,
    boolean,
    list_of,
    number,
    unknown,
)


def _distinct(arguments: Arguments, context: FunctionContext) -> Value:
    listed = arguments[0]
    if not listed.is_wholly_known:
        return unknown(listed.type, first_reason(listed), not_null=True)
    items = items_in(listed)
    if len(items) > 1000:
        context.meter.spend(len(items))
    kept: dict[object, Value] = {}
    for item in items:
        kept.setdefault(member_key(item), item)
    return list_of(kept.values(), element_type(listed.type))


def _contains(arguments: Arguments, context: FunctionContext) -> Value:
    listed, wanted = arguments
    if not is_sequence(listed.type):
        raise FunctionError("argument must be list, tuple, or set")
    hidden = ""
    items = items_in(listed)
    if len(items) > 1000:
        context.meter.spend(len(items) * 10)
    for item in items:
        answer = equals(wanted, item)
        if answer.payload is True:
            return boolean(True)
        hidden = hidden or answer.reason
    return unknown(BOOL, hidden, not_null=True) if hidden else boolean(False)


def _index(arguments: Arguments, context: FunctionContext) -> Value:
    listed, wanted = arguments
    if not is_list(listed.type):
        raise FunctionError("argument must be a list or tuple")
    items = items_in(listed)
    if not items:
        raise FunctionError("cannot search an empty list")
    if len(items) > 1000:
        context.meter.spend(len(items) * 10)
    for position, item in enumerate(items):
        answer = equals(item, wanted)
        if not answer.is_known:
            return unknown(NUMBER, answer.reason, not_null=True)
        if answer.payload is True:
            return number(position)
    raise FunctionError("item not found")


def _compact(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    listed = arguments[0]
    if not listed.is_wholly_known:
        return unknown(LIST_OF_STRING, first_reason(listed), not_null=True)
    return list_of([item for item in items_in(listed) if item.payload not in (None, "")], STRING)


def _all_true(arguments: Arguments, context: FunctionContext) -> Value:
    """In order: the first that is unknown, null or false decides."""
    del context
    for item in items_in(arguments[0]):
        if not item.is_known:
            return unknown(BOOL, item.reason, not_null=True)
        if item.payload is not True:
            return boolean(False)
    return boolean(True)


def _any_true(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    items = items_in(arguments[0])
    if any(item.payload is True for item in items):
        return boolean(True)
    hidden = next((item for item in items if not item.is_known), None)
    return unknown(BOOL, hidden.reason, not_null=True) if hidden else boolean(False)


def _matchkeys_result(arguments: Arguments) -> Type:
    if unify((arguments[1].type, arguments[2].type)) is None:
        raise FunctionError("keys and searchset must be of the same type")
    return arguments[0].type


def _matchkeys(arguments: Arguments, context: FunctionContext) -> Value:
    kind = _matchkeys_result(arguments)
    common = unify((arguments[1].type, arguments[2].type)) or DYNAMIC
    values = items_in(arguments[0])
    if len(values) != len(items_in(arguments[1])):
        raise FunctionError("length of keys and values should be equal")
    keys, wanted = convert(arguments[1], common), items_in(convert(arguments[2], common))
    if not wanted:
        return list_of((), element_type(kind))
    for listed in (arguments[0], keys):
        if not listed.is_wholly_known:
            return unknown(kind, first_reason(listed), not_null=True)
    context.meter.spend(len(values) * len(wanted))
    kept = [
        v for v, key in zip(values, items_in(keys), strict=True) if any(equals(key, w).payload is True for w in wanted)
    ]
    return list_of(kept, element_type(kind))


_ANY = Parameter("list", DYNAMIC)
_BOOLS = Collection("list", BOOL)

FUNCTIONS: Final[Mapping[str, Function]] = {
    "alltrue": Function((Parameter("list", _BOOLS),), BOOL, _all_true),
    "anytrue": Function((Parameter("list", _BOOLS),), BOOL, _any_true),
    "compact": Function((Parameter("list", LIST_OF_STRING),), LIST_OF_STRING, _compact),
    "contains": Function((_ANY, Parameter("value", DYNAMIC)), BOOL, _contains),
    "distinct": Function((Parameter("list", LIST_OF_ANY),), lambda a: a[0].type, _distinct),
    "index": Function((_ANY, Parameter("value", DYNAMIC)), NUMBER, _index),
    "matchkeys": Function(
        (Parameter("values", LIST_OF_ANY), Parameter("keys", LIST_OF_ANY), Parameter("searchset", LIST_OF_ANY)),
        _matchkeys_result,
        _matchkeys,
    ),
}
