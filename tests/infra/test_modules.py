"""`terraform test` of every module and root: what it plans, what it refuses, what policies the real provider writes."""

import re
from pathlib import Path

import pytest
from terraform_copy import MODULES, ROOTS, copied, initialised, run

pytestmark = pytest.mark.slow

LARGE = ("modules/region", "environments/dev", "environments/prod-with-dr")

# Two queues, so that a machine of two cores runs two of them at a time; the roots and the region, whose plans are the
# largest, do not wait for each other.
PLACES = sorted((*(f"modules/{name}" for name in MODULES), *ROOTS), key=lambda place: (place not in LARGE, place))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("modules"))


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(place, marks=pytest.mark.xdist_group("terraform" if number % 2 else "terraform-modules"))
        for number, place in enumerate(PLACES)
    ],
)
def test_the_configuration_passes_its_own_tests(
    place: str, terraform: str, terraform_plugins: tuple[str, ...], copy: Path
) -> None:
    directory = initialised(terraform, terraform_plugins, copy / place)
    done = run(terraform, "test", cwd=directory)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Success! [1-9][0-9]* passed, 0 failed\.", done.stdout), done.stdout
