"""Release archives, fetched from a server on loopback that answers as well and as badly as servers do."""

import gzip
import hashlib
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from engine_servers import PROGRAM, Mirror, cut_off, sends_on, tarred, whole, zipped

from secscan.engines.provision import archive
from secscan.engines.provision.lock import ArchiveSource
from secscan.engines.provision.trouble import SourceError

URL = "https://releases.example/tool/v1.2.3/tool_linux.zip"


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    with Mirror() as running:
        yield running


def source(data: bytes, *redirects: str) -> ArchiveSource:
    return ArchiveSource(
        platform="any",
        url=URL,
        sha256=hashlib.sha256(data).hexdigest(),
        member="tool",
        binary="tool",
        redirects=redirects,
    )


def fetch(mirror: Mirror, locked: ArchiveSource, tmp_path: Path) -> str:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    return archive.program(locked, scratch, tmp_path / "new", mirror=mirror.url)


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_the_program_of_a_good_archive_is_laid_and_can_be_run(
    pack: Callable[..., bytes], mirror: Mirror, tmp_path: Path
) -> None:
    data = pack(("README.md", b"read me"), ("tool", PROGRAM))
    mirror.serve(whole(data))
    made_by = fetch(mirror, source(data), tmp_path)
    assert made_by == f"archive {mirror.url}/releases.example/tool/v1.2.3/tool_linux.zip"
    laid = tmp_path / "new" / "bin" / "tool"
    assert (laid.read_bytes(), laid.stat().st_mode & 0o777) == (PROGRAM, 0o755)
    assert [path.name for path in (tmp_path / "new").rglob("*")] == ["bin", "tool"]


def test_an_archive_with_another_digest_is_not_opened(mirror: Mirror, tmp_path: Path) -> None:
    data = zipped(("tool", PROGRAM))
    mirror.serve(whole(zipped(("tool", b"another program"))))
    with pytest.raises(SourceError, match=r"what came is not what is locked.*has SHA-256 .*, the lock says"):
        fetch(mirror, source(data), tmp_path)
    assert not (tmp_path / "new").exists()


def test_a_download_that_is_cut_off_is_said_to_be(mirror: Mirror, tmp_path: Path) -> None:
    data = zipped(("tool", PROGRAM))
    mirror.serve(cut_off(data))
    with pytest.raises(SourceError, match=rf"was cut off: {len(data) // 2} of {len(data)} bytes came; try again"):
        fetch(mirror, source(data), tmp_path)


def test_an_absent_archive_is_said_to_be(mirror: Mirror, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"tool_linux.zip answers 404 Not Found"):
        fetch(mirror, source(b""), tmp_path)


def test_a_server_that_is_not_there_is_said_to_be(mirror: Mirror, tmp_path: Path) -> None:
    mirror.server.server_close()
    with pytest.raises(SourceError, match="could not be reached: check the network"):
        fetch(mirror, source(b""), tmp_path)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zipped(("../tool", PROGRAM), ("tool", PROGRAM)), "a path that leaves it, '../tool'"),
        (zipped(("a/../../tool", PROGRAM), ("tool", PROGRAM)), "a path that leaves it"),
        (zipped(("/tool", PROGRAM), ("tool", PROGRAM)), "a path that leaves it, '/tool'"),
        (zipped(("..\\tool", PROGRAM), ("tool", PROGRAM)), "a path that leaves it"),
        (zipped(("other", PROGRAM), link="tool"), "a symbolic link, 'tool'"),
        (tarred(("../tool", PROGRAM), ("tool", PROGRAM)), "a path that leaves it, '../tool'"),
        (tarred(("tool", PROGRAM), link="other"), "something that is no file, 'other'"),
        (tarred(("tool", PROGRAM), link="hard", kind=tarfile.LNKTYPE), "something that is no file, 'hard'"),
        (tarred(("tool", PROGRAM), link="device", kind=tarfile.CHRTYPE), "something that is no file, 'device'"),
        (tarred(("other", PROGRAM)), "holds no file 'tool'"),
        (zipped(("other", PROGRAM)), "holds no file 'tool'"),
        (b"no archive at all", "cannot be read"),
        (zipped(("tool", PROGRAM))[:-30], "cannot be read"),
        (tarred(("tool", PROGRAM * 10_000))[:-40], "cannot be read"),
    ],
)
def test_a_hostile_archive_lays_nothing_even_with_the_right_digest(
    data: bytes, said: str, mirror: Mirror, tmp_path: Path
) -> None:
    mirror.serve(whole(data))
    with pytest.raises(SourceError, match=said.replace("\\", "\\\\")):
        fetch(mirror, source(data), tmp_path)
    assert not (tmp_path / "tool").exists()


def test_an_archive_that_is_too_large_is_left(mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_ARCHIVE_BYTES", 1_000)
    data = zipped(("tool", PROGRAM), ("random", hashlib.shake_256(b"").digest(5_000)))
    mirror.serve(whole(data))
    with pytest.raises(SourceError, match="brings more than 1000 bytes"):
        fetch(mirror, source(data), tmp_path)


def test_a_member_that_unpacks_without_end_is_left(
    mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "_MEMBER_BYTES", 1_000_000)
    data = zipped(("tool", b"\0" * 5_000_000))
    mirror.serve(whole(data))
    with pytest.raises(SourceError, match="larger than 1000000 bytes"):
        fetch(mirror, source(data), tmp_path)


def test_an_archive_of_endless_members_is_left(mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_MEMBERS", 10)
    data = zipped(*((f"member-{n}", b"") for n in range(20)), ("tool", PROGRAM))
    mirror.serve(whole(data))
    with pytest.raises(SourceError, match="more than 10 members"):
        fetch(mirror, source(data), tmp_path)


def test_a_redirect_on_the_same_server_is_followed(mirror: Mirror, tmp_path: Path) -> None:
    data = zipped(("tool", PROGRAM))
    mirror.serve(sends_on("/moved.zip"))
    mirror.serve(whole(data), "/moved.zip")
    fetch(mirror, source(data), tmp_path)
    assert (tmp_path / "new" / "bin" / "tool").read_bytes() == PROGRAM


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("http://elsewhere.example/tool.zip", "is not an https address"),
        ("ftp://elsewhere.example/tool.zip", "is not an https address"),
        ("file:///etc/passwd", "is not allowed"),
        ("https://elsewhere.example/tool.zip", "sends us on to elsewhere.example, which the lock does not name"),
    ],
)
def test_a_redirect_to_elsewhere_is_not_followed(to: str, said: str, mirror: Mirror, tmp_path: Path) -> None:
    mirror.serve(sends_on(to))
    with pytest.raises(SourceError, match=said):
        fetch(mirror, source(zipped(("tool", PROGRAM))), tmp_path)


def test_redirects_in_a_circle_end(mirror: Mirror, tmp_path: Path) -> None:
    mirror.serve(sends_on("/mirror/releases.example/tool/v1.2.3/tool_linux.zip"))
    with pytest.raises(SourceError, match="answers 302"):
        fetch(mirror, source(b""), tmp_path)


def test_a_compressed_answer_is_taken_as_it_is(mirror: Mirror, tmp_path: Path) -> None:
    """What is digested is what the server sends: a transfer that was changed on the way has another digest."""
    data = zipped(("tool", PROGRAM))
    mirror.serve(whole(gzip.compress(data)))
    with pytest.raises(SourceError, match="what came is not what is locked"):
        fetch(mirror, source(data), tmp_path)


@pytest.mark.parametrize(
    ("mirror_url", "asked"),
    [
        ("", URL),
        ("https://mirror.example", "https://mirror.example/releases.example/tool/v1.2.3/tool_linux.zip"),
        ("https://mirror.example/a/", "https://mirror.example/a/releases.example/tool/v1.2.3/tool_linux.zip"),
    ],
)
def test_a_mirror_stands_before_the_original_host_and_path(mirror_url: str, asked: str) -> None:
    assert archive.address(URL, mirror_url) == asked


@pytest.mark.parametrize("url", ["http://releases.example/x.zip", "file:///x.zip", "ftp://releases.example/x", "x.zip"])
def test_an_address_that_is_not_https_is_refused(url: str) -> None:
    with pytest.raises(SourceError, match="is not an https address"):
        archive.address(replace(source(b""), url=url).url, "")
