"""What a step is: a function that looks before it acts, and says whether it is done or what it waits for.

A step may be called any number of times, by runs that were interrupted anywhere: what AWS says it is already, it leaves
alone. Not for the order of steps, which `failover`, `failback` and `rehearsal` hold.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sync_cluster_sizes.runtime import Runtime
from sync_cluster_sizes.state import State


@dataclass(frozen=True, kw_only=True)
class Done:
    """The step is done. `facts` join the run's; `state` names fields of the state that change with it."""

    detail: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Wait:
    """The step waits for something. What it found so far may be kept as with Done."""

    detail: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Stop:
    """The run must not go on, and is closed with this outcome."""

    detail: str


Outcome = Done | Wait | Stop


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What a step sees: the world, and the state with the run in it."""

    world: Runtime
    state: State

    @property
    def run_id(self) -> str:
        return "" if self.state.run is None else self.state.run.id

    @property
    def facts(self) -> Mapping[str, Any]:
        return {} if self.state.run is None else self.state.run.facts


@dataclass(frozen=True, kw_only=True)
class Step:
    """A name, which the state and the audit know it by, what to do, and the steps that must be done before it.

    Steps that do not follow each other are tried side by side: one that waits or fails holds up its followers alone.
    """

    name: str
    act: Callable[[Scene], Outcome]
    after: tuple[str, ...] = ()


def all_of(parts: Sequence[tuple[str, str]], done: str) -> Outcome:
    """Done where no part lacks anything, else waiting for those that do. Parts are (name, what is missing)."""
    missing = [f"{name}: {what}" for name, what in parts if what]
    return Wait(detail="; ".join(missing)) if missing else Done(detail=done)
