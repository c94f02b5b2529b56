"""What an engine says of a value that is not known is undecided: an engine that reads the source cannot tell it from
one that is missing or has its default. Joins nothing; `blindness` does the same for the placeholders of a view.

An engine's word is doubted where what it reads is not known: the attributes that the catalogue writes down for the rule
(`reads` of an alias), or, of a rule outside the catalogue, the attribute on whose line it stands. Where our own rule
fails the same thing the defect is known, and the word is a witness. A pass is doubted only where our rule is undecided:
otherwise the reference that stands for a value not known yet is enough.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from secscan.model import Address, Observation, Outcome, View
from secscan.terraform.estate import Resource
from secscan.terraform.evaluate.values import Value
from secscan.terraform.plan import overlap, steps
from secscan.triage.correlate import Subject, Word, order
from secscan.triage.rulebook import OWN_ENGINE, Rulebook

_EVALUATE: Final = frozenset({"tflint"})
"""Engines that evaluate the source themselves: they are silent where a value is not known, or speak of the text."""


def doubted(spoken: Sequence[Word], book: Rulebook) -> tuple[Word, ...]:
    """The words in total order, those undecided that rest on what is not known. `spoken` is what `words` gave."""
    doubts = _Doubts(book, _own_outcomes(spoken))
    told = (_undecided(word, why) if (why := doubts.of(word)) else word for word in spoken)
    once = {word.observation: word for word in told}
    return tuple(sorted(once.values(), key=lambda word: order(word.observation)))


def _own_outcomes(spoken: Iterable[Word]) -> Mapping[Subject, set[Outcome]]:
    found: dict[Subject, set[Outcome]] = defaultdict(set)
    for word in spoken:
        if word.observation.engine == OWN_ENGINE and (address := word.place.sure):
            found[word.rule, address].add(word.observation.outcome)
    return found


def _undecided(word: Word, why: str) -> Word:
    return replace(word, observation=replace(word.observation, outcome=Outcome.UNDECIDED, reason=why))


@dataclass(frozen=True, slots=True)
class _Doubts:
    """`own`: what our rules say, by subject. `unknown`: by instance, the paths of its values that are not known; kept
    since many words are about one instance."""

    book: Rulebook
    own: Mapping[Subject, set[Outcome]]
    unknown: dict[Address, tuple[str, ...]] = field(default_factory=dict)

    def of(self, word: Word) -> str:
        """Why an engine's word decides nothing, "" where it does. It may mean several instances: it is doubted where it
        decides for none of them."""
        o = word.observation
        if o.engine == OWN_ENGINE or o.outcome is Outcome.UNDECIDED or not word.place.candidates:
            return ""
        read = self._read(o, word.rule)
        if not read and not _at_a_line(o):
            return ""
        reasons = [self._of_instance(word, resource, read) for resource in word.place.candidates]
        return reasons[0] if all(reasons) else ""

    def _read(self, o: Observation, rule: str) -> tuple[str, ...]:
        """What the catalogue says that an engine's rule reads."""
        own = self.book.own.get(rule)
        aliases = own.aliases if own else ()
        return next((a.reads for a in aliases if (a.engine, a.rule_id) == (o.engine, o.rule_id)), ())

    def _of_instance(self, word: Word, resource: Resource, read: tuple[str, ...]) -> str:
        o, ours = word.observation, self.own.get((word.rule, resource.address), set())
        if Outcome.FAIL in ours or (o.outcome is Outcome.PASS and Outcome.UNDECIDED not in ours):
            return ""
        elsewhere = [path for path in read if _is_of_another(path)]
        if elsewhere and Outcome.UNDECIDED in ours:
            return f"{elsewhere[0]} is not known"
        return self._not_known(resource, read or _attributes_at(resource, o))

    def _not_known(self, resource: Resource, read: Iterable[str]) -> str:
        if resource.address not in self.unknown:
            inside = (path for name, value in resource.values.items() for path in _unknown(value, name))
            self.unknown[resource.address] = tuple(sorted({*inside, *resource.unknown_blocks}))
        pairs = ((path, wanted) for path in self.unknown[resource.address] for wanted in read)
        found = next((path for path, wanted in pairs if overlap(path, wanted)), None)
        return f"{'.'.join(steps(found))} is not known" if found else ""


def _is_of_another(path: str) -> bool:
    """Whether it begins with a resource's type: `aws_flow_log.vpc_id`."""
    return path.startswith("aws_") and "." in path


def _at_a_line(o: Observation) -> bool:
    return o.outcome is Outcome.FAIL and o.view is View.SOURCE and o.location is not None and o.engine not in _EVALUATE


def _attributes_at(resource: Resource, o: Observation) -> list[str]:
    """The attributes that begin on the line on which an engine's word stands."""
    span = o.location.span if o.location else None
    if span is None or span.line in (resource.block.line, resource.header.line):
        return []
    return [path for path, own in resource.spans.items() if (own.file, own.line) == (span.file, span.line)]


def _unknown(value: Value, path: str) -> Iterator[str]:
    if not value.is_known:
        yield path
    for inner, item in value.inside(path):
        yield from _unknown(item, inner)
