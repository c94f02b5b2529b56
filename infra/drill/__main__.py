"""The command: `.venv/bin/python infra/drill` plays the drill and writes its report; with `--dry-run` it prints the
calls that do the same on a real account. Exit 0: every claim held; 1: one did not; 2: the drill could not be played.

It ends by itself, listens on the loopback interface alone, and leaves nothing but the report.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

INFRA = Path(__file__).resolve().parents[1]
PACKAGE = INFRA / "modules" / "failover-function" / "function.zip"
# The program that is drilled is the one in the zip that Terraform uploads.
sys.path[:0] = [str(PACKAGE), str(INFRA)]

import boto3  # noqa: E402 - the path above leads to what follows
from botocore.config import Config  # noqa: E402

from drill.clock import DrillClock  # noqa: E402
from drill.commands import commands  # noqa: E402
from drill.estate import PREFIX, RECOVERY, START, build_regions, listen  # noqa: E402
from drill.gaps import Delays, Gaps  # noqa: E402
from drill.machinery import FUNCTION, apply  # noqa: E402
from drill.report import Played, document, write  # noqa: E402
from drill.server import moto_server  # noqa: E402
from drill.story import ACTS, Act, Made  # noqa: E402
from drill.world import Connections, World  # noqa: E402

DELAYS = Delays(nodes=240, promotion=300)  # the recovery model's assumptions
LIMIT_SECONDS = 1800  # of this machine; acts that have not begun by then are not played


def main(words: Sequence[str]) -> int:
    options = _options(words)
    if options.dry_run:
        for what, call in commands(function=FUNCTION, prefix=PREFIX, region=RECOVERY):
            print(f"# {what}\n{call}\n")  # noqa: T201 - the command's output
        return 0
    begun = time.monotonic()
    try:
        played = _drill(options.terraform, options.plugin_dir, begun)
    except (RuntimeError, OSError, subprocess.TimeoutExpired) as error:
        print(f"drill: {error}", file=sys.stderr)  # noqa: T201 - the command's output
        return 2
    told = document(played, machine_seconds=round(time.monotonic() - begun), missing=len(ACTS) - len(played))
    write(options.report, told)
    print(f"{'passed' if told['passed'] else 'FAILED'}: {options.report / 'drill-report.md'}")  # noqa: T201
    return 0 if told["passed"] else 1


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="drill", description="Drill the failover on a local moto server.")
    parser.add_argument("--dry-run", action="store_true", help="print the calls for a real account, and make none")
    parser.add_argument("--report", type=Path, default=Path("reports"), help="directory of the report (reports)")
    parser.add_argument("--terraform", default=shutil.which("terraform") or "terraform", help="Terraform to run")
    parser.add_argument("--plugin-dir", type=Path, help="where the AWS provider is, if it is not to be fetched")
    return parser.parse_args(words)


def _drill(terraform: str, plugins: Path | None, begun: float) -> list[Played]:
    # Nothing of the caller's account may be reached, nor its credentials be used.
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    with moto_server() as address, tempfile.TemporaryDirectory() as place:
        outputs = apply(Path(place), address, terraform, plugins)
        world = _world(address)
        build_regions(world.plain, world.gaps)
        listen(world.plain, outputs["alert_topic_arn"])
        made = Made(outputs=outputs, package=PACKAGE)
        played: list[Played] = []
        for act in ACTS:
            if time.monotonic() - begun > LIMIT_SECONDS or (played and played[-1].error):
                break
            played.append(_play(act, world, made))
        return played


def _world(address: str) -> World:
    session = boto3.Session(aws_access_key_id="of-nobody", aws_secret_access_key="of-nobody")  # noqa: S106 - nobody's

    def connect(service: str, region: str, patience: Any) -> Any:
        """Impatient, so that refusals reach the function and not boto3's own back-off, which takes real time."""
        config = Config(connect_timeout=5, read_timeout=60, retries={"total_max_attempts": 1})
        merged = config if patience is None else patience.merge(config)
        return session.client(service, region_name=region, endpoint_url=address, config=merged)  # type: ignore[call-overload] # any service

    connections: Connections

    def plain(service: str, region: str) -> Any:
        return connections.plain(service, region)

    connections = Connections(connect=connect, gaps=Gaps(clock=DrillClock(START), delays=DELAYS, plain=plain))
    return World(connections=connections)


def _play(act: Act, world: World, made: Made) -> Played:
    at, error, claims = world.clock.now(), "", {}
    try:
        claims = dict(act.play(world, made))
    except Exception as raised:  # noqa: BLE001 - an act that breaks is reported, and ends the drill
        error = f"{type(raised).__name__}: {raised}"
    return Played(
        name=act.name,
        at=round(at - START),
        seconds=round(world.clock.now() - at),
        proves=act.proves,
        cannot=act.cannot,
        claims=claims,
        error=error,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
