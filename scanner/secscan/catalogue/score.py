"""Holds what engines said against what is known: hits, misses and false alarms, by engine, view and rule. Runs nothing.

An engine that names a block, not an instance of it (one that reads the source has no instances), is right where one of
the block's instances is a finding, and then of each of those; it is wrong where none is. What is marked as unknown is
neither for nor against: an engine that fails it guessed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from secscan.model import Address, EngineRun, Outcome, RuleInfo, View
from secscan.rules.marks import CLEAN, FINDING, UNKNOWN
from secscan.terraform.estate import Estate
from secscan.triage.place import index, place

OWN = "secscan"


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Label:
    """What is known of a rule at an address: `expected` is `finding`, `clean` or `unknown`."""

    rule: str
    address: Address
    expected: str


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Score:
    """What one rule of an engine, in one view, said where it is known what is right. `id`: the engine's own rule; ""
    for all of them together that mean `rule`. Counts are of addresses; `alarms` names those of the false alarms."""

    rule: str
    engine: str
    view: View
    id: str = ""
    hits: int = 0
    misses: int = 0
    silent: int = 0
    guesses: int = 0
    alarms: tuple[str, ...] = ()

    @property
    def precision(self) -> float | None:
        """None where it never failed anything."""
        return _share(self.hits, len(self.alarms))

    @property
    def recall(self) -> float | None:
        """None where there was nothing to find."""
        return _share(self.hits, self.misses)


def _share(part: int, rest: int) -> float | None:
    return part / (part + rest) if part + rest else None


def total(scores: Iterable[Score], *, rule: str = "") -> Score:
    """The sum of several scores of one engine and view."""
    every = list(scores)
    return Score(
        rule=rule,
        engine=every[0].engine,
        view=every[0].view,
        hits=sum(score.hits for score in every),
        misses=sum(score.misses for score in every),
        silent=sum(score.silent for score in every),
        guesses=sum(score.guesses for score in every),
        alarms=tuple(alarm for score in every for alarm in score.alarms),
    )


def claims(rule: RuleInfo, engine: str) -> tuple[str, ...]:
    """The engine's rules that mean this one."""
    if engine == OWN:
        return () if ":" in rule.id else (rule.id,)
    return tuple(a.rule_id for a in rule.aliases if a.engine == engine)


def score(
    labels: Sequence[Label], run: EngineRun, rules: Iterable[RuleInfo], estates: Sequence[Estate]
) -> tuple[Score, ...]:
    """One score for each view, rule and claimed rule of the engine, and one for each rule as a whole, ordered. Only
    rules that a label names."""
    by_rule: dict[str, list[Label]] = defaultdict(list)
    for label in labels:
        by_rule[label.rule].append(label)
    said = _said(run, estates)
    views = _views(run.engine, {observation.view for observation in run.observations})
    made: list[Score] = []
    for rule in rules:
        ids = claims(rule, run.engine)
        if rule.id not in by_rule or not ids:
            continue
        for view in views:
            marks = by_rule[rule.id]
            made += [_scored(marks, said.get((view, one), []), (rule.id, run.engine, view, one)) for one in ids]
            together = [words for one in ids for words in said.get((view, one), [])]
            made.append(_scored(marks, together, (rule.id, run.engine, view, "")))
    return tuple(sorted(made))


def _views(engine: str, seen: set[View]) -> list[View]:
    """Those that it spoke of; one that found nothing at all has its usual one."""
    usual = {OWN: View.EVALUATED, "guard": View.EVALUATED, "terrascan": View.EVALUATED}
    return sorted(seen or {usual.get(engine, View.SOURCE)})


Words = frozenset[Address]


def _said(run: EngineRun, estates: Sequence[Estate]) -> Mapping[tuple[View, str], list[Words]]:
    """By view and rule, the addresses that each failing observation can mean."""
    places = index(estates)
    found: dict[tuple[View, str], list[Words]] = defaultdict(list)
    for observation in run.observations:
        if observation.outcome is Outcome.FAIL:
            candidates = frozenset(resource.address for resource in place(observation, places).candidates)
            found[observation.view, observation.rule_id].append(candidates)
    return found


def _scored(marks: Sequence[Label], said: Iterable[Words], who: tuple[str, str, View, str]) -> Score:
    expected = {mark.address: mark.expected for mark in marks}
    findings = {address for address, word in expected.items() if word == FINDING}
    hit: set[Address] = set()
    alarmed: set[Address] = set()
    for addresses in said:
        right = addresses & findings
        hit |= right
        if not right:
            alarmed |= addresses & expected.keys()
    rule, engine, view, one = who
    alarms = {address for address in alarmed if expected[address] == CLEAN}
    return Score(
        rule=rule,
        engine=engine,
        view=view,
        id=one,
        hits=len(hit),
        misses=len(findings - hit),
        silent=sum(word == CLEAN for word in expected.values()) - len(alarms),
        guesses=sum(expected[address] == UNKNOWN for address in alarmed),
        alarms=tuple(sorted(f"{address.root}: {address.name}" for address in alarms)),
    )
