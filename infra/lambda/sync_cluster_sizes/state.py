"""What the function remembers: which region serves, how far a run has come, and who holds the pen.

One item in DynamoDB, written whole and only over the version that was read: of two starts that run at once, one wins
and the other stops. Not for the sizes of the primary region (`mirror`), nor for the history (`audit`).
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class Kind(StrEnum):
    """Runs that there are."""

    FAILOVER = "failover"
    FAILBACK = "failback"
    DRILL = "drill"


class Serving(StrEnum):
    """Which region is meant to take the clients' writes."""

    PRIMARY = "primary"
    RECOVERY = "recovery"


class Overtaken(RuntimeError):  # noqa: N818 - a name of the domain, not a sort of exception
    """Somebody else wrote the state in between. Nothing was written; what was meant must be thought of anew."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """One failover, failback or drill: the steps that are done, what others wait for, and what was found on the way."""

    id: str
    kind: Kind
    started: float
    reason: str
    done: tuple[str, ...] = ()
    waiting: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    finished: float | None = None
    outcome: str = ""

    @property
    def open(self) -> bool:
        return self.finished is None


@dataclass(frozen=True, kw_only=True)
class State:
    """The whole of it. `slices` of the primary's traffic may go there; `fence_trouble` is why its writers are not
    stopped, as it was told last; `lease_until` is when the pen is free again.
    """

    version: int = 0
    serving: Serving = Serving.PRIMARY
    slices: int = 0
    fenced: bool = False
    fence_trouble: str = ""
    run: Run | None = None
    lease_until: float = 0

    def open_run(self) -> Run | None:
        """The run that is not finished, if any."""
        return self.run if self.run is not None and self.run.open else None


@dataclass(frozen=True, kw_only=True)
class Table:
    """The items of one DynamoDB table, each a JSON document under a name."""

    client: "DynamoDBClient"
    name: str

    def document(self, name: str) -> tuple[int, str] | None:
        """Version and text of an item, read consistently; None where there is none."""
        found = self.client.get_item(TableName=self.name, Key={"name": {"S": name}}, ConsistentRead=True).get("Item")
        return None if found is None else (int(found.get("version", {"N": "0"})["N"]), found["document"]["S"])

    def write(self, name: str, text: str, *, over: int) -> None:
        """Write an item over the version `over` (0: over none). Raises Overtaken."""
        try:
            self.client.put_item(
                TableName=self.name,
                Item={"name": {"S": name}, "version": {"N": str(over + 1)}, "document": {"S": text}},
                ConditionExpression="attribute_not_exists(#n) OR #v = :over",
                ExpressionAttributeNames={"#n": "name", "#v": "version"},
                ExpressionAttributeValues={":over": {"N": str(over)}},
            )
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                raise Overtaken(name) from error
            raise


def read_state(table: Table, *, slices: int) -> State:
    """The state as it stands; at first the primary serves and may have all its `slices`."""
    found = table.document("state")
    if found is None:
        return State(slices=slices)
    version, text = found
    fields = json.loads(text)
    run = fields.pop("run")
    return State(
        **{
            **fields,
            "version": version,
            "serving": Serving(fields["serving"]),
            "run": None if run is None else Run(**{**run, "kind": Kind(run["kind"]), "done": tuple(run["done"])}),
        }
    )


def write_state(table: Table, state: State) -> State:
    """Write the state over the version that it was read as, and give the one that stands now. Raises Overtaken."""
    fields = asdict(state)
    over = fields.pop("version")
    table.write("state", json.dumps(fields, sort_keys=True), over=over)
    return replace(state, version=over + 1)
