"""Every command through a process of its own: what it prints, and what it ends with."""

import json
import re
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from cli_runs import BAD_KEY, GOOD_KEY, KEY, environment, grow, own, secscan

from secscan import __version__
from secscan.cli.app import COMMANDS
from secscan.cli.app import secscan as group
from secscan.cli.outputs import FORMATS
from secscan.engines import ENGINES
from secscan.errors import Exit
from secscan.reports import FORMATS as MODULES
from secscan.settings import ENGINES as NAMES

pytestmark = pytest.mark.slow  # whole processes, or seconds of work

ADDRESS = "aws_kms_key.this"
RULE = "aws-kms-key-rotation"


def register(until: date, address: str = ADDRESS, rule: str = RULE) -> str:
    return (
        f"- rule: {rule}\n  address: {address}\n  reason: being replaced\n"
        f"  owner: platform-security\n  until: {until}\n"
    )


LATER, EARLIER = date(2999, 1, 1), date(2020, 1, 31)


def test_the_tables_of_the_command_line_equal_what_there_is() -> None:
    context = group.make_context("secscan", ["scan"], resilient_parsing=True)
    told = {name: group.get_command(context, name).get_short_help_str(100) for name in COMMANDS}  # type: ignore[union-attr]
    assert told == {name: words for name, (_, _, words) in COMMANDS.items()}
    assert tuple(MODULES) == FORMATS
    assert tuple(ENGINES) == NAMES


@pytest.mark.parametrize("words", [(), *[(name,) for name in COMMANDS], ("rules", "test"), ("config", "check")])
def test_every_command_has_help(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = secscan(*words, "--help", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: {' '.join(('secscan', *words))}")


def test_the_version_is_told_and_little_is_loaded_for_it(tmp_path: Path) -> None:
    assert secscan("--version", cwd=tmp_path).out == f"secscan {__version__}\n"
    heavy = (
        "{'yaml', 'rich', 'jinja2', 'pydantic', 'hcl2', 'pathspec', 'sqlite3', 'secscan.reports', 'secscan.engines'}"
    )
    code = f"import sys\nfrom secscan.cli import run\nrun(['--version'])\nprint(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"secscan {__version__}\n[]\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("scn",), "Did you mean 'scan'?"),
        (("scan", "--fail-on", "severe"), "'severe' is not one of"),
        (("scan", "--engine", "chekov"), "`chekov` is no engine"),
        (("scan", "--engine", "secscan", "--require", "tflint"), "tflint is required and does not run"),
        (("scan", "--format", "jsn"), "`jsn` is no format; did you mean `json`?"),
        (("scan", "--format", "json="), "a file belongs after the `=`"),
        (("scan", "--format", "json", "--format", "html"), "two reports go to standard output"),
        (("scan", "--format", "json=a", "--format", "html=./a"), "two reports go to"),
        (("scan", "--var-file", "/etc/hostname"), "outside the repository"),
        (("report",), "Missing option '--format'"),
        (("explain", "aws-kms-key-rotatoin"), "did you mean `aws-kms-key-rotation`?"),
        (("rules", "test", "aws-kms-rotation"), "`aws-kms-rotation` is no rule"),
        (("waivers", "list", "gone"), "there is no such directory"),
    ],
)
def test_a_wrong_word_is_answered_with_what_was_meant(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    done = secscan(*words, cwd=grow(tmp_path, {"main.tf": GOOD_KEY}))
    assert (done.code, done.out) == (2, "")
    assert said in done.said


def test_the_gate_ends_with_the_code_of_its_verdict(tmp_path: Path) -> None:
    top = grow(tmp_path, {"a/main.tf": BAD_KEY})
    assert own(cwd=top).code == 1
    assert own("--fail-on", "high", cwd=top).code == 0
    grow(top, {"a/main.tf": GOOD_KEY})
    assert own(cwd=top).code == 0
    grow(top, {"b/main.tf": "{"})
    grow(top, {"a/main.tf": BAD_KEY})
    assert own(cwd=top).code == 3


def test_a_waiver_holds_until_its_day_and_no_longer(tmp_path: Path) -> None:
    top = grow(tmp_path, {"main.tf": BAD_KEY, ".secscan/waivers.yaml": register(LATER)})
    assert own(cwd=top).code == 0
    grow(top, {".secscan/waivers.yaml": register(EARLIER)})
    done = own("--format", "json", cwd=top)
    assert (done.code, [waiver["state"] for waiver in done.report["waivers"]]) == (1, ["expired"])


def test_a_value_file_of_the_command_line_is_read_from_where_one_stands(tmp_path: Path) -> None:
    rotate = BAD_KEY.replace("false", "var.rotate") + 'variable "rotate" {\n  default = true\n}\n'
    top = grow(tmp_path, {"a/main.tf": rotate, "values/off.tfvars": "rotate = false\n"})
    assert own(".", cwd=top / "a").code == 0
    assert own(".", "--var-file", "../values/off.tfvars", cwd=top / "a").code == 1


def test_values_of_one_root_do_not_reach_another(tmp_path: Path) -> None:
    rotate = BAD_KEY.replace("false", "var.rotate") + 'variable "rotate" {\n  default = true\n}\n'
    config = "roots: [a, {path: b, var_files: [off.tfvars]}]\n"
    top = grow(
        tmp_path, {"a/main.tf": rotate, "b/main.tf": rotate, "off.tfvars": "rotate = false\n", ".secscan.yaml": config}
    )
    assert own("--format", "json", cwd=top).addresses == {("b", ADDRESS)}


def test_rules_left_out_by_the_configuration_are_said(tmp_path: Path) -> None:
    config = f"engines:\n  skip:\n    secscan: [{RULE}]\n"
    done = own("--format", "json", cwd=grow(tmp_path, {"main.tf": BAD_KEY, ".secscan.yaml": config}))
    notices = [notice["message"] for notice in done.report["engines"][0]["notices"]]
    assert (done.code, notices) == (0, [f"rule {RULE} is left out, 1 results with it"])


def test_what_is_undecided_forbids_a_pass_only_where_that_is_asked_for(tmp_path: Path) -> None:
    unknown = BAD_KEY.replace("false", "var.rotate") + 'variable "rotate" {}\n'
    top = grow(tmp_path, {"main.tf": unknown})
    assert own(cwd=top).code == 0
    grow(top, {".secscan.yaml": "undecided: incomplete\n"})
    assert own(cwd=top).code == 3


def test_reports_go_to_files_whole_and_a_word_to_the_person(tmp_path: Path) -> None:
    top = grow(tmp_path, {"main.tf": BAD_KEY})
    done = own("--format", "json=out/r.json", "--format", "markdown=out/r.md", cwd=top)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("secscan: fail\n")
    assert json.loads((top / "out" / "r.json").read_text())["verdict"] == "fail"
    assert sorted(path.name for path in (top / "out").iterdir()) == ["r.json", "r.md"]


def test_two_audits_of_the_same_tree_in_two_places_give_the_same_bytes(tmp_path: Path) -> None:
    formats = ("json", "sarif", "html", "markdown", "console")
    for place in ("one", "another/place"):
        top = grow(tmp_path / place, {"a/main.tf": BAD_KEY, "b/main.tf": "{"})
        words = [word for name in formats for word in ("--format", f"{name}={tmp_path / place / 'out' / name}")]
        assert own(*words, cwd=top).code == 3
    one, another = (
        {name: (tmp_path / place / "out" / name).read_bytes() for name in formats} for place in ("one", "another/place")
    )
    assert one == another


def test_a_report_carries_a_time_only_where_one_is_given(tmp_path: Path) -> None:
    top = grow(tmp_path, {"main.tf": GOOD_KEY})
    assert own("--format", "json", cwd=top).report["generated"] is None
    dated = own("--format", "json", cwd=top, SOURCE_DATE_EPOCH="1800000000")
    assert dated.report["generated"] == "2027-01-15T08:00:00+00:00"
    assert own(cwd=top, SOURCE_DATE_EPOCH="yesterday").code == 2


def test_report_renders_the_stored_run_until_something_changes(tmp_path: Path) -> None:
    cache = str(tmp_path / "cache")
    top = grow(tmp_path / "top", {"main.tf": BAD_KEY})
    words = ("report", "--engine", "secscan", "--format", "json")
    first = secscan(*words, cwd=top, SECSCAN_CACHE_DIR=cache)
    again = secscan(*words, cwd=top, SECSCAN_CACHE_DIR=cache)
    assert (first.code, again.code, first.out) == (0, 0, again.out)
    grow(top, {"main.tf": GOOD_KEY})
    assert secscan(*words, cwd=top, SECSCAN_CACHE_DIR=cache).report["verdict"] == "pass"


def test_report_gates_only_when_it_is_asked_to_and_never_hides_what_is_incomplete(tmp_path: Path) -> None:
    top = grow(tmp_path, {"main.tf": BAD_KEY})
    words = ("report", "--engine", "secscan", "--format", "json", "-o", "r.json")
    assert secscan(*words, cwd=top).code == 0
    assert secscan(*words, "--fail-on", "medium", cwd=top).code == 1
    assert secscan(*words, "--fail-on", "high", cwd=top).code == 0
    grow(top, {"b/main.tf": "{"})
    assert secscan(*words, cwd=top).code == 3


def test_explain_tells_of_a_rule_by_its_name_and_by_an_engines(tmp_path: Path) -> None:
    by_name, by_alias = (secscan("explain", name, cwd=tmp_path) for name in (RULE, "CKV_AWS_7"))
    assert by_name.code == 0
    assert by_name.out == by_alias.out
    assert by_name.out.startswith(f"{RULE}: ")
    for words in ("Severity: medium", "Why: ", "How to fix it: ", "enable_key_rotation = true"):
        assert words in by_name.out


def test_explain_tells_whether_a_waiver_may_excuse_a_rule(tmp_path: Path) -> None:
    limited = grow(tmp_path / "limited", {".secscan.yaml": "waivers: {longest_days: {medium: 90}}\n"})
    refused = grow(tmp_path / "refused", {".secscan.yaml": "waivers: {not_waivable: [CKV_AWS_7]}\n"})
    told = [secscan("explain", RULE, cwd=top).out for top in (limited, refused)]
    assert "A waiver may excuse it for 90 days at most." in told[0]
    assert "No waiver excuses it: CKV_AWS_7 cannot be waived: the configuration says so." in told[1]


def test_explain_tells_of_a_finding_of_the_last_audit(tmp_path: Path) -> None:
    top, cache = grow(tmp_path / "top", {"main.tf": BAD_KEY}), str(tmp_path / "cache")
    found = own("--format", "json", cwd=top, SECSCAN_CACHE_DIR=cache).report["findings"][0]["fingerprint"]
    done = secscan("explain", found[:8], cwd=top, SECSCAN_CACHE_DIR=cache)
    assert done.code == 0
    for words in (found, f"{RULE} on .: {ADDRESS}", "main.tf:3", "How to fix it: ", f"  - rule: {RULE}"):
        assert words in done.out
    assert secscan("explain", found[:8], cwd=top, SECSCAN_CACHE_DIR=str(tmp_path / "empty")).code == 2


def test_rules_are_listed_and_answer_their_cases(tmp_path: Path) -> None:
    listed = json.loads(secscan("rules", "list", "--json", cwd=tmp_path).out)
    ids = [rule["id"] for rule in listed]
    assert ids == sorted(ids)
    assert RULE in ids
    done = secscan("rules", "test", RULE, cwd=tmp_path)
    assert done.code == 0
    assert re.fullmatch(r"1 rules, \d+ answers, 0 wrong\n[1-9]\d* mutations, 0 that no case explains\n", done.out)


def test_a_rule_that_does_not_answer_its_case_is_said_with_its_place(tmp_path: Path) -> None:
    own_rule = Path(__file__).resolve().parents[2] / "policies" / "aws" / "kms" / "key-rotation" / "policy.yaml"
    case = "# expect: finding\n" + GOOD_KEY
    files = {
        "ours/aws/kms/mine/policy.yaml": own_rule.read_text(),
        "ours/aws/kms/mine/cases/wrong.tf": case,
        ".secscan.yaml": "policies: [ours]\n",
    }
    done = secscan("rules", "test", "aws-kms-mine", "--dir", ".", cwd=grow(tmp_path, files))
    assert (done.code, done.out) == (1, "1 rules, 1 answers, 1 wrong\n")
    assert "aws-kms-mine: cases/wrong.tf main.tf:2: aws_kms_key.this: expected finding, the rule says clean" in done.err


def test_what_no_case_shows_is_said_unless_mutations_are_not_wanted(tmp_path: Path) -> None:
    own_rule = Path(__file__).resolve().parents[2] / "policies" / "aws" / "kms" / "key-rotation" / "policy.yaml"
    files = {
        "ours/aws/kms/mine/policy.yaml": own_rule.read_text(),
        "ours/aws/kms/mine/cases/good.tf": "# expect: clean\n" + GOOD_KEY,
        ".secscan.yaml": "policies: [ours]\n",
    }
    top = grow(tmp_path, files)
    done = secscan("rules", "test", "aws-kms-mine", "--dir", ".", cwd=top)
    assert done.code == 1
    assert "aws-kms-mine: cases/good.tf main.tf:4: without aws_kms_key.this.enable_key_rotation: " in done.err
    assert secscan("rules", "test", "aws-kms-mine", "--dir", ".", "--no-mutations", cwd=top).code == 0


def test_rules_are_chosen_by_severity_service_and_framework(tmp_path: Path) -> None:
    words = ("--severity", "high", "--service", "s3", "--framework", "cis-aws-foundations", "--json")
    found = json.loads(secscan("rules", "list", *words, cwd=tmp_path).out)
    assert found
    assert {rule["service"] for rule in found} == {"s3"}
    assert {rule["severity"] for rule in found} <= {"high", "critical"}
    assert all("cis-aws-foundations" in rule["mappings"] for rule in found)
    done = secscan("rules", "list", "--service", "s4", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "no rule has the service `s4`; did you mean `s3`?" in done.err


def test_a_new_rule_stands_where_the_configuration_says(tmp_path: Path) -> None:
    top = grow(tmp_path, {".secscan.yaml": "policies: [ours]\n", "ours/README.md": ""})
    done = secscan("rules", "new", "aws/sqs/mine", "--resource", "aws_sqs_queue", cwd=top)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("made ours/aws/sqs/mine/policy.yaml\nmade ours/aws/sqs/mine/cases/first.tf\n")
    assert secscan("rules", "test", "aws-sqs-mine", "--dir", ".", cwd=top).code == 1


def test_a_new_rule_that_no_audit_reads_says_so(tmp_path: Path) -> None:
    done = secscan("rules", "new", "aws/sqs/mine", "--resource", "aws_sqs_queue", cwd=grow(tmp_path, {"main.tf": ""}))
    assert done.code == 0
    assert "no audit reads it yet: add `policies: [policies]` to .secscan.yaml" in done.out


def test_the_ledger_says_what_it_could_not_read(tmp_path: Path) -> None:
    labels = f"file,address,rule,expected\na/main.tf,{ADDRESS},{RULE},finding\n"
    top = grow(tmp_path, {"a/main.tf": BAD_KEY, "b/broken.tf": "{", "labels.csv": labels})
    done = secscan("rules", "ledger", ".", "--labels", "labels.csv", "--engine", "secscan", cwd=top)
    assert done.code == 3
    assert "b/broken.tf:1: " in done.err


def test_the_ledger_tells_precision_and_recall_of_what_is_labelled(tmp_path: Path) -> None:
    labels = "file,address,rule,expected\n" + "".join(
        f"{name}/main.tf,{ADDRESS},{RULE},{word}\n" for name, word in (("a", "finding"), ("b", "clean"), ("c", "clean"))
    )
    files = {"a/main.tf": BAD_KEY, "b/main.tf": GOOD_KEY, "c/main.tf": BAD_KEY, "labels.csv": labels}
    top = grow(tmp_path, files)
    words = ("rules", "ledger", ".", "--labels", "labels.csv", "--engine", "secscan")
    done = secscan(*words, "--json", cwd=top)
    assert done.code == 0
    whole, rule = json.loads(done.out)["scores"]
    assert rule == {
        "engine": "secscan",
        "view": "evaluated",
        "rule": RULE,
        "hits": 1,
        "misses": 0,
        "false_alarms": [f"c: {ADDRESS}"],
        "silent": 1,
        "guesses": 0,
        "precision": 0.5,
        "recall": 1.0,
    }
    assert whole == {**rule, "rule": None}
    assert f"secscan    evaluated  {RULE}" in secscan(*words, cwd=top).out
    (top / "labels.csv").write_text(labels + "a/main.tf,x,y,z\n")
    done = secscan(*words, cwd=top)
    assert (done.code, done.out) == (2, "")
    assert "labels.csv:5: `z` is not finding, clean or unknown" in done.err


def test_waivers_are_listed_with_how_long_they_hold(tmp_path: Path) -> None:
    soon = date.today() + timedelta(days=10)  # noqa: DTZ011 - near enough to the command's UTC for the words below
    text = register(soon + timedelta(days=200)) + register(EARLIER, "other") + register(soon, "third")
    top = grow(tmp_path, {".secscan/waivers.yaml": text})
    done = secscan("waivers", "list", cwd=top)
    assert done.code == 0
    assert f"2020-01-31 (expired)  {RULE} on other\n" in done.out
    assert done.out.endswith("3 waivers in .secscan/waivers.yaml\n")
    checked = secscan("waivers", "check", cwd=top)
    assert (checked.code, checked.out) == (2, ".secscan/waivers.yaml: 3 waivers, 1 expired\n")
    assert "on other: expired: its last day was 2020-01-31" in checked.err
    assert "on third: " in checked.err
    assert " days left" in checked.err
    assert ADDRESS not in checked.err


def test_a_repository_without_waivers_is_in_order(tmp_path: Path) -> None:
    done = secscan("waivers", "check", cwd=grow(tmp_path, {}))
    assert (done.code, done.out) == (0, ".secscan/waivers.yaml: 0 waivers, 0 expired\n")


def test_config_check_reads_configuration_waivers_and_policies(tmp_path: Path) -> None:
    top = grow(
        tmp_path, {".secscan.yaml": "paths: [a]\nroots: [a]\n", "a/main.tf": "", ".secscan/waivers.yaml": "x: y\n"}
    )
    assert secscan("config", "check", cwd=top).code == 2
    grow(top, {".secscan/waivers.yaml": register(EARLIER)})
    done = secscan("config", "check", cwd=top)
    assert done.code == 0
    assert done.out.startswith(".secscan.yaml; 1 waivers; ")
    assert "expired" in done.err
    grow(top, {".secscan.yaml": "roots: [gone]\n"})
    assert "the root `gone` is not there" in secscan("config", "check", cwd=top).err


def test_doctor_says_which_engine_is_missing_and_what_to_do(tmp_path: Path) -> None:
    top = grow(tmp_path / "top", {".secscan.yaml": "engines: {enabled: [secscan]}\n"})
    assert secscan("doctor", cwd=top).code == 0
    grow(top, {".secscan.yaml": "engines: {enabled: [secscan, tflint]}\n"})
    done = secscan("doctor", cwd=top, SECSCAN_CACHE_DIR=str(tmp_path / "empty"))
    assert done.code == 3
    assert "engine tflint, required: TFLint" in done.out
    assert "run `secscan engines install`" in done.err


def test_doctor_says_where_the_syntax_cache_is_and_how_large(tmp_path: Path) -> None:
    top, cache = (
        grow(tmp_path / "top", {".secscan.yaml": "engines: {enabled: [secscan]}\n", "main.tf": GOOD_KEY}),
        tmp_path / "c",
    )
    empty = secscan("doctor", cwd=top, SECSCAN_CACHE_DIR=str(cache))
    secscan("scan", cwd=top, SECSCAN_CACHE_DIR=str(cache))
    warm = secscan("doctor", cwd=top, SECSCAN_CACHE_DIR=str(cache))
    assert "syntax cache: empty\n" in empty.out
    assert f"syntax cache: {cache}/trees.sqlite, 1 files, 0.0 of 64 MB (may be deleted at any time)\n" in warm.out


def test_a_required_engine_that_is_missing_is_incomplete_and_named(tmp_path: Path) -> None:
    top, cache = grow(tmp_path / "top", {"main.tf": GOOD_KEY}), str(tmp_path / "empty")
    done = secscan("scan", "--format", "json", cwd=top, SECSCAN_CACHE_DIR=cache)
    assert (done.code, done.report["verdict"]) == (3, "incomplete")
    assert [r.split(" failed")[0] for r in done.report["reasons"]] == [
        "Required engine checkov",
        "Required engine tflint",
        "Required engine kics",
        "Required engine guard",
    ]
    optional = secscan("scan", "--require", "secscan", "--format", "json", cwd=top, SECSCAN_CACHE_DIR=cache)
    assert (optional.code, [e["status"] for e in optional.report["engines"]]) == (0, ["ok", *["failed"] * 4])


def test_a_reader_who_leaves_early_changes_neither_the_words_nor_the_code(tmp_path: Path) -> None:
    top = grow(tmp_path, {"main.tf": BAD_KEY})
    command = (
        f"set -o pipefail; {sys.executable} -m secscan scan --engine secscan --format html | head -c 1 > /dev/null"
    )
    done = subprocess.run(
        ["bash", "-c", command], cwd=top, env=environment(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")


def test_an_interruption_ends_with_130_and_no_traceback(tmp_path: Path) -> None:
    """It comes while the report, larger than a pipe holds, waits for its reader."""
    top = grow(tmp_path, {f"r{number}/main.tf": BAD_KEY for number in range(100)})
    child = subprocess.Popen(
        [sys.executable, "-m", "secscan", "scan", "--engine", "secscan", "--format", "json"],
        cwd=top,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout
    child.stdout.read(1)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=60)
    assert (child.returncode, err) == (Exit.INTERRUPTED, b"\nsecscan: interrupted\n")


def test_variables_of_the_environment_count_only_where_they_are_asked_for(tmp_path: Path) -> None:
    text = KEY % "var.rotate" + 'variable "rotate" {\n  type    = bool\n  default = true\n}\n'
    grow(tmp_path, {"main.tf": text})
    given = {"TF_VAR_rotate": "false"}
    assert own(cwd=tmp_path, **given).code == Exit.PASSED
    assert own("--env-vars", cwd=tmp_path, **given).code == Exit.FINDINGS
    (tmp_path / ".secscan.yaml").write_text("env_vars: true\n")
    found = own("--format", "json", cwd=tmp_path, **given)
    assert found.code == Exit.FINDINGS
    (finding,) = found.report["findings"]
    assert [(step["kind"], step["label"], step["value"]) for step in finding["chain"]] == [
        ("attribute", "aws_kms_key.this.enable_key_rotation", "false"),
        ("environment", "var.rotate", "false"),
    ]


def test_explain_tells_how_a_findings_value_came_there(tmp_path: Path) -> None:
    text = KEY % "local.rotate" + "locals {\n  rotate = false\n}\n"
    grow(tmp_path, {"main.tf": text})
    (finding,) = own("--format", "json", cwd=tmp_path).report["findings"]
    said = secscan("explain", finding["fingerprint"][:12], cwd=tmp_path).out
    assert (
        "How the value came there:\n"
        "  aws_kms_key.this.enable_key_rotation = false  main.tf:3\n"
        "    local.rotate = false  main.tf:6\n"
    ) in said
