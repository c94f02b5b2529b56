"""Checkov on the source of every root: its command, and its report as observations. Not its install, not its judging.

Every root is laid in a directory of its own: Checkov walks into subdirectories, and would tell one root's resources in
another's report. https://github.com/bridgecrewio/checkov; what was measured of it: docs/engines.md.
"""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from secscan.engines import process
from secscan.engines.bench import Bench, bench, finished, shown
from secscan.engines.job import Job
from secscan.engines.output import UnreadableError, document, mapping, number, raw, sequence, tame, words
from secscan.engines.placing import Addresses, Ground, Region, where
from secscan.engines.provision import locked_version
from secscan.model import EngineRun, Notice, Observation, Outcome, RunStatus, View
from secscan.terraform.estate import Estate

NAME: Final = "checkov"
TITLE: Final = "Checkov"
URI: Final = "https://www.checkov.io/"
EXTERNAL: Final = True

Word = Observation | Notice

# A check that Checkov skipped was not made: the markers are blanked in the stage, so that there should be none.
_LISTS: Final = (
    ("passed_checks", "passed", Outcome.PASS),
    ("failed_checks", "failed", Outcome.FAIL),
    ("skipped_checks", "skipped", Outcome.UNDECIDED),
)
# All of its environment that we set: at every start it asks an index for news of itself, and it leaves out a file that
# takes more than ten seconds to parse.
_SETTINGS: Final = {"CKV_SKIP_PACKAGE_UPDATE_CHECK": "true", "HCL_PARSE_TIMEOUT_SEC": "300"}
_UNREAD: Final = (".json", ".tofu")
_SEEN: Final = re.compile(r"(.+?\.(?:tf|hcl)):(.+)", re.DOTALL)
_HERE: Final = Path(__file__).parent


def run(job: Job) -> EngineRun:
    """Checkov's word on every staged root, a fork of one process for each."""
    tool = job.tools.verified(NAME)
    version = locked_version(NAME)
    estates = tuple(estate for estate in job.configuration.estates if estate.root in job.stage.roots)
    if not estates:
        return EngineRun(engine=NAME, version=version, status=RunStatus.OK)
    with bench(NAME) as place:
        grounds = tuple(_lay(estate, job, place.work / f"root-{n}") for n, estate in enumerate(estates))
        done = _start(tool, grounds, estates, job, place)
        codes = _codes(done, len(estates), version, place)
        said = [
            word
            for n, estate in enumerate(estates)
            for word in _of_root(
                _Root(n=n, code=codes[n], version=version, estate=estate, ground=grounds[n]), place, job
            )
        ]
    return finished(NAME, version, said, seconds=done.seconds, cpu=done.cpu)


def _lay(estate: Estate, job: Job, directory: Path) -> Ground:
    """The files of one root alone, at their own relative paths."""
    files = {name: job.stage.files[name] for name in estate.files if name in job.stage.files}
    (directory / estate.root).mkdir(parents=True, exist_ok=True)
    for name in files:
        target = directory / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(job.stage.directory / name, target)
    return Ground(directory, files)


def _start(
    tool: Path, grounds: tuple[Ground, ...], estates: tuple[Estate, ...], job: Job, place: Bench
) -> process.Finished:
    for warmed in (tool / "warm").glob("*"):
        shutil.copyfile(warmed, place.temporary / warmed.name)
    common = ("--config-file", str(_HERE / "configs" / "checkov.yaml"))
    arguments = [
        [*common, *_var_files(job, estate.root), "--directory", str(ground.directory / estate.root)]
        for ground, estate in zip(grounds, estates, strict=True)
    ]
    jobs = {"workers": job.workers, "arguments": arguments}
    (place.work / "jobs.json").write_text(json.dumps(jobs), encoding="utf-8")
    return process.run(
        (str(tool / "env" / "bin" / "python"), "-I", "-B", str(_HERE / "checkov_driver.py"), str(place.work)),
        cwd=place.cwd,
        environment={**place.environment, **_SETTINGS},
        limits=job.limits,
    )


def _var_files(job: Job, root: str) -> tuple[str, ...]:
    return tuple(word for name in job.values_for(root) for word in ("--var-file", str(job.stage.directory / name)))


def _codes(done: process.Finished, roots: int, version: str, place: Bench) -> tuple[int, ...]:
    """The exit code of every root's fork. Raises UnreadableError where the process as a whole failed."""
    if not done.ran or done.code != 0:
        raise UnreadableError(shown(done, place))
    answer = mapping(document(done.stdout, "its driver's answer"), "its driver's answer")
    if answer.get("version") != version:
        raise UnreadableError(f"version {tame(str(answer.get('version')))} answered, {version} was asked")
    codes = tuple(number(code, "an exit code") for code in sequence(answer.get("codes"), "its exit codes"))
    if len(codes) != roots:
        raise UnreadableError(f"it answered for {len(codes)} of {roots} roots")
    return codes


@dataclass(frozen=True, kw_only=True, slots=True)
class _Root:
    """One root's answer: its number and exit code, and what the words in it refer to."""

    n: int
    code: int
    version: str
    estate: Estate
    ground: Ground


def _of_root(root: _Root, place: Bench, job: Job) -> Iterator[Word]:
    """What was said of one root; an answer that cannot be read is an error, and costs that root alone."""
    try:
        # 0: nothing failed, 1: something did, 2: it could not scan (https://www.checkov.io/2.Basics/Hard%20and%20soft%20fail.html)
        if root.code not in {0, 1}:
            raise UnreadableError(f"exit code {root.code}")
        yield from tuple(_report(_read(place.work / f"{root.n}.json", job.limits), root))
        yield from tuple(_coverage(_read(place.work / f"{root.n}.seen.json", job.limits), root))
    except (UnreadableError, OSError) as problem:
        told = str(problem).replace(str(root.ground.directory), "").replace(str(place.work), "")
        yield Notice(level="error", message=f"root {root.estate.root}: {told}")


def _read(file: Path, limits: process.Limits) -> dict[str, Any]:
    if file.stat().st_size > limits.stdout:
        raise UnreadableError(f"its report is larger than {limits.stdout} bytes")
    return mapping(document(file.read_bytes(), "its report"), "its report")


def _report(report: dict[str, Any], root: _Root) -> Iterator[Word]:
    """The three lists of one report. A root without resources gives the summary alone."""
    summary = mapping(report.get("summary", report), "its summary")
    if summary.get("checkov_version") != root.version:
        raise UnreadableError(f"its report is of version {tame(str(summary.get('checkov_version')))}")
    results = mapping(report.get("results", {}), "its results")
    addresses = Addresses.of(root.estate)
    for name, counted, outcome in _LISTS:
        entries = sequence(results.get(name, []), name)
        if len(entries) != number(summary.get(counted), counted):
            raise UnreadableError(f"it counts {summary.get(counted)} {counted} and lists {len(entries)}")
        for entry in entries:
            yield from _observed(mapping(entry, "a check"), outcome, root.ground, addresses)


def _observed(entry: dict[str, Any], outcome: Outcome, ground: Ground, addresses: Addresses) -> Iterator[Word]:
    lines = sequence(entry.get("file_line_range"), "file_line_range")
    if len(lines) != 2:
        raise UnreadableError("file_line_range is no pair")
    path = raw(entry.get("file_abs_path"), "file_abs_path")
    region = Region(path=path, line=number(lines[0], "a line"), end_line=number(lines[1], "a line"))
    span, notices = ground.span(region)
    yield from notices
    name = words(entry.get("resource"), "resource")
    address, resource = addresses.called(name, span.file, span.line) if span else (None, None)
    result = mapping(entry.get("check_result"), "check_result")
    title = words(entry.get("check_name"), "check_name")
    if outcome is Outcome.UNDECIDED:
        yield Notice(level="warning", message=f"skipped a check by itself on {name}", file=span.file if span else "")
    yield Observation(
        engine=NAME,
        view=View.SOURCE,
        outcome=outcome,
        rule_id=words(entry.get("check_id"), "check_id"),
        message=title if address else f"{title} ({name})",
        address=address,
        location=where(span, resource) if span else None,
        evidence=_evidence(result),
        reason="the engine skipped the check" if outcome is Outcome.UNDECIDED else "",
        skipped_by_engine=outcome is Outcome.UNDECIDED,
        title=title,
        help_uri=_guideline(entry),
    )


def _evidence(result: dict[str, Any]) -> str:
    keys = result.get("evaluated_keys")
    named = sorted({tame(key) for key in keys if isinstance(key, str)}) if isinstance(keys, list) else []
    return f"looked at {', '.join(named)}" if named else ""


def _guideline(entry: dict[str, Any]) -> str:
    uri = entry.get("guideline")
    return tame(uri) if isinstance(uri, str) and uri.startswith("https://") else ""


def _coverage(seen: dict[str, Any], root: _Root) -> Iterator[Notice]:
    """What it could not read, and what it did not look at though it was given."""
    for path in sequence(seen.get("parsing_errors"), "parsing_errors"):
        file = root.ground.file(raw(path, "a path")) or ""
        yield Notice(level="error", message="cannot parse this file", file=file)
    resources = sequence(seen.get("resources"), "resources")
    matches = (_SEEN.fullmatch(raw(entry, "a resource")) for entry in resources)
    read = {root.ground.file(match[1]) for match in matches if match}
    owed = {r.block.file for r in root.estate.resources if r.mode == "managed"} & root.ground.files.keys()
    for file in sorted(owed - read):
        if file.endswith(_UNREAD):
            yield Notice(level="warning", message="does not read files of this kind", file=file)
        else:
            yield Notice(
                level="error",
                message=f"was given this file of root {root.estate.root} and did not look at it",
                file=file,
            )
