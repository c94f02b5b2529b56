"""Applies the waivers to the findings and says what became of each. Reads no file, asks no clock."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

from secscan.model import (
    Concern,
    ConcernKind,
    Disposition,
    Finding,
    Outcome,
    RuleInfo,
    Waiver,
    WaiverKind,
    WaiverState,
    WaiverTerms,
    WaiverUse,
)
from secscan.triage import terms as on
from secscan.triage.place import Index
from secscan.triage.scopes import Scopes, alone
from secscan.triage.terms import WARN_DAYS

_COMPARED: Final = 20
"""With how many waivers of the same finding each is compared."""
_GUESSED: Final = 50
"""For how many different unknown names the nearest known one is looked for."""


@dataclass(frozen=True, kw_only=True)
class Bench:
    """What the waivers are held against. `findings` and `rules` (by id) of this audit; `heard`: every (engine, rule id)
    that an engine spoke of."""

    findings: Sequence[Finding]
    rules: Mapping[str, RuleInfo]
    places: Index
    terms: WaiverTerms
    today: date | None
    heard: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def names(self) -> list[set[str]]:
        """Of each finding, those under which it may be waived."""
        return [_names(finding, self.rules.get(finding.rule)) for finding in self.findings]

    @cached_property
    def named(self) -> dict[str, list[int]]:
        """The positions of the findings by name."""
        found: dict[str, list[int]] = defaultdict(list)
        for position, names in enumerate(self.names):
            for name in names:
                found[name].append(position)
        return found

    @cached_property
    def by_name(self) -> dict[str, RuleInfo]:
        return on.by_name(self.rules.values())

    @cached_property
    def speaking(self) -> frozenset[str]:
        """The engines that said anything."""
        return frozenset(engine for engine, _ in self.heard)

    @cached_property
    def known(self) -> frozenset[str]:
        """Every name of a rule that the catalogue has or that an engine spoke of."""
        pairs = ((rule_id, f"{engine}:{rule_id}") for engine, rule_id in self.heard)
        return frozenset({*self.rules, *self.by_name, *(name for pair in pairs for name in pair)})


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A waiver with the positions of the findings that it matches, of those that it excuses, and what speaks against
    it."""

    waiver: Waiver
    hits: tuple[int, ...]
    excused: tuple[int, ...]
    concerns: tuple[Concern, ...]


def waive(waivers: Sequence[Waiver], bench: Bench) -> tuple[tuple[Finding, ...], tuple[WaiverUse, ...]]:
    """The findings with their waivers, and every waiver as it was used, in the order given. A waiver that does not hold
    excuses nothing. Without a date no waiver can be judged: ValueError if there are any."""
    if not waivers:
        return tuple(bench.findings), ()
    if bench.today is None:
        raise ValueError("waivers cannot be judged without today's date")
    scopes = _scopes(waivers, bench)
    matched = _joined([_match(waiver, _hits(waiver, bench, scopes), bench) for waiver in waivers], bench)
    holding = _holding(matched)
    excused = (_excused(f, [waivers[number] for number in holding.get(i, ())]) for i, f in enumerate(bench.findings))
    guesses: dict[str, Concern] = {}
    uses = []
    for number, match in enumerate(matched):
        more = (*_duplicate(number, matched, holding, bench), *_missed(match, scopes))
        uses.append(_use(match, (*more, *_unknown(match, bench, guesses)), bench))
    return tuple(excused), tuple(uses)


def _scopes(waivers: Sequence[Waiver], bench: Bench) -> Scopes:
    asked = {waiver.rule for waiver in waivers if waiver.scope}
    pairs = zip(bench.names, bench.findings, strict=True) if asked else ()
    names = [asked.intersection({*names, alone(finding)}) for names, finding in pairs]
    return Scopes(bench.findings if asked else (), names, bench.places)


def _hits(waiver: Waiver, bench: Bench, scopes: Scopes) -> tuple[int, ...]:
    if waiver.kind is not WaiverKind.REGISTER:
        return scopes.covered(waiver)
    return tuple(i for i in bench.named.get(waiver.rule, ()) if _stands_on(bench.findings[i], waiver))


def _match(waiver: Waiver, hits: tuple[int, ...], bench: Bench) -> Match:
    general = on.concerns(waiver, bench.terms, bench.today)
    particular: dict[Concern, None] = {}
    excused = []
    for position in hits:
        against = _against(waiver, bench.findings[position], bench)
        particular.update(dict.fromkeys(against))
        if not any(concern.refuses for concern in against):
            excused.append(position)
    if not hits and (rule := bench.by_name.get(waiver.rule)):
        names = on.names_of(rule)
        held = (on.not_waivable(names, rule, bench.terms), on.too_long(waiver, rule.severity, bench.terms, bench.today))
        particular.update(dict.fromkeys(concern for concern in held if concern))
    holds = not any(concern.refuses for concern in general)
    return Match(
        waiver=waiver, hits=hits, excused=tuple(excused) if holds else (), concerns=(*general, *sorted(particular))
    )


def _holding(matched: Sequence[Match]) -> dict[int, list[int]]:
    """By the position of a finding, the waivers that excuse it."""
    found: dict[int, list[int]] = defaultdict(list)
    for number, match in enumerate(matched):
        for position in match.excused:
            found[position].append(number)
    return found


def _joined(matched: Sequence[Match], bench: Bench) -> list[Match]:
    """What the waivers excuse together. `ENGINE:ID` is about that engine's word: it excuses a finding only where all
    others that fail it are excused by theirs, since a false alarm of one engine says nothing of what another found."""
    left: dict[int, set[str]] = {}
    for position, numbers in _holding(matched).items():
        voices = {_voice(matched[number].waiver, bench.findings[position]) for number in numbers}
        if others := set() if "" in voices else _failing(bench.findings[position]) - voices:
            left[position] = others
    return [_narrowed(match, left, bench) for match in matched]


def _voice(waiver: Waiver, finding: Finding) -> str:
    """The engine whose word alone a waiver is about; "" where it is about the finding, as by a rule's name or by an
    engine's comment, which stands at the very place."""
    engine, colon, _ = waiver.rule.partition(":")
    return engine if colon and waiver.rule != finding.rule and waiver.kind is not WaiverKind.ENGINE else ""


def _suffices(waiver: Waiver, other: Waiver, finding: Finding) -> bool:
    """Whether `waiver` excuses as much of the finding as `other` does."""
    voice = _voice(waiver, finding)
    return voice in ("", _voice(other, finding)) or _failing(finding) <= {voice}


def _failing(finding: Finding) -> set[str]:
    return {o.engine for o in finding.observations if o.outcome is Outcome.FAIL}


def _narrowed(match: Match, left: Mapping[int, set[str]], bench: Bench) -> Match:
    """The match without what others fail too."""
    short = [position for position in match.excused if position in left]
    if not short:
        return match
    found = sorted({(bench.findings[position].rule, *sorted(left[position])) for position in short})
    told = (
        Concern(
            kind=ConcernKind.OTHERS_FAIL,
            message=f"it is about one engine's word, and {' and '.join(others)} fail{'s' * (len(others) == 1)} it too: "
            f"to excuse the finding, name {rule}",
            refuses=True,
        )
        for rule, *others in found
    )
    excused = tuple(position for position in match.excused if position not in left)
    return replace(match, excused=excused, concerns=(*match.concerns, *told))


def _against(waiver: Waiver, finding: Finding, bench: Bench) -> list[Concern]:
    """Why the waiver does not hold for one finding that it matches."""
    told = {name for o in finding.observations for name in (o.rule_id, f"{o.engine}:{o.rule_id}")}
    rule = bench.rules.get(finding.rule)
    names = {finding.rule, *told, *(on.names_of(rule) if rule else ())}
    held = (
        on.not_waivable(names, rule, bench.terms),
        on.too_long(waiver, finding.severity, bench.terms, bench.today),
    )
    return [concern for concern in held if concern]


def _excused(finding: Finding, waivers: list[Waiver]) -> Finding:
    if not waivers:
        return finding
    return replace(finding, disposition=Disposition.WAIVED, waivers=tuple(waivers))


def _use(match: Match, more: Iterable[Concern], bench: Bench) -> WaiverUse:
    left = (match.waiver.until - bench.today).days if match.waiver.until and bench.today else None
    concerns = (*match.concerns, *more)
    state = _state(match, concerns)
    refused = sorted(set(match.hits) - set(match.excused))
    return WaiverUse(
        waiver=match.waiver,
        state=state,
        fingerprints=tuple(sorted(bench.findings[i].fingerprint for i in match.hits)),
        expires_in_days=left,
        expires_soon=state is WaiverState.USED and left is not None and left <= WARN_DAYS,
        refused=tuple(sorted(bench.findings[i].fingerprint for i in refused)),
        concerns=concerns,
    )


def _state(match: Match, concerns: Sequence[Concern]) -> WaiverState:
    kinds = {concern.kind for concern in concerns}
    if ConcernKind.EXPIRED in kinds:
        return WaiverState.EXPIRED
    if match.excused:
        return WaiverState.USED
    if any(concern.refuses for concern in concerns):
        return WaiverState.REFUSED
    return WaiverState.UNKNOWN_RULE if ConcernKind.UNKNOWN_RULE in kinds else WaiverState.UNUSED


def _duplicate(
    number: int, matched: Sequence[Match], holding: Mapping[int, Sequence[int]], bench: Bench
) -> Iterable[Concern]:
    """That another waiver excuses all that this one does: of two alike the later one is too many."""
    own = matched[number]
    if not own.excused:
        return
    for other in holding[own.excused[0]][:_COMPARED]:
        theirs = matched[other].excused
        more = len(theirs) > len(own.excused) or (len(theirs) == len(own.excused) and other < number)
        within = other != number and more and set(own.excused) <= set(theirs)
        if within and all(_suffices(matched[other].waiver, own.waiver, bench.findings[i]) for i in own.excused):
            place = f"{matched[other].waiver.file}:{matched[other].waiver.line}"
            yield Concern(kind=ConcernKind.DUPLICATE, message=f"all that it excuses is excused at {place} too")
            return


def _missed(match: Match, scopes: Scopes) -> Iterable[Concern]:
    """Where its rule is reported, of a comment that covers nothing in a file that has such findings."""
    if match.hits or match.waiver.scope is None or (near := scopes.near(match.waiver)) is None:
        return
    spot = near.locations[0].span if near.locations else None
    place = f"{spot.file}:{spot.line}" if spot else "another place"
    words = f"{match.waiver.rule} is reported at {place}, which is not in {match.waiver.address}"
    yield Concern(kind=ConcernKind.ELSEWHERE, message=words)


def _unknown(match: Match, bench: Bench, guesses: dict[str, Concern]) -> Iterable[Concern]:
    rule = match.waiver.rule
    if match.hits or rule in bench.known or not rule or any(concern.refuses for concern in match.concerns):
        return
    if (engine := on.engine_of(rule)) and engine not in bench.speaking:
        return  # that engine did not run, so nobody can tell
    if rule not in guesses:
        guesses[rule] = on.unknown(rule, bench.known if len(guesses) < _GUESSED else frozenset())
    yield guesses[rule]


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
    single = {(engine, *ids) for engine, ids in whole.items() if len(ids) == 1}
    return {finding.rule, *(name for engine, rule_id in single for name in (rule_id, f"{engine}:{rule_id}"))}


def _stands_on(finding: Finding, waiver: Waiver) -> bool:
    return waiver.root in ("", finding.root) and matches(waiver.address, waived_by(finding))


def waived_by(finding: Finding) -> str:
    """What the `address` of a waiver must match: the finding's, without one its file, and of what a root lacks
    altogether that root."""
    if finding.address:
        return finding.address.name
    return finding.locations[0].span.file if finding.locations else finding.root


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
