"""The minute's work: ask both regions how they are, say so, and say again how much traffic the primary may have.

An alarm in the recovery region listens to it and starts a failover: the metrics of Route 53's own health checks exist
in us-east-1 alone, where nobody may be left to hear them. Not for deciding anything.
"""

import json
from dataclasses import dataclass

from sync_cluster_sizes import traffic
from sync_cluster_sizes.runtime import Runtime
from sync_cluster_sizes.state import Kind, Overtaken, Serving, State

NEVER = 86400


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Since when the primary has answered without a break; None where it does not."""

    healthy_since: float | None
    trouble: str = ""


def watch(world: Runtime, state: State) -> Seen:
    """Probe, measure, and keep since when the primary has been well."""
    traffic.tell(world.audit, state.slices)
    primary = world.probe(world.config.primary.health_url)
    recovery = world.probe(world.config.recovery.health_url)
    world.audit.measure("PrimaryAnswers", 0 if primary else 1)
    world.audit.measure("RecoveryAnswers", 0 if recovery else 1)
    _tell_of_mirror_and_run(world, state)
    return _keep(world, primary)


def seen(world: Runtime) -> Seen:
    """What the last watch saw of the primary."""
    found = world.table.document("watch")
    return Seen(healthy_since=None, trouble="nobody has looked yet") if found is None else Seen(**json.loads(found[1]))


def _keep(world: Runtime, trouble: str) -> Seen:
    before = seen(world)
    since = None if trouble else before.healthy_since or world.clock.now()
    now = Seen(healthy_since=since, trouble=trouble)
    found = world.table.document("watch")
    text = json.dumps({"healthy_since": now.healthy_since, "trouble": now.trouble}, sort_keys=True)
    try:
        world.table.write("watch", text, over=0 if found is None else found[0])
    except Overtaken:
        return seen(world)
    return now


def _tell_of_mirror_and_run(world: Runtime, state: State) -> None:
    """How old the mirror is while the primary serves (a day, where there is none), and a failover that is open."""
    if state.serving is Serving.PRIMARY:
        found = world.table.document("mirror")
        age = NEVER if found is None else world.clock.now() - json.loads(found[1])["at"]
        world.audit.measure("MirrorAge", age)
    run = state.open_run()
    open_for = world.clock.now() - run.started if run is not None and run.kind is Kind.FAILOVER else 0
    world.audit.measure("FailoverOpenFor", open_for)
