"""Terraform itself accepts the platform: formatting, validation, and a plan with fake keys. Not what the rules say."""

import json
from pathlib import Path

import pytest
from terraform_copy import TOP, copied, initialised, run

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("terraform")]

ENVIRONMENTS = ("dev", "prod-with-dr")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("platform"))


def test_every_file_is_formatted(terraform: str, copy: Path) -> None:
    done = run(terraform, "fmt", "-check", "-recursive", "-diff", cwd=copy)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_environment_is_valid_without_a_warning(
    environment: str, terraform: str, terraform_plugins: tuple[str, ...], copy: Path
) -> None:
    root = initialised(terraform, terraform_plugins, copy / "environments" / environment)
    validated = run(terraform, "validate", "-json", cwd=root)
    answer = json.loads(validated.stdout)
    assert (answer["valid"], answer["diagnostics"]) == (True, [])


def test_the_recovery_region_is_planned_into_its_own_region(
    terraform: str, terraform_plugins: tuple[str, ...], tmp_path: Path
) -> None:
    """Every resource of the recovery side goes through the provider of the recovery region, in a real plan."""
    plan = tmp_path / "plan.json"
    script = TOP / "infra" / "scripts" / "plan-offline.sh"
    done = run(str(script), "prod-with-dr", str(plan), cwd=tmp_path, TF_CLI_ARGS_init=" ".join(terraform_plugins))
    assert done.returncode == 0, done.stderr
    document = json.loads(plan.read_text())
    assert document["variables"]["dr_region"]["value"] == "us-west-2"
    through = {
        (module, resource["provider_config_key"])
        for module in ("dr", "primary")
        for resource in _configured(document["configuration"]["root_module"]["module_calls"][module])
    }
    assert through == {("dr", "aws.dr"), ("primary", "aws")}


def _configured(call: dict) -> list[dict]:
    inner = call["module"].get("module_calls", {}).values()
    here = [r for r in call["module"].get("resources", []) if r["mode"] == "managed"]
    return [*here, *(resource for child in inner for resource in _configured(child))]
