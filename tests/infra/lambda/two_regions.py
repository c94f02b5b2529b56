"""Two regions on moto, in this process, with the function's code in them: what a test may break and look at."""

import sys
from pathlib import Path
from typing import Any

import boto3

INFRA = Path(__file__).resolve().parents[3] / "infra"
sys.path[:0] = [str(INFRA / "lambda"), str(INFRA)]

from drill.clock import DrillClock  # noqa: E402 - the path above leads there
from drill.estate import (  # noqa: E402
    ACCOUNT,
    GROUPS,
    PREFIX,
    PRIMARY,
    RECOVERY,
    SERVICES,
    SLICES,
    START,
    TIMES,
    address,
    build_machinery,
    build_regions,
)
from drill.gaps import Delays, Gaps  # noqa: E402
from drill.world import Connections, Died  # noqa: E402
from drill.world import World as Two  # noqa: E402

__all__ = [
    "ACCOUNT",
    "GROUPS",
    "INFRA",
    "PREFIX",
    "PRIMARY",
    "RECOVERY",
    "SERVICES",
    "SLICES",
    "START",
    "TIMES",
    "Died",
    "Two",
    "address",
    "quiet_day",
]


def connect(service: str, region: str, patience: Any) -> Any:
    return boto3.client(service, region_name=region, config=patience)  # type: ignore[call-overload] # any service


GAPS = Gaps(
    clock=DrillClock(START),
    delays=Delays(nodes=180, promotion=300),
    plain=lambda service, region: CONNECTIONS.plain(service, region),  # noqa: PLW0108 - made below
)
CONNECTIONS = Connections(connect=connect, gaps=GAPS)


def quiet_day() -> Two:
    """The platform as it stands on a quiet day, mirrored once. Moto must be on."""
    GAPS.clock.seconds = START
    GAPS.delays = Delays(nodes=180, promotion=300)
    GAPS.promoted.clear()
    GAPS.wanted.clear()
    made = Two(connections=CONNECTIONS)
    build_regions(CONNECTIONS.plain, GAPS)
    build_machinery(CONNECTIONS.plain)
    made.minutes(1)
    assert made.send("mirror", source="schedule") == {"answer": "mirrored"}
    return made
