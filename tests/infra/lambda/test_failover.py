"""A failover on moto: what it does and leaves alone, and what becomes of it when things break in the middle."""

import json
from collections import Counter

import pytest

from sync_cluster_sizes.events import UnknownEvent
from sync_cluster_sizes.runner import StepFailed
from two_regions import ACCOUNT, GROUPS, PREFIX, PRIMARY, RECOVERY, SERVICES, SLICES, START, Died, Two, address

EVENT = {"source": "event", "reason": "alarm"}
TASKS = {name: service["size"]["desired"] for name, service in SERVICES.items()}
STOPPED = {name: 0 for name, service in SERVICES.items() if service["writes_database"]}


def finished(two: Two) -> bool:
    return two.send("status")["run"]["open"] is False


def scaling(two: Two, region: str) -> dict[str, tuple[int, int, int]]:
    found = {name: two.group(region, name) for name in GROUPS}
    return {name: (size["minSize"], size["desiredSize"], size["maxSize"]) for name, size in found.items()}


def tasks(two: Two, region: str) -> dict[str, int]:
    return {name: two.service(region, name)["desiredCount"] for name in SERVICES}


def details(two: Two) -> list[tuple[str, str]]:
    """Steps and what was said of them, in the order in which it was written."""
    items = two.plain("dynamodb", RECOVERY).scan(TableName=f"{PREFIX}-failover-audit")["Items"]
    rows = sorted((i["at"]["S"].split("#")[0], int(i["at"]["S"].split("#")[1]), i["at"]["S"], i) for i in items)
    return [(item["step"]["S"], item["detail"]["S"]) for *_, item in rows]


def sent(two: Two, operation: str) -> int:
    return Counter(two.calls)[RECOVERY, operation]


def test_the_recovery_region_takes_over_whole_and_says_so_last(two: Two) -> None:
    two.primary_up = False
    two.send({"action": "failover"})
    two.minutes(15, until=lambda: finished(two))

    told = two.send("status")
    assert (told["serving"], told["slices"], told["run"]["outcome"]) == ("recovery", 0, "completed")
    assert scaling(two, RECOVERY) == {"general": (1, 2, 10), "latency": (1, 2, 6)}
    assert tasks(two, RECOVERY) == TASKS
    assert two.group(RECOVERY, "pilot")["desiredSize"] == 1
    assert (two.writable(address(RECOVERY)), two.secret(RECOVERY)["host"]) == (True, address(RECOVERY))
    assert two.secret(RECOVERY)["password"] == "of-nobody-at-all"  # noqa: S105 - a test's

    audit = two.audit()
    assert audit[:2] == [("run", "opened"), ("corroborate", "done")]
    assert audit[-2:] == [("declare", "done"), ("run", "closed")]
    done = [step for step, event in audit if event == "done"]
    assert done.index("hold_traffic") < done.index("promote_database")
    assert max(map(done.index, ("nodes_ready", "tasks_running", "database_writable", "endpoint_ready"))) < done.index(
        "declare"
    )
    assert [subject for subject, _ in two.alerts()] == [
        f"{PREFIX}: failover begins",
        f"{PREFIX}: failed over to {RECOVERY}",
    ]
    assert sum(two.metric("ScalingEvents")) == 5
    assert (two.metric("SlicesOfPrimary")[0], set(two.metric("SlicesOfPrimary")[1:])) == (SLICES, {0})


def test_no_call_goes_to_route_53_and_the_primary_is_asked_for_nothing_that_is_needed(two: Two) -> None:
    two.primary_up = False
    two.calls.clear()
    two.send({"action": "failover"})
    two.minutes(15, until=lambda: finished(two))
    assert {operation for region, operation in two.calls if region == PRIMARY} == {"DescribeServices"}
    assert not {operation for _, operation in two.calls if "RecordSet" in operation or "HealthCheck" in operation}


@pytest.mark.parametrize(
    "event",
    [
        {"action": "failover", **EVENT},
        {"Records": [{"Sns": {"Message": json.dumps({"action": "failover"})}}]},
        {"detail-type": "CloudWatch Alarm State Change", "detail": {"alarmName": "a", "state": {"value": "ALARM"}}},
    ],
)
def test_a_suspicion_is_believed_when_the_primary_stays_silent(two: Two, event: dict) -> None:
    two.primary_up = False
    told = two.send(event)
    assert told["serving"] == "recovery"
    assert two.clock.now() - START < 300


def test_a_suspicion_against_a_primary_that_answers_touches_nothing(two: Two) -> None:
    told = two.send("failover", **EVENT)
    assert told["run"]["outcome"] == "stopped: the primary region answers: a person must decide"
    assert (told["serving"], told["slices"]) == ("primary", SLICES)
    assert (sent(two, "PromoteReadReplica"), sent(two, "UpdateNodegroupConfig"), sent(two, "UpdateService")) == (
        0,
        0,
        0,
    )
    assert [subject for subject, _ in two.alerts()][-1].startswith(f"{PREFIX}: failover stopped")


def test_a_primary_that_flaps_keeps_the_suspicion_waiting_until_a_person_decides(two: Two) -> None:
    answers = iter([True, False] * 100)
    world = two.probe
    two.probe = lambda url: "no answer" if PRIMARY in url and next(answers) else world(url)  # type: ignore[method-assign]
    told = two.send("failover", **EVENT)
    assert (told["serving"], list(told["run"]["waiting"])) == ("primary", ["corroborate"])
    assert two.send("failover")["serving"] == "recovery"
    assert ("run", "decided") in two.audit()


def test_where_neither_region_answers_only_a_person_fails_over_and_people_are_told_once(two: Two) -> None:
    """The function's own network may be what is broken: it would take both regions for silent."""
    world = two.probe
    two.probe = lambda _: "no answer"  # type: ignore[method-assign]
    for _ in range(2):
        told = two.send("failover", **EVENT)
        assert told["run"]["waiting"] == {
            "corroborate": "neither region answers: a person must decide (the recovery region: no answer)"
        }
    assert (told["serving"], told["slices"], sent(two, "PromoteReadReplica")) == ("primary", SLICES, 0)
    assert [subject for subject, _ in two.alerts()].count(f"{PREFIX}: neither region answers") == 1

    two.send("failover")
    assert two.send("status")["serving"] == "recovery"
    two.probe = world  # type: ignore[method-assign]


def test_a_recovery_region_that_answers_again_takes_over_without_a_person(two: Two) -> None:
    world = two.probe
    two.primary_up = False
    two.probe = lambda _: "no answer"  # type: ignore[method-assign]
    two.send("failover", **EVENT)
    two.probe = world  # type: ignore[method-assign]
    two.minutes(1)
    assert two.send("status")["serving"] == "recovery"


def test_sizes_are_those_of_the_mirror_and_nothing_shrinks(two: Two) -> None:
    two.plain("ecs", PRIMARY).update_service(cluster=PREFIX, service="order-gateway", desiredCount=17)
    size = {"minSize": 1, "desiredSize": 8, "maxSize": 10}
    two.plain("eks", PRIMARY).update_nodegroup_config(clusterName=PREFIX, nodegroupName="general", scalingConfig=size)
    assert two.send("mirror") == {"answer": "mirrored"}
    two.plain("ecs", RECOVERY).update_service(cluster=PREFIX, service="market-data", desiredCount=9)
    two.primary_up = False
    two.send("failover")
    assert scaling(two, RECOVERY)["general"] == (1, 8, 10)
    assert tasks(two, RECOVERY) == {**TASKS, "order-gateway": 17, "market-data": 9}


@pytest.mark.parametrize(
    "mirror", [None, "{}", '{"at": 1, "node_groups": {"general": {"min": 9, "desired": 1, "max": 10}}}']
)
def test_without_a_usable_mirror_the_configured_sizes_are_taken_and_that_is_said(two: Two, mirror: str | None) -> None:
    table = two.plain("dynamodb", RECOVERY)
    if mirror is None:
        table.delete_item(TableName=f"{PREFIX}-failover", Key={"name": {"S": "mirror"}})
    else:
        item = {"name": {"S": "mirror"}, "version": {"N": "7"}, "document": {"S": mirror}}
        table.put_item(TableName=f"{PREFIX}-failover", Item=item)
    two.primary_up = False
    two.send("failover")
    assert scaling(two, RECOVERY) == {"general": (1, 2, 10), "latency": (1, 2, 6)}
    found = table.scan(TableName=f"{PREFIX}-failover-audit")["Items"]
    assert [i["detail"]["S"] for i in found if i["step"]["S"] == "choose_sizes"] == ["sizes of the configuration"]


@pytest.mark.parametrize("operation", ["UpdateNodegroupConfig", "UpdateService", "PromoteReadReplica", "PutMetricData"])
def test_throttling_beyond_the_client_s_patience_is_waited_for(
    two: Two, operation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)  # botocore's back-off, which takes real time
    two.primary_up = False
    two.throttled[operation] = 8
    two.send("failover")
    two.minutes(20, until=lambda: finished(two))
    assert two.send("status")["run"]["outcome"] == "completed"
    assert two.throttled[operation] == 0


def test_a_step_that_is_refused_fails_the_start_and_holds_up_its_followers_alone(two: Two) -> None:
    two.primary_up = False
    two.denied.add("UpdateNodegroupConfig")
    with pytest.raises(StepFailed, match=r"scale_nodes: .*AccessDenied"):
        two.send("failover")
    told = two.send("status")
    assert {"promote_database", "scale_tasks", "free_secret"} <= set(told["run"]["done"])
    assert ("scale_nodes", "failed") in two.audit()

    two.denied.clear()
    two.minutes(15, until=lambda: finished(two))
    assert two.send("status")["run"]["outcome"] == "completed"


@pytest.mark.parametrize("writes", [1, 2, 4, 5, 7, 9])
def test_a_start_that_dies_anywhere_is_taken_up_by_the_next_and_promotes_once(two: Two, writes: int) -> None:
    two.primary_up = False
    two.calls.clear()
    two.dies_after = writes
    with pytest.raises(Died):
        two.send("failover")
    two.minutes(15, until=lambda: finished(two))
    told = two.send("status")
    assert (told["serving"], told["run"]["outcome"]) == ("recovery", "completed")
    assert (sent(two, "PromoteReadReplica"), sent(two, "StopReplicationToReplica")) == (1, 1)
    assert scaling(two, RECOVERY) == {"general": (1, 2, 10), "latency": (1, 2, 6)}


def test_a_start_beside_a_running_one_leaves_the_pen_where_it_is(two: Two) -> None:
    two.primary_up = False
    two.dies_after = 3  # it dies with the pen in its hand
    with pytest.raises(Died):
        two.send("failover")
    done = two.send("status")["run"]["done"]
    assert two.send("failover")["run"]["done"] == done
    assert two.send("watch", source="schedule")["run"]["done"] == done
    two.clock.sleep(100)
    assert set(two.send("watch", source="schedule")["run"]["done"]) > set(done)


def test_of_two_starts_at_once_one_writes_and_the_other_says_so(two: Two) -> None:
    real, came = two.probe, []
    two.primary_up = False

    def probe(url: str) -> str:
        """While the first start asks the primary, another one comes in and takes the run."""
        if not came:
            came.append(True)
            two.clock.sleep(100)
            two.send("failover", **EVENT)
        return real(url)

    two.probe = probe  # type: ignore[method-assign]
    assert two.send("failover", **EVENT) == {"answer": "another start is at it; ask again"}
    assert sent(two, "PromoteReadReplica") == 1


def test_a_primary_that_comes_back_in_the_middle_gets_no_clients_and_writes_nothing(two: Two) -> None:
    two.primary_up = False
    two.send("failover", **EVENT)
    two.primary_up = True
    two.minutes(15, until=lambda: finished(two))
    assert two.send("status")["run"]["outcome"] == "completed"
    two.minutes(2)
    assert tasks(two, PRIMARY) == {**TASKS, **STOPPED}
    assert two.metric("SlicesOfPrimary")[-1] == 0
    assert two.audit().count(("fence_primary", "done")) == 2


@pytest.mark.parametrize(
    "code",
    ["AccessDeniedException", "ExpiredTokenException", "UnrecognizedClientException", "ClusterNotFoundException"],
)
def test_nothing_that_the_primary_answers_holds_up_the_declaration(two: Two, code: str) -> None:
    two.primary_well = False
    two.refused[PRIMARY] = code
    two.send("failover")
    two.minutes(15, until=lambda: finished(two))
    assert two.send("status")["run"]["outcome"] == "completed"
    assert "NOT stopped" in two.alerts()[-1][1]

    two.minutes(5)  # the watch tries every minute, fails nothing, and says the same thing once
    assert tasks(two, PRIMARY) == TASKS
    fenced = [detail for step, detail in details(two) if step == "fence_primary"]
    assert len(fenced) == 1
    assert fenced[0].startswith("not fenced, the watch will try again: audit-reporter: An error occurred (" + code)

    two.refused.clear()
    two.minutes(1)
    assert tasks(two, PRIMARY) == {**TASKS, **STOPPED}
    assert two.audit()[-1] == ("fence_primary", "done")


def test_a_writer_that_is_not_there_does_not_keep_the_others_from_being_stopped(two: Two) -> None:
    two.primary_well = False
    services = two.plain("ecs", PRIMARY)
    services.update_service(cluster=PREFIX, service="audit-reporter", desiredCount=0)
    services.delete_service(cluster=PREFIX, service="audit-reporter")
    two.send("failover")
    two.minutes(15, until=lambda: finished(two))
    assert two.send("status")["run"]["outcome"] == "completed"
    assert two.service(PRIMARY, "order-gateway")["desiredCount"] == 0
    assert [detail for step, detail in details(two) if step == "fence_primary"] == [
        (
            "not fenced, the watch will try again: order-gateway to 0, "
            "audit-reporter: the service audit-reporter is not in the cluster trading-prod of us-east-1"
        )
    ]


def test_what_serves_already_is_not_failed_over_again(two: Two) -> None:
    two.primary_up = False
    two.send("failover")
    two.minutes(15, until=lambda: finished(two))
    assert two.send("failover") == {"answer": "refused", "why": "us-west-2 serves already"}
    assert two.send("mirror")["answer"].startswith("not mirrored")
    assert sent(two, "PromoteReadReplica") == 1


def test_without_a_replica_there_is_nothing_to_fail_over_to_even_for_a_person(two: Two) -> None:
    two.plain("rds", RECOVERY).modify_db_instance(
        DBInstanceIdentifier=f"{PREFIX}-trading", NewDBInstanceIdentifier="elsewhere"
    )
    two.primary_up = False
    told = two.send("failover")
    assert "there is nothing to fail over to" in told["run"]["outcome"]
    assert (told["serving"], told["slices"]) == ("primary", SLICES)


def test_what_nobody_understands_raises_so_that_lambda_keeps_it(two: Two) -> None:
    with pytest.raises(UnknownEvent):
        two.send({"Records": [{"s3": {"bucket": {"name": ACCOUNT}}}]})
