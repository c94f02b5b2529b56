"""Where an attribute of a resource is written, inside its nested and dynamic blocks too. Follows no reference."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

from secscan.model import Span
from secscan.terraform.blocks import CompiledBlock, CompiledBody, Dynamic
from secscan.terraform.chain.bound import Bound, Part, Source
from secscan.terraform.chain.narrow import narrow
from secscan.terraform.chain.paths import Steps, at
from secscan.terraform.chain.reader import Reader, place_of
from secscan.terraform.chain.step import Kind
from secscan.terraform.declarations import META_BLOCKS
from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.scope import Names, Scope
from secscan.terraform.evaluate.values import Collection, Value, number, object_of, string
from secscan.terraform.instances import ModuleScope
from secscan.terraform.resources import ResourceInstance
from secscan.terraform.surroundings import body_of
from secscan.terraform.syntax import Expression


class Repeated(Protocol):
    """What `count` and `for_each` repeat: a resource block, a module call."""

    @property
    def count(self) -> Expression | None: ...

    @property
    def for_each(self) -> Expression | None: ...


def is_block(body: CompiledBody, path: str) -> bool:
    """Whether nested blocks stand at `path`, not an attribute."""
    found = False
    for name in re.sub(r"\[\d+\]", "", path).split("."):
        if name not in body.groups:
            return False
        body, found = body.groups[name][0].body, True
    return found


class Located(NamedTuple):
    """`span`: the narrowest place, `exact` where it writes just what is meant; `part`: what gives the value, None for a
    block."""

    span: Span
    part: Part | None
    exact: bool = True


def locate(instance: ResourceInstance, steps: Steps, reader: Reader) -> Located | None:
    """What the configuration writes at `steps` of a resource; None where it does not set what they begin with."""
    around = body_of(instance) if steps[0] in META_BLOCKS else None
    if around is not None:
        scope = scope_of(instance)
        return _in_body(around, Bound({"self": instance.whole()}, {}, scope), steps, reader)
    return _in_body(instance.body, scope_of(instance), steps, reader)


def scope_of(instance: ResourceInstance) -> Scope:
    return instance_scope(instance.resources.scope, instance.scope, instance.resources.block)


def instance_scope(outer: ModuleScope, scope: Scope | None, repeated: Repeated) -> Scope:
    """The scope of one instance of `repeated`: its `each` or `count` with where they come from."""
    if not isinstance(scope, Names):
        return outer
    ((name, value),) = scope.names.items()
    expression = repeated.for_each if name == "each" else repeated.count
    if expression is None:
        return scope
    key = at(value, ("key",)) if name == "each" else None
    steps: Steps = (place_of(key),) if key is not None and key.is_known else ()
    source = Source(Part(expression, outer, steps), Kind.EACH if name == "each" else Kind.COUNT, paired=True)
    return Bound({name: value}, {name: source}, outer)


def _in_body(body: CompiledBody, scope: Scope, steps: Steps, reader: Reader) -> Located | None:
    name, rest = str(steps[0]), steps[1:]
    if name in body.attributes:
        attribute = body.attributes[name]
        part = Part(attribute.expression, scope, _as_written(body, name, scope, rest, reader))
        reached = narrow(part, attribute.span, reader)
        return Located(reached.span, part, reached.exact)
    if name in body.groups:
        return _in_group(body.groups[name], scope, rest, reader)
    return None


def _as_written(body: CompiledBody, name: str, scope: Scope, steps: Steps, reader: Reader) -> Steps:
    """The steps to a member of a set by its place in the list that is written there; none where it cannot be found.

    What the schema makes a set has an order of its own, and each member once."""
    about = body.schema.attributes.get(name) if body.schema is not None else None
    kind = about.type if about is not None else None
    if not steps or not isinstance(steps[0], int) or not isinstance(kind, Collection) or kind.kind != "set":
        return steps
    written = reader.value(body.attributes[name].expression, scope)
    if written is None or not isinstance(written.payload, tuple):
        return ()
    try:
        fitting = [convert(item, kind.element) for item in written.payload]
        member = at(convert(written, kind), steps[:1])
    except ConversionError:
        return ()
    index = next((n for n, item in enumerate(fitting) if member is not None and item.payload == member.payload), None)
    return () if index is None else (index, *steps[1:])


def _in_group(blocks: tuple[CompiledBlock, ...], scope: Scope, steps: Steps, reader: Reader) -> Located:
    if not steps:
        return Located(blocks[0].block.span, None)
    made = list(_blocks(blocks, scope, reader))
    index = steps[0] if isinstance(steps[0], int) else _labelled(made, steps[0])
    # A path without an index means the only block.
    inner = steps[1:] if isinstance(steps[0], int) or index is not None else steps
    if (index or 0) >= len(made):
        return Located(blocks[0].block.span, None, exact=False)
    block, inside, repeated = made[index or 0]
    if not inner:
        return Located(block.block.span, repeated)
    return _in_body(block.body, inside, inner, reader) or Located(block.block.span, repeated, exact=False)


Made = tuple[CompiledBlock, Scope, Part | None]


def _labelled(made: list[Made], label: str) -> int | None:
    return next((n for n, (block, _, _) in enumerate(made) if ".".join(block.block.labels) == label), None)


def _blocks(blocks: tuple[CompiledBlock, ...], scope: Scope, reader: Reader) -> Iterator[Made]:
    """Each block that stands there, with its scope and what repeats it."""
    for item in blocks:
        if item.dynamic is None or item.dynamic.for_each is None:
            yield item, scope, None
            continue
        for key, value in _elements(item.dynamic, scope, reader):
            part = Part(item.dynamic.for_each, scope, (place_of(key),))
            element = object_of({"key": key, "value": value})
            source = Source(part, Kind.EACH, paired=True)
            name = item.dynamic.iterator
            yield item, Bound({name: element}, {name: source}, scope), part


def _elements(dynamic: Dynamic, scope: Scope, reader: Reader) -> Iterator[tuple[Value, Value]]:
    found = reader.value(dynamic.for_each, scope) if dynamic.for_each is not None else None
    payload = found.payload if found is not None else None
    if isinstance(payload, Mapping):
        yield from ((string(key), value) for key, value in payload.items())
    elif isinstance(payload, tuple):
        is_set = found is not None and isinstance(found.type, Collection) and found.type.kind == "set"
        yield from ((item if is_set else number(index), item) for index, item in enumerate(payload))
