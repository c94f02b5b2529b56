"""Where a report is written: whole or not at all, never out of the repository through a link of its own."""

import os
import stat
import threading
from pathlib import Path

import pytest

from secscan.cli.outputs import Output, parse, to_file
from secscan.errors import UserError


def test_outputs_are_the_consoles_by_default() -> None:
    assert parse(()) == (Output(format="console", file="-"),)
    assert parse(("json=a=b.json", "sarif")) == (
        Output(format="json", file="a=b.json"),
        Output(format="sarif", file="-"),
    )


def test_a_file_appears_whole_with_the_mode_that_the_user_wants(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        to_file(tmp_path / "new" / "deep" / "r.json", b"content", tmp_path)
    finally:
        os.umask(before)
    written = tmp_path / "new" / "deep" / "r.json"
    assert (written.read_bytes(), stat.S_IMODE(written.stat().st_mode)) == (b"content", 0o640)
    assert [path.name for path in written.parent.iterdir()] == ["r.json"]


def test_a_link_that_stands_there_is_replaced_and_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine")
    (tmp_path / "top").mkdir()
    (tmp_path / "top" / "r.json").symlink_to(precious)
    to_file(tmp_path / "top" / "r.json", b"content", tmp_path / "top")
    assert precious.read_text() == "mine"
    assert not (tmp_path / "top" / "r.json").is_symlink()


def test_a_directory_link_of_the_repository_leads_no_report_out_of_it(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "top").mkdir()
    (tmp_path / "top" / "reports").symlink_to("../outside")
    with pytest.raises(UserError, match="leads out of the repository"):
        to_file(tmp_path / "top" / "reports" / "r.json", b"content", tmp_path / "top")
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_directory_is_no_file_and_stays(tmp_path: Path) -> None:
    (tmp_path / "r.json").mkdir()
    with pytest.raises(UserError, match="a directory, not a file"):
        to_file(tmp_path / "r.json", b"content", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["r.json"]


def test_a_name_too_long_for_the_temporary_one_is_written_all_the_same(tmp_path: Path) -> None:
    to_file(tmp_path / ("r" * 255), b"content", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["r" * 255]


def test_a_pipe_is_written_into(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    to_file(pipe, b"content", tmp_path)
    reader.join(timeout=10)
    assert read == [b"content"]
