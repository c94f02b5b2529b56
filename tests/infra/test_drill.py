"""The recovery drill: played whole on a local moto server with the real Terraform, and its calls for a real account."""

import importlib
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


@pytest.mark.slow
@pytest.mark.xdist_group("terraform")
def test_the_drill_plays_with_production_s_names_sizes_and_times(
    platform_plan: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(TOP / "infra"))
    monkeypatch.syspath_prepend(str(TOP / "infra" / "lambda"))
    estate = importlib.import_module("drill.estate")
    document = platform_plan("prod-with-dr")
    given = {name: variable["value"] for name, variable in document["variables"].items()}
    after = {change["address"]: change["change"]["after"] for change in document["resource_changes"]}
    alarms = "module.failover_function.aws_cloudwatch_metric_alarm."

    assert (
        f"{given['project_name']}-{given['environment']}",
        given["primary_region"],
        given["dr_region"],
    ) == (estate.PREFIX, estate.PRIMARY, estate.RECOVERY)
    assert {name: group["size"] for name, group in given["node_groups"].items()} == estate.GROUPS
    assert {name: _service(service) for name, service in given["services"].items()} == estate.SERVICES
    assert estate.region_settings(estate.PRIMARY)["database"]["instance_class"] == given["database"]["instance_class"]
    assert len([address for address in after if address.startswith(f"{alarms}slice[")]) == estate.SLICES
    assert after[f'{alarms}trouble["failover-slow"]']["threshold"] == estate.TARGET_SECONDS

    (lag,) = [v["threshold"] for a, v in after.items() if a.startswith("module.dr.") and "database-replica/lag" in a]
    root = {**_defaults("environments/prod-with-dr"), **(given.get("failover") or {})}
    assert {
        "stabilisation": 60 * root["stabilisation_minutes"],
        "return_step": 60 * root["return_step_minutes"],
        "approval": _defaults("modules/failover-function")["approval"],
        "replica_lag": lag,
        "mirror_age": after[f'{alarms}trouble["mirror-old"]']["threshold"],
    } == estate.TIMES


def _service(service: dict[str, Any]) -> dict[str, Any]:
    least = service["desired_count"]
    return {
        "size": {"min": least, "desired": least, "max": service["max_count"]},
        "standby": service.get("standby_count") or _defaults("environments/prod-with-dr")["standby_count"],
        "writes_database": "database" in service.get("data_stores", []),
    }


def _defaults(place: str) -> dict[str, int]:
    """Numbers that attributes of a configuration's variables have by default."""
    text = (TOP / "infra" / place / "variables.tf").read_text()
    found = re.findall(r"^ +(\w+) += optional\(number, (\d+)\)$", text, re.MULTILINE)
    return {name: int(number) for name, number in found}
