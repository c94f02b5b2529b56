"""What Guard's rules look at, from the parse tree that Guard prints of a rules file. Judges nothing, runs nothing.

Guard tells that a rule holds, not what it read to say so: where a value is not known, that has to be known. A name that
a rule mentions anywhere counts as read, also through a variable or another rule: too much rather than too little.
https://docs.aws.amazon.com/cfn-guard/latest/ug/writing-rules.html
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from secscan.engines.output import UnreadableError, mapping, raw, sequence, tame
from secscan.terraform.plan.placeholders import steps

_STRUCTURE: Final = frozenset({"Address", "Properties", "References", "ReferredBy", "Resources", "Type"})
_STEP: Final = re.compile(r"[^.\[\]]+")
_LINE: Final = re.compile(r"at line (\d+) at column (\d+)(?:, when handling (.*))?", re.DOTALL)


@dataclass(slots=True)
class Names:
    """The names of attributes that a text mentions. `there`: of which it asks whether they are set; `every`: it goes
    through whatever there are."""

    said: set[str] = field(default_factory=set)
    there: set[str] = field(default_factory=set)
    every: bool = False

    def read(self, path: str, *, refers: bool = False) -> bool:
        """Whether what stands at `path`, and is not known, may be read by one of them. `refers`: it will be another
        resource's attribute, so that it is set."""
        name = steps(path)[-1]
        return self.every or name in self.said or (name in self.there and not refers)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """`reads`: all that the rule mentions. `asks`: what its conditions and filters mention, which decide whether it
    speaks of a resource at all. `types` are those that it asks for by name. `some`: it may be content with one of
    several."""

    name: str
    reads: Names
    asks: Names
    types: frozenset[str]
    some: bool

    def settles(self, path: str, placeholders: tuple[str, ...]) -> bool:
        """Whether its no, about what stands at `path`, rests on nothing that is not known."""
        return not any(_touch(path, unknown) or self.asks.read(unknown) for unknown in placeholders)


def _touch(one: str, other: str) -> bool:
    """Whether two paths are one place, or one holds the other, item for item: Guard counts as the document does."""
    return all(a == b for a, b in zip(_STEP.findall(one), _STEP.findall(other), strict=False))


def rules_of(tree: Any, what: str) -> tuple[Rule, ...]:
    """The rules of a parse tree, in the file's order. Raises UnreadableError for another shape."""
    whole = mapping(tree, what)
    rules = [mapping(rule, "a rule") for rule in sequence(whole.get("guard_rules"), "guard_rules")]
    parametrised = [
        mapping(mapping(rule, "a rule").get("rule"), "a rule")
        for rule in sequence(whole.get("parameterized_rules"), "parameterized_rules")
    ]
    named = {raw(rule.get("rule_name"), "a rule's name"): rule for rule in (*rules, *parametrised)}
    variables = dict(_variables(whole.get("assignments")))
    return tuple(_rule(rule, named, variables) for rule in rules)


def _rule(rule: dict[str, Any], named: Mapping[str, Any], variables: Mapping[str, Any]) -> Rule:
    reads, asks = _Walk(named, variables), _Walk(named, variables)
    reads.through(rule, counts=True)
    asks.through(rule, counts=False)
    return Rule(
        name=raw(rule.get("rule_name"), "a rule's name"),
        reads=reads.found,
        asks=asks.found,
        types=frozenset(reads.types),
        some=reads.some,
    )


def _variables(assignments: Any) -> Iterator[tuple[str, Any]]:
    for assignment in sequence(assignments, "assignments"):
        about = mapping(assignment, "an assignment")
        yield f"%{raw(about.get('var'), 'a variable')}", about.get("value")


def _types(clause: dict[str, Any]) -> Iterator[str]:
    """The types that a clause compares `Type` with."""
    query = clause.get("query")
    steps_ = query.get("query") if isinstance(query, dict) else None
    if not isinstance(steps_, list) or steps_[-1:] != [{"Key": "Type"}]:
        return
    with_ = clause.get("compare_with")
    value = with_.get("Value") if isinstance(with_, dict) else None
    found = value.get("value") if isinstance(value, dict) else None
    yield from (one for one in (found if isinstance(found, list) else [found]) if isinstance(one, str))


def _asked_for(clause: dict[str, Any]) -> str:
    """The attribute of which a clause asks whether it is set (`exists`, `empty`), "" where it asks anything else."""
    comparator, query = clause.get("comparator"), clause.get("query")
    named = query.get("query") if isinstance(query, dict) else None
    if not (isinstance(comparator, list) and comparator[:1] in (["Exists"], ["Empty"]) and isinstance(named, list)):
        return ""
    last = named[-1].get("Key") if len(named) > 1 and isinstance(named[-1], dict) else None
    return last if isinstance(last, str) and last not in _STRUCTURE else ""


class _Walk:
    """Collects names from a tree. What is not in a condition or filter counts only where `counts` says so."""

    def __init__(self, named: Mapping[str, Any], variables: Mapping[str, Any]) -> None:
        self.named, self.variables = named, dict(variables)
        self.found = Names()
        self.seen: set[tuple[str, bool]] = set()
        self.types: set[str] = set()
        self.some = False

    def through(self, node: Any, *, counts: bool) -> None:
        if isinstance(node, list):
            self._list(node, counts=counts)
        if not isinstance(node, dict):
            return
        self.some |= node.get("match_all") is False
        self.types.update(_types(node))
        if name := _asked_for(node):
            if counts:
                self.found.there.add(name)
            node = {"query": {**node["query"], "query": node["query"]["query"][:-1]}}
        if isinstance(node.get("assignments"), list):
            self.variables.update(_variables(node["assignments"]))
        for key, value in node.items():
            if key == "Key" and isinstance(value, str):
                self._name(value, counts=counts)
            elif key == "dependent_rule" and isinstance(value, str):
                self._once(value, self.named.get(value), counts=counts)
            elif key == "WhenBlock" and isinstance(value, list) and value:
                self.through(value[0], counts=True)
                self.through(value[1:], counts=counts)
            else:
                self.found.every |= key == "MapKeyFilter" and counts
                self.through(value, counts=counts or key in {"conditions", "Filter"})

    def _list(self, items: list[Any], *, counts: bool) -> None:
        for before, item in zip([None, *items], items, strict=False):
            if isinstance(item, dict) and "AllValues" in item and before != {"Key": "Resources"}:
                self.found.every |= counts
            self.through(item, counts=counts)

    def _name(self, name: str, *, counts: bool) -> None:
        if name.startswith("%"):
            self._once(name, self.variables.get(name), counts=counts)
        elif counts and name not in _STRUCTURE:
            self.found.said.add(name)

    def _once(self, name: str, node: Any, *, counts: bool) -> None:
        if (name, counts) not in self.seen:
            self.seen.add((name, counts))
            self.through(node, counts=counts)


def syntax_error(stderr: str) -> tuple[int, str]:
    """The line and the words of Guard's complaint about a rules file; raises UnreadableError where it is none."""
    match = _LINE.search(stderr)
    if match is None:
        raise UnreadableError(f"it cannot read a rules file: {tame(stderr)[:300]}")
    near = (match[3] or "").replace("fragment", "", 1).strip(" ,`\n")
    line = int(match[1])
    return line, f"not a rule that Guard understands, near {tame(near)[:80]!r}" if near else "not a rule that ends"
