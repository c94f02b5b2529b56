"""The services: their names, colours, icons, and which resource types belong to each. Places nothing.

Icons are names of draw.io's library `mxgraph.aws4`; the SVG has no icons, but tiles with a short sign of ours: AWS's
images are not ours to copy. A type that belongs to no service here is an error that says so (`unknown_types`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

COMPUTE, NETWORK, STORAGE, DATABASE, INTEGRATION, SECURITY, MANAGEMENT = (
    "#b3540a",
    "#5b2bb5",
    "#3f6b12",
    "#9a1f9c",
    "#b01357",
    "#a81f2d",
    "#1f5f8b",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """`sign`: at most three characters for the tile. `icon`: draw.io's name. `prefixes` of its resource types; of
    several services the one with the longest prefix has a type. `pictured`: types whose every instance a picture must
    show."""

    name: str
    sign: str
    icon: str
    colour: str
    prefixes: tuple[str, ...]
    pictured: tuple[str, ...] = ()


def _service(name: str, sign: str, icon: str, colour: str, prefixes: str, pictured: str = "") -> Service:
    return Service(
        name=name,
        sign=sign,
        icon=icon,
        colour=colour,
        prefixes=tuple(f"aws_{prefix}" for prefix in prefixes.split()),
        pictured=tuple(f"aws_{type_}" for type_ in pictured.split()),
    )


SERVICES = (
    _service(
        "API Gateway",
        "API",
        "api_gateway",
        NETWORK,
        "api_gateway_ apigatewayv2_",
        "api_gateway_rest_api apigatewayv2_api",
    ),
    _service("Application Auto Scaling", "AAS", "application_auto_scaling", COMPUTE, "appautoscaling_"),
    _service("AWS Backup", "BKP", "backup", STORAGE, "backup_", "backup_vault"),
    _service("CloudTrail", "CT", "cloudtrail", MANAGEMENT, "cloudtrail", "cloudtrail"),
    _service(
        "CloudWatch",
        "CW",
        "cloudwatch_2",
        MANAGEMENT,
        "cloudwatch_",
        "cloudwatch_metric_alarm cloudwatch_composite_alarm cloudwatch_dashboard",
    ),
    _service("Config", "CFG", "config", MANAGEMENT, "config_", "config_configuration_recorder"),
    _service("DynamoDB", "DDB", "dynamodb", DATABASE, "dynamodb_", "dynamodb_table dynamodb_table_replica"),
    _service("EC2", "EC2", "ec2", COMPUTE, "launch_template placement_group ebs_ ec2_ eip instance", "instance"),
    _service("ECR", "ECR", "ecr", COMPUTE, "ecr_", "ecr_repository"),
    _service("ECS", "ECS", "ecs", COMPUTE, "ecs_", "ecs_service"),
    _service("EKS", "EKS", "eks", COMPUTE, "eks_", "eks_cluster eks_node_group"),
    _service("ElastiCache", "EC", "elasticache", DATABASE, "elasticache_", "elasticache_replication_group"),
    _service("Elastic Load Balancing", "ELB", "elastic_load_balancing", NETWORK, "lb lb_", "lb"),
    _service(
        "EventBridge",
        "EVB",
        "eventbridge",
        INTEGRATION,
        "cloudwatch_event_ scheduler_",
        "cloudwatch_event_rule scheduler_schedule",
    ),
    _service("GuardDuty", "GD", "guardduty", SECURITY, "guardduty_", "guardduty_detector"),
    _service("IAM", "IAM", "role", SECURITY, "iam_ accessanalyzer_"),
    _service("Inspector", "INS", "inspector", SECURITY, "inspector2_", "inspector2_enabler"),
    _service(
        "Kinesis Data Streams",
        "KDS",
        "kinesis_data_streams",
        NETWORK,
        "kinesis_stream",
        "kinesis_stream kinesis_stream_consumer",
    ),
    _service(
        "Data Firehose",
        "KDF",
        "kinesis_data_firehose",
        NETWORK,
        "kinesis_firehose_",
        "kinesis_firehose_delivery_stream",
    ),
    _service("KMS", "KMS", "key_management_service", SECURITY, "kms_", "kms_key kms_replica_key"),
    _service("Lambda", "LMB", "lambda", COMPUTE, "lambda_ signer_", "lambda_function"),
    _service("Grafana", "AMG", "managed_service_for_grafana", MANAGEMENT, "grafana_", "grafana_workspace"),
    _service("Prometheus", "AMP", "managed_service_for_prometheus", MANAGEMENT, "prometheus_", "prometheus_workspace"),
    _service("RDS", "RDS", "rds", DATABASE, "db_ rds_", "db_instance"),
    _service("Route 53", "R53", "route_53", NETWORK, "route53_", "route53_zone route53_health_check"),
    _service("S3", "S3", "s3", STORAGE, "s3_", "s3_bucket"),
    _service(
        "Secrets Manager",
        "SM",
        "secrets_manager",
        SECURITY,
        "secretsmanager_ serverlessapplicationrepository_",
        "secretsmanager_secret",
    ),
    _service("Security Hub", "SH", "security_hub", SECURITY, "securityhub_", "securityhub_account"),
    _service(
        "Site-to-Site VPN",
        "VPN",
        "site_to_site_vpn",
        NETWORK,
        "vpn_ customer_gateway",
        "customer_gateway vpn_connection",
    ),
    _service("SNS", "SNS", "sns", INTEGRATION, "sns_", "sns_topic"),
    _service("SQS", "SQS", "sqs", INTEGRATION, "sqs_", "sqs_queue"),
    _service("Systems Manager", "SSM", "systems_manager", MANAGEMENT, "ssm_", "ssm_maintenance_window"),
    _service("Transit Gateway", "TGW", "transit_gateway", NETWORK, "ec2_transit_gateway", "ec2_transit_gateway"),
    _service(
        "VPC",
        "VPC",
        "vpc",
        NETWORK,
        "vpc subnet route nat_gateway internet_gateway network_acl default_ security_group flow_log "
        "ec2_managed_prefix_list",
        "vpc subnet nat_gateway internet_gateway vpc_endpoint",
    ),
    _service("WAF", "WAF", "waf", SECURITY, "wafv2_", "wafv2_web_acl"),
)
BY_NAME = {service.name: service for service in SERVICES}


def service_of(type_: str) -> Service | None:
    """The service that a resource type belongs to, None where no service here has it."""
    fitting = [(len(p), service) for service in SERVICES for p in service.prefixes if _belongs(type_, p)]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def unknown_types(types: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({type_ for type_ in types if service_of(type_) is None}))


def _belongs(type_: str, prefix: str) -> bool:
    """A prefix ends where a word of the type does: `aws_route` has `aws_route_table`, and not `aws_route53_zone`."""
    return type_ == prefix or type_.startswith(prefix if prefix.endswith("_") else f"{prefix}_")
