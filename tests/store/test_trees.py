"""The syntax cache: what is recalled was kept under that very key; whatever befalls the file is a miss at most."""

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secscan.store.trees import FILE, Trees

ENTRIES = {"a": b"one", "b": b"", "c": bytes(range(256)) * 100}


def trees(tmp_path: Path, limit: int = 1_000_000) -> Trees:
    return Trees(directory=tmp_path / "cache", limit=limit)


def run(tmp_path: Path, code: str, *words: str) -> "subprocess.Popen[bytes]":
    """A few lines in another process, with `trees` over the same directory."""
    before = "import sys; from pathlib import Path; from secscan.store.trees import Trees; "
    before += "trees = Trees(directory=Path(sys.argv[1]))\n"
    return subprocess.Popen([sys.executable, "-c", before + code, str(tmp_path / "cache"), *words])


def damage(tmp_path: Path, *statements: str) -> None:
    with sqlite3.connect(tmp_path / "cache" / FILE) as database:
        for statement in statements:
            database.execute(statement)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text("0123456789abcdef", min_size=1), st.binary()))
def test_what_is_kept_is_recalled_and_nothing_else(tmp_path: Path, entries: dict[str, bytes]) -> None:
    kept = Trees(directory=tmp_path / str(len(list(tmp_path.iterdir()))))
    kept.keep(entries)
    assert kept.recall([*entries, "never kept"]) == entries
    assert kept.size()[0] == len(entries)


def test_thousands_of_keys_are_asked_for_at_once(tmp_path: Path) -> None:
    many = {f"key {number}": str(number).encode() for number in range(5000)}
    trees(tmp_path).keep(many)
    assert trees(tmp_path).recall(sorted(many)) == many


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trees SET tree = substr(tree, 1, 5)",
        "UPDATE trees SET tree = x'00' || tree",
        "UPDATE trees SET tree = 'text'",
        "UPDATE trees SET digest = x'00'",
        "UPDATE trees SET digest = 'x', tree = 7",
        "UPDATE trees SET key = key || ' moved'",
        "DELETE FROM trees",
    ],
)
def test_a_damaged_entry_is_as_if_it_were_not_there_and_is_mended(tmp_path: Path, statement: str) -> None:
    trees(tmp_path).keep(ENTRIES)
    damage(tmp_path, statement)
    assert trees(tmp_path).recall(list(ENTRIES)) == {}
    trees(tmp_path).keep(ENTRIES)
    assert trees(tmp_path).recall(list(ENTRIES)) == ENTRIES


def test_an_entry_in_the_place_of_another_is_not_answered(tmp_path: Path) -> None:
    trees(tmp_path).keep(ENTRIES)
    damage(
        tmp_path,
        "UPDATE trees SET tree = (SELECT tree FROM trees WHERE key = 'a'),"
        " digest = (SELECT digest FROM trees WHERE key = 'a') WHERE key != 'a'",
    )
    assert trees(tmp_path).recall(list(ENTRIES)) == {"a": ENTRIES["a"]}


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_replaced(tmp_path: Path, content: bytes) -> None:
    trees(tmp_path).keep(ENTRIES)
    (tmp_path / "cache" / FILE).write_bytes(content)
    assert trees(tmp_path).recall(list(ENTRIES)) == {}
    trees(tmp_path).keep(ENTRIES)
    assert trees(tmp_path).recall(list(ENTRIES)) == ENTRIES


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_truncated_file_costs_what_it_held_at_most(tmp_path: Path, part: float) -> None:
    many = {f"key {number}": os.urandom(1000) for number in range(200)}
    trees(tmp_path).keep(many)
    file = tmp_path / "cache" / FILE
    os.truncate(file, int(file.stat().st_size * part))
    found = trees(tmp_path).recall(list(many))
    assert found == {key: many[key] for key in found}
    trees(tmp_path).keep(many)
    trees(tmp_path).keep(many)
    assert trees(tmp_path).recall(list(many)) == many


@pytest.mark.parametrize(
    "statements",
    [
        ("PRAGMA user_version = 99",),
        ("DROP TABLE trees", "CREATE TABLE trees (key TEXT)"),
        ("DROP TABLE trees", "CREATE VIEW trees AS SELECT 'a' AS key"),
        ("CREATE TRIGGER planted AFTER INSERT ON trees BEGIN DELETE FROM trees; END",),
    ],
)
def test_a_database_of_another_form_is_replaced(tmp_path: Path, statements: Sequence[str]) -> None:
    trees(tmp_path).keep(ENTRIES)
    damage(tmp_path, *statements)
    assert trees(tmp_path).recall(list(ENTRIES)) == {}
    trees(tmp_path).keep(ENTRIES)
    assert trees(tmp_path).recall(list(ENTRIES)) == ENTRIES


def test_beyond_the_limit_what_was_not_used_for_longest_goes(tmp_path: Path) -> None:
    content = {name: os.urandom(1000) for name in "abcd"}
    small = trees(tmp_path, limit=3500)
    for name in "abc":
        small.keep({name: content[name]})
    assert set(small.recall(["a"])) == {"a"}
    small.keep({"d": content["d"]})
    assert set(small.recall(list("abcd"))) == {"a", "c", "d"}
    assert small.size()[1] <= 3500


def test_one_tree_larger_than_all_room_is_kept_alone(tmp_path: Path) -> None:
    small = trees(tmp_path, limit=100)
    small.keep({"a": os.urandom(1000)})
    small.keep({"b": os.urandom(1000)})
    assert set(small.recall(["a", "b"])) == {"b"}


def test_reading_alone_writes_nothing(tmp_path: Path) -> None:
    kept = trees(tmp_path)
    kept.keep(ENTRIES)
    kept.recall(list(ENTRIES))
    before = (tmp_path / "cache" / FILE).read_bytes()
    assert kept.recall(list(ENTRIES)) == ENTRIES
    assert (tmp_path / "cache" / FILE).read_bytes() == before


def test_many_processes_keep_at_once_and_lose_nothing(tmp_path: Path) -> None:
    code = "[trees.keep({f'{sys.argv[2]} {n}': bytes([n]) * 1000}) for n in range(20)]"
    children = [run(tmp_path, code, str(number)) for number in range(4)]
    assert [child.wait() for child in children] == [0, 0, 0, 0]
    keys = [f"{process} {number}" for process in range(4) for number in range(20)]
    assert trees(tmp_path).recall(keys) == {key: bytes([int(key.split()[1])]) * 1000 for key in keys}


def test_a_process_killed_while_it_writes_leaves_what_was_there_before(tmp_path: Path) -> None:
    trees(tmp_path).keep(ENTRIES)
    code = (
        "import os, signal, sqlite3\n"
        "database = sqlite3.connect(Path(sys.argv[1]) / 'trees.sqlite')\n"
        "database.execute('PRAGMA cache_size = 1')\n"  # so that pages reach the file before the end
        "for n in range(500):\n"
        "    database.execute('INSERT INTO trees VALUES (?, 9, 1, ?, ?)', (str(n), b'', os.urandom(5000)))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert run(tmp_path, code).wait() == -signal.SIGKILL
    assert (tmp_path / "cache" / f"{FILE}-journal").exists()
    assert trees(tmp_path).recall(list(ENTRIES)) == ENTRIES
    assert trees(tmp_path).size()[0] == len(ENTRIES)


def test_another_process_that_writes_for_long_is_not_waited_for_and_reading_goes_on(tmp_path: Path) -> None:
    trees(tmp_path).keep(ENTRIES)
    with sqlite3.connect(tmp_path / "cache" / FILE) as busy:
        busy.execute("BEGIN IMMEDIATE")
        trees(tmp_path).keep({"new": b"x"})
        assert trees(tmp_path).recall([*ENTRIES, "new"]) == ENTRIES


def test_the_file_may_be_deleted_while_it_is_in_use(tmp_path: Path) -> None:
    trees(tmp_path).keep(ENTRIES)
    with sqlite3.connect(tmp_path / "cache" / FILE) as other:
        other.execute("SELECT count(*) FROM trees").fetchone()
        (tmp_path / "cache" / FILE).unlink()
        trees(tmp_path).keep({"new": b"x"})
        assert other.execute("SELECT count(*) FROM trees").fetchone() == (3,)
    assert trees(tmp_path).recall([*ENTRIES, "new"]) == {"new": b"x"}


def test_a_disk_that_is_full_costs_what_is_new_and_nothing_else(tmp_path: Path) -> None:
    trees(tmp_path).keep(ENTRIES)
    size = (tmp_path / "cache" / FILE).stat().st_size
    code = (
        "import os, resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"  # a write beyond the limit fails, as on a full disk
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))\n"
        "trees.keep({'large': os.urandom(500_000)})\n"
    )
    assert run(tmp_path, code, str(size + 4096)).wait() == 0
    assert trees(tmp_path).recall([*ENTRIES, "large"]) == ENTRIES


def test_a_directory_that_cannot_be_written_still_answers() -> None:
    """As another user, since root may write anything: modules are loaded before, for he may not reach them."""
    other = 65534 if os.geteuid() == 0 else os.geteuid()
    code = (
        "import os, sys; from pathlib import Path; from secscan.store.trees import Trees\n"
        f"if os.geteuid() != {other}: os.setgid({other}); os.setuid({other})\n"
        "trees = Trees(directory=Path(sys.argv[1])); trees.keep({'new': b'x'})\n"
        "print(sorted(trees.recall(['a', 'b', 'c', 'new'])))"
    )
    with tempfile.TemporaryDirectory() as directory:
        Path(directory).chmod(0o755)
        trees(Path(directory)).keep(ENTRIES)
        cache = Path(directory) / "cache"
        for path, mode in ((cache / FILE, 0o400), (cache, 0o500)):
            os.chown(path, other, -1)
            path.chmod(mode)
        words = [sys.executable, "-c", code, str(cache)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        cache.chmod(0o700)
    assert (done.stdout, done.stderr) == ("['a', 'b', 'c']\n", "")


@pytest.mark.parametrize("mode", [0o770, 0o707])
def test_a_directory_that_others_may_write_is_not_used(tmp_path: Path, mode: int) -> None:
    trees(tmp_path).keep(ENTRIES)
    (tmp_path / "cache").chmod(mode)
    trees(tmp_path).keep({"new": b"x"})
    assert trees(tmp_path).recall([*ENTRIES, "new"]) == {}
    (tmp_path / "cache").chmod(0o700)
    assert trees(tmp_path).recall([*ENTRIES, "new"]) == ENTRIES


def test_a_place_that_cannot_be_a_directory_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    trees(tmp_path).keep(ENTRIES)
    assert (trees(tmp_path).recall(list(ENTRIES)), trees(tmp_path).size()) == ({}, (0, 0))
