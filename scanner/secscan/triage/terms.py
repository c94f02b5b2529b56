"""On what terms a waiver holds, whatever it may match: what it says, its date, its rule. Looks at no finding.

Why an engine's own comment holds on the same terms, and what the others are: docs/decisions/waivers.md.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from secscan.model import LONG_DAYS, Concern, ConcernKind, RuleInfo, Severity, Skips, Waiver, WaiverKind, WaiverTerms
from secscan.spelling import nearest
from secscan.triage.skips import FOREIGN

WARN_DAYS: Final = 30
"""A waiver that is in use and ends within so many days is said, so that a date does not break a build unannounced."""

_MISSING: Final = {
    "reason": (ConcernKind.NO_REASON, 'it gives no reason: add reason="..."'),
    "until": (ConcernKind.NO_EXPIRY, "it has no last day: add until=YYYY-MM-DD"),
    "owner": (ConcernKind.NO_OWNER, "it names no owner: add owner=ROLE"),
    "ticket": (ConcernKind.NO_TICKET, "it names no ticket: add ticket=TICKET"),
}
# How each engine writes its rules' ids.
_SHAPES: Final[Mapping[str, re.Pattern[str]]] = {
    "checkov": re.compile(r"CKV2?_[A-Z0-9]+_\d+"),
    "tflint": re.compile(r"(?:aws|terraform)(?:_[a-z0-9]+)+"),
    "kics": re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "guard": re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+"),
    "terrascan": re.compile(r"AC_[A-Z0-9]+_\d{4}"),
}


def concerns(waiver: Waiver, terms: WaiverTerms, today: date | None) -> tuple[Concern, ...]:
    """What speaks against it, first what forbids it to hold. Whether its life is too long is `too_long`'s to say, and
    whether its rule can be waived `not_waivable`'s: that takes a finding or the catalogue."""
    if waiver.faults:
        return tuple(Concern(kind=_fault(waiver), message=fault, refuses=True) for fault in waiver.faults)
    found = [*_broad(waiver), *_policy(waiver, terms), *_missing(waiver, terms)]
    if waiver.until and today and waiver.until < today:
        words = f"expired: its last day was {waiver.until.isoformat()}"
        found.append(Concern(kind=ConcernKind.EXPIRED, message=words, refuses=True))
    return tuple(sorted(found, key=lambda concern: (not concern.refuses, concern.kind == ConcernKind.EXPIRED)))


def too_long(waiver: Waiver, severity: Severity, terms: WaiverTerms, today: date | None) -> Concern | None:
    """That its last day is farther away than the terms allow for what it excuses; or, where they do not say, than a
    year: then it holds all the same."""
    if waiver.until is None or today is None:
        return None
    most = dict(terms.longest_days).get(severity)
    days = (waiver.until - today).days
    if days <= (LONG_DAYS if most is None else most):
        return None
    words = f"its last day is {days} days away: "
    words += f"what is {severity} may be waived for {most} days at most" if most is not None else "look at it sooner"
    return Concern(kind=ConcernKind.TOO_LONG, message=words, refuses=most is not None)


def not_waivable(names: Collection[str], rule: RuleInfo | None, terms: WaiverTerms) -> Concern | None:
    """That nothing excuses a rule: its policy says so, or the configuration does, by any of its names."""
    if rule is not None and not rule.waivable:
        words = f"{rule.id} cannot be waived: its policy says so"
    elif marked := sorted(set(terms.not_waivable).intersection(names)):
        words = f"{marked[0]} cannot be waived: the configuration says so"
    else:
        return None
    return Concern(kind=ConcernKind.NOT_WAIVABLE, message=words, refuses=True)


def unknown(rule: str, known: Collection[str]) -> Concern:
    """That nobody knows its rule, with the name that was perhaps meant."""
    meant = nearest(rule, known)
    words = f"nobody knows the rule {rule}" + (f"; did you mean {meant}?" if meant else "")
    return Concern(kind=ConcernKind.UNKNOWN_RULE, message=words)


def names_of(rule: RuleInfo) -> frozenset[str]:
    """All names of a rule of the catalogue: its own, and its aliases with and without their engine."""
    ids = {alias.rule_id for alias in rule.aliases}
    return frozenset({rule.id, *ids, *(f"{alias.engine}:{alias.rule_id}" for alias in rule.aliases)})


def by_name(rules: Iterable[RuleInfo]) -> dict[str, RuleInfo]:
    """Each rule under all its names; an alias of two rules stands for the graver one."""
    ordered = sorted(rules, key=lambda rule: (rule.severity.rank, rule.id))
    return {name: rule for rule in ordered for name in names_of(rule)}


def engine_of(rule: str) -> str:
    """The engine whose rule a name outside the catalogue could be, by its shape; "" for none. Which rules an engine has
    is known only when it has run."""
    engine, _, rule_id = rule.partition(":")
    if rule_id:
        return engine if engine in _SHAPES else ""
    return next((name for name, shape in _SHAPES.items() if shape.fullmatch(rule)), "")


def _fault(waiver: Waiver) -> ConcernKind:
    return ConcernKind.NOTHING_THERE if waiver.rule and waiver.scope is None else ConcernKind.MALFORMED


def _broad(waiver: Waiver) -> Iterator[Concern]:
    if waiver.rule.rpartition(":")[2] == "*":
        whose = f"every rule of {waiver.engine}" if waiver.engine else "every rule"
        words = f"it means {whose}: name the rules that somebody has looked at"
        yield Concern(kind=ConcernKind.TOO_BROAD, message=words, refuses=True)
    elif waiver.scope is not None and waiver.scope.element == "file":
        yield Concern(kind=ConcernKind.TOO_BROAD, message="it means a whole file, and what will yet be written there")
    elif waiver.kind is WaiverKind.REGISTER and not waiver.address.strip("*") and not waiver.root:
        words = "it means the rule wherever it is found: name a root or an address"
        yield Concern(kind=ConcernKind.TOO_BROAD, message=words)


def _policy(waiver: Waiver, terms: WaiverTerms) -> Iterator[Concern]:
    if waiver.engine in FOREIGN:
        words = f"{waiver.engine} is no engine of secscan: its comments excuse nothing here"
    elif waiver.kind is WaiverKind.ENGINE and terms.engine_skips is Skips.REFUSE:
        words = "the configuration takes no engine's comment for a waiver"
    else:
        return
    yield Concern(kind=ConcernKind.ENGINE_SKIP, message=words, refuses=True)


def _missing(waiver: Waiver, terms: WaiverTerms) -> Iterator[Concern]:
    if waiver.kind is WaiverKind.REGISTER:
        return
    said = {"reason": waiver.reason, "until": waiver.until, "owner": waiver.owner, "ticket": waiver.ticket}
    lenient = waiver.kind is WaiverKind.ENGINE and terms.engine_skips is Skips.ACCEPT
    for name in terms.required:
        if not said[name]:
            kind, words = _MISSING[name]
            yield Concern(kind=kind, message=words, refuses=not lenient)
