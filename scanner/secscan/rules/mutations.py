"""Tests the cases of a rule by small wrong changes, to the cases (`edits`) and to the rule (`parts`). Needs no engine.

Two things are said of a rule, both about what its cases do not show:

- a clean case with one attribute dropped or changed is a finding that rests on an attribute on which no finding case
  rests. Either that is right, and wants a case, or the rule is wrong;
- the rule reads an attribute on which nothing hangs: without it every case is answered the same, and no change to it
  in any case changes an answer. Either it wants a case, or it can go.

A changed case that is no Terraform any more proves nothing and is passed over. A policy may say which attributes are
right as they are (`unshown`), with the reason; an exception that nothing needs is said, too.
"""

import posixpath
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from secscan.rules.answers import Sign
from secscan.rules.cases import Case, lay_cases
from secscan.rules.edits import Edit, edits, reads_of
from secscan.rules.judge import judgements
from secscan.rules.language import Policy
from secscan.rules.links import World, of_types, world_of
from secscan.rules.logic import Truth
from secscan.rules.parts import Lesser, lessened
from secscan.sources import Sources
from secscan.terraform.configuration import Options, read
from secscan.terraform.estate import Estate
from secscan.terraform.parse import parse_file

_BATCH: Final = 500
_INDEX: Final = re.compile(r"\[\d+\]")


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Gap:
    """What no case shows of `attribute` (as the policy writes it); `case`, `file` (relative to the case) and `line`
    where it is about one."""

    rule: str
    attribute: str
    says: str
    case: str = ""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Tested:
    """`mutants`: how many changed cases and lesser rules were judged."""

    gaps: tuple[Gap, ...]
    mutants: int


@dataclass(frozen=True, slots=True)
class Answers:
    """What one root was answered: outcomes by address and key; what the findings of an address rest on."""

    outcomes: Mapping[tuple[str, str], Truth]
    grounds: Mapping[str, frozenset[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutant:
    case: Case
    edit: Edit


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule with its cases as they stand. `alive`: attributes whose change changed an answer; `found`: the first
    mutant whose finding rests on an attribute of which no finding case knows."""

    policy: Policy
    worlds: dict[str, World] = field(default_factory=dict)
    answers: dict[str, Answers] = field(default_factory=dict)
    alive: set[str] = field(default_factory=set)
    found: dict[str, Gap] = field(default_factory=dict)

    @property
    def grounds(self) -> frozenset[str]:
        return frozenset(g for answers in self.answers.values() for one in answers.grounds.values() for g in one)


def mutate(policies: Iterable[Policy], *, terms: bool = True) -> Tested:
    """What the cases of `policies` do not show, ordered; of the `terms` too, which have their cases in all the rules
    that use them. What is wrong with the cases themselves is `run_cases`' word: a case that cannot be read is passed
    over."""
    rules = {policy.id: _Rule(policy) for policy in policies}
    with tempfile.TemporaryDirectory(prefix="secscan-mutations-") as place:
        top = Path(place)
        cases = lay_cases((rule.policy for rule in rules.values()), top)
        for case, estate in _estates(top, [(case, case.root) for case in cases]):
            rules[case.rule].worlds[case.root] = world_of(estate)
            rules[case.rule].answers[case.root] = _answers(rules[case.rule].policy, world_of(estate))
        mutants = [m for case in cases if case.root in rules[case.rule].answers for m in _mutants(case, rules, top)]
        count = sum(_judge(mutants[start : start + _BATCH], rules, top) for start in range(0, len(mutants), _BATCH))
    idle, lesser = _idle(rules.values(), terms=terms)
    unshown = [*(one for rule in rules.values() for one in rule.found.values()), *idle]
    return Tested(gaps=tuple(sorted(_excepted(unshown, rules))), mutants=count + lesser)


def _estates(top: Path, roots: Sequence[tuple[Case, str]]) -> Iterator[tuple[Case, Estate]]:
    if not roots:
        return
    configuration = read(Sources(top), Options(roots=tuple(root for _, root in roots)))
    estates = {estate.root: estate for estate in configuration.estates}
    for case, root in roots:
        estate = estates[root]
        if not estate.broken and not any(problem.incomplete for problem in estate.problems):
            yield case, estate


def _answers(policy: Policy, world: World) -> Answers:
    outcomes: dict[tuple[str, str], Truth] = {}
    grounds: dict[str, set[str]] = defaultdict(set)
    for resource in of_types(world, policy.resources, policy.mode):
        for judgement in judgements(policy, resource, world):
            name, answer = resource.address.name, judgement.answer
            outcomes[name, judgement.key] = answer.truth
            if answer.truth is Truth.NO:
                grounds[name].update(_ground(sign) for sign in answer.because)
    return Answers(outcomes, {name: frozenset(found) for name, found in grounds.items()})


def _ground(sign: Sign) -> str:
    return _INDEX.sub("", sign.label)


def _mutants(case: Case, rules: Mapping[str, _Rule], top: Path) -> Iterator[Mutant]:
    reads = reads_of(rules[case.rule].policy)
    for path in sorted((top / case.root).rglob("*.tf")):
        content = path.read_text(encoding="utf-8")
        file, problems = parse_file(content, path.relative_to(top).as_posix())
        if not problems:
            yield from (Mutant(case=case, edit=edit) for edit in edits(file, content, reads))


def _judge(mutants: Sequence[Mutant], rules: Mapping[str, _Rule], top: Path) -> int:
    """Lays and judges a batch; how many of them were Terraform."""
    with tempfile.TemporaryDirectory(prefix="secscan-mutants-") as place:
        laid = {f"mutant-{number}": mutant for number, mutant in enumerate(mutants)}
        for name, mutant in laid.items():
            _lay(mutant, top, Path(place) / name)
        judged = 0
        for case, estate in _estates(Path(place), [(mutant.case, name) for name, mutant in laid.items()]):
            judged += 1
            _compare(laid[estate.root], rules[case.rule], _answers(rules[case.rule].policy, world_of(estate)))
    return judged


def _lay(mutant: Mutant, top: Path, target: Path) -> None:
    shutil.copytree(top / mutant.case.root, target)
    file = target / posixpath.relpath(mutant.edit.file, mutant.case.root)
    file.write_text(mutant.edit.apply(file.read_text(encoding="utf-8")), encoding="utf-8")


def _compare(mutant: Mutant, rule: _Rule, answers: Answers) -> None:
    before = rule.answers[mutant.case.root]
    if answers.outcomes != before.outcomes:
        rule.alive.add(mutant.edit.attribute)
    for name, grounds in answers.grounds.items():
        if name in before.grounds:
            continue
        for ground in sorted(grounds - rule.grounds):
            rule.found.setdefault(ground, _unexplained(mutant, name, ground))


def _unexplained(mutant: Mutant, name: str, ground: str) -> Gap:
    edit, case = mutant.edit, mutant.case
    return Gap(
        rule=case.rule,
        attribute=ground,
        says=f"{edit.says}: {name} is then a finding that rests on `{ground}`, as no finding case does",
        case=case.name,
        file=posixpath.relpath(edit.file, case.root),
        line=edit.line,
    )


def _idle(rules: Iterable[_Rule], *, terms: bool) -> tuple[list[Gap], int]:
    """The attributes of parts without which nothing changes, and how many lesser rules were judged. What a term says is
    shown where one rule of those that use it shows it."""
    dead: dict[tuple[str, str], Lesser] = {}
    alive: set[tuple[str, str]] = set()
    count = 0
    for rule in rules:
        for lesser in (one for one in lessened(rule.policy) if terms or not one.term):
            count += 1
            owner = (lesser.term or rule.policy.id, lesser.attribute)
            last = lesser.attribute.rpartition(".")[2].lstrip("$")
            if last in rule.alive or _matters(lesser, rule):
                alive.add(owner)
            else:
                dead.setdefault(owner, lesser)
    return [_unhung(*owner, lesser) for owner, lesser in dead.items() if owner not in alive], count


def _matters(lesser: Lesser, rule: _Rule) -> bool:
    return any(
        _answers(lesser.policy, world).outcomes != rule.answers[root].outcomes for root, world in rule.worlds.items()
    )


def _unhung(owner: str, attribute: str, lesser: Lesser) -> Gap:
    says = f"`{lesser.says}`: no case hangs on it; every answer is the same without"
    return Gap(rule=owner, attribute=attribute, says=says)


def _excepted(unshown: Iterable[Gap], rules: Mapping[str, _Rule]) -> Iterator[Gap]:
    """Those that no policy excepts, and the exceptions that are not needed."""
    needed: set[tuple[str, str]] = set()
    excepted = {(rule.policy.id, one.attribute) for rule in rules.values() for one in rule.policy.unshown}
    for one in unshown:
        if (one.rule, one.attribute) in excepted:
            needed.add((one.rule, one.attribute))
        else:
            yield one
    for rule, attribute in sorted(excepted - needed):
        yield Gap(rule=rule, attribute=attribute, says=f"`unshown` excepts `{attribute}`, which the cases show")
