"""What the drill does, act by act: a quiet day, the loss of the primary region with everything going wrong that may,
the way back, a second loss, and commands that nobody takes. Each act says what it claims and whether that came true.

Not for the world that it happens in (`world`), nor for how it is told (`report`).
"""

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from drill.estate import GROUPS, PREFIX, PRIMARY, RECOVERY, SERVICES, SLICES, address
from drill.world import Died, World
from sync_cluster_sizes.approval import NotApproved
from sync_cluster_sizes.events import UnknownEvent
from sync_cluster_sizes.runner import StepFailed

Claims = Mapping[str, bool]

CONFIGURED = {name: (size["min"], size["desired"], size["max"]) for name, size in GROUPS.items()}
EMPTY = {name: (0, 0, size["max"]) for name, size in GROUPS.items()}
TASKS = {name: service["size"]["desired"] for name, service in SERVICES.items()}
STANDBY = {name: service["standby"] for name, service in SERVICES.items()}
WRITERS_STOPPED = {name: 0 for name, service in SERVICES.items() if service["writes_database"]}
MIRRORED = 17  # tasks that the primary runs on the day of the second loss
SUSPICION = {
    "detail-type": "CloudWatch Alarm State Change",
    "source": "aws.cloudwatch",
    "detail": {"alarmName": f"{PREFIX}-primary-silent", "state": {"value": "ALARM"}},
}
MESSAGE = {"Records": [{"Sns": {"Message": json.dumps({"AlarmName": "silent", "NewStateValue": "ALARM"})}}]}


@dataclass(frozen=True, kw_only=True)
class Made:
    """What Terraform made on the server, and the zip that it uploaded."""

    outputs: Mapping[str, Any]
    package: Path


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act: its name, what happens, what holds if its claims do, what does not follow from them."""

    name: str
    play: Callable[[World, Made], Claims]
    proves: str
    cannot: str


# What an act looks at -------------------------------------------------------------------------------------------------


def _finished(world: World) -> bool:
    return world.send("status")["run"]["open"] is False


def _outcome(world: World) -> str:
    return str(world.send("status")["run"]["outcome"])


def _done(world: World) -> Sequence[str]:
    return list(world.send("status")["run"]["done"])


def _groups(world: World, region: str) -> dict[str, tuple[int, int, int]]:
    found = {name: world.group(region, name) for name in GROUPS}
    return {name: (size["minSize"], size["desiredSize"], size["maxSize"]) for name, size in found.items()}


def _tasks(world: World, region: str) -> dict[str, int]:
    return {name: world.service(region, name)["desiredCount"] for name in SERVICES}


def _sent(world: World, operation: str) -> int:
    return world.calls.count((RECOVERY, operation))


# The acts -------------------------------------------------------------------------------------------------------------


def _machinery(world: World, made: Made) -> Claims:
    function = world.plain("lambda", RECOVERY).get_function(FunctionName=made.outputs["function_name"])
    digest = hashlib.sha256(made.package.read_bytes()).digest()
    alarms = world.plain("cloudwatch", RECOVERY).describe_alarms(AlarmNamePrefix=PREFIX)["MetricAlarms"]
    checks = world.plain("route53", PRIMARY).list_health_checks()["HealthChecks"]
    kinds = Counter(check["HealthCheckConfig"]["Type"] for check in checks)
    records = world.plain("route53", PRIMARY).list_resource_record_sets(HostedZoneId=made.outputs["zone_id"])
    sets = [record for record in records["ResourceRecordSets"] if record["Type"] == "A"]
    return {
        "the function in us-west-2 is the committed zip": _base64(digest) == function["Configuration"]["CodeSha256"],
        "its configuration, written by Terraform, is what the program reads": world.world().config.slices == SLICES,
        "each slice has an alarm in us-west-2": set(made.outputs["slice_alarm_names"])
        <= {alarm["AlarmName"] for alarm in alarms},
        "and a health check that reads it, beside one of each region's answer": kinds
        == {"HTTPS": 2, "CLOUDWATCH_METRIC": SLICES, "CALCULATED": SLICES},
        f"the name has {SLICES} slices, each with a way to both regions": len(sets) == 3 * SLICES,
    }


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()


def _quiet_day(world: World, _: Made) -> Claims:
    world.minutes(1)
    mirrored = world.send("mirror", source="schedule")
    world.send("drill", source="schedule")
    world.minutes(12, until=lambda: _finished(world))
    return {
        "the primary's sizes are mirrored": mirrored == {"answer": "mirrored"},
        "the scheduled drill brought a node of every group up and gave it back": _outcome(world) == "completed"
        and _groups(world, RECOVERY) == EMPTY,
        "all slices may go to the primary": world.metric("SlicesOfPrimary")[-1] == SLICES,
    }


def _silence(world: World, _: Made) -> Claims:
    world.plain("dynamodb", RECOVERY).delete_item(TableName=f"{PREFIX}-failover", Key={"name": {"S": "mirror"}})
    world.primary_up = False
    told = world.minutes(3)
    return {
        "the watch says for three minutes that the primary is silent": world.metric("PrimaryAnswers")[-3:] == [0] * 3,
        "and does nothing about it by itself": told["answer"] == "watched" and _groups(world, RECOVERY) == EMPTY,
    }


def _death(world: World, _: Made) -> Claims:
    world.calls.clear()
    world.dies_after = 8
    died = False
    try:
        world.send(SUSPICION)
    except Died:
        died = True
    run = world.send("status")["run"]
    return {
        "the alarm's event started a failover, and the start died in it": died and run["open"] and bool(run["done"]),
        "what was done before is written down, the nodes that were asked for are not": "scale_nodes" not in run["done"]
        and "choose_sizes" in run["done"]
        and _groups(world, RECOVERY) == CONFIGURED,
        "a start beside it, while the dead one's lease runs, changes nothing": world.send("failover")["run"]["done"]
        == run["done"],
    }


def _throttling(world: World, _: Made) -> Claims:
    world.throttled["UpdateService"] = 8
    world.clock.sleep(100)
    world.minutes(6, until=lambda: {"scale_tasks", "scale_nodes"} <= set(_done(world)))
    return {
        "eight refusals were waited out": world.throttled["UpdateService"] == 0,
        "nodes and tasks were asked for": {"scale_tasks", "scale_nodes"} <= set(_done(world)),
        "without a mirror the configured sizes are taken": _groups(world, RECOVERY) == CONFIGURED
        and _tasks(world, RECOVERY) == TASKS,
        "the replica was promoted once": _sent(world, "PromoteReadReplica") == 1,
    }


def _return_in_the_middle(world: World, _: Made) -> Claims:
    still_open = not _finished(world)
    world.primary_up = True
    world.minutes(20, until=lambda: _finished(world))
    completed = _outcome(world) == "completed"
    world.minutes(2)
    routes = [operation for _, operation in world.calls if "RecordSet" in operation or "HealthCheck" in operation]
    order = [step for step, event in world.audit() if event == "done"]
    return {
        "the primary came back before the failover was complete": still_open,
        "the failover went on to its end, and told programs": completed
        and world.gaps.announced == ["Failover Completed"],
        "the primary's writers were stopped": _tasks(world, PRIMARY) == {**TASKS, **WRITERS_STOPPED},
        "no slice went back to it": world.metric("SlicesOfPrimary")[-1] == 0,
        "traffic was held before the database was promoted": order.index("hold_traffic")
        < order.index("promote_database"),
        "no call went to Route 53": routes == [],
    }


def _verification(world: World, _: Made) -> Claims:
    subjects = [subject for subject, _ in world.alerts()]
    again = world.send("failover")
    return {
        "the database of us-west-2 takes writes, by RDS's word": world.writable(address(RECOVERY)),
        "the secret there names it, with the same password": world.secret(RECOVERY)["host"] == address(RECOVERY)
        and world.secret(RECOVERY)["password"] == "of-nobody-at-all",  # noqa: S105 - the drill's
        "the pilot node stands": world.group(RECOVERY, "pilot")["desiredSize"] == 1,
        "people were told at the beginning and at the end": f"{PREFIX}: failed over to {RECOVERY}" in subjects,
        "a second failover is refused": again["answer"] == "refused",
    }


def _to_the_gate(world: World, _: Made) -> Claims:
    world.send("failback")
    world.minutes(60, until=lambda: "approval" in world.send("status")["run"]["waiting"])
    replica = world.filled("rds", PRIMARY).describe_db_instances(DBInstanceIdentifier=f"{PREFIX}-trading")
    source = replica["DBInstances"][0].get("ReadReplicaSourceDBInstanceIdentifier", "")
    kept = [
        found["DBInstanceIdentifier"]
        for found in world.plain("rds", PRIMARY).describe_db_instances()["DBInstances"]
        if "-before-" in found["DBInstanceIdentifier"]
    ]
    refused = False
    try:
        world.send("failback", approval={"token": "a-guess", "by": "nobody"})
    except NotApproved:
        refused = True
    return {
        "the primary's database replicates us-west-2": source
        == f"arn:aws:rds:{RECOVERY}:123456789012:db:{PREFIX}-trading",
        "the old one is kept aside": len(kept) == 1,
        "the primary answered for half an hour before anybody was asked": "primary_stable" in _done(world),
        "us-west-2 serves all the while, unshrunk": world.writable(address(RECOVERY))
        and _groups(world, RECOVERY) == CONFIGURED,
        "a token that was guessed is refused": refused,
    }


def _failback(world: World, _: Made) -> Claims:
    token = re.findall(r'"token": "([^"]+)"', " ".join(text for _, text in world.alerts()))[-1]
    world.send("failback", approval={"token": token, "by": "night shift"})
    world.minutes(120, until=lambda: _finished(world))
    order = [step for step, event in world.audit() if event == "done"]
    slices = [value for index, value in enumerate(world.metric("SlicesOfPrimary")) if value or index]
    steps = [now for before, now in pairwise(slices) if now != before]
    return {
        "the failback is complete, and health is announced": _outcome(world) == "completed"
        and world.gaps.announced[-1:] == ["Health Restored"],
        "traffic returned slice by slice": steps[-SLICES:] == list(range(1, SLICES + 1)),
        "nothing shrank before all traffic was back and a replica stood": order.index("shrink_recovery")
        > max(order.index("return_traffic"), order.index("replicate_to_recovery")),
        "the primary's database takes writes, the other replicates it": world.writable(address(PRIMARY))
        and not world.writable(address(RECOVERY)),
        "us-west-2 is a pilot light again": _groups(world, RECOVERY) == EMPTY and _tasks(world, RECOVERY) == STANDBY,
        "the secret is a replica again": "PrimaryRegion"
        in world.plain("secretsmanager", RECOVERY).describe_secret(SecretId=f"{PREFIX}/database/trading"),
    }


def _second_loss(world: World, _: Made) -> Claims:
    world.plain("ecs", PRIMARY).update_service(cluster=PREFIX, service="order-gateway", desiredCount=MIRRORED)
    mirrored = world.send("mirror", source="schedule")
    world.primary_up = False
    world.send(MESSAGE)
    world.minutes(20, until=lambda: _finished(world))
    return {
        "the sizes of a busy day are mirrored": mirrored == {"answer": "mirrored"},
        "a message of the topic starts a failover as an event does": _outcome(world) == "completed",
        "us-west-2 grew to the mirrored sizes": _tasks(world, RECOVERY)["order-gateway"] == MIRRORED,
    }


def _letters(world: World, made: Made) -> Claims:
    queue = world.plain("sqs", RECOVERY)
    url = queue.get_queue_url(QueueName=made.outputs["dead_letter_queue_name"])["QueueUrl"]
    event = {"Records": [{"s3": {"bucket": {"name": "somebody-s"}}}]}
    _as_lambda_would(world, url, event)
    found = queue.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    world.denied.add("UpdateService")
    failed = False
    world.primary_up = True
    try:
        world.send("failback")
        world.minutes(30, until=lambda: "start_primary_tasks" in _done(world))
    except StepFailed:
        failed = True
    opened = not _finished(world)
    world.denied.clear()
    world.minutes(60, until=lambda: "start_primary_tasks" in _done(world))
    return {
        "an event that nobody understands lies in the queue of dead letters": [json.loads(m["Body"]) for m in found]
        == [event],
        "a step that AWS refuses fails the start and leaves the run open": failed and opened,
        "and the run goes on once AWS allows it": "start_primary_tasks" in _done(world),
    }


def _as_lambda_would(world: World, url: str, event: object) -> None:
    """Lambda's asynchronous call: the first try and two more, then the queue of dead letters."""
    for _ in range(3):
        try:
            world.send(event)
        except (UnknownEvent, StepFailed, ClientError):
            continue
        return
    world.plain("sqs", RECOVERY).send_message(QueueUrl=url, MessageBody=json.dumps(event))


ACTS = (
    Act(
        name="Terraform makes the failover's own resources",
        play=_machinery,
        proves="The modules of production apply, in their regions, and the program reads the configuration they write.",
        cannot="moto evaluates no policy, alarm or health check: that an alarm moves a name is not shown.",
    ),
    Act(
        name="A quiet day",
        play=_quiet_day,
        proves="The schedule's three commands do their work and leave the platform as it was.",
        cannot="That us-west-2 has nodes to give on a bad day.",
    ),
    Act(
        name="The mirror is lost and the primary region falls silent",
        play=_silence,
        proves="The watch tells silence and does not decide.",
        cannot="How long AWS's metrics and alarms take: here the drill itself sends the alarm's event.",
    ),
    Act(
        name="The failover dies half done",
        play=_death,
        proves="State is written before it matters, and two starts keep from each other's work.",
        cannot="Lambda's own retries: here the drill starts the function again.",
    ),
    Act(
        name="The next start goes on, and is throttled",
        play=_throttling,
        proves="A half-done run is taken up, refusals are waited out, nothing is done twice.",
        cannot="AWS's real limits; how long nodes and a promotion take (the model's assumptions are used).",
    ),
    Act(
        name="The primary region comes back in the middle",
        play=_return_in_the_middle,
        proves="A failover that has begun ends, and the old primary gets neither clients nor writers.",
        cannot="What clients that kept a connection to the old primary do in the meantime.",
    ),
    Act(
        name="Verification",
        play=_verification,
        proves="Success was said after nodes, tasks, database and endpoint had been asked.",
        cannot="That a program can write: the ready address is answered by the drill from what RDS says.",
    ),
    Act(
        name="The way back, to the gate",
        play=_to_the_gate,
        proves="The primary is made whole and proved well beside the region that serves; a person is waited for.",
        cannot="That the replication carries data, or how long its first copy takes: hours, for a large database.",
    ),
    Act(
        name="A person approves, and the primary region serves again",
        play=_failback,
        proves="Writers stop before the writer changes, traffic returns in slices, shrinking comes last.",
        cannot="The length of the interruption between two writers.",
    ),
    Act(
        name="A second loss, told by the topic, on a busy day",
        play=_second_loss,
        proves="The way back leaves a platform that can fail over again, to the sizes of the day.",
        cannot="That the account's quotas allow those sizes.",
    ),
    Act(
        name="Commands that are not taken, and a step that is refused",
        play=_letters,
        proves="Nothing is lost in silence: it lies in the queue, or fails the start and is tried again.",
        cannot="Lambda's delivery to the queue: here the drill delivers, after three tries, as Lambda would.",
    ),
)
