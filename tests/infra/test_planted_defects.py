"""Each defect planted in a copy of the platform is found, by rule, root, address and key, and nothing else is.

`defects.yaml` has one edit a defect. Those with `found` are ours to find, planted alone, and say all that must newly
fail; those with `engines` are for the engines. All that can stand beside one another are then planted at once, and
`planted_together.json` has, by engine, those that it finds. `record_defects.py` writes both anew.
"""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from secscan.engines import Tools
from secscan.model import Outcome, RunStatus, Severity
from secscan.pipeline import Request, audit
from secscan.rules import judge, load_policies
from secscan.settings.model import Settings
from secscan.sources import Sources
from secscan.terraform.configuration import Options, read

TOP = Path(__file__).resolve().parents[2]
DEFECTS = yaml.safe_load((Path(__file__).parent / "defects.yaml").read_text())
OURS = [defect for defect in DEFECTS if "found" in defect]
TOGETHER = Path(__file__).parent / "planted_together.json"

ENGINES = ("checkov", "tflint", "kics", "guard", "terrascan")

Failure = tuple[str, str, str, str]


@pytest.fixture
def platform(tmp_path: Path) -> Path:
    """A copy of the platform that a test may spoil."""
    shutil.copytree(TOP / "infra", tmp_path / "infra", ignore=shutil.ignore_patterns(".terraform"))
    return tmp_path


def plant(platform: Path, defect: dict[str, str]) -> None:
    path = platform / "infra" / defect["file"]
    text = path.read_text()
    assert text.count(defect["old"]) == 1, (
        f"{defect['name']}: the text to replace stands {text.count(defect['old'])} times"
    )
    path.write_text(text.replace(defect["old"], defect["new"]))


def entry(line: str) -> Failure:
    rule, environment, address, key = (*line.split(" @ "), "")[:4]
    return rule, "infra/bootstrap" if environment == "bootstrap" else f"infra/environments/{environment}", address, key


def failing(top: Path) -> dict[Failure, Severity]:
    configuration = read(Sources(top, scope=("infra",)), Options())
    assert [problem for problem in configuration.problems if problem.incomplete] == []
    judged = judge(load_policies(), configuration.estates)
    found = [o for o in judged if o.outcome is Outcome.FAIL and o.address]
    return {(o.rule_id, o.address.root, o.address.name, o.key): o.severity for o in found if o.address and o.severity}


@pytest.fixture(scope="module")
def standing() -> dict[Failure, Severity]:
    """What fails in the platform without any defect of ours."""
    return failing(TOP)


def test_the_platform_as_it_stands_fails_no_rule_that_gates(standing: dict[Failure, Severity]) -> None:
    threshold = Settings(top=TOP).fail_on.rank
    assert {failure for failure, severity in standing.items() if severity.rank >= threshold} == set()


@pytest.mark.slow
@pytest.mark.parametrize("defect", OURS, ids=lambda defect: defect["name"])
def test_our_rules_find_the_defect_where_it_is_and_nothing_else(
    defect: dict, platform: Path, standing: dict[Failure, Severity]
) -> None:
    plant(platform, defect)
    wanted = {entry(line) for line in defect["found"]}
    assert wanted
    assert failing(platform).keys() - standing.keys() == wanted


def plant_together(platform: Path) -> list[dict]:
    """All defects that can stand beside one another: the first of those that change the same words."""
    planted = []
    for defect in DEFECTS:
        if (platform / "infra" / defect["file"]).read_text().count(defect["old"]) == 1:
            plant(platform, defect)
            planted.append(defect)
    return planted


def witnessed(top: Path, planted: list[dict]) -> dict[str, list[str]]:
    """By engine, the planted defects that it finds where they are."""
    settings = Settings(top=top, paths=("infra",), enabled=tuple(sorted((*ENGINES, "secscan"))))
    sources, request = Sources(top, scope=settings.paths), Request(settings=settings, today=date(2026, 11, 1))
    report = audit(request, sources, Tools.here(), lambda _: None)
    assert {run.engine: run.status for run in report.runs} == dict.fromkeys(settings.enabled, RunStatus.OK)
    seen = {engine: set() for engine in settings.enabled}
    for finding in report.findings:
        for o in finding.observations:
            seen[o.engine].add((finding.rule, finding.root, finding.address.name if finding.address else ""))
    where = {d["name"]: {entry(line)[:3] for line in (*d.get("found", ()), *d.get("engines", ()))} for d in planted}
    return {engine: [name for name, places in where.items() if places & said] for engine, said in seen.items()}


@pytest.mark.slow
@pytest.mark.xdist_group("live-engines")
def test_every_engine_finds_what_is_recorded_with_all_planted_at_once(platform: Path) -> None:
    planted = plant_together(platform)
    found = witnessed(platform, planted)
    recorded = json.loads(TOGETHER.read_text())
    assert {"planted": len(planted), "of": len(DEFECTS), "found": found} == recorded
    assert len(planted) >= 40
    assert [engine for engine, names in found.items() if not names] == []
    assert {d["name"] for d in planted} == {name for names in found.values() for name in names}
