"""What KICS, Terrascan and Guard said, as observations: on what the real ones printed (recorded/README.md)."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
import stand_ins
from engine_stage import TREE, job_of, write_tree
from syrupy.assertion import SnapshotAssertion

from secscan.engines import Tools, run_engines
from secscan.model import Address, EngineRun, Observation, Outcome, RunStatus, View
from secscan.terraform.configuration import Options

VIEWS = {"kics": View.SOURCE, "guard": View.EVALUATED, "terrascan": View.EVALUATED}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, EngineRun]:
    top = tmp_path_factory.mktemp("adapters")
    job = job_of(TREE, top / "stage", stand_ins.replayed(Tools(cache=top / "cache")))
    return {run.engine: run for run in run_engines(stand_ins.NEW, job)}


def line(o: Observation) -> str:
    """One observation on a line, whole but for what is the same in all of its rule."""
    span = o.location.span if o.location else None
    place = f"{span.file}:{span.line}:{span.column}-{span.end_line}:{span.end_column}" if span else "nowhere"
    where = o.absent_from or str(o.address)
    return f"{o.outcome} {o.rule_id} {o.severity} [{where}] {place} {o.message} ({o.evidence}) {o.reason}".rstrip()


@pytest.mark.parametrize("engine", stand_ins.NEW)
def test_every_word_of_the_recorded_policy_engines_is_read(
    engine: str, runs: dict[str, EngineRun], snapshot: SnapshotAssertion
) -> None:
    run = runs[engine]
    assert run.status is RunStatus.OK
    assert {(o.engine, o.view, o.skipped_by_engine) for o in run.observations} == {(engine, VIEWS[engine], False)}
    words = [f"{n.level} {n.file}:{n.line} {n.message}" for n in run.notices]
    assert "\n".join([run.version, *words, *(line(o) for o in run.observations)]) == snapshot


def addresses(run: EngineRun, rule: str, outcome: Outcome = Outcome.FAIL) -> set[str]:
    return {str(o.address) for o in run.observations if (o.rule_id, o.outcome) == (rule, outcome)}


def test_guard_and_terrascan_judge_every_instance_of_a_module_by_its_arguments(runs: dict[str, EngineRun]) -> None:
    """dev turns the rotation off for both instances; prod, and the top, on. No module says so by itself."""
    rotating = {
        ".: module.mine.aws_kms_key.this",
        'envs/prod: module.store["a"].aws_kms_key.this',
        'envs/prod: module.store["b"].aws_kms_key.this',
    }
    not_rotating = {
        "envs/prod: aws_kms_key.j",
        'envs/dev: module.store["a"].aws_kms_key.this',
        'envs/dev: module.store["b"].aws_kms_key.this',
    }
    assert addresses(runs["terrascan"], "AC_AWS_0160") == not_rotating
    assert addresses(runs["guard"], "kms_key_rotation") == not_rotating
    assert addresses(runs["guard"], "kms_key_rotation", Outcome.PASS) == rotating


def test_kics_names_what_a_root_lacks_once_and_on_no_resource(runs: dict[str, EngineRun]) -> None:
    lacking = [(o.rule_id, o.absent_from, o.address, o.location) for o in runs["kics"].observations if o.absent_from]
    analyzer = "e592a0c5-5bdb-414c-9066-5dba7cdea370"
    assert lacking == [(analyzer, root, None, None) for root in (".", "envs/dev", "envs/prod")]


def test_kics_names_the_block_where_instances_share_a_line(runs: dict[str, EngineRun]) -> None:
    kms = "7ebc9038-0bde-479a-acc4-6ed7b6758899"
    assert addresses(runs["kics"], kms) == {
        ".: module.mine.aws_kms_key.this",
        "envs/dev: module.store.aws_kms_key.this",
        "envs/prod: module.store.aws_kms_key.this",
    }


def test_the_report_says_that_terrascan_is_legacy(runs: dict[str, EngineRun]) -> None:
    assert [n.level for n in runs["terrascan"].notices] == ["note"]
    assert "archived upstream since November 2025" in runs["terrascan"].notices[0].message


def test_the_recorded_engines_say_the_same_in_two_places(tmp_path: Path) -> None:
    def audit(name: str) -> tuple[EngineRun, ...]:
        tools = stand_ins.replayed(Tools(cache=tmp_path / name / "cache"))
        return run_engines(stand_ins.NEW, job_of(TREE, tmp_path / name / "stage", tools))

    def words(runs: tuple[EngineRun, ...]) -> list[tuple[object, ...]]:
        return [(r.engine, r.version, r.status, r.observations, r.notices) for r in runs]

    assert words(audit("here")) == words(audit("there"))


@pytest.mark.slow
def test_the_real_policy_engines_still_say_what_was_recorded(
    runs: dict[str, EngineRun], installed_tools: Tools, tmp_path: Path
) -> None:
    job = job_of(TREE, tmp_path / "stage", installed_tools)
    for live in run_engines(stand_ins.NEW, job):
        recorded = runs[live.engine]
        assert (live.version, live.status, live.notices) == (recorded.version, recorded.status, recorded.notices)
        assert live.observations == recorded.observations
        assert live.cpu > 0


@pytest.mark.slow
def test_the_real_policy_engines_leave_nothing_behind(
    installed_tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in the stage, nor where temporary files go, nor in their own installs."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    tree = write_tree(tmp_path / "tree", {"main.tf": 'resource "aws_kms_key" "k" {\n}\n'})
    job = job_of(tree, tmp_path / "stage", installed_tools)
    before = listed(tmp_path / "stage")
    run_engines(stand_ins.NEW, job)
    assert listed(tmp_path / "stage") == before
    assert listed(tmp_path / "tmp") == []
    for tool in ("kics", "terrascan", "cfn-guard"):
        installed_tools.verified(tool)


def listed(directory: Path) -> list[str]:
    return sorted(os.path.relpath(path, directory) for path in directory.rglob("*"))


def test_value_files_reach_kics_under_names_that_it_reads_in_terraforms_order(tmp_path: Path) -> None:
    """KICS lets terraform.tfvars win over every other file; Terraform lets it lose."""
    files = {
        "main.tf": 'variable "v" {}\nresource "aws_sqs_queue" "q" {\n  name = var.v\n}\n',
        "terraform.tfvars": 'v = "first"\n',
        "b.auto.tfvars": 'v = "second"\n',
        "values/one.tfvars": 'v = "third"\n',
        "values/two.tfvars": 'v = "fourth"\n',
    }
    tools = Tools(cache=tmp_path / "cache")
    result = {"file_name": "../work/root-0/~0001.auto.tfvars", "line": 1, "resource_type": "", "search_key": "v"}
    stand_ins.kics_that(
        tools,
        f"""
        names = sorted(p.name for p in laid.glob("*.tfvars"))
        json.dump([(n, (laid / n).read_text()) for n in names], open({str(tmp_path / "seen")!r}, "w"))
        query = dict(query_id="q", query_name="a query", severity="LOW", files=[{result!r}])
        write(dict(queries=[query], total_counter=1, files_scanned=5, files_failed_to_scan=0,
                   queries_failed_to_execute=0))
        sys.exit(30)
        """,
    )
    tree = write_tree(tmp_path / "tree", files)
    options = Options(var_files=("values/one.tfvars", "values/two.tfvars"))
    (run,) = run_engines(("kics",), job_of(tree, tmp_path / "stage", tools, options=options))
    assert json.loads((tmp_path / "seen").read_text()) == [
        ["!.auto.tfvars", 'v = "first"\n'],
        ["b.auto.tfvars", 'v = "second"\n'],
        ["~0000.auto.tfvars", 'v = "third"\n'],
        ["~0001.auto.tfvars", 'v = "fourth"\n'],
    ]
    assert (run.status, run.notices) == (RunStatus.OK, ())
    assert [o.location.span.file for o in run.observations if o.location] == ["values/two.tfvars"]


def test_kics_is_shown_a_directory_that_it_would_pass_over_under_another_name(tmp_path: Path) -> None:
    module = 'resource "aws_sqs_queue" "q" {\n}\n'
    files = {"main.tf": 'module "m" {\n  source = "./.terra-modules/m"\n}\n', ".terra-modules/m/main.tf": module}
    tools = Tools(cache=tmp_path / "cache")
    result = {
        "file_name": "../work/root-0/_.terra-modules/m/main.tf",
        "line": 1,
        "resource_type": "aws_sqs_queue",
        "search_key": "aws_sqs_queue[q]",
    }
    stand_ins.kics_that(
        tools,
        f"""
        query = dict(query_id="q", query_name="a query", severity="LOW", files=[{result!r}])
        found = len(list(laid.rglob("*.tf")))
        write(dict(queries=[query], total_counter=1, files_scanned=found, files_failed_to_scan=0,
                   queries_failed_to_execute=0))
        sys.exit(30)
        """,
    )
    tree = write_tree(tmp_path / "tree", files)
    (run,) = run_engines(("kics",), job_of(tree, tmp_path / "stage", tools))
    assert (run.status, run.notices) == (RunStatus.OK, ())
    assert [(o.address, o.location.span.file) for o in run.observations if o.location] == [
        (Address(root=".", name="module.m.aws_sqs_queue.q"), ".terra-modules/m/main.tf")
    ]


def test_what_an_engine_quotes_of_a_sensitive_value_is_not_shown(tmp_path: Path) -> None:
    text = """
        variable "word" {
          sensitive = true
          default   = "hunter-two-and-more"
        }
        resource "aws_sqs_queue" "q" {
          name = var.word
        }
    """
    result = {
        "file_name": "../work/root-0/main.tf",
        "line": 7,
        "resource_type": "aws_sqs_queue",
        "search_key": "aws_sqs_queue[q].name",
        "actual_value": "name is hunter-two-and-more",
        "expected_value": "name is not hunter-two-and-more",
    }
    tools = Tools(cache=tmp_path / "cache")
    stand_ins.kics_that(
        tools,
        f"""
        query = dict(query_id="q", query_name="a query", severity="LOW", files=[{result!r}])
        write(dict(queries=[query], total_counter=1, files_scanned=1, files_failed_to_scan=0,
                   queries_failed_to_execute=0))
        sys.exit(30)
        """,
    )
    job = job_of(write_tree(tmp_path / "tree", {"main.tf": text}), tmp_path / "stage", tools)
    (run,) = run_engines(("kics",), replace(job, workers=1))
    assert [o.evidence for o in run.observations] == ["name is (sensitive); expected: name is not (sensitive)"]


def test_terrascan_is_given_the_types_that_its_policies_look_at_and_whole_addresses_for_names(tmp_path: Path) -> None:
    text = """
        resource "aws_sqs_queue" "q" {
          for_each = toset(["a/b"])
          name     = each.key
        }
        resource "aws_iam_role" "r" {
          assume_role_policy = "{}"
        }
        resource "aws_cloudwatch_log_group" "none_looks_at" {}
        data "aws_iam_role" "read" {
          name = "r"
        }
    """
    tools = Tools(cache=tmp_path / "cache")
    report = {"results": {"violations": None, "scan_summary": {"violated_policies": 0}}}
    keep = f"json.dump(plan, open({str(tmp_path / 'seen')!r}, 'w'))"
    stand_ins.terrascan_that(tools, f"{keep}; print({json.dumps(report)!r})")
    job = job_of(write_tree(tmp_path / "tree", {"main.tf": text}), tmp_path / "stage", tools)
    (run,) = run_engines(("terrascan",), job)
    assert run.status is RunStatus.OK
    plan = json.loads((tmp_path / "seen").read_text())
    names = [(r["name"], r["address"]) for r in plan["planned_values"]["root_module"]["resources"]]
    assert names == [(name, name) for name in ("aws_iam_role.r", 'aws_sqs_queue.q["a/b"]')]
    assert (plan["format_version"], set(plan)) == ("0.2", {"format_version", "terraform_version", "planned_values"})
