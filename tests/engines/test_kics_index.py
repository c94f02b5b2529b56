"""Which of KICS's queries a root needs: the index on queries written here, and against the whole set on real ones."""

import json
import shutil
from pathlib import Path

import pytest
from engine_stage import TREE, job_of

from secscan.engines import Tools, kics_index, run_engines
from secscan.engines.kics_index import SECRETS, Index
from secscan.model import EngineRun, RunStatus

TOP = Path(__file__).resolve().parents[2]
HEAD = "package Cx\n\nimport data.generic.common as common_lib\nimport data.generic.terraform as tf_lib\n\n"

ABSENT = "e592a0c5-5bdb-414c-9066-5dba7cdea370"
"""That there is no IAM Access Analyzer."""

# What the body of a query looks at, and the words of which one must stand in a root's files; none: always in.
QUERIES = {
    "one type": ("input.document[i].resource.aws_a[name]", {"aws_a"}),
    "by index": ('input.document[i].resource["aws_a"][name]', {"aws_a"}),
    "of a list": ('types := {"aws_a", "aws_b"}\n\tinput.document[i].resource[types[t]][name]', {"aws_a", "aws_b"}),
    "through the library": ("input.document[i].resource.aws_a[n]\n\tcommon_lib.of_b(i)", {"aws_a", "aws_b"}),
    "any type": ('input.document[i].resource[type][name]\n\ttype != "aws_a"', set()),
    "any type by another name": ("all := input.document[i].resource\n\tall[type][name].aws_a", set()),
    "any type through the library": ("tf_lib.anything(i).aws_a", set()),
    "walked": ("walk(input.document, [path, value])\n\tvalue.aws_a", set()),
    "absent": ('doc := input.document[i]\n\tdoc.resource[n]\n\tnot common_lib.has(doc.resource, "aws_a")', set()),
    "a provider": ("input.document[i].provider.aws\n\tinput.document[i].resource.aws_a", set()),
    "a variable": ("input.document[i].variable[name].aws_a", set()),
    "no type at all": ("input.document[i].module[name].source", set()),
    "in a comment": ("input.document[i].resource.aws_a[n]\n\t# aws_c", {"aws_a"}),
}


def directory(top: Path) -> Path:
    """An install's assets: the queries above, and libraries that they call."""
    libraries = top / kics_index.LIBRARIES
    libraries.mkdir(parents=True)
    (libraries / "common.rego").write_text(
        "package generic.common\n\nof_b(i) {\n\tinner(i)\n}\n\ninner(i) {\n\tinput.document[i].resource.aws_b[_]\n}\n\n"
        "has(o, k) {\n\t_ = o[k]\n}\n"
    )
    (libraries / "terraform.rego").write_text(
        "package generic.terraform\n\nanything(i) = found {\n\tfound := input.document[i].resource[_]\n}\n"
    )
    modules = {"aws": {"terraform-aws-modules/a/aws": {"resources": ["aws_a"], "inputs": {}}}}
    (libraries / "common.json").write_text(json.dumps({"common_lib": {"modules": modules}}))
    for name, (body, _) in QUERIES.items():
        query = top / kics_index.QUERIES / "aws" / name.replace(" ", "_")
        query.mkdir(parents=True)
        (query / "metadata.json").write_text(json.dumps({"id": name}))
        (query / "query.rego").write_text(f"{HEAD}CxPolicy[result] {{\n\t{body}\n}}\n")
    return top


@pytest.fixture
def index(tmp_path: Path) -> Index:
    kics_index.write(directory(tmp_path))
    return kics_index.read(tmp_path)


def test_a_query_is_bound_to_the_types_that_it_names_or_to_none(index: Index) -> None:
    assert {query.id: set(query.types) for query in index.queries} == {
        name: types for name, (_, types) in QUERIES.items()
    }


def test_a_root_gets_the_queries_of_its_types_and_all_that_can_always_matter(index: Index) -> None:
    always = {SECRETS, *(name for name, (_, types) in QUERIES.items() if not types)}
    assert set(index.chosen(["# aws_none"], [])) == always
    of_b = {name for name, (_, types) in QUERIES.items() if "aws_b" in types}
    assert set(index.chosen(['resource "aws_b" "x" {}'], [])) == always | of_b
    assert set(index.chosen(['resource "aws\\u005fb" "x" {}'], ["aws_b"])) == always | of_b


def test_a_registry_module_stands_for_the_types_that_kics_takes_it_for(index: Index) -> None:
    chosen = index.chosen(['module "m" {\n  source = "terraform-aws-modules/a/aws"\n}'], [])
    assert {name for name, (_, types) in QUERIES.items() if "aws_a" in types} <= set(chosen)


def test_a_root_without_a_providers_words_gets_none_of_its_queries(index: Index) -> None:
    assert index.chosen(['resource "google_x" "y" {}'], []) == (SECRETS,)


def tuples(run: EngineRun) -> set[tuple[object, ...]]:
    return {(o.rule_id, o.address, o.location, o.message, o.evidence, o.absent_from) for o in run.observations}


def everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kics_index.Index, "chosen", kics_index.Index.whole)


@pytest.mark.slow
@pytest.mark.parametrize("only", ["aws_iam_role", "aws_cloudwatch_metric_alarm"])
def test_what_a_root_lacks_is_asked_of_one_that_has_almost_nothing(
    only: str, installed_tools: Tools, tmp_path: Path
) -> None:
    """Beside the cases of the policies, which lie in one tree and have everything somewhere."""
    tree = tmp_path / "tree"
    tree.mkdir()
    text = f'provider "aws" {{}}\nresource "{only}" "only" {{}}\n'
    (tree / "main.tf").write_text(text)
    found = {query for query, _ in _whole_set(installed_tools, tree, tmp_path / "out")}
    chosen = kics_index.read(installed_tools.verified("kics")).chosen([text], [])
    assert found - set(chosen) == set()
    assert ABSENT in found


@pytest.mark.slow
def test_on_the_recorded_tree_the_chosen_queries_find_what_the_whole_set_finds(
    installed_tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (chosen,) = run_engines(("kics",), job_of(TREE, tmp_path / "chosen", installed_tools))
    everything(monkeypatch)
    (whole,) = run_engines(("kics",), job_of(TREE, tmp_path / "whole", installed_tools))
    assert (chosen.status, whole.status) == (RunStatus.OK, RunStatus.OK)
    assert tuples(chosen) == tuples(whole)
    assert len({o.rule_id for o in whole.observations}) > 20


@pytest.mark.slow
def test_on_every_case_of_the_policies_no_query_that_fires_was_left_out(installed_tools: Tools, tmp_path: Path) -> None:
    """The whole set once over all cases as one tree; then each result's query must be among those of its file alone."""
    tree = tmp_path / "tree"
    tree.mkdir()
    for number, case in enumerate(sorted((TOP / "policies").rglob("cases/**/*.tf"))):
        shutil.copyfile(case, tree / f"{number}.tf")
    index = kics_index.read(installed_tools.verified("kics"))
    found = _whole_set(installed_tools, tree, tmp_path / "out")
    lost = {
        (query, file.name) for query, file in found if query not in index.chosen([file.read_text(encoding="utf-8")], [])
    }
    assert lost == set()
    assert len({query for query, _ in found}) > 40


def _whole_set(tools: Tools, tree: Path, out: Path) -> set[tuple[str, Path]]:
    """Every query of KICS's AWS set on a tree: (query, file) of its results."""
    from secscan.engines.process import Limits, run

    tool = tools.verified("kics")
    out.mkdir()
    done = run(
        (
            *(str(tool / "bin" / "kics"), "scan", "--path", str(tree), "--output-path", str(out), "--no-progress"),
            *("--queries-path", str(tool / kics_index.QUERIES), "--cloud-provider", "aws", "--type", "terraform"),
            *("--disable-secrets", "--silent", "--timeout", "600"),
        ),
        cwd=out,
        environment={"HOME": str(out), "TMPDIR": str(out)},
        limits=Limits(seconds=1800),
    )
    assert done.ran
    report = json.loads((out / "results.json").read_text())
    assert report["queries_failed_to_execute"] == 0
    return {
        (query["query_id"], (out / file["file_name"]).resolve())
        for query in report["queries"]
        for file in query["files"]
    }
