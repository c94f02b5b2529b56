"""What made a value so: its chain as a report shows it, and the places in it for a reader to know. Judges nothing."""

from collections.abc import Sequence
from typing import Final

from secscan.model import ChainStep, Location
from secscan.rules.answers import told
from secscan.terraform.chain.step import Kind, Step
from secscan.terraform.estate import Resource

_MOST: Final = 12
# What a person wrote, beside what merely passes it on or comes of the provider.
_WRITTEN: Final = frozenset({Kind.ARGUMENT, Kind.DEFAULT, Kind.TFVARS, Kind.ENVIRONMENT, Kind.UNSET})


def shown_chain(steps: Sequence[Step]) -> tuple[ChainStep, ...]:
    """The steps with their values in words, nothing of a sensitive one."""
    return tuple(
        ChainStep(kind=s.kind, label=s.label, span=s.span, value=told(s.value), depth=s.depth, chosen=s.chosen)
        for s in steps
    )


def causes(resource: Resource, steps: Sequence[Step]) -> tuple[Location, ...]:
    """The places that gave the value, outermost last, then those that chose it; then the module calls around the
    resource that did neither."""
    gave = [step for step in steps[1:] if not step.chosen]
    chose = [step for step in steps[1:] if step.chosen and step.kind in _WRITTEN]
    places = [_place(step) for step in (*gave, *chose)][:_MOST]
    named = {place.span for place in places if place.role == "call"}
    rest = [call.span for call in reversed(resource.calls) if not any(map(call.gives, named))]
    return tuple(dict.fromkeys((*places, *(Location(span=span, role="call") for span in rest))))


def _place(step: Step) -> Location:
    return Location(span=step.span, role="call" if step.kind is Kind.ARGUMENT else "value")
