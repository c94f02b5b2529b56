"""Joins what the engines said into groups, one a defect: rule x address x key. Decides no severity and no verdict.

Lossless: every failing observation is in exactly one group. Independent of the order of runs and observations: each
step below looks only at what the steps before it made. Linear in the number of observations.

1. An observation that names one instance, and says which part (`key`) or is our own: its own rule x address x key.
2. Another engine's that names one instance and no part: the first part of that rule that fails there, else key "".
3. One that may mean several instances of a block: the first of them (by address, key) where that rule fails.
4. What is left stands for itself: on the address that it named, or on its place in a file. It is not merged with
   anything of another address: a duplicate is a nuisance, a swallowed finding is a breach.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from secscan.model import Address, Location, Observation, Outcome, Span
from secscan.terraform.estate import Resource
from secscan.triage.place import Index, Instances, Place, declared, place
from secscan.triage.rulebook import OWN_ENGINE, Rulebook

Subject = tuple[str, Address]
Order = tuple[object, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """An observation with what it means: our rule's id and where it may stand."""

    observation: Observation
    rule: str
    place: Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """One defect and its witnesses. `resource` is an instance of the block that it stands on (None where the estate has
    none), `exact` says that it is the very instance. `ordinal` counts the unplaced of one rule in one file."""

    rule: str
    address: Address | None
    key: str
    words: tuple[Word, ...]
    resource: Resource | None = None
    exact: bool = False
    ordinal: int = 0


@dataclass(slots=True)
class _Joined:
    """Groups while they grow: by subject and key, and (`lone`) by the place of an observation without an address.
    `asked` remembers which group a rule and key join among the same candidates (by the identity of their tuple, which
    the words keep alive): thousands of words about one block must not walk through its instances each time."""

    sure: dict[Subject, dict[str, list[Word]]] = field(default_factory=lambda: defaultdict(dict))
    named: dict[tuple[Subject, str], list[Word]] = field(default_factory=lambda: defaultdict(list))
    lone: dict[tuple[str, str, str, Order], list[Word]] = field(default_factory=lambda: defaultdict(list))
    asked: dict[tuple[str, str, int], list[Word] | None] = field(default_factory=dict)


def words(observations: Iterable[Observation], book: Rulebook, places: Index) -> tuple[Word, ...]:
    """Each different observation once, in total order, with its rule and place."""
    ordered = sorted(dict.fromkeys(observations), key=order)
    return tuple(Word(observation=o, rule=book.identity(o.engine, o.rule_id), place=place(o, places)) for o in ordered)


def correlate(spoken: Sequence[Word], places: Index) -> tuple[Group, ...]:
    """The groups of the failing words. `spoken` is what `words` gave."""
    joined = _Joined()
    failing = [word for word in spoken if word.observation.outcome is Outcome.FAIL]
    for word in sorted(failing, key=_speaks_for_all):
        if address := word.place.sure:
            _join_sure(joined, word, address)
    for word in failing:
        if not word.place.sure:
            _join_unsure(joined, word)
    return (*_sure_groups(joined, places), *_named_groups(joined), *_lone_groups(joined))


def order(observation: Observation) -> Order:
    """A total order over observations: who, what, where, then every other word."""
    o = observation
    address = (o.address.root, o.address.name) if o.address else ("", "")
    said = (o.message, o.evidence, o.reason, o.severity or "", o.title, o.help_uri, o.skipped_by_engine, o.absent_from)
    causes = tuple(map(spot, o.causes))
    return (o.engine, o.view, o.rule_id, address, o.key, spot(o.location), o.outcome, said, causes, o.chain)


def spot(location: Location | None) -> Order:
    """A location as a tuple that compares with any other's."""
    if location is None:
        return ()
    return (_corners(location.span), _corners(location.context), location.role)


def _corners(span: Span | None) -> Order:
    return (span.file, span.line, span.column, span.end_line, span.end_column) if span else ()


def _speaks_for_all(word: Word) -> bool:
    """False, and so first, for a word that says by itself which part it means."""
    return not word.observation.key and word.observation.engine != OWN_ENGINE


def _join_sure(joined: _Joined, word: Word, address: Address) -> None:
    parts = joined.sure[word.rule, address]
    key = min(parts, default="") if _speaks_for_all(word) else word.observation.key
    parts.setdefault(key, []).append(word)


def _join_unsure(joined: _Joined, word: Word) -> None:
    if found := _first_failing(joined, word):
        found.append(word)
    elif address := reported(word.place):
        joined.named[(word.rule, address), word.observation.key].append(word)
    else:
        joined.lone[_lone_place(word)].append(word)


def _first_failing(joined: _Joined, word: Word) -> list[Word] | None:
    question = (word.rule, word.observation.key, id(word.place.candidates))
    if question not in joined.asked:
        joined.asked[question] = _look_for_failing(joined, word.rule, word.observation.key, word.place.candidates)
    return joined.asked[question]


def _look_for_failing(joined: _Joined, rule: str, key: str, candidates: Instances) -> list[Word] | None:
    for resource in candidates:
        parts = joined.sure.get((rule, resource.address))
        if parts and (not key or key in parts):
            return parts[key or min(parts)]
    return None


def reported(where: Place) -> Address | None:
    """The address to report where no instance is sure: the one named, else the block as its own directory names it."""
    if where.named or not where.candidates:
        return where.named
    return declared(where.candidates[0])


def _lone_place(word: Word) -> tuple[str, str, str, Order]:
    o = word.observation
    # What a root lacks altogether is said of the root: dev and prod never merge.
    file = o.location.span.file if o.location else o.absent_from
    # Without any place the engine's words are all that tells two of them apart.
    return word.rule, file, o.key, (spot(o.location) or (o.message, o.evidence), o.engine)


def _sure_groups(joined: _Joined, places: Index) -> Iterable[Group]:
    for (rule, address), parts in joined.sure.items():
        resource = places.exact[address]
        for key, said in parts.items():
            yield Group(rule=rule, address=address, key=key, words=_ordered(said), resource=resource, exact=True)


def _named_groups(joined: _Joined) -> Iterable[Group]:
    for ((rule, address), key), said in joined.named.items():
        resource = next((word.place.candidates[0] for word in said if word.place.candidates), None)
        yield Group(rule=rule, address=address, key=key, words=_ordered(said), resource=resource)


def _lone_groups(joined: _Joined) -> Iterable[Group]:
    counted: dict[tuple[str, str, str], int] = defaultdict(int)
    for rule, file, key, where in sorted(joined.lone):
        ordinal = counted[rule, file, key]
        counted[rule, file, key] += 1
        said = joined.lone[rule, file, key, where]
        yield Group(rule=rule, address=None, key=key, words=_ordered(said), ordinal=ordinal)


def _ordered(said: list[Word]) -> tuple[Word, ...]:
    return tuple(sorted(said, key=lambda word: order(word.observation)))
