"""Plan documents as others read them: HashiCorp's own library takes ours for a plan and finds in it what is there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

TOP = Path(__file__).resolve().parents[2]
UNKNOWN = """
variable "names" { type = set(string) }
resource "aws_kms_key" "k" {
  for_each    = var.names
  description = each.key
}
module "m" {
  source   = "./m"
  for_each = var.names
}
"""


def planned(directory: Path, *words: str) -> Path:
    file = directory.parent / f"{directory.name}{len(words)}.json"
    command = [sys.executable, "-m", "secscan", "plan", *words, "-o", str(file)]
    subprocess.run(command, cwd=directory, env=os.environ, check=True, capture_output=True)
    return file


def read(reader: Path, file: Path) -> dict[str, object]:
    done = subprocess.run([str(reader), str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("words", [(), ("--engine-view",)])
def test_hashicorps_library_reads_unknown_instances_like_any_other(
    plan_reader: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    tree = tmp_path / "tree"
    (tree / "m").mkdir(parents=True)
    (tree / "main.tf").write_text(UNKNOWN)
    (tree / "m" / "main.tf").write_text('resource "aws_sqs_queue" "q" { name = "q" }\n')
    found = read(plan_reader, planned(tree, *words))
    assert found["changes"] == {"aws_kms_key.k[*]": ["create"], "module.m[*].aws_sqs_queue.q": ["create"]}
    assert sorted(found["planned"]) == ["aws_kms_key.k[*]", "module.m[*].aws_sqs_queue.q"]  # type: ignore[call-overload]  # a list


def test_hashicorps_library_finds_the_whole_platform(plan_reader: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    root = "infra/environments/prod-with-dr"
    command = [sys.executable, "-m", "secscan", "plan", root, "-o", str(file)]
    subprocess.run(command, cwd=TOP, check=True, capture_output=True)
    found, document = read(plan_reader, file), json.loads(file.read_text())
    assert found["changes"] == {c["address"]: c["change"]["actions"] for c in document["resource_changes"]}
    assert set(found["planned"]) == set(found["changes"])  # type: ignore[call-overload]  # a list and an object
