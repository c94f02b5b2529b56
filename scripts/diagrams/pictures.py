"""The three pictures: which things stand on each, and where. Reads no figure itself, and writes no file."""

from collections.abc import Iterable

from diagrams import figures
from diagrams.flows import Kind
from diagrams.layout import Group, Node, Tile, natural, present
from diagrams.network import placed_nowhere, subnets, tier_group, tier_of, tiers, vpc_group
from diagrams.picture import A3, A3_LARGE, Picture, compose
from diagrams.platform_read import Instance, Platform

REGION = ("group_region", "#147c7e")


def all_pictures(platform: Platform) -> dict[str, Picture]:
    """By the path of its PNG below docs/."""
    return {
        "infrastructure_diagram/aws_kinesis_infrastructure.png": streaming(platform),
        "images/Trading Architecture Layout.png": architecture(platform),
        "images/aws_kinesis_layout.png": overview(platform),
    }


def _column(*nodes: Node | None, gap: int = 20, spread: bool = False, middle: bool = False) -> Group:
    return Group(children=present(*nodes), gap=gap, spread=spread, middle=middle)


def _region(platform: Platform, region: str, children: tuple[Node, ...], *, gap: int) -> Group:
    icon, colour = REGION
    role = "primary" if region == platform.regions[0] else "recovery"
    return Group(title=f"{region}, {role} region", icon=icon, colour=colour, row=True, gap=gap, children=children)


# 1: the streaming path in detail --------------------------------------------------------------------------------------


def streaming(platform: Platform) -> Picture:
    regions = [_streaming_region(platform, region) for region in platform.regions]
    return compose(
        platform,
        "Streaming infrastructure: orders and market data through Kinesis",
        "Every stream with who writes to it and who reads it, in both regions",
        Group(children=present(*regions), gap=20),
        A3,
        (Kind.REQUEST, Kind.RECORDS, Kind.REPLICATION, Kind.ALERT),
    )


def _streaming_region(platform: Platform, region: str) -> Group:
    streams = platform.of("aws_kinesis_stream", region=region)
    return _region(
        platform,
        region,
        present(
            _column(
                figures.api(platform, region),
                figures.firewall(platform, region),
                _stream_key(platform, region),
                _stream_alarms(platform, region),
                _topic(platform, region),
            ),
            _streaming_vpc(platform, region),
            _column(*map(figures.stream, streams), spread=True),
            _column(*(reader for stream in streams for reader in _readers(platform, stream)), spread=True),
            _column(*_fed_buckets(platform, region), spread=True),
        ),
        gap=60,
    )


def _fed_buckets(platform: Platform, region: str) -> tuple[Tile | None, ...]:
    """Those that a delivery writes to."""
    deliveries = platform.of("aws_kinesis_firehose_delivery_stream", region=region)
    fed = {a for i in deliveries for a in i.uses("extended_s3_configuration", "bucket_arn")}
    return tuple(figures.bucket(platform, i) for i in platform.of("aws_s3_bucket", region=region) if i.address in fed)


def _readers(platform: Platform, stream: Instance) -> tuple[Tile | None, ...]:
    """Who takes records from a stream by themselves: deliveries, then consumers of their own share."""
    source = "kinesis_source_configuration"
    fed = [
        i
        for i in platform.of("aws_kinesis_firehose_delivery_stream")
        if stream.address in i.uses(source, "kinesis_stream_arn")
    ]
    consumers = figures.related(platform, "aws_kinesis_stream_consumer", "stream_arn", stream)
    return (*map(figures.delivery, fed), *map(figures.consumer, consumers))


def _streaming_vpc(platform: Platform, region: str) -> Group:
    endpoints = [i for i in platform.of("aws_vpc_endpoint", region=region) if "kinesis" in i.key]
    endpoint = figures.tile("Endpoints", (i.key for i in endpoints), endpoints)
    services = figures.services(platform, region)
    inside = {tier_of(platform, platform.instances[tile.id]) for tile in services if tile is not None}
    row = Group(
        row=True,
        gap=40,
        children=present(
            _column(
                *figures.balancers(platform, region),
                *(subnets(platform, region, tier) for tier in sorted(inside)),
                endpoint,
                spread=True,
            ),
            _column(*services, spread=True),
        ),
    )
    return vpc_group(platform, region, row)


def _stream_key(platform: Platform, region: str) -> Tile | None:
    used = {a for i in platform.of("aws_kinesis_stream", region=region) for a in i.uses("kms_key_id")}
    keys = [platform.instances[address] for address in sorted(used)]
    return figures.tile("KMS", (f"key {i.key} of the streams" for i in keys), keys)


def _stream_alarms(platform: Platform, region: str) -> Tile | None:
    """The alarms whose metric is one of a stream or a delivery here."""
    watched = {i.address for i in _of_streams(platform, region)}
    found = [
        i for i in platform.of("aws_cloudwatch_metric_alarm", region=region) if watched & set(i.uses("dimensions"))
    ]
    return figures.tile("CloudWatch", (f"{figures.count(len(found), 'alarm')} on streams", "and deliveries"), found)


def _of_streams(platform: Platform, region: str) -> tuple[Instance, ...]:
    return platform.of("aws_kinesis_stream", "aws_kinesis_firehose_delivery_stream", region=region)


def _topic(platform: Platform, region: str) -> Tile | None:
    alarms = platform.of("aws_cloudwatch_metric_alarm", region=region)
    told = {a for alarm in alarms for a in alarm.uses("alarm_actions") if a in platform.instances}
    topics = [platform.instances[a] for a in sorted(told) if platform.instances[a].type == "aws_sns_topic"]
    return figures.tile("SNS", (f"topic {i.text('name')}" for i in topics), topics)


# 2: the whole architecture --------------------------------------------------------------------------------------------


def architecture(platform: Platform) -> Picture:
    first, *others = platform.regions
    regions = [_whole_region(platform, first, mirrored=False)]
    regions += [_whole_region(platform, region, mirrored=True) for region in others]
    return compose(
        platform,
        "Trading platform: architecture and recovery",
        "Active in one region; the other holds copies of all data and a pilot light",
        _column(
            Group(row=True, children=present(figures.zone(platform)), middle=True),
            Group(row=True, gap=60, children=present(*regions)),
            gap=30,
        ),
        A3,
        Kind,
        top=10,
    )


def _whole_region(platform: Platform, region: str, *, mirrored: bool) -> Group:
    """What is copied stands on the side of the other region, so that the copies' arrows are short."""
    inside = _column(_whole_vpc(platform, region, mirrored=mirrored), _grid(*_watching(platform, region)))
    columns = present(inside, _column(*_regional(platform, region), gap=10, spread=True))
    return _region(platform, region, columns[::-1] if mirrored else columns, gap=30)


def _grid(*tiles: Tile | None, columns: int = 3) -> Group:
    """In columns of much the same height, the widest tiles in the first; within a column in the order given."""
    there = present(*tiles)
    share = sum(natural(tile)[1] + 10 for tile in there) / columns
    stacks: dict[int, list[Node]] = {}
    height = 0
    for tile in sorted(there, key=lambda tile: -natural(tile)[0]):
        stacks.setdefault(min(int(height / share), columns - 1), []).append(tile)
        height += natural(tile)[1] + 10
    return Group(
        row=True, gap=20, children=tuple(_column(*sorted(s, key=there.index), gap=10) for s in stacks.values())
    )


def _whole_vpc(platform: Platform, region: str, *, mirrored: bool) -> Group:
    inside = [
        *figures.balancers(platform, region),
        figures.all_services(platform, region),
        figures.kubernetes(platform, region),
        *figures.database(platform, region),
        figures.cache(platform, region),
        figures.counted(platform, region, "VPC", ("nat_gateway", "NAT gateway", ""), name="NAT"),
        *figures.functions(platform, region),
    ]
    out = figures.counted(
        platform,
        region,
        "VPC",
        ("internet_gateway", "internet gateway", ""),
        ("vpc_endpoint", "VPC endpoint", ""),
        name="Ways out",
    )
    groups = {tier: tier_group(platform, region, tier, inside) for tier in tiers(platform, region)}
    largest = max(groups, key=lambda tier: len(groups[tier].children), default="")
    rest = (group for tier, group in groups.items() if tier != largest)
    columns = present(_column(groups.get(largest), out, gap=10), _column(*rest, gap=10))
    return vpc_group(platform, region, Group(row=True, gap=20, children=columns[::-1] if mirrored else columns))


def _regional(platform: Platform, region: str) -> tuple[Tile | None, ...]:
    """What stands in the region, and in no subnet: the way in, and the data."""
    return (
        figures.api(platform, region),
        figures.firewall(platform, region),
        figures.streams(platform, region),
        figures.deliveries(platform, region),
        figures.buckets(platform, region),
        figures.tables(platform, region),
        figures.keyed(platform, region, "KMS", "keys", "aws_kms_key", "aws_kms_replica_key"),
        figures.counted(platform, region, "AWS Backup", ("backup_vault", "vault", "")),
        figures.counted(platform, region, "ECR", ("ecr_repository", "repository", "repositories")),
        figures.secrets(platform, region),
        figures.counted(platform, region, "Transit Gateway", ("ec2_transit_gateway", "gateway", "")),
        figures.counted(
            platform,
            region,
            "Site-to-Site VPN",
            ("customer_gateway", "office", ""),
            ("vpn_connection", "connection", ""),
        ),
    )


def _watching(platform: Platform, region: str) -> Iterable[Tile | None]:
    """What watches and guards."""
    return (
        figures.counted(
            platform,
            region,
            "CloudWatch",
            ("cloudwatch_metric_alarm", "alarm", ""),
            ("cloudwatch_composite_alarm", "composite alarm", ""),
            ("cloudwatch_dashboard", "dashboard", ""),
        ),
        figures.counted(
            platform,
            region,
            "EventBridge",
            ("cloudwatch_event_rule", "rule", ""),
            ("scheduler_schedule", "schedule", ""),
        ),
        figures.counted(platform, region, "SNS", ("sns_topic", "topic", "")),
        *placed_nowhere(platform, figures.functions(platform, region)),
        figures.local_tables(platform, region),
        figures.counted(platform, region, "SQS", ("sqs_queue", "queue", "")),
        figures.counted(platform, region, "Prometheus", ("prometheus_workspace", "workspace", "")),
        figures.counted(platform, region, "Grafana", ("grafana_workspace", "workspace", "")),
        figures.counted(platform, region, "CloudTrail", ("cloudtrail", "trail", "")),
        figures.counted(
            platform,
            region,
            "Config",
            ("config_configuration_recorder", "recorder", ""),
            ("config_config_rule", "rule", ""),
        ),
        figures.counted(platform, region, "GuardDuty", ("guardduty_detector", "detector", "")),
        figures.counted(
            platform,
            region,
            "Security Hub",
            ("securityhub_standards_subscription", "standard", ""),
            ("securityhub_account", "account", ""),
        ),
        figures.counted(platform, region, "Inspector", ("inspector2_enabler", "account scanned", "")),
        figures.counted(platform, region, "Systems Manager", ("ssm_maintenance_window", "window", "")),
    )


# 3: the streaming path at a glance ------------------------------------------------------------------------------------


def overview(platform: Platform) -> Picture:
    regions = [_overview_region(platform, region) for region in platform.regions]
    return compose(
        platform,
        "Kinesis at a glance",
        "How an order or a price becomes an object in S3",
        Group(children=present(*regions), gap=60),
        A3_LARGE,
        (Kind.REQUEST, Kind.RECORDS, Kind.REPLICATION),
    )


def _overview_region(platform: Platform, region: str) -> Group:
    streams = platform.of("aws_kinesis_stream", region=region)
    readers = (figures.brief(reader) for stream in streams for reader in _readers(platform, stream))
    columns = (
        _column(figures.api(platform, region), middle=True),
        _column(figures.all_services(platform, region), middle=True),
        _column(*(figures.brief(figures.stream(stream)) for stream in streams), spread=True),
        _column(*readers, spread=True),
        _column(*(figures.brief(bucket, -1) for bucket in _fed_buckets(platform, region)), spread=True),
    )
    return _region(platform, region, present(*columns), gap=70)
