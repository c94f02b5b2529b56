"""The compiled grammar: kept as JSON, trusted only where nobody else could have written it, never needed."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from secscan.errors import IncompleteError
from secscan.terraform.hcl import grammar, grammar_cache

READ = """
import sys
from secscan.terraform.parse import parse_file
print(parse_file('a = [1, "${b}"]\\n', "main.tf")[1], sorted({"lark", "hcl2", "pickle"} & set(sys.modules)))
"""


def read_elsewhere(cache: Path) -> str:
    """What a fresh interpreter says of a valid file, and which of the heavy modules it needed."""
    environment = {**os.environ, "SECSCAN_CACHE_DIR": str(cache), "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", READ], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SECSCAN_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_the_grammar_is_compiled_once_and_then_read_as_json_without_lark(cache: Path) -> None:
    first, second = read_elsewhere(cache), read_elsewhere(cache)
    (file,) = cache.iterdir()
    digest, _, body = file.read_text(encoding="utf-8").partition("\n")
    assert (first, second) == ("() ['hcl2', 'lark', 'pickle']", "() []")
    assert (len(digest), sorted(json.loads(body))) == (64, ["end", "rules", "start", "states"])
    assert (stat.S_IMODE(cache.stat().st_mode), stat.S_IMODE(file.stat().st_mode)) == (0o700, 0o600)


def test_a_damaged_cache_is_compiled_afresh_and_mended(cache: Path) -> None:
    read_elsewhere(cache)
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:-1000])
    assert read_elsewhere(cache) == "() ['hcl2', 'lark', 'pickle']"
    assert file.read_bytes() == whole


def test_what_was_written_is_read_under_its_own_key_alone(cache: Path) -> None:
    grammar_cache.write("x.json", "key", {"a": [1]})
    assert (grammar_cache.read("x.json", "key"), grammar_cache.read("x.json", "other")) == ({"a": [1]}, None)


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_directory_that_others_may_write_is_not_used(cache: Path, mode: int) -> None:
    grammar_cache.write("x.json", "key", 1)
    cache.chmod(mode)
    grammar_cache.write("y.json", "key", 1)
    assert (grammar_cache.read("x.json", "key"), (cache / "y.json").exists()) == (None, False)


def test_a_file_that_others_may_write_or_a_link_is_not_read(cache: Path) -> None:
    grammar_cache.write("x.json", "key", 1)
    (cache / "link.json").symlink_to(cache / "x.json")
    (cache / "x.json").chmod(0o622)
    assert (grammar_cache.read("x.json", "key"), grammar_cache.read("link.json", "key")) == (None, None)


def test_a_place_that_cannot_be_a_directory_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SECSCAN_CACHE_DIR", str(tmp_path / "file" / "cache"))
    grammar_cache.write("x.json", "key", 1)
    assert grammar_cache.read("x.json", "key") is None


def test_a_grammar_with_a_rule_that_we_do_not_know_is_named() -> None:
    with pytest.raises(IncompleteError, match=r'python-hcl2 has a rule "\w+" that secscan does not know'):
        grammar.driver({}, frozenset({"arguments"}))
