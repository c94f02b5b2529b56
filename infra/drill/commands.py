"""The same exercise by hand, on a real account: the calls of AWS CLI version 2, printed and not made. Nothing else."""

import json
import shlex
from collections.abc import Iterator

ANSWER = "/dev/stdout"


def commands(*, function: str, prefix: str, region: str) -> Iterator[tuple[str, str]]:
    """What each call is for, and the call."""
    yield "What serves, and what is open", _invoke(function, region, {"action": "status"})
    yield "Mirror the primary's sizes now", _invoke(function, region, {"action": "mirror"})
    yield (
        "The drill without an outage: nothing of the clients' is touched",
        _invoke(function, region, {"action": "drill"}),
    )
    yield (
        "Fail over: a person's word, clients move, the replica is promoted. There is no way back but a failback",
        _invoke(function, region, {"action": "failover", "reason": "exercise"}),
    )
    yield "The history of a run (its id is in the status)", _shell(
        "aws", "dynamodb", "query", "--region", region, "--table-name", f"{prefix}-failover-audit",
        "--key-condition-expression", "#r = :r", "--expression-attribute-names", json.dumps({"#r": "run"}),
        "--expression-attribute-values", json.dumps({":r": {"S": "RUN_ID"}}),
    )  # fmt: skip
    yield "How much of the traffic may go to the primary", _shell(
        "aws", "cloudwatch", "describe-alarms", "--region", region, "--alarm-name-prefix", f"{prefix}-slice-",
        "--query", "MetricAlarms[].[AlarmName,StateValue]", "--output", "table",
    )  # fmt: skip
    yield "Begin the failback", _invoke(function, region, {"action": "failback"})
    yield (
        "Approve it, with the token of the alert",
        _invoke(function, region, {"action": "failback", "approval": {"token": "TOKEN", "by": "YOUR NAME"}}),
    )
    yield "Leave a failback that is not approved yet", _invoke(function, region, {"action": "cancel", "reason": "WHY"})
    yield "What nobody took", _shell(
        "aws", "sqs", "receive-message", "--region", region, "--max-number-of-messages", "10", "--queue-url",
        f"https://sqs.{region}.amazonaws.com/ACCOUNT_ID/{prefix}-failover-dead-letters",
    )  # fmt: skip


def _invoke(function: str, region: str, payload: object) -> str:
    return _shell(
        "aws", "lambda", "invoke", "--region", region, "--function-name", function,
        "--cli-binary-format", "raw-in-base64-out",
        "--cli-read-timeout", "100", "--payload", json.dumps(payload), ANSWER,
    )  # fmt: skip


def _shell(*words: str) -> str:
    return shlex.join(words)
