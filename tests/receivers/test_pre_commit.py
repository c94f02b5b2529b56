"""The hooks as another repository uses them: the real pre-commit on real commits."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pre-commit")]

TOP = Path(__file__).resolve().parents[2]

VERSIONS = """terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}
"""
KEYS = """variable "rotate" {
  description = "Whether the key rotates."
  type        = bool
}

resource "aws_kms_key" "this" {
  description         = "data"
  enable_key_rotation = var.rotate
}
"""
LEDGER_TASK = """resource "aws_ecs_task_definition" "ledger" {
  family                = "ledger"
  container_definitions = templatefile("${path.module}/task.json.tftpl", { image = "ledger:1" })
}
"""
TEMPLATE = (
    '[{"name": "app", "image": "${image}", "essential": true, "user": "10001:10001", "readonlyRootFilesystem": true}]\n'
)
BUCKET = """resource "aws_s3_bucket" "records" {
  bucket = "ledger-records"
}

resource "aws_s3_bucket_versioning" "records" {
  bucket = aws_s3_bucket.records.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_kms_key" "records" {
  description         = "records"
  enable_key_rotation = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "records" {
  bucket = aws_s3_bucket.records.id

  rule {
    apply_server_side_encryption_by_default {
      kms_master_key_id = aws_kms_key.records.arn
      sse_algorithm     = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_policy" "records" {
  bucket = aws_s3_bucket.records.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::ledger-records", "arn:aws:s3:::ledger-records/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}
"""
BLOCK = """resource "aws_s3_bucket_public_access_block" "records" {
  bucket                  = aws_s3_bucket.records.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
"""
CALL = """module "keys" {
  source = "../../modules/keys"
  rotate = var.rotate
}

variable "rotate" {
  description = "Whether the keys rotate."
  type        = bool
}
"""
TREE = {
    "modules/keys/main.tf": KEYS,
    "modules/keys/versions.tf": VERSIONS,
    "roots/trading/main.tf": CALL,
    "roots/trading/versions.tf": VERSIONS,
    "roots/trading/terraform.tfvars.json": json.dumps({"rotate": True}),
    "roots/ledger/versions.tf": VERSIONS,
    "roots/ledger/bucket.tf": BUCKET,
    "roots/ledger/block.tf": BLOCK,
    "roots/ledger/task.tf": LEDGER_TASK,
    "roots/ledger/task.json.tftpl": TEMPLATE,
    "notes.txt": "nothing to do with Terraform\n",
}


def run(*words: str | Path, cwd: Path, env: dict[str, str] | None = None, check: bool = True) -> str:
    done = subprocess.run([str(w) for w in words], cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise AssertionError(f"{words} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def identity() -> dict[str, str]:
    """Commits in scratch repositories carry a name that says so; nothing of the user's git is used."""
    who = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", "scratch"), ("EMAIL", "scratch@example.invalid"))
    }
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT"))}
    return {**keep, **who, "GIT_CONFIG_GLOBAL": os.devnull, "NO_COLOR": "1"}


@dataclass(frozen=True, kw_only=True)
class Hooks:
    """A hook repository at one commit, and pre-commit's own environments for it."""

    repository: Path
    revision: str
    home: Path

    @property
    def env(self) -> dict[str, str]:
        return {**identity(), "PRE_COMMIT_HOME": str(self.home)}


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Hooks:
    """This tree as it stands, committed into a repository of its own, so that pre-commit can clone it."""
    place = tmp_path_factory.mktemp("hooks")
    names = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=TOP).split("\0")
    for name in names:
        if name and (TOP / name).is_file() and not name.startswith(("tests/", "infra/")):
            target = place / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(TOP / name, target)
            shutil.copymode(TOP / name, target)
    run("git", "init", "-q", cwd=place, env=identity())
    run("git", "add", "-A", cwd=place, env=identity())
    run("git", "commit", "-qm", "the hooks", cwd=place, env=identity())
    revision = run("git", "rev-parse", "HEAD", cwd=place).strip()
    return Hooks(repository=place, revision=revision, home=tmp_path_factory.mktemp("pre-commit-home"))


@pytest.fixture
def scratch(hooks: Hooks, tmp_path: Path) -> Path:
    """A repository of two clean roots and a shared module, committed, with the hook installed."""
    for name, text in TREE.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    hook_list = "".join(f"      - id: {name}\n" for name in ("secscan", "secscan-validate"))
    config = f"repos:\n  - repo: {hooks.repository}\n    rev: {hooks.revision}\n    hooks:\n{hook_list}"
    (tmp_path / ".pre-commit-config.yaml").write_text(config)
    run("git", "init", "-q", cwd=tmp_path, env=hooks.env)
    run("git", "add", "-A", cwd=tmp_path, env=hooks.env)
    run("git", "commit", "-qm", "clean", cwd=tmp_path, env=hooks.env)
    run(sys.executable, "-m", "pre_commit", "install", cwd=tmp_path, env=hooks.env)
    return tmp_path


def commit(scratch: Path, hooks: Hooks) -> tuple[int, str]:
    """`git commit` as a person types it, with the hook in its way: (exit code, what was printed)."""
    done = subprocess.run(
        ["git", "commit", "-m", "change"], cwd=scratch, env=hooks.env, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def turn_rotation_off_in_tfvars(scratch: Path) -> None:
    (scratch / "roots/trading/terraform.tfvars.json").write_text(json.dumps({"rotate": False}))


def run_the_container_as_root(scratch: Path) -> None:
    replace(scratch / "roots/ledger/task.json.tftpl", "10001:10001", "root")


def delete_the_public_access_block(scratch: Path) -> None:
    (scratch / "roots/ledger/block.tf").unlink()


def turn_rotation_off_in_the_module(scratch: Path) -> None:
    replace(scratch / "modules/keys/main.tf", "= var.rotate", "= false")


STOPPED = [
    (turn_rotation_off_in_tfvars, "module.keys.aws_kms_key.this", "aws_s3_bucket.records"),
    (run_the_container_as_root, "aws_ecs_task_definition.ledger", "module.keys"),
    (delete_the_public_access_block, "aws_s3_bucket.records", "module.keys"),
    (turn_rotation_off_in_the_module, "module.keys.aws_kms_key.this", "aws_s3_bucket.records"),
]


@pytest.mark.parametrize(("change", "address", "elsewhere"), STOPPED, ids=[row[0].__name__ for row in STOPPED])
def test_a_commit_that_plants_a_defect_is_stopped_and_named(
    change: Callable[[Path], None], address: str, elsewhere: str, scratch: Path, hooks: Hooks
) -> None:
    change(scratch)
    run("git", "add", "-A", cwd=scratch, env=hooks.env)
    code, said = commit(scratch, hooks)
    assert code == 1, said
    assert address in said
    assert elsewhere not in said


def test_a_clean_change_and_an_unrelated_one_are_committed(scratch: Path, hooks: Hooks) -> None:
    replace(scratch / "roots/ledger/task.tf", "ledger:1", "ledger:2")
    run("git", "add", "-A", cwd=scratch, env=hooks.env)
    assert commit(scratch, hooks)[0] == 0
    (scratch / "notes.txt").write_text("still nothing\n")
    run("git", "add", "-A", cwd=scratch, env=hooks.env)
    assert commit(scratch, hooks)[0] == 0


def test_what_is_not_staged_does_not_stop_a_commit(scratch: Path, hooks: Hooks) -> None:
    replace(scratch / "roots/ledger/task.tf", "ledger:1", "ledger:2")
    run("git", "add", "-A", cwd=scratch, env=hooks.env)
    turn_rotation_off_in_the_module(scratch)
    code, said = commit(scratch, hooks)
    assert code == 0, said


def test_a_renamed_template_leaves_a_root_that_cannot_be_judged(scratch: Path, hooks: Hooks) -> None:
    run("git", "mv", "roots/ledger/task.json.tftpl", "roots/ledger/other.json.tftpl", cwd=scratch, env=hooks.env)
    code, said = commit(scratch, hooks)
    assert code == 1, said  # pre-commit's own code for a failed hook
    assert "task.json.tftpl" in said
    assert "exit code: 3" in said


def test_a_rename_that_changes_nothing_is_committed(scratch: Path, hooks: Hooks) -> None:
    run("git", "mv", "roots/ledger/block.tf", "roots/ledger/public_access.tf", cwd=scratch, env=hooks.env)
    code, said = commit(scratch, hooks)
    assert code == 0, said


def test_a_wrong_key_in_the_configuration_is_stopped_with_its_line(scratch: Path, hooks: Hooks) -> None:
    (scratch / ".secscan.yaml").write_text("paths: [roots]\nfail_onn: high\n")
    run("git", "add", "-A", cwd=scratch, env=hooks.env)
    code, said = commit(scratch, hooks)
    assert code == 1
    assert ".secscan.yaml:2" in said
    assert "fail_on" in said


def test_all_files_audits_every_root(scratch: Path, hooks: Hooks) -> None:
    turn_rotation_off_in_tfvars(scratch)
    run_the_container_as_root(scratch)
    run("git", "add", "-A", cwd=scratch, env=hooks.env)
    run("git", "commit", "-qnm", "two defects, hooks switched off", cwd=scratch, env=hooks.env)
    said = run(
        sys.executable, "-m", "pre_commit", "run", "secscan", "--all-files", cwd=scratch, env=hooks.env, check=False
    )
    assert "module.keys.aws_kms_key.this" in said
    assert "aws_ecs_task_definition.ledger" in said
