"""What the AWS provider makes of configured values before they are planned, and this project does not follow: by
resource type and attribute, each with its reason. No test itself.
"""

import json
import re
from collections.abc import Callable, Mapping

from secscan.terraform.evaluate.values import Value

Same = Callable[[Value, object], bool]


def json_document(mine: Value, theirs: object) -> bool:
    """One JSON document, written in two ways."""
    texts = isinstance(mine.payload, str) and isinstance(theirs, str)
    return texts and json.loads(str(mine.payload)) == json.loads(str(theirs))


def not_told(mine: Value, theirs: object) -> bool:
    """Unknown here though the plan knows it: less is said, nothing wrong."""
    return not mine.is_known


def suppressed(mine: Value, theirs: object) -> bool:
    """A default here or in the plan, null in the other."""
    return (mine.is_null and theirs is not None) or (mine.is_known and theirs is None)


def nothing(mine: Value, theirs: object) -> bool:
    """No blocks or members here, null in the plan."""
    return mine.payload in ((), {}) and theirs is None


_ALONE = "One of four blocks has to be there, and an empty one is dropped from plans: what is unset was not learnt."
_POLICY = "The provider writes policy documents compact, or with their keys sorted."
_SUPPRESSED = "What is only for load balancers of another type is null: the defaults are those of the usual one."
# Attributes of load balancers: of application ones alone, of network ones alone.
APPLICATION = (
    "client_keep_alive",
    "desync_mitigation_mode",
    "drop_invalid_header_fields",
    "enable_http2",
    "enable_tls_version_and_cipher_suite_headers",
    "enable_waf_fail_open",
    "enable_xff_client_port",
    "idle_timeout",
    "preserve_host_header",
    "xff_header_processing_mode",
)
NETWORK = ("dns_record_client_routing_policy",)

# By resource type, "" for any, and path.
NORMALISED: Mapping[tuple[str, str], tuple[Same, str]] = {
    ("", "policy"): (json_document, _POLICY),
    ("", "assume_role_policy"): (json_document, _POLICY),
    ("aws_cloudwatch_event_rule", "event_pattern"): (json_document, "The provider writes it without HTML's escapes."),
    ("aws_cloudwatch_metric_alarm", "dimensions"): (nothing, "An empty map is null."),
    ("aws_grafana_workspace", "network_access_control.vpce_ids"): (nothing, "An empty set in a block is null."),
    ("aws_kinesis_stream", "shard_count"): (not_told, "Null where shards are on demand: plans of two kinds disagree."),
    **{("aws_lb", name): (suppressed, _SUPPRESSED) for name in (*APPLICATION, *NETWORK)},
    ("aws_s3_bucket_lifecycle_configuration", "rule.filter.prefix"): (
        not_told,
        "Empty in an empty filter, null beside other criteria: what hangs on other attributes is not learnt.",
    ),
    ("aws_s3_bucket_policy", "policy"): (json_document, _POLICY),
    **{
        ("aws_wafv2_web_acl_logging_configuration", f"redacted_fields.{name}"): (not_told, _ALONE)
        for name in ("method", "query_string", "single_header", "uri_path")
    },
    ("data.aws_iam_policy_document", "statement"): (nothing, "What a data source has read holds null for no blocks."),
}


def excused(kind: str, path: str, mine: Value | None, theirs: object) -> bool:
    at = re.sub(r"\[\d+\]", "", path)
    same = NORMALISED.get((kind, at), NORMALISED.get(("", at)))
    return same is not None and mine is not None and same[0](mine, theirs)
