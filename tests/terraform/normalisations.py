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
    return not mine.is_known and theirs is not None


def nothing(mine: Value, theirs: object) -> bool:
    """No blocks here, null in the plan."""
    return mine.payload == () and theirs is None


_ALONE = "One of four blocks has to be there, and an empty one is dropped from plans: what is unset was not learnt."
_POLICY = "The provider writes policy documents compact, or with their keys sorted."

NORMALISED: Mapping[tuple[str, str], tuple[Same, str]] = {
    ("aws_iam_policy", "policy"): (json_document, _POLICY),
    ("aws_iam_role", "assume_role_policy"): (json_document, _POLICY),
    ("aws_iam_user_policy", "policy"): (json_document, _POLICY),
    ("aws_kms_key", "policy"): (json_document, _POLICY),
    ("aws_s3_bucket_lifecycle_configuration", "rule.filter.prefix"): (
        not_told,
        "Empty in an empty filter, null beside other criteria: what hangs on other attributes is not learnt.",
    ),
    ("aws_s3_bucket_policy", "policy"): (json_document, _POLICY),
    ("aws_sns_topic_policy", "policy"): (json_document, _POLICY),
    ("aws_sqs_queue", "policy"): (json_document, _POLICY),
    ("aws_vpc_endpoint", "policy"): (json_document, _POLICY),
    **{
        ("aws_wafv2_web_acl_logging_configuration", f"redacted_fields.{name}"): (not_told, _ALONE)
        for name in ("method", "query_string", "single_header", "uri_path")
    },
    ("data.aws_iam_policy_document", "statement"): (nothing, "What a data source has read holds null for no blocks."),
}


def excused(kind: str, path: str, mine: Value | None, theirs: object) -> bool:
    same = NORMALISED.get((kind, re.sub(r"\[\d+\]", "", path)))
    return same is not None and mine is not None and same[0](mine, theirs)
