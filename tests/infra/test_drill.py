"""The recovery drill: played whole on a local moto server with the real Terraform, and its calls for a real account."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TOP = Path(__file__).resolve().parents[2]
DRILL = TOP / "infra" / "drill"
EXAMPLE = TOP / "docs" / "disaster-recovery" / "drill-report.md"


def drill(*words: str, seconds: int = 60) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(DRILL), *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)


@pytest.mark.slow
@pytest.mark.xdist_group("terraform")
def test_every_claim_of_the_drill_holds_and_the_committed_report_is_what_it_writes(
    terraform: str, terraform_plugins: tuple[str, ...], tmp_path: Path
) -> None:
    found = [word for plugin in terraform_plugins for word in ("--plugin-dir", plugin.partition("=")[2])]
    done = drill("--report", str(tmp_path), "--terraform", terraform, *found, seconds=2400)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads((tmp_path / "drill-report.json").read_text())
    assert (told["passed"], told["not_played"]) == (True, 0)
    written = (tmp_path / "drill-report.md").read_text()
    assert written.splitlines()[:-1] == EXAMPLE.read_text().splitlines()[:-1]


def test_a_dry_run_prints_calls_that_version_2_of_the_cli_takes() -> None:
    done = drill("--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    calls = [shlex.split(line) for line in done.stdout.splitlines() if line and not line.startswith("#")]
    assert {tuple(call[:3]) for call in calls} == {
        ("aws", "cloudwatch", "describe-alarms"),
        ("aws", "dynamodb", "query"),
        ("aws", "lambda", "invoke"),
        ("aws", "sqs", "receive-message"),
    }
    invoked = [call for call in calls if call[1] == "lambda"]
    assert all("raw-in-base64-out" in call for call in invoked)
    actions = [json.loads(call[call.index("--payload") + 1])["action"] for call in invoked]
    assert actions == ["status", "mirror", "drill", "failover", "failback", "failback", "cancel"]


def test_without_terraform_the_drill_says_so_and_leaves_nothing_behind(tmp_path: Path) -> None:
    done = drill("--report", str(tmp_path / "r"), "--terraform", str(tmp_path / "absent"), seconds=180)
    assert done.returncode == 2
    assert "absent" in done.stderr
    assert not (tmp_path / "r").exists()


@pytest.mark.slow
@pytest.mark.xdist_group("terraform")
def test_the_strategy_tells_the_figures_of_the_model(platform_plan: Callable[[str], Any]) -> None:
    planned = platform_plan("prod-with-dr")["planned_values"]["outputs"]["recovery_model"]["value"]
    page = (TOP / "docs" / "disaster-recovery" / "multi-region-dr-strategy.md").read_text()
    told = dict(re.findall(r"^\| (?:- )?\**([a-z]+)\** \| \**(\d+)\** \|", page, re.MULTILINE))
    assert told == {name: str(seconds) for name, seconds in {**planned["parts"], "time": planned["time"]}.items()}
    found = re.findall(r"^\| (?:database|tables|buckets) \(.*\) \| (\d+) \|", page, re.MULTILINE)
    assert sorted(map(int, found)) == sorted(set(planned["points"].values()))
