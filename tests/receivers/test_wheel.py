"""The wheel, installed alone and elsewhere: it carries its policies, templates, schema and locks."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]

TOP = Path(__file__).resolve().parents[2]
DEFECT = 'resource "aws_kms_key" "this" {\n  description = "no rotation"\n}\n'


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)]
    subprocess.run(build, cwd=TOP, check=True, capture_output=True)
    (made,) = place.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel and its locked runtime packages, and nothing of this repository."""
    place = tmp_path_factory.mktemp("elsewhere") / "venv"
    subprocess.run([sys.executable, "-m", "venv", place], check=True, capture_output=True)
    pip = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-input"]
    lock = str(TOP / "requirements" / "runtime.txt")
    subprocess.run([*pip, "--require-hashes", "-r", lock], check=True, capture_output=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True, capture_output=True)
    return place / "bin" / "secscan"


def test_the_wheel_carries_every_policy_and_nothing_of_the_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    policies = {
        f"secscan/{path.relative_to(TOP).as_posix()}" for path in (TOP / "policies").rglob("*") if path.is_file()
    }
    assert policies - names == set()
    assert "secscan/cfn-guard/rules.guard" in names
    assert {name.split("/")[0] for name in names} == {
        "secscan",
        next(n for n in names if "dist-info" in n).split("/")[0],
    }


def test_the_installed_wheel_audits_a_stranger_s_directory(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(DEFECT)
    command = [str(installed), "scan", ".", "--engine", "secscan", "--require", "secscan", "--format", "json"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "SECSCAN"))}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    found = {(f["rule"], f["root"], f["address"]) for f in report["findings"] if f["disposition"] == "open"}
    assert found == {("aws-kms-key-rotation", ".", "aws_kms_key.this")}


def test_the_installed_wheel_brings_guards_rules_and_minds_none_of_the_audited_tree(
    installed: Path, tmp_path: Path
) -> None:
    (tmp_path / "main.tf").write_text(DEFECT)
    (tmp_path / ".cfn-guard").mkdir()
    (tmp_path / ".cfn-guard" / "rules.guard").write_text("rule kms_key_rotation {\n  Resources exists\n}\n")
    install = [str(installed), "engines", "install", "guard"]
    subprocess.run(install, cwd=tmp_path, check=True, capture_output=True)
    command = [str(installed), "scan", "--engine", "guard", "--format", "json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    found = {(f["rule"], f["address"]) for f in json.loads(done.stdout)["findings"]}
    assert found == {("aws-kms-key-rotation", "aws_kms_key.this")}


def test_the_installed_wheel_lists_engines_and_rules_and_renders_html(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(DEFECT)
    for words in (["engines", "list"], ["rules", "list"], ["explain", "aws-kms-key-rotation"]):
        done = subprocess.run([str(installed), *words], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (words, done.stderr)
    made = tmp_path / "out.html"
    subprocess.run(
        [str(installed), "scan", "--engine", "secscan", "--format", f"html={made}"], cwd=tmp_path, check=False
    )
    assert "aws_kms_key.this" in made.read_text()
