"""The primary region's sizes, kept in the recovery region for the day on which nobody can ask for them.

What is mirrored is what a healthy primary runs: a primary that does not answer, or that no longer serves, is not copied
from. Not for what a failover makes of them.
"""

import json
from dataclasses import dataclass

from sync_cluster_sizes.compute import Compute
from sync_cluster_sizes.runtime import Runtime
from sync_cluster_sizes.sizes import Size, Sizes, WrongSize, sizes_from
from sync_cluster_sizes.state import Overtaken, Serving, read_state


@dataclass(frozen=True, kw_only=True)
class Mirrored:
    """Sizes, and when they were read, in seconds since the epoch; None where they are only the configured ones."""

    sizes: Sizes
    at: float | None

    @property
    def origin(self) -> str:
        return "configuration" if self.at is None else "mirror"


def mirror(world: Runtime) -> str:
    """Copy the sizes; says what was done, or why not. Raises what AWS's clients raise."""
    state = read_state(world.table, slices=world.config.slices)
    if state.serving is not Serving.PRIMARY or state.open_run():
        return "not mirrored: the primary region does not serve, or a run is open"
    if trouble := world.probe(world.config.primary.health_url):
        return f"not mirrored: the primary region does not answer ({trouble})"
    sizes = current(primary_compute(world), world)
    found = world.table.document("mirror")
    text = json.dumps({"at": world.clock.now(), **sizes.as_json()}, sort_keys=True)
    try:
        world.table.write("mirror", text, over=0 if found is None else found[0])
    except Overtaken:
        return "not mirrored: another start has just done it"
    world.audit.measure("Mirrored", 1)
    return "mirrored"


def current(compute: Compute, world: Runtime) -> Sizes:
    """The sizes that the clusters of a region have now. Raises WrongSize."""
    return Sizes(
        node_groups={name: compute.group_size(name) for name in world.config.node_groups},
        services={name: compute.service_size(name) for name in world.config.services},
    )


def remembered(world: Runtime) -> Mirrored:
    """What was mirrored last, within the configured bounds; the configuration where no mirror can be used."""
    configured = Sizes(
        node_groups=world.config.node_groups,
        services={name: service.size for name, service in world.config.services.items()},
    )
    found = world.table.document("mirror")
    if found is None:
        return Mirrored(sizes=configured, at=None)
    fields = json.loads(found[1])
    try:
        sizes = sizes_from(fields)
        at = float(fields["at"])
    except (KeyError, TypeError, WrongSize):
        return Mirrored(sizes=configured, at=None)
    return Mirrored(
        sizes=Sizes(
            node_groups={n: _at_least(sizes.node_groups.get(n), s) for n, s in configured.node_groups.items()},
            services={n: _at_least(sizes.services.get(n), s) for n, s in configured.services.items()},
        ),
        at=at,
    )


def _at_least(size: Size | None, configured: Size) -> Size:
    """A mirrored size, not below the configured minimum and not above the configured maximum."""
    if size is None:
        return configured
    desired = min(max(size.desired, configured.min), configured.max)
    return Size(min=min(max(size.min, configured.min), desired), desired=desired, max=configured.max)


def primary_compute(world: Runtime) -> Compute:
    region = world.config.primary
    return Compute(aws=world.primary, kubernetes=region.kubernetes, cluster=region.cluster, audit=world.audit)


def recovery_compute(world: Runtime) -> Compute:
    region = world.config.recovery
    return Compute(aws=world.recovery, kubernetes=region.kubernetes, cluster=region.cluster, audit=world.audit)
