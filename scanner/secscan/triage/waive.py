"""Applies the waivers to the findings and says what became of each. Reads no file, asks no clock."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from secscan.model import Disposition, Finding, RuleInfo, Waiver, WaiverState, WaiverUse

WARN_DAYS: Final = 30
"""A waiver that is in use and ends within so many days is said, so that a date does not break a build unannounced."""


def waive(
    findings: Sequence[Finding],
    waivers: Sequence[Waiver],
    rules: Mapping[str, RuleInfo],
    today: date | None,
    heard: Iterable[tuple[str, str]] = (),
) -> tuple[tuple[Finding, ...], tuple[WaiverUse, ...]]:
    """The findings with their waivers, and every waiver as it was used, in the order of the file.

    `rules`: all rules that this audit knows, by id. `heard`: every (engine, rule id) that an engine spoke of. An
    expired waiver excuses nothing. Without a date no waiver can be judged: ValueError if there are any."""
    if waivers and today is None:
        raise ValueError("waivers cannot be judged without today's date")
    named = _by_name(findings, rules)
    matched = [tuple(i for i in named.get(w.rule, ()) if _stands_on(findings[i], w)) for w in waivers]
    holding: dict[int, list[Waiver]] = defaultdict(list)
    for waiver, hits in zip(waivers, matched, strict=True):
        if _days_left(waiver, today) >= 0:
            for hit in hits:
                holding[hit].append(waiver)
    known = _known_names(rules, heard)
    judged = tuple(_use(w, [findings[i] for i in hits], known, today) for w, hits in zip(waivers, matched, strict=True))
    return tuple(_excused(finding, holding.get(i, [])) for i, finding in enumerate(findings)), judged


def _excused(finding: Finding, waivers: list[Waiver]) -> Finding:
    if not waivers:
        return finding
    return replace(finding, disposition=Disposition.WAIVED, waivers=tuple(waivers))


def _use(waiver: Waiver, hits: list[Finding], known: set[str], today: date | None) -> WaiverUse:
    left = _days_left(waiver, today)
    state = _state(waiver, hits, known, left)
    return WaiverUse(
        waiver=waiver,
        state=state,
        fingerprints=tuple(sorted(finding.fingerprint for finding in hits)),
        expires_in_days=left,
        expires_soon=state is WaiverState.USED and left <= WARN_DAYS,
    )


def _state(waiver: Waiver, hits: list[Finding], known: set[str], left: int) -> WaiverState:
    if left < 0:
        return WaiverState.EXPIRED
    if hits:
        return WaiverState.USED
    return WaiverState.UNUSED if waiver.rule in known else WaiverState.UNKNOWN_RULE


def _days_left(waiver: Waiver, today: date | None) -> int:
    return (waiver.until - today).days if today else 0


def _by_name(findings: Sequence[Finding], rules: Mapping[str, RuleInfo]) -> dict[str, list[int]]:
    named: dict[str, list[int]] = defaultdict(list)
    for position, finding in enumerate(findings):
        for name in _names(finding, rules.get(finding.rule)):
            named[name].append(position)
    return named


def _names(finding: Finding, rule: RuleInfo | None) -> set[str]:
    """Every name under which a waiver may excuse this finding: its rule, and an engine's rule id where that id says all
    that this engine has to say here. If CKV_AWS_53 and CKV_AWS_54 are both one rule of ours, neither of them alone
    excuses a bucket that fails both."""
    said: dict[str, set[str]] = defaultdict(set)
    for observation in finding.observations:
        said[observation.engine].add(observation.rule_id)
    aliased: dict[str, set[str]] = defaultdict(set)
    for alias in rule.aliases if rule else ():
        aliased[alias.engine].add(alias.rule_id)
    whole = {engine: said.get(engine) or ids for engine, ids in {**aliased, **said}.items()}
    alone = {(engine, *ids) for engine, ids in whole.items() if len(ids) == 1}
    return {finding.rule, *(name for engine, rule_id in alone for name in (rule_id, f"{engine}:{rule_id}"))}


def _known_names(rules: Mapping[str, RuleInfo], heard: Iterable[tuple[str, str]]) -> set[str]:
    aliases = {(alias.engine, alias.rule_id) for rule in rules.values() for alias in rule.aliases}
    pairs = aliases | set(heard)
    return {*rules, *(rule_id for _, rule_id in pairs), *(f"{engine}:{rule_id}" for engine, rule_id in pairs)}


def _stands_on(finding: Finding, waiver: Waiver) -> bool:
    if waiver.root and waiver.root != finding.root:
        return False
    if finding.address:
        return matches(waiver.address, finding.address.name)
    # A finding without an address is waived by its file.
    return bool(finding.locations) and matches(waiver.address, finding.locations[0].span.file)


def matches(pattern: str, name: str) -> bool:
    """Whether `name` is `pattern`, in which `*` stands for any run of characters. Not a glob: brackets are an address's
    own. Time is linear in the name for each part of the pattern, whatever a stranger writes."""
    first, *rest = pattern.split("*")
    if not rest:
        return pattern == name
    if not name.startswith(first):
        return False
    position = len(first)
    for part in rest[:-1]:
        found = name.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return len(name) - position >= len(rest[-1]) and name.endswith(rest[-1])
