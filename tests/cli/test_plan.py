"""`secscan plan`, and audits that are given a plan, as a user runs them."""

import json
from pathlib import Path

import pytest
from cli_runs import BAD_KEY, GOOD_KEY, Done, grow, own, secscan

pytestmark = pytest.mark.slow  # whole processes, or seconds of work

TWO = {"a/main.tf": GOOD_KEY, "b/main.tf": BAD_KEY}
MANY = 'variable "names" { type = set(string) }\nresource "aws_kms_key" "this" {\n  for_each = var.names\n}\n'


def addresses(document: str) -> list[str]:
    return [change["address"] for change in json.loads(document)["resource_changes"]]


def test_one_root_goes_to_standard_output_or_into_a_file(tmp_path: Path) -> None:
    top = grow(tmp_path / "r", {"main.tf": GOOD_KEY})
    shown = secscan("plan", cwd=top)
    assert (shown.code, shown.err, addresses(shown.out)) == (0, "", ["aws_kms_key.this"])
    assert secscan("plan", "-o", "out/plan.json", cwd=top).out == ""
    assert (top / "out" / "plan.json").read_text() == shown.out
    (top / "there").mkdir()
    assert secscan("plan", "-o", "there", cwd=top).code == 0
    assert (top / "there" / "plan.json").read_text() == shown.out


def test_several_roots_go_into_a_directory_each_at_its_own_path(tmp_path: Path) -> None:
    top = grow(tmp_path / "r", TWO)
    done = secscan("plan", "-o", "plans", cwd=top)
    assert (done.code, done.said) == (0, "")
    found = {path.relative_to(top / "plans").as_posix() for path in (top / "plans").rglob("*") if path.is_file()}
    assert found == {"a/plan.json", "b/plan.json"}
    assert addresses(secscan("plan", "a", cwd=top).out) == ["aws_kms_key.this"]


@pytest.mark.parametrize("words", [(), ("-o", "a/main.tf")])
def test_several_roots_do_not_fit_one_file(tmp_path: Path, words: tuple[str, ...]) -> None:
    top = grow(tmp_path / "r", TWO)
    done = secscan("plan", *words, cwd=top)
    assert (done.code, done.out) == (2, "")
    assert done.err == ("secscan: 2 roots: a, b\n  name a directory for their documents (-o), or one root (DIR)\n")
    assert (top / "a" / "main.tf").read_text() == GOOD_KEY


def test_a_document_that_is_not_whole_is_written_says_so_and_costs_3(tmp_path: Path) -> None:
    top = grow(tmp_path / "r", {"main.tf": GOOD_KEY + 'module "m" {\n  source = "registry.example/x/y"\n}\n'})
    done = secscan("plan", cwd=top)
    document = json.loads(done.out)
    assert done.code == 3
    assert (document["errored"], document["complete"], document["applyable"]) == (True, False, False)
    (told,) = document["secscan"]["problems"]
    assert (told["message"], told["incomplete"]) == ('Module "m" (registry.example/x/y) is not on disk.', True)
    assert told["message"] in done.err
    assert addresses(done.out) == ["aws_kms_key.this"]


def test_nothing_to_plan_is_not_a_plan_of_nothing(tmp_path: Path) -> None:
    done = secscan("plan", cwd=grow(tmp_path / "r", {}))
    assert (done.code, done.out) == (3, "")
    assert "No Terraform files found" in done.err


def test_unknown_instances_are_told_and_cost_nothing(tmp_path: Path) -> None:
    top = grow(tmp_path / "r", {"main.tf": MANY, "some.tfvars": 'names = ["a"]\n'})
    done = secscan("plan", cwd=top)
    (change,) = json.loads(done.out)["resource_changes"]
    assert (done.code, change["address"], change["index_unknown"]) == (0, "aws_kms_key.this[*]", True)
    assert not json.loads(done.out)["complete"]
    known = secscan("plan", "--var-file", "some.tfvars", cwd=top)
    assert (addresses(known.out), json.loads(known.out)["complete"]) == (['aws_kms_key.this["a"]'], True)


def test_the_engine_view_comes_with_the_map_of_its_placeholders(tmp_path: Path) -> None:
    top = grow(tmp_path / "r", {"main.tf": MANY.replace("}\n}", "}\n  description = each.key\n}")})
    document = json.loads(secscan("plan", "--engine-view", cwd=top).out)
    assert document["secscan"] == {
        "names": {"aws_kms_key.this__any": "aws_kms_key.this[*]"},
        "placeholders": {},
    }


def test_secrets_are_not_in_the_document(tmp_path: Path) -> None:
    text = """
        variable "p" {
          default   = "hunter2"
          sensitive = true
        }
        output "p" {
          value     = var.p
          sensitive = true
        }
        resource "aws_db_instance" "d" { password = var.p }
        provider "aws" { secret_key = "hunter2" }
    """
    top = grow(tmp_path / "r", {"main.tf": text})
    for words in ((), ("--engine-view",)):
        assert "hunter2" not in secscan("plan", *words, cwd=top).out


def planned(top: Path, tmp_path: Path, *words: str) -> Path:
    file = tmp_path / "elsewhere.json"
    file.write_text(secscan("plan", *words, cwd=top).out)
    return file


def test_a_plan_takes_the_evaluations_place_and_may_lie_anywhere(tmp_path: Path) -> None:
    top = grow(tmp_path / "r", {"main.tf": MANY, "some.tfvars": 'names = ["a", "b"]\n'})
    file = planned(top, tmp_path, "--var-file", "some.tfvars")
    assert own("--format", "json", cwd=top).addresses == {(".", "aws_kms_key.this[*]")}
    done = own("--plan", f".={file}", "--format", "json", cwd=top)
    assert done.addresses == {(".", 'aws_kms_key.this["a"]'), (".", 'aws_kms_key.this["b"]')}
    assert {location["line"] for finding in done.report["findings"] for location in finding["locations"]} == {2}
    assert str(tmp_path) not in done.out
    assert set(done.report["versions"]) == {"engines", "plan of .", "policies", "secscan"}


def test_a_stored_run_holds_for_its_plan_alone(tmp_path: Path) -> None:
    top = grow(tmp_path / "r", {"main.tf": MANY, "some.tfvars": 'names = ["a"]\n'})
    file = planned(top, tmp_path, "--var-file", "some.tfvars")
    words = ("report", "--format", "json", "--engine", "secscan", "--plan", f".={file}")
    cache = {"SECSCAN_CACHE_DIR": str(tmp_path / "cache")}
    first = secscan(*words, cwd=top, **cache)
    assert first.addresses == {(".", 'aws_kms_key.this["a"]')}
    assert secscan(*words, cwd=top, **cache).out == first.out
    file.write_text(file.read_text().replace('this[\\"a\\"]', 'this[\\"z\\"]'))
    assert secscan(*words, cwd=top, **cache).addresses == {(".", 'aws_kms_key.this["z"]')}
    assert secscan(*words[:-2], cwd=top, **cache).addresses == {(".", "aws_kms_key.this[*]")}


def wrong(tmp_path: Path, *words: str) -> Done:
    top = grow(tmp_path / "r", {"main.tf": GOOD_KEY})
    (tmp_path / "plan.bin").write_bytes(b"PK\x03\x04")
    (tmp_path / "other.json").write_text('{"format_version": "1.2", "resource_changes": []}')
    return own(*words, cwd=top)


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("plan.json", "--plan plan.json: not ROOT=FILE"),
        ("=plan.json", "--plan =plan.json: not ROOT=FILE"),
        (".=", "--plan .=: not ROOT=FILE"),
        (".=nowhere.json", "nowhere.json: no such file or directory"),
        (".=.", ".: a directory"),
        (".=/dev/null", "/dev/null: not a regular file"),
        (".=../plan.bin", "../plan.bin: this is a plan file as `terraform plan -out` writes it, not a document"),
        ("prod=../other.json", "--plan names prod, which is no root here"),
    ],
)
def test_a_wrong_plan_is_said_and_costs_2(tmp_path: Path, word: str, told: str) -> None:
    done = wrong(tmp_path, "--plan", word)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"secscan: {told}\n")


def test_one_root_takes_one_plan(tmp_path: Path) -> None:
    done = wrong(tmp_path, "--plan", ".=../other.json", "--plan", "./=../other.json")
    assert (done.code, done.err.splitlines()[0]) == (2, "secscan: --plan is given twice for .")


def test_what_an_absent_module_makes_is_judged_by_its_plan_and_shown_at_its_call(tmp_path: Path) -> None:
    call = GOOD_KEY + '\nmodule "m" {\n  source = "registry.example/x/y"\n}\n'
    top = grow(tmp_path / "r", {"main.tf": call, ".secscan.yaml": "modules:\n  allow_missing: [m]\n"})
    inside = grow(tmp_path / "inside", {"main.tf": 'module "m" {\n  source = "./m"\n}\n', "m/main.tf": BAD_KEY})
    done = own("--plan", f".={planned(inside, tmp_path)}", "--format", "json", cwd=top)
    assert done.addresses == {(".", "module.m.aws_kms_key.this")}
    (finding,) = done.report["findings"]
    (place,) = {(location["file"], location["line"]) for location in finding["locations"]}
    assert place == ("main.tf", 6)
    told = [problem["message"] for problem in done.report["coverage"]["problems"]]
    assert told == [
        "A resource (aws_kms_key.this) of the configuration is not in the plan, which was taken at its word.",
        "A resource (module.m.aws_kms_key.this) of the plan is not declared in the source: no lines can be shown.",
        'Module "m" (registry.example/x/y) is not on disk.',
    ]


def test_a_plans_values_are_inspected_with_the_lines_of_the_source(tmp_path: Path) -> None:
    top = grow(tmp_path / "r", {"main.tf": MANY, "some.tfvars": 'names = ["a", "b"]\n'})
    file = planned(top, tmp_path, "--var-file", "some.tfvars")
    whole = secscan("inspect", "--plan", f".={file}", cwd=top)
    assert whole.out.splitlines()[:2] == [".: 2 resources from 1 file", "  (the root module): 2 aws_kms_key"]
    shown = secscan("inspect", "--plan", f".={file}", 'aws_kms_key.this["b"]', cwd=top)
    assert shown.out.splitlines()[:2] == ['aws_kms_key.this["b"]', "  main.tf:2, in ., provider aws"]
