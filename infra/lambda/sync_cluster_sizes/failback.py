"""The steps of a failback: the primary is made whole beside the region that serves, proved well over time, and takes
over only when a person says so; traffic returns in slices; the recovery region shrinks last.

The one interruption is between `hold_writers` and `recovery_services_ready`: a database with one writer changes its
place. Not for running the steps (`runner`), nor for the person's word (`approval`).
"""

from dataclasses import replace

from sync_cluster_sizes import traffic
from sync_cluster_sizes.approval import approval
from sync_cluster_sizes.aws import passing, unreachable
from sync_cluster_sizes.database import DatabaseSide
from sync_cluster_sizes.failover import access, fence, recovery_database
from sync_cluster_sizes.mirror import current, primary_compute, recovery_compute
from sync_cluster_sizes.runtime import Runtime
from sync_cluster_sizes.sizes import Size, Sizes, sizes_from
from sync_cluster_sizes.state import Serving
from sync_cluster_sizes.steps import Done, Outcome, Scene, Step, Wait, all_of
from sync_cluster_sizes.watch import seen

SETTLE_SECONDS = 120  # until a metric of a minute speaks of the time after the writers had stopped
UNSENT_BYTES = 65536  # less than what PostgreSQL writes of its own accord between two points of the metric


def primary_database(world: Runtime) -> DatabaseSide:
    return DatabaseSide(aws=world.primary, database=world.config.primary.database, clock=world.clock)


def primary_reachable(scene: Scene) -> Outcome:
    """AWS answers in the primary region for everything that a failback touches there."""
    sizes = current(primary_compute(scene.world), scene.world)
    primary_database(scene.world).found()
    return Done(detail=f"AWS answers; nodes: {', '.join(f'{n} {s.desired}' for n, s in sizes.node_groups.items())}")


def fence_primary(scene: Scene) -> Outcome:
    """Stop what writes the old database, where the watch has not had the time to."""
    if scene.state.fenced:
        return Done(detail="the watch has fenced it")
    fencing = fence(scene.world)
    for error in fencing.errors.values():
        if not (passing(error) or unreachable(error)):
            raise error  # its database is about to be replaced: nobody goes on beside a writer that nobody could stop
    if fencing.errors:
        return Wait(detail=f"the primary region does not answer: {fencing.detail}")
    return Done(detail=fencing.detail, state={"fenced": True, "fence_trouble": ""})


def wanted(scene: Scene) -> Sizes:
    """What the primary needs to carry what the recovery region carries now, within the primary's own bounds."""
    world = scene.world
    now = current(recovery_compute(world), world)
    return Sizes(
        node_groups={n: _within(now.node_groups[n], size) for n, size in world.config.node_groups.items()},
        services={n: _within(now.services[n], service.size) for n, service in world.config.services.items()},
    )


def _within(now: Size, configured: Size) -> Size:
    desired = min(max(now.desired, configured.desired), configured.max)
    return replace(configured, min=min(configured.min, desired), desired=desired)


def grow_primary_nodes(scene: Scene) -> Outcome:
    compute = primary_compute(scene.world)
    said = [
        compute.set_group(name, size.covering(compute.group_size(name)), token=f"{scene.run_id}-{name}")
        for name, size in wanted(scene).node_groups.items()
    ]
    return Done(detail=", ".join(said))


def replicate_to_primary(scene: Scene) -> Outcome:
    world = scene.world
    source = world.config.recovery
    return primary_database(world).replicate(source.database, source.name, mark=scene.run_id)


def start_primary_tasks(scene: Scene) -> Outcome:
    """Only now: tasks that had found the old database would have written to it."""
    compute = primary_compute(scene.world)
    said = [compute.set_service(name, size) for name, size in wanted(scene).services.items()]
    return Done(detail=", ".join(said), state={"fenced": False})


def primary_whole(scene: Scene) -> Outcome:
    compute, world = primary_compute(scene.world), scene.world
    nodes = [(name, compute.group_missing(name)) for name in world.config.node_groups]
    tasks = [(name, compute.service_missing(name)) for name in world.config.services]
    lag = ("database", primary_database(world).behind(world.config.timing.replica_lag))
    return all_of([*nodes, *tasks, lag], "nodes, tasks and replica are there")


def primary_stable(scene: Scene) -> Outcome:
    """The primary has answered from outside, every minute, for as long as the configuration wants."""
    return _stable_for(scene, scene.world.config.timing.stabilisation)


def _stable_for(scene: Scene, seconds: int) -> Outcome:
    looked = seen(scene.world)
    if looked.healthy_since is None:
        return Wait(detail=f"the primary region does not answer: {looked.trouble}")
    since = scene.world.clock.now() - looked.healthy_since
    if since < seconds:
        return Wait(detail=f"the primary region answers, not yet for {seconds} s")
    return Done(detail=f"the primary region has answered for {since:.0f} s")


def hold_writers(scene: Scene) -> Outcome:
    """Stop what writes in the recovery region. Sizes are kept, to be given back."""
    world, compute = scene.world, recovery_compute(scene.world)
    held = scene.facts.get("held") or current(compute, world).as_json()
    writers = [name for name, service in world.config.services.items() if service.writes_database]
    for name in writers:
        compute.set_service(name, replace(sizes_from(held).services[name], min=0, desired=0))
    left = [(name, f"{compute.tasks(name)} tasks left" if compute.tasks(name) else "") for name in writers]
    outcome = all_of(left, f"stopped: {', '.join(writers)}")
    if isinstance(outcome, Done):
        return replace(outcome, facts={"held": held, "held_at": world.clock.now()})
    return replace(outcome, facts={"held": held}) if isinstance(outcome, Wait) else outcome


def writes_sent(scene: Scene) -> Outcome:
    """Everything that was written has reached the replica in the primary region; a promotion replays it."""
    world = scene.world
    if world.clock.now() - scene.facts["held_at"] < SETTLE_SECONDS:
        return Wait(detail="the writer's metrics do not speak of the time after its clients stopped yet")
    return all_of([("writer", recovery_database(world).unsent(UNSENT_BYTES))], "nothing waits to be sent")


def promote_primary(scene: Scene) -> Outcome:
    outcome = primary_database(scene.world).promote()
    return replace(outcome, state={"serving": Serving.PRIMARY}) if isinstance(outcome, Done) else outcome


def primary_writable(scene: Scene) -> Outcome:
    world = scene.world
    ready = world.probe(world.config.primary.ready_url)
    parts = [("database", primary_database(world).missing(replica=False)), ("ready address", ready)]
    return all_of(parts, "the primary region can write")


def cross_over(scene: Scene) -> Outcome:
    """Let the recovery region's services write the primary's database, over the peering, while traffic returns."""
    world, compute = scene.world, recovery_compute(scene.world)
    access(world).point_services(world.config.primary.database.address)
    held = sizes_from(scene.facts["held"])
    said = [
        compute.set_service(name, held.services[name], renew=compute.service_size(name) != held.services[name])
        for name, service in world.config.services.items()
        if service.writes_database
    ]
    return Done(detail=", ".join(said))


def recovery_services_ready(scene: Scene) -> Outcome:
    world, compute = scene.world, recovery_compute(scene.world)
    tasks = [(name, compute.service_missing(name)) for name in world.config.services]
    return all_of([*tasks, ("ready address", world.probe(world.config.recovery.ready_url))], "clients are served again")


def replicate_to_recovery(scene: Scene) -> Outcome:
    """The recovery region gets its replica back before it shrinks: until then there is no second failover."""
    world = scene.world
    source = world.config.primary
    made = recovery_database(world).replicate(source.database, source.name, mark=scene.run_id)
    if not isinstance(made, Done):
        return made
    return all_of([("database", recovery_database(world).behind(world.config.timing.replica_lag))], made.detail)


def return_traffic(scene: Scene) -> Outcome:
    """Give the primary one slice after the other, each after it has been well for a while with the last.

    Where it is not well, all of them go back to the recovery region at once.
    """
    world, state = scene.world, scene.state
    if trouble := world.probe(world.config.primary.health_url):
        traffic.tell(world.audit, 0)
        return Wait(
            detail=f"no traffic for the primary region: {trouble}",
            state={"slices": 0},
            facts={"slice_at": world.clock.now()},
        )
    if state.slices == 0 or world.clock.now() - scene.facts.get("slice_at", 0) >= world.config.timing.return_step:
        if state.slices == world.config.slices:
            return Done(detail="all traffic has returned")
        slices = state.slices + 1
        traffic.tell(world.audit, slices)
        detail = f"{slices} of {world.config.slices} slices"
        return Wait(detail=detail, state={"slices": slices}, facts={"slice_at": world.clock.now()})
    return Wait(detail=f"{state.slices} of {world.config.slices} slices")


def return_secret(scene: Scene) -> Outcome:
    return Done(detail=access(scene.world).return_secret(token=scene.run_id))


def shrink_recovery(scene: Scene) -> Outcome:
    """Back to the pilot light: the primary is well, has all traffic and has a replica; the pilot node stands."""
    world, compute = scene.world, recovery_compute(scene.world)
    stable = _stable_for(scene, world.config.timing.return_step)
    if not isinstance(stable, Done):
        return stable
    if missing := compute.group_missing(world.config.pilot_group):
        return Wait(detail=f"the pilot group: {missing}")
    access(world).point_services(world.config.recovery.database.address)
    said = [
        compute.set_service(
            name,
            Size(min=service.standby, desired=service.standby, max=service.size.max),
            renew=service.writes_database,
        )
        for name, service in world.config.services.items()
    ]
    said += [
        compute.set_group(name, Size(min=0, desired=0, max=size.max), token=f"{scene.run_id}-back-{name}")
        for name, size in world.config.node_groups.items()
    ]
    return Done(detail=", ".join(said))


def health_restored(scene: Scene) -> Outcome:
    world = scene.world
    world.audit.announce("Health Restored", {"run": scene.run_id, "region": world.config.primary.name})
    world.audit.alert(
        f"{world.config.name_prefix}: {world.config.primary.name} serves again",
        f"Run {scene.run_id} is complete: traffic is back, the replica stands, the recovery region is a pilot light. "
        f"Terraform must be told which databases are which: docs/disaster-recovery/multi-region-dr-strategy.md",
    )
    return Done(detail=f"{world.config.primary.name} serves")


STEPS = (
    Step(name="primary_reachable", act=primary_reachable),
    Step(name="grow_primary_nodes", act=grow_primary_nodes, after=("primary_reachable",)),
    Step(name="fence_primary", act=fence_primary, after=("primary_reachable",)),
    Step(name="replicate_to_primary", act=replicate_to_primary, after=("fence_primary",)),
    Step(name="start_primary_tasks", act=start_primary_tasks, after=("replicate_to_primary",)),
    Step(name="primary_whole", act=primary_whole, after=("grow_primary_nodes", "start_primary_tasks")),
    Step(name="primary_stable", act=primary_stable, after=("primary_whole",)),
    Step(name="approval", act=approval, after=("primary_stable",)),
    Step(name="hold_writers", act=hold_writers, after=("approval",)),
    Step(name="writes_sent", act=writes_sent, after=("hold_writers",)),
    Step(name="promote_primary", act=promote_primary, after=("writes_sent",)),
    Step(name="primary_writable", act=primary_writable, after=("promote_primary",)),
    Step(name="cross_over", act=cross_over, after=("primary_writable",)),
    Step(name="recovery_services_ready", act=recovery_services_ready, after=("cross_over",)),
    Step(name="replicate_to_recovery", act=replicate_to_recovery, after=("primary_writable",)),
    Step(name="return_secret", act=return_secret, after=("primary_writable",)),
    Step(name="return_traffic", act=return_traffic, after=("recovery_services_ready",)),
    Step(name="shrink_recovery", act=shrink_recovery, after=("return_traffic", "replicate_to_recovery")),
    Step(name="health_restored", act=health_restored, after=("shrink_recovery", "return_secret")),
)
