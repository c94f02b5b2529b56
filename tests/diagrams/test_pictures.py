"""What is on the pictures: all that must be, nothing over anything else, and only flows that the plan has."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from diagrams.catalogue import BY_NAME, SERVICES, unknown_types
from diagrams.flows import Flow, Kind, flows
from diagrams.layout import Box, DoesNotFitError, Group, Layout, PlacedTile, Tile
from diagrams.picture import A3, Picture, compose, faults
from diagrams.pictures import all_pictures
from diagrams.platform_read import IncompleteError, Platform, read_platform
from diagrams.routing import Field
from diagrams.text import width, wrapped
from diagrams.written import NotShownError, Written, check

pytestmark = pytest.mark.slow  # whole processes, or seconds of work

SHAPES = frozenset((Path(__file__).parent / "aws4_shapes.txt").read_text().split())
PRIMARY = "module.primary.module."


def streaming(name: str) -> str:
    kind, _, key = name.partition(" ")
    types = {
        "stream": "stream.aws_kinesis_stream.this",
        "consumer": "stream.aws_kinesis_stream_consumer.this",
        "delivery": "delivery.aws_kinesis_firehose_delivery_stream.this",
        "bucket": "storage.aws_s3_bucket.this",
    }
    return (
        f'{PRIMARY}service["{key}"].aws_ecs_service.this' if kind == "service" else f'{PRIMARY}{types[kind]}["{key}"]'
    )


def test_records_flow_as_the_policies_and_deliveries_of_the_plan_let_them(platform: Platform) -> None:
    shown = platform.of(
        "aws_kinesis_stream",
        "aws_kinesis_stream_consumer",
        "aws_kinesis_firehose_delivery_stream",
        "aws_s3_bucket",
        "aws_ecs_service",
        region="us-east-1",
    )
    found = {flow for flow in flows(platform, (i.address for i in shown)) if flow.kind is Kind.RECORDS}
    pairs = (
        ("service market-data", "stream market-data"),
        ("service order-gateway", "stream orders"),
        ("stream market-data", "service order-gateway"),
        ("stream market-data", "consumer market-data/risk"),
        ("stream market-data", "delivery market-data"),
        ("stream orders", "service audit-reporter"),
        ("stream orders", "delivery orders"),
        ("delivery market-data", "bucket market-data"),
        ("delivery orders", "bucket orders"),
    )
    assert found == {Flow(source=streaming(a), target=streaming(b), kind=Kind.RECORDS) for a, b in pairs}


def test_mutual_tls_and_web_acls_are_said_of_what_has_them_and_no_request_comes_out_of_a_web_acl(made: Written) -> None:
    picture = made.pictures["images/Trading Architecture Layout.png"]
    lines = {placed.tile.name: placed.tile.lines for placed in picture.layout.tiles}
    assert lines["API Gateway"] == (
        "2 REST APIs",
        "trading-prod-api:",
        "api.trading.example.com,",
        "mutual TLS, TLS 1.2",
        "trading-prod-health",
    )
    assert lines["WAF"] == ("2 web ACLs", "trading-prod-api: API", "trading-prod-edge: load", "balancer")
    guards = {placed.tile.id for placed in picture.layout.tiles if placed.tile.name == "WAF"}
    assert [arrow for arrow in picture.arrows if guards & {arrow.source, arrow.target}] == []


def test_nothing_lies_over_anything_or_leaves_its_box(made: Written) -> None:
    assert {name: faults(picture) for name, picture in made.pictures.items()} == dict.fromkeys(made.pictures, ())


def test_every_icon_is_one_of_draw_ios_own() -> None:
    groups = {"group_region", "group_vpc", "group_subnet"}
    assert {service.icon for service in SERVICES} | groups <= SHAPES


def test_the_drawing_for_editors_names_the_icon_and_address_of_each_tile(made: Written) -> None:
    text = made.texts["infrastructure_diagram/aws_kinesis_infrastructure.drawio.xml"]
    cells = {cell.get("id"): cell.get("style", "") for cell in ElementTree.fromstring(text).iter("mxCell")}  # noqa: S314 - just written
    picture = made.pictures["infrastructure_diagram/aws_kinesis_infrastructure.png"]
    for placed in picture.layout.tiles:
        assert f"resIcon=mxgraph.aws4.{placed.tile.service.icon};" in cells[f"{placed.tile.id}/icon"]
    ends = [(arrow.source, arrow.target) for arrow in picture.arrows]
    assert len(ends) > 20
    assert {end for pair in ends for end in pair} <= set(cells)


def tile(name: str, *lines: str) -> Tile:
    return Tile(name=name, service=BY_NAME["S3"], lines=lines, addresses=(f"aws_s3_bucket.{name}",))


def test_tiles_over_each_other_and_too_wide_a_text_are_faults() -> None:
    one = PlacedTile(tile=tile("one"), box=Box(x=100, y=200, w=200, h=50), inside=-1)
    over = PlacedTile(tile=tile("two"), box=Box(x=250, y=220, w=200, h=50), inside=-1)
    wide = PlacedTile(tile=tile("three", "x" * 40), box=Box(x=500, y=200, w=200, h=50), inside=-1)
    off = PlacedTile(tile=tile("four"), box=Box(x=1500, y=200, w=200, h=50), inside=-1)
    picture = Picture(title="t", about="", page=A3, layout=Layout(tiles=(one, over, wide, off)), arrows=())
    assert faults(picture) == (
        "one lies over two",
        f"{off.box} is not inside {A3}",
        f"{'x' * 40!r} is wider than its box",
    )


def test_too_much_for_the_page_is_an_error(platform: Platform) -> None:
    many = Group(children=tuple(tile(f"bucket-{number}") for number in range(40)))
    with pytest.raises(DoesNotFitError, match="needs 120 by 2380 units, the page has 1540 by 1010"):
        compose(platform, "t", "", many, A3, Kind)


def test_an_arrow_goes_around_what_is_in_its_way() -> None:
    left, wall, right = (Box(x=x, y=y, w=60, h=h) for x, y, h in ((0, 100, 40), (150, 0, 200), (300, 100, 40)))
    field = Field(page=Box(x=0, y=0, w=360, h=240))
    for box in (left, wall, right):
        field.block(box)
    assert field.way(left, right) == ((50, 140), (50, 220), (310, 220), (310, 140))


def test_where_there_is_no_way_it_is_said() -> None:
    left, wall, right = (Box(x=x, y=0, w=60, h=240) for x in (0, 150, 300))
    field = Field(page=Box(x=0, y=0, w=360, h=240))
    for box in (left, wall, right):
        field.block(box)
    with pytest.raises(DoesNotFitError, match="no way for an arrow"):
        field.way(left, right)


def test_text_is_broken_at_blanks_and_in_long_names_after_hyphens() -> None:
    assert wrapped("trading-prod-sync-cluster-sizes runs", 12, 130) == ("trading-prod-sync-", "cluster-sizes runs")
    assert all(width(line, 12) <= 130 for line in wrapped("a name of many short words, and more of them", 12, 130))


FAILOVER = """
provider "aws" {
  region = "us-west-2"
}
resource "aws_route53_zone" "this" {
  name = "example.com"
}
resource "aws_cloudwatch_metric_alarm" "silent" {
  alarm_name          = "silent"
  comparison_operator = "LessThanThreshold"
  evaluation_periods  = 1
  alarm_actions       = [aws_sns_topic.commands.arn]
}
resource "aws_sns_topic" "commands" {
  name = "commands"
}
resource "aws_sns_topic_subscription" "function" {
  topic_arn = aws_sns_topic.commands.arn
  protocol  = "lambda"
  endpoint  = aws_lambda_function.this.arn
}
resource "aws_cloudwatch_event_rule" "watch" {
  name                = "watch"
  schedule_expression = "rate(1 minute)"
}
resource "aws_cloudwatch_event_target" "watch" {
  rule = aws_cloudwatch_event_rule.watch.name
  arn  = aws_lambda_function.this.arn
}
resource "aws_lambda_function" "this" {
  function_name = "trading-sync-cluster-sizes"
  role          = "arn:aws:iam::111122223333:role/failover"
  memory_size   = 512
  timeout       = 90
}
resource "aws_route53_health_check" "primary" {
  type                    = "CLOUDWATCH_METRIC"
  cloudwatch_alarm_name   = aws_cloudwatch_metric_alarm.silent.alarm_name
  cloudwatch_alarm_region = "us-west-2"
}
resource "aws_route53_record" "primary" {
  zone_id         = aws_route53_zone.this.id
  name            = "api.example.com"
  type            = "A"
  health_check_id = aws_route53_health_check.primary.id
  set_identifier  = "primary"
  failover_routing_policy {
    type = "PRIMARY"
  }
  alias {
    name                   = aws_api_gateway_domain_name.this.regional_domain_name
    zone_id                = aws_api_gateway_domain_name.this.regional_zone_id
    evaluate_target_health = false
  }
}
resource "aws_api_gateway_domain_name" "this" {
  domain_name = "api.example.com"
}
resource "aws_api_gateway_base_path_mapping" "this" {
  api_id      = aws_api_gateway_rest_api.this.id
  stage_name  = "live"
  domain_name = aws_api_gateway_domain_name.this.domain_name
}
resource "aws_api_gateway_rest_api" "this" {
  name = "orders"
}
"""


def read(place: Path, text: str) -> Platform:
    (place / "root").mkdir()
    (place / "root" / "main.tf").write_text(text)
    return read_platform(place, "root")


def test_the_parts_of_a_failover_are_drawn_once_the_plan_has_them(tmp_path: Path) -> None:
    platform = read(tmp_path, FAILOVER)
    picture = all_pictures(platform)["images/Trading Architecture Layout.png"]
    names = {placed.tile.id: placed.tile.name for placed in picture.layout.tiles}
    assert {placed.tile.name: placed.tile.lines for placed in picture.layout.tiles} == {
        "Route 53": ("zone example.com", "1 health check", "1 failover record"),
        "API Gateway": ("1 REST API", "orders:", "api.example.com"),
        "CloudWatch": ("1 alarm",),
        "EventBridge": ("1 rule",),
        "SNS": ("1 topic",),
        "Lambda": ("trading-sync-cluster-", "sizes", "512 MiB, 90 s"),
    }
    assert {(names[arrow.source], names[arrow.target], arrow.kind) for arrow in picture.arrows} == {
        ("CloudWatch", "SNS", Kind.ALERT),
        ("SNS", "Lambda", Kind.ALERT),
        ("EventBridge", "Lambda", Kind.ALERT),
        ("CloudWatch", "Route 53", Kind.FAILOVER),
        ("Route 53", "API Gateway", Kind.FAILOVER),
    }
    check(platform, all_pictures(platform))


def test_a_type_that_no_service_has_is_said(tmp_path: Path) -> None:
    platform = read(tmp_path, 'provider "aws" {\n  region = "us-east-1"\n}\nresource "aws_mq_broker" "this" {}\n')
    assert unknown_types(i.type for i in platform.instances.values()) == ("aws_mq_broker",)
    with pytest.raises(NotShownError, match=r"no service in .*catalogue\.py has the types aws_mq_broker"):
        check(platform, {})


def test_a_resource_that_is_on_no_picture_though_it_should_be_is_said(platform: Platform, made: Written) -> None:
    fewer = {
        name: replace(
            picture, layout=Layout(tiles=tuple(t for t in picture.layout.tiles if t.tile.name != "GuardDuty"))
        )
        for name, picture in made.pictures.items()
    }
    with pytest.raises(NotShownError, match=r"module\.primary\.module\.threat_detection\.aws_guardduty_detector\.this"):
        check(platform, fewer)


def test_a_root_that_is_not_understood_is_not_drawn(tmp_path: Path) -> None:
    with pytest.raises(IncompleteError, match=r"root/main\.tf"):
        read(tmp_path, 'provider "aws" {\n  region = "us-east-1"\n}\nmodule "gone" {\n  source = "./gone"\n}\n')
