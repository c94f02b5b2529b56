"""`secscan rules ledger`: precision and recall of rules and engines where the right answers are known.

Judges no configuration (`scan`) and needs no cases of ours (`rules test`).
"""

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secscan.cli import audits
from secscan.errors import Exit, UserError

if TYPE_CHECKING:  # what only a run needs is imported by it
    from secscan.catalogue.labels import Labels
    from secscan.catalogue.score import Score
    from secscan.model import EngineRun, RuleInfo
    from secscan.settings import Settings
    from secscan.terraform.configuration import Configuration


@click.command(short_help="Precision and recall of rules and engines on a labelled directory.")
@click.argument("directory", metavar="DIR")
@click.option("--labels", "csv", metavar="CSV", help="The right answers: file, address, rule, expected.")
@click.option("--engine", "engines", metavar="NAME", multiple=True, help="Ask this engine (and no other).")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def ledger(directory: str, csv: str | None, engines: tuple[str, ...], as_json: bool) -> int:
    """Precision and recall of each rule and engine on DIR, of which the right answers are known.

    They stand in the files (`# expect: RULE: finding`, `clean` or `unknown` above a resource), or in a CSV with the
    columns file, address, rule and expected. RULE is ours, or an engine's (checkov:CKV_AWS_20). What has no label
    is not counted. Ends with 3 where an engine failed or something could not be read: the figures are of the rest.
    """
    asked = audits.Asked(directory=directory, engines=engines)
    settings = audits.settings_for(asked)
    configuration = audits.configuration(asked)
    unread = [problem for problem in configuration.problems if problem.incomplete]
    for problem in unread:
        place = f"{problem.file}:{problem.line}: " if problem.file else ""
        audits.warn(f"{place}{problem.message}")
    labels = _labels(csv, configuration, settings)
    runs = _runs(settings, configuration)
    failed = [f"{run.engine}: {notice.message}" for run in runs for notice in run.notices if notice.level == "error"]
    for words in failed:
        audits.warn(words)
    scores = _scores(labels, runs, configuration, settings)
    if as_json:
        click.echo(json.dumps({"labels": len(labels.labels), "scores": [_row(one) for one in scores]}, indent=2))
    else:
        audits.show(_table(scores, len(labels.labels)))
    return Exit.INCOMPLETE if failed or unread else Exit.PASSED


def _labels(csv: str | None, configuration: "Configuration", settings: "Settings") -> "Labels":
    """Raises UserError where there is none, or a wrong one; each wrong one is said."""
    from secscan.catalogue.labels import from_csv, from_marks

    rules = {rule.id for rule in audits.catalogue(settings)}
    if csv is None:
        labels = from_marks(configuration, rules)
    else:
        try:
            text = Path(csv).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(f"cannot be read: {error}", path=csv) from None
        labels = from_csv(text, csv, configuration, rules)
    for file, line, words in labels.problems:
        audits.warn(f"{file}:{line}: {words}" if line else f"{file}: {words}")
    if labels.problems:
        raise UserError(
            f"{len(labels.problems)} labels are wrong", hint="correct them; a ledger of the rest would mislead"
        )
    if not labels.labels:
        raise UserError(
            "no label says what is right here", hint="mark resources with `# expect: RULE: finding`, or --labels"
        )
    return labels


def _runs(settings: "Settings", configuration: "Configuration") -> "tuple[EngineRun, ...]":
    from secscan.engines import Job, Limits, Tools, reads_plans, run_engines
    from secscan.stage import lay

    audits.progress(f"running {', '.join(settings.enabled)}")
    with tempfile.TemporaryDirectory(prefix="secscan-ledger-") as place:
        plans = reads_plans(settings.enabled)
        job = Job(
            stage=lay(audits.sources_for(settings), configuration, Path(place), plans=plans),
            configuration=configuration,
            tools=Tools.here(),
            limits=Limits(seconds=settings.timeout),
            policies=audits.policy_places(settings),
            guard_rules=audits.guard_rules(settings),
        )
        return run_engines(settings.enabled, job)


def _scores(
    labels: "Labels", runs: "Sequence[EngineRun]", configuration: "Configuration", settings: "Settings"
) -> "list[Score]":
    """One for each rule, engine and view, after the engine's sum."""
    from itertools import groupby

    from secscan.catalogue.score import score, total

    rules = _rules({label.rule for label in labels.labels}, settings)
    made: list[Score] = []
    for run in runs:
        found = [one for one in score(labels.labels, run, rules, configuration.estates) if not one.id]
        found.sort(key=lambda one: (one.view, one.rule))
        for _, group in groupby(found, key=lambda one: one.view):
            each = list(group)
            made += [total(each), *each]
    return made


def _rules(named: set[str], settings: "Settings") -> "list[RuleInfo]":
    """Ours, and those of an engine as rules of one alias."""
    from secscan.model import Alias, RuleInfo, Severity

    own = [rule for rule in audits.catalogue(settings) if rule.id in named]
    others = sorted(named - {rule.id for rule in own})
    blank = RuleInfo(id="", title="", severity=Severity.MEDIUM)
    split = [(name, *name.split(":", 1)) for name in others]
    return [*own, *(replace(blank, id=n, aliases=(Alias(engine=e, rule_id=i),)) for n, e, i in split)]


def _row(one: "Score") -> dict[str, object]:
    return {
        "engine": one.engine,
        "view": one.view,
        "rule": one.rule or None,
        "hits": one.hits,
        "misses": one.misses,
        "false_alarms": list(one.alarms),
        "silent": one.silent,
        "guesses": one.guesses,
        "precision": one.precision,
        "recall": one.recall,
    }


def _table(scores: "Sequence[Score]", labels: int) -> Iterator[str]:
    from secscan.catalogue.matrix import percent

    width = max([len(one.rule) for one in scores] + [len("all that it claims")])
    yield f"{labels} labels; hits, misses, false alarms and guesses (what is labelled unknown) by resource"
    counted = " ".join(f"{word:>5}" for word in ("hit", "miss", "false", "guess"))
    yield f"{'engine':<10} {'view':<10} {'rule':<{width}} {counted} precision recall"
    for one in scores:
        counts = f"{one.hits:>5} {one.misses:>5} {len(one.alarms):>5} {one.guesses:>5}"
        rule = one.rule or "all that it claims"
        shares = f"{percent(one.precision):>9} {percent(one.recall):>6}"
        yield f"{one.engine:<10} {one.view:<10} {rule:<{width}} {counts} {shares}"
