"""What the function understands of what it is sent, and what it leaves to the queue of dead letters."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_cluster_sizes.events import Action, Approval, Command, Source, UnknownEvent, commands

ALARM = {"AlarmName": "trading-prod-primary-silent", "NewStateValue": "ALARM", "OldStateValue": "OK"}


def sns(*messages: object) -> dict:
    return {"Records": [{"EventSource": "aws:sns", "Sns": {"Message": json.dumps(message)}} for message in messages]}


def bridge(detail: object, kind: str = "CloudWatch Alarm State Change") -> dict:
    return {"version": "0", "source": "aws.cloudwatch", "detail-type": kind, "detail": detail}


SUSPICION = Command(action=Action.FAILOVER, source=Source.EVENT, reason="alarm trading-prod-primary-silent")


@pytest.mark.parametrize(
    ("event", "wanted"),
    [
        ({"action": "failover"}, [Command(action=Action.FAILOVER)]),
        ({"action": "mirror", "source": "schedule"}, [Command(action=Action.MIRROR, source=Source.SCHEDULE)]),
        (
            {"action": "failback", "approval": {"token": "t", "by": "night shift"}},
            [Command(action=Action.FAILBACK, approval=Approval(token="t", by="night shift"))],  # noqa: S106 - a test's
        ),
        (sns({"action": "failover"}), [Command(action=Action.FAILOVER, source=Source.EVENT, reason="SNS message")]),
        (sns(ALARM), [SUSPICION]),
        (sns({**ALARM, "NewStateValue": "OK"}), []),
        (
            sns(ALARM, {"action": "status"}),
            [SUSPICION, Command(action=Action.STATUS, source=Source.EVENT, reason="SNS message")],
        ),
        (bridge({"alarmName": "trading-prod-primary-silent", "state": {"value": "ALARM"}}), [SUSPICION]),
        (bridge({"alarmName": "trading-prod-primary-silent", "state": {"value": "OK"}}), []),
        (
            bridge({"action": "failback"}, "Recovery Wanted"),
            [Command(action=Action.FAILBACK, source=Source.EVENT, reason="Recovery Wanted")],
        ),
    ],
)
def test_direct_calls_and_envelopes_are_read_alike(event: dict, wanted: list[Command]) -> None:
    assert list(commands(event)) == wanted


def test_an_envelope_cannot_speak_for_a_person() -> None:
    approval = {"token": "t", "by": "somebody"}
    told = commands(sns({"action": "failback", "source": "person", "approval": approval}))
    assert [(command.source, command.approval) for command in told] == [(Source.EVENT, None)]


@pytest.mark.parametrize(
    "event",
    [
        None,
        [],
        {},
        {"action": "explode"},
        {"action": "failover", "source": "nobody"},
        {"action": "failback", "approval": {"token": "t"}},
        {"Records": [{"Sns": {"Message": "no JSON"}}]},
        {"Records": [{"s3": {}}]},
        sns(["failover"]),
        bridge({"eventName": "RunInstances"}),
        bridge(None),
    ],
)
def test_anything_else_is_an_error(event: object) -> None:
    with pytest.raises(UnknownEvent):
        commands(event)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["action", "Records", "Sns", "Message", "detail-type", "detail", "state"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_no_event_breaks_the_reader(event: object) -> None:
    try:
        told = commands(event)
    except UnknownEvent:
        return
    assert all(isinstance(command, Command) for command in told)
