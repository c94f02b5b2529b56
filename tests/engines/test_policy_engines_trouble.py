"""KICS, Terrascan and Guard that are missing, crash, hang, lie or print anything at all: failed runs, no exceptions.

The engines are small programs that are verified and started as the real ones are.
"""

import json
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import stand_ins
from engine_stage import job_of, write_tree

from secscan.engines import Job, Limits, RuleFile, Tools, run_engines
from secscan.model import EngineRun, Notice, RunStatus, Severity

pytestmark = pytest.mark.slow  # whole processes, or seconds of work

ONE = {"main.tf": 'resource "aws_sqs_queue" "q" {\n  name = "q"\n}\n'}
MAKERS: dict[str, Callable[[Tools, str], None]] = {
    "kics": stand_ins.kics_that,
    "guard": stand_ins.guard_that,
    "terrascan": stand_ins.terrascan_that,
}


@pytest.fixture
def tools(tmp_path: Path) -> Tools:
    return Tools(cache=tmp_path / "cache")


def job(tmp_path: Path, tools: Tools, limits: Limits | None = None) -> Job:
    tree = write_tree(tmp_path / "tree", ONE)
    return job_of(tree, tmp_path / "stage", tools, limits or Limits(seconds=60))


def only(name: str, job: Job) -> EngineRun:
    (run,) = run_engines((name,), job)
    return run


def errors(run: EngineRun) -> list[str]:
    return [notice.message for notice in run.notices if notice.level == "error"]


def told(run: EngineRun) -> list[tuple[str, str]]:
    return [(n.level, n.message) for n in run.notices if n.level != "note"]


def test_a_missing_policy_engine_fails_with_what_to_do(tools: Tools, tmp_path: Path) -> None:
    runs = run_engines(stand_ins.NEW, job(tmp_path, tools))
    assert [(run.engine, run.status, errors(run)) for run in runs] == [
        ("kics", RunStatus.FAILED, ["KICS 2.2.0 is not installed: run `secscan engines install`"]),
        ("guard", RunStatus.FAILED, ["CloudFormation Guard 3.1.1 is not installed: run `secscan engines install`"]),
        ("terrascan", RunStatus.FAILED, ["Terrascan 1.19.9 is not installed: run `secscan engines install`"]),
    ]


# What a program does, and what is said of the one root.
BROKEN = {
    "crash": ("os.abort()", "it was killed by signal 6"),
    "exit code": ("print('boom', file=sys.stderr); sys.exit(9)", "exit code 9: boom"),
    "silence": ("sys.exit(0)", ""),
    "half a document": ("""print('{"results": {"violat', end='')""", ""),
    "not UTF-8": ("sys.stdout.buffer.write(bytes([0xff] * 9))", ""),
    "nested beyond reading": ("print('[' * 100_000)", ""),
    "200 MB": ("for _ in range(3200): sys.stdout.write('x' * 65536)", "it printed more than 67108864 bytes"),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("engine", MAKERS)
def test_a_broken_policy_engine_is_a_failed_run(engine: str, name: str, tools: Tools, tmp_path: Path) -> None:
    source, said = BROKEN[name]
    MAKERS[engine](tools, source)
    run = only(engine, job(tmp_path, tools))
    assert (run.status, run.observations, len(errors(run))) == (RunStatus.FAILED, (), 1)
    assert errors(run)[0].startswith("root .: ")
    assert said in errors(run)[0]
    assert str(tmp_path) not in errors(run)[0]


@pytest.mark.parametrize("engine", MAKERS)
def test_a_policy_engine_that_hangs_is_ended_and_failed(engine: str, tools: Tools, tmp_path: Path) -> None:
    MAKERS[engine](tools, "time.sleep(60)")
    run = only(engine, job(tmp_path, tools, Limits(seconds=3)))
    assert (run.status, run.observations) == (RunStatus.FAILED, ())
    assert errors(run) == ["root .: it took longer than 3 s and was killed"]


def test_an_interruption_ends_the_policy_engines_and_flies_on(tools: Tools, tmp_path: Path) -> None:
    for engine, make in MAKERS.items():
        make(tools, f"pathlib.Path({str(tmp_path)!r}, 'pid-{engine}-' + str(os.getpid())).touch(); time.sleep(60)")
    work = job(tmp_path, tools)

    def interrupt() -> None:
        while len(list(tmp_path.glob("pid-*"))) < len(MAKERS):
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        run_engines(stand_ins.NEW, work)
    for name in tmp_path.glob("pid-*"):
        with pytest.raises(ProcessLookupError):
            os.kill(int(name.name.rpartition("-")[2]), 0)


def result(**changes: Any) -> dict[str, Any]:
    whole = {
        "file_name": "../work/root-0/main.tf",
        "line": 2,
        "resource_type": "aws_sqs_queue",
        "search_key": "aws_sqs_queue[q].name",
        "actual_value": "seen",
        "expected_value": "wanted",
    }
    return whole | changes


def kics_reports(tools: Tools, *results: object, code: int = 30, query: object = None, **changes: Any) -> None:
    about = {"query_id": "an-id", "query_name": "a query", "severity": "LOW", "files": list(results)}
    report = {
        "queries": [about | query if isinstance(query, dict) else query or about],
        "total_counter": len(results),
        "files_scanned": 1,
        "files_failed_to_scan": 0,
        "queries_failed_to_execute": 0,
    }
    stand_ins.kics_that(tools, f"write(json.loads({json.dumps(report | changes)!r})); sys.exit({code})")


def test_a_plain_result_of_kics_is_an_observation(tools: Tools, tmp_path: Path) -> None:
    kics_reports(tools, result())
    run = only("kics", job(tmp_path, tools))
    assert (run.status, run.notices) == (RunStatus.OK, ())
    assert [(o.rule_id, str(o.address), o.message, o.severity, o.evidence) for o in run.observations] == [
        ("an-id", ".: aws_sqs_queue.q", "a query", Severity.LOW, "seen; expected: wanted")
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"total_counter": 2}, "it counts 2 results and lists 1"),
        ({"total_counter": None}, "total_counter is no whole number"),
        ({"queries": {}}, "queries is no list"),
        ({"queries": [7]}, "a query is no object"),
        ({"code": 0}, "exit code 0 and 1 results"),
        ({"code": 126}, "exit code 126"),
        ({"files_scanned": 0}, "it was given 1 files and read 0"),
        ({"files_failed_to_scan": 1}, "it was given 1 files and read 1"),
        ({"queries_failed_to_execute": 3}, "3 of its queries failed"),
        ({"query": {"query_id": None}}, "a query's id is no string"),
        ({"query": {"severity": 3}}, "a severity is no string"),
        ({"query": {"files": "main.tf"}}, "files is no list"),
    ],
)
def test_a_kics_that_lies_or_is_of_another_shape_is_a_failed_run(
    changes: dict[str, Any], said: str, tools: Tools, tmp_path: Path
) -> None:
    kics_reports(tools, result(), **changes)
    run = only("kics", job(tmp_path, tools))
    assert (run.status, errors(run)) == (RunStatus.FAILED, [f"root .: {said}"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"line": "2"}, "a line is no whole number"),
        ({"file_name": None}, "a file name is no string"),
        ({"search_key": ["a"]}, "a search key is no string"),
        ({"resource_type": 1}, "a resource's type is no string"),
    ],
)
def test_a_result_of_kics_of_another_shape_is_a_failed_run(
    changes: dict[str, Any], said: str, tools: Tools, tmp_path: Path
) -> None:
    kics_reports(tools, result(**changes))
    run = only("kics", job(tmp_path, tools))
    assert (run.status, run.observations, errors(run)) == (RunStatus.FAILED, (), [f"root .: {said}"])


def test_a_report_of_kics_of_200_mb_is_not_read(tools: Tools, tmp_path: Path) -> None:
    stand_ins.kics_that(tools, "write('x' * 200_000_000); sys.exit(0)")
    run = only("kics", job(tmp_path, tools))
    assert errors(run) == ["root .: its report is larger than 67108864 bytes"]


def test_what_kics_complains_of_is_told_without_its_help(tools: Tools, tmp_path: Path) -> None:
    stand_ins.kics_that(tools, "print('Error: no such query\\nUsage:\\n  kics scan', file=sys.stderr); sys.exit(126)")
    run = only("kics", job(tmp_path, tools))
    assert errors(run) == ["root .: exit code 126: Error: no such query"]


def test_a_file_that_kics_cannot_parse_is_named(tools: Tools, tmp_path: Path) -> None:
    message = {"level": "error", "message": "failed to parse file content: ../work/root-0/main.tf"}
    counted = {"total_counter": 0, "files_scanned": 1, "files_failed_to_scan": 0, "queries_failed_to_execute": 0}
    report = {"queries": [], **counted}
    stand_ins.kics_that(tools, f"print({json.dumps(message)!r}); print('no JSON'); write({report!r})")
    run = only("kics", job(tmp_path, tools))
    assert (run.status, run.notices) == (
        RunStatus.FAILED,
        (Notice(level="error", message="cannot parse this file", file="main.tf"),),
    )


@pytest.mark.parametrize("path", ["/etc/passwd", "../../../outside.tf", "absent.tf", "", "../work/root-0/../x.tf"])
def test_a_place_of_kics_outside_of_its_tree_is_said_and_the_result_kept(
    path: str, tools: Tools, tmp_path: Path
) -> None:
    kics_reports(tools, result(file_name=path))
    run = only("kics", job(tmp_path, tools))
    assert run.status is RunStatus.OK
    assert [(o.rule_id, o.address, o.location, o.message) for o in run.observations] == [
        ("an-id", None, None, "a query (aws_sqs_queue[q].name)")
    ]
    assert [(level, message.endswith("which is no file that it was given")) for level, message in told(run)] == [
        ("warning", True)
    ]


@pytest.mark.parametrize(("given", "placed"), [(99, 3), (0, 1), (-1, 1)])
def test_a_line_of_kics_beyond_the_file_is_brought_into_it_and_said(
    given: int, placed: int, tools: Tools, tmp_path: Path
) -> None:
    kics_reports(tools, result(line=given))
    run = only("kics", job(tmp_path, tools))
    assert [o.location.span.line for o in run.observations if o.location] == [placed]
    assert told(run) == [("warning", f"named lines {given}-{given} of 3")]


def test_a_severity_of_kics_that_is_not_known_is_none_and_said(tools: Tools, tmp_path: Path) -> None:
    link = "javascript:alert(1)"
    kics_reports(tools, result(), query={"severity": "CATASTROPHE", "query_url": link})
    run = only("kics", job(tmp_path, tools))
    assert [(o.severity, o.help_uri) for o in run.observations] == [(None, "")]
    assert told(run) == [("warning", "gave a severity that is not known, 'CATASTROPHE'")]


def test_what_a_terminal_would_obey_in_kics_is_written_out(tools: Tools, tmp_path: Path) -> None:
    kics_reports(tools, result(actual_value="\x1b[2Jred\u202e"), query={"query_name": "a\x07query\nof two lines"})
    (found,) = only("kics", job(tmp_path, tools)).observations
    assert (found.message, found.evidence) == ("a\\u{7}query of two lines", "\\u{1b}[2Jred\\u{202e}; expected: wanted")


def violation(**changes: Any) -> dict[str, Any]:
    whole = {"rule_id": "AC_AWS_1", "description": "words", "severity": "HIGH", "resource_name": "aws_sqs_queue.q"}
    return whole | changes


def terrascan_prints(tools: Tools, *violations: object, code: int = 3, **changes: Any) -> None:
    results = {"violations": list(violations), "scan_summary": {"violated_policies": len(violations)}}
    report = {"results": results | changes}
    stand_ins.terrascan_that(tools, f"print({json.dumps(report)!r}); sys.exit({code})")


def test_a_plain_violation_of_terrascan_is_an_observation(tools: Tools, tmp_path: Path) -> None:
    terrascan_prints(tools, violation())
    run = only("terrascan", job(tmp_path, tools))
    assert (run.status, told(run)) == (RunStatus.OK, [])
    assert [(o.rule_id, str(o.address), o.message, o.severity) for o in run.observations] == [
        ("AC_AWS_1", ".: aws_sqs_queue.q", "words", Severity.HIGH)
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": 0}, "exit code 0, 1 violated policies and 1 listed"),
        ({"code": 4}, "exit code 4"),
        ({"violations": None}, "exit code 3, 1 violated policies and 0 listed"),
        ({"violations": {}}, "exit code 3, 1 violated policies and 0 listed"),
        ({"violations": {"a": 1}}, "violations is no list"),
        ({"violations": [7]}, "a violation is no object"),
        ({"scan_summary": None}, "scan_summary is no object"),
        ({"scan_summary": {"violated_policies": "1"}}, "violated_policies is no whole number"),
        ({"skipped_violations": [1]}, "it skipped violations, and was given nothing that tells it to"),
        ({"violations": [{"rule_id": "AC_AWS_1"}]}, "a severity is no string"),
    ],
)
def test_a_terrascan_that_lies_or_is_of_another_shape_is_a_failed_run(
    changes: dict[str, Any], said: str, tools: Tools, tmp_path: Path
) -> None:
    terrascan_prints(tools, violation(), **changes)
    run = only("terrascan", job(tmp_path, tools))
    assert (run.status, run.observations, errors(run)) == (RunStatus.FAILED, (), [f"root .: {said}"])


def test_a_plan_that_terrascan_gives_up_on_is_tried_again_and_then_said(tools: Tools, tmp_path: Path) -> None:
    message = "failed to decode processed jq output. error: 'unexpected end of JSON input'"
    count = f"open({str(tmp_path / 'tries')!r}, 'a').write('x'); print({message!r}, file=sys.stderr); sys.exit(1)"
    stand_ins.terrascan_that(tools, count)
    run = only("terrascan", job(tmp_path, tools))
    assert errors(run) == ["root .: the plan is more than it reads in the tenth of a second that it gives itself"]
    assert len((tmp_path / "tries").read_text()) > 2


@pytest.mark.parametrize("name", ["/etc/passwd", "aws_sqs_queue.other", "\x1b[2Jaws_sqs_queue.q"])
def test_a_resource_that_terrascan_was_not_given_is_said_and_the_violation_kept(
    name: str, tools: Tools, tmp_path: Path
) -> None:
    terrascan_prints(tools, violation(resource_name=name, severity="?"))
    run = only("terrascan", job(tmp_path, tools))
    shown = name.replace("\x1b", "\\u{1b}")
    assert [(o.address, o.location, o.severity, o.message) for o in run.observations] == [
        (None, None, None, f"words ({shown})")
    ]
    assert told(run) == [
        ("warning", "gave a severity that is not known, '?'"),
        ("warning", f"named {shown!r}, which is no resource that it was given"),
    ]


def guard_answers(tools: Tools, *, failing: object = (), code: int = 19, **changes: Any) -> None:
    """Guard's answer of the whole estate, and of its one resource by itself, the same."""
    answer = {"compliant": [], "not_applicable": [], "not_compliant": list(failing), "status": "FAIL"} | changes
    report = [{"name": "estate.json", **answer}, {"name": "0.json", **answer}]
    stand_ins.guard_that(tools, f"print({json.dumps(report)!r}); sys.exit({code})")


def failing(check: object, *, name: str = "a_rule", message: str | None = "Violation: bad.\nSeverity: high") -> object:
    messages = {"custom_message": message, "error_message": "Guard's words"}
    checks = [{"Clause": {"Unary": {"check": check, "messages": messages}}}]
    return {"Rule": {"name": name, "messages": {"custom_message": None, "error_message": None}, "checks": checks}}


def at(path: str, value: object = None) -> object:
    return {"Resolved": {"value": {"path": path, "value": value}}}


def test_a_plain_failure_of_guard_is_an_observation(tools: Tools, tmp_path: Path) -> None:
    guard_answers(tools, failing=[failing(at("/Resources/aws_sqs_queue.q/Properties/name", "q"))])
    run = only("guard", job(tmp_path, tools))
    assert (run.status, run.notices) == (RunStatus.OK, ())
    assert [(o.rule_id, str(o.address), o.message, o.severity, o.evidence) for o in run.observations] == [
        ("a_rule", ".: aws_sqs_queue.q", "bad.", Severity.HIGH, 'name is "q"')
    ]
    assert [o.location.span.line for o in run.observations if o.location] == [2]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": 0}, "exit code 0, and its report says otherwise"),
        ({"code": 5}, "exit code 5"),
        ({"failing": []}, "exit code 19, and its report says otherwise"),
        ({"failing": [7]}, "a check is no object"),
        ({"failing": [{"Rule": {"name": 7}}]}, "a rule's name is no string"),
        ({"failing": [failing(at("/Resources/x/Properties"))]}, "it names a resource that it was not given, 'x'"),
        ({"failing": [failing(at("/Foo"), name="x")]}, "it names a rule that it was not given, 'x'"),
        ({"failing": [failing(None)]}, "a check is no object"),
        ({"failing": [failing({})]}, "a check is no object"),
        ({"failing": [failing({"Resolved": {"value": {"path": 7}}})]}, "a path is no string"),
        ({"compliant": None}, "compliant is no list"),
        ({"compliant": [7]}, "a rule's name is no string"),
    ],
)
def test_a_guard_that_lies_or_is_of_another_shape_is_a_failed_run(
    changes: dict[str, Any], said: str, tools: Tools, tmp_path: Path
) -> None:
    plain = [failing(at("/Resources/aws_sqs_queue.q/Properties/name", "q"))]
    guard_answers(tools, **({"failing": plain} | changes))
    run = only("guard", job(tmp_path, tools))
    assert (run.status, run.observations, errors(run)) == (RunStatus.FAILED, (), [f"root .: {said}"])


def test_a_guard_that_does_not_answer_for_all_is_a_failed_run(tools: Tools, tmp_path: Path) -> None:
    answer = {"name": "estate.json", "compliant": [], "not_compliant": []}
    stand_ins.guard_that(tools, f"print({json.dumps([answer])!r})")
    run = only("guard", job(tmp_path, tools))
    assert errors(run) == ["root .: it does not answer for all that it was given"]


def test_checks_nested_beyond_reading_are_a_failed_run(tools: Tools, tmp_path: Path) -> None:
    inner: object = {"Clause": {}}
    for _ in range(300):
        inner = {"Block": {"checks": [inner]}}
    guard_answers(tools, failing=[{"Rule": {"name": "a_rule", "checks": [inner]}}])
    run = only("guard", job(tmp_path, tools))
    assert errors(run) == ["root .: its checks are nested beyond reading"]


def test_a_rule_that_fails_on_no_resource_is_said_of_the_root(tools: Tools, tmp_path: Path) -> None:
    guard_answers(tools, failing=[failing({"UnResolvedContext": "another_rule"}, message=None)])
    run = only("guard", job(tmp_path, tools))
    assert [(o.address, o.absent_from, o.message) for o in run.observations] == [(None, ".", "Guard's words")]


def test_words_of_guard_that_a_terminal_would_obey_are_written_out(tools: Tools, tmp_path: Path) -> None:
    value = "\x1b[2J" + "x" * 10_000
    guard_answers(tools, failing=[failing(at("/Resources/aws_sqs_queue.q/Properties/name", value), message="a\x07b")])
    (found,) = only("guard", job(tmp_path, tools)).observations
    assert found.message == "a\\u{7}b"
    assert found.evidence.startswith('name is "\\u001b[2Jxxx')
    assert len(found.evidence) < 300


@pytest.mark.parametrize(
    ("stderr", "line", "said"),
    [
        ("Parsing Error Error parsing file x at line 3 at column 1, when handling , fragment }\\n`", 3, "near '}'"),
        ("Parsing Error at line 7 at column 2", 7, "not a rule that ends"),
    ],
)
def test_a_rules_file_with_a_mistake_is_said_with_its_line(
    stderr: str, line: int, said: str, tools: Tools, tmp_path: Path
) -> None:
    parse = f"""
        print("{stderr}", file=sys.stderr)
        sys.exit(255)
    """
    stand_ins.install(tools, "cfn-guard", "bin/cfn-guard", f"import sys\n{parse.replace('        ', '')}")
    mine = RuleFile(path="rules/mine.guard", text="rule {")
    run = only("guard", replace(job(tmp_path, tools), guard_rules=(mine,)))
    assert run.status is RunStatus.FAILED
    found = [(n.file, n.line) for n in run.notices]
    assert found == [("", line), ("rules/mine.guard", line)]
    assert all(said in n.message for n in run.notices)
