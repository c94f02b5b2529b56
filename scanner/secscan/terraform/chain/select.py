"""Which parts of an expression gave the value at a path: the arm that was chosen, the element that was taken; all of
them where that is not plain. Follows no reference.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, Protocol

from secscan.terraform import syntax
from secscan.terraform.chain import template_places
from secscan.terraform.chain.bound import Bound, Part, Source
from secscan.terraform.chain.places import Look, bare, member
from secscan.terraform.compiled import is_constant
from secscan.terraform.evaluate.convert import ConversionError
from secscan.terraform.evaluate.iteration import SPLAT_ITEM
from secscan.terraform.evaluate.operators import truth
from secscan.terraform.evaluate.scope import Scope
from secscan.terraform.evaluate.values import DYNAMIC, UnknownPayload, Value, unknown
from secscan.terraform.syntax import Expression


class Reader(Protocol):
    """Evaluates in any scope, answering None where that fails; remembers what a loop made."""

    def value(self, expression: Expression, scope: Scope) -> Value | None: ...

    def look(self, scope: Scope) -> Look: ...

    def lines(self, file: str) -> Sequence[str]: ...

    def turns(self, node: syntax.ForTuple | syntax.ForObject, scope: Scope) -> "Mapping[str | int, Turn]": ...


# What a loop's variables are at one turn: (key in the collection, that key's value, the element).
Turn = tuple[str | int, Value, Value]


def sources(part: Part, reader: Reader) -> Iterable[Part]:
    """The parts that `part`, which is no reference, was made of."""
    node = bare(part.expression)
    finder = _FINDERS.get(type(node))
    return finder(node, part, reader) if finder else ()


def _template(node: syntax.Template, part: Part, reader: Reader) -> Iterator[Part]:
    if node.wrapped and not isinstance(node.parts[0], (str, syntax.TemplateIf, syntax.TemplateFor)):
        yield part._replace(expression=node.parts[0])
        return
    inside = node.parts
    if part.steps:
        inside = template_places.parts(node, part.steps, reader.lines(node.span.file))
    yield from _texts(inside, part._replace(steps=()), reader)


def _texts(inside: Iterable[syntax.TemplatePart], part: Part, reader: Reader) -> Iterator[Part]:
    for item in inside:
        match item:
            case str():
                continue
            case syntax.TemplateIf():
                answer = _answer(item.condition, part.scope, reader)
                yield Part(item.condition, part.scope, (), True)
                chosen = (*item.then, *item.otherwise) if answer is None else item.then if answer else item.otherwise
                yield from _texts(chosen, part, reader)
            case syntax.TemplateFor():
                whole = Source(Part(item.collection, part.scope))
                names = {name: whole for name in (item.key_name, item.value_name) if name}
                yield from _texts(item.body, part._replace(scope=_unsure(names, part.scope)), reader)
            case _:
                yield part._replace(expression=item)


def _conditional(node: syntax.Conditional, part: Part, reader: Reader) -> Iterator[Part]:
    """The chosen arm, then what chose it."""
    answer = _answer(node.condition, part.scope, reader)
    if answer is not False:
        yield part._replace(expression=node.then)
    if answer is not True:
        yield part._replace(expression=node.otherwise)
    yield Part(node.condition, part.scope, (), True)


def _answer(condition: Expression, scope: Scope, reader: Reader) -> bool | None:
    value = reader.value(condition, scope)
    try:
        return truth(value) if value is not None else None
    except ConversionError:
        return None


def _unary(node: syntax.Unary, part: Part, _: Reader) -> Iterator[Part]:
    yield Part(node.operand, part.scope, (), part.chosen)


def _binary(node: syntax.Binary, part: Part, _: Reader) -> Iterator[Part]:
    row: list[Expression] = []
    left: Expression = node
    while isinstance(left, syntax.Binary):
        row.append(left.right)
        left = left.left
    yield from (Part(operand, part.scope, (), part.chosen) for operand in (left, *reversed(row)))


def _items(node: syntax.TupleExpr | syntax.ObjectExpr, part: Part, reader: Reader) -> Iterator[Part]:
    if part.key and len(part.steps) == 1 and isinstance(node, syntax.ObjectExpr):
        yield from (Part(key, part.scope, (), part.chosen) for key, _ in node.items if not is_constant(key))
        return
    found = member(node, part.steps[0], reader.look(part.scope)) if part.steps else None
    if found is not None:
        yield part._replace(expression=found[0], steps=part.steps[1:])
    elif not part.steps:
        pairs = node.items if isinstance(node, syntax.ObjectExpr) else ((None, item) for item in node.items)
        for key, item in pairs:
            if key is not None and not is_constant(key):
                yield part._replace(expression=key, chosen=True)
            yield part._replace(expression=item)


def _loop(node: syntax.ForTuple | syntax.ForObject, part: Part, reader: Reader) -> Iterator[Part]:
    """The turn that made the element; all of the collection where it is not one."""
    scope = part.scope
    turn = reader.turns(node, scope).get(part.steps[0]) if part.steps else None
    if turn is None:
        whole = Source(Part(node.collection, scope))
        names = {name: whole for name in (node.key_name, node.value_name) if name}
        yield Part(node.value, _unsure(names, scope), (), part.chosen)
        yield Part(node.collection, scope, (), part.chosen)
        return
    place, key, value = turn
    source = Source(Part(node.collection, scope, (place,)))
    values, given = {node.value_name: value}, {node.value_name: source}
    if node.key_name:
        values[node.key_name], given[node.key_name] = key, Source(source.part._replace(key=True))
    inner = Bound(values, given, scope)
    if part.key and len(part.steps) == 1 and isinstance(node, syntax.ForObject):
        yield Part(node.key, inner, (), part.chosen)
        return
    rest = part.steps[2:] if isinstance(node, syntax.ForObject) and node.grouping else part.steps[1:]
    yield Part(node.value, inner, rest, part.chosen, part.key)


def _unsure(sources: Mapping[str, Source], scope: Scope) -> Bound:
    return Bound({name: unknown(DYNAMIC, "any element") for name in sources}, sources, scope)


def _splat(node: syntax.Splat, part: Part, reader: Reader) -> Iterator[Part]:
    scope, index = part.scope, part.steps[0] if part.steps else None
    if not isinstance(index, int):
        yield Part(node.source, scope, (), part.chosen)
        return
    value = reader.value(node.source, scope)
    items = value.payload if value is not None and isinstance(value.payload, tuple) else None
    item = items[index] if items and index < len(items) else value or unknown()
    alone = value is not None and not isinstance(value.payload, (tuple, UnknownPayload))
    source = Source(Part(node.source, scope, () if alone else (index,)))
    yield Part(node.each, Bound({SPLAT_ITEM: item}, {SPLAT_ITEM: source}, scope), part.steps[1:], part.chosen)


def _call(node: syntax.Call, part: Part, reader: Reader) -> Iterable[Part]:
    from secscan.terraform.chain.calls import arguments

    return arguments(node, part, reader)


_FINDERS: Final[Mapping[type, Callable[[Any, Part, Reader], Iterable[Part]]]] = MappingProxyType(
    {
        syntax.Template: _template,
        syntax.Conditional: _conditional,
        syntax.Unary: _unary,
        syntax.Binary: _binary,
        syntax.TupleExpr: _items,
        syntax.ObjectExpr: _items,
        syntax.ForTuple: _loop,
        syntax.ForObject: _loop,
        syntax.Splat: _splat,
        syntax.Call: _call,
    }
)
