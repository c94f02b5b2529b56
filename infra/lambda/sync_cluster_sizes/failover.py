"""The steps of a failover: everything is started before anything is waited for, and success is said last.

Nothing here calls the primary region but the fence, which is tried and not waited for, and nothing calls Route 53.
Not for running the steps (`runner`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from botocore.exceptions import BotoCoreError, ClientError

from sync_cluster_sizes import traffic
from sync_cluster_sizes.access import Access
from sync_cluster_sizes.aws import unreachable
from sync_cluster_sizes.compute import Compute
from sync_cluster_sizes.database import DatabaseSide
from sync_cluster_sizes.mirror import primary_compute, recovery_compute, remembered
from sync_cluster_sizes.runtime import Runtime
from sync_cluster_sizes.sizes import Size, Sizes, sizes_from
from sync_cluster_sizes.state import Serving
from sync_cluster_sizes.steps import Done, Outcome, Scene, Step, Stop, Wait, all_of

PROBES = 3  # in a row, one way or the other, before a suspicion is believed or dropped


def recovery_database(world: Runtime) -> DatabaseSide:
    return DatabaseSide(aws=world.recovery, database=world.config.recovery.database, clock=world.clock)


def access(world: Runtime) -> Access:
    return Access(config=world.config, primary=world.primary, recovery=world.recovery)


def corroborate(scene: Scene) -> Outcome:
    """Whether there is a database to promote, and whether the suspicion holds. A person has decided the second
    already.

    One question a pass: a primary that flaps keeps the run waiting until it answers, or is silent, several times in a
    row. Where the recovery region does not answer either, it is the function that is cut off, or there is nothing to
    fail over to that serves: nothing is done without a person.
    """
    world, facts = scene.world, scene.facts
    if not recovery_database(world).replicates(world.config.primary.database):
        return Stop(
            detail="the recovery region's database does not replicate the primary's: there is nothing to fail over to"
        )
    if facts.get("decided"):
        return Done(detail="a person decided")
    silent = bool(world.probe(world.config.primary.health_url))
    times = 1 + (facts.get("times", 0) if facts.get("silent") == silent else 0)
    if times < PROBES:
        word = "was silent" if silent else "answered"
        return Wait(detail=f"the primary region {word} {times} times", facts={"silent": silent, "times": times})
    if not silent:
        return Stop(detail="the primary region answers: a person must decide")
    if trouble := world.probe(world.config.recovery.health_url):
        return _blind(scene, trouble, times)
    return Done(detail=f"the primary region was silent to {PROBES} questions, and the recovery region answers")


def _blind(scene: Scene, trouble: str, times: int) -> Outcome:
    """Neither region answers. People are told once a run."""
    world = scene.world
    detail = f"neither region answers: a person must decide (the recovery region: {trouble})"
    if not scene.facts.get("blind"):
        world.audit.alert(
            f"{world.config.name_prefix}: neither region answers",
            f"Run {scene.run_id}: {detail}. It goes on by itself once {world.config.recovery.name} answers.",
        )
    return Wait(detail=detail, facts={"silent": True, "times": times, "blind": True})


def hold_traffic(scene: Scene) -> Outcome:
    """Keep clients away from the primary, also when it comes back."""
    traffic.tell(scene.world.audit, 0)
    return Done(detail="no slice may go to the primary", state={"slices": 0})


def choose_sizes(scene: Scene) -> Outcome:
    """Decide once what the recovery region grows to, so that every later start grows it to the same."""
    world = scene.world
    mirrored = remembered(world)
    age = None if mirrored.at is None else world.clock.now() - mirrored.at
    detail = f"sizes of the {mirrored.origin}" + ("" if age is None else f", {age:.0f} s old")
    return Done(detail=detail, facts={"sizes": mirrored.sizes.as_json(), "origin": mirrored.origin})


def chosen(scene: Scene) -> Sizes:
    return sizes_from(scene.facts["sizes"])


def scale_nodes(scene: Scene) -> Outcome:
    compute = recovery_compute(scene.world)
    said = [_grow_group(compute, name, size, scene.run_id) for name, size in chosen(scene).node_groups.items()]
    return Done(detail=", ".join(said))


def _grow_group(compute: Compute, name: str, size: Size, token: str) -> str:
    return compute.set_group(name, size.covering(compute.group_size(name)), token=f"{token}-{name}")


def scale_tasks(scene: Scene) -> Outcome:
    compute = recovery_compute(scene.world)
    said = [
        compute.set_service(name, size.covering(compute.service_size(name)))
        for name, size in chosen(scene).services.items()
    ]
    return Done(detail=", ".join(said))


def promote_database(scene: Scene) -> Outcome:
    """From here on there is no way back but a failback, whatever else is not ready yet."""
    outcome = recovery_database(scene.world).promote()
    return replace(outcome, state={"serving": Serving.RECOVERY}) if isinstance(outcome, Done) else outcome


def look_for_host(scene: Scene) -> Outcome:
    """Whether this region's services look for the database elsewhere: a failback that was overtaken sent them there."""
    elsewhere = access(scene.world).host() != scene.world.config.recovery.database.address
    return Done(detail="elsewhere" if elsewhere else "here", facts={"elsewhere": elsewhere})


def point_services(scene: Scene) -> Outcome:
    world, compute = scene.world, recovery_compute(scene.world)
    if not scene.facts["elsewhere"]:
        return Done(detail="services look for the database here already")
    access(world).point_services(world.config.recovery.database.address)
    writers = [name for name, service in world.config.services.items() if service.writes_database]
    return Done(detail=", ".join(compute.set_service(n, compute.service_size(n), renew=True) for n in writers))


def free_secret(scene: Scene) -> Outcome:
    return Done(detail=access(scene.world).free_secret())


def fence_primary(scene: Scene) -> Outcome:
    """Stop what writes the old database, if anybody obeys. Nothing that the primary says may hold a failover up: the
    watch tries again, every minute.
    """
    fencing = fence(scene.world)
    state = {"fenced": not fencing.errors, "fence_trouble": fencing.trouble}
    if fencing.errors:
        return Done(detail=f"not fenced, the watch will try again: {fencing.detail}", state=state)
    return Done(detail=fencing.detail, state=state)


@dataclass(frozen=True, kw_only=True)
class Fencing:
    """What became of the primary's writers: those that are stopped, and why others are not, by service."""

    stopped: tuple[str, ...]
    errors: Mapping[str, Exception]

    @property
    def detail(self) -> str:
        """All of it, in words."""
        return ", ".join((*self.stopped, *(f"{name}: {error}" for name, error in self.errors.items())))

    @property
    def trouble(self) -> str:
        """The sort of the errors: the same as long as nothing changes, where a message names the time or the call."""
        return ", ".join(f"{name}: {_sort(error)}" for name, error in self.errors.items())


def _sort(error: Exception) -> str:
    code = error.response.get("Error", {}).get("Code") if isinstance(error, ClientError) else None
    return code or type(error).__name__


def fence(world: Runtime) -> Fencing:
    """Take the tasks that write the primary's database away, each service for itself; what AWS refuses is told, not
    raised. A primary that does not answer is asked once.
    """
    compute = primary_compute(world)
    stopped: list[str] = []
    errors: dict[str, Exception] = {}
    for name, service in world.config.services.items():
        if not service.writes_database:
            continue
        try:
            stopped.append(compute.set_service(name, Size(min=0, desired=0, max=service.size.max)))
        except (BotoCoreError, ClientError, LookupError) as error:
            errors[name] = error
            if unreachable(error):
                break
    return Fencing(stopped=tuple(stopped), errors=errors)


def nodes_ready(scene: Scene) -> Outcome:
    compute = recovery_compute(scene.world)
    parts = [(name, compute.group_missing(name)) for name in chosen(scene).node_groups]
    return all_of(parts, "all nodes are in service")


def tasks_running(scene: Scene) -> Outcome:
    compute = recovery_compute(scene.world)
    return all_of([(name, compute.service_missing(name)) for name in chosen(scene).services], "all tasks run")


def database_writable(scene: Scene) -> Outcome:
    return all_of(
        [("database", recovery_database(scene.world).missing(replica=False))], "RDS says that it takes writes"
    )


def endpoint_ready(scene: Scene) -> Outcome:
    """The service that matters most says, from outside, that it can write."""
    trouble = scene.world.probe(scene.world.config.recovery.ready_url)
    return Wait(detail=f"the recovery region's ready address: {trouble}") if trouble else Done(detail="it can write")


def declare(scene: Scene) -> Outcome:
    world, run = scene.world, scene.state.run
    took = 0.0 if run is None else world.clock.now() - run.started
    world.audit.announce("Failover Completed", {"run": scene.run_id, "seconds": round(took)})
    world.audit.measure("FailoverSeconds", took)
    fenced = "" if scene.state.fenced else "The primary's writers are NOT stopped; that is tried every minute. "
    world.audit.alert(
        f"{world.config.name_prefix}: failed over to {world.config.recovery.name}",
        f"Run {scene.run_id} took {took:.0f} s. {world.config.recovery.name} serves; nodes, tasks, database and "
        f"endpoint were verified. {fenced}"
        "The failback is yours to start: docs/disaster-recovery/multi-region-dr-strategy.md",
    )
    return Done(detail=f"{world.config.recovery.name} serves")


STEPS = (
    Step(name="corroborate", act=corroborate),
    Step(name="hold_traffic", act=hold_traffic, after=("corroborate",)),
    Step(name="promote_database", act=promote_database, after=("hold_traffic",)),
    Step(name="choose_sizes", act=choose_sizes, after=("corroborate",)),
    Step(name="scale_nodes", act=scale_nodes, after=("choose_sizes",)),
    Step(name="scale_tasks", act=scale_tasks, after=("choose_sizes",)),
    Step(name="look_for_host", act=look_for_host, after=("corroborate",)),
    Step(name="point_services", act=point_services, after=("promote_database", "look_for_host", "scale_tasks")),
    Step(name="free_secret", act=free_secret, after=("promote_database",)),
    Step(name="fence_primary", act=fence_primary, after=("hold_traffic",)),
    Step(name="nodes_ready", act=nodes_ready, after=("scale_nodes",)),
    Step(name="tasks_running", act=tasks_running, after=("point_services",)),
    Step(name="database_writable", act=database_writable, after=("promote_database",)),
    Step(name="endpoint_ready", act=endpoint_ready, after=("database_writable", "tasks_running")),
    Step(
        name="declare",
        act=declare,
        after=("free_secret", "fence_primary", "nodes_ready", "endpoint_ready"),
    ),
)
