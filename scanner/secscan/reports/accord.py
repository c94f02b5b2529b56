"""Who agrees on a finding and who does not, in sentences: by engine, and by what it read. Weighs nothing.

An engine that reads the source may see less than one that reads the evaluated configuration, or see it before a
variable changes it: so each sentence names what was read. The words are those of a finding's `observations`,
`disagreement` and `undecided`.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from secscan.model import Finding, Observation, View

_READ: Final = {View.SOURCE: "the source", View.EVALUATED: "the evaluated plan"}


def accord(finding: Finding, among: int) -> tuple[str, ...]:
    """First who fails it, then each engine that also, or only, says otherwise. `among`: how many engines ran; where
    there is but one, that it stands alone is no news."""
    failing, passing = _by_engine(finding.observations), _by_engine(finding.disagreement)
    unsure = _by_engine(finding.undecided)
    told = [_agreed(failing)] if among > 1 or passing or unsure else []
    return (*told, *contrary(finding))


def alone(finding: Finding, among: int) -> bool:
    """Whether one engine says so, of several that ran."""
    return among > 1 and len(_by_engine(finding.observations)) == 1


def contrary(finding: Finding) -> tuple[str, ...]:
    """A sentence for each engine that passes it or cannot tell, in one of its views at least."""
    failing, passing = _by_engine(finding.observations), _by_engine(finding.disagreement)
    unsure = _by_engine(finding.undecided)
    others = sorted({*passing, *unsure})
    return tuple(_split(e, failing.get(e, ()), passing.get(e, ()), unsure.get(e, ())) for e in others)


def _by_engine(observations: Iterable[Observation]) -> dict[str, list[Observation]]:
    found: dict[str, list[Observation]] = {}
    for observation in observations:
        found.setdefault(observation.engine, []).append(observation)
    return found


def _agreed(failing: dict[str, list[Observation]]) -> str:
    read = {engine: _views(said) for engine, said in sorted(failing.items())}
    if len(read) == 1:
        return "".join(f"{engine} alone fails it, on {views}" for engine, views in read.items())
    return f"{len(read)} engines agree: {', '.join(f'{engine} on {views}' for engine, views in read.items())}"


def _split(
    engine: str, failing: Sequence[Observation], passing: Sequence[Observation], unsure: Sequence[Observation]
) -> str:
    """`checkov fails it on the source, passes it on the evaluated plan`; rule ids where the engine fails it nowhere."""
    parts = [f"fails it on {_views(failing)}"] if failing else []
    if passing:
        ids = "" if failing else f" ({', '.join(sorted({o.rule_id for o in passing}))})"
        parts.append(f"passes it on {_views(passing)}{ids}")
    if unsure:
        why = "; ".join(sorted({o.reason for o in unsure if o.reason}))
        parts.append(f"cannot tell on {_views(unsure)}" + (f" ({why})" if why else ""))
    return f"{engine} {', '.join(parts)}"


def _views(said: Iterable[Observation]) -> str:
    views = {observation.view for observation in said}
    return " and ".join(_READ[view] for view in View if view in views)
