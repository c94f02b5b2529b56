"""`terraform test` of every module and root: what it plans, what it refuses, what policies the real provider writes."""

import re
from pathlib import Path

import pytest
from terraform_copy import MODULES, ROOTS, copied, initialised, run

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("terraform")]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("modules"))


@pytest.mark.parametrize("place", [*(f"modules/{name}" for name in MODULES), *ROOTS])
def test_the_configuration_passes_its_own_tests(
    place: str, terraform: str, terraform_plugins: tuple[str, ...], copy: Path
) -> None:
    directory = initialised(terraform, terraform_plugins, copy / place)
    done = run(terraform, "test", cwd=directory)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Success! [1-9][0-9]* passed, 0 failed\.", done.stdout), done.stdout
