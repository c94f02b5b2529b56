"""Decodes the predicates of a policy from YAML. Not the policy around them, and no answer to anything.

By hand, without pydantic: it costs ten times as much, and cannot name the line (docs/decisions/reading-policies.md).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from secscan.documents import Node, choice_of, fields, flag_of, items_of, nearest, text_of, texts_of
from secscan.rules.language import (
    All,
    Any,
    Direction,
    Each,
    Kind,
    Not,
    Operand,
    Path,
    Predicate,
    Quantified,
    Related,
    Same,
    Scalar,
    Test,
)
from secscan.rules.paths import PathError, parse_path

_SCALAR_OPERATORS = ("equals", "not_equals", "contains", "not_contains")
_LIST_OPERATORS = ("in", "not_in")
_TEXT_OPERATORS = ("starts_with", "ends_with")
_PATTERN_OPERATORS = ("matches", "not_matches")
_NUMBER_OPERATORS = ("at_least", "at_most")
OPERATORS = (
    *_SCALAR_OPERATORS,
    *_LIST_OPERATORS,
    *_TEXT_OPERATORS,
    *_PATTERN_OPERATORS,
    *_NUMBER_OPERATORS,
    "is_set",
)
QUANTIFIERS = ("every", "some", "none")
_FORMS = ("all", "any", "not", "is", "attribute", *QUANTIFIERS)
_TYPE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+$")
_BINDING = re.compile(r"[a-z][a-z0-9_]*$")

_SAME = (str(Same.PROVIDER), str(Same.REGION))
_ENDS = (("their", "to_our", Direction.INWARD), ("our", "to_their", Direction.OUTWARD))


@dataclass(frozen=True, slots=True)
class Names:
    """What a predicate's words may mean: the items that its paths may begin with, and the terms that it may use."""

    items: frozenset[str] = frozenset()
    terms: Mapping[str, Predicate] = field(default_factory=dict)

    def with_item(self, name: str) -> "Names":
        return replace(self, items=self.items | {name})


def predicate_of(node: Node, names: Names) -> Predicate:
    """The predicate that `node` writes; `names` are those that its paths may begin with. Raises UserError."""
    if not isinstance(node.value, dict):
        node.fail("a predicate is a mapping", hint=f"begin with one of {', '.join(_FORMS)}")
    present = [form for form in _FORMS if form in node.value]
    if len(present) != 1:
        word = next((key for key in node.value if key not in (*_FORMS, *OPERATORS)), "")
        meant = nearest(word, _FORMS) if word and not present else ""
        hint = f"did you mean `{meant}` instead of `{word}`?" if meant else f"use one of {', '.join(_FORMS)}"
        node.fail(f"a predicate has exactly one of {', '.join(_FORMS)}; {hint}", hint=hint)
    form = present[0]
    if form in ("all", "any"):
        parts = fields(node, (form,), what=f"`{form}`")[form]
        found = tuple(predicate_of(part, names) for part in items_of(parts))
        return All(found) if form == "all" else Any(found)
    if form == "not":
        return Not(predicate_of(fields(node, ("not",), what="`not`")["not"], names))
    if form == "is":
        return _term(fields(node, ("is",), what="`is`")["is"], names)
    return _test(node, names) if form == "attribute" else _quantified(node, form, names)


def _term(node: Node, names: Names) -> Predicate:
    name = text_of(node)
    if name not in names.terms:
        meant = nearest(name, names.terms)
        hint = f"did you mean `{meant}`?" if meant else f"there are {', '.join(sorted(names.terms)) or 'none'}"
        node.fail(f"`{name}` is no term; {hint}", hint=hint)
    return names.terms[name]


def _test(node: Node, names: Names) -> Test:
    allowed = ("attribute", "default", "extract", "ignore_case", *OPERATORS)
    found = fields(node, allowed, what="an attribute's test")
    operators = [key for key in found if key in OPERATORS]
    if len(operators) != 1:
        node.fail("an attribute's test has exactly one operator", hint=f"one of {', '.join(OPERATORS)}")
    extract = text_of(found["extract"]) if "extract" in found else ""
    if extract and _pattern(found["extract"]).groups != 1:
        found["extract"].fail("`extract` needs exactly one group in round brackets")
    return Test(
        paths=paths_of(found["attribute"], names),
        operator=operators[0],
        operand=_operand(found[operators[0]], operators[0], names),
        default=_scalar(found["default"]) if "default" in found else None,
        extract=extract,
        ignore_case="ignore_case" in found and flag_of(found["ignore_case"]),
    )


def _operand(node: Node, operator: str, names: Names) -> Operand:
    if operator in _LIST_OPERATORS:
        return tuple(_scalar(item) for item in items_of(node))
    if operator in _TEXT_OPERATORS:
        return texts_of(node)
    if operator in _PATTERN_OPERATORS:
        return _pattern(node).pattern
    if operator == "is_set":
        return flag_of(node)
    if operator in _NUMBER_OPERATORS and isinstance(node.value, str) and node.value.startswith("$"):
        return path_of(node, names)
    if operator in _NUMBER_OPERATORS and (not isinstance(node.value, int) or isinstance(node.value, bool)):
        node.fail("a whole number, or a path that begins with `$`, belongs here")
    return _scalar(node)


def _pattern(node: Node) -> re.Pattern[str]:
    text = text_of(node)
    try:
        return re.compile(text)
    except re.error as error:
        node.fail(f"not a regular expression: {error}")


def _scalar(node: Node) -> Scalar:
    if node.value is None or isinstance(node.value, (list, dict)):
        node.fail("a text, a number, true or false belongs here")
    return node.value


def paths_of(node: Node, names: Names) -> tuple[Path, ...]:
    """One path or a list of them, none beginning with a name that nothing has bound."""
    nodes = node.value if isinstance(node.value, list) else [node]
    return tuple(path_of(item, names) for item in nodes)


def path_of(node: Node, names: Names) -> Path:
    try:
        path = parse_path(text_of(node))
    except PathError as error:
        node.fail(str(error))
    root = path
    while root.inner is not None:
        root = root.inner
    if root.name and root.name not in names.items:
        meant = nearest(root.name, names.items)
        hint = (
            f"did you mean `${meant}`?" if meant else f"bound here: {', '.join('$' + n for n in sorted(names.items))}"
        )
        node.fail(f"nothing is named `${root.name}` here; {hint}", hint=hint)
    return path


def binding_of(found: dict[str, Node], names: Names) -> tuple[str, Names]:
    """The name that `as` binds ("" without), and the names with it."""
    if "as" not in found:
        return "", names
    name = text_of(found["as"])
    if not _BINDING.match(name) or name in names.items:
        found["as"].fail(f"`{name}` cannot be a name here: small letters, digits and `_`, not yet bound")
    return name, names.with_item(name)


def _quantified(node: Node, kind: str, names: Names) -> Quantified:
    allowed = (kind, "as", "where", "satisfies", *(("at_least",) if kind == "some" else ()))
    found = fields(node, allowed, what=f"`{kind}`")
    if kind == "every" and "satisfies" not in found:
        node.fail("`every` needs `satisfies`")
    source = found[kind]
    name, inside = binding_of(found, names)
    return Quantified(
        kind=Kind(kind),
        source=_related(source, names) if isinstance(source.value, dict) else paths_of(source, names),
        name=name,
        where=predicate_of(found["where"], inside) if "where" in found else None,
        satisfies=predicate_of(found["satisfies"], inside) if "satisfies" in found else None,
        least=_count(found["at_least"]) if "at_least" in found else 1,
    )


def _count(node: Node) -> int:
    if not isinstance(node.value, int) or isinstance(node.value, bool) or node.value < 1:
        node.fail("a whole number from 1 belongs here")
    return node.value


def _related(node: Node, names: Names) -> Related:
    found = fields(node, ("resources", "refer", "same"), ("resources",), what="related resources")
    types = types_of(found["resources"])
    same = Same(choice_of(found["same"], _SAME)) if "same" in found else Same.ANYTHING
    if "refer" not in found:
        return Related(types=types, direction=Direction.NONE, same=same)
    ends = fields(found["refer"], ("their", "to_our", "our", "to_their"), what="`refer`")
    pointer, targets, direction = _ENDS[0] if "their" in ends else _ENDS[1]
    if set(ends) != {pointer, targets}:
        found["refer"].fail("`refer` has `their` with `to_our`, or `our` with `to_their`")
    return Related(
        types=types,
        direction=direction,
        pointer=path_of(ends[pointer], names if direction is Direction.OUTWARD else Names()),
        targets=paths_of(ends[targets], Names()),
        same=same,
    )


def types_of(node: Node) -> tuple[str, ...]:
    """One resource type or several."""
    found = texts_of(node)
    for name in found:
        if not _TYPE.match(name):
            node.fail(f"`{name}` is no resource type")
    return found


def each_of(node: Node, names: Names) -> tuple[Each, Names]:
    """What is judged one by one, and the names that its checks may use."""
    found = fields(node, ("items", "as", "key", "where", "each"), ("items",), what="`each`")
    items = paths_of(found["items"], names)
    name, inside = binding_of(found, names)
    inner, within = each_of(found["each"], inside) if "each" in found else (None, inside)
    if inner is not None and "key" in found:
        found["key"].fail("the key belongs to the innermost `each`")
    key = path_of(found["key"], inside) if "key" in found else None
    where = predicate_of(found["where"], inside) if "where" in found else None
    return Each(items=items, name=name, key=key, where=where, inner=inner), within
