"""The steps of the scheduled drill in the recovery region: everything that a failover needs is looked at, and every
node group brings up one node and gives it back. Clients, database and traffic are not touched.

It does not promote a replica: that cannot be taken back. A failover that comes in between takes over what it finds.
"""

from sync_cluster_sizes.failover import recovery_database
from sync_cluster_sizes.mirror import recovery_compute, remembered
from sync_cluster_sizes.sizes import Size
from sync_cluster_sizes.steps import Done, Outcome, Scene, Step, Stop, Wait

PATIENCE_SECONDS = 1200  # for a node that a group brings up


def replica_ready(scene: Scene) -> Outcome:
    world, side = scene.world, recovery_database(scene.world)
    wrong = side.missing(replica=True) or side.behind(world.config.timing.replica_lag)
    return Stop(detail=f"the replica: {wrong}") if wrong else Done(detail="the replica is there and keeps up")


def mirror_fresh(scene: Scene) -> Outcome:
    world, mirrored = scene.world, remembered(scene.world)
    if mirrored.at is None:
        return Stop(detail="there is no mirror of the primary region's sizes")
    age = world.clock.now() - mirrored.at
    limit = world.config.timing.mirror_age
    return Done(detail=f"{age:.0f} s old") if age <= limit else Stop(detail=f"the mirror is {age:.0f} s old")


def secret_replicated(scene: Scene) -> Outcome:
    world = scene.world
    described = world.recovery.secrets.describe_secret(SecretId=world.config.secret)
    primary = described.get("PrimaryRegion", "")
    if primary != world.config.primary.name:
        return Stop(detail=f"the secret is no replica: its primary region is {primary or 'its own'}")
    return Done(detail="the secret is a replica")


def endpoint_answers(scene: Scene) -> Outcome:
    trouble = scene.world.probe(scene.world.config.recovery.health_url)
    return Stop(detail=f"the recovery region's health address: {trouble}") if trouble else Done(detail="it answers")


def tasks_stand_by(scene: Scene) -> Outcome:
    compute = recovery_compute(scene.world)
    missing = {name: what for name in scene.world.config.services if (what := compute.service_missing(name))}
    return Stop(detail=f"services: {missing}") if missing else Done(detail="every service stands by")


def bring_up(scene: Scene) -> Outcome:
    """One node for each group, whether its type can be had in this region today."""
    compute, groups = recovery_compute(scene.world), scene.world.config.node_groups
    said = [
        compute.set_group(name, Size(min=0, desired=1, max=size.max), token=f"{scene.run_id}-{name}")
        for name, size in groups.items()
    ]
    return Done(detail=", ".join(said), facts={"brought_up": scene.world.clock.now()})


def nodes_came(scene: Scene) -> Outcome:
    world, compute = scene.world, recovery_compute(scene.world)
    missing = {name: what for name in world.config.node_groups if (what := compute.group_missing(name))}
    took = world.clock.now() - scene.facts["brought_up"]
    if not missing:
        return Done(detail=f"a node of every group after {took:.0f} s", facts={"late": ""})
    if took > PATIENCE_SECONDS:
        return Done(detail=f"given up after {took:.0f} s", facts={"late": str(missing)})
    return Wait(detail="nodes are coming up")


def give_back(scene: Scene) -> Outcome:
    compute, groups = recovery_compute(scene.world), scene.world.config.node_groups
    said = [
        compute.set_group(name, Size(min=0, desired=0, max=size.max), token=f"{scene.run_id}-back-{name}")
        for name, size in groups.items()
    ]
    return Done(detail=", ".join(said))


def verdict(scene: Scene) -> Outcome:
    late = scene.facts["late"]
    scene.world.audit.measure("DrillPassed", 0 if late else 1)
    return Stop(detail=f"nodes did not come: {late}") if late else Done(detail="a failover would find what it needs")


CHECKS = (
    Step(name="replica_ready", act=replica_ready),
    Step(name="mirror_fresh", act=mirror_fresh),
    Step(name="secret_replicated", act=secret_replicated),
    Step(name="endpoint_answers", act=endpoint_answers),
    Step(name="tasks_stand_by", act=tasks_stand_by),
)
STEPS = (
    *CHECKS,
    Step(name="bring_up", act=bring_up, after=tuple(check.name for check in CHECKS)),
    Step(name="nodes_came", act=nodes_came, after=("bring_up",)),
    Step(name="give_back", act=give_back, after=("nodes_came",)),
    Step(name="verdict", act=verdict, after=("give_back",)),
)
