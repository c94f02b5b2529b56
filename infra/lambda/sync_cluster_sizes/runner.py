"""Carries a run on: takes the pen, tries every step whose predecessors are done, writes down what came of it, and
stops when the run is closed or the start's time is up. The next start goes on.

A step that fails is said, and fails the start in the end so that Lambda's alarm hears of it; steps that do not depend
on it go on all the same. Not for what the steps are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from botocore.exceptions import BotoCoreError, ClientError

from sync_cluster_sizes import failback, failover, rehearsal
from sync_cluster_sizes.aws import passing
from sync_cluster_sizes.runtime import BUDGET_SECONDS, LEASE_SECONDS, POLL_SECONDS, Runtime
from sync_cluster_sizes.state import Kind, Run, State, write_state
from sync_cluster_sizes.steps import Done, Outcome, Scene, Step, Stop, Wait

PLANS: Mapping[Kind, Sequence[Step]] = {
    Kind.FAILOVER: failover.STEPS,
    Kind.FAILBACK: failback.STEPS,
    Kind.DRILL: rehearsal.STEPS,
}


class StepFailed(RuntimeError):  # noqa: N818 - a name of the domain, not a sort of exception
    """One or more steps failed in a way that does not pass by itself. The run stays open and is tried again."""


@dataclass(frozen=True, kw_only=True)
class Failure:
    """What a step raised."""

    step: str
    error: str


def go_on(world: Runtime, state: State) -> State:
    """Carry the open run on, for as long as a start may. Raises StepFailed; Overtaken, where another writes."""
    if state.lease_until > world.clock.now():
        return state
    state = write_state(world.table, replace(state, lease_until=world.clock.now() + LEASE_SECONDS))
    deadline = world.clock.now() + BUDGET_SECONDS
    while True:
        state, failures = _pass(world, state)
        if failures or not state.open_run() or world.clock.now() + POLL_SECONDS > deadline:
            break
        world.clock.sleep(POLL_SECONDS)
    state = write_state(world.table, replace(state, lease_until=0))
    if failures:
        raise StepFailed("; ".join(f"{failure.step}: {failure.error}" for failure in failures))
    return state


def _pass(world: Runtime, state: State) -> tuple[State, list[Failure]]:
    """Try each step that can be tried, in order, once."""
    failures = []
    run = state.open_run()
    for step in PLANS[run.kind] if run else ():
        run = state.open_run()
        if run is None:
            break
        if step.name in run.done or set(step.after) - set(run.done):
            continue
        outcome = _try(step, Scene(world=world, state=state))
        if isinstance(outcome, Failure):
            failures.append(outcome)
            world.audit.record(run.id, step.name, "failed", outcome.error)
            world.audit.measure("StepsFailed", 1, {"Step": step.name})
        else:
            state = _settle(world, state, run, step, outcome)
    run = state.open_run()
    if run is not None and {step.name for step in PLANS[run.kind]} <= set(run.done):
        state = close(world, state, "completed")
    return state, failures


def _try(step: Step, scene: Scene) -> Outcome | Failure:
    try:
        return step.act(scene)
    except (BotoCoreError, ClientError) as error:
        return Wait(detail=f"AWS: {error}") if passing(error) else Failure(step=step.name, error=str(error))
    except (ValueError, LookupError, TypeError, RuntimeError) as error:
        return Failure(step=step.name, error=f"{type(error).__name__}: {error}")


def _settle(world: Runtime, state: State, run: Run, step: Step, outcome: Outcome) -> State:
    """Write down what a step came to, and keep the pen for longer. Waiting for the same thing is said once."""
    if isinstance(outcome, Stop):
        world.audit.record(run.id, step.name, "stopped", outcome.detail)
        return close(world, state, f"stopped: {outcome.detail}")
    waits = {name: detail for name, detail in run.waiting.items() if name != step.name}
    if isinstance(outcome, Wait):
        waits[step.name] = outcome.detail
    event = "done" if isinstance(outcome, Done) else "waiting"
    if event == "done" or run.waiting.get(step.name) != outcome.detail:
        world.audit.record(run.id, step.name, event, outcome.detail)
    after = replace(
        run,
        done=(*run.done, step.name) if isinstance(outcome, Done) else run.done,
        waiting=waits,
        facts={**run.facts, **outcome.facts},
    )
    lease = world.clock.now() + LEASE_SECONDS
    return write_state(world.table, replace(state, **{**outcome.state, "run": after, "lease_until": lease}))


def close(world: Runtime, state: State, outcome: str) -> State:
    """Close the open run with a word, and tell of it. Raises Overtaken."""
    run = state.open_run()
    if run is None:
        return state
    closed = replace(run, finished=world.clock.now(), outcome=outcome, waiting={})
    state = write_state(world.table, replace(state, run=closed))
    world.audit.record(run.id, "run", "closed", outcome)
    world.audit.measure("RunsClosed", 1, {"Kind": run.kind, "Completed": str(outcome == "completed")})
    if outcome != "completed":
        world.audit.alert(f"{world.config.name_prefix}: {run.kind} {outcome}", f"Run {run.id}: {outcome}")
    return state
