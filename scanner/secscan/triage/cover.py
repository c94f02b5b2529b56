"""Puts together what was looked at and what was not. Decides nothing; the gate reads it."""

from collections import Counter
from collections.abc import Iterable, Sequence

from secscan.model import (
    Address,
    Coverage,
    FileRecord,
    Outcome,
    Problem,
    ResourceRecord,
    RuleTally,
    Undecided,
)
from secscan.terraform.estate import Estate
from secscan.triage.correlate import Word


def cover(
    spoken: Sequence[Word], estates: Sequence[Estate], files: Iterable[FileRecord], problems: Iterable[Problem]
) -> Coverage:
    """Everything ordered and once. `problems` of the estates are taken in where the caller left them out."""
    told = {*problems, *(problem for estate in estates for problem in estate.problems)}
    told |= _broken_in_silence(estates, {problem.root for problem in told if problem.incomplete})
    return Coverage(
        roots=tuple(sorted(estate.root for estate in estates)),
        files=tuple(sorted(files)),
        resources=_population(estates),
        undecided=_undecided(spoken),
        tallies=_tallies(spoken),
        problems=tuple(sorted(told, key=lambda p: (p.root, p.file, p.line, p.column, p.message, p.incomplete, p.hint))),
    )


def _broken_in_silence(estates: Sequence[Estate], explained: set[str]) -> set[Problem]:
    """A root that could not be evaluated is never a pass, even if nobody said why."""
    broken = (estate.root for estate in estates if estate.broken and estate.root not in explained)
    return {Problem(message="this root could not be evaluated", root=root) for root in broken}


def _population(estates: Sequence[Estate]) -> tuple[ResourceRecord, ...]:
    records = (
        ResourceRecord(address=r.address, location=r.location(), unknown_instances=r.unknown_instances)
        for estate in estates
        for r in estate.resources
    )
    return tuple(sorted(records, key=lambda record: record.address))


def _undecided(spoken: Sequence[Word]) -> tuple[Undecided, ...]:
    found = {_as_undecided(word) for word in spoken if word.observation.outcome is Outcome.UNDECIDED}
    return tuple(sorted(found))


def _as_undecided(word: Word) -> Undecided:
    o = word.observation
    reason = o.reason or o.message
    return Undecided(rule=word.rule, address=_address(word), key=o.key, engine=o.engine, view=o.view, reason=reason)


def _address(word: Word) -> Address:
    """Where nothing was named, the file stands for the address: an undecided word must not get lost either."""
    if known := word.place.sure or word.place.named:
        return known
    if word.place.candidates:
        return word.place.candidates[0].address
    location = word.observation.location
    return Address(root=word.observation.absent_from, name=location.span.file if location else "")


def _tallies(spoken: Sequence[Word]) -> tuple[RuleTally, ...]:
    counted = Counter((word.observation.engine, word.rule, word.observation.outcome) for word in spoken)
    asked = sorted({(engine, rule) for engine, rule, _ in counted})
    return tuple(
        RuleTally(
            engine=engine,
            rule=rule,
            passed=counted[engine, rule, Outcome.PASS],
            failed=counted[engine, rule, Outcome.FAIL],
            undecided=counted[engine, rule, Outcome.UNDECIDED],
        )
        for engine, rule in asked
    )
