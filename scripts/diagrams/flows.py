"""What feeds what: the flows between instances, from the references between them. Draws nothing, and guesses nothing.

A hop is one resource that joins two others (a listener, an integration, a replication rule), or refers to another.
Flows follow hops through whatever is not shown: balancer -> listener -> target group -> service is one arrow when only
the balancer and the service are on the picture.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from diagrams.platform_read import Instance, Platform, descend, sources


class Kind(StrEnum):
    """What an arrow means; the values are the legend's words."""

    REQUEST = "requests"
    RECORDS = "stream records"
    DATA = "reads and writes"
    REPLICATION = "replication and copies"
    NETWORK = "network links"
    ALERT = "alarms and events"
    FAILOVER = "failover"


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Flow:
    """From one instance to another, by address."""

    source: str
    target: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Hop:
    """Each instance of `type` leads from what it has at `start` to what it has at `end`; an empty path: to itself."""

    type: str
    start: tuple[str, ...]
    end: tuple[str, ...]
    kind: Kind


def _hop(type_: str, start: str, end: str, kind: Kind) -> _Hop:
    return _Hop(type_, tuple(filter(None, start.split("."))), tuple(filter(None, end.split("."))), kind)


_HOPS = (
    _hop("aws_api_gateway_base_path_mapping", "domain_name", "api_id", Kind.REQUEST),
    _hop("aws_api_gateway_integration", "rest_api_id", "connection_id", Kind.REQUEST),
    _hop("aws_api_gateway_vpc_link", "", "target_arns", Kind.REQUEST),
    _hop("aws_lb_listener", "load_balancer_arn", "", Kind.REQUEST),
    _hop("aws_lb_listener", "", "default_action.target_group_arn", Kind.REQUEST),
    _hop("aws_lb_listener_rule", "listener_arn", "action.target_group_arn", Kind.REQUEST),
    _hop("aws_lb_target_group_attachment", "target_group_arn", "target_id", Kind.REQUEST),
    _hop("aws_ecs_service", "load_balancer.target_group_arn", "", Kind.REQUEST),
    _hop("aws_kinesis_stream_consumer", "stream_arn", "", Kind.RECORDS),
    _hop("aws_kinesis_firehose_delivery_stream", "kinesis_source_configuration.kinesis_stream_arn", "", Kind.RECORDS),
    _hop("aws_kinesis_firehose_delivery_stream", "", "extended_s3_configuration.bucket_arn", Kind.RECORDS),
    _hop("aws_lambda_event_source_mapping", "event_source_arn", "function_name", Kind.RECORDS),
    _hop("aws_s3_bucket_replication_configuration", "bucket", "rule.destination.bucket", Kind.REPLICATION),
    _hop("aws_db_instance", "replicate_source_db", "", Kind.REPLICATION),
    _hop("aws_dynamodb_table_replica", "global_table_arn", "", Kind.REPLICATION),
    _hop("aws_kms_replica_key", "primary_key_arn", "", Kind.REPLICATION),
    _hop("aws_backup_plan", "rule.target_vault_name", "rule.copy_action.destination_vault_arn", Kind.REPLICATION),
    _hop("aws_vpn_connection", "customer_gateway_id", "transit_gateway_id", Kind.NETWORK),
    _hop("aws_ec2_transit_gateway_vpc_attachment", "transit_gateway_id", "", Kind.NETWORK),
    _hop("aws_ec2_transit_gateway_peering_attachment", "transit_gateway_id", "peer_transit_gateway_id", Kind.NETWORK),
    _hop("aws_cloudwatch_metric_alarm", "", "alarm_actions", Kind.ALERT),
    _hop("aws_cloudwatch_composite_alarm", "", "alarm_actions", Kind.ALERT),
    _hop("aws_cloudwatch_event_target", "rule", "arn", Kind.ALERT),
    _hop("aws_sns_topic_subscription", "topic_arn", "endpoint", Kind.ALERT),
    _hop("aws_scheduler_schedule", "", "target.arn", Kind.ALERT),
    _hop("aws_route53_health_check", "cloudwatch_alarm_name", "", Kind.FAILOVER),
    _hop("aws_route53_health_check", "fqdn", "", Kind.FAILOVER),
    _hop("aws_route53_health_check", "child_healthchecks", "", Kind.FAILOVER),
    _hop("aws_route53_record", "health_check_id", "", Kind.FAILOVER),
    _hop("aws_route53_record", "", "alias.name", Kind.FAILOVER),
    _hop("aws_route53_record", "zone_id", "", Kind.FAILOVER),
)

# What a task or function may do with a thing says which way things flow; what only describes says nothing.
_GIVES = ("Put", "Write", "Update", "Delete", "Publish", "Send", "Batch", "connect", "Connect", "Promote", "Modify")
_TAKES = ("Get", "Query", "Scan", "Receive", "Subscribe")
# Who acts by a role, and where its role stands.
_ACTORS = {"aws_ecs_task_definition": "task_role_arn", "aws_lambda_function": "role"}
# Of the resources that a policy may name, those that flows lead to; what a function does with them is failover.
_ACTED_ON = {
    "aws_kinesis_stream": Kind.RECORDS,
    "aws_dynamodb_table": Kind.DATA,
    "aws_dynamodb_table_replica": Kind.DATA,
    "aws_db_instance": Kind.DATA,
    "aws_elasticache_replication_group": Kind.DATA,
    "aws_s3_bucket": Kind.DATA,
    "aws_eks_node_group": Kind.DATA,
    "aws_ecs_service": Kind.DATA,
}


def flows(platform: Platform, shown: Iterable[str]) -> tuple[Flow, ...]:
    """The flows between the instances at the addresses `shown`, in order."""
    visible = frozenset(shown)
    onward: dict[str, set[tuple[str, Kind]]] = defaultdict(set)
    for flow in (*_hops(platform), *_permitted(platform), *_copies(platform)):
        onward[flow.source].add((flow.target, flow.kind))
    return tuple(sorted({flow for address in visible for flow in _from(address, onward, visible)}))


def _hops(platform: Platform) -> Iterator[Flow]:
    for hop in _HOPS:
        for instance in platform.of(hop.type):
            for source in _ends(instance, hop.start):
                for target in _ends(instance, hop.end):
                    yield Flow(source=source, target=target, kind=hop.kind)


def _ends(instance: Instance, path: tuple[str, ...]) -> tuple[str, ...]:
    return instance.uses(*path) if path else (instance.address,)


def replica_of(secret: Instance, region: str) -> str:
    """What stands for the copy of a secret in another region, which is no instance of its own in the plan."""
    return f"{secret.address}/replica/{region}"


def _copies(platform: Platform) -> Iterator[Flow]:
    """What is copied to a region that the plan names by its value: images by the prefix of their names, secrets."""
    for secret in platform.of("aws_secretsmanager_secret"):
        for region in secret.at("replica", "region"):
            yield Flow(source=secret.address, target=replica_of(secret, str(region)), kind=Kind.REPLICATION)
    for rule in platform.of("aws_ecr_replication_configuration"):
        prefixes = tuple(map(str, rule.at("replication_configuration", "rule", "repository_filter", "filter"))) or ("",)
        for region in rule.at("replication_configuration", "rule", "destination", "region"):
            there = {i.text("name"): i.address for i in platform.of("aws_ecr_repository", region=str(region))}
            for image in platform.of("aws_ecr_repository", region=rule.region):
                name = image.text("name")
                if name in there and name.startswith(prefixes):
                    yield Flow(source=image.address, target=there[name], kind=Kind.REPLICATION)


def _permitted(platform: Platform) -> Iterator[Flow]:
    """What tasks and functions may read and write, by the statements of their roles' policies."""
    policies: dict[str, list[Instance]] = defaultdict(list)
    for policy in platform.of("aws_iam_role_policy"):
        for role in policy.uses("role"):
            policies[role].append(policy)
    for actor in platform.of(*_ACTORS):
        for role in actor.uses(_ACTORS[actor.type]):
            for policy in policies.get(role, ()):
                for name in _seen_as(actor, platform):
                    yield from _acts(name, policy, platform)


def _seen_as(actor: Instance, platform: Platform) -> tuple[str, ...]:
    """A task is seen as the services that run it."""
    services = platform.of("aws_ecs_service")
    running = tuple(s.address for s in services if actor.address in s.uses("task_definition"))
    return running or (actor.address,)


def _acts(actor: str, policy: Instance, platform: Platform) -> Iterator[Flow]:
    documents = [platform.data[address] for address in policy.uses("policy") if address in platform.data]
    for document in documents:
        for statement in document.inside("statement"):
            actions = [str(value.payload).rpartition(":")[2] for value in descend(statement, ["actions"])]
            for resource in descend(statement, ["resources"]):
                for address in sources(resource):
                    yield from _directed(actor, address, actions, platform)


def _directed(actor: str, address: str, actions: list[str], platform: Platform) -> Iterator[Flow]:
    target = platform.instances.get(address)
    if target is None or target.type not in _ACTED_ON:
        return
    kind = _ACTED_ON[target.type] if platform.instances[actor].type == "aws_ecs_service" else Kind.FAILOVER
    if any(action.startswith(_GIVES) for action in actions):
        yield Flow(source=actor, target=address, kind=kind)
    elif any(action.startswith(_TAKES) for action in actions):
        yield Flow(source=address, target=actor, kind=kind)


def _from(start: str, onward: Mapping[str, set[tuple[str, Kind]]], visible: frozenset[str]) -> Iterator[Flow]:
    """Each flow that leaves `start`, through instances that are not visible; its kind is that of its first hop."""
    seen = {start}
    ahead = sorted(onward.get(start, ()))
    while ahead:
        address, kind = ahead.pop()
        if address in visible and address != start:
            yield Flow(source=start, target=address, kind=kind)
        elif address not in seen:
            seen.add(address)
            ahead.extend((target, kind) for target, _ in sorted(onward.get(address, ())))
