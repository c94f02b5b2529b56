"""TFLint with its AWS rules on every root and every module directory, merged. Not its install, not its judging.

A run on a root alone misses what is written in a module and comes from no argument; a run on a module alone misses what
the arguments make of it. https://github.com/terraform-linters/tflint; what was measured of it: docs/engines.md.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from secscan.engines import process
from secscan.engines.bench import Bench, bench, finished, shown
from secscan.engines.job import Job
from secscan.engines.output import UnreadableError, document, mapping, number, raw, sequence, tame, words
from secscan.engines.placing import Addresses, Ground, Region, where, without_keys
from secscan.engines.provision import locked_version
from secscan.model import Address, EngineRun, Notice, Observation, Outcome, Severity, Span, View

NAME: Final = "tflint"
TITLE: Final = "TFLint"
URI: Final = "https://github.com/terraform-linters/tflint"
EXTERNAL: Final = True
READS_PLANS: Final = False

Word = Observation | Notice

# TFLint's severities speak of errors when applying, not of exposure: none is more than medium.
SEVERITIES: Final = {
    "error": Severity.MEDIUM,
    "warning": Severity.LOW,
    "info": Severity.INFO,
    "notice": Severity.INFO,
}
_CONFIG: Final = Path(__file__).parent / "configs" / "tflint.hcl"


def run(job: Job) -> EngineRun:
    """TFLint's word on every directory of the stage that is a root or a module, several at a time."""
    tool, rules = job.tools.verified("tflint"), job.tools.verified("tflint-ruleset-aws")
    version = locked_version(NAME)
    stage = job.stage
    directories = tuple(sorted({*stage.roots, *stage.module_directories}))
    with bench(NAME) as place, ThreadPoolExecutor(max_workers=max(job.workers, 1)) as pool:
        start = _Start(program=tool / "bin" / "tflint", plugins=rules / "bin", place=place, job=job)
        started = time.monotonic()
        done = tuple(pool.map(start.on, directories))
        seconds = time.monotonic() - started
        ground = Ground(stage.directory, stage.files)
        said = [
            word
            for directory, one in zip(directories, done, strict=True)
            for word in _of_directory(directory, one, ground, place, job)
        ]
    return finished(NAME, version, said, seconds=seconds, cpu=sum(one.cpu for one in done))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Start:
    """How TFLint is started. Its working directory is the stage, so that it names files as we do."""

    program: Path
    plugins: Path
    place: Bench
    job: Job

    def on(self, directory: str) -> process.Finished:
        stage = self.job.stage
        values = self.job.values_for(directory) if directory in stage.roots else ()
        return process.run(
            (
                *(str(self.program), f"--chdir={directory}", f"--config={_CONFIG}", "--format=json"),
                *("--call-module-type=local", "--no-color"),
                *(f"--var-file={stage.directory / name}" for name in values),
            ),
            cwd=stage.directory,
            environment={
                **self.place.environment,
                "TFLINT_PLUGIN_DIR": str(self.plugins),
                "TF_WORKSPACE": self.job.workspace,
            },
            limits=self.job.limits,
        )


def _of_directory(directory: str, done: process.Finished, ground: Ground, place: Bench, job: Job) -> Iterator[Word]:
    """What was said of one directory; an answer that cannot be read is an error, and costs that directory alone."""
    try:
        # 0: no issue, 1: an error, 2: issues; only the document says which
        if not done.ran or done.code not in {0, 1, 2}:
            raise UnreadableError(shown(done, place, job.stage.directory))
        if not done.stdout.strip():
            raise UnreadableError(f"not a word; {shown(done, place, job.stage.directory)}")
        yield from tuple(_report(document(done.stdout, "its report"), directory, done, ground, job))
    except UnreadableError as problem:
        yield Notice(level="error", message=f"directory {directory}: {problem}")


def _report(report: Any, directory: str, done: process.Finished, ground: Ground, job: Job) -> Iterator[Word]:
    """The issues and errors of one report."""
    whole = mapping(report, "its report")
    errors = sequence(whole.get("errors"), "errors")
    for error in errors:
        yield _error(mapping(error, "an error"), directory, ground)
    if done.code == 1 and not errors:
        raise UnreadableError("exit code 1 and no error told")
    issues = sequence(whole.get("issues"), "issues")
    if bool(issues) != (done.code == 2) and not errors:
        raise UnreadableError(f"exit code {done.code} and {len(issues)} issues")
    places = _Places(directory=directory, ground=ground, addresses=_addresses(directory, job))
    for issue in issues:
        yield from _observed(mapping(issue, "an issue"), places)


def _error(error: dict[str, Any], directory: str, ground: Ground) -> Notice:
    told = ": ".join(tame(part) for key in ("summary", "message") if isinstance(part := error.get(key), str) and part)
    told = told.replace(str(ground.directory), "")
    span = None
    if isinstance(error.get("range"), dict) and error["range"].get("filename"):
        span, _ = ground.span(_region(error["range"]))
    return Notice(
        level="error",
        message=f"directory {directory}: {told or 'an error without words'}",
        file=span.file if span else "",
        line=span.line if span else 0,
    )


def _addresses(directory: str, job: Job) -> tuple[Addresses, ...]:
    """The estates that can name what stands in `directory`: the root's own, or for a module all of them."""
    own = tuple(estate for estate in job.configuration.estates if estate.root == directory)
    return tuple(Addresses.of(estate) for estate in own or job.configuration.estates)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Places:
    directory: str
    ground: Ground
    addresses: tuple[Addresses, ...]

    def address(self, chain: tuple[Span, ...]) -> Address | None:
        """In a root, the resource that the chain leads to; in a module directory the resource there, relative to it."""
        if len(self.addresses) == 1 and self.addresses[0].root == self.directory:
            return self.addresses[0].at(chain)
        names = {_own_name(a.named[name].address.name) for a in self.addresses for name in a.at_line(chain[-1])}
        return Address(root=self.directory, name=min(names)) if len(names) == 1 else None


def _own_name(name: str) -> str:
    """`module.a["x"].aws_t.n[0]` -> `aws_t.n`, the name inside its module."""
    parts = without_keys(name).split(".")
    while parts[0] == "module":
        parts = parts[2:]
    return ".".join(parts)


def _region(range_: Any) -> Region:
    whole = mapping(range_, "a range")
    start, end = mapping(whole.get("start"), "a range's start"), mapping(whole.get("end"), "a range's end")
    return Region(
        path=raw(whole.get("filename"), "a file name"),
        line=number(start.get("line"), "a line"),
        end_line=number(end.get("line"), "a line"),
        column=number(start.get("column"), "a column"),
        end_column=number(end.get("column"), "a column"),
    )


def _observed(issue: dict[str, Any], places: _Places) -> Iterator[Word]:
    """`callers` is the way of an argument, from the root's call to the attribute inside of the module; then the range
    is the call's. We point at the attribute, and name the calls as causes, innermost first."""
    rule = mapping(issue.get("rule"), "a rule")
    ways = sequence(issue.get("callers"), "callers")
    spans, notices = _spans(places.ground, tuple(_region(way) for way in ways) or (_region(issue.get("range")),))
    yield from notices
    severity, unknown = _severity(raw(rule.get("severity"), "a severity"))
    yield from unknown
    link = rule.get("link")
    yield Observation(
        engine=NAME,
        view=View.SOURCE,
        outcome=Outcome.FAIL,
        rule_id=words(rule.get("name"), "a rule's name"),
        message=words(issue.get("message"), "a message"),
        severity=severity,
        address=places.address(spans) if spans else None,
        location=where(spans[-1]) if spans else None,
        causes=tuple(replace(where(span), role="call") for span in reversed(spans[:-1])),
        help_uri=tame(link) if isinstance(link, str) and link.startswith("https://") else "",
    )


def _spans(ground: Ground, regions: tuple[Region, ...]) -> tuple[tuple[Span, ...], tuple[Notice, ...]]:
    """All of the way, or none of it where a step is no place that we know."""
    found = [ground.span(region) for region in regions]
    notices = tuple(notice for _, told in found for notice in told)
    spans = tuple(span for span, _ in found if span)
    return (spans if len(spans) == len(regions) else ()), notices


def _severity(name: str) -> tuple[Severity | None, tuple[Notice, ...]]:
    if name.lower() in SEVERITIES:
        return SEVERITIES[name.lower()], ()
    return None, (Notice(level="warning", message=f"gave a severity that is not known, {tame(name)!r}"),)
