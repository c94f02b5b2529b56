"""A failback on moto: the primary is made whole and proved, a person decides, and nothing shrinks too early."""

import json
import re

import pytest

from sync_cluster_sizes.approval import NotApproved
from sync_cluster_sizes.aws import BRIEF
from sync_cluster_sizes.runner import StepFailed
from test_failover import EVENT, TASKS, details, finished, scaling, tasks
from two_regions import PREFIX, PRIMARY, RECOVERY, SLICES, TIMES, Two, address


@pytest.fixture
def failed_over(two: Two) -> Two:
    """The day after: the recovery region serves, the primary answers again."""
    two.primary_up = False
    two.send("failover")
    two.minutes(15, until=lambda: finished(two))
    two.primary_up = True
    two.minutes(2)
    two.alerts()
    return two


def waits_for(two: Two, step: str) -> bool:
    return step in two.send("status")["run"]["waiting"]


def done(two: Two) -> list[str]:
    return two.send("status")["run"]["done"]


def asked(two: Two) -> str:
    """The token that went to people."""
    return re.findall(r'"token": "([^"]+)"', " ".join(text for _, text in two.alerts()))[-1]


def to_the_gate(two: Two) -> str:
    two.send("failback")
    two.minutes(40, until=lambda: waits_for(two, "approval"))
    return asked(two)


def approved(two: Two, token: str) -> None:
    two.send("failback", approval={"token": token, "by": "night shift"})


def test_the_primary_serves_again_and_the_recovery_region_is_a_pilot_light(failed_over: Two) -> None:
    two = failed_over
    token = to_the_gate(two)
    assert two.writable(address(RECOVERY))
    assert tasks(two, PRIMARY) == TASKS
    approved(two, token)
    two.minutes(90, until=lambda: finished(two))

    told = two.send("status")
    assert (told["serving"], told["slices"], told["run"]["outcome"]) == ("primary", SLICES, "completed")
    assert scaling(two, RECOVERY) == {"general": (0, 0, 10), "latency": (0, 0, 6)}
    assert tasks(two, RECOVERY) == {"market-data": 1, "order-gateway": 2, "audit-reporter": 1}
    assert two.group(RECOVERY, "pilot")["desiredSize"] == 1
    assert (two.writable(address(PRIMARY)), two.writable(address(RECOVERY))) == (True, False)
    assert two.host(RECOVERY) == address(RECOVERY)
    assert two.secret(PRIMARY) == {
        "username": "platform_admin",
        "password": "of-nobody-at-all",
        "host": address(PRIMARY),
    }
    described = two.plain("secretsmanager", RECOVERY).describe_secret(SecretId=f"{PREFIX}/database/trading")
    assert described["PrimaryRegion"] == PRIMARY
    assert two.alerts()[-1][0] == f"{PREFIX}: {PRIMARY} serves again"

    kept = {
        d["DBInstanceIdentifier"]
        for r in (PRIMARY, RECOVERY)
        for d in two.plain("rds", r).describe_db_instances()["DBInstances"]
    }
    assert kept == {f"{PREFIX}-trading", f"{PREFIX}-trading-before-{told['run']['id']}"}


def test_traffic_returns_in_slices_and_shrinking_comes_after_everything(failed_over: Two) -> None:
    two = failed_over
    approved(two, to_the_gate(two))
    two.minutes(90, until=lambda: finished(two))
    told = two.metric("SlicesOfPrimary")
    changes = [value for value, before in zip(told[1:], told, strict=False) if value != before]
    assert changes == [0, *range(1, SLICES + 1)]
    order = done(two)
    needed = ("primary_stable", "approval", "promote_primary", "return_traffic", "replicate_to_recovery")
    assert max(map(order.index, needed)) < order.index("shrink_recovery")


def test_the_primary_is_not_believed_before_it_has_been_well_for_long_enough(failed_over: Two) -> None:
    two = failed_over
    two.send("failback")
    two.minutes(20)
    two.primary_well = False
    two.minutes(1)
    two.primary_well = True
    two.minutes(20)
    assert waits_for(two, "primary_stable")
    two.minutes(TIMES["stabilisation"] // 60 - 15, until=lambda: waits_for(two, "approval"))
    assert waits_for(two, "approval")


def test_an_ill_primary_loses_its_traffic_at_once_and_nothing_shrinks(failed_over: Two) -> None:
    two = failed_over
    approved(two, to_the_gate(two))
    two.minutes(30, until=lambda: two.send("status")["slices"] == 2)
    two.primary_well = False
    two.minutes(1)
    assert two.send("status")["slices"] == 0
    two.minutes(30)
    assert "shrink_recovery" not in done(two)
    assert tasks(two, RECOVERY) == TASKS
    two.primary_well = True
    two.minutes(60, until=lambda: finished(two))
    assert two.send("status")["run"]["outcome"] == "completed"


def test_without_a_person_nothing_passes_the_gate(failed_over: Two) -> None:
    two = failed_over
    token = to_the_gate(two)
    with pytest.raises(NotApproved, match="not the token"):
        approved(two, "a guess")
    word = {"action": "failback", "approval": {"token": token, "by": "x"}}
    two.send({"Records": [{"Sns": {"Message": json.dumps(word)}}]})
    two.minutes(5)
    assert waits_for(two, "approval")
    two.primary_well = False
    two.minutes(1)
    with pytest.raises(NotApproved, match="does not answer"):
        approved(two, token)
    assert "hold_writers" not in done(two)


def test_a_token_runs_out_and_another_one_is_sent(failed_over: Two) -> None:
    two = failed_over
    old = to_the_gate(two)
    two.clock.sleep(TIMES["approval"])
    with pytest.raises(NotApproved, match="has run out"):
        approved(two, old)
    two.minutes(1)
    new = asked(two)
    assert new != old
    approved(two, new)
    assert "approval" in done(two)
    with pytest.raises(NotApproved, match="asks for no approval"):
        approved(two, new)


def test_the_token_is_in_no_table(failed_over: Two) -> None:
    two = failed_over
    token = to_the_gate(two)
    tables = two.plain("dynamodb", RECOVERY)
    kept = str([tables.scan(TableName=name)["Items"] for name in (f"{PREFIX}-failover", f"{PREFIX}-failover-audit")])
    assert token not in kept
    assert "of-nobody-at-all" not in kept


def test_the_writer_does_not_move_while_writes_wait_to_be_sent(
    failed_over: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = failed_over
    approved(two, to_the_gate(two))
    tell = two.lag
    behind = {"OldestReplicationSlotLag": 10_000_000.0}
    monkeypatch.setattr(two, "lag", lambda region, name, value: tell(region, name, behind.get(name, value)))
    two.minutes(6)
    assert waits_for(two, "writes_sent")
    assert two.send("status")["serving"] == "recovery"
    behind.clear()
    two.minutes(2)
    assert "promote_primary" in done(two)


def test_a_failback_may_be_left_until_it_is_approved_and_the_primary_is_fenced_again(failed_over: Two) -> None:
    two = failed_over
    token = to_the_gate(two)
    assert two.send("cancel", reason="markets open")["run"]["outcome"] == "cancelled: markets open"
    two.minutes(1)
    assert tasks(two, PRIMARY)["order-gateway"] == 0
    approved(two, token)
    assert two.send("status")["run"]["outcome"] == "cancelled: markets open"

    approved(two, to_the_gate(two))
    assert two.send("cancel") == {
        "answer": "refused",
        "why": f"{two.send('status')['run']['id']} has gone too far to be left",
    }


def test_a_failover_in_the_middle_needs_a_person_and_a_replica(failed_over: Two) -> None:
    two = failed_over
    approved(two, to_the_gate(two))
    two.minutes(15, until=lambda: "promote_primary" in done(two))
    assert two.send("failover", **EVENT)["why"] == "a failback is open: a person must decide"
    assert two.send("failover")["why"] == "the recovery region's database is no replica again yet"
    two.minutes(60, until=lambda: "replicate_to_recovery" in done(two))
    two.primary_up = False
    assert two.send("failover")["serving"] == "recovery"
    two.minutes(15, until=lambda: finished(two))
    assert two.send("status")["run"]["outcome"] == "completed"
    assert two.host(RECOVERY) == address(RECOVERY)


def test_a_primary_out_of_reach_is_waited_for(failed_over: Two) -> None:
    two = failed_over
    two.primary_up = False
    two.send("failback")
    assert waits_for(two, "primary_reachable")
    assert two.send("failback", **EVENT)["run"]["done"] == []


def test_there_is_nothing_to_fail_back_from_while_the_primary_serves(two: Two) -> None:
    assert two.send("failback") == {"answer": "refused", "why": "us-east-1 serves"}


def test_a_primary_that_nobody_has_fenced_yet_is_fenced_before_its_database_is_replaced(two: Two) -> None:
    two.primary_up = False
    two.send("failover")
    two.minutes(15, until=lambda: finished(two))
    two.primary_up = True
    two.send("failback")  # before the watch has looked again
    order = done(two)
    assert order.index("fence_primary") > order.index("primary_reachable")
    two.minutes(40, until=lambda: waits_for(two, "approval"))
    assert done(two).index("fence_primary") < done(two).index("replicate_to_primary")
    assert tasks(two, PRIMARY) == TASKS


def test_a_writer_that_cannot_be_stopped_holds_the_way_back_up(two: Two) -> None:
    """Its database is about to be replaced. In a failover the same refusal is passed over."""
    two.primary_up = False
    two.send("failover")
    two.minutes(15, until=lambda: finished(two))
    two.primary_up = True
    two.refused[PRIMARY] = "AccessDeniedException"
    two.refused_operations = {"RegisterScalableTarget"}
    with pytest.raises(StepFailed, match=r"fence_primary: .*AccessDenied"):
        two.send("failback")
    assert "replicate_to_primary" not in done(two)

    two.refused.clear()
    two.minutes(40, until=lambda: waits_for(two, "approval"))
    assert waits_for(two, "approval")
    assert [step for step, _ in details(two)].count("fence_primary") == 3  # passed over, failed, done


def test_a_replica_is_made_with_the_option_group_that_the_role_may_use(failed_over: Two) -> None:
    two = failed_over
    made: list[dict] = []
    function = two.connections.function("rds", PRIMARY, BRIEF)
    function.meta.events.register(
        "provide-client-params.rds.CreateDBInstanceReadReplica", lambda params, **_: made.append(params)
    )
    two.send("failback")
    two.minutes(10, until=lambda: "replicate_to_primary" in done(two))
    assert [params["OptionGroupName"] for params in made] == ["default:postgres-17"]
