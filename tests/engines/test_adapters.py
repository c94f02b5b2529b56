"""What Checkov and TFLint said, as observations: on what the real ones printed (recorded/README.md)."""

import os
from pathlib import Path

import pytest
from engine_stage import TREE, job_of, replayed
from syrupy.assertion import SnapshotAssertion

from secscan.engines import Tools, run_engines
from secscan.model import EngineRun, Observation, Outcome, RunStatus, View


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, EngineRun]:
    top = tmp_path_factory.mktemp("adapters")
    job = job_of(TREE, top / "stage", replayed(Tools(cache=top / "cache")))
    return {run.engine: run for run in run_engines(("checkov", "tflint"), job)}


def line(o: Observation) -> str:
    """One observation on a line, whole but for what is the same in all of its rule."""
    span = o.location.span if o.location else None
    place = f"{span.file}:{span.line}:{span.column}-{span.end_line}:{span.end_column}" if span else "nowhere"
    causes = "".join(f" <- {cause.span.file}:{cause.span.line}" for cause in o.causes)
    why = f" because {o.reason}" if o.reason else ""
    told = f"{o.outcome}{why} {o.rule_id} {o.severity} [{o.address}] {place}{causes} {o.message} ({o.evidence})"
    return told if o.view is View.SOURCE else f"{o.view} {told}"


@pytest.mark.parametrize("engine", ["checkov", "tflint"])
def test_every_word_of_the_recorded_engines_is_read(
    engine: str, runs: dict[str, EngineRun], snapshot: SnapshotAssertion
) -> None:
    run = runs[engine]
    assert run.status is RunStatus.OK
    views = {View.SOURCE, View.EVALUATED} if engine == "checkov" else {View.SOURCE}
    assert {(o.engine, o.view, o.skipped_by_engine) for o in run.observations} == {(engine, v, False) for v in views}
    words = [f"{n.level} {n.file}:{n.line} {n.message}" for n in run.notices]
    assert "\n".join([run.version, *words, *(line(o) for o in run.observations)]) == snapshot


def addresses(run: EngineRun, rule: str, outcome: Outcome, view: View = View.SOURCE) -> set[str]:
    wanted = (rule, outcome, view)
    return {str(o.address) for o in run.observations if (o.rule_id, o.outcome, o.view) == wanted}


@pytest.mark.parametrize("view", list(View))
def test_checkov_keeps_roots_instances_and_outcomes_apart(runs: dict[str, EngineRun], view: View) -> None:
    """dev turns the rotation off for both instances; prod, and the top, on. It reads no `.tf.json`; the plan has it."""
    only_in_json = {"envs/prod: aws_kms_key.j"} if view is View.EVALUATED else set()
    assert addresses(runs["checkov"], "CKV_AWS_7", Outcome.FAIL, view) == only_in_json | {
        'envs/dev: module.store["a"].aws_kms_key.this',
        'envs/dev: module.store["b"].aws_kms_key.this',
    }
    assert addresses(runs["checkov"], "CKV_AWS_7", Outcome.PASS, view) == {
        'envs/prod: module.store["a"].aws_kms_key.this',
        'envs/prod: module.store["b"].aws_kms_key.this',
        ".: module.mine.aws_kms_key.this",
    }


def test_checkov_names_data_sources_and_unknown_instances_as_terraform_does(runs: dict[str, EngineRun]) -> None:
    found = {str(o.address) for o in runs["checkov"].observations if o.address and o.address.root == "."}
    assert ".: data.aws_iam_policy_document.p" in found
    assert ".: aws_s3_bucket.unknown[*]" in found
    assert not [name for name in found if "aws_instance" in name]  # those of the roots below


def test_checkov_says_which_files_it_does_not_read(runs: dict[str, EngineRun]) -> None:
    assert [(n.level, n.file, n.message) for n in runs["checkov"].notices] == [
        ("warning", "envs/prod/more.tf.json", "does not read files of this kind")
    ]


def test_tflint_points_into_the_module_and_names_the_call_as_the_cause(runs: dict[str, EngineRun]) -> None:
    found = {
        (str(o.address), o.location.span.file, o.location.span.line, tuple(c.span.file for c in o.causes))
        for o in runs["tflint"].observations
        if o.rule_id == "aws_s3_bucket_name" and o.location
    }
    assert found == {
        ("envs/dev: module.store.aws_s3_bucket.this", "modules/store/main.tf", 7, ("envs/dev/main.tf",)),
        ("envs/prod: module.store.aws_s3_bucket.this", "modules/store/main.tf", 7, ("envs/prod/main.tf",)),
    }


def test_tflint_names_what_stands_in_a_module_relative_to_it(runs: dict[str, EngineRun]) -> None:
    found = {str(o.address) for o in runs["tflint"].observations if o.rule_id == "terraform_required_providers"}
    assert "modules/store: aws_cloudwatch_log_group.g" in found


def test_two_audits_in_two_places_say_the_same(tmp_path: Path) -> None:
    def audit(name: str) -> tuple[EngineRun, ...]:
        job = job_of(TREE, tmp_path / name / "stage", replayed(Tools(cache=tmp_path / "cache")))
        return run_engines(("tflint", "checkov"), job)

    def words(runs: tuple[EngineRun, ...]) -> list[tuple[object, ...]]:
        return [(r.engine, r.version, r.status, r.observations, r.notices) for r in runs]

    assert words(audit("here")) == words(audit("there"))


@pytest.mark.parametrize("names", [("tflint", "checkov"), ("checkov", "tflint"), ("checkov",), ()])
def test_the_answer_is_in_the_order_of_the_question(names: tuple[str, ...], tmp_path: Path) -> None:
    job = job_of(TREE, tmp_path / "stage", replayed(Tools(cache=tmp_path / "cache")))
    assert tuple(run.engine for run in run_engines(names, job)) == names


@pytest.mark.slow
def test_the_real_engines_still_say_what_was_recorded(
    runs: dict[str, EngineRun], installed_tools: Tools, tmp_path: Path
) -> None:
    job = job_of(TREE, tmp_path / "stage", installed_tools)
    for live in run_engines(("checkov", "tflint"), job):
        recorded = runs[live.engine]
        assert (live.version, live.status, live.notices) == (recorded.version, recorded.status, recorded.notices)
        assert live.observations == recorded.observations
        assert live.cpu > 0


@pytest.mark.slow
def test_the_real_engines_leave_nothing_behind(
    installed_tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in the stage, nor where temporary files go, nor in their own installs."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    job = job_of(TREE, tmp_path / "stage", installed_tools)
    before = listed(tmp_path / "stage")
    run_engines(("checkov", "tflint"), job)
    assert listed(tmp_path / "stage") == before
    assert listed(tmp_path / "tmp") == []
    for tool in ("checkov", "tflint", "tflint-ruleset-aws"):
        installed_tools.verified(tool)


def listed(directory: Path) -> list[str]:
    return sorted(os.path.relpath(path, directory) for path in directory.rglob("*"))
