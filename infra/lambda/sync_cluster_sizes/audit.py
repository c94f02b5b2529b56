"""The record of what was done: an item in the audit table and a line in the log for each step, metrics, alerts,
events.

The function's role may add to the audit table and nothing else, so that a record, once written, stands. Secrets and
tokens are never told to this module but in the text of an alert. Not for the state, which is overwritten as a run
goes on.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from botocore.exceptions import BotoCoreError, ClientError

from sync_cluster_sizes.aws import Region
from sync_cluster_sizes.clock import Clock
from sync_cluster_sizes.config import Config

LOG = logging.getLogger("sync_cluster_sizes")


def timestamp(seconds: float) -> str:
    """Seconds since the epoch as ISO 8601 in UTC, to the millisecond."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True, kw_only=True)
class Audit:
    """Tells what happens, in the recovery region."""

    config: Config
    recovery: Region
    clock: Clock
    request: str
    numbers: "count[int]" = field(default_factory=count)

    def record(self, run: str, step: str, event: str, detail: str = "") -> None:
        """One line of history: run, step, what became of it."""
        at = f"{timestamp(self.clock.now())}#{self.request}#{next(self.numbers):04}"
        words = {"run": run, "at": at, "step": step, "event": event, "detail": detail}
        LOG.info(json.dumps(words, sort_keys=True))
        self.recovery.tables.put_item(
            TableName=self.config.audit_table,
            Item={name: {"S": word} for name, word in words.items()},
            ConditionExpression="attribute_not_exists(#r)",
            ExpressionAttributeNames={"#r": "run"},
        )

    def measure(self, name: str, value: float, dimensions: Mapping[str, str] | None = None) -> None:
        """One point of a metric. A metric that is not taken is said in the log and holds nothing up."""
        try:
            self.measure_surely(name, value, dimensions)
        except (ClientError, BotoCoreError) as error:
            LOG.warning(json.dumps({"metric": name, "value": value, "lost": str(error)}))

    def measure_surely(self, name: str, value: float, dimensions: Mapping[str, str] | None = None) -> None:
        """The same where somebody acts on the metric. Raises what CloudWatch's client raises."""
        self.recovery.metrics.put_metric_data(
            Namespace=self.config.metric_namespace,
            MetricData=[
                {
                    "MetricName": name,
                    "Value": value,
                    "Timestamp": datetime.fromtimestamp(self.clock.now(), UTC),
                    "Dimensions": [{"Name": key, "Value": word} for key, word in sorted((dimensions or {}).items())],
                }
            ],
        )

    def scaled(self, region: str, kind: str, name: str, desired: int) -> None:
        """A scaling event: one for the count of them, and the size that was asked for."""
        where = {"Region": region, "Kind": kind, "Name": name}
        self.measure("ScalingEvents", 1, where)
        self.measure("DesiredSize", desired, where)

    def alert(self, subject: str, text: str) -> None:
        """Tell people. SNS takes a hundred characters of subject."""
        self.recovery.topics.publish(TopicArn=self.config.alert_topic_arn, Subject=subject[:100], Message=text)

    def announce(self, kind: str, detail: Mapping[str, object]) -> None:
        """Tell programs: an event on the recovery region's bus. Raises RuntimeError where the bus did not take it."""
        entry = {"Source": self.config.event_source, "DetailType": kind, "Detail": json.dumps(detail, sort_keys=True)}
        answer = self.recovery.events.put_events(Entries=[entry])  # type: ignore[list-item] # the stub wants a literal
        if answer["FailedEntryCount"]:
            raise RuntimeError(f"the event {kind!r} was not taken: {answer['Entries']}")
