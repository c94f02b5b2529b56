"""A policy in its parts: walks all that it says, and makes it again with one part left out. Judges nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from secscan.rules.language import All, Any, Check, Each, Not, Path, Policy, Predicate, Quantified, Related, Test

Node = Predicate | Path | Related
Terms = Mapping[Predicate, str]
A = TypeVar("A")
B = TypeVar("B")
A_co = TypeVar("A_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Lesser:
    """A policy without one of its parts, which `says` how its author wrote it; `attribute`: what that part reads.
    `term`: the term to whose definition the part belongs, "" where it is the policy's own."""

    says: str
    attribute: str
    term: str
    policy: Policy


@dataclass(frozen=True, slots=True)
class _Without(Generic[A_co]):
    """What is left (`rest`) without `part`."""

    part: Predicate
    term: str
    rest: A_co


def nodes(policy: Policy) -> Iterator[Node]:
    """Every predicate, path and link of a policy, those inside others too."""
    if policy.when is not None:
        yield from _inside(policy.when)
    if policy.each is not None:
        yield from _each_inside(policy.each)
    for check in policy.checks:
        for predicate in (check.when, check.require):
            if predicate is not None:
                yield from _inside(predicate)


def _inside(node: Predicate) -> Iterator[Node]:
    yield node
    match node:
        case Test():
            paths = (*node.paths, *((node.operand,) if isinstance(node.operand, Path) else ()))
            for path in paths:
                yield from _path(path)
        case All() | Any():
            for part in node.parts:
                yield from _inside(part)
        case Not():
            yield from _inside(node.part)
        case Quantified():
            yield from _source(node)
            for predicate in (node.where, node.satisfies):
                if predicate is not None:
                    yield from _inside(predicate)


def _source(node: Quantified) -> Iterator[Node]:
    if isinstance(node.source, Related):
        yield node.source
        for path in (*node.source.targets, *((node.source.pointer,) if node.source.pointer else ())):
            yield from _path(path)
        return
    for path in node.source:
        yield from _path(path)


def _path(path: Path) -> Iterator[Path]:
    here: Path | None = path
    while here is not None:
        yield here
        here = here.inner


def _each_inside(each: Each) -> Iterator[Node]:
    for path in (*each.items, *((each.key,) if each.key else ())):
        yield from _path(path)
    if each.where is not None:
        yield from _inside(each.where)
    if each.inner is not None:
        yield from _each_inside(each.inner)


def lessened(policy: Policy) -> Iterator[Lesser]:
    """The policy without each of its smallest parts in turn: a test or a quantifier that stands in `all` or `any`,
    or is the whole of a `when` or a `where`."""
    terms = {predicate: name for name, predicate in policy.terms}
    parts = list(_made(_optional(policy.when, terms), lambda when: replace(policy, when=when)))
    for number, check in enumerate(policy.checks):
        parts += _made(_check(check, terms), _put_back(policy, number))
    if policy.each is not None:
        parts += _made(_each(policy.each, terms), lambda each: replace(policy, each=each))
    for part in parts:
        yield Lesser(written(part.part), _attribute(part.part), part.term, part.rest)


def _put_back(policy: Policy, number: int) -> Callable[[Check], Policy]:
    before, after = policy.checks[:number], policy.checks[number + 1 :]
    return lambda check: replace(policy, checks=(*before, check, *after))


def _made(parts: Iterator[_Without[A]], make: Callable[[A], B]) -> Iterator[_Without[B]]:
    for part in parts:
        yield _Without(part.part, part.term, make(part.rest))


def _check(check: Check, terms: Terms) -> Iterator[_Without[Check]]:
    yield from _made(_optional(check.when, terms), lambda when: replace(check, when=when))
    yield from _made(_inner(check.require, terms), lambda require: replace(check, require=require))


def _each(each: Each, terms: Terms) -> Iterator[_Without[Each]]:
    yield from _made(_optional(each.where, terms), lambda where: replace(each, where=where))
    if each.inner is not None:
        yield from _made(_each(each.inner, terms), lambda inner: replace(each, inner=inner))


def _optional(node: Predicate | None, terms: Terms, term: str = "") -> Iterator[_Without[Predicate | None]]:
    if node is not None:
        if isinstance(node, (Test, Quantified)):
            yield _Without(node, term, None)
        yield from _made(_inner(node, terms, term), _as_optional)


def _as_optional(node: Predicate) -> Predicate | None:
    return node


def _inner(node: Predicate, terms: Terms, term: str = "") -> Iterator[_Without[Predicate]]:
    """What may be left out inside of a predicate."""
    term = terms.get(node, term)
    match node:
        case All(parts) | Any(parts):
            for number in range(len(parts)):
                yield from _in_turn(node, number, terms, term)
        case Not(part):
            yield from _made(_inner(part, terms, term), Not)
        case Quantified():
            yield from _made(_optional(node.where, terms, term), lambda where: replace(node, where=where))
            if node.satisfies is not None:
                inside = _inner(node.satisfies, terms, term)
                yield from _made(inside, lambda satisfies: replace(node, satisfies=satisfies))
        case Test():
            return


def _in_turn(node: All | Any, number: int, terms: Terms, term: str) -> Iterator[_Without[Predicate]]:
    before, part, after = node.parts[:number], node.parts[number], node.parts[number + 1 :]
    if isinstance(part, (Test, Quantified)) and len(node.parts) > 1:
        yield _Without(part, term, replace(node, parts=(*before, *after)))
    yield from _made(_inner(part, terms, term), lambda rest: replace(node, parts=(*before, rest, *after)))


def _attribute(node: Predicate) -> str:
    """What a smallest part reads: its first path, or the types of its resources."""
    if isinstance(node, Test):
        return node.paths[0].text
    if isinstance(node, Quantified):
        return " or ".join(node.source.types) if isinstance(node.source, Related) else node.source[0].text
    raise TypeError(f"{type(node).__name__} is no smallest part")


def written(node: Predicate) -> str:
    """A predicate in short, as a policy writes it."""
    match node:
        case Test():
            operand = node.operand.text if isinstance(node.operand, Path) else _operand(node.operand)
            return f"{node.paths[0].text} {node.operator} {operand}"
        case All(parts) | Any(parts):
            inner = "; ".join(written(part) for part in parts)
            return f"{'all' if isinstance(node, All) else 'any'} [{inner}]"
        case Not(part):
            return f"not [{written(part)}]"
        case Quantified():
            source = node.source
            items = " or ".join(source.types) if isinstance(source, Related) else source[0].text
            inside = (("where", node.where), ("satisfies", node.satisfies))
            return f"{node.kind} {items}" + "".join(f" {name} [{written(part)}]" for name, part in inside if part)


def _operand(operand: object) -> str:
    if isinstance(operand, bool):
        return str(operand).lower()
    if isinstance(operand, tuple):
        return f"[{', '.join(_operand(one) for one in operand)}]"
    return str(operand)
