"""Checkov on the source of every root and on the engine view of its estate: its command, and what becomes of its
answer. Not its install, not its report (checkov_report).

Every root is laid in a directory of its own: Checkov walks into subdirectories, and would tell one root's resources in
another's report. https://github.com/bridgecrewio/checkov; what was measured of it: docs/engines.md.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from secscan.engines import process
from secscan.engines.bench import Bench, bench, finished, shown
from secscan.engines.blindness import Blindness
from secscan.engines.checkov_report import NAME, PlanReading, Reading, SourceReading, Word, observations
from secscan.engines.job import Job
from secscan.engines.output import UnreadableError, document, mapping, number, sequence, tame
from secscan.engines.placing import Addresses, Ground
from secscan.engines.provision import locked_version
from secscan.model import EngineRun, Notice, RunStatus
from secscan.terraform.estate import Estate

__all__ = ["EXTERNAL", "NAME", "READS_PLANS", "TITLE", "URI", "run"]

TITLE: Final = "Checkov"
URI: Final = "https://www.checkov.io/"
EXTERNAL: Final = True
READS_PLANS: Final = True

# All of its environment that we set: at every start it asks an index for news of itself, and it leaves out a file that
# takes more than ten seconds to parse.
_SETTINGS: Final = {"CKV_SKIP_PACKAGE_UPDATE_CHECK": "true", "HCL_PARSE_TIMEOUT_SEC": "300"}
_CONFIGS: Final = Path(__file__).parent / "configs"
_DRIVER: Final = Path(__file__).parent / "checkov_driver.py"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Task:
    """One fork: what Checkov is told to read, and how its answer is read. `hidden`: directories not to be shown."""

    arguments: tuple[str, ...]
    reading: Reading
    what: str
    hidden: tuple[Path, ...]


def run(job: Job) -> EngineRun:
    """Checkov's word on every staged root, on its source and on its plan document, forks of one process."""
    tool = job.tools.verified(NAME)
    version = locked_version(NAME)
    estates = tuple(estate for estate in job.configuration.estates if estate.root in job.stage.roots)
    if not estates:
        return EngineRun(engine=NAME, version=version, status=RunStatus.OK)
    with bench(NAME) as place:
        tasks = (*_of_sources(estates, job, place), *_of_plans(estates, job))
        done = _start(tool, tasks, job, place)
        codes = _codes(done, len(tasks), version, place)
        answers = (_Answer(n=n, code=codes[n], version=version) for n in range(len(tasks)))
        said = [
            word
            for task, answer in zip(tasks, answers, strict=True)
            for word in _words(task, answer, place, job.limits)
        ]
    return finished(NAME, version, said, seconds=done.seconds, cpu=done.cpu)


def _of_sources(estates: tuple[Estate, ...], job: Job, place: Bench) -> Iterator[_Task]:
    for n, estate in enumerate(estates):
        ground = _lay(estate, job, place.work / f"root-{n}")
        where = ground.directory / estate.root
        values = tuple(
            word for name in job.values_for(estate.root) for word in ("--var-file", str(job.stage.directory / name))
        )
        yield _Task(
            arguments=("--config-file", str(_CONFIGS / "checkov.yaml"), *values, "--directory", str(where)),
            reading=SourceReading(estate=estate, ground=ground, addresses=Addresses.of(estate)),
            what=f"root {estate.root}",
            hidden=(ground.directory,),
        )


def _of_plans(estates: tuple[Estate, ...], job: Job) -> Iterator[_Task]:
    for estate in estates:
        plan = job.stage.plans[estate.root]
        yield _Task(
            arguments=("--config-file", str(_CONFIGS / "checkov-plan.yaml"), "--file", str(plan.file)),
            reading=PlanReading(estate=estate, blindness=Blindness(estate=estate, view=plan.view)),
            what=f"the plan document of root {estate.root}",
            hidden=(plan.file.parent,),
        )


def _lay(estate: Estate, job: Job, directory: Path) -> Ground:
    """The files of one root alone, at their own relative paths."""
    files = {name: job.stage.files[name] for name in estate.files if name in job.stage.files}
    (directory / estate.root).mkdir(parents=True, exist_ok=True)
    for name in files:
        target = directory / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(job.stage.directory / name, target)
    return Ground(directory, files)


def _start(tool: Path, tasks: tuple[_Task, ...], job: Job, place: Bench) -> process.Finished:
    for warmed in (tool / "warm").glob("*"):
        shutil.copyfile(warmed, place.temporary / warmed.name)
    jobs = {"workers": job.workers, "arguments": [task.arguments for task in tasks]}
    (place.work / "jobs.json").write_text(json.dumps(jobs), encoding="utf-8")
    return process.run(
        (str(tool / "env" / "bin" / "python"), "-I", "-B", str(_DRIVER), str(place.work)),
        cwd=place.cwd,
        environment={**place.environment, **_SETTINGS},
        limits=job.limits,
    )


def _codes(done: process.Finished, tasks: int, version: str, place: Bench) -> tuple[int, ...]:
    """The exit code of every fork. Raises UnreadableError where the process as a whole failed."""
    if not done.ran or done.code != 0:
        raise UnreadableError(shown(done, place))
    answer = mapping(document(done.stdout, "its driver's answer"), "its driver's answer")
    if answer.get("version") != version:
        raise UnreadableError(f"version {tame(str(answer.get('version')))} answered, {version} was asked")
    codes = tuple(number(code, "an exit code") for code in sequence(answer.get("codes"), "its exit codes"))
    if len(codes) != tasks:
        raise UnreadableError(f"it answered for {len(codes)} of {tasks} directories and documents")
    return codes


@dataclass(frozen=True, kw_only=True, slots=True)
class _Answer:
    """What a fork left: its number and exit code, and the version that is expected of it."""

    n: int
    code: int
    version: str


def _words(task: _Task, answer: _Answer, place: Bench, limits: process.Limits) -> Iterator[Word]:
    """What was said of one root; an answer that cannot be read is an error, and costs that root alone."""
    try:
        # 0: nothing failed, 1: something did, 2: it could not scan (https://www.checkov.io/2.Basics/Hard%20and%20soft%20fail.html)
        if answer.code not in {0, 1}:
            raise UnreadableError(f"exit code {answer.code}")
        report = _read(place.work / f"{answer.n}.json", limits)
        yield from tuple(observations(report, answer.version, task.reading))
        yield from tuple(task.reading.coverage(_read(place.work / f"{answer.n}.seen.json", limits)))
    except (UnreadableError, OSError) as problem:
        told = str(problem)
        for directory in (*task.hidden, place.work):
            told = told.replace(str(directory), "")
        yield Notice(level="error", message=f"{task.what}: {told}")


def _read(file: Path, limits: process.Limits) -> dict[str, Any]:
    if file.stat().st_size > limits.stdout:
        raise UnreadableError(f"its report is larger than {limits.stdout} bytes")
    return mapping(document(file.read_bytes(), "its report"), "its report")
