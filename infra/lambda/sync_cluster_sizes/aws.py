"""Clients of AWS in the two regions, with the patience that each deserves: much with the recovery region's answers,
little with those of a primary region that may be gone. Not for what is asked of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config as Patience
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)

if TYPE_CHECKING:
    from mypy_boto3_application_autoscaling import ApplicationAutoScalingClient
    from mypy_boto3_autoscaling import AutoScalingClient
    from mypy_boto3_cloudwatch import CloudWatchClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_ecs import ECSClient
    from mypy_boto3_eks import EKSClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_rds import RDSClient
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_ssm import SSMClient

# Adaptive: slows down by itself when it is throttled, and backs off between attempts.
PATIENT = Patience(connect_timeout=5, read_timeout=15, retries={"mode": "adaptive", "total_max_attempts": 6})
BRIEF = Patience(connect_timeout=2, read_timeout=4, retries={"mode": "standard", "total_max_attempts": 2})

# What passes by itself: too many calls, or something else is being done to the same resource.
PASSING = frozenset(
    {
        "ConflictException",
        "InternalFailure",
        "InvalidDBInstanceState",
        "InvalidDBInstanceStateFault",
        "LimitExceededException",
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ResourceInUseException",
        "ServerException",
        "ServiceUnavailable",
        "ServiceUnavailableException",
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "TooManyRequestsException",
        "UpdateInProgressException",
    }
)
SILENCE = (ConnectTimeoutError, ConnectionClosedError, EndpointConnectionError, ReadTimeoutError)

# Gives a client by service, region and patience. The types of the clients are told where they are kept.
ClientFactory = Callable[[str, str, Patience], Any]


def boto_client(service: str, region: str, patience: Patience) -> Any:
    """A client of boto3."""
    return boto3.client(service, region_name=region, config=patience)  # type: ignore[call-overload] # any service


def passing(error: Exception) -> bool:
    """Whether it is worth asking again later."""
    if isinstance(error, ClientError):
        return error.response.get("Error", {}).get("Code") in PASSING
    return isinstance(error, SILENCE)


def unreachable(error: Exception) -> bool:
    """Whether AWS did not answer at all, or answered that it cannot."""
    if isinstance(error, ClientError):
        return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)) >= 500
    return isinstance(error, BotoCoreError)


@dataclass(frozen=True)
class Region:
    """The clients of one region, each made when it is first asked for."""

    name: str
    make: ClientFactory
    patience: Patience

    def _client(self, service: str) -> Any:
        return self.make(service, self.name, self.patience)

    @cached_property
    def kubernetes(self) -> "EKSClient":
        return self._client("eks")  # type: ignore[no-any-return]

    @cached_property
    def groups(self) -> "AutoScalingClient":
        return self._client("autoscaling")  # type: ignore[no-any-return]

    @cached_property
    def services(self) -> "ECSClient":
        return self._client("ecs")  # type: ignore[no-any-return]

    @cached_property
    def scaling(self) -> "ApplicationAutoScalingClient":
        return self._client("application-autoscaling")  # type: ignore[no-any-return]

    @cached_property
    def databases(self) -> "RDSClient":
        return self._client("rds")  # type: ignore[no-any-return]

    @cached_property
    def metrics(self) -> "CloudWatchClient":
        return self._client("cloudwatch")  # type: ignore[no-any-return]

    @cached_property
    def secrets(self) -> "SecretsManagerClient":
        return self._client("secretsmanager")  # type: ignore[no-any-return]

    @cached_property
    def parameters(self) -> "SSMClient":
        return self._client("ssm")  # type: ignore[no-any-return]

    @cached_property
    def tables(self) -> "DynamoDBClient":
        return self._client("dynamodb")  # type: ignore[no-any-return]

    @cached_property
    def topics(self) -> "SNSClient":
        return self._client("sns")  # type: ignore[no-any-return]

    @cached_property
    def events(self) -> "EventBridgeClient":
        return self._client("events")  # type: ignore[no-any-return]
