"""What AWS does and moto does not, filled in at boto3's own hooks: nodes and promotions that take their time, a
secret's replica that is set free, a promoted database that no longer names its source.

The times are the recovery model's assumptions, taken over so that the function has something to wait for. Each gap is
named in `FILLED`, which the report prints. Not for faults, which `faults` makes.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from drill.clock import DrillClock

# Gives a client by service and region, without any hook.
PlainClients = Callable[[str, str], Any]

FILLED = (
    "EKS starts no nodes: the groups behind node groups answer with as many as EKS was asked for, after a time",
    "RDS promotes at once and still names the source: the database is `modifying` for a time, and then names none",
    "EventBridge knows no Lambda target, and matches scheduled rules with every event: events are kept by the drill",
    "Secrets Manager lacks StopReplicationToReplica: the replica becomes a secret of its own by two other calls",
)


@dataclass(frozen=True, kw_only=True)
class Delays:
    """Seconds that things take in this world."""

    nodes: int
    promotion: int


@dataclass(kw_only=True)
class Gaps:
    """One world's additions to moto, attached to every client that is made for the function."""

    clock: DrillClock
    delays: Delays
    plain: PlainClients
    promoted: dict[tuple[str, str], float] = field(default_factory=dict)
    wanted: dict[tuple[str, str], tuple[int, int, float]] = field(default_factory=dict)
    announced: list[str] = field(default_factory=list)

    def attach(self, client: Any, service: str, region: str) -> Any:
        """The client, with the hooks of its service. Hooks are botocore's: before-call answers, after-call changes."""
        hooks: Mapping[str, Mapping[str, Callable[..., Any]]] = {
            "autoscaling": {"before-call.auto-scaling.DescribeAutoScalingGroups": self._nodes},
            "rds": {
                "after-call.rds.DescribeDBInstances": self._instances,
                "after-call.rds.PromoteReadReplica": self._promotes,
                "before-call.rds.ModifyDBInstance": self._renames,
                "before-call.rds.CreateDBInstanceReadReplica": self._replicates,
            },
            "events": {"before-call.events.PutEvents": self._announces},
            "secretsmanager": {"before-call.secrets-manager.StopReplicationToReplica": self._frees},
        }
        for event, hook in hooks.get(service, {}).items():
            client.meta.events.register(event, _with(hook, region))
        return client

    # Nodes ------------------------------------------------------------------------------------------------------------

    def _nodes(self, *, region: str, params: Mapping[str, Any], **_: object) -> object:
        names = [value for key, value in params["body"].items() if key.startswith("AutoScalingGroupNames.member")]
        groups = [{"AutoScalingGroupName": name, "Instances": self._instances_of(region, name)} for name in names]
        return _answer({"AutoScalingGroups": groups})

    def _instances_of(self, region: str, name: str) -> list[dict[str, str]]:
        """As many instances as the node group wants, from some time after it began to want them; fewer at once."""
        kubernetes = self.plain("eks", region)
        for cluster in kubernetes.list_clusters()["clusters"]:
            for group in kubernetes.list_nodegroups(clusterName=cluster)["nodegroups"]:
                found = kubernetes.describe_nodegroup(clusterName=cluster, nodegroupName=group)["nodegroup"]
                if name in [each["name"] for each in found["resources"]["autoScalingGroups"]]:
                    running = self._running(region, name, found["scalingConfig"]["desiredSize"])
                    return [{"LifecycleState": "InService", "HealthStatus": "Healthy"}] * running
        return []

    def _running(self, region: str, name: str, desired: int) -> int:
        now = self.clock.now()
        before, wanted, since = self.wanted.get((region, name), (desired, desired, now))
        if wanted != desired:
            arrived = wanted if now - since >= self.delays.nodes else before
            before, wanted, since = arrived, desired, now
        self.wanted[region, name] = (before, wanted, since)
        return desired if now - since >= self.delays.nodes or desired < before else before

    def seed_nodes(self, region: str, name: str, running: int) -> None:
        """Say how many nodes of a group run at the beginning."""
        self.wanted[region, name] = (running, running, self.clock.now())

    # Databases --------------------------------------------------------------------------------------------------------

    def _promotes(self, *, region: str, parsed: Mapping[str, Any], **_: object) -> None:
        if "DBInstance" in parsed:  # else it was refused
            self.promoted.setdefault((region, parsed["DBInstance"]["DBInstanceIdentifier"]), self.clock.now())

    def _replicates(self, *, region: str, params: Mapping[str, Any], **_: object) -> None:
        self.promoted.pop((region, params["body"]["DBInstanceIdentifier"]), None)

    def _renames(self, *, region: str, params: Mapping[str, Any], **_: object) -> None:
        body = params["body"]
        since = self.promoted.pop((region, body["DBInstanceIdentifier"]), None)
        if since is not None:
            self.promoted[region, body.get("NewDBInstanceIdentifier", body["DBInstanceIdentifier"])] = since

    def _instances(self, *, region: str, parsed: dict[str, Any], **_: object) -> None:
        for instance in parsed.get("DBInstances", []):
            since = self.promoted.get((region, instance["DBInstanceIdentifier"]))
            if since is None:
                continue
            if self.clock.now() - since < self.delays.promotion:
                instance["DBInstanceStatus"] = "modifying"
            else:
                instance.pop("ReadReplicaSourceDBInstanceIdentifier", None)

    # Events -----------------------------------------------------------------------------------------------------------

    def _announces(self, *, params: Mapping[str, Any], **_: object) -> object:
        entries = json.loads(params["body"])["Entries"]
        self.announced += [entry["DetailType"] for entry in entries]
        return _answer({"FailedEntryCount": 0, "Entries": [{"EventId": "of-the-drill"} for _ in entries]})

    # Secrets ----------------------------------------------------------------------------------------------------------

    def _frees(self, *, region: str, params: Mapping[str, Any], **_: object) -> object:
        name = json.loads(params["body"])["SecretId"]
        here = self.plain("secretsmanager", region)
        value = here.get_secret_value(SecretId=name)["SecretString"]
        source = self.plain("secretsmanager", here.describe_secret(SecretId=name)["PrimaryRegion"])
        source.remove_regions_from_replication(SecretId=name, RemoveReplicaRegions=[region])
        made = here.create_secret(Name=name, SecretString=value)
        return _answer({"ARN": made["ARN"]})


def _answer(parsed: Mapping[str, Any]) -> tuple[object, Mapping[str, Any]]:
    """What a before-call hook returns in place of a call: a response that is only a status, and what it says."""
    return type("Answer", (), {"status_code": 200})(), {**parsed, "ResponseMetadata": {"HTTPStatusCode": 200}}


def _with(hook: Callable[..., Any], region: str) -> Callable[..., Any]:
    return lambda **words: hook(region=region, **words)
