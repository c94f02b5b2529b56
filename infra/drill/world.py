"""Two regions on moto with the function's code in them: what a drill or a test may break, start and look at.

The function runs in this process, as Lambda would start it; what AWS lacks on moto is filled by `gaps`. Faults are put
between the function and moto, where the network and AWS would put them.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from botocore.awsrequest import AWSResponse, HTTPHeaders
from botocore.exceptions import EndpointConnectionError

from drill.clock import DrillClock
from drill.estate import PREFIX, PRIMARY, RECOVERY, START
from drill.gaps import Gaps
from sync_cluster_sizes.handler import answer
from sync_cluster_sizes.runtime import Runtime, runtime

# Gives a client by service, region and botocore's configuration (None: its own).
Connect = Callable[[str, str, Any], Any]


@dataclass
class Connections:
    """Clients, each made once: they are slow to make, and know nothing of the world that they are used in."""

    connect: Connect
    gaps: Gaps
    world: "World | None" = None
    kept: dict[tuple[object, ...], Any] = field(default_factory=dict)

    def plain(self, service: str, region: str) -> Any:
        """A client of moto alone."""
        return self._kept(("plain", service, region), lambda: self.connect(service, region, None))

    def filled(self, service: str, region: str) -> Any:
        """A client whose AWS has no gaps."""
        return self._kept(
            ("filled", service, region),
            lambda: self.gaps.attach(self.connect(service, region, None), service, region),
        )

    def function(self, service: str, region: str, patience: Any) -> Any:
        """A client of the function's, which the network and AWS may treat badly."""
        return self._kept(
            ("function", service, region, id(patience)), lambda: self._function(service, region, patience)
        )

    def _kept(self, key: tuple[object, ...], make: Callable[[], Any]) -> Any:
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]

    def _function(self, service: str, region: str, patience: Any) -> Any:
        made = self.connect(service, region, patience)
        made.meta.events.register_first("before-send", lambda request, **words: self._sent(region, request, **words))
        made.meta.events.register("provide-client-params", lambda model, **_: self._called(region, model.name))
        return self.gaps.attach(made, service, region)

    def _sent(self, region: str, request: Any, event_name: str, **_: object) -> AWSResponse | None:
        return None if self.world is None else self.world.on_the_way(region, request, event_name)

    def _called(self, region: str, operation: str) -> None:
        if self.world is not None:
            self.world.calls.append((region, operation))


class Died(BaseException):
    """Lambda took the start away in the middle: nothing in it could catch that."""


@dataclass
class World:
    """Both regions, and what has been done to them."""

    connections: Connections
    primary_up: bool = True
    primary_well: bool = True
    throttled: dict[str, int] = field(default_factory=dict)  # operation to calls that are still refused
    denied: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)  # region to the error that it answers every call with
    refused_operations: set[str] = field(default_factory=set)  # where not all: those that it answers so
    dies_after: int | None = None  # writes of the state, after which Lambda takes the start away
    calls: list[tuple[str, str]] = field(default_factory=list)  # (region, operation) as they were sent
    starts: int = 0

    def __post_init__(self) -> None:
        self.connections.world = self

    @property
    def clock(self) -> DrillClock:
        return self.gaps.clock

    @property
    def gaps(self) -> Gaps:
        return self.connections.gaps

    def plain(self, service: str, region: str) -> Any:
        """A client of moto alone."""
        return self.connections.plain(service, region)

    def filled(self, service: str, region: str) -> Any:
        """A client whose AWS has no gaps."""
        return self.connections.filled(service, region)

    def on_the_way(self, region: str, request: Any, event_name: str) -> AWSResponse | None:
        """What the network and AWS do to a call before moto sees it: nothing comes through, or it is refused."""
        operation = event_name.rpartition(".")[2]
        if region == PRIMARY and not self.primary_up:
            raise EndpointConnectionError(endpoint_url=request.url)
        if operation == "PutItem" and json.loads(request.body)["TableName"] == f"{PREFIX}-failover":
            self._die()
        if region in self.refused and (not self.refused_operations or operation in self.refused_operations):
            return _refusal(request, 400, self.refused[region])
        if operation in self.denied:
            return _refusal(request, 403, "AccessDeniedException")
        if self.throttled.get(operation, 0) > 0:
            self.throttled[operation] -= 1
            return _refusal(request, 429, "ThrottlingException")
        return None

    def _die(self) -> None:
        if self.dies_after is not None:
            if self.dies_after == 0:
                self.dies_after = None
                raise Died
            self.dies_after -= 1

    def probe(self, address: str) -> str:
        """A region answers while its API does and tasks run; it is ready where their database takes writes."""
        region = PRIMARY if PRIMARY in address else RECOVERY
        if region == PRIMARY and not (self.primary_up and self.primary_well):
            return "no answer"
        if not self.service(region, "order-gateway")["desiredCount"]:
            return "status 503"
        return "" if address.endswith("healthz") or self.writable(self.host(region)) else "status 503"

    def host(self, region: str) -> str:
        name = f"/{PREFIX}/database/host"
        return str(self.plain("ssm", region).get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"])

    def writable(self, host: str) -> bool:
        region = PRIMARY if PRIMARY in host else RECOVERY
        (found,) = self.filled("rds", region).describe_db_instances(DBInstanceIdentifier=f"{PREFIX}-trading")[
            "DBInstances"
        ]
        return found["DBInstanceStatus"] == "available" and not found.get("ReadReplicaSourceDBInstanceIdentifier")

    # What there is ----------------------------------------------------------------------------------------------------

    def service(self, region: str, name: str) -> Any:
        return self.plain("ecs", region).describe_services(cluster=PREFIX, services=[name])["services"][0]

    def group(self, region: str, name: str) -> dict[str, int]:
        found = self.plain("eks", region).describe_nodegroup(clusterName=PREFIX, nodegroupName=name)
        return dict(found["nodegroup"]["scalingConfig"])

    def secret(self, region: str) -> dict[str, Any]:
        return dict(
            json.loads(
                self.plain("secretsmanager", region).get_secret_value(SecretId=f"{PREFIX}/database/trading")[
                    "SecretString"
                ]
            )
        )

    def audit(self) -> list[tuple[str, str]]:
        """Steps and events, in the order in which they were written."""
        items = self.plain("dynamodb", RECOVERY).scan(TableName=f"{PREFIX}-failover-audit")["Items"]
        rows = sorted((i["at"]["S"].split("#")[0], int(i["at"]["S"].split("#")[1]), i["at"]["S"], i) for i in items)
        return [(item["step"]["S"], item["event"]["S"]) for *_, item in rows]

    def alerts(self) -> list[tuple[str, str]]:
        """Subject and text of every alert so far."""
        queue = self.plain("sqs", RECOVERY)
        where = queue.get_queue_url(QueueName="people")["QueueUrl"]
        told = []
        while found := queue.receive_message(QueueUrl=where, MaxNumberOfMessages=10).get("Messages"):
            told += [json.loads(message["Body"]) for message in found]
            for message in found:
                queue.delete_message(QueueUrl=where, ReceiptHandle=message["ReceiptHandle"])
        return [(message["Subject"], message["Message"]) for message in told]

    def metric(self, name: str) -> list[float]:
        """Values of one of the function's metrics, whatever its dimensions, oldest first."""
        client = self.plain("cloudwatch", RECOVERY)
        found = client.get_metric_data(
            MetricDataQueries=[
                {
                    "Id": "m",
                    "MetricStat": {
                        "Metric": {"Namespace": f"{PREFIX}/failover", "MetricName": name},
                        "Period": 1,
                        "Stat": "Sum",
                    },
                }
            ],
            StartTime=START - 60,
            EndTime=self.clock.now() + 60,
            ScanBy="TimestampAscending",
        )
        return list(found["MetricDataResults"][0]["Values"])

    def lag(self, region: str, name: str, value: float) -> None:
        """Let RDS tell a metric of the database in a region, now."""
        self.plain("cloudwatch", region).put_metric_data(
            Namespace="AWS/RDS",
            MetricData=[
                {
                    "MetricName": name,
                    "Value": value,
                    "Timestamp": self.clock.now() - 1,
                    "Dimensions": [{"Name": "DBInstanceIdentifier", "Value": f"{PREFIX}-trading"}],
                }
            ],
        )

    # What is done -----------------------------------------------------------------------------------------------------

    def world(self) -> Runtime:
        self.starts += 1
        return runtime(
            table_name=f"{PREFIX}-failover",
            region=RECOVERY,
            request=str(self.starts),
            make=self.connections.function,
            clock=self.clock,
            probe=self.probe,
        )

    def send(self, action: object, **more: object) -> Any:
        """One start of the function; the answer to the one command in it."""
        event = {"action": action, **more} if isinstance(action, str) else action
        told: Any = answer(self.world(), event)["answers"]
        (only,) = told
        return only

    def minutes(self, count: int, *, until: Callable[[], bool] = lambda: False) -> Any:
        """Let the schedule start the function every minute, RDS telling its metrics; stops early once `until` holds."""
        told: Any = None
        for _ in range(count):
            if until():
                break
            self.clock.sleep(60 - (self.clock.now() - START) % 60)
            for region in (PRIMARY, RECOVERY):
                self.lag(region, "ReplicaLag", 2)
                self.lag(region, "OldestReplicationSlotLag", 0)
            told = self.send("watch", source="schedule")
        return told


def _refusal(request: Any, status: int, code: str) -> AWSResponse:
    """A refusal that JSON and XML protocols read alike: by header, and by body."""
    body = f"<ErrorResponse><Error><Code>{code}</Code><Message>refused</Message></Error></ErrorResponse>"
    url, request.url = request.url, "https://nowhere.invalid/"  # moto listens too: it must not do what is refused
    text = (
        json.dumps({"__type": code, "message": "refused"})
        if "json" in str(request.headers.get("Content-Type"))
        else body
    )

    class Raw:
        def stream(self) -> Iterator[bytes]:
            yield text.encode()

    headers = HTTPHeaders.from_dict({"x-amzn-errortype": code})
    return AWSResponse(url, status, headers, Raw())
