"""Each defect planted in a copy of the platform is found, by rule, root, address and key, and nothing else is.

`defects.yaml` has one edit a defect. Those with `found` are ours to find and say all that must newly fail; those with
`engines` are for the engines to find, all planted at once (slow).
"""

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
THEIRS = [defect for defect in DEFECTS if "engines" in defect]

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


@pytest.mark.parametrize("defect", OURS, ids=lambda defect: defect["name"])
def test_our_rules_find_the_defect_where_it_is_and_nothing_else(
    defect: dict, platform: Path, standing: dict[Failure, Severity]
) -> None:
    plant(platform, defect)
    wanted = {entry(line) for line in defect["found"]}
    assert failing(platform).keys() - standing.keys() == wanted


@pytest.mark.slow
@pytest.mark.xdist_group("live-engines")
def test_the_engines_find_the_rest_with_all_planted_at_once(platform: Path) -> None:
    for defect in THEIRS:
        plant(platform, defect)
    settings = Settings(top=platform, paths=("infra",))
    report = audit(
        Request(settings=settings, today=date(2026, 11, 1)),
        Sources(platform, scope=settings.paths),
        Tools.here(),
        lambda _: None,
    )
    assert {run.engine: run.status for run in report.runs} == dict.fromkeys(settings.enabled, RunStatus.OK)
    found = {(f.rule, f.root, f.address.name) for f in report.findings if f.address}
    wanted = {entry(line)[:3] for defect in THEIRS for line in defect["engines"]}
    assert wanted - found == set()
