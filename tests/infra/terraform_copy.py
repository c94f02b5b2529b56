"""Terraform run in a copy of the platform, with no credentials and none of the caller's variables. No test itself."""

import os
import shutil
import subprocess
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
MODULES = sorted(path.parent.name for path in (TOP / "infra" / "modules").glob("*/main.tf"))
ROOTS = ("bootstrap", "environments/dev", "environments/prod-with-dr")


def run(*words: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """The command's answer, whatever its exit code; `more` joins its environment."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "TF_VAR_"))}
    environment = {**kept, "TF_CLI_ARGS": "-no-color", "TF_IN_AUTOMATION": "1", **more}
    return subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def copied(place: Path) -> Path:
    """A copy of infra/ in `place`, so that nothing of Terraform's is left in the tree."""
    return Path(shutil.copytree(TOP / "infra", place / "infra", ignore=shutil.ignore_patterns(".terraform")))


def initialised(terraform: str, plugins: tuple[str, ...], directory: Path) -> Path:
    made = run(terraform, "init", "-backend=false", "-input=false", *plugins, cwd=directory)
    assert made.returncode == 0, made.stdout + made.stderr
    return directory
