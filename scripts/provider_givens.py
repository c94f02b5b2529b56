"""Arguments that a resource cannot be planned without and that must be known, where no message of Terraform says so
in words that can be followed. Each was found by a plan that was refused. Where there are several they are taken by
turns, so that the plans teach what the others set. Plans nothing.
"""

from collections.abc import Iterable, Mapping
from typing import Any

# What is decoded from an unknown text may have any type.
UNKNOWN = "${jsondecode(terraform_data.x.output)}"
Path_ = tuple[str, ...]
Givens = Mapping[str, Any]

_ON_DEMAND = {"billing_mode": "PAY_PER_REQUEST"}
_CAPACITY = {"read_capacity": 1, "write_capacity": 1}
_INDEX = {"global_secondary_index.hash_key": "id"}
_KEY = {"hash_key": "id", "attribute": [{"name": "id", "type": "S"}]}
_BUCKET = {"role_arn": UNKNOWN, "bucket_arn": UNKNOWN}
# Which actions of a load balancer its type lets stand; the others are suppressed.
_ACTIONS = ("authenticate_cognito", "authenticate_oidc", "fixed_response", "forward", "redirect")
_DESTINATIONS = (
    "elasticsearch",
    "extended_s3",
    "http_endpoint",
    "iceberg",
    "opensearch",
    "opensearchserverless",
    "redshift",
    "snowflake",
    "splunk",
)
_LISTENERS = {
    ("aws_alb_listener", "default_action"),
    ("aws_alb_listener_rule", "action"),
    ("aws_lb_listener", "default_action"),
    ("aws_lb_listener_rule", "action"),
}

# By type and the beginning of the way; a dotted name leads into blocks that the plan has.
GIVENS: Mapping[tuple[str, Path_], tuple[Givens, ...]] = {
    ("aws_api_gateway_authorizer", ()): ({"authorizer_uri": "x"},),
    ("aws_api_gateway_domain_name", ("endpoint_configuration",)): ({"endpoint_configuration.types": ["REGIONAL"]},),
    ("aws_api_gateway_rest_api", ("endpoint_configuration",)): ({"endpoint_configuration.types": ["REGIONAL"]},),
    ("aws_dynamodb_table", ()): (_CAPACITY, _ON_DEMAND),
    ("aws_dynamodb_table", ("global_secondary_index",)): (
        {**_KEY, **_CAPACITY, **_INDEX, **{f"global_secondary_index.{name}": one for name, one in _CAPACITY.items()}},
        {**_KEY, **_ON_DEMAND, **_INDEX},
    ),
    ("aws_dynamodb_table", ("local_secondary_index",)): (
        {**_KEY, **_CAPACITY, "local_secondary_index.range_key": "id"},
    ),
    ("aws_fsx_lustre_file_system", ("metadata_configuration",)): ({"deployment_type": "PERSISTENT_2"},),
    ("aws_iot_authorizer", ()): (
        {"signing_disabled": True},
        {"token_key_name": "x", "token_signing_public_keys": {"a": "b"}},
    ),
    ("aws_kinesis_firehose_delivery_stream", ()): (
        {"destination": "extended_s3", "extended_s3_configuration": [_BUCKET]},
    ),
    **{
        ("aws_kinesis_firehose_delivery_stream", (f"{name}_configuration",)): ({"destination": name},)
        for name in _DESTINATIONS
    },
    ("aws_kinesis_stream", ()): ({"shard_count": 1}, {"stream_mode_details": [{"stream_mode": "ON_DEMAND"}]}),
    ("aws_lambda_function", ()): (
        {"handler": "a.b", "runtime": "python3.13"},
        {"package_type": "Image", "image_uri": "a"},
    ),
    **{
        (kind, (block, action)): ({f"{block}.type": action.replace("_", "-")},)
        for kind, block in _LISTENERS
        for action in _ACTIONS
    },
    ("aws_lightsail_instance", ()): ({"availability_zone": "us-east-1a"},),
    ("aws_vpc_ipam", ()): ({"operating_regions.region_name": "us-east-1"},),
    ("aws_vpc_ipam_resource_discovery", ()): ({"operating_regions.region_name": "us-east-1"},),
}


def given(kind: str, ways: Iterable[Path_], turn: int, body: dict[str, Any]) -> None:
    """Sets in the body of a resource what must be known of it: what is given for its way, else for its type."""
    beginnings = [way[:depth] for way in ways for depth in (2, 1)]
    found = next((GIVENS[kind, way] for way in [*beginnings, ()] if (kind, way) in GIVENS), None)
    for name, value in found[turn % len(found)].items() if found else ():
        _put(body, name.split("."), value)


def _put(body: dict[str, Any], path: list[str], value: object) -> None:
    if len(path) == 1:
        body[path[0]] = value
    for inner in bodies_in(body, path[0]) if path[1:] else ():
        _put(inner, path[1:], value)


def bodies_in(body: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The blocks of one type in a body."""
    found = body.get(name, [])
    return [found] if isinstance(found, dict) else found
