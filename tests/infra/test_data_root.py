"""The data, audit and observability modules put together for two regions (`roots/data`): what Terraform plans of them,
that our estate says the same, and that our rules find nothing. Single modules are `test_modules.py`'s.
"""

import json
import shutil
from pathlib import Path

import pytest
from terraform_copy import TOP, initialised, run

from secscan.model import Outcome
from secscan.rules import judge, load_policies
from secscan.sources import Sources
from secscan.terraform.configuration import Options, read
from secscan.terraform.estate import Estate

ROOT = "tests/infra/roots/data"
INVENTED = "invented-for-a-plan-1"


def estate() -> Estate:
    configuration = read(Sources(TOP, scope=(ROOT,)), Options())
    assert [problem for problem in configuration.problems if problem.incomplete] == []
    (found,) = configuration.estates
    return found


@pytest.fixture(scope="module")
def plan(
    terraform: str, terraform_plugins: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, object]:
    """`terraform show -json` of a plan with invented keys."""
    copy = tmp_path_factory.mktemp("data")
    for name in ("infra", "tests/infra/roots"):
        shutil.copytree(TOP / name, copy / name, ignore=shutil.ignore_patterns(".terraform*"))
    place = initialised(terraform, terraform_plugins, copy / ROOT)
    planned = run(
        terraform, "plan", "-input=false", "-refresh=false", "-out=plan", cwd=place, TF_VAR_database_password=INVENTED
    )
    assert planned.returncode == 0, planned.stdout + planned.stderr
    assert "Warning:" not in planned.stdout
    shown = run(terraform, "show", "-json", "plan", cwd=place)
    document: dict[str, object] = json.loads(shown.stdout)
    return document


def test_our_rules_find_nothing() -> None:
    judged = judge(load_policies(), (estate(),))
    assert {(o.rule_id, o.address.name) for o in judged if o.outcome is Outcome.FAIL and o.address} == set()


@pytest.mark.slow
@pytest.mark.xdist_group("terraform")
def test_the_estate_is_what_terraform_plans(plan: dict[str, object]) -> None:
    from terraform_truth import differences, reduced

    assert differences(estate(), reduced(plan)) == []


@pytest.mark.slow
@pytest.mark.xdist_group("terraform")
def test_what_is_made_for_the_recovery_region_goes_through_its_provider(plan: dict) -> None:
    calls = plan["configuration"]["root_module"]["module_calls"]
    through = {(name.endswith("_dr"), key) for name, call in calls.items() for key in _providers(call["module"])}
    assert through == {(True, "aws.dr"), (False, "aws")}


@pytest.mark.slow
@pytest.mark.xdist_group("terraform")
def test_the_password_is_nowhere_in_the_plan(plan: dict[str, object]) -> None:
    assert INVENTED not in json.dumps(plan)


def _providers(module: dict) -> set[str]:
    here = {r["provider_config_key"] for r in module.get("resources", []) if r["mode"] == "managed"}
    return here.union(*(_providers(call["module"]) for call in module.get("module_calls", {}).values()))


@pytest.fixture(autouse=True)
def truth_on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison of an estate with a plan lies beside the tests of the estate."""
    monkeypatch.syspath_prepend(str(Path(TOP) / "tests" / "terraform"))
