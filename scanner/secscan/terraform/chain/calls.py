"""Which arguments of a function call gave the value at a path: the map of a `merge` that has the key, the first of a
`coalesce`. Of a function that is not here: all of them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from secscan.terraform import syntax
from secscan.terraform.chain.bound import Part
from secscan.terraform.chain.select import Reader
from secscan.terraform.evaluate.values import UnknownPayload, Value

# Whose first argument's parts stand at the same paths in the result.
_SAME: Final = frozenset(
    {"jsondecode", "jsonencode", "nonsensitive", "sensitive", "ephemeralasnull", "tobool", "tolist", "tomap",
     "tonumber", "toset", "tostring", "try", "yamldecode"}
)  # fmt: skip


def arguments(node: syntax.Call, part: Part, reader: Reader) -> Iterable[Part]:
    name = node.name.removeprefix("core::")
    if node.expand:
        return _all(node, part)
    if name in _CHOOSERS and node.arguments:
        return _CHOOSERS[name](node, part, reader)
    if name in _SAME and len(node.arguments) == 1:
        return (part._replace(expression=node.arguments[0]),)
    return _all(node, part)


def _all(node: syntax.Call, part: Part) -> Iterator[Part]:
    return (Part(argument, part.scope, (), part.chosen) for argument in node.arguments)


def _merge(node: syntax.Call, part: Part, reader: Reader) -> Iterator[Part]:
    """The last argument that has the key; with it those behind it that are not known."""
    if not part.steps:
        yield from _all(node, part)
        return
    for argument in reversed(node.arguments):
        value = reader.value(argument, part.scope)
        if value is None or isinstance(value.payload, UnknownPayload):
            yield part._replace(expression=argument)
        elif isinstance(value.payload, Mapping) and part.steps[0] in value.payload:
            yield part._replace(expression=argument)
            return


def _lookup(node: syntax.Call, part: Part, reader: Reader) -> Iterator[Part]:
    if len(node.arguments) < 2:
        yield from _all(node, part)
        return
    source, key, *default = node.arguments
    name, within = reader.value(key, part.scope), reader.value(source, part.scope)
    held = within.payload if within is not None else None
    known = name is not None and isinstance(name.payload, str) and isinstance(held, Mapping)
    if not known or name is None or not isinstance(held, Mapping):
        yield from _all(node, part)
    elif name.payload in held:
        yield Part(source, part.scope, (str(name.payload), *part.steps), part.chosen)
        yield Part(key, part.scope, (), True)
    else:
        yield from (part._replace(expression=argument) for argument in default)
        yield Part(key, part.scope, (), True)


def _first(usable: Callable[[Value], bool]) -> "Callable[[syntax.Call, Part, Reader], Iterator[Part]]":
    """The first argument that is usable; those before it that are not known too."""

    def choose(node: syntax.Call, part: Part, reader: Reader) -> Iterator[Part]:
        for argument in node.arguments:
            value = reader.value(argument, part.scope)
            if value is None:
                continue
            if isinstance(value.payload, UnknownPayload):
                yield part._replace(expression=argument)
            elif usable(value):
                yield part._replace(expression=argument)
                return

    return choose


def _element(node: syntax.Call, part: Part, reader: Reader) -> Iterator[Part]:
    if len(node.arguments) != 2:
        return
    source, key = node.arguments
    index, within = reader.value(key, part.scope), reader.value(source, part.scope)
    held = within.payload if within is not None else None
    plain = index is not None and isinstance(index.payload, Decimal) and isinstance(held, tuple) and bool(held)
    if plain and index is not None and isinstance(held, tuple):
        yield Part(source, part.scope, (int(str(index.payload)) % len(held), *part.steps), part.chosen)
    else:
        yield Part(source, part.scope, (), part.chosen)
    yield Part(key, part.scope, (), True)


def _one(node: syntax.Call, part: Part, _: Reader) -> Iterator[Part]:
    yield part._replace(expression=node.arguments[0], steps=(0, *part.steps))


def _concat(node: syntax.Call, part: Part, reader: Reader) -> Iterator[Part]:
    index = part.steps[0] if part.steps else None
    for argument in node.arguments if isinstance(index, int) else ():
        value = reader.value(argument, part.scope)
        if value is None or not isinstance(value.payload, tuple):
            break
        if isinstance(index, int) and index < len(value.payload):
            yield Part(argument, part.scope, (index, *part.steps[1:]), part.chosen)
            return
        index = index - len(value.payload) if isinstance(index, int) else None
    yield from _all(node, part)


_CHOOSERS: Final[Mapping[str, Callable[[syntax.Call, Part, Reader], Iterator[Part]]]] = {
    "merge": _merge,
    "lookup": _lookup,
    "coalesce": _first(lambda value: value.payload not in (None, "")),
    "coalescelist": _first(lambda value: value.payload not in (None, ())),
    "try": _first(lambda _: True),
    "element": _element,
    "one": _one,
    "concat": _concat,
}
