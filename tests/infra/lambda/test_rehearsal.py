"""The scheduled drill in the recovery region: what it looks at, gives back, and makes way for."""

import pytest

from test_failover import finished, scaling, sent
from two_regions import PREFIX, RECOVERY, Two


def test_a_drill_brings_up_a_node_of_every_group_and_gives_it_back(two: Two) -> None:
    two.send("drill", source="schedule")
    assert scaling(two, RECOVERY) == {"general": (0, 1, 10), "latency": (0, 1, 6)}
    two.minutes(10, until=lambda: finished(two))
    assert two.send("status")["run"]["outcome"] == "completed"
    assert scaling(two, RECOVERY) == {"general": (0, 0, 10), "latency": (0, 0, 6)}
    assert two.metric("DrillPassed") == [1]
    assert (sent(two, "PromoteReadReplica"), sent(two, "UpdateService")) == (0, 0)


def test_nodes_that_do_not_come_fail_the_drill_and_are_given_back(two: Two) -> None:
    two.gaps.delays = type(two.gaps.delays)(nodes=10_000, promotion=300)
    two.send("drill")
    two.minutes(30, until=lambda: finished(two))
    assert two.send("status")["run"]["outcome"].startswith("stopped: nodes did not come")
    assert scaling(two, RECOVERY) == {"general": (0, 0, 10), "latency": (0, 0, 6)}
    assert two.metric("DrillPassed") == [0]


@pytest.mark.parametrize("broken", ["mirror", "replica", "lag", "endpoint"])
def test_what_a_failover_would_miss_is_told_to_people(two: Two, broken: str) -> None:
    if broken == "mirror":
        two.clock.sleep(3600)
        two.lag(RECOVERY, "ReplicaLag", 2)
    if broken == "replica":
        two.filled("rds", RECOVERY).promote_read_replica(DBInstanceIdentifier=f"{PREFIX}-trading")
        two.clock.sleep(600)
    if broken == "lag":
        two.clock.sleep(60)
        two.lag(RECOVERY, "ReplicaLag", 900)
    if broken == "endpoint":
        two.plain("ecs", RECOVERY).update_service(cluster=PREFIX, service="order-gateway", desiredCount=0)
    told = two.send("drill")
    words = {"mirror": "the mirror is", "replica": "the replica", "lag": "900 s behind", "endpoint": "status 503"}
    assert words[broken] in told["run"]["outcome"]
    assert two.alerts()[-1][0].startswith(f"{PREFIX}: drill stopped")
    assert sent(two, "UpdateNodegroupConfig") == 0


def test_a_failover_takes_over_what_a_drill_has_begun(two: Two) -> None:
    two.send("drill")
    two.primary_up = False
    two.clock.sleep(100)
    two.send("failover")
    two.minutes(15, until=lambda: finished(two))
    told = two.send("status")
    assert (told["run"]["id"].split("-")[0], told["run"]["outcome"]) == ("failover", "completed")
    assert scaling(two, RECOVERY) == {"general": (1, 2, 10), "latency": (1, 2, 6)}
    assert two.send("drill")["why"].startswith("a drill needs a quiet day")
