"""Stored runs: what is read back is what was written, and holds only where nothing it depends on has changed."""

import json
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secscan.model import Coverage, Report, Severity, Verdict
from secscan.sources import Sources
from secscan.store import FILE, KEPT, Run, Store
from secscan.store.codec import CodecError, decode, encode

REPORT = Report(
    verdict=Verdict.PASS,
    reasons=(),
    threshold=Severity.MEDIUM,
    findings=(),
    rules=(),
    runs=(),
    required=("secscan",),
    coverage=Coverage(roots=("infra",)),
    waivers=(),
    versions=(("secscan", "1"),),
)


def run_of(sources: Sources, report: Report = REPORT) -> Run:
    for directory in sources.configuration_directories():
        for path in sources.files(directory):
            sources.data(path)
    return Run(questions=sources.questions(), report=report)


def tree(tmp_path: Path) -> Path:
    top = tmp_path / "tree"
    (top / "infra").mkdir(parents=True)
    (top / "infra" / "main.tf").write_text("# one\n")
    return top


# A number that is not equal to itself could not be compared; no engine takes that long.
st.register_type_strategy(float, st.floats(allow_nan=False))


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.from_type(Report))
def test_any_report_comes_back_as_it_was(report: Report) -> None:
    assert decode(Report, json.loads(json.dumps(encode(report)))) == report


@pytest.mark.parametrize(
    "damage",
    [
        {"verdict": "perhaps"},
        {"verdict": 3},
        {"reasons": "text"},
        {"reasons": [1]},
        {"coverage": None},
        {"versions": [["one"]]},
        {"unknown": 1},
        {"generated": "yesterday"},
        {"coverage": {"roots": []}},
    ],
)
def test_data_that_are_no_report_are_refused(damage: dict[str, object]) -> None:
    data = encode(REPORT)
    assert isinstance(data, dict)
    with pytest.raises(CodecError):
        decode(Report, data | damage)  # type: ignore[operator]


def test_a_value_that_is_no_data_is_not_written() -> None:
    with pytest.raises(CodecError, match="object is no kind of data"):
        encode((object(),))


def test_a_run_is_recalled_while_the_tree_answers_the_same(tmp_path: Path) -> None:
    top, store = tree(tmp_path), Store(directory=tmp_path / "cache")
    store.keep("key", str(top), run_of(Sources(top)))
    assert store.recall("key", Sources(top)) == REPORT
    assert store.recall("another key", Sources(top)) is None


@pytest.mark.parametrize("change", ["infra/main.tf", "infra/new.auto.tfvars", "more/main.tf", ".gitignore"])
def test_a_run_is_not_recalled_after_a_change(tmp_path: Path, change: str) -> None:
    top, store = tree(tmp_path), Store(directory=tmp_path / "cache")
    store.keep("key", str(top), run_of(Sources(top)))
    (top / change).parent.mkdir(exist_ok=True)
    (top / change).write_text("infra/\n")
    assert store.recall("key", Sources(top)) is None


def test_the_latest_run_of_a_repository_is_found_whatever_was_asked(tmp_path: Path) -> None:
    top, store = tree(tmp_path), Store(directory=tmp_path / "cache")
    later = replace(REPORT, verdict=Verdict.FAIL)
    store.keep("one", str(top), run_of(Sources(top)))
    store.keep("two", str(top), run_of(Sources(top), later))
    assert store.latest(str(top)) == later
    assert store.recall("one", Sources(top)) == REPORT
    assert store.latest(str(top)) == REPORT
    assert store.latest("/elsewhere") is None


def test_the_oldest_runs_are_forgotten(tmp_path: Path) -> None:
    store = Store(directory=tmp_path / "cache")
    run = Run(questions=(), report=REPORT)
    for number in range(KEPT + 2):
        store.keep(f"key {number}", "/top", run)
    with sqlite3.connect(tmp_path / "cache" / FILE) as database:
        kept = {key for (key,) in database.execute("SELECT key FROM runs")}
    assert kept == {f"key {number}" for number in range(2, KEPT + 2)}


@pytest.mark.parametrize("content", [b"", b"not a database at all", b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_file_costs_what_it_held_and_nothing_else(tmp_path: Path, content: bytes) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / FILE).write_bytes(content)
    store = Store(directory=cache)
    assert store.latest("/top") is None
    store.keep("key", "/top", Run(questions=(), report=REPORT))
    assert store.latest("/top") == REPORT


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE runs SET run = substr(run, 1, 20)",
        "UPDATE runs SET digest = 'x'",
        "UPDATE runs SET run = 'text'",
        "DROP TABLE runs",
        "PRAGMA user_version = 99",
    ],
)
def test_a_damaged_entry_is_as_if_it_were_not_there(tmp_path: Path, damage: str) -> None:
    store = Store(directory=tmp_path / "cache")
    store.keep("key", "/top", Run(questions=(), report=REPORT))
    with sqlite3.connect(tmp_path / "cache" / FILE) as database:
        database.execute(damage)
    assert store.latest("/top") is None


def test_a_question_of_another_version_is_not_answered(tmp_path: Path) -> None:
    store = Store(directory=tmp_path / "cache")
    store.keep("key", "/top", Run(questions=(("weather", "", "fine"),), report=REPORT))
    assert store.recall("key", Sources(tree(tmp_path))) is None


def test_a_directory_that_anybody_may_write_is_not_used(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    cache.chmod(0o777)
    store = Store(directory=cache)
    store.keep("key", "/top", Run(questions=(), report=REPORT))
    assert store.latest("/top") is None
    assert list(cache.iterdir()) == []


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    store = Store(directory=tmp_path / "cache")
    store.keep("key", "/top", Run(questions=(), report=REPORT))
    assert store.latest("/top") is None


def test_a_date_that_an_audit_ran_on_survives(tmp_path: Path) -> None:
    assert decode(date, encode(date(2027, 1, 31))) == date(2027, 1, 31)


def test_many_processes_keep_runs_at_once_and_lose_none(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[3]);"
        "from test_store import REPORT; from secscan.store import Run, Store;"
        "s = Store(directory=Path(sys.argv[1]));"
        "[s.keep(f'{sys.argv[2]} {n}', '/top', Run(questions=(), report=REPORT)) for n in range(10)]"
    )
    here = str(Path(__file__).parent)
    words = [sys.executable, "-c", code, str(tmp_path / "cache")]
    children = [subprocess.Popen([*words, str(number), here]) for number in range(4)]
    assert [child.wait() for child in children] == [0, 0, 0, 0]
    with sqlite3.connect(tmp_path / "cache" / FILE) as database:
        kept = {key for (key,) in database.execute("SELECT key FROM runs")}
    assert kept == {f"{process} {number}" for process in range(4) for number in range(10)}
