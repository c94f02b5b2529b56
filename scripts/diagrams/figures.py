"""What a tile says: names, counts and sizes, each read from the plan document. Decides nothing about places.

Each function answers the tile for some instances, or None where the plan has none of them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from diagrams.catalogue import BY_NAME, SERVICES, service_of
from diagrams.flows import replica_of
from diagrams.layout import SIZE, Tile
from diagrams.platform_read import Instance, Platform
from diagrams.text import wrapped

_ACCOUNT = re.compile(r"-\d{12}-")  # where the part of a bucket's name ends that is no account and no region
_WIDE = 130  # of a line that may be broken, in units


def tile(name: str, lines: Iterable[str], instances: Sequence[Instance]) -> Tile | None:
    if not instances:
        return None
    service = service_of(instances[0].type)
    if service is None:
        raise KeyError(f"{instances[0].type}: no service in scripts/diagrams/catalogue.py has it")
    return Tile(name=name, service=service, lines=tuple(lines), addresses=tuple(i.address for i in instances))


def count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(head: str, names: Iterable[str]) -> tuple[str, ...]:
    return wrapped(f"{head}: {', '.join(sorted(set(names)))}", SIZE, _WIDE)


def related(platform: Platform, type_: str, attribute: str, instance: Instance) -> tuple[Instance, ...]:
    """The instances of `type_` whose `attribute` refers to `instance`."""
    return tuple(other for other in platform.of(type_) if instance.address in other.uses(attribute))


def api(platform: Platform, region: str) -> Tile | None:
    """Each API with the domain names that lead to it: what a name asks of clients is asked of no other API."""
    apis = platform.of("aws_api_gateway_rest_api", region=region)
    lines = [count(len(apis), "REST API")]
    for instance in sorted(apis, key=lambda i: i.text("name")):
        mappings = related(platform, "aws_api_gateway_base_path_mapping", "api_id", instance)
        named = {address for mapping in mappings for address in mapping.uses("domain_name")}
        domains = [d for d in platform.of("aws_api_gateway_domain_name", region=region) if d.address in named]
        lines += wrapped(": ".join((instance.text("name"), *map(_domain, domains))), SIZE, _WIDE)
    return tile("API Gateway", lines, apis)


def _domain(domain: Instance) -> str:
    name = domain.text("domain_name")
    if not domain.resource.values.get("mutual_tls_authentication"):
        return name
    policy = domain.text("security_policy").replace("_", " ", 1).replace("_", ".")
    return f"{name}, mutual TLS, {policy}"


def firewall(platform: Platform, region: str) -> Tile | None:
    """Each web ACL stands before one thing: they are named, for no request passes through the tile."""
    found = platform.of("aws_wafv2_web_acl", region=region)
    lines = [line for i in found for line in wrapped(f"{i.text('name')}: {_guarded(platform, i)}", SIZE, _WIDE)]
    return tile("WAF", (count(len(found), "web ACL"), *lines), found)


def _guarded(platform: Platform, acl: Instance) -> str:
    """What the web ACL stands before, by the names of the services."""
    uses = related(platform, "aws_wafv2_web_acl_association", "web_acl_arn", acl)
    types = {platform.instances[a].type for use in uses for a in use.uses("resource_arn") if a in platform.instances}
    return " and ".join(sorted("load balancer" if type_ == "aws_lb" else "API" for type_ in types)) or "nothing"


def balancers(platform: Platform, region: str) -> tuple[Tile | None, ...]:
    """One tile each, those in front (network) first."""
    found = sorted(platform.of("aws_lb", region=region), key=lambda i: (i.text("load_balancer_type"), i.address))
    return tuple(_balancer(instance) for instance in reversed(found))


def _balancer(instance: Instance) -> Tile | None:
    kind = instance.text("load_balancer_type")
    seen = "internal" if instance.first("internal") else "internet-facing"
    return tile("Load balancer", [instance.text("name"), f"{kind}, {seen}"], [instance])


def size_of(platform: Platform, service: Instance) -> tuple[str, ...]:
    """How many tasks of which size an ECS service has, and how far it grows."""
    task = platform.instances[service.uses("task_definition")[0]]
    cpu, memory = (int(task.text(name)) / 1024 for name in ("cpu", "memory"))
    limits = related(platform, "aws_appautoscaling_target", "resource_id", service)
    most = f" to {limits[0].first('max_capacity')}" if limits else ""
    return f"{service.first('desired_count')}{most} tasks", f"{cpu:g} vCPU, {memory:g} GiB each"


def services(platform: Platform, region: str) -> tuple[Tile | None, ...]:
    found = sorted(platform.of("aws_ecs_service", region=region), key=lambda i: (_priority(platform, i), i.address))
    return tuple(tile(i.text("name"), size_of(platform, i), [i]) for i in found)


def _priority(platform: Platform, service: Instance) -> int:
    """Of its path at the load balancer: the order in which the platform's owners list the services."""
    targets = service.uses("load_balancer", "target_group_arn")
    rules = platform.of("aws_lb_listener_rule", region=service.region)
    named = [rule for rule in rules if rule.key and set(targets) & set(rule.uses("action", "target_group_arn"))]
    return min((int(rule.text("priority")) for rule in named), default=0)


def all_services(platform: Platform, region: str) -> Tile | None:
    found = platform.of("aws_ecs_service", region=region)
    lines = [line for i in found for line in _named(i.text("name"), *size_of(platform, i))]
    return tile("ECS on Fargate", lines, found)


def _named(name: str, tasks: str, size: str) -> tuple[str, str]:
    return f"{name}: {tasks}", size


def kubernetes(platform: Platform, region: str) -> Tile | None:
    clusters = platform.of("aws_eks_cluster", region=region)
    groups = platform.of("aws_eks_node_group", region=region)
    lines = [f"cluster {cluster.text('name')}" for cluster in clusters]
    lines += [line for group in groups for line in node_group(platform, group)]
    return tile("EKS", lines, (*clusters, *groups))


def node_group(platform: Platform, group: Instance) -> tuple[str, str]:
    template = platform.instances[group.uses("launch_template")[0]]
    low, now, high = (group.first("scaling_config", f"{word}_size") for word in ("min", "desired", "max"))
    return f"{group.key}: {now} x {template.text('instance_type')}", f"at least {low}, at most {high}"


def stream(instance: Instance) -> Tile | None:
    mode = instance.text("stream_mode_details", "stream_mode").lower()
    lines = [
        f"{count(int(instance.text('shard_count')), 'shard')}, {mode}",
        f"kept for {int(instance.text('retention_period')) // 24} days",
        f"encrypted by {instance.text('encryption_type')}",
        f"{len(list(instance.at('shard_level_metrics')))} metrics of each shard",
    ]
    return tile(f"Stream {instance.key}", lines, [instance])


def consumer(instance: Instance) -> Tile | None:
    return tile(f"Consumer {instance.text('name')}", ["enhanced fan-out"], [instance])


def delivery(instance: Instance) -> Tile | None:
    to = "extended_s3_configuration"
    lines = [
        f"every {instance.first(to, 'buffering_interval')} s or {instance.first(to, 'buffering_size')} MiB",
        f"{instance.text(to, 'compression_format')} objects",
        *(
            f"{what} {path.split('!')[0]}"
            for what, name in (("to", "prefix"), ("errors to", "error_output_prefix"))
            for path in map(str, instance.at(to, name))
        ),
    ]
    return tile(f"Delivery {instance.key}", lines, [instance])


def bucket(platform: Platform, instance: Instance) -> Tile | None:
    lines = [
        f"versions {i.text('versioning_configuration', 'status').lower()}"
        for i in related(platform, "aws_s3_bucket_versioning", "bucket", instance)
    ]
    for cycle in related(platform, "aws_s3_bucket_lifecycle_configuration", "bucket", instance):
        lines += [f"deleted after {days} days" for days in cycle.at("rule", "expiration", "days")][:1]
    for lock in related(platform, "aws_s3_bucket_object_lock_configuration", "bucket", instance):
        kept = "rule", "default_retention"
        lines.append(f"object lock, {lock.first(*kept, 'days')} days")
    for copy in related(platform, "aws_s3_bucket_replication_configuration", "bucket", instance):
        minutes = copy.first("rule", "destination", "replication_time", "time", "minutes")
        lines.append(f"replicated within {minutes} min")
    return tile(f"Bucket {instance.key}", lines, [instance])


def buckets(platform: Platform, region: str) -> Tile | None:
    found = platform.of("aws_s3_bucket", region=region)
    copies = platform.of("aws_s3_bucket_replication_configuration", region=region)
    within = {copy.first("rule", "destination", "replication_time", "time", "minutes") for copy in copies}
    names = [i.key or _ACCOUNT.split(i.text("bucket"))[0] for i in found]
    lines = [*listed(count(len(found), "bucket"), (name for name in names if name))]
    lines += [f"{len(copies)} replicated within {minutes} min" for minutes in sorted(within, key=str)]
    return tile("S3", lines, found)


def database(platform: Platform, region: str) -> tuple[Tile | None, ...]:
    return tuple(_database(instance) for instance in platform.of("aws_db_instance", region=region))


def _database(instance: Instance) -> Tile | None:
    replica = bool(instance.uses("replicate_source_db"))
    lines = [] if replica else [f"{instance.text('engine')} {instance.text('engine_version')}"]
    lines.append(instance.text("instance_class") + (", Multi-AZ" if instance.first("multi_az") else ""))
    stored = [str(value) for value in (*instance.at("allocated_storage"), *instance.at("max_allocated_storage"))]
    lines.append(f"{' to '.join(stored) if len(stored) > 1 else 'up to ' + stored[0]} GiB")
    lines.append(f"backups kept for {instance.first('backup_retention_period')} days")
    return tile("RDS, read replica" if replica else "RDS, primary", lines, [instance])


def cache(platform: Platform, region: str) -> Tile | None:
    found = platform.of("aws_elasticache_replication_group", region=region)
    about = (
        (f"{i.text('engine')} {i.text('engine_version')}", f"{i.first('num_cache_clusters')} x {i.text('node_type')}")
        for i in found
    )
    return tile("ElastiCache", (line for lines in about for line in lines), found)


def tables(platform: Platform, region: str) -> Tile | None:
    """Tables, or the replicas of another region's."""
    replicas = platform.of("aws_dynamodb_table_replica", region=region)
    made = [i for i in platform.of("aws_dynamodb_table", region=region) if _is_global(platform, i)]
    lines = list(listed(count(len(replicas), "replica"), map(name_of, replicas))) if replicas else []
    lines += listed(count(len(made), "table"), map(name_of, made)) if made else []
    modes = sorted({i.text("billing_mode").replace("_", " ").lower() for i in made})
    return tile("DynamoDB global", [*lines, *modes], (*made, *replicas))


def local_tables(platform: Platform, region: str) -> Tile | None:
    """Those that no other region has a replica of."""
    found = [i for i in platform.of("aws_dynamodb_table", region=region) if not _is_global(platform, i)]
    return tile("DynamoDB", listed(count(len(found), "table"), map(name_of, found)), found)


def _is_global(platform: Platform, table: Instance) -> bool:
    return bool(related(platform, "aws_dynamodb_table_replica", "global_table_arn", table))


def name_of(instance: Instance) -> str:
    """Its key; for one without a key, its name in the Terraform."""
    return instance.key or instance.resource.name


def streams(platform: Platform, region: str) -> Tile | None:
    found = platform.of("aws_kinesis_stream", region=region)
    consumers = platform.of("aws_kinesis_stream_consumer", region=region)
    lines = [f"{i.key}: {count(int(i.text('shard_count')), 'shard')}" for i in found]
    lines += [f"fan-out consumer {i.text('name')}" for i in consumers]
    return tile("Kinesis Data Streams", lines, (*found, *consumers))


def deliveries(platform: Platform, region: str) -> Tile | None:
    found = platform.of("aws_kinesis_firehose_delivery_stream", region=region)
    return tile("Data Firehose", listed("to S3", (i.key for i in found)), found)


def counted(platform: Platform, region: str, service: str, *about: tuple[str, str, str], name: str = "") -> Tile | None:
    """A tile of counts: for each (types, one, many) a line with how many instances of the types there are."""
    lines: list[str] = []
    found: list[Instance] = []
    for types, one, many in about:
        here = platform.of(*(f"aws_{type_}" for type_ in types.split()), region=region)
        if here:
            lines.append(count(len(here), one, many))
            found += here
    return tile(name or BY_NAME[service].name, lines, found)


def keyed(platform: Platform, region: str, name: str, head: str, *types: str) -> Tile | None:
    """A tile that lists the keys of all instances of the types."""
    found = platform.of(*types, region=region)
    return tile(name, listed(f"{len(found)} {head}", (i.key for i in found if i.key)), found)


def secrets(platform: Platform, region: str) -> Tile | None:
    """Those that are made here, and the copies here of those that are made elsewhere."""
    made = platform.of("aws_secretsmanager_secret", region=region)
    copied = [i for i in platform.of("aws_secretsmanager_secret") if region in i.at("replica", "region")]
    if not made and not copied:
        return None
    lines = [count(len(made), "secret")] if made else []
    lines += [count(len(copied), "replica")] if copied else []
    addresses = (*(i.address for i in made), *(replica_of(i, region) for i in copied))
    return Tile(name="Secrets Manager", service=BY_NAME["Secrets Manager"], lines=tuple(lines), addresses=addresses)


def zone(platform: Platform) -> Tile | None:
    """Route 53, which has no region: zones, health checks, failover records."""
    zones = platform.of("aws_route53_zone")
    checks = platform.of("aws_route53_health_check")
    records = [i for i in platform.of("aws_route53_record") if list(i.at("failover_routing_policy", "type"))]
    lines = [f"zone {i.text('name')}" for i in zones]
    signed = len(platform.of("aws_route53_hosted_zone_dnssec"))
    lines += [count(signed, "zone") + " signed (DNSSEC)"] if signed else []
    lines += [count(len(checks), "health check")] if checks else []
    lines += [count(len(records), "failover record")] if records else []
    return tile("Route 53", lines, (*zones, *checks))


def functions(platform: Platform, region: str) -> tuple[Tile | None, ...]:
    found = platform.of("aws_lambda_function", region=region)
    return tuple(tile("Lambda", _function(i), [i]) for i in found)


def _function(instance: Instance) -> tuple[str, ...]:
    sizes = [
        f"{value} {unit}" for name, unit in (("memory_size", "MiB"), ("timeout", "s")) for value in instance.at(name)
    ]
    return (*wrapped(instance.text("function_name"), SIZE, _WIDE), ", ".join(sizes))


def brief(tile: Tile | None, line: int = 0) -> Tile | None:
    """The tile with one of its figures alone."""
    return replace(tile, lines=(tile.lines[line],)) if tile else None


def unpictured(platform: Platform, shown: Iterable[str]) -> tuple[str, ...]:
    """The addresses that no picture shows though their type asks for it."""
    wanted = {type_ for service in SERVICES for type_ in service.pictured}
    return tuple(sorted({i.address for i in platform.of(*wanted)} - set(shown)))
