"""The function's door: what is asked, what may be done now, what is answered. Lambda calls `handle`.

Not for how things are done: a run's steps are in `failover`, `failback` and `rehearsal`, its going on in `runner`.
"""

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Protocol

import boto3

from sync_cluster_sizes.approval import approve
from sync_cluster_sizes.aws import boto_client
from sync_cluster_sizes.clock import SystemClock
from sync_cluster_sizes.events import Action, Command, Source, commands
from sync_cluster_sizes.failover import fence, recovery_database
from sync_cluster_sizes.mirror import mirror
from sync_cluster_sizes.probe import SignedProbe
from sync_cluster_sizes.runner import close, go_on
from sync_cluster_sizes.runtime import Runtime, runtime
from sync_cluster_sizes.state import Kind, Overtaken, Run, Serving, State, read_state, write_state
from sync_cluster_sizes.watch import watch

logging.getLogger("sync_cluster_sizes").setLevel(logging.INFO)

# From here on a failback has moved the writer: it is finished, or a failover takes over.
POINT_OF_NO_RETURN = "hold_writers"


class Context(Protocol):
    """What is used of Lambda's context."""

    aws_request_id: str


def handle(event: object, context: Context) -> dict[str, object]:
    """Do what the event asks. Raises UnknownEvent, StepFailed and what else must end in the queue of dead letters."""
    credentials = boto3.Session().get_credentials()
    if credentials is None:
        raise LookupError("the function has no role: it can sign nothing")
    world = runtime(
        table_name=os.environ["STATE_TABLE"],
        region=os.environ["AWS_REGION"],
        request=context.aws_request_id,
        make=boto_client,
        clock=SystemClock(),
        probe=SignedProbe(credentials=credentials),
    )
    return answer(world, event)


def answer(world: Runtime, event: object) -> dict[str, object]:
    """The same in a world that is handed in: the answers to all commands of the event."""
    return {"answers": [_obey(world, command) for command in commands(event)]}


def _obey(world: Runtime, command: Command) -> Mapping[str, object]:
    try:
        return ORDERS[command.action](world, command)
    except Overtaken:
        return {"answer": "another start is at it; ask again"}


def _state(world: Runtime) -> State:
    return read_state(world.table, slices=world.config.slices)


def _mirror(world: Runtime, _: Command) -> Mapping[str, object]:
    return {"answer": mirror(world)}


def _watch(world: Runtime, _: Command) -> Mapping[str, object]:
    """The minute's work, then whatever run is open."""
    state = _state(world)
    looked = watch(world, state)
    if state.open_run():
        return _told(go_on(world, state))
    if state.serving is Serving.RECOVERY and not state.fenced:
        _fence(world, state)
    return {"answer": "watched", "primary": looked.trouble or "answers"}


def _fence(world: Runtime, state: State) -> None:
    """Try to stop the primary's writers again. What came of it is told when it is another than last time."""
    fencing = fence(world)
    fenced = not fencing.errors
    if fenced or fencing.trouble != state.fence_trouble:
        write_state(world.table, replace(state, fenced=fenced, fence_trouble=fencing.trouble))
        world.audit.record("watch", "fence_primary", "done" if fenced else "waiting", fencing.detail)


def _failover(world: Runtime, command: Command) -> Mapping[str, object]:
    state = _state(world)
    run = state.open_run()
    if run is not None and run.kind is Kind.FAILOVER:
        return _told(go_on(world, _decided(world, state, run, command)))
    if state.serving is Serving.RECOVERY:
        return _refuse(world, command, f"{world.config.recovery.name} serves already")
    if run is not None and run.kind is Kind.FAILBACK:
        if command.source is not Source.PERSON:
            return _refuse(world, command, "a failback is open: a person must decide")
        if not recovery_database(world).replicates(world.config.primary.database):
            return _refuse(world, command, "the recovery region's database is no replica again yet")
    if run is not None:
        state = close(world, state, "superseded by a failover")
    return _told(go_on(world, _open(world, state, Kind.FAILOVER, command)))


def _decided(world: Runtime, state: State, run: Run, command: Command) -> State:
    """An open failover that an event began, and that a person now decides."""
    if command.source is not Source.PERSON or run.facts.get("decided"):
        return state
    world.audit.record(run.id, "run", "decided", command.reason)
    return write_state(world.table, replace(state, run=replace(run, facts={**run.facts, "decided": True})))


def _failback(world: Runtime, command: Command) -> Mapping[str, object]:
    state = _state(world)
    run = state.open_run()
    if run is not None and run.kind is Kind.FAILBACK:
        if command.approval:
            state = approve(world, state, run, command.approval)
        return _told(go_on(world, state))
    if command.approval:
        return _refuse(world, command, "no failback is open that could be approved")
    if run is not None:
        return _refuse(world, command, f"{run.id} is open")
    if state.serving is not Serving.RECOVERY:
        return _refuse(world, command, f"{world.config.primary.name} serves")
    return _told(go_on(world, _open(world, state, Kind.FAILBACK, command)))


def _drill(world: Runtime, command: Command) -> Mapping[str, object]:
    state = _state(world)
    run = state.open_run()
    if run is not None and run.kind is Kind.DRILL:
        return _told(go_on(world, state))
    if run is not None or state.serving is not Serving.PRIMARY:
        return _refuse(world, command, "a drill needs a quiet day: the primary region serves, no run is open")
    return _told(go_on(world, _open(world, state, Kind.DRILL, command)))


def _cancel(world: Runtime, command: Command) -> Mapping[str, object]:
    state = _state(world)
    run = state.open_run()
    if run is None:
        return _refuse(world, command, "no run is open")
    if run.kind is Kind.FAILOVER or {POINT_OF_NO_RETURN, "approval"} & set(run.done):
        return _refuse(world, command, f"{run.id} has gone too far to be left")
    return _told(close(world, state, f"cancelled: {command.reason or 'no reason given'}"))


def _status(world: Runtime, _: Command) -> Mapping[str, object]:
    return _told(_state(world))


ORDERS: Mapping[Action, Callable[[Runtime, Command], Mapping[str, object]]] = {
    Action.MIRROR: _mirror,
    Action.WATCH: _watch,
    Action.FAILOVER: _failover,
    Action.FAILBACK: _failback,
    Action.DRILL: _drill,
    Action.CANCEL: _cancel,
    Action.STATUS: _status,
}


def _open(world: Runtime, state: State, kind: Kind, command: Command) -> State:
    """Begin a run, and say so before anything is done. Raises Overtaken."""
    now = world.clock.now()
    run = Run(
        id=f"{kind}-{datetime.fromtimestamp(now, UTC):%Y%m%dt%H%M%Sz}",
        kind=kind,
        started=now,
        reason=command.reason or f"asked by {command.source}",
        facts={"decided": command.source is Source.PERSON},
    )
    state = write_state(world.table, replace(state, run=run))
    world.audit.record(run.id, "run", "opened", run.reason)
    if kind is not Kind.DRILL:
        world.audit.alert(f"{world.config.name_prefix}: {kind} begins", f"Run {run.id}: {run.reason}")
    return state


def _refuse(world: Runtime, command: Command, why: str) -> Mapping[str, object]:
    world.audit.record("refused", command.action, "refused", why)
    return {"answer": "refused", "why": why}


def _told(state: State) -> dict[str, Any]:
    """The state as people may see it: without the digest of a token."""
    run = state.run
    return {
        "answer": "state",
        "serving": state.serving,
        "slices": state.slices,
        "run": None
        if run is None
        else {
            "id": run.id,
            "open": run.open,
            "outcome": run.outcome,
            "done": list(run.done),
            "waiting": dict(run.waiting),
        },
    }
