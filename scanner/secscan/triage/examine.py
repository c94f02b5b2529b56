"""What can be said of waivers without an audit: by their words, the catalogue and today. Not whether one is used.

`secscan waivers check` and `add` ask; an audit judges the same and more (`waive`).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from secscan.model import Concern, ConcernKind, RuleInfo, Waiver, WaiverTerms
from secscan.triage import terms as on


def examine(
    waivers: Sequence[Waiver], rules: Iterable[RuleInfo], terms: WaiverTerms, today: date
) -> tuple[tuple[Concern, ...], ...]:
    """Of each waiver what speaks against it; `rules`: the catalogue."""
    named = on.by_name(rules)
    first: dict[object, Waiver] = {}
    return tuple((*_of(waiver, named, terms, today), *_again(waiver, first)) for waiver in waivers)


def is_mistake(concern: Concern) -> bool:
    """Whether somebody must mend it: the waiver does not hold, or can excuse nothing."""
    return concern.refuses or concern.kind in (ConcernKind.UNKNOWN_RULE, ConcernKind.DUPLICATE)


def _of(waiver: Waiver, named: dict[str, RuleInfo], terms: WaiverTerms, today: date) -> Iterable[Concern]:
    found = on.concerns(waiver, terms, today)
    yield from found
    if rule := named.get(waiver.rule):
        held = (on.not_waivable(on.names_of(rule), rule, terms), on.too_long(waiver, rule.severity, terms, today))
    else:
        held = (on.not_waivable({waiver.rule}, None, terms), None)
    yield from filter(None, held)
    if waiver.rule and rule is None and not found and not on.engine_of(waiver.rule):
        yield on.unknown(waiver.rule, named)


def _again(waiver: Waiver, first: dict[object, Waiver]) -> Iterable[Concern]:
    """That an earlier one says the same of the same."""
    place = waiver.scope or waiver.address
    earlier = first.setdefault((waiver.rule, waiver.root, place), waiver)
    if earlier is not waiver and place:
        words = f"{earlier.file}:{earlier.line} excuses the same"
        yield Concern(kind=ConcernKind.DUPLICATE, message=words)
