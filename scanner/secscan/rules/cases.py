"""Runs the policies' cases: Terraform whose resources say what the rule must answer. Needs no cloud, no engine.

A case is a file of `cases/` (a root of its own) or a folder there (a root of several files and modules); `marks` says
how its resources are marked.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from secscan.model import Observation, Outcome
from secscan.rules.judge import judge
from secscan.rules.language import Policy
from secscan.rules.marks import CLEAN, FINDING, UNKNOWN, Attached, Mark, attached, marks_of
from secscan.sources import Sources
from secscan.terraform.configuration import Configuration, Options, read
from secscan.terraform.estate import Estate, Resource

_WORDS: Final = {Outcome.FAIL: FINDING, Outcome.PASS: CLEAN, Outcome.UNDECIDED: UNKNOWN}
UNWRITTEN = "(to be written)"
"""What stands in a policy that `secscan rules new` began, where its author has a sentence to write."""
_SUFFIXES = (".tf", ".tf.json")


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Case:
    """`root`: its directory, relative to where the cases were laid; `source`: the file or folder that it is."""

    rule: str
    name: str
    root: str
    source: str


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class CaseResult:
    """One answer and what was expected of it. `file` is relative to the case; `problem` says what else is wrong, ""
    where nothing is. `seen` is the rule's message."""

    rule: str
    case: str
    file: str
    line: int
    address: str = ""
    key: str = ""
    expected: str = ""
    actual: str = ""
    seen: str = ""
    problem: str = ""

    @property
    def ok(self) -> bool:
        return not self.problem and self.expected == self.actual


def case_sources(policy: Policy) -> tuple[tuple[str, Path], ...]:
    """(name, file or folder) of each case, by name."""
    folder = Path(policy.directory) / "cases"
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return tuple((path.name, path) for path in found if path.is_dir() or path.name.endswith(_SUFFIXES))


def lay_cases(policies: Iterable[Policy], directory: Path) -> tuple[Case, ...]:
    """Copies every case into `directory`, a root directory each, so that one run of anything reads them all."""
    cases: list[Case] = []
    for policy in policies:
        for name, source in case_sources(policy):
            root = f"{policy.id}/{name.removesuffix('.json').removesuffix('.tf')}"
            target = directory / root
            if source.is_dir():
                shutil.copytree(source, target)
            else:
                target.mkdir(parents=True)
                shutil.copyfile(source, target / ("main.tf.json" if name.endswith(".json") else "main.tf"))
            cases.append(Case(rule=policy.id, name=name, root=root, source=str(source)))
    return tuple(cases)


def run_cases(policies: Iterable[Policy]) -> tuple[CaseResult, ...]:
    """Every answer of every policy to its own cases, ordered; a case that cannot be read is a result with a problem."""
    chosen = {policy.id: policy for policy in policies}
    with tempfile.TemporaryDirectory(prefix="secscan-cases-") as place:
        cases = lay_cases(chosen.values(), Path(place))
        results = [result for policy in chosen.values() for result in _unwritten(policy)]
        if not cases:
            return tuple(sorted(results))
        configuration = read(Sources(Path(place)), Options(roots=tuple(case.root for case in cases)))
    estates = {estate.root: estate for estate in configuration.estates}
    results += [
        result for case in cases for result in _run(case, chosen[case.rule], estates.get(case.root), configuration)
    ]
    return tuple(sorted(results))


def _unwritten(policy: Policy) -> Iterator[CaseResult]:
    """What a policy lacks before its cases mean anything."""
    info = policy.info
    for name in ("title", "severity_reason", "what", "why", "remediation"):
        if UNWRITTEN in getattr(info, name):
            yield CaseResult(rule=policy.id, case="", file="policy.yaml", line=0, problem=f"`{name}` is to be written")
    if not case_sources(policy):
        yield CaseResult(rule=policy.id, case="", file="policy.yaml", line=0, problem="the rule has no case in cases/")


def _run(case: Case, policy: Policy, estate: Estate | None, configuration: Configuration) -> Iterator[CaseResult]:
    if estate is None or estate.broken:
        yield _problem(case, "", 0, "the case cannot be read as Terraform")
        return
    for problem in estate.problems:
        if problem.incomplete:
            yield _problem(case, problem.file, problem.line, problem.message)
    marks = marks_of(estate, configuration)
    malformed = [mark for mark in marks if not mark.expected or mark.rule not in ("", policy.id)]
    for mark in malformed:
        yield _problem(case, mark.file, mark.line, "not a mark: write `# expect: finding`, `clean` or `unknown`")
    yield from _compare(case, policy, estate, attached(estate, set(marks).difference(malformed), configuration))


def _problem(case: Case, file: str, line: int, problem: str) -> CaseResult:
    return CaseResult(rule=case.rule, case=case.name, file=_inside(case, file), line=line, problem=problem)


def _inside(case: Case, file: str) -> str:
    return file.removeprefix(f"{case.root}/")


def _compare(case: Case, policy: Policy, estate: Estate, marked: Attached) -> Iterator[CaseResult]:
    answers: dict[str, list[Observation]] = {}
    for observation in judge((policy,), (estate,)):
        answers.setdefault(observation.address.name if observation.address else "", []).append(observation)
    claimed: set[tuple[str, int]] = set()
    for resource in estate.resources:
        place = (resource.header.file, resource.header.line)
        claimed.add(place)
        marks = tuple(mark for mark in marked.get(place, ()) if mark.concerns(resource.address.name))
        if marks:
            yield from _instance(case, resource, marks, answers.get(resource.address.name, []))
        elif resource.type in policy.resources and resource.mode == policy.mode:
            yield _problem(case, *place, f"{resource.address.name} has no `# expect:` mark")
    for place in sorted(set(marked) - claimed):
        yield _problem(case, place[0], marked[place][0].line, "the mark stands at no resource")


def _instance(
    case: Case, resource: Resource, marks: tuple[Mark, ...], observations: list[Observation]
) -> Iterator[CaseResult]:
    """What each key of one instance answered. A key that was marked, or an instance, without an answer is clean."""
    keyed = {mark.key: mark.expected for mark in marks if mark.key}
    general = next((mark.expected for mark in marks if not mark.key), "")
    found = {observation.key: observation for observation in observations}
    wanted = {key: keyed.get(key) or general or CLEAN for key in (*found, *keyed)} or {"": general}
    for key, expected in sorted(wanted.items()):
        observation = found.get(key)
        yield CaseResult(
            rule=case.rule,
            case=case.name,
            file=_inside(case, resource.header.file),
            line=resource.header.line,
            address=resource.address.name,
            key=key,
            expected=expected,
            actual=_WORDS[observation.outcome] if observation else CLEAN,
            seen=observation.message if observation else "The rule does not apply.",
        )
