"""What `scan`, `report` and others share: from the words on the command line to an audit, stored or new.

Renders nothing and decides no exit code.
"""

import hashlib
import os
import posixpath
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from secscan import __version__
from secscan.errors import UserError
from secscan.model import Report, RuleInfo, Severity, Waiver
from secscan.settings import Settings, cache_directory, check_required, engine_names, load, requirable
from secscan.sources import SourceProblem, Sources, read_bytes, read_text

if TYPE_CHECKING:  # what only an audit needs is imported by it
    from secscan.engines.job import RuleFile
    from secscan.pipeline import Narrow, Request
    from secscan.terraform.configuration import Configuration
    from secscan.terraform.plan import Plan

C = TypeVar("C", bound=Callable[..., object])
_REGISTER_BYTES = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The audit's options as they were given."""

    directory: str | None = None
    fail_on: str | None = None
    engines: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    var_files: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    env_vars: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Audit:
    """A request, the files that it is about, and the key under which its run is stored."""

    request: "Request"
    sources: Sources
    key: str

    @property
    def place(self) -> str:
        return str(self.sources.top)


def reading_options(command: C) -> C:
    """The options of every command that reads the configuration."""
    for decorate in (
        click.option("--env-vars", is_flag=True, help="Take variables' values from TF_VAR_... of the environment too."),
        click.option("--var-file", "var_files", metavar="FILE", multiple=True, help="Further values for every root."),
    ):
        command = decorate(command)
    return command


def plan_option(command: C) -> C:
    return click.option(
        "--plan",
        "plans",
        metavar="ROOT=FILE",
        multiple=True,
        help="What `terraform show -json` printed of a plan of ROOT: it takes the evaluation's place.",
    )(command)


def audit_options(command: C) -> C:
    """The options of every command that audits."""
    severities = click.Choice([str(severity) for severity in Severity])
    for decorate in (
        plan_option,
        reading_options,
        click.option("--require", "required", metavar="NAME", multiple=True, help="No pass without this engine."),
        click.option("--engine", "engines", metavar="NAME", multiple=True, help="Run this engine (and no other)."),
        click.option("--fail-on", type=severities, help="The least severity that fails the gate."),
        click.argument("directory", metavar="[DIR]", required=False),
    ):
        command = decorate(command)
    return command


def asked(options: dict[str, object]) -> Asked:
    """The values of `audit_options`, as click hands them over."""
    return Asked(**options)  # type: ignore[arg-type]  # the options above have these names and types


def settings_for(asked: Asked) -> Settings:
    """The configuration with the command line's word over it. Raises UserError."""
    settings = load(Path(asked.directory or "."), explicit=asked.directory is not None)
    enabled = engine_names(asked.engines) or settings.enabled
    required = engine_names(asked.required) or (requirable(enabled) if asked.engines else settings.required)
    check_required(enabled, required)
    fail_on = Severity(asked.fail_on) if asked.fail_on else settings.fail_on
    env_vars = settings.env_vars or asked.env_vars
    return replace(settings, enabled=enabled, required=required, fail_on=fail_on, env_vars=env_vars)


def prepare(asked: Asked) -> Audit:
    """The audit that is asked for, not begun. Raises UserError."""
    from secscan.pipeline import Request
    from secscan.rules import policies_digest

    settings = settings_for(asked)
    text, waivers = register(settings)
    policies = policies_digest(policy_places(settings))
    plans, digests = read_plans(asked.plans)
    versions = (
        ("engines", _engines_digest(settings.enabled)),
        *((f"plan of {root}", digest) for root, digest in digests),
        ("policies", policies),
        ("secscan", __version__),
    )
    request = Request(
        settings=settings,
        today=datetime.now(UTC).date(),
        var_files=tuple(_inside(name, settings.top) for name in asked.var_files),
        environment=variables(os.environ) if settings.env_vars else (),
        waivers=waivers,
        versions=versions,
        generated=source_date(os.environ),
        plans=plans,
        guard_rules=guard_rules(settings),
    )
    return Audit(request=request, sources=sources_for(settings), key=_key(request, text))


def read_plans(given: tuple[str, ...]) -> tuple[dict[str, "Plan"], tuple[tuple[str, str], ...]]:
    """The plans by root, and the SHA-256 of each file. Raises UserError.

    A plan may lie anywhere: it is named by who runs secscan, never by the repository, and its place is in no report."""
    from secscan.terraform.plan import LIMIT, read_plan

    plans: dict[str, Plan] = {}
    digests: list[tuple[str, str]] = []
    for word in given:
        name, _, file = word.partition("=")
        root = posixpath.normpath(name) if name else ""
        if not root or not file:
            raise UserError(f"--plan {word}: not ROOT=FILE", hint="such as --plan environments/prod=plan.json")
        if root in plans:
            raise UserError(f"--plan is given twice for {root}", hint="give one plan for each root")
        content = read_bytes(Path(file), LIMIT)
        plans[root] = read_plan(content, file)
        digests.append((root, hashlib.sha256(content).hexdigest()))
    return plans, tuple(sorted(digests))


def configuration(asked: Asked) -> "Configuration":
    """All that is in scope, evaluated; no engine runs. Raises UserError."""
    return evaluated(asked)[0]


def evaluated(asked: Asked) -> tuple["Configuration", Path]:
    """What the audit that is asked for would judge, and the repository's top. Raises UserError."""
    from secscan.cli.means import means
    from secscan.pipeline import Request, configuration_of

    settings = settings_for(asked)
    request = Request(
        settings=settings,
        today=datetime.now(UTC).date(),
        var_files=tuple(_inside(name, settings.top) for name in asked.var_files),
        environment=variables(os.environ) if settings.env_vars else (),
        generated=source_date(os.environ),
        plans=read_plans(asked.plans)[0],
    )
    sources = sources_for(settings)
    return configuration_of(request, sources, means()), sources.top


def sources_for(settings: Settings) -> Sources:
    return Sources(settings.top, scope=settings.paths, exclude=settings.exclude, limit=settings.file_bytes)


def perform_for(audit: Audit, narrow: "Narrow") -> Report:
    """The audit of a part of the configuration. Not stored: it is not the repository's."""
    from secscan.cli.means import means
    from secscan.engines import Tools
    from secscan.pipeline import audit as run

    try:
        return run(replace(audit.request, narrow=narrow), audit.sources, Tools.here(), progress, means())
    except OSError as error:
        raise UserError(f"the staged copy cannot be written: {error}", hint="TMPDIR names where") from error


def perform(audit: Audit) -> Report:
    """The new audit; its run is stored, unless an engine was not to be had."""
    from secscan.model import RunStatus
    from secscan.store import Run, Store

    report = perform_for(audit, audit.request.narrow)
    if all(engine.status is not RunStatus.FAILED for engine in report.runs):
        Store(directory=cache_directory()).keep(
            audit.key, audit.place, Run(questions=audit.sources.questions(), report=report)
        )
    return report


def recall(audit: Audit) -> Report | None:
    """The stored run, where nothing that it depends on has changed."""
    from secscan.store import Store

    return Store(directory=cache_directory()).recall(audit.key, sources_for(audit.request.settings))


def register(settings: Settings) -> tuple[str, tuple[Waiver, ...]]:
    """The waivers on record, and their text. Raises UserError."""
    from secscan.triage.waivers_file import read_waivers

    try:
        text = read_text(settings.top, settings.waivers, _REGISTER_BYTES)
    except SourceProblem as problem:
        if problem.missing and not settings.waivers_named:
            return "", ()
        raise UserError(problem.message, path=settings.waivers) from problem
    return text, read_waivers(text, settings.waivers)


def guard_rules(settings: Settings) -> tuple["RuleFile", ...]:
    """The files of rules for Guard that the configuration adds to ours. Raises UserError."""
    from secscan.engines.job import RuleFile

    def text(path: str) -> str:
        try:
            return read_text(settings.top, path, _REGISTER_BYTES)
        except SourceProblem as problem:
            raise UserError(problem.message, path=path) from problem

    return tuple(RuleFile(path=path, text=text(path)) for path in settings.guard_rules)


def policy_places(settings: Settings) -> tuple[Path, ...]:
    """The directories of policies that the configuration adds to ours."""
    return tuple(settings.top / directory for directory in settings.policies)


def catalogue(settings: Settings) -> tuple[RuleInfo, ...]:
    """All rules that an audit knows by itself. Raises UserError for a wrong policy."""
    from secscan.rules import load_policies

    return tuple(policy.info for policy in load_policies(policy_places(settings)))


def show(lines: Iterable[str]) -> None:
    """To standard output, whatever a stranger's file is called."""
    from secscan.reports.text import inert, unheard

    for line in lines:
        click.echo("\n".join(unheard(row) for row in inert(line).split("\n")))


def progress(words: str) -> None:
    """For a person who waits, never in a log."""
    if sys.stderr.isatty():
        click.echo(f"secscan: {words} ...", err=True)


def warn(words: str) -> None:
    """To stderr, whatever a stranger's file is called."""
    from secscan.reports.text import inert

    click.echo(f"secscan: {inert(words)}", err=True)


def variables(environment: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The values that an environment gives to Terraform's variables, by variable."""
    given = {name.removeprefix("TF_VAR_"): text for name, text in environment.items() if name.startswith("TF_VAR_")}
    return tuple(sorted(given.items()))


def source_date(environment: Mapping[str, str]) -> datetime | None:
    """The time that a report carries: that of SOURCE_DATE_EPOCH, else none, so that equal trees give equal bytes.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    given = environment.get("SOURCE_DATE_EPOCH", "")
    if not given:
        return None
    try:
        return datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UserError(f"SOURCE_DATE_EPOCH is no time: {given}", hint="seconds since 1970") from error


def _inside(name: str, top: Path) -> str:
    """A file of the command line, relative to the repository. Raises UserError."""
    path = Path(name).absolute()
    try:
        return (path.parent.resolve() / path.name).relative_to(top).as_posix()
    except ValueError as error:
        raise UserError("outside the repository", path=name, hint=f"value files lie below {top}") from error


def _engines_digest(names: tuple[str, ...]) -> str:
    """Of the locks of every tool that these engines need: which releases, from which sources, by which digests."""
    from secscan.engines.provision import Tools, tools_of

    tools = Tools.here()
    digests = [f"{tool} {tools.lock(tool).digest}\n" for name in names for tool in tools_of(name)]
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def _key(request: "Request", waivers: str) -> str:
    """SHA-256 over all that the verdict depends on beside the tree. Reprs of frozen dataclasses are total."""
    from secscan.engines.provision import Tools, listing

    standing = tuple((tool.name, tool.state) for tool in listing(Tools.here()))
    given = (request.var_files, request.environment, request.guard_rules)
    parts = (request.settings, request.today, *given, request.versions, request.generated)
    return hashlib.sha256(repr((parts, waivers, standing)).encode("utf-8", "backslashreplace")).hexdigest()
