"""KICS on the source of every root: its command, and its report as observations. Not its install, not its judging.

Every root is a run of its own over its own files: KICS takes all that it is given for one configuration, and dev's log
group would excuse prod's. It is given the queries that can matter (kics_index). It tells violations alone, never what
it looked at and found in order. https://github.com/Checkmarx/kics; what was measured of it: docs/engines.md.
"""

import json
import posixpath
import re
import shutil
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from secscan.engines import kics_index, process
from secscan.engines.bench import Bench, bench, finished, shown
from secscan.engines.job import Job
from secscan.engines.output import UnreadableError, document, mapping, number, raw, sequence, tame, words
from secscan.engines.placing import Addresses, Ground, Region, where
from secscan.engines.provision import locked_version
from secscan.engines.redaction import Redaction
from secscan.model import EngineRun, Notice, Observation, Outcome, RunStatus, Severity, View
from secscan.terraform.estate import Estate

NAME: Final = "kics"
TITLE: Final = "KICS"
URI: Final = "https://www.kics.io/"
EXTERNAL: Final = True
READS_PLANS: Final = False

Word = Observation | Notice

SEVERITIES: Final = {
    "CRITICAL": Severity.CRITICAL,
    "HIGH": Severity.HIGH,
    "MEDIUM": Severity.MEDIUM,
    "LOW": Severity.LOW,
    "INFO": Severity.INFO,
}
_CONFIG: Final = Path(__file__).parent / "configs" / "kics.json"
# 0, or by the worst severity: 60 critical, 50 high, 40 medium, 30 low, 20 info. Everything else is trouble.
# https://docs.kics.io/latest/results/#exit_status_code
_CODES: Final = frozenset({0, 20, 30, 40, 50, 60})
_READ: Final = (".tf", ".tfvars")
_NAMED: Final = re.compile(r"([a-z0-9_]+)(?:\[|\.)(?:\{\{)?([^\]}.\[]+)")
_UNPARSED: Final = re.compile(r"failed to parse file content: (.+)")
# What it says of a file that lacks something altogether points at the whole of its resources.
_ALL_RESOURCES: Final = "resource"


def run(job: Job) -> EngineRun:
    """KICS's word on every staged root, several at a time."""
    tool = job.tools.verified(NAME)
    version = locked_version(NAME)
    estates = tuple(estate for estate in job.configuration.estates if estate.root in job.stage.roots)
    if not estates:
        return EngineRun(engine=NAME, version=version, status=RunStatus.OK)
    with bench(NAME) as place, ThreadPoolExecutor(max_workers=max(job.workers, 1)) as pool:
        start = _Start(tool=tool, index=kics_index.read(tool), place=place, job=job)
        started = time.monotonic()
        done = tuple(pool.map(start.on, enumerate(estates)))
        seconds = time.monotonic() - started
        said = [word for root in done for word in _of_root(root, place, job)]
    return finished(NAME, version, said, seconds=seconds, cpu=sum(root.done.cpu for root in done))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Root:
    """One root's answer: how its run ended, where its report is, and what the words in it refer to. `laid`: what it was
    given; `names`: laid file -> ours, where it could not keep its name; `ground`: the stage."""

    estate: Estate
    laid: Ground
    ground: Ground
    names: Mapping[str, str]
    report: Path
    cwd: Path
    done: process.Finished

    def region(self, path: str, line: int) -> Region:
        """A place as KICS names it, relative to where it was started."""
        whole = posixpath.normpath(posixpath.join(str(self.cwd), path))
        laid = whole.removeprefix(f"{self.laid.directory}/")
        return Region(path=self.names.get(laid, laid), line=line, end_line=line)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Start:
    tool: Path
    index: kics_index.Index
    place: Bench
    job: Job

    def on(self, numbered: tuple[int, Estate]) -> _Root:
        number, estate = numbered
        directory, reports = self.place.work / f"root-{number}", self.place.work / f"report-{number}"
        reports.mkdir()
        laid, names = _lay(estate, self.job, directory)
        texts = [(directory / name).read_text(encoding="utf-8", errors="replace") for name in laid.files]
        chosen = self.index.chosen(texts, {resource.type for resource in estate.resources})
        done = process.run(
            (
                *(str(self.tool / "bin" / "kics"), "scan", "--config", str(_CONFIG), "--path", str(directory)),
                *("--queries-path", str(self.tool / kics_index.QUERIES), "--include-queries", ",".join(chosen)),
                *("--output-path", str(reports), "--terraform-vars-path", str(_nothing(self.place))),
                *("--ci", "--no-color", "--log-level", "WARN", "--log-format", "json"),
            ),
            cwd=self.place.cwd,
            environment=self.place.environment,
            limits=self.job.limits,
        )
        return _Root(
            estate=estate,
            laid=laid,
            ground=Ground(self.job.stage.directory, self.job.stage.files),
            names=names,
            report=reports / "results.json",
            cwd=self.place.cwd,
            done=done,
        )


def _nothing(place: Bench) -> Path:
    """An empty file of values: where none is named, KICS reads the one that a comment in the tree names."""
    file = place.work / "no.tfvars"
    file.touch()
    return file


def _lay(estate: Estate, job: Job, directory: Path) -> tuple[Ground, dict[str, str]]:
    """The files of one root alone, at their own relative paths where KICS lets them; the others by the name laid."""
    values = _values(estate, job)
    laid: dict[str, int] = {}
    names: dict[str, str] = {}
    for ours in (name for name in estate.files if name in job.stage.files):
        name = _visible(values.get(ours, ours))
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(job.stage.directory / ours, directory / name)
        laid[name] = job.stage.files[ours]
        if name != ours:
            names[name] = ours
    directory.mkdir(parents=True, exist_ok=True)
    return Ground(directory, laid), names


def _visible(path: str) -> str:
    """KICS passes over everything below a directory whose name begins with `.terra`."""
    return "/".join(f"_{part}" if part.startswith(".terra") else part for part in path.split("/"))


def _values(estate: Estate, job: Job) -> dict[str, str]:
    """Names for value files that the user gave, so that KICS takes them, in Terraform's order: it reads `*.auto.tfvars`
    by name and then `terraform.tfvars` over them. Nothing is renamed where the user gave none."""
    given = [name for name in job.values_for(estate.root) if name.endswith(".tfvars")]
    if not given:
        return {}
    own = f"{estate.root}/terraform.tfvars".removeprefix("./")
    renamed = {name: f"{estate.root}/~{n:04}.auto.tfvars".removeprefix("./") for n, name in enumerate(given)}
    return {own: f"{estate.root}/!.auto.tfvars".removeprefix("./"), **renamed}


def _of_root(root: _Root, place: Bench, job: Job) -> Iterator[Word]:
    """What was said of one root; an answer that cannot be read is an error, and costs that root alone."""
    try:
        if not root.done.ran or root.done.code not in _CODES:
            raise UnreadableError(_trouble(root.done, place))
        yield from tuple(_report(_read(root.report, job.limits), root))
    except (UnreadableError, OSError) as problem:
        told = str(problem).replace(str(place.work), "")
        yield Notice(level="error", message=f"root {root.estate.root}: {told}")


def _trouble(done: process.Finished, place: Bench) -> str:
    """Its own complaint, where it made one: the rest of what it prints then is its help."""
    said = done.stderr.decode(errors="replace").splitlines()
    complaint = next((line for line in said if line.startswith("Error: ")), "")
    if not done.ran or not complaint:
        return shown(done, place)
    return f"exit code {done.code}: {tame(complaint.replace(str(place.work.parent), ''))}"


def _read(file: Path, limits: process.Limits) -> dict[str, Any]:
    if file.stat().st_size > limits.stdout:
        raise UnreadableError(f"its report is larger than {limits.stdout} bytes")
    return mapping(document(file.read_bytes(), "its report"), "its report")


def _report(report: dict[str, Any], root: _Root) -> Iterator[Word]:
    listed = [mapping(query, "a query") for query in sequence(report.get("queries"), "queries")]
    results = [(query, file) for query in listed for file in sequence(query.get("files"), "files")]
    if len(results) != number(report.get("total_counter"), "total_counter"):
        raise UnreadableError(f"it counts {report.get('total_counter')} results and lists {len(results)}")
    if bool(results) != bool(root.done.code):
        raise UnreadableError(f"exit code {root.done.code} and {len(results)} results")
    yield from _coverage(report, root)
    reader = _Reader(root=root, addresses=Addresses.of(root.estate), redaction=Redaction.of(root.estate))
    for query, result in results:
        yield from reader.observed(query, mapping(result, "a result"))


def _coverage(report: dict[str, Any], root: _Root) -> Iterator[Notice]:
    """What it could not read, did not look at though it was given, or could not ask."""
    for line in root.done.stdout.decode(errors="replace").splitlines():
        if match := _UNPARSED.match(_message(line)):
            path = root.region(match[1], 0).path
            yield Notice(level="error", message="cannot parse this file", file=root.ground.file(path) or "")
    owed = len([name for name in root.laid.files if name.endswith(_READ)])
    scanned = number(report.get("files_scanned"), "files_scanned")
    if scanned != owed or number(report.get("files_failed_to_scan"), "files_failed_to_scan"):
        yield Notice(level="error", message=f"root {root.estate.root}: it was given {owed} files and read {scanned}")
    if failed := number(report.get("queries_failed_to_execute"), "queries_failed_to_execute"):
        yield Notice(level="error", message=f"root {root.estate.root}: {failed} of its queries failed")
    for resource in root.estate.resources:
        file = resource.block.file
        if resource.mode == "managed" and file in root.ground.files and not file.endswith(_READ):
            yield Notice(level="warning", message="does not read files of this kind", file=file)


def _message(line: str) -> str:
    """What a line of its log says; "" where it is none."""
    try:
        entry = json.loads(line)
    except ValueError:
        return ""
    return str(entry.get("message", "")) if isinstance(entry, dict) else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reader:
    """What the words of one root's results refer to."""

    root: _Root
    addresses: Addresses
    redaction: Redaction

    def observed(self, query: dict[str, Any], result: dict[str, Any]) -> Iterator[Word]:
        title = words(query.get("query_name"), "a query's name")
        severity, unknown = _severity(raw(query.get("severity"), "a severity"))
        yield from unknown
        about = words(result.get("search_key"), "a search key")
        common = Observation(
            engine=NAME,
            view=View.SOURCE,
            outcome=Outcome.FAIL,
            rule_id=words(query.get("query_id"), "a query's id"),
            message=title,
            severity=severity,
            title=title,
            help_uri=_link(query),
        )
        if about == _ALL_RESOURCES:
            yield replace(common, absent_from=self.root.estate.root)
            return
        yield from self._placed(common, about, result)

    def _placed(self, common: Observation, about: str, result: dict[str, Any]) -> Iterator[Word]:
        line = number(result.get("line"), "a line")
        span, notices = self.root.ground.span(self.root.region(raw(result.get("file_name"), "a file name"), line))
        yield from notices
        kind = words(result.get("resource_type", ""), "a resource's type")
        match = _NAMED.match(about)
        name = f"{match[1]}.{match[2]}" if match and match[1] == kind else ""
        found = self.addresses.declared(name, span.file, span.line) if span else ()
        for address, resource in found or ((None, None),):
            yield replace(
                common,
                message=common.message if address else f"{common.message} ({self.redaction.clean(about)})",
                address=address,
                location=where(span, resource) if span else None,
                evidence=self.redaction.clean(_evidence(result)),
            )


def _evidence(result: dict[str, Any]) -> str:
    found = words(result.get("actual_value", ""), "an actual value")
    wanted = words(result.get("expected_value", ""), "an expected value")
    return f"{found}; expected: {wanted}" if found and wanted else found or wanted


def _link(query: dict[str, Any]) -> str:
    uri = query.get("query_url")
    return tame(uri) if isinstance(uri, str) and uri.startswith("https://") else ""


def _severity(name: str) -> tuple[Severity | None, tuple[Notice, ...]]:
    if name in SEVERITIES:
        return SEVERITIES[name], ()
    return None, (Notice(level="warning", message=f"gave a severity that is not known, {tame(name)!r}"),)
