"""CloudFormation Guard over the estate of every root: its command, and its report as observations. Not its rules (they
lie in .cfn-guard, and where the configuration names further ones), not its install.

Guard reads no HCL: it is given the estate as a document (guard_document). It names what breaks a rule, not what keeps
it: so each resource is asked about by itself too, which tells whether a rule speaks of it.
https://github.com/aws-cloudformation/cloudformation-guard; what was measured of it: docs/engines.md.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from secscan.engines import process
from secscan.engines.bench import Bench, bench, finished, shown
from secscan.engines.guard_answers import Answer, Failure, answers_of, property_path, rule_message, seen
from secscan.engines.guard_document import Document, document_of
from secscan.engines.guard_rules import Names, Rule, rules_of, syntax_error
from secscan.engines.job import Job, RuleFile
from secscan.engines.output import UnreadableError, document, tame
from secscan.engines.provision import locked_version
from secscan.model import EngineRun, Notice, Observation, Outcome, View
from secscan.terraform.estate import Estate, Resource
from secscan.terraform.evaluate.values import UnknownPayload
from secscan.terraform.plan.placeholders import MARK

NAME: Final = "guard"
TITLE: Final = "CloudFormation Guard"
URI: Final = "https://docs.aws.amazon.com/cfn-guard/latest/ug/what-is-guard.html"
EXTERNAL: Final = True
READS_PLANS: Final = True

Word = Observation | Notice

# 0: every rule holds; 19: one does not; 5: an error.
_BROKEN: Final = 19
_CODES: Final = frozenset({0, _BROKEN})
_WHOLE: Final = "estate.json"
_HERE: Final = Path(__file__).resolve()


def own_rules() -> RuleFile:
    """The rules of this package: in the installed package, else at the top of the repository."""
    packaged = _HERE.parents[1] / "cfn-guard" / "rules.guard"
    file = packaged if packaged.is_file() else _HERE.parents[3] / ".cfn-guard" / "rules.guard"
    return RuleFile(path="", text=file.read_text(encoding="utf-8"))


def run(job: Job) -> EngineRun:
    """Guard's word on every estate that could be evaluated, several at a time."""
    program = job.tools.verified("cfn-guard") / "bin" / "cfn-guard"
    version = locked_version(NAME)
    with bench(NAME) as place, ThreadPoolExecutor(max_workers=max(job.workers, 1)) as pool:
        started = time.monotonic()
        start = _Start(program=program, place=place, job=job)
        parsed = tuple(map(start.parse, enumerate((own_rules(), *job.guard_rules))))
        rules = {rule.name: rule for file in parsed for rule in file.rules}
        estates = tuple(e for e in job.configuration.estates if e.root in job.stage.roots) if rules else ()
        done = tuple(pool.map(start.on, enumerate(estates)))
        seconds = time.monotonic() - started
        said = [*_wrong(parsed), *(word for root in done for word in _of_root(root, rules, place))]
    ended = (*(file.done for file in parsed), *(root.done for root in done))
    cpu = sum(one.cpu for one in ended if one)
    return finished(NAME, version, said, seconds=seconds, cpu=cpu)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Parsed:
    """A file of rules: those that it holds, or what is wrong with it."""

    file: RuleFile
    done: process.Finished
    rules: tuple[Rule, ...] = ()
    line: int = 0
    problem: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Root:
    """One root's answer: how its run ended (None where it has nothing to look at), and what the words refer to."""

    estate: Estate
    document: Document
    done: process.Finished | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Start:
    """How Guard is started. It is given files by name, and names them in its answer."""

    program: Path
    place: Bench
    job: Job

    def run(self, *words: str) -> process.Finished:
        return process.run(
            (str(self.program), *words),
            cwd=self.place.cwd,
            environment=self.place.environment,
            limits=self.job.limits,
        )

    def parse(self, numbered: tuple[int, RuleFile]) -> _Parsed:
        """Guard passes over a file that it cannot read when it is given several: so each is read by itself first."""
        number, file = numbered
        laid = self.rules_directory / f"{number:04}.guard"
        laid.write_text(file.text, encoding="utf-8")
        done = self.run("parse-tree", "--print-json", "--rules", str(laid))
        try:
            if not done.ran:
                raise UnreadableError(shown(done, self.place))
            if done.code != 0:
                laid.unlink()
                line, problem = syntax_error(done.stderr.decode(errors="replace"))
                return _Parsed(file=file, done=done, line=line, problem=problem)
            return _Parsed(file=file, done=done, rules=rules_of(document(done.stdout, "a parse tree"), "a parse tree"))
        except UnreadableError as problem:
            laid.unlink(missing_ok=True)
            return _Parsed(file=file, done=done, problem=str(problem))

    @property
    def rules_directory(self) -> Path:
        directory = self.place.work / "rules"
        directory.mkdir(exist_ok=True)
        return directory

    def on(self, numbered: tuple[int, Estate]) -> _Root:
        number, estate = numbered
        made = document_of(self.job.stage.plans[estate.root].view)
        if not made.resources:
            return _Root(estate=estate, document=made)
        data = self.place.work / f"root-{number}"
        data.mkdir()
        (data / _WHOLE).write_bytes(made.whole())
        for position, key in enumerate(made.resources):
            (data / f"{position}.json").write_bytes(made.alone(key))
        done = self.run(
            *("validate", "--rules", str(self.rules_directory), "--data", str(data)),
            *("--output-format", "json", "--structured", "--show-summary", "none"),
        )
        return _Root(estate=estate, document=made, done=done)


def _wrong(parsed: Sequence[_Parsed]) -> Iterator[Notice]:
    """What is wrong with the files of rules: an error each, since a rule that is not asked must not look kept."""
    known: dict[str, str] = {}
    for one in parsed:
        if one.problem:
            yield Notice(level="error", message=one.problem, file=one.file.path, line=one.line)
        for rule in one.rules:
            if rule.name in known:
                told = f"the rule `{rule.name}` exists already, in {known[rule.name] or 'the rules of this package'}"
                yield Notice(level="error", message=told, file=one.file.path)
            known.setdefault(rule.name, one.file.path)


def _of_root(root: _Root, rules: Mapping[str, Rule], place: Bench) -> Iterator[Word]:
    """What was said of one root; an answer that cannot be read is an error, and costs that root alone."""
    if root.done is None:
        return
    try:
        if not root.done.ran or root.done.code not in _CODES:
            raise UnreadableError(shown(root.done, place))
        answers = {answer.name: answer for answer in answers_of(document(root.done.stdout, "its report"))}
        yield from tuple(_Reader(root=root, rules=rules, answers=answers).said())
    except UnreadableError as problem:
        yield Notice(level="error", message=f"root {root.estate.root}: {problem}")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reader:
    """The answers about one root: of the whole estate, and of each resource by itself (by its file's name)."""

    root: _Root
    rules: Mapping[str, Rule]
    answers: Mapping[str, Answer]

    def said(self) -> Iterator[Observation]:
        if any(answer.failing for answer in self.answers.values()) != (self.code == _BROKEN):
            raise UnreadableError(f"exit code {self.code}, and its report says otherwise")
        failures = self.answer(_WHOLE).failures
        unsettled = {self.group(failure) for failure in failures if not self.settles(failure)}
        for failure in failures:
            yield self.failed(failure, settled=self.group(failure) not in unsettled)
        broken = {(failure.rule, failure.key) for failure in failures}
        elsewhere = {rule for rule, key in broken if not key}  # of the estate as a whole: nothing keeps such a rule
        for position, key in enumerate(self.root.document.resources):
            alone = self.answer(f"{position}.json")
            perhaps = {name for name, rule in self.rules.items() if self.may_ask(rule, key)}
            spoken = (alone.asked | perhaps) - elsewhere
            yield from (self.kept(name, key) for name in sorted(spoken) if (name, key) not in broken)

    @property
    def code(self) -> int | None:
        return self.root.done.code if self.root.done else None

    def answer(self, name: str) -> Answer:
        if name not in self.answers:
            raise UnreadableError("it does not answer for all that it was given")
        return self.answers[name]

    def rule(self, name: str) -> Rule:
        if name not in self.rules:
            raise UnreadableError(f"it names a rule that it was not given, {tame(name)!r}")
        return self.rules[name]

    def unknown(self, key: str) -> tuple[str, ...]:
        """The paths of a resource's placeholders."""
        return self.root.document.unknown.get(key, ())

    def group(self, failure: Failure) -> tuple[object, ...]:
        """What it takes one of to satisfy a rule."""
        return (failure.rule, failure.key) if self.rule(failure.rule).some else failure.group

    def settles(self, failure: Failure) -> bool:
        """Whether a no rests on known values alone."""
        if any(_holds_mark(value) for value in (failure.value, *failure.others)):
            return False
        path = ".".join(failure.path[1:] if failure.path[:1] == ("Properties",) else failure.path)
        unknown = self.unknown(failure.key)
        rule = self.rule(failure.rule)
        return rule.settles(path, unknown) if path else not self.unread(rule.asks, failure.key)

    def unread(self, names: Names, key: str) -> list[str]:
        """The paths of a resource's placeholders that names may read."""
        resource = self.resource(key)
        return [path for path in self.unknown(key) if names.read(path, refers=_refers(resource, path))]

    def may_ask(self, rule: Rule, key: str) -> bool:
        """Whether a rule for a resource's type could speak of it, if all was known that it asks for first."""
        return self.root.document.resources[key]["Type"] in rule.types and bool(self.unread(rule.asks, key))

    def failed(self, failure: Failure, *, settled: bool) -> Observation:
        message, severity = rule_message(failure)
        resource = self.resource(failure.key)
        path = property_path(failure.path)
        return Observation(
            engine=NAME,
            view=View.EVALUATED,
            outcome=Outcome.FAIL if settled else Outcome.UNDECIDED,
            rule_id=failure.rule,
            message=message,
            severity=severity,
            address=resource.address if resource else None,
            location=resource.location(path) if resource else None,
            evidence=seen(failure),
            reason="" if settled else "it rests on a value that is not known",
            absent_from="" if resource else self.root.estate.root,
        )

    def kept(self, name: str, key: str) -> Observation:
        """A rule that speaks of a resource and that it does not break."""
        read = self.unread(self.rule(name).reads, key)
        resource = self.resource(key)
        return Observation(
            engine=NAME,
            view=View.EVALUATED,
            outcome=Outcome.UNDECIDED if read else Outcome.PASS,
            rule_id=name,
            message=name,
            address=resource.address if resource else None,
            location=resource.location() if resource else None,
            reason=f"{read[0]} is not known" if read else "",
        )

    def resource(self, key: str) -> Resource | None:
        """Raises UnreadableError for one that it was not given."""
        if not key:
            return None
        address = self.root.document.addresses.get(key)
        resource = self.root.estate.at(address) if address else None
        if resource is None:
            raise UnreadableError(f"it names a resource that it was not given, {tame(key)!r}")
        return resource


def _holds_mark(value: Any) -> bool:
    """Whether a placeholder stands in what was looked at."""
    if isinstance(value, str):
        return MARK in value
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(map(_holds_mark, items))


def _refers(resource: Resource | None, path: str) -> bool:
    """Whether an attribute is just another resource's, so that it is set whatever it will be."""
    value = resource.values.get(path) if resource else None
    return value is not None and isinstance(value.payload, UnknownPayload) and value.payload.reference is not None
