"""The audit, in order, on one screen. Does nothing itself: each line is a room's work, and nothing points back.

    sources -> terraform -> stage -> engines -> triage -> Report

The clock, the repository and the tools are parameters. What becomes of the report (formats, files, exit code) is cli's.
"""

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from secscan.engines import Job, Limits, RuleFile, Tools, reads_plans, run_engines
from secscan.model import EngineRun, FileRecord, FileStatus, Notice, Outcome, Problem, Report, Waiver
from secscan.rules import load_policies
from secscan.settings import Settings, Undecided
from secscan.sources import Sources
from secscan.stage import Stage, lay
from secscan.terraform.configuration import Configuration, Options, read
from secscan.terraform.plan import Plan, with_plans
from secscan.terraform.reading import ALONE, Means
from secscan.triage import judge

Narrow = Callable[[Configuration], Configuration]


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What is asked of one audit. `settings` name the engines, the gate and the repository; `var_files` are further
    values for every root, `environment` those of the environment, by variable; `waivers` those on record; `today` (UTC)
    is what they are held against; `generated` stands in the report where it is not None. `narrow` leaves out what the
    audit is not about (a change's other roots). `plans`: plans that take the evaluation's place, by root.
    `guard_rules`: files of rules for Guard beside ours."""

    settings: Settings
    today: date
    var_files: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    waivers: tuple[Waiver, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()
    generated: datetime | None = None
    narrow: Narrow = field(default=lambda configuration: configuration)
    plans: Mapping[str, Plan] = field(default_factory=dict)
    guard_rules: tuple[RuleFile, ...] = ()


def audit(request: Request, sources: Sources, tools: Tools, say: Callable[[str], None], means: Means = ALONE) -> Report:
    """The report on what `sources` hold. Raises UserError for a wrong policy or a plan of another configuration,
    OSError where no copy can be laid.

    `say` is told what is being done, for a person who waits. `means`: what reading Terraform may use.
    """
    settings = request.settings
    policies = tuple(settings.top / directory for directory in settings.policies)
    catalogue = tuple(policy.info for policy in load_policies(policies))

    say(f"reading {', '.join(settings.paths)}")
    whole = configuration_of(request, sources, means)
    configuration = request.narrow(whole)

    with tempfile.TemporaryDirectory(prefix="secscan-stage-") as directory:
        stage = lay(sources, configuration, Path(directory), plans=reads_plans(settings.enabled))
        say(f"running {', '.join(settings.enabled)} on {len(stage.roots)} roots, {len(stage.files)} files")
        runs = run_engines(settings.enabled, job(request, configuration, stage, tools, policies))

    say("judging")
    return judge(
        runs=left_out(runs, settings),
        catalogue=catalogue,
        estates=configuration.estates,
        files=looked_at(sources.records(), whole, configuration),
        problems=(*configuration.problems, *withheld(stage)),
        waivers=request.waivers,
        threshold=settings.fail_on,
        required=settings.required,
        undecided_is_incomplete=settings.undecided is Undecided.INCOMPLETE,
        today=request.today,
        versions=request.versions,
        generated=request.generated,
    )


def configuration_of(request: Request, sources: Sources, means: Means = ALONE) -> Configuration:
    """All that is in scope, evaluated, or planned where plans are given. Raises UserError for a plan of another
    configuration."""
    return with_plans(read(sources, options(request), means), request.plans)


def options(request: Request) -> Options:
    settings = request.settings
    return Options(
        roots=tuple(root.path for root in settings.roots),
        var_files=request.var_files,
        root_var_files={root.path: root.var_files for root in settings.roots if root.var_files},
        allow_missing_modules=settings.allow_missing,
        workspace=settings.workspace,
        dialect=settings.dialect,
        environment=dict(request.environment),
        clock=request.generated,
    )


def job(request: Request, configuration: Configuration, stage: Stage, tools: Tools, policies: tuple[Path, ...]) -> Job:
    given = options(request)
    return Job(
        stage=stage,
        configuration=configuration,
        tools=tools,
        limits=Limits(seconds=request.settings.timeout),
        var_files=given.var_files,
        root_var_files=given.root_var_files,
        workspace=given.workspace,
        policies=policies,
        guard_rules=request.guard_rules,
    )


def left_out(runs: Iterable[EngineRun], settings: Settings) -> tuple[EngineRun, ...]:
    """The runs without what the configuration's `engines.skip` names; how much that was stands in the run's notices.

    It is done here, on what an engine said, so that no engine is ever given a word of the scanned repository.
    """
    skip = {engine: frozenset(rules) for engine, rules in settings.skip}
    return tuple(_without(run, skip[run.engine], settings.file) if run.engine in skip else run for run in runs)


def _without(run: EngineRun, rules: frozenset[str], file: str) -> EngineRun:
    kept = tuple(observation for observation in run.observations if observation.rule_id not in rules)
    failing = [o.rule_id for o in run.observations if o.rule_id in rules and o.outcome is Outcome.FAIL]
    said = tuple(
        Notice(level="note", message=f"rule {rule} is left out, {failing.count(rule)} results with it", file=file)
        for rule in sorted(rules)
    )
    return replace(run, observations=kept, notices=tuple(sorted({*run.notices, *said})))


def withheld(stage: Stage) -> tuple[Problem, ...]:
    """What the engines did not get although Terraform reads it."""
    message = "An engine would take this file for its own configuration: Terraform reads it, the engines do not get it."
    return tuple(Problem(message=message, incomplete=False, file=path) for path in stage.withheld)


def looked_at(records: Iterable[FileRecord], whole: Configuration, narrowed: Configuration) -> tuple[FileRecord, ...]:
    """The records of files, where those that only left-out roots read are skipped ones."""
    reached = {path for estate in narrowed.estates for path in estate.files}
    left = {path for estate in whole.estates for path in estate.files} - reached
    reason = "the change reaches no root that reads it"
    return tuple(
        FileRecord(path=record.path, status=FileStatus.SKIPPED, reason=reason) if record.path in left else record
        for record in records
    )
