"""The minute's work and the mirror: what is told to CloudWatch, and what is copied from the primary."""

import json

from two_regions import PREFIX, PRIMARY, RECOVERY, SLICES, Two


def mirrored(two: Two) -> dict:
    found = two.plain("dynamodb", RECOVERY).get_item(TableName=f"{PREFIX}-failover", Key={"name": {"S": "mirror"}})
    return json.loads(found["Item"]["document"]["S"])


def test_both_regions_are_asked_and_the_primary_s_share_is_told_every_minute(two: Two) -> None:
    two.minutes(2)
    two.primary_well = False
    two.minutes(2)
    assert two.metric("PrimaryAnswers") == [1, 1, 1, 0, 0]
    assert two.metric("RecoveryAnswers") == [1] * 5
    assert two.metric("SlicesOfPrimary") == [SLICES] * 5
    assert two.metric("FailoverOpenFor") == [0] * 5


def test_a_failover_that_does_not_end_is_measured(two: Two) -> None:
    two.primary_up = False
    two.gaps.delays = type(two.gaps.delays)(nodes=10_000, promotion=300)
    two.send("failover")
    two.minutes(20)
    assert two.metric("FailoverOpenFor")[-1] >= 1100


def test_sizes_and_their_bounds_are_copied(two: Two) -> None:
    assert {name: mirrored(two)[name] for name in ("node_groups", "services")} == {
        "node_groups": {"general": {"min": 1, "desired": 2, "max": 10}, "latency": {"min": 1, "desired": 2, "max": 6}},
        "services": {
            "audit-reporter": {"min": 2, "desired": 2, "max": 6},
            "market-data": {"min": 6, "desired": 6, "max": 24},
            "order-gateway": {"min": 6, "desired": 6, "max": 24},
        },
    }


def test_a_primary_that_is_not_well_is_not_copied(two: Two) -> None:
    before = mirrored(two)
    two.plain("ecs", PRIMARY).update_service(cluster=PREFIX, service="order-gateway", desiredCount=7)
    two.primary_well = False
    assert two.send("mirror") == {"answer": "not mirrored: the primary region does not answer (no answer)"}
    assert mirrored(two) == before


def test_a_mirror_that_grows_old_is_measured(two: Two) -> None:
    two.clock.sleep(3600)
    two.minutes(1)
    assert two.metric("MirrorAge")[0] == 86400
    assert two.metric("MirrorAge")[-1] >= 3600
