"""What the function is asked to do: one command from a direct call, an EventBridge event or the messages of an SNS
topic.

Only what people and our own rules send is understood; anything else is an error, so that Lambda keeps it in the queue
of dead letters where somebody sees it. Not for what a command does.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T", bound=StrEnum)


class Action(StrEnum):
    """What may be asked."""

    MIRROR = "mirror"
    WATCH = "watch"
    FAILOVER = "failover"
    FAILBACK = "failback"
    DRILL = "drill"
    STATUS = "status"
    CANCEL = "cancel"


class Source(StrEnum):
    """Who asks. A person has decided; an event is a suspicion, which the function examines before it believes it."""

    PERSON = "person"
    EVENT = "event"
    SCHEDULE = "schedule"


class UnknownEvent(ValueError):  # noqa: N818 - a name of the domain, not a sort of exception
    """The event is none that this function is for."""


@dataclass(frozen=True, kw_only=True)
class Approval:
    """A person's word that a failback may go on: the token that the alert carried, and who gives it."""

    token: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Command:
    """One thing to do, who asks for it, and why."""

    action: Action
    source: Source = Source.PERSON
    reason: str = ""
    approval: Approval | None = None


def commands(event: object) -> tuple[Command, ...]:
    """The commands in an event; none where an alarm ends. Raises UnknownEvent."""
    return tuple(_commands(event))


def _commands(event: object) -> Iterator[Command]:
    fields = _mapping(event, "the event")
    if "action" in fields:
        yield _direct(fields)
    elif "Records" in fields:
        yield from _messages(fields["Records"])
    elif "detail-type" in fields:
        yield from _suspicions(_mapping(fields.get("detail"), "the event's detail"), str(fields["detail-type"]))
    else:
        raise UnknownEvent(f"no action, no SNS records and no EventBridge event: {sorted(fields)}")


def _direct(fields: Mapping[str, object]) -> Command:
    action, source = _word(Action, fields["action"]), _word(Source, fields.get("source", Source.PERSON))
    approval = fields.get("approval")
    return Command(
        action=action,
        source=source,
        reason=str(fields.get("reason", "")),
        approval=None if approval is None else _approval(_mapping(approval, "approval")),
    )


def _approval(fields: Mapping[str, object]) -> Approval:
    token, by = fields.get("token"), fields.get("by")
    if not (isinstance(token, str) and token and isinstance(by, str) and by):
        raise UnknownEvent("an approval needs `token` and `by`, two words")
    return Approval(token=token, by=by)


def _messages(records: object) -> Iterator[Command]:
    for record in records if isinstance(records, list) else []:
        told = _mapping(_mapping(record, "a record").get("Sns"), "a record's Sns")
        try:
            message = json.loads(str(told.get("Message")))
        except ValueError as error:
            raise UnknownEvent(f"an SNS message that is no JSON: {error}") from error
        fields = _mapping(message, "an SNS message")
        yield from _suspicions(fields, "SNS message")


def _suspicions(fields: Mapping[str, object], kind: str) -> Iterator[Command]:
    """Commands and alarms inside an envelope. Nothing in there is a person's word, and no approval is taken from it."""
    if "action" in fields:
        direct = _direct({**fields, "approval": None})
        yield replace(direct, source=Source.EVENT, reason=direct.reason or kind)
        return
    name, value = _alarm(fields)
    if value == "ALARM":
        yield Command(action=Action.FAILOVER, source=Source.EVENT, reason=f"alarm {name}")


def _alarm(fields: Mapping[str, object]) -> tuple[str, str]:
    """Name and state of an alarm, as CloudWatch tells EventBridge (`alarmName`) or SNS (`AlarmName`)."""
    if "AlarmName" in fields:
        return str(fields["AlarmName"]), str(fields.get("NewStateValue"))
    if "alarmName" in fields:
        return str(fields["alarmName"]), str(_mapping(fields.get("state"), "an alarm's state").get("value"))
    raise UnknownEvent(f"neither a command nor an alarm: {sorted(fields)}")


def _mapping(value: object, what: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise UnknownEvent(f"{what} is no object")
    return value


def _word(kind: type[T], value: object) -> T:
    try:
        return kind(str(value))
    except ValueError:
        raise UnknownEvent(f"{value!r} is none of {', '.join(kind)}") from None
