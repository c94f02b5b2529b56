"""What every step works with: configuration, clients, clock, probe, table and audit, handed in once by the door.

Not for values that change in a run: those are in the state.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sync_cluster_sizes.audit import Audit
from sync_cluster_sizes.aws import BRIEF, PATIENT, ClientFactory, Region
from sync_cluster_sizes.clock import Clock
from sync_cluster_sizes.config import Config, from_json
from sync_cluster_sizes.state import Table

# Asks an address and says in a word what came back: "" where it answered as it should.
Probe = Callable[[str], str]

POLL_SECONDS = 5
BUDGET_SECONDS = 40  # of one start; the next minute's goes on
LEASE_SECONDS = 95  # longer than Lambda lets a start live, so that nobody takes the pen from a living one


@dataclass(frozen=True, kw_only=True)
class Runtime:
    """The function's whole world."""

    config: Config
    primary: Region
    recovery: Region
    clock: Clock
    probe: Probe
    table: Table
    audit: Audit


def runtime(*, table_name: str, region: str, request: str, make: ClientFactory, clock: Clock, probe: Probe) -> Runtime:
    """The world of one start. Raises ValueError where Terraform's configuration is absent or does not fit."""
    recovery = Region(region, make, PATIENT)
    table = Table(client=recovery.tables, name=table_name)
    found = table.document("config")
    if found is None:
        raise ValueError(f"the table {table_name} holds no item `config`: Terraform writes it")
    config = from_json(found[1])
    return Runtime(
        config=config,
        primary=Region(config.primary.name, make, BRIEF),
        recovery=recovery,
        clock=clock,
        probe=probe,
        table=table,
        audit=Audit(config=config, recovery=recovery, clock=clock, request=request),
    )
