"""What Guard's report says, narrowed: which rules fail where, which speak of a resource. Judges nothing.

A report is a list, one entry a document: `compliant` and `not_applicable` name rules, `not_compliant` is a tree of the
checks that failed. https://docs.aws.amazon.com/cfn-guard/latest/ug/cfn-guard-validate.html
"""

import json
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from secscan.engines.output import UnreadableError, mapping, raw, sequence, tame, words
from secscan.model import Severity

_TREES: Final = ("Rule", "Block", "Disjunctions")
_LEAVES: Final = ("Unary", "Binary")
_DEPTH: Final = 100
_LONG: Final = 200  # characters of a value that is quoted


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """One check that failed. `group`: of checks of which one would have been enough. `key`: of the resource, "" where
    it is of none. `path`: of what was looked at, in the resource's entry (`Properties`, `acl`). `value`: what stood
    there; `missing`: nothing did. `others`: the values that it was compared with. `message`: the rule's own, lines
    kept; `told`: Guard's words."""

    rule: str
    group: tuple[int, ...]
    key: str
    path: tuple[str, ...]
    value: Any
    missing: bool
    others: tuple[Any, ...]
    message: str
    told: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """Of one document, by its file's name."""

    name: str
    compliant: frozenset[str]
    failing: frozenset[str]
    failures: tuple[Failure, ...]

    @property
    def asked(self) -> frozenset[str]:
        """The rules that speak of what the document holds."""
        return self.compliant | self.failing


def answers_of(report: Any) -> tuple[Answer, ...]:
    """Raises UnreadableError for a report of another shape."""
    return tuple(_answer(mapping(entry, "an answer")) for entry in sequence(report, "its report"))


def _answer(entry: dict[str, Any]) -> Answer:
    rules = [_inner(rule, "Rule") for rule in sequence(entry.get("not_compliant"), "not_compliant")]
    names = [raw(rule.get("name"), "a rule's name") for rule in rules]
    return Answer(
        name=posixpath.basename(raw(entry.get("name"), "a document's name")),
        compliant=frozenset(raw(name, "a rule's name") for name in sequence(entry.get("compliant"), "compliant")),
        failing=frozenset(names),
        failures=tuple(
            failure
            for number, (name, rule) in enumerate(zip(names, rules, strict=True))
            for failure in _failures(rule, _Within(rule=name, place=(number,)))
        ),
    )


def _inner(node: Any, kind: str) -> dict[str, Any]:
    return mapping(mapping(node, "a check").get(kind), kind)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Within:
    """What holds of the checks inside: the rule, the message of those that have none, and where they are: `place` by
    index, `group` of the alternatives that they are among."""

    rule: str
    place: tuple[int, ...]
    message: str = ""
    group: tuple[int, ...] = ()

    def at(self, number: int, about: dict[str, Any], *, alternatives: bool) -> "_Within":
        place = (*self.place, number)
        group = self.group or (place if alternatives else ())
        return _Within(rule=self.rule, place=place, message=_message(about) or self.message, group=group)


def _failures(tree: dict[str, Any], within: _Within) -> Iterator[Failure]:
    """The leaves of a tree of checks."""
    if len(within.place) > _DEPTH:
        raise UnreadableError("its checks are nested beyond reading")
    for number, check in enumerate(sequence(tree.get("checks", []), "checks")):
        whole = mapping(check, "a check")
        kind = next((name for name in _TREES if name in whole), "")
        inner = _inner(whole, kind or "Clause")
        here = within.at(number, inner, alternatives=kind == "Disjunctions")
        if not kind:
            yield _leaf(inner, here)
        elif inner.get("unresolved") is not None:  # a block that found nothing to look at says where it looked
            yield _failure({"UnResolved": {"value": inner["unresolved"]}}, inner, here)
        else:
            yield from _failures(inner, here)


def _leaf(clause: dict[str, Any], within: _Within) -> Failure:
    kind = next((name for name in _LEAVES if name in clause), "")
    about = mapping(clause.get(kind), "a clause")
    return _failure(mapping(about.get("check"), "a check"), about, within)


def _failure(check: dict[str, Any], about: dict[str, Any], within: _Within) -> Failure:
    missing = "UnResolved" in check
    place, rest, others = ({}, (), ()) if "UnResolvedContext" in check else _looked_at(check, missing=missing)
    key, path = _resource(raw(place.get("path", ""), "a path"))
    return Failure(
        rule=within.rule,
        group=within.group or within.place,
        key=key,
        path=(*path, *rest),
        value=None if missing else place.get("value"),
        missing=missing,
        others=others,
        message=_message(about) or within.message,
        told=words(mapping(about.get("messages"), "messages").get("error_message") or "", "an error message"),
    )


def _looked_at(check: dict[str, Any], *, missing: bool) -> tuple[dict[str, Any], tuple[str, ...], tuple[Any, ...]]:
    """The place that was looked at, how much of the way was not there, and the values that it was compared with."""
    found = mapping(next(iter(check.values()), None), "a check")
    place, rest = _place(found, missing=missing)
    others = found.get("to")
    listed = others if isinstance(others, list) else [others]
    return place, rest, tuple(other.get("value") for other in listed if isinstance(other, dict))


def _place(found: dict[str, Any], *, missing: bool) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Where a check looked: the place of the value, or how far it came and what was not there."""
    if not missing:
        return mapping(found.get("from", found.get("value")), "a value"), ()
    about = mapping(found.get("value"), "a value")
    rest = raw(about.get("remaining_query"), "a query")
    return mapping(about.get("traversed_to"), "a place"), tuple(part for part in rest.split(".") if part)


def _resource(path: str) -> tuple[str, tuple[str, ...]]:
    """`/Resources/KEY/Properties/a/0` -> KEY, (Properties, a, 0)."""
    parts = path.split("/")
    return (parts[2], tuple(parts[3:])) if parts[:2] == ["", "Resources"] and len(parts) > 2 else ("", ())


def _message(about: dict[str, Any]) -> str:
    messages = about.get("messages")
    said = messages.get("custom_message") if isinstance(messages, dict) else None
    return said if isinstance(said, str) else ""


def property_path(path: tuple[str, ...]) -> str:
    """(Properties, rule, 0, status) -> `rule[0].status`; "" for what is no property of a resource."""
    if path[:1] != ("Properties",):
        return ""
    steps = (f"[{step}]" if step.isdecimal() else f".{step}" for step in path[1:])
    return "".join(steps).removeprefix(".")


def rule_message(failure: Failure) -> tuple[str, Severity | None]:
    """A rule's own words on one line, and the severity that a line `Severity: high` among them gives; Guard's words
    where the rule has none."""
    lines = [line.strip() for line in failure.message.splitlines() if line.strip()]
    stated = next((line.partition(":")[2] for line in lines if line.lower().startswith("severity:")), "")
    kept = [line for line in lines if not line.lower().startswith("severity:")]
    text = tame(" ".join(kept)).removeprefix("Violation:").strip()
    known = {str(severity): severity for severity in Severity}
    return text or failure.told or failure.rule, known.get(stated.strip().lower())


def seen(failure: Failure) -> str:
    """What stood where the check looked."""
    place = property_path(failure.path) or ".".join(failure.path)
    if not place:
        return failure.told
    value = tame(json.dumps(failure.value, sort_keys=True))
    shown = value if len(value) <= _LONG else f"{value[:_LONG]}..."
    return f"{place} is not set" if failure.missing else f"{place} is {shown}"
