"""What Terraform tells the function of the two regions: names, configured sizes, addresses, times.

It stands as one item in the table that the function keeps its state in, so that a recovery depends on nothing besides.
Not for what changes while the platform runs: that is `state` and `mirror`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sync_cluster_sizes.sizes import Size


@dataclass(frozen=True, kw_only=True)
class Database:
    """One side of the database, with what a replica that takes its place must be made with."""

    identifier: str
    arn: str
    address: str
    instance_class: str
    subnet_group: str
    parameter_group: str
    option_group: str
    security_group_ids: tuple[str, ...]
    key_arn: str
    monitoring_role_arn: str
    log_exports: tuple[str, ...]
    max_allocated_storage_in_gib: int
    backup_retention_in_days: int
    backup_window: str
    maintenance_window: str
    tags: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Region:
    """One region: its clusters, its database, the addresses at which it answers for itself."""

    name: str
    kubernetes: str
    cluster: str
    health_url: str
    ready_url: str
    database: Database


@dataclass(frozen=True, kw_only=True)
class Service:
    """One ECS service: its size in the primary region, tasks that stand by in the other, if it uses the database."""

    size: Size
    standby: int
    writes_database: bool


@dataclass(frozen=True, kw_only=True)
class Timing:
    """Seconds that a failback waits for, and lags that it accepts."""

    stabilisation: int
    return_step: int
    approval: int
    replica_lag: int
    mirror_age: int


@dataclass(frozen=True, kw_only=True)
class Config:
    """Both regions and what runs in them. `slices` is the number of parts in which traffic returns to the primary."""

    name_prefix: str
    primary: Region
    recovery: Region
    node_groups: Mapping[str, Size]
    pilot_group: str
    services: Mapping[str, Service]
    secret: str
    host_parameter: str
    parameter_key_arn: str
    secret_key_arn: str
    alert_topic_arn: str
    audit_table: str
    event_source: str
    slices: int
    timing: Timing

    @property
    def metric_namespace(self) -> str:
        return f"{self.name_prefix}/failover"


def from_json(text: str) -> Config:
    """The configuration as `modules/failover-function` writes it. Raises ValueError: a key is missing or unknown."""
    fields = json.loads(text)
    try:
        return Config(
            **{
                **fields,
                "primary": _region(fields["primary"]),
                "recovery": _region(fields["recovery"]),
                "node_groups": {name: Size(**size) for name, size in sorted(fields["node_groups"].items())},
                "services": {name: _service(service) for name, service in sorted(fields["services"].items())},
                "timing": Timing(**fields["timing"]),
            }
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"the configuration in the table does not fit the function: {error}") from error


def _region(fields: Mapping[str, object]) -> Region:
    return Region(**{**fields, "database": _database(fields["database"])})  # type: ignore[arg-type] # from Terraform


def _database(fields: object) -> Database:
    if not isinstance(fields, dict):
        raise TypeError("a database is no object")
    lists = {name: tuple(fields[name]) for name in ("security_group_ids", "log_exports")}
    return Database(**{**fields, **lists})


def _service(fields: Mapping[str, object]) -> Service:
    return Service(**{**fields, "size": Size(**fields["size"])})  # type: ignore[arg-type] # from Terraform
