"""Two regions on moto, in this process, with the function's code in them: what a test may break and look at."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import boto3
from botocore.awsrequest import AWSResponse
from botocore.exceptions import EndpointConnectionError

INFRA = Path(__file__).resolve().parents[3] / "infra"
sys.path[:0] = [str(INFRA / "lambda"), str(INFRA)]

from drill.clock import DrillClock  # noqa: E402 - the path above leads there
from drill.gaps import Delays, Gaps  # noqa: E402
from sync_cluster_sizes.handler import answer  # noqa: E402
from sync_cluster_sizes.runtime import Runtime, runtime  # noqa: E402

ACCOUNT = "123456789012"  # moto's
PRIMARY, RECOVERY = "us-east-1", "us-west-2"
PREFIX = "trading-prod"
GROUPS = {
    "general": {"min": 1, "desired": 2, "max": 10},
    "latency": {"min": 1, "desired": 2, "max": 6},
}
SERVICES = {
    "order-gateway": {"size": {"min": 6, "desired": 6, "max": 24}, "standby": 2, "writes_database": True},
    "market-data": {"size": {"min": 6, "desired": 6, "max": 24}, "standby": 1, "writes_database": False},
}
TIMES = {"stabilisation": 1800, "return_step": 600, "approval": 3600, "replica_lag": 240, "mirror_age": 900}
START = 1_790_000_000.0


def address(region: str) -> str:
    return f"{PREFIX}-trading.abcdefghijkl.{region}.rds.amazonaws.com"


def url(region: str, path: str) -> str:
    return f"https://health.execute-api.{region}.amazonaws.com/live/{path}"


def region_settings(region: str) -> dict[str, Any]:
    return {
        "name": region,
        "kubernetes": PREFIX,
        "cluster": PREFIX,
        "health_url": url(region, "healthz"),
        "ready_url": url(region, "readyz"),
        "database": {
            "identifier": f"{PREFIX}-trading",
            "arn": f"arn:aws:rds:{region}:{ACCOUNT}:db:{PREFIX}-trading",
            "address": address(region),
            "instance_class": "db.r7g.2xlarge",
            "subnet_group": f"{PREFIX}-trading",
            "parameter_group": "default.postgres17",
            "security_group_ids": ["sg-0123456789abcdef0"],
            "key_arn": f"arn:aws:kms:{region}:{ACCOUNT}:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10",
            "monitoring_role_arn": f"arn:aws:iam::{ACCOUNT}:role/monitoring",
            "log_exports": ["postgresql", "upgrade"],
            "backup_retention_in_days": 35,
            "backup_window": "06:00-07:00",
            "maintenance_window": "sat:08:00-sat:10:00",
            "max_allocated_storage_in_gib": 2000,
            "tags": {"Backup": "critical"},
        },
    }


def settings() -> dict[str, Any]:
    return {
        "name_prefix": PREFIX,
        "primary": region_settings(PRIMARY),
        "recovery": region_settings(RECOVERY),
        "node_groups": GROUPS,
        "pilot_group": "pilot",
        "services": SERVICES,
        "secret": f"{PREFIX}/database/trading",
        "host_parameter": f"/{PREFIX}/database/host",
        "parameter_key_arn": "alias/aws/ssm",
        "secret_key_arn": "alias/aws/secretsmanager",
        "alert_topic_arn": f"arn:aws:sns:{RECOVERY}:{ACCOUNT}:{PREFIX}-alerts",
        "audit_table": f"{PREFIX}-failover-audit",
        "event_source": "trading.failover",
        "slices": 3,
        "timing": TIMES,
    }


# Clients are slow to make, and know nothing of the test that they are used in: moto answers, or `Two.current`.
@cache
def plain_client(service: str, region: str) -> Any:
    return boto3.client(service, region_name=region)


@cache
def filled_client(service: str, region: str) -> Any:
    return GAPS.attach(boto3.client(service, region_name=region), service, region)


@cache
def function_client(service: str, region: str, patience: Any) -> Any:
    made = boto3.client(service, region_name=region, config=patience)
    made.meta.events.register_first(
        "before-send", lambda request, **words: Two.current.on_the_way(region, request, **words)
    )
    made.meta.events.register(
        "provide-client-params", lambda model, **_: Two.current.calls.append((region, model.name))
    )
    return GAPS.attach(made, service, region)


CLOCK = DrillClock(START)
GAPS = Gaps(clock=CLOCK, delays=Delays(nodes=180, promotion=300), plain=plain_client)


class Died(BaseException):
    """Lambda took the start away in the middle: nothing in it could catch that."""


@dataclass
class Two:
    """Both regions, and what has been done to them."""

    clock: DrillClock
    gaps: Gaps
    primary_up: bool = True
    primary_well: bool = True
    throttled: dict[str, int] = field(default_factory=dict)  # operation to calls that are still refused
    denied: set[str] = field(default_factory=set)
    dies_after: int | None = None  # writes of the state, after which Lambda takes the start away
    calls: list[tuple[str, str]] = field(default_factory=list)  # (region, operation) as they were sent
    starts: int = 0
    current: ClassVar["Two"]

    def plain(self, service: str, region: str) -> Any:
        """A client of moto alone."""
        return plain_client(service, region)

    def filled(self, service: str, region: str) -> Any:
        """A client whose AWS has no gaps."""
        return filled_client(service, region)

    def client(self, service: str, region: str, patience: Any) -> Any:
        """A client of the function's, which the network and AWS may treat badly."""
        return function_client(service, region, patience)

    def on_the_way(self, region: str, request: Any, event_name: str, **_: object) -> AWSResponse | None:
        """What the network and AWS do to a call before moto sees it: nothing comes through, or it is refused."""
        operation = event_name.rpartition(".")[2]
        if region == PRIMARY and not self.primary_up:
            raise EndpointConnectionError(endpoint_url=request.url)
        if operation == "PutItem" and json.loads(request.body)["TableName"] == f"{PREFIX}-failover":
            self._die()
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
        return self.plain("ssm", region).get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]

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
        return found["nodegroup"]["scalingConfig"]

    def secret(self, region: str) -> dict[str, Any]:
        return json.loads(
            self.plain("secretsmanager", region).get_secret_value(SecretId=f"{PREFIX}/database/trading")["SecretString"]
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
        return found["MetricDataResults"][0]["Values"]

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
            make=self.client,
            clock=self.clock,
            probe=self.probe,
        )

    def send(self, action: object, **more: object) -> Any:
        """One start of the function; the answer to the one command in it."""
        event = {"action": action, **more} if isinstance(action, str) else action
        (told,) = answer(self.world(), event)["answers"]
        return told

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

    return AWSResponse(url, status, {"x-amzn-errortype": code}, Raw())


def quiet_day() -> Two:
    """The platform as it stands on a quiet day, mirrored once. Moto must be on."""
    CLOCK.seconds = START
    GAPS.delays = Delays(nodes=180, promotion=300)
    GAPS.promoted.clear()
    GAPS.wanted.clear()
    Two.current = made = Two(clock=CLOCK, gaps=GAPS)
    _build(made)
    made.minutes(1)
    assert made.send("mirror", source="schedule") == {"answer": "mirrored"}
    return made


def _build(two: Two) -> None:
    for region, tasks, nodes in ((PRIMARY, "size", GROUPS), (RECOVERY, "standby", dict.fromkeys(GROUPS))):
        _compute(two, region, tasks, nodes)
        ssm = two.plain("ssm", region)
        ssm.put_parameter(Name=f"/{PREFIX}/database/host", Value=address(region), Type="SecureString")
    databases = two.plain("rds", PRIMARY), two.plain("rds", RECOVERY)
    databases[0].create_db_instance(
        DBInstanceIdentifier=f"{PREFIX}-trading",
        DBInstanceClass="db.r7g.2xlarge",
        Engine="postgres",
        AllocatedStorage=100,
        MasterUsername="platform_admin",
        MasterUserPassword="of-nobody-at-all",
    )
    for client in databases:
        client.create_db_subnet_group(
            DBSubnetGroupName=f"{PREFIX}-trading",
            DBSubnetGroupDescription="data",
            SubnetIds=_subnets(two, client.meta.region_name),
        )
    databases[1].create_db_instance_read_replica(
        DBInstanceIdentifier=f"{PREFIX}-trading",
        SourceRegion=PRIMARY,
        SourceDBInstanceIdentifier=region_settings(PRIMARY)["database"]["arn"],
    )
    windows = {"PreferredBackupWindow": "06:00-07:00", "PreferredMaintenanceWindow": "sat:08:00-sat:10:00"}
    for client in databases:
        client.modify_db_instance(DBInstanceIdentifier=f"{PREFIX}-trading", BackupRetentionPeriod=35, **windows)
    value = {"username": "platform_admin", "password": "of-nobody-at-all", "host": address(PRIMARY)}
    two.plain("secretsmanager", PRIMARY).create_secret(
        Name=f"{PREFIX}/database/trading", SecretString=json.dumps(value), AddReplicaRegions=[{"Region": RECOVERY}]
    )
    _machinery(two)


def _subnets(two: Two, region: str) -> list[str]:
    return [subnet["SubnetId"] for subnet in two.plain("ec2", region).describe_subnets()["Subnets"]]


def _compute(two: Two, region: str, tasks: str, nodes: dict[str, Any]) -> None:
    role = f"arn:aws:iam::{ACCOUNT}:role/nodes"
    kubernetes, services = two.plain("eks", region), two.plain("ecs", region)
    kubernetes.create_cluster(name=PREFIX, roleArn=role, resourcesVpcConfig={})
    sizes = {name: size or {"min": 0, "desired": 0, "max": GROUPS[name]["max"]} for name, size in nodes.items()}
    if region == RECOVERY:
        sizes["pilot"] = {"min": 1, "desired": 1, "max": 2}
    for name, size in sizes.items():
        made = kubernetes.create_nodegroup(
            clusterName=PREFIX,
            nodegroupName=name,
            subnets=[],
            nodeRole=role,
            scalingConfig={"minSize": size["min"], "desiredSize": size["desired"], "maxSize": size["max"]},
        )
        behind = made["nodegroup"]["resources"]["autoScalingGroups"][0]["name"]
        two.gaps.seed_nodes(region, behind, size["desired"])
    services.create_cluster(clusterName=PREFIX)
    services.register_task_definition(
        family="any", containerDefinitions=[{"name": "any", "image": "any", "memory": 10}]
    )
    for name, service in SERVICES.items():
        count = service["standby"] if tasks == "standby" else service["size"]["desired"]
        services.create_service(cluster=PREFIX, serviceName=name, taskDefinition="any", desiredCount=count)
        services.update_service(cluster=PREFIX, service=name, desiredCount=count)
        two.plain("application-autoscaling", region).register_scalable_target(
            ServiceNamespace="ecs",
            ResourceId=f"service/{PREFIX}/{name}",
            ScalableDimension="ecs:service:DesiredCount",
            MinCapacity=count,
            MaxCapacity=service["size"]["max"],
        )


def _machinery(two: Two) -> None:
    tables = two.plain("dynamodb", RECOVERY)
    keys = {f"{PREFIX}-failover": ["name"], f"{PREFIX}-failover-audit": ["run", "at"]}
    for table, names in keys.items():
        tables.create_table(
            TableName=table,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in names],
            KeySchema=[{"AttributeName": n, "KeyType": t} for n, t in zip(names, ("HASH", "RANGE"), strict=False)],
        )
    document = {"name": {"S": "config"}, "document": {"S": json.dumps(settings())}}
    tables.put_item(TableName=f"{PREFIX}-failover", Item=document)
    topic = two.plain("sns", RECOVERY).create_topic(Name=f"{PREFIX}-alerts")["TopicArn"]
    queue = two.plain("sqs", RECOVERY).create_queue(QueueName="people")["QueueUrl"]
    arn = f"arn:aws:sqs:{RECOVERY}:{ACCOUNT}:people"
    assert queue.endswith("/people")
    two.plain("sns", RECOVERY).subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
