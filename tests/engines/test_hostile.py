"""Nothing of a stranger's tree, home or environment runs, hides or leaks: with the real engines."""

import json
import re
import shutil
from pathlib import Path

import pytest
from engine_stage import checkov_that, job_of, tflint_that, write_tree

from secscan.engines import Tools, run_engines
from secscan.engines.environment import GO_MEMORY
from secscan.model import EngineRun, RunStatus

TREE = {
    "main.tf": """
        terraform {
          required_version = ">= 1.5"
        }
        # {marker1}
        resource "aws_s3_bucket" "b" {
          # {marker2}
          bucket = "bucket-of-the-test"
        }
        # {marker3}
        resource "aws_instance" "i" {
          ami           = "ami-0123456789abcdef0"
          instance_type = "t9.huge" # {marker4}
        }
        module "m" {
          source = "./module"
          # {marker2}
        }
    """,
    "module/main.tf": """
        resource "aws_kms_key" "k" {
          # {marker2}
          description = "no rotation"
        }
    """,
}
QUIET = {f"marker{n}": f"a comment of no interest to anybody, number {n}" for n in range(1, 5)}
MARKERS = {
    "marker1": "tflint-ignore: all",
    "marker2": "checkov:skip=CKV_AWS_7,CKV_AWS_18,CKV2_AWS_6:nothing to see here",
    "marker3": "tflint-ignore: aws_instance_invalid_type",
    "marker4": "tflint-ignore: aws_instance_invalid_type",
}


def tree(top: Path, markers: dict[str, str]) -> Path:
    return write_tree(top, {name: _marked(text, markers) for name, text in TREE.items()})


def _marked(text: str, markers: dict[str, str]) -> str:
    return re.sub(r"\{(marker\d)\}", lambda match: markers[match[1]], text)


def plant(top: Path, marker: Path) -> None:
    """Configuration that would run a program of its own and hide every result."""
    python = f"import pathlib\npathlib.Path({str(marker)!r}).touch()\n"
    write_tree(
        top,
        {
            ".checkov.yaml": f"external-checks-dir: [{top / 'checks'}]\nskip-check: ['CKV*']\nsoft-fail: true\n",
            ".checkov.yml": f"external-checks-dir: [{top / 'checks'}]\nskip-check: ['CKV*']\n",
            "checks/__init__.py": python,
            "checks/evil.py": python,
            ".tflint.hcl": 'config {\n  plugin_dir = "./plugins"\n  disabled_by_default = true\n}\n'
            'plugin "aws" {\n  enabled = false\n}\nplugin "evil" {\n  enabled = true\n}\n',
            "plugins/tflint-ruleset-evil": f"#!/bin/sh\ntouch {marker}\n",
            ".tflint.d/plugins/tflint-ruleset-aws": f"#!/bin/sh\ntouch {marker}\n",
            "plugins/tflint-ruleset-aws": f"#!/bin/sh\ntouch {marker}\n",
            ".bridgecrew/credentials": "[default]\nbc_api_key = stolen\n",
            "sitecustomize.py": python,
            "checkov/__init__.py": python,
            "git": f"#!/bin/sh\ntouch {marker}\n",
        },
    )
    for program in (*top.glob("plugins/*"), *top.glob(".tflint.d/plugins/*"), top / "git"):
        program.chmod(0o755)


def environment(top: Path) -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": "an id",
        "AWS_SECRET_ACCESS_KEY": "a secret",
        "BC_API_KEY": "a key",
        "CHECKOV_NO_OUTPUT": "true",
        "CHECKOV_OUTPUT_CODE_LINE_LIMIT": "1",
        "CKV_IGNORED_DIRECTORIES": "module",
        "CKV_EXTERNAL_CHECKS_DIR": str(top / "checks"),
        "EXTERNAL_CHECKS_DIR": str(top / "checks"),
        "HOME": str(top),
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "LOG_LEVEL": "DEBUG",
        "PATH": str(top),
        "PYTHONPATH": str(top),
        "PYTHONSTARTUP": str(top / "sitecustomize.py"),
        "TFLINT_CONFIG_FILE": str(top / ".tflint.hcl"),
        "TFLINT_LOG": "trace",
        "TFLINT_PLUGIN_DIR": str(top / "plugins"),
        "TF_DATA_DIR": str(top),
        "TF_VAR_name": "injected",
        "TF_WORKSPACE": "injected",
    }


def said(runs: tuple[EngineRun, ...]) -> list[tuple[object, ...]]:
    return [(run.engine, run.status, run.observations, run.notices) for run in runs]


@pytest.mark.slow
def test_a_planted_tree_home_and_environment_change_nothing(
    installed_tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet = job_of(tree(tmp_path / "quiet", QUIET), tmp_path / "stage", installed_tools)
    expected = said(run_engines(("checkov", "tflint"), quiet))
    assert [entry[1] for entry in expected] == [RunStatus.OK, RunStatus.OK]

    planted, marker = tree(tmp_path / "planted", MARKERS), tmp_path / "it-ran"
    for directory in (planted, planted / "module", tmp_path / "home"):
        plant(directory, marker)
    job = job_of(planted, tmp_path / "planted-stage", installed_tools)
    for name, value in environment(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(planted)
    found = said(run_engines(("checkov", "tflint"), job))

    assert not marker.exists()
    assert found == expected
    rules = {(o.rule_id, str(o.address)) for entry in found for o in entry[2] if o.outcome == "fail"}
    assert rules >= {
        ("CKV_AWS_7", ".: module.m.aws_kms_key.k"),
        ("CKV_AWS_18", ".: aws_s3_bucket.b"),
        ("CKV2_AWS_6", ".: aws_s3_bucket.b"),
        ("aws_instance_invalid_type", ".: aws_instance.i"),
    }


@pytest.mark.slow
def test_the_same_plants_do_their_work_on_an_engine_that_runs_in_the_tree(
    installed_tools: Tools, tmp_path: Path
) -> None:
    """What the test above would show if we did not stand in the way: the plants are live ones."""
    from secscan.engines.process import Limits, run

    planted, marker = tree(tmp_path / "planted", MARKERS), tmp_path / "it-ran"
    plant(planted, marker)
    python = installed_tools.verified("checkov") / "env" / "bin" / "python"
    command = (str(python), "-m", "checkov.main", "-d", str(planted), "--framework", "terraform", "-o", "json")
    skips = {"CKV_SKIP_PACKAGE_UPDATE_CHECK": "true", "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    done = run((*command, "--skip-download"), cwd=tmp_path, environment=skips, limits=Limits(seconds=300))
    assert marker.exists()
    assert (done.code, json.loads(done.stdout)["failed"]) == (0, 0)


def test_a_child_inherits_these_variables_and_no_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    tools = Tools(cache=tmp_path / "cache")
    dump = f"json.dump([dict(os.environ), os.getcwd()], open({str(tmp_path)!r} + '/' + '%s', 'w'))"
    checkov_that(tools, dump % "checkov")
    tflint_that(tools, dump % "tflint")
    job = job_of(tree(tmp_path / "tree", QUIET), tmp_path / "stage", tools)
    run_engines(("checkov",), job)
    run_engines(("tflint",), job)
    common = {"HOME", "LANG", "LC_ALL", "PATH", "TMPDIR", "TZ", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", *GO_MEMORY}
    own = {
        "checkov": {"CKV_SKIP_PACKAGE_UPDATE_CHECK", "HCL_PARSE_TIMEOUT_SEC"},
        "tflint": {"TFLINT_PLUGIN_DIR", "TF_WORKSPACE"},
    }
    for engine, names in own.items():
        variables, cwd = json.loads((tmp_path / engine).read_text())
        assert set(variables) - {"LC_CTYPE"} == common | names
        assert not [name for name in ("HOME", "PATH", "TMPDIR") if str(tmp_path) in variables[name]]
        assert str(tmp_path / "tree") not in cwd


@pytest.mark.slow
def test_a_module_outside_of_the_repository_is_not_read(installed_tools: Tools, tmp_path: Path) -> None:
    """An engine follows a relative path as far as it leads: what is not staged is not there."""
    write_tree(tmp_path, {"outside/main.tf": 'resource "aws_kms_key" "secret" {\n}\n'})
    call = 'module "m" {\n  source = "../outside"\n}\nresource "aws_sqs_queue" "q" {\n}\n'
    job = job_of(write_tree(tmp_path / "repository", {"main.tf": call}), tmp_path / "stage", installed_tools)
    for run in run_engines(("checkov", "tflint"), job):
        assert not [o for o in run.observations if "secret" in str(o.address) or "aws_kms_key" in o.message]


@pytest.mark.slow
def test_var_files_and_workspace_reach_the_engines(installed_tools: Tools, tmp_path: Path) -> None:
    from dataclasses import replace

    from secscan.terraform.configuration import Options

    files = {
        "main.tf": """
            terraform {
              required_version = ">= 1.5"
            }
            variable "size" { type = string }
            resource "aws_instance" "i" {
              instance_type = "${var.size}${terraform.workspace}"
            }
        """,
        "sizes/odd.tfvars": 'size = "t9."\n',
    }
    options = Options(var_files=("sizes/odd.tfvars",), workspace="stage")
    tree = write_tree(tmp_path / "tree", files)
    job = job_of(tree, tmp_path / "stage", installed_tools, options=options)
    (run,) = run_engines(("tflint",), replace(job, workspace="stage"))
    assert [o.message for o in run.observations if o.rule_id == "aws_instance_invalid_type"] == [
        '"t9.stage" is an invalid value as instance_type'
    ]


def test_the_stage_is_all_that_is_named_to_an_engine(tmp_path: Path) -> None:
    """No word of a command lies in the user's tree."""
    tools = Tools(cache=tmp_path / "cache")
    dump = f"json.dump([sys.argv, %s], open({str(tmp_path)!r} + '/' + '%s', 'w'))"
    checkov_that(tools, dump % ("jobs", "checkov"))
    tflint_that(tools, dump % ("chdir", "tflint"))
    source = tree(tmp_path / "tree", QUIET)
    job = job_of(source, tmp_path / "stage", tools)
    shutil.rmtree(source)
    for name in ("checkov", "tflint"):
        run_engines((name,), job)
        assert str(source) not in (tmp_path / name).read_text()
