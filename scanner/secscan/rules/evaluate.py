"""Asks predicates of resources, in three-valued logic. Knows neither rules nor reports, only questions and answers."""

from collections.abc import Iterator

from secscan.rules import answers
from secscan.rules.answers import Answer, Sign, sign
from secscan.rules.compare import compare, compare_with
from secscan.rules.cursors import Cursor, Found, Scope, follow, items, pointers, root_of
from secscan.rules.language import (
    All,
    Any,
    Direction,
    Kind,
    Not,
    Path,
    Predicate,
    Quantified,
    Related,
    Test,
)
from secscan.rules.links import World, related
from secscan.rules.logic import Truth
from secscan.terraform.estate import Resource
from secscan.terraform.evaluate.values import DYNAMIC, unknown


def ask(predicate: Predicate, scope: Scope, world: World) -> Answer:
    """Whether `predicate` holds of what `scope` stands at, and which places say so."""
    match predicate:
        case Test():
            return _ask_test(predicate, scope)
        case All():
            return answers.every(ask(part, scope, world) for part in predicate.parts)
        case Any():
            return answers.either(ask(part, scope, world) for part in predicate.parts)
        case Not():
            return answers.opposite(ask(predicate.part, scope, world))
        case Quantified():
            return _ask_quantified(predicate, scope, world)


def read(paths: tuple[Path, ...], scope: Scope) -> tuple[Cursor, str]:
    """The one place that counts, and its name: the first that is set, or may be; else the first of all."""
    first: tuple[Cursor, str] | None = None
    for path in paths:
        cursor = _single(follow(path, scope), scope)
        name = cursor.path if path.name and cursor.path else path.text
        if not cursor.is_absent:
            return cursor, name
        first = first or (cursor, name)
    if first is None:
        raise AssertionError("a test has at least one path")
    return first


def _single(found: Found, scope: Scope) -> Cursor:
    """The one value of an attribute's path. Which is meant is unknown where several blocks stand."""
    if found.unknown:
        at = found.cursors[0] if found.cursors else scope.current
        return at.to(at.path, unknown(DYNAMIC, found.unknown))
    if not found.cursors:
        return scope.current.to(scope.current.path, None)
    present = [cursor for cursor in found.cursors if not cursor.is_absent]
    if len(found.cursors) == 1 or not present:
        return found.cursors[0]
    return present[0].to(present[0].path, unknown(DYNAMIC, f"{len(found.cursors)} blocks stand there"))


def _ask_test(test: Test, scope: Scope) -> Answer:
    cursor, label = read(test.paths, scope)
    found = sign(cursor, label, test.default)
    if not isinstance(test.operand, Path):
        return Answer(compare(test, cursor), (found,))
    bound, name = read((test.operand,), scope)
    return Answer(compare_with(test, cursor, bound), (found, sign(bound, name)))


def _ask_quantified(asked: Quantified, scope: Scope, world: World) -> Answer:
    """`some` is an `or` over the items, `every` an `and`; an open list adds one part that is not known."""
    found_items = list(_items(asked, scope, world))
    parts = [_ask_item(asked, item, link, scope, world) for item, link in found_items]
    if asked.least > 1:
        return _ask_count(asked, [item for item, _ in found_items], parts, scope)
    if asked.kind is Kind.EVERY:
        return answers.every(parts)
    found = answers.either(parts) if parts else Answer(Truth.NO, _nothing(asked, scope))
    return answers.opposite(found) if asked.kind is Kind.NONE else found


def _ask_count(asked: Quantified, items: list[Cursor | None], parts: list[Answer], scope: Scope) -> Answer:
    """Whether enough items satisfy; one that may stand for any number (an open list, an unknown count) may do."""
    sure = [part for part in parts if part.truth is Truth.YES]
    perhaps = [(item, part) for item, part in zip(items, parts, strict=True) if part.truth is Truth.UNKNOWN]
    if len(sure) >= asked.least:
        return answers.every(sure)
    unbounded = any(item is None or not item.exists for item, _ in perhaps)
    if unbounded or len(sure) + len(perhaps) >= asked.least:
        return answers.every(part for _, part in perhaps)
    resource, seen = scope.current.resource, f"{len(sure)}, at least {asked.least} belong there"
    return Answer(Truth.NO, (Sign(resource, scope.current.path, _label(asked), seen),))


def _ask_item(asked: Quantified, item: Cursor | None, link: Answer, scope: Scope, world: World) -> Answer:
    if item is None:
        return link
    inside = scope.inside(item, asked.name)
    chosen = link if asked.where is None else answers.every((link, ask(asked.where, inside, world)))
    if chosen.truth is Truth.NO:
        return chosen if asked.kind is not Kind.EVERY else answers.YES
    holds = answers.YES if asked.satisfies is None else ask(asked.satisfies, inside, world)
    result = answers.implied(chosen, holds) if asked.kind is Kind.EVERY else answers.every((chosen, holds))
    return result if result.because else Answer(result.truth, (sign(item, _label(asked)),))


def _items(asked: Quantified, scope: Scope, world: World) -> Iterator[tuple[Cursor | None, Answer]]:
    """The items with how sure it is that each is one; None stands for the items of an open list."""
    if isinstance(asked.source, Related):
        yield from _related_items(asked.source, scope, world)
        return
    for path in asked.source:
        found = expand(path, scope)
        for cursor in found.cursors:
            yield cursor, answers.YES
        if found.unknown:
            resource = scope.current.resource
            place = f"{scope.current.path}.{path.text}" if scope.current.path else path.text
            yield None, Answer(Truth.UNKNOWN, (Sign(resource, place, path.text, "not known", found.unknown),))


def expand(path: Path, scope: Scope) -> Found:
    """The items that a quantifier's path leads to, lists flattened."""
    found = follow(path, scope)
    inside = [items(cursor) for cursor in found.cursors]
    cursors = tuple(cursor for part in inside for cursor in part.cursors)
    return Found(cursors, found.unknown or next((part.unknown for part in inside if part.unknown), ""))


def _related_items(source: Related, scope: Scope, world: World) -> Iterator[tuple[Cursor | None, Answer]]:
    if source.direction is Direction.OUTWARD and source.pointer is not None:
        yield from _named_items(source, source.pointer, scope, world)
        return
    resource = scope.current.resource
    for other, link in related(source, resource, world):
        item = root_of(other)
        yield item, _link_answer(source, resource, item, link)


def _named_items(source: Related, own: Path, scope: Scope, world: World) -> Iterator[tuple[Cursor | None, Answer]]:
    """What the values at `own` name, each in its turn; one that nothing here surely is may be anything."""
    found = pointers(own, scope)
    resource = scope.current.resource
    for pointer in found.cursors:
        certain = False
        for other, link in related(source, pointer.resource, world, pointer.value):
            item = root_of(other)
            certain = certain or link is Truth.YES
            yield item, _link_answer(source, pointer.resource, item, link)
        if not certain and not pointer.is_absent:
            reason = pointer.reason or "what it names is not in this configuration"
            yield None, Answer(Truth.UNKNOWN, (Sign(pointer.resource, pointer.path, own.text, "not known", reason),))
    if found.unknown:
        yield None, Answer(Truth.UNKNOWN, (Sign(resource, scope.current.path, own.text, "not known", found.unknown),))


def _link_answer(source: Related, resource: Resource, item: Cursor, link: Truth) -> Answer:
    """How sure it is that `item` is there and means this resource."""
    name = item.resource.address.name
    if link is Truth.UNKNOWN:
        reason = f"whether {name} means {resource.address.name} is not known"
        place = source.pointer.text if source.pointer is not None else ""
        return Answer(Truth.UNKNOWN, (Sign(item.resource, place, "", "not known", reason),))
    if not item.exists and item.resource is not resource:
        reason = f"how many instances {name} has is not known"
        return Answer(Truth.UNKNOWN, (Sign(item.resource, "", "", "not known", reason),))
    return answers.YES


def _nothing(asked: Quantified, scope: Scope) -> tuple[Sign, ...]:
    """What `some` found nothing of."""
    cursor = scope.current
    if isinstance(asked.source, Related):
        kinds = " or ".join(asked.source.types)
        refers = {Direction.INWARD: " refers to it", Direction.OUTWARD: " is referred to", Direction.NONE: " is there"}
        return (Sign(cursor.resource, cursor.path, kinds, f"no {kinds}{refers[asked.source.direction]}"),)
    found = follow(asked.source[0], scope)
    place = found.cursors[0].path if found.cursors else cursor.path
    return (Sign(cursor.resource, place, _label(asked), "not set"),)


def _label(asked: Quantified) -> str:
    return " or ".join(asked.source.types) if isinstance(asked.source, Related) else asked.source[0].text
