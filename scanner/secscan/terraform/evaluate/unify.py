"""The one type that several types can all become, as cty's unification finds it. Not the conversion of values.

Used where Terraform needs one type: both arms of a conditional, the elements of a list made from a tuple.
"""

from collections.abc import Sequence

from secscan.terraform.evaluate.values import DYNAMIC, STRING, Collection, ObjectType, Primitive, TupleType, Type


def unify(types: Sequence[Type], *, unsafe: bool = True) -> Type | None:
    """The common type; None where there is none. With `unsafe`, conversions that may fail by value are allowed."""
    distinct = list(dict.fromkeys(types))
    if not distinct:
        return DYNAMIC
    if len(distinct) == 1:
        return distinct[0]
    found = _by_structure(distinct, unsafe)
    return found[0] if found else _by_preference(distinct, unsafe)


def _by_structure(types: list[Type], unsafe: bool) -> tuple[Type | None] | None:
    """A one-element tuple with the answer, or None where the general rule has to decide."""
    dynamic = DYNAMIC in types
    shaped = [t for t in types if t != DYNAMIC]
    kinds = {t.kind if isinstance(t, Collection) else type(t).__name__ for t in shaped}
    if len(kinds) == 1 and (one := kinds.pop()) != "Primitive":
        if dynamic:
            return (DYNAMIC,)
        return (_alike(one, shaped, unsafe),)
    if kinds == {"ObjectType", "map"} and not dynamic:
        answer = _objects_as_maps(shaped, unsafe)
        return (answer,) if answer else None
    if kinds == {"TupleType", "list"} and not dynamic:
        answer = _tuples_as_lists(shaped, unsafe)
        return (answer,) if answer else None
    if {"ObjectType", "TupleType"} <= kinds:
        return (None,)
    return None


def _alike(kind: str, types: list[Type], unsafe: bool) -> Type | None:
    if kind == "ObjectType":
        return _objects([t for t in types if isinstance(t, ObjectType)], unsafe)
    if kind == "TupleType":
        return _tuples([t for t in types if isinstance(t, TupleType)], unsafe)
    element = unify([t.element for t in types if isinstance(t, Collection)], unsafe=unsafe)
    return Collection(kind, element) if element is not None else None


def _objects(types: list[ObjectType], unsafe: bool) -> Type | None:
    """An object of unified attributes where the names agree, else a map of one type."""
    names = [tuple(name for name, _ in t.attributes) for t in types]
    if any(n != names[0] for n in names):
        element = unify([a for t in types for _, a in t.attributes], unsafe=unsafe)
        return Collection("map", element) if element is not None else None
    columns = [unify([t.attributes[i][1] for t in types], unsafe=unsafe) for i in range(len(names[0]))]
    known = [c for c in columns if c is not None]
    return ObjectType(tuple(zip(names[0], known, strict=True))) if len(known) == len(columns) else None


def _tuples(types: list[TupleType], unsafe: bool) -> Type | None:
    """A tuple of unified elements where the lengths agree, else a list of one type."""
    if any(len(t.elements) != len(types[0].elements) for t in types):
        element = unify([e for t in types for e in t.elements], unsafe=unsafe)
        return Collection("list", element) if element is not None else None
    columns = [unify(column, unsafe=unsafe) for column in zip(*[t.elements for t in types], strict=True)]
    known = [c for c in columns if c is not None]
    return TupleType(tuple(known)) if len(known) == len(columns) else None


def _objects_as_maps(types: list[Type], unsafe: bool) -> Type | None:
    elements: list[Type] = []
    for kind in types:
        if isinstance(kind, Collection):
            elements.append(kind.element)
        elif isinstance(kind, ObjectType):
            elements.extend(a for _, a in kind.attributes)
    element = unify(elements, unsafe=unsafe)
    return Collection("map", element) if element is not None else None


def _tuples_as_lists(types: list[Type], unsafe: bool) -> Type | None:
    elements: list[Type] = []
    for kind in types:
        if isinstance(kind, Collection):
            elements.append(kind.element)
        elif isinstance(kind, TupleType):
            elements.extend(kind.elements)
    element = unify(elements, unsafe=unsafe)
    return Collection("list", element) if element is not None else None


def _by_preference(types: list[Type], unsafe: bool) -> Type | None:
    """The first type, in cty's order of preference, that all the others can become."""
    from secscan.terraform.evaluate.convert import convertible

    waiting = list(types)
    while waiting:
        best = next((t for t in waiting if not any(_prefer(o, t) < 0 for o in waiting if o is not t)), waiting[0])
        if all(t == best or convertible(t, best, unsafe=unsafe) for t in types):
            return best
        waiting.remove(best)
    return None


def _prefer(left: Type, right: Type) -> int:
    """Below zero where `left` is the better common type of the two."""
    if left == DYNAMIC or right == DYNAMIC:
        return int(left == DYNAMIC) - int(right == DYNAMIC)
    if isinstance(left, Primitive) and isinstance(right, Primitive):
        return int(right == STRING) * 1 - int(left == STRING)
    ranks = (_rank(left), _rank(right))
    if isinstance(left, Collection) and isinstance(right, Collection) and left.kind == right.kind:
        return _prefer(left.element, right.element)
    if ranks in _COMPARABLE:
        return -1
    return 1 if (ranks[1], ranks[0]) in _COMPARABLE else 0


def _rank(kind: Type) -> str:
    return kind.kind if isinstance(kind, Collection) else type(kind).__name__


# (better, worse): the better one can take the other's values.
_COMPARABLE = frozenset({("list", "TupleType"), ("map", "ObjectType"), ("list", "set"), ("set", "TupleType")})
