"""What every test may ask for: the repository, an absent tool said loudly, Terraform's providers where they lie."""

import functools
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

TOP = Path(__file__).resolve().parent.parent
_skipped: list[str] = []


def absent(what: str, how: str) -> NoReturn:
    """A tool that this test needs is not here: a loud skip for a person, a failure in CI."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is required in CI and is absent: {how}")
    _skipped.append(f"{what}: {how}")
    pytest.skip(f"{what} is absent: {how}")


@pytest.fixture(scope="session")
def say_absent() -> Callable[[str, str], NoReturn]:
    """`absent`, for those tests that find out by themselves."""
    return absent


def pytest_configure() -> None:
    """A runner in the background ignores interruptions, and its children inherit that: the tests of them need them."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Skips never pass in silence."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.write_sep("!", f"{len(skipped)} tests did not run", red=True, bold=True)
        for report in skipped:
            terminalreporter.write_line(f"  {report.nodeid}: {report.longrepr[2]}")


@pytest.fixture(scope="session")
def top() -> Path:
    """The repository's top directory."""
    return TOP


def _conventional_places() -> Iterator[Path]:
    """Where people and packages put provider plugins: Terraform's implied mirrors, then /opt and the like.

    Source: https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
    """
    named = os.environ.get("SECSCAN_TEST_PLUGIN_DIR")
    if named:
        yield Path(named)
    yield Path.home() / ".terraform.d" / "plugins"
    yield Path("/usr/local/share/terraform/plugins")
    yield Path("/usr/share/terraform/plugins")
    for parent in (Path("/opt"), Path("/usr/local"), Path("/var/lib"), Path.home() / ".cache"):
        if parent.is_dir():
            yield from sorted(child for child in parent.iterdir() if child.is_dir())


@functools.cache
def plugin_directory() -> Path | None:
    """The first conventional place that holds the AWS provider."""
    for place in _conventional_places():
        try:
            if (place / "registry.terraform.io" / "hashicorp" / "aws").is_dir():
                return place
        except OSError:
            continue
    return None


@functools.cache
def terraform_binary() -> str | None:
    return shutil.which("terraform")


@pytest.fixture(scope="session")
def cargo() -> str:
    """Cargo's path."""
    return shutil.which("cargo") or absent("Cargo", "put Rust's `cargo` on PATH")


@pytest.fixture(scope="session")
def terraform() -> str:
    """The Terraform binary's path."""
    return terraform_binary() or absent("Terraform", "put `terraform` 1.11 on PATH")


@pytest.fixture(scope="session")
def plan_reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """HashiCorp's own reader of plan documents, built (tests/receivers/plan_reader)."""
    go = shutil.which("go") or absent("Go", "put `go` 1.21 or newer on PATH")
    program = tmp_path_factory.mktemp("reader") / "reader"
    source = TOP / "tests" / "receivers" / "plan_reader"
    made = subprocess.run([go, "build", "-o", program, "."], cwd=source, capture_output=True, text=True, check=False)
    if made.returncode:
        absent("github.com/hashicorp/terraform-json", f"a Go module proxy must serve it: {made.stderr.strip()[-300:]}")
    return program


@pytest.fixture(scope="session")
def terraform_plugins(terraform: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """The arguments with which `terraform init` finds the AWS provider; none where it can fetch."""
    place = plugin_directory()
    if place is not None:
        return (f"-plugin-dir={place}",)
    probe = tmp_path_factory.mktemp("provider-probe")
    wanted = 'required_providers {\n aws = { source = "hashicorp/aws" }\n }'
    (probe / "main.tf").write_text(f"terraform {{\n {wanted}\n}}\n")
    made = subprocess.run([terraform, "init", "-backend=false"], cwd=probe, capture_output=True, text=True, check=False)
    if made.returncode:
        absent("the Terraform AWS provider", "name its plugin directory in SECSCAN_TEST_PLUGIN_DIR")
    return ()


@pytest.fixture(scope="session")
def platform_plan(
    terraform_plugins: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], dict[str, object]]:
    """The plan of a root of the platform, as JSON, by the root's name: `bootstrap`, `dev`, `prod-with-dr`. Each is
    planned once a session, with invented keys."""
    place = tmp_path_factory.mktemp("plans")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "TF_VAR_"))}
    environment = {**kept, "TF_CLI_ARGS_init": " ".join(terraform_plugins)}

    @functools.cache
    def plan(name: str) -> dict[str, object]:
        words = [str(TOP / "infra" / "scripts" / "plan-offline.sh"), name, str(place / name)]
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "Warning:" not in done.stdout
        document: dict[str, object] = json.loads((place / name).read_text())
        return document

    return plan
