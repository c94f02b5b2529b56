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
    """`own`: our rules by id. `aliases`: (engine, engine's rule id) -> our rules that claim it, by id."""

    own: Mapping[str, RuleInfo]
    aliases: Mapping[tuple[str, str], tuple[RuleInfo, ...]]

    def identity(self, engine: str, rule_id: str, kind: str = "") -> str:
        """Our id for the engine's rule, else `ENGINE:ID`. Of several of ours that claim it, the first by id that judges
        resources of the type `kind`, on which it stands; else the first."""
        if engine == OWN_ENGINE and rule_id in self.own:
            return rule_id
        claiming = self.aliases.get((engine, rule_id), ())
        judging = (rule for rule in claiming if kind in rule.resource_types)
        chosen = next(judging, claiming[0] if claiming else None)
        return chosen.id if chosen else f"{engine}:{rule_id}"


def rulebook(catalogue: Iterable[RuleInfo]) -> Rulebook:
    """The same for every order of the catalogue."""
    own = {rule.id: rule for rule in sorted(catalogue, key=lambda rule: rule.id)}
    aliases: dict[tuple[str, str], list[RuleInfo]] = defaultdict(list)
    for rule in own.values():
        for alias in rule.aliases:
            aliases[alias.engine, alias.rule_id].append(rule)
    return Rulebook(own=own, aliases={claimed: tuple(rules) for claimed, rules in aliases.items()})


def described(said: Iterable[tuple[str, Observation]], book: Rulebook) -> tuple[RuleInfo, ...]:
    """Every rule that observations (each with its rule's id) name, ordered by id: ours whole, an engine's as far as its
    words go."""
    seen: dict[str, list[Observation]] = defaultdict(list)
    for rule, observation in said:
        seen[rule].append(observation)
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
