"""The platform's two regions as a failover finds them: names, sizes and times as production has them (a test compares
them with its plan), made on a moto server.

What is made here stands for resources that the platform's Terraform makes and that moto makes too slowly or not at all.
Not for the failover's own resources: those are Terraform's, but in the tests of the function.
"""

import json
from typing import Any

from drill.gaps import Gaps, PlainClients

ACCOUNT = "123456789012"  # moto's
PRIMARY, RECOVERY = "us-east-1", "us-west-2"
PREFIX = "trading-prod"
GROUPS = {
    "general": {"min": 1, "desired": 2, "max": 10},
    "latency": {"min": 1, "desired": 2, "max": 6},
}
SERVICES: dict[str, dict[str, Any]] = {
    "order-gateway": {"size": {"min": 6, "desired": 6, "max": 24}, "standby": 2, "writes_database": True},
    "market-data": {"size": {"min": 6, "desired": 6, "max": 24}, "standby": 1, "writes_database": False},
    "audit-reporter": {"size": {"min": 2, "desired": 2, "max": 6}, "standby": 1, "writes_database": True},
}
SLICES = 4
TIMES = {"stabilisation": 1800, "return_step": 600, "approval": 3600, "replica_lag": 180, "mirror_age": 900}
TARGET_SECONDS = 540  # of a failover, once it is open
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
            "option_group": "default:postgres-17",
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
        "slices": SLICES,
        "timing": TIMES,
    }


def build_regions(plain: PlainClients, gaps: Gaps) -> None:
    """What the platform has in both regions on a quiet day, as far as a failover touches it."""
    for region, tasks, nodes in ((PRIMARY, "size", GROUPS), (RECOVERY, "standby", dict.fromkeys(GROUPS))):
        _compute(plain, gaps, region, tasks, nodes)
        ssm = plain("ssm", region)
        ssm.put_parameter(Name=f"/{PREFIX}/database/host", Value=address(region), Type="SecureString")
    databases = plain("rds", PRIMARY), plain("rds", RECOVERY)
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
            SubnetIds=_subnets(plain, client.meta.region_name),
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
    plain("secretsmanager", PRIMARY).create_secret(
        Name=f"{PREFIX}/database/trading", SecretString=json.dumps(value), AddReplicaRegions=[{"Region": RECOVERY}]
    )


def _subnets(plain: PlainClients, region: str) -> list[str]:
    return [subnet["SubnetId"] for subnet in plain("ec2", region).describe_subnets()["Subnets"]]


def _compute(plain: PlainClients, gaps: Gaps, region: str, tasks: str, nodes: dict[str, Any]) -> None:
    role = f"arn:aws:iam::{ACCOUNT}:role/nodes"
    kubernetes, services = plain("eks", region), plain("ecs", region)
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
        gaps.seed_nodes(region, behind, size["desired"])
    services.create_cluster(clusterName=PREFIX)
    services.register_task_definition(
        family="any", containerDefinitions=[{"name": "any", "image": "any", "memory": 10}]
    )
    for name, service in SERVICES.items():
        count = service["standby"] if tasks == "standby" else service["size"]["desired"]
        services.create_service(cluster=PREFIX, serviceName=name, taskDefinition="any", desiredCount=count)
        services.update_service(cluster=PREFIX, service=name, desiredCount=count)
        plain("application-autoscaling", region).register_scalable_target(
            ServiceNamespace="ecs",
            ResourceId=f"service/{PREFIX}/{name}",
            ScalableDimension="ecs:service:DesiredCount",
            MinCapacity=count,
            MaxCapacity=service["size"]["max"],
        )


def build_machinery(plain: PlainClients) -> None:
    """The tables and the topic, where Terraform does not make them."""
    tables = plain("dynamodb", RECOVERY)
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
    topic = plain("sns", RECOVERY).create_topic(Name=f"{PREFIX}-alerts")["TopicArn"]
    listen(plain, topic)


def listen(plain: PlainClients, topic: str) -> None:
    """A queue by the name `people` that hears what people would."""
    plain("sqs", RECOVERY).create_queue(QueueName="people")
    arn = f"arn:aws:sqs:{RECOVERY}:{ACCOUNT}:people"
    plain("sns", RECOVERY).subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
