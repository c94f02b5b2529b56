"""Which rule an engine's rule is: ours, by the catalogue's aliases, or a rule of its own. Not the rules' predicates."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from secscan.model import Observation, RuleInfo, Severity
from secscan.triage import severities

OWN_ENGINE: Final = "secscan"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rulebook:
    """`own`: our rules by id. `aliases`: (engine, engine's rule id) -> our id."""

    own: Mapping[str, RuleInfo]
    aliases: Mapping[tuple[str, str], str]

    def identity(self, engine: str, rule_id: str) -> str:
        """Our id for the engine's rule, else `ENGINE:ID`."""
        if engine == OWN_ENGINE and rule_id in self.own:
            return rule_id
        return self.aliases.get((engine, rule_id)) or f"{engine}:{rule_id}"


def rulebook(catalogue: Iterable[RuleInfo]) -> Rulebook:
    """An alias that two of our rules claim goes to the first by id, so that the order of the catalogue is no matter."""
    own = {rule.id: rule for rule in sorted(catalogue, key=lambda rule: rule.id)}
    aliases: dict[tuple[str, str], str] = {}
    for rule in own.values():
        for alias in rule.aliases:
            aliases.setdefault((alias.engine, alias.rule_id), rule.id)
    return Rulebook(own=own, aliases=aliases)


def described(observations: Iterable[Observation], book: Rulebook) -> tuple[RuleInfo, ...]:
    """Every rule that the observations name, ordered by id: ours whole, an engine's as far as its words go."""
    seen: dict[str, list[Observation]] = defaultdict(list)
    for observation in observations:
        seen[book.identity(observation.engine, observation.rule_id)].append(observation)
    return tuple(book.own.get(rule) or _foreign(rule, seen[rule]) for rule in sorted(seen))


def _foreign(rule: str, observations: list[Observation]) -> RuleInfo:
    """Titles and links differ only if an engine is of two minds; the first by order then stands for all. A message
    is no title: it changes with the tree."""
    first = observations[0]
    stated = {o.severity for o in observations if o.severity}
    severity, reason = severities.of_rule(first.engine, first.rule_id, stated)
    title = min((o.title for o in observations if o.title), default="") or first.rule_id
    return RuleInfo(
        id=rule,
        title=title,
        severity=severity,
        severity_reason=reason,
        what=title,
        help_uri=min((o.help_uri for o in observations if o.help_uri), default=""),
        precision="medium",
        tags=("security", first.engine),
    )


def worst(found: Iterable[Severity]) -> Severity:
    return max(found, key=lambda severity: severity.rank)
