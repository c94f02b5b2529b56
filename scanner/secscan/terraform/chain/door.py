"""The door of this room: the chain of an attribute of a resource, and the narrowest place that writes it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from secscan.model import Span
from secscan.terraform.chain.bodies import locate
from secscan.terraform.chain.paths import at, steps_of
from secscan.terraform.chain.reader import Reader
from secscan.terraform.chain.references import attribute
from secscan.terraform.chain.step import Step
from secscan.terraform.chain.walk import Walk
from secscan.terraform.evaluate.errors import EvaluationError
from secscan.terraform.evaluate.values import DYNAMIC, Value
from secscan.terraform.resources import ResourceInstance
from secscan.terraform.run import RootAbandoned
from secscan.terraform.surroundings import around


def chain(instance: ResourceInstance, path: str, values: Mapping[str, Value]) -> tuple[Step, ...]:
    """The steps that gave the attribute at `path` its value, itself first; none where the configuration does not set
    it. `values`: the resource's; where they are a plan's and not what was evaluated, only the attribute itself is sure.
    Raises nothing."""
    walk = Walk(_reader(instance))
    try:
        evaluated = _all_of(instance)
        steps = steps_of(path, evaluated)
        if steps and at(evaluated, steps[:1]) is not None:
            attribute(walk, instance, steps, evaluated)
            return _as_told(walk.steps, at(Value(DYNAMIC, values), steps))
    except (EvaluationError, RootAbandoned):
        pass  # what has no value has no further step; the evaluation has said why
    return tuple(walk.steps)


def _as_told(steps: Sequence[Step], told: Value | None) -> tuple[Step, ...]:
    """The chain of what a plan tells instead of what was evaluated."""
    if not steps or told is None or told == steps[0].value:
        return tuple(steps)
    first = replace(steps[0], value=told)
    return (first, *steps[1:]) if not steps[0].value.is_wholly_known else (first,)


def place(instance: ResourceInstance, path: str) -> tuple[Span, bool] | None:
    """The narrowest place in the resource's block that writes what is at `path`, and whether it writes no more than
    that; None where nothing does."""
    try:
        steps = steps_of(path, _all_of(instance))
        found = locate(instance, steps, _reader(instance)) if steps else None
    except (EvaluationError, RootAbandoned):
        return None
    return (found.span, found.exact) if found is not None else None


def _reader(instance: ResourceInstance) -> Reader:
    world = instance.resources.scope.world
    if world.reader is None:
        world.reader = Reader(world.run)
    return world.reader


def _all_of(instance: ResourceInstance) -> Value:
    return Value(DYNAMIC, {**instance.values(), **around(instance)})
