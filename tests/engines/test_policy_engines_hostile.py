"""Nothing of a stranger's tree, home or environment hides or leaks in KICS, Terrascan and Guard: with the real ones."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import stand_ins
from engine_stage import job_of, write_tree

from secscan.engines import Tools, run_engines
from secscan.model import EngineRun, RunStatus

PLAIN = {
    "main.tf": """
        variable "open" {
          type = bool
        }
        # {first}
        resource "aws_sqs_queue" "q" {
          name = "a-queue" # {line}
        }
        module "keys" {
          source = "./sub"
        }
        resource "aws_db_instance" "d" {
          engine              = "postgres"
          publicly_accessible = var.open
        }
        output "ignored" {
          value = file("${path.module}/.gitignore")
        }
    """,
    "sub/main.tf": """
        # {block}
        resource "aws_kms_key" "k" {
          description = "no rotation"
        }
    """,
    ".gitignore": "*.tfstate\n",
    "terraform.tfvars": "open = true\n",
}
QUIET = {"first": "of no interest", "line": "of no interest", "block": "of no interest"}
MARKERS = {"first": "kics-scan ignore", "line": "kics-scan ignore-line", "block": "kics-scan ignore-block"}
SQS, KMS, PUBLIC = (
    "6e8849c1-3aa7-40e3-9063-b85ee300f29f",
    "22fbfeac-7b5a-421a-8a27-7a2178bb910b",
    "35113e6f-2c6b-414d-beec-7a9482d3b2d1",
)


def tree(top: Path, markers: dict[str, str]) -> Path:
    return write_tree(top, {name: _marked(text, markers) for name, text in PLAIN.items()})


def _marked(text: str, markers: dict[str, str]) -> str:
    for name, marker in markers.items():
        text = text.replace(f"{{{name}}}", marker)
    return text


def plant(top: Path) -> None:
    """Configuration that would hide every result, and a directory that KICS passes over by itself."""
    write_tree(
        top,
        {
            "kics.config": '{"exclude-severities": ["HIGH", "MEDIUM", "LOW", "INFO", "CRITICAL"]}\n',
            ".kics.config": '{"exclude-paths": ["*"]}\n',
            ".terrascan.toml": '[severity]\nlevel = "high"\n[policy]\nrepo_url = "https://policies.example"\n',
            ".terrascan/config.toml": '[rules]\nskip-rules = ["AC_AWS_0366", "AC_AWS_0160"]\n',
            "assets/libraries/common.rego": "package generic.common\n",
            "assets/queries/terraform/aws/none/query.rego": "package Cx\n",
            ".cfn-guard/rules.guard": "rule kms_key_rotation {\n  Resources exists\n}\n",
            ".aws/credentials": "[default]\naws_secret_access_key = stolen\n",
        },
    )


def environment(top: Path) -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": "an id",
        "HOME": str(top),
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "KICS_EXCLUDE_SEVERITIES": "high,medium,low,info,critical",
        "KICS_QUERIES_PATH": str(top / "assets" / "queries"),
        "KICS_LIBRARIES_PATH": str(top / "assets" / "libraries"),
        "TERRASCAN_CONFIG": str(top / ".terrascan.toml"),
        "TF_VAR_open": "false",
    }


def said(runs: tuple[EngineRun, ...]) -> list[tuple[object, ...]]:
    return [(run.engine, run.status, run.observations, run.notices) for run in runs]


@pytest.mark.slow
def test_a_planted_tree_home_and_environment_change_nothing_for_the_policy_engines(
    installed_tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet = job_of(tree(tmp_path / "quiet", QUIET), tmp_path / "stage", installed_tools)
    expected = said(run_engines(stand_ins.NEW, quiet))
    assert [entry[1] for entry in expected] == [RunStatus.OK] * 3

    planted = tree(tmp_path / "planted", MARKERS)
    (planted / ".gitignore").write_text("sub/\n*.tfvars\n")
    for directory in (planted, planted / "sub", tmp_path / "home"):
        plant(directory)
    job = job_of(planted, tmp_path / "planted-stage", installed_tools)
    for name, value in environment(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(planted)
    found = run_engines(stand_ins.NEW, job)
    assert said(found) == expected
    rules = {(run.engine, o.rule_id) for run in found for o in run.observations if o.outcome == "fail"}
    assert rules >= {("kics", SQS), ("kics", KMS), ("kics", PUBLIC)}
    assert rules >= {("guard", "kms_key_rotation"), ("terrascan", "AC_AWS_0160"), ("terrascan", "AC_AWS_0366")}


@pytest.mark.slow
def test_the_same_plants_do_their_work_on_a_kics_that_runs_in_the_tree(installed_tools: Tools, tmp_path: Path) -> None:
    """What the test above would show if we did not stand in the way: the plants are live ones."""
    quiet, planted = tree(tmp_path / "quiet", QUIET), tree(tmp_path / "planted", MARKERS)
    plant(planted)
    tool = installed_tools.verified("kics")
    queries = str(tool / "assets" / "queries" / "terraform" / "aws" / "sqs_with_sse_disabled")
    codes = []
    for top in (quiet, planted):
        words = ("scan", "--path", str(top), "--queries-path", queries, "--output-path", str(tmp_path / "out"))
        done = subprocess.run(
            [str(tool / "bin" / "kics"), *words, "--type", "terraform", "--ci", "--no-progress"],
            cwd=tmp_path,  # in the tree itself it would wait for ever, once it meets `.terrascan` (docs/engines.md)
            env={"HOME": str(tmp_path)},
            capture_output=True,
            check=False,
            timeout=300,
        )
        codes.append(done.returncode)
    assert codes == [40, 0]


@pytest.mark.slow
def test_values_that_a_comment_names_outside_of_the_tree_are_not_read_by_kics(
    installed_tools: Tools, tmp_path: Path
) -> None:
    """`// kics_terraform_vars: FILE` makes KICS take values from any file of the machine."""
    outside = write_tree(tmp_path / "outside", {"values.tfvars": "open = true\n"}) / "values.tfvars"
    text = """
        // kics_terraform_vars: {file}
        variable "open" {{
          default = false
        }}
        resource "aws_db_instance" "d" {{
          engine              = "postgres"
          publicly_accessible = var.open
        }}
    """
    for file in (str(outside), os.path.relpath(outside, tmp_path / "tree"), "../" * 20 + str(outside)[1:]):
        top = write_tree(tmp_path / "tree", {"main.tf": text.format(file=file)})
        job = job_of(top, tmp_path / "stage", installed_tools)
        (run,) = run_engines(("kics",), job)
        assert run.status is RunStatus.OK
        assert PUBLIC not in {o.rule_id for o in run.observations}
        shutil.rmtree(top)
        shutil.rmtree(tmp_path / "stage")


ALL = ("checkov", "tflint", "kics", "guard", "terrascan")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
def test_without_any_network_they_say_the_same(installed_tools: Tools, tmp_path: Path) -> None:
    """In a network namespace without an interface: nothing is asked of anybody while scanning."""
    unshare = shutil.which("unshare")
    probe = subprocess.run([unshare or "unshare", "-rn", "true"], capture_output=True, check=False) if unshare else None
    if probe is None or probe.returncode:
        pytest.skip("no network namespace can be made here: this needs `unshare` and the right to use it")
    script = (
        "import sys; sys.path[:0] = sys.argv[4:]\n"
        "from pathlib import Path\n"
        "from engine_stage import job_of\n"
        "from secscan.engines import Tools, run_engines\n"
        "job = job_of(Path(sys.argv[1]), Path(sys.argv[2]), Tools(cache=Path(sys.argv[3])))\n"
        f"for run in run_engines({ALL}, job):\n"
        "    print(run.engine, run.status.value)\n"
        "    print(run.notices, run.observations)\n"
    )
    top = tree(tmp_path / "tree", QUIET)
    answers = []
    for n, prefix in enumerate(((), (str(unshare), "-rn"))):
        words = (str(top), str(tmp_path / f"stage-{n}"), str(installed_tools.cache), *sys.path)
        here = str(Path(__file__).parent)
        command = [*prefix, sys.executable, "-c", script, *words, here]
        answers.append(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert answers[0] == answers[1]
    assert answers[0].splitlines()[::2] == [f"{engine} ok" for engine in ALL]
