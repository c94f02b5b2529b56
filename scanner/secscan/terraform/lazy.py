"""Objects whose attributes are worked out when they are asked for: module outputs, resources. Evaluate nothing at once.

They stand as the payload of a `Value` like any other mapping, so that `module.m["a"].out` asks for one output of one
instance, as in Terraform's own graph, and `aws_x.y` is more than what its configuration sets.
"""

from collections.abc import Callable, Iterator, Mapping

from secscan.terraform.evaluate.values import DYNAMIC, Collection, ObjectType, Type, Value, object_of, tuple_of


class LazyObject(Mapping[str, Value]):
    """`names` are its attributes, `attribute` works one out. Where `is_open`, any further name is an attribute too: a
    resource has more of them than its configuration sets, and which ones only its provider's schema says."""

    __slots__ = ("_attribute", "_names", "is_open")

    def __init__(self, names: tuple[str, ...], attribute: Callable[[str], Value], *, is_open: bool = False) -> None:
        self._names, self._attribute, self.is_open = names, attribute, is_open

    def __getitem__(self, name: str) -> Value:
        if name not in self._names and not self.is_open:
            raise KeyError(name)
        return self._attribute(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def lazy_object(names: tuple[str, ...], attribute: Callable[[str], Value], *, is_open: bool = False) -> Value:
    """An object with the attributes `names`, whose types are said to be dynamic until they are asked for."""
    ordered = tuple(sorted(names))
    kind = ObjectType(tuple((name, DYNAMIC) for name in ordered))
    return Value(kind, LazyObject(ordered, attribute, is_open=is_open))


def settled(value: Value, wanted: Type) -> Value:
    """`value` with its lazy objects made ordinary ones, holding what `wanted` asks of them: conversion goes by types,
    and those of a lazy object are not known beforehand."""
    payload = value.payload
    if isinstance(payload, LazyObject):
        return _settled_object(payload, wanted)
    if isinstance(payload, tuple) and any(_is_lazy(item) for item in payload):
        element = wanted.element if isinstance(wanted, Collection) else DYNAMIC
        return tuple_of(settled(item, element) for item in payload)
    if isinstance(payload, Mapping) and any(_is_lazy(item) for item in payload.values()):
        kinds = dict(wanted.attributes) if isinstance(wanted, ObjectType) else {}
        element = wanted.element if isinstance(wanted, Collection) else DYNAMIC
        return object_of({name: settled(item, kinds.get(name, element)) for name, item in payload.items()})
    return value


def _settled_object(payload: LazyObject, wanted: Type) -> Value:
    if wanted == DYNAMIC or not isinstance(wanted, ObjectType):
        return Value(ObjectType(tuple((name, DYNAMIC) for name in payload)), payload)
    kinds = dict(wanted.attributes)
    given = [name for name in kinds if payload.is_open or name in payload]
    return object_of({name: settled(payload[name], kinds[name]) for name in given})


def _is_lazy(value: Value) -> bool:
    return isinstance(value.payload, LazyObject)
