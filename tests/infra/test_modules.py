"""`terraform test` of every module: what it plans, what it refuses, the policies that the real provider writes."""

import re
from pathlib import Path

import pytest
from terraform_copy import MODULES, copied, initialised, run

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("terraform")]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("modules"))


@pytest.mark.parametrize("module", MODULES)
def test_the_module_passes_its_own_tests(
    module: str, terraform: str, terraform_plugins: tuple[str, ...], copy: Path
) -> None:
    place = initialised(terraform, terraform_plugins, copy / "modules" / module)
    done = run(terraform, "test", cwd=place)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Success! [1-9][0-9]* passed, 0 failed\.", done.stdout), done.stdout
