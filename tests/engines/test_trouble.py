"""Engines that are missing, crash, hang, lie or print anything at all: every one is a failed run, never an exception.

The engines are small programs that are verified and started as the real ones are.
"""

import json
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from engine_stage import TREE, checkov_that, job_of, replayed, tflint_that, write_tree

from secscan.engines import ENGINES, Job, Limits, Tools, run_engines
from secscan.model import EngineRun, Notice, Outcome, RunStatus, View

pytestmark = pytest.mark.slow  # whole processes, or seconds of work

ONE = {"main.tf": 'resource "aws_sqs_queue" "q" {\n  name = "q"\n}\n'}


@pytest.fixture
def tools(tmp_path: Path) -> Tools:
    return Tools(cache=tmp_path / "cache")


def job(tmp_path: Path, tools: Tools, limits: Limits | None = None) -> Job:
    tree = write_tree(tmp_path / "tree", ONE)
    return job_of(tree, tmp_path / "stage", tools, limits or Limits(seconds=30))


def only(name: str, job: Job) -> EngineRun:
    (run,) = run_engines((name,), job)
    return run


def errors(run: EngineRun) -> list[str]:
    return [notice.message for notice in run.notices if notice.level == "error"]


def test_the_engines_are_listed_in_the_order_of_the_reports() -> None:
    assert list(ENGINES) == ["secscan", "checkov", "tflint", "kics", "guard", "terrascan"]
    assert {name: engine.NAME for name, engine in ENGINES.items()} == {name: name for name in ENGINES}
    assert [name for name, engine in ENGINES.items() if not engine.EXTERNAL] == ["secscan"]


def test_a_missing_engine_fails_with_what_to_do(tools: Tools, tmp_path: Path) -> None:
    runs = run_engines(("checkov", "tflint"), job(tmp_path, tools))
    assert [(run.engine, run.status, errors(run)) for run in runs] == [
        ("checkov", RunStatus.FAILED, ["Checkov 3.3.30 is not installed: run `secscan engines install`"]),
        ("tflint", RunStatus.FAILED, ["TFLint 0.64.0 is not installed: run `secscan engines install`"]),
    ]


def test_a_changed_engine_is_not_started(tools: Tools, tmp_path: Path) -> None:
    tflint_that(tools, f"open({str(tmp_path / 'started')!r}, 'w')")
    program = next((tools.cache / "engines" / "tflint").glob("*/bin/tflint"))
    program.write_text(program.read_text() + "\n")
    run = only("tflint", job(tmp_path, tools))
    assert (run.status, len(errors(run))) == (RunStatus.FAILED, 1)
    assert "is not as it was installed (bin/tflint was changed; 1 in all)" in errors(run)[0]
    assert not (tmp_path / "started").exists()


def test_one_engines_trouble_costs_the_others_nothing(tools: Tools, tmp_path: Path) -> None:
    replayed(tools)
    checkov_that(tools, "os.abort()")
    checkov, tflint = run_engines(("checkov", "tflint"), job_of(TREE, tmp_path / "stage", tools))
    assert (checkov.status, tflint.status) == (RunStatus.FAILED, RunStatus.OK)
    assert len(tflint.observations) == 13


# What a program does, and what is said of it. TFLint's are said of a directory, Checkov's of the whole run.
BROKEN = {
    "crash": ("os.abort()", "it was killed by signal 6"),
    "exit code": ("print('boom', file=sys.stderr); sys.exit(9)", "exit code 9: boom"),
    "silence": ("sys.exit(0)", ""),
    "half a document": ("""print('{"issues": [{"rule": {"na', end='')""", "is not JSON"),
    "no document": ("print('all is well')", "is not JSON"),
    "another document": ("print('[]')", "is no object"),
    "not UTF-8": ("sys.stdout.buffer.write(bytes([0xff] * 9))", "is not JSON"),
    "not a number": ("""print('{"issues": NaN}')""", "is not JSON (NaN is no JSON number)"),
    "nested beyond reading": ("print('[' * 100_000)", "is not JSON"),
    "200 MB": ("for _ in range(3200): sys.stdout.write('x' * 65536)", "it printed more than 67108864 bytes"),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("engine", ["checkov", "tflint"])
def test_a_broken_engine_is_a_failed_run(engine: str, name: str, tools: Tools, tmp_path: Path) -> None:
    source, said = BROKEN[name]
    {"checkov": checkov_that, "tflint": tflint_that}[engine](tools, source)
    run = only(engine, job(tmp_path, tools))
    assert (run.status, run.observations, len(errors(run))) == (RunStatus.FAILED, (), 1)
    assert said in errors(run)[0]
    assert str(tmp_path) not in errors(run)[0]


@pytest.mark.parametrize("engine", ["checkov", "tflint"])
def test_an_engine_that_hangs_is_ended_and_failed(engine: str, tools: Tools, tmp_path: Path) -> None:
    {"checkov": checkov_that, "tflint": tflint_that}[engine](tools, "time.sleep(60)")
    run = only(engine, job(tmp_path, tools, Limits(seconds=1)))
    assert run.status is RunStatus.FAILED
    assert "it took longer than 1 s and was killed" in errors(run)[0]


def tflint_prints(tools: Tools, report: object, code: int = 2) -> None:
    tflint_that(tools, f"print({json.dumps(report)!r}); sys.exit({code})")


def issue(**changes: Any) -> dict[str, Any]:
    whole = {
        "rule": {"name": "a_rule", "severity": "warning", "link": "https://rules.example/a"},
        "message": "words",
        "range": {"filename": "main.tf", "start": {"line": 2, "column": 3}, "end": {"line": 2, "column": 13}},
        "callers": [],
    }
    return whole | changes


@pytest.mark.parametrize(
    ("report", "code", "said"),
    [
        ({"issues": [], "errors": []}, 2, "exit code 2 and 0 issues"),
        ({"issues": [issue()], "errors": []}, 0, "exit code 0 and 1 issues"),
        ({"issues": [], "errors": []}, 1, "exit code 1 and no error told"),
        ({"issues": []}, 0, "errors is no list"),
        ({"errors": []}, 0, "issues is no list"),
        ({"issues": [7], "errors": []}, 2, "an issue is no object"),
        ({"issues": [issue(rule="a_rule")], "errors": []}, 2, "a rule is no object"),
        ({"issues": [issue(message=None)], "errors": []}, 2, "a message is no string"),
        ({"issues": [issue(range={"filename": "main.tf"})], "errors": []}, 2, "a range's start is no object"),
        ({"Issues": [], "Errors": []}, 0, "errors is no list"),
    ],
)
def test_a_tflint_of_another_shape_is_a_failed_run(
    report: object, code: int, said: str, tools: Tools, tmp_path: Path
) -> None:
    tflint_prints(tools, report, code)
    run = only("tflint", job(tmp_path, tools))
    assert (run.status, run.observations, errors(run)) == (RunStatus.FAILED, (), [f"directory .: {said}"])


def test_a_tflint_that_exits_well_with_an_error_in_its_words_has_failed(tools: Tools, tmp_path: Path) -> None:
    told = {"summary": "Bad thing", "message": "in\nhere", "range": issue()["range"], "severity": "error"}
    tflint_prints(tools, {"issues": [], "errors": [told]}, 0)
    run = only("tflint", job(tmp_path, tools))
    assert (run.status, run.notices) == (
        RunStatus.FAILED,
        (Notice(level="error", message="directory .: Bad thing: in here", file="main.tf", line=2),),
    )


def ranged(filename: str, line: int = 2, end: int = 2) -> dict[str, Any]:
    return {"filename": filename, "start": {"line": line, "column": 3}, "end": {"line": end, "column": 13}}


@pytest.mark.parametrize("path", ["/etc/passwd", "../outside.tf", "a/../../outside.tf", "absent.tf", "", "main.tf\0"])
def test_a_place_outside_of_the_stage_is_said_and_the_observation_kept_without_it(
    path: str, tools: Tools, tmp_path: Path
) -> None:
    tflint_prints(tools, {"issues": [issue(range=ranged(path))], "errors": []})
    run = only("tflint", job(tmp_path, tools))
    shown = path.replace("\0", "\\u{0}")
    assert run.status is RunStatus.OK
    assert [(o.rule_id, o.location, o.address) for o in run.observations] == [("a_rule", None, None)]
    assert [(n.level, n.message) for n in run.notices] == [
        ("warning", f"named {shown!r}, which is no file that it was given")
    ]


@pytest.mark.parametrize(
    ("line", "end", "placed"), [(2, 99, (2, 3)), (99, 99, (3, 3)), (0, -1, (1, 1)), (3, 1, (3, 3))]
)
def test_lines_beyond_the_file_are_brought_into_it_and_said(
    line: int, end: int, placed: tuple[int, int], tools: Tools, tmp_path: Path
) -> None:
    tflint_prints(tools, {"issues": [issue(range=ranged("main.tf", line, end))], "errors": []})
    run = only("tflint", job(tmp_path, tools))
    spans = [o.location.span for o in run.observations if o.location]
    assert [(span.line, span.end_line) for span in spans] == [placed]
    assert [n.message for n in run.notices] == [f"named lines {line}-{end} of 3"]


def test_a_severity_that_is_not_known_is_none_and_said(tools: Tools, tmp_path: Path) -> None:
    rule = {"name": "a_rule", "severity": "catastrophe", "link": "javascript:alert(1)"}
    tflint_prints(tools, {"issues": [issue(rule=rule)], "errors": []})
    run = only("tflint", job(tmp_path, tools))
    assert [(o.severity, o.help_uri) for o in run.observations] == [(None, "")]
    assert [n.message for n in run.notices] == ["gave a severity that is not known, 'catastrophe'"]


def test_what_a_terminal_would_obey_is_written_out(tools: Tools, tmp_path: Path) -> None:
    hostile = "\x1b[2Jred\x07 \u202eevil\u2028 line\nnext\r" + "x" * 10_000
    tflint_prints(tools, {"issues": [issue(message=hostile)], "errors": []})
    (found,) = only("tflint", job(tmp_path, tools)).observations
    start = "\\u{1b}[2Jred\\u{7} \\u{202e}evil line next "
    assert found.message == start + "x" * (2_000 - len(start)) + "... (cut)"


def checkov_prints(tools: Tools, change: str = "", *, resources: str = "['aws_sqs_queue.q']") -> None:
    """A Checkov with one check of the source and none of the plan document, changed by a few lines of Python first."""
    checkov_that(
        tools,
        f"""
        tree = str(work / "root-0")
        check = {{
            "check_id": "CKV_1", "check_name": "a check",
            "check_result": {{"result": "FAILED", "evaluated_keys": ["name"]}},
            "file_abs_path": tree + "/main.tf", "file_line_range": [1, 3], "resource": "aws_sqs_queue.q",
            "guideline": None, "severity": None,
        }}
        results = {{"passed_checks": [], "failed_checks": [check], "skipped_checks": [], "parsing_errors": []}}
        summary = {{"passed": 0, "failed": 1, "skipped": 0, "checkov_version": "3.3.30"}}
        seen = {{"resources": [tree + "/main.tf:" + name for name in {resources}], "parsing_errors": []}}
        document = jobs["arguments"][1][-1]
        none = {{"passed_checks": [], "failed_checks": [], "skipped_checks": [], "parsing_errors": []}}
        plan = {{"results": none, "summary": {{**summary, "failed": 0}}}}
        plan_seen = {{"resources": [document + ":aws_sqs_queue.q"], "parsing_errors": []}}
        answer = {{"version": "3.3.30", "codes": [1, 0]}}
        {change}
        (work / "0.json").write_text(json.dumps({{"results": results, "summary": summary}}))
        (work / "0.seen.json").write_text(json.dumps(seen))
        (work / "1.json").write_text(json.dumps(plan))
        (work / "1.seen.json").write_text(json.dumps(plan_seen))
        print(json.dumps(answer))
        """,
    )


def test_a_plain_check_is_an_observation(tools: Tools, tmp_path: Path) -> None:
    checkov_prints(tools)
    run = only("checkov", job(tmp_path, tools))
    assert (run.status, run.notices) == (RunStatus.OK, ())
    assert [(o.rule_id, str(o.address), o.message, o.evidence) for o in run.observations] == [
        ("CKV_1", ".: aws_sqs_queue.q", "a check", "looked at name")
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("summary['failed'] = 2", "root .: it counts 2 failed and lists 1"),
        ("del summary['failed']", "root .: failed is no whole number"),
        ("summary['checkov_version'] = '4.0.0'", "root .: its report is of version 4.0.0"),
        ("answer['version'] = '4.0.0'", "its answer cannot be used: version 4.0.0 answered, 3.3.30 was asked"),
        ("answer['codes'] = [1]", "its answer cannot be used: it answered for 1 of 2 directories and documents"),
        ("answer['codes'] = [2, 0]", "root .: exit code 2"),
        ("answer['codes'] = [-9, 0]", "root .: exit code -9"),
        ("answer['codes'] = [1, 2]", "the plan document of root .: exit code 2"),
        ("plan['results'] = []", "the plan document of root .: its results is no object"),
        ("del plan['summary']['failed']", "the plan document of root .: failed is no whole number"),
        ("plan_seen['parsing_errors'] = [document]", "cannot read the plan document of root ."),
        (
            "plan_seen['resources'] = [document + ':aws_sqs_queue.other']",
            "did not look at 1 resources of the plan document of root ., such as aws_sqs_queue.q",
        ),
        ("results['failed_checks'] = {}", "root .: failed_checks is no list"),
        ("check['file_line_range'] = [1]", "root .: file_line_range is no pair"),
        ("check['file_line_range'] = ['1', 2]", "root .: a line is no whole number"),
        ("check['resource'] = None", "root .: resource is no string"),
        ("seen['parsing_errors'] = [tree + '/main.tf']", "cannot parse this file"),
        ("seen['resources'] = []", "was given this file of root . and did not look at it"),
        ("seen = []", "root .: its report is no object"),
    ],
)
def test_a_checkov_that_lies_or_is_of_another_shape_is_a_failed_run(
    change: str, said: str, tools: Tools, tmp_path: Path
) -> None:
    checkov_prints(tools, change)
    run = only("checkov", job(tmp_path, tools))
    assert (run.status, errors(run)) == (RunStatus.FAILED, [said])


def test_a_report_that_is_missing_fails_its_root_alone(tools: Tools, tmp_path: Path) -> None:
    replayed(tools)
    whole = only("checkov", job_of(TREE, tmp_path / "whole", tools))
    program = next((tools.cache / "engines" / "checkov").glob("*/env/bin/python"))
    source = program.read_text().partition("\n")[2].partition("jobs = ")[2].partition("\n")[2]
    checkov_that(tools, source + "\n(work / '1.json').unlink()\n")
    run = only("checkov", job_of(TREE, tmp_path / "stage", tools))
    assert run.status is RunStatus.FAILED
    assert [message for message in errors(run) if message.startswith("root envs/dev: ")] == errors(run)
    lost = {o for o in whole.observations if o.view is View.SOURCE and o.address and o.address.root == "envs/dev"}
    assert set(run.observations) == set(whole.observations) - lost


def of_plan(*changes: str) -> str:
    """One failed check of the plan document, at the lines that Checkov gives there, and changes to it."""
    whole = ["found = {**check, 'file_abs_path': document, 'file_line_range': [0, 0]}", *changes]
    return "; ".join([*whole, "none['failed_checks'] = [found]; plan['summary']['failed'] = 1"])


def test_a_check_of_the_plan_document_has_its_lines_from_the_source(tools: Tools, tmp_path: Path) -> None:
    checkov_prints(tools, of_plan())
    run = only("checkov", job(tmp_path, tools))
    (found,) = [o for o in run.observations if o.view is View.EVALUATED]
    assert (str(found.address), found.outcome, run.notices) == (".: aws_sqs_queue.q", Outcome.FAIL, ())
    assert found.location is not None
    source = (tmp_path / "tree" / found.location.span.file).read_text().splitlines()
    assert "name" in source[found.location.span.line - 1]


def test_a_check_of_the_plan_document_that_read_a_placeholder_is_undecided(tools: Tools, tmp_path: Path) -> None:
    unknown = 'variable "name" {}\nresource "aws_sqs_queue" "q" {\n  name = var.name\n  delay_seconds = 1\n}\n'
    tree = write_tree(tmp_path / "tree", {"main.tf": unknown})
    checkov_prints(tools, of_plan("found['check_result'] = {'evaluated_keys': ['name/[0]']}"))
    run = only("checkov", job_of(tree, tmp_path / "stage", tools))
    assert [(o.outcome, o.reason) for o in run.observations if o.view is View.EVALUATED] == [
        (Outcome.UNDECIDED, "name is not known")
    ]
    checkov_prints(tools, of_plan("found['check_result'] = {'evaluated_keys': ['delay_seconds']}"))
    run = only("checkov", job_of(tree, tmp_path / "again", tools))
    assert [o.outcome for o in run.observations if o.view is View.EVALUATED] == [Outcome.FAIL]


def test_a_resource_that_is_not_in_the_plan_document_is_said(tools: Tools, tmp_path: Path) -> None:
    checkov_prints(tools, of_plan("found['resource'] = 'aws_x.\x1b[2J'"))
    run = only("checkov", job(tmp_path, tools))
    (found,) = [o for o in run.observations if o.view is View.EVALUATED]
    assert (found.address, found.location) == (None, None)
    assert [n.message for n in run.notices] == [
        "spoke of aws_x.\\u{1b}[2J, which is not in the plan document of root ."
    ]


@pytest.mark.parametrize("path", ["/etc/passwd", "../outside.tf", "/usr/../etc/passwd"])
def test_a_path_of_checkovs_outside_of_its_tree_is_said(path: str, tools: Tools, tmp_path: Path) -> None:
    checkov_prints(tools, f"check['file_abs_path'] = {path!r}")
    run = only("checkov", job(tmp_path, tools))
    assert run.status is RunStatus.OK
    assert [(o.rule_id, o.address, o.location, o.message) for o in run.observations] == [
        ("CKV_1", None, None, "a check (aws_sqs_queue.q)")
    ]
    assert [n.message for n in run.notices] == [f"named {path!r}, which is no file that it was given"]


def test_a_check_that_checkov_skipped_is_undecided_and_said(tools: Tools, tmp_path: Path) -> None:
    change = "results['failed_checks'], results['skipped_checks'] = [], [check]; summary.update(failed=0, skipped=1)"
    checkov_prints(tools, change)
    run = only("checkov", job(tmp_path, tools))
    assert [(o.outcome, o.skipped_by_engine, o.reason) for o in run.observations] == [
        ("undecided", True, "the engine skipped the check")
    ]
    assert [(n.level, n.message) for n in run.notices] == [("warning", "skipped a check by itself on aws_sqs_queue.q")]


def test_a_report_of_200_mb_is_not_read(tools: Tools, tmp_path: Path) -> None:
    checkov_prints(tools, "check['code_block'] = 'x' * 200_000_000")
    run = only("checkov", job(tmp_path, tools))
    assert errors(run) == ["root .: its report is larger than 67108864 bytes"]


def test_no_roots_are_no_trouble(tools: Tools, tmp_path: Path) -> None:
    replayed(tools)
    (tmp_path / "tree").mkdir()
    for run in run_engines(("checkov", "tflint"), job_of(tmp_path / "tree", tmp_path / "stage", tools)):
        assert (run.status, run.observations, run.notices) == (RunStatus.OK, (), ())


def test_an_interruption_ends_every_child_and_flies_on(tools: Tools, tmp_path: Path) -> None:
    sleep = f"pathlib.Path({str(tmp_path)!r}, f'pid-{{os.getpid()}}').touch(); time.sleep(60)"
    checkov_that(tools, sleep)
    tflint_that(tools, f"import pathlib; {sleep}")
    asked = job(tmp_path, tools, Limits(seconds=60))

    def interrupt() -> None:
        deadline = time.monotonic() + 30
        while len(list(tmp_path.glob("pid-*"))) < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt).start()
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run_engines(("checkov", "tflint"), asked)
    assert time.monotonic() - started < 40
    pids = [int(file.name.removeprefix("pid-")) for file in tmp_path.glob("pid-*")]
    assert len(pids) == 2
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
