"""From what the engines said to what we tell the reader: doubt, correlate, waive, gate. Pure functions.

`judge` is the whole stage; `read_waivers` (in `waivers_file`) reads the register that it takes.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from secscan.model import EngineRun, FileRecord, Problem, Report, RuleInfo, Severity, Waiver, WaiverTerms
from secscan.terraform.estate import Estate
from secscan.triage.correlate import correlate, words
from secscan.triage.cover import cover
from secscan.triage.doubt import doubted
from secscan.triage.findings import findings
from secscan.triage.gate import below, decide, distrusted, exit_code
from secscan.triage.place import index
from secscan.triage.rulebook import described, rulebook
from secscan.triage.waive import Bench, waive

TERMS = WaiverTerms()

__all__ = ["distrusted", "exit_code", "judge"]


def judge(
    *,
    runs: Sequence[EngineRun],
    catalogue: Iterable[RuleInfo],
    estates: Sequence[Estate],
    files: Iterable[FileRecord] = (),
    problems: Iterable[Problem] = (),
    waivers: Sequence[Waiver] = (),
    terms: WaiverTerms = TERMS,
    threshold: Severity = Severity.MEDIUM,
    required: Sequence[str] = (),
    undecided_is_incomplete: bool = False,
    today: date | None = None,
    versions: Iterable[tuple[str, str]] = (),
    generated: datetime | None = None,
) -> Report:
    """The report of one audit, the same for every order of its input (but `runs` and `waivers` keep theirs).

    `required`: the engines that must have run. `undecided_is_incomplete`: a rule that could not be decided forbids a
    pass. `terms`: those on which waivers hold. `today`: the date that they are held against; ValueError if there are
    waivers and no date."""
    book, places = rulebook(catalogue), index(estates)
    said = [observation for run in runs for observation in run.observations]
    spoken = doubted(words(said, book, places), book)
    rules = {rule.id: rule for rule in described(((word.rule, word.observation) for word in spoken), book)}
    found = findings(correlate(spoken, places), spoken, rules, places)
    heard = frozenset((o.engine, o.rule_id) for o in said)
    all_rules = {**book.own, **rules}
    bench = Bench(findings=found, rules=all_rules, places=places, terms=terms, today=today, heard=heard)
    found, uses = waive(waivers, bench)
    found = below(found, threshold)
    coverage = cover(spoken, estates, files, problems)
    verdict, reasons = decide(
        found, runs, required, coverage, threshold, undecided_is_incomplete=undecided_is_incomplete
    )
    return Report(
        verdict=verdict,
        reasons=reasons,
        threshold=threshold,
        findings=found,
        rules=tuple(rules.values()),
        runs=tuple(runs),
        required=tuple(required),
        coverage=coverage,
        waivers=uses,
        versions=tuple(sorted(versions)),
        generated=generated,
    )
