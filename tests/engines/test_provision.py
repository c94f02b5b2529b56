"""Locks, installs and their verification, with archives from a loopback server: no package index is asked."""

import hashlib
import os
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from engine_servers import PROGRAM, Mirror, cut_off, whole, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secscan.engines import provision
from secscan.engines.provision import State, ToolError, Tools, cache, golang, manifest
from secscan.engines.provision.lock import GO_WHEEL, TOOLS, PythonSource, pinned, read_lock, read_refused, this_platform
from secscan.engines.provision.trouble import SourceError
from secscan.errors import UserError

LOCK = """
engine = "tflint"
title = "A tool"
version = "{version}"
license = "MIT"
homepage = "https://releases.example/tool"

[[sources]]
kind = "archive"
platform = "{platform}"
url = "https://releases.example/tool/v1.2.3/tool_linux.zip"
sha256 = "{sha256}"
member = "tool"
binary = "tool"
"""


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    with Mirror() as running:
        yield running


def locks(tmp_path: Path, data: bytes, version: str = "1.2.3", platform: str = "", more: str = "") -> Path:
    """A directory of locks that holds one, of a tool whose archive is `data`."""
    directory = tmp_path / "locks"
    (directory / "tool").mkdir(parents=True, exist_ok=True)
    text = LOCK.format(version=version, platform=platform or this_platform(), sha256=hashlib.sha256(data).hexdigest())
    (directory / "tool" / "lock.toml").write_text(text + more)
    return directory


def entries(directory: Path) -> list[str]:
    """What lies below a directory, without the lock files."""
    return sorted(str(p.relative_to(directory)) for p in directory.rglob("*") if p.is_file() and p.name != ".lock")


def test_a_tool_is_missing_then_installed_then_verified_and_then_costs_nothing(mirror: Mirror, tmp_path: Path) -> None:
    data = zipped(("tool", PROGRAM))
    tools = Tools(cache=tmp_path / "cache", locks=locks(tmp_path, data))
    with pytest.raises(ToolError, match=r"^A tool 1.2.3 is not installed: run `secscan engines install`$"):
        tools.verified("tool")
    mirror.serve(whole(data))
    told: list[tuple[str, str]] = []
    (made,) = provision.install(("tool",), tools, mirror=mirror.url, progress=lambda *words: told.append(words))
    assert (made.state, made.size, made.version) == (State.INSTALLED, len(PROGRAM), "1.2.3")
    assert made.place == tools.verified("tool")
    assert entries(tmp_path / "cache") == [
        f"engines/tool/{made.place.name}/bin/tool",
        f"engines/tool/{made.place.name}/manifest.json",
    ]
    assert [words[1].split(" in ")[0] for words in told] == ["1.2.3 from the release archive ...", "installed: 0 MB"]
    mirror.answers.clear()
    (again,) = provision.install(("tool",), tools, mirror=mirror.url)
    assert again.state is State.VERIFIED


@pytest.mark.parametrize("broken", ["wrong digest", "cut off", "absent"])
def test_an_archive_that_does_not_come_right_leaves_nothing_and_says_why(
    broken: str, mirror: Mirror, tmp_path: Path
) -> None:
    data = zipped(("tool", PROGRAM))
    if broken != "absent":
        mirror.serve(whole(b"something else") if broken == "wrong digest" else cut_off(data))
    tools = Tools(cache=tmp_path / "cache", locks=locks(tmp_path, data))
    (made,) = provision.install(("tool",), tools, mirror=mirror.url)
    said = {
        "wrong digest": "what came is not what is locked: do not use it",
        "cut off": "was cut off: ",
        "absent": "answers 404",
    }
    assert made.state is State.FAILED
    assert made.problem.startswith("A tool 1.2.3 cannot be had: the release archive: ")
    assert said[broken] in made.problem
    assert entries(tmp_path / "cache") == []


def test_the_next_source_is_tried_where_one_gives_nothing(mirror: Mirror, tmp_path: Path) -> None:
    data = zipped(("tool", PROGRAM))
    first = LOCK.partition("[[sources]]")[2]
    second = "[[sources]]" + first.format(platform=this_platform(), sha256=hashlib.sha256(data).hexdigest()).replace(
        "v1.2.3/", "again/"
    )
    mirror.serve(whole(data), "/mirror/releases.example/tool/again/tool_linux.zip")
    tools = Tools(cache=tmp_path / "cache", locks=locks(tmp_path, b"other", more=second))
    (made,) = provision.install(("tool",), tools, mirror=mirror.url)
    assert (made.state, made.source) == (
        State.INSTALLED,
        f"archive {mirror.url}/releases.example/tool/again/tool_linux.zip",
    )


def test_an_archive_of_another_platform_is_not_asked_for(tmp_path: Path) -> None:
    tools = Tools(cache=tmp_path / "cache", locks=locks(tmp_path, b"", platform="plan9-pdp11"))
    (made,) = provision.install(("tool",), tools)
    assert (made.state, made.problem) == (
        State.FAILED,
        f"A tool 1.2.3 cannot be had: the lock names no source for {this_platform()}",
    )


def installed(mirror: Mirror, tmp_path: Path) -> tuple[Tools, Path]:
    data = zipped(("tool", PROGRAM))
    mirror.serve(whole(data))
    tools = Tools(cache=tmp_path / "cache", locks=locks(tmp_path, data))
    (made,) = provision.install(("tool",), tools, mirror=mirror.url)
    return tools, made.place


def change(place: Path) -> None:
    (place / "bin" / "tool").write_bytes(PROGRAM.replace(b"echo", b"evil"))


def change_unseen(place: Path) -> None:
    """The same size and times: what a look at the directory would not tell."""
    before = (place / "bin" / "tool").stat()
    change(place)
    os.utime(place / "bin" / "tool", ns=(before.st_atime_ns, before.st_mtime_ns))


def link(place: Path) -> None:
    shutil.copyfile(place / "bin" / "tool", place.parent / "elsewhere")
    (place / "bin" / "tool").unlink()
    (place / "bin" / "tool").symlink_to(place.parent / "elsewhere")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (change, "bin/tool was changed; 1 in all"),
        (change_unseen, "bin/tool was changed; 1 in all"),
        (link, "bin/tool was changed; 1 in all"),
        (lambda place: (place / "bin" / "tool").unlink(), "bin/tool is missing; 1 in all"),
        (lambda place: (place / "bin" / "plugin.so").write_bytes(b"x"), "bin/plugin.so was added; 1 in all"),
    ],
)
def test_a_damaged_tool_is_not_used_and_is_mended_by_an_install(
    damage: object, said: str, mirror: Mirror, tmp_path: Path
) -> None:
    tools, place = installed(mirror, tmp_path)
    assert callable(damage)
    damage(place)
    words = f"A tool 1.2.3 is not as it was installed ({said}): run `secscan engines install`"
    with pytest.raises(ToolError) as raised:
        tools.verified("tool")
    assert str(raised.value) == words
    (verdict,) = provision.verify(("tool",), tools)
    assert (verdict.state, verdict.problem) == (State.DAMAGED, words)
    (mended,) = provision.install(("tool",), tools, mirror=mirror.url)
    assert (mended.state, tools.verified("tool")) == (State.INSTALLED, place)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"schema": "other/1"}', '{"schema": "secscan-install/1"}'])
def test_a_manifest_that_is_none_of_ours_is_no_install(text: str, mirror: Mirror, tmp_path: Path) -> None:
    tools, place = installed(mirror, tmp_path)
    (place / "manifest.json").write_text(text)
    with pytest.raises(ToolError, match="is not installed"):
        tools.verified("tool")


def test_another_lock_is_another_install_and_another_title_is_not(mirror: Mirror, tmp_path: Path) -> None:
    tools, place = installed(mirror, tmp_path)
    lock = tools.lock("tool")
    file = tmp_path / "locks" / "tool" / "lock.toml"
    file.write_text(file.read_text().replace('"A tool"', '"The tool"') + "# and a comment\n")
    assert tools.lock("tool").digest == lock.digest
    file.write_text(file.read_text().replace('"1.2.3"', '"1.2.4"'))
    assert tools.lock("tool").digest != lock.digest
    with pytest.raises(ToolError, match=r"The tool 1.2.4 is not installed"):
        tools.verified("tool")
    assert place.is_dir()


def test_of_two_installers_at_once_the_second_finds_the_first_ones_work(mirror: Mirror, tmp_path: Path) -> None:
    data = zipped(("tool", PROGRAM))
    mirror.serve(whole(data))
    tools = Tools(cache=tmp_path / "cache", locks=locks(tmp_path, data))
    states: list[State] = []

    def one() -> None:
        states.extend(tool.state for tool in provision.install(("tool",), tools, mirror=mirror.url))

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(states) == [State.INSTALLED, State.VERIFIED, State.VERIFIED, State.VERIFIED]
    assert len(mirror.asked) == 1
    assert tools.verified("tool")


def test_what_a_killed_installer_left_is_removed_and_a_living_ones_is_not(mirror: Mirror, tmp_path: Path) -> None:
    abandoned = tmp_path / "cache" / "engines" / ".work-abandoned"
    abandoned.mkdir(parents=True)
    (abandoned / "half").write_bytes(b"x")
    with cache.workshop(tmp_path / "cache") as living:
        installed(mirror, tmp_path)
        assert living.is_dir()
    assert not abandoned.exists()
    assert not living.exists()


def test_a_cache_that_cannot_be_written_is_said_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands here")
    tools = Tools(cache=tmp_path / "cache", locks=locks(tmp_path, b""))
    (made,) = provision.install(("tool",), tools)
    assert made.state is State.FAILED
    assert made.problem.endswith("set SECSCAN_CACHE_DIR to one that can")


@pytest.mark.slow
def test_without_network_python_packages_and_go_modules_say_what_to_do(tmp_path: Path) -> None:
    """The real locks, and an index that nobody answers at."""
    deaf = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_RETRIES": "0",
        "GOPROXY": "http://127.0.0.1:9",
        "GONOSUMDB": "*",
    }
    made = provision.install(TOOLS, Tools(cache=tmp_path / "cache"), environment=deaf)
    assert [tool.state for tool in made] == [State.FAILED] * 3
    for tool in made:
        assert "could not be reached: check the network and the proxy settings" in tool.problem
    assert entries(tmp_path / "cache") == []


def test_the_cache_directory_is_the_users_unless_the_environment_names_another(tmp_path: Path) -> None:
    assert cache.root({"SECSCAN_CACHE_DIR": str(tmp_path)}) == tmp_path
    assert cache.root({}).name == "secscan"


@pytest.mark.parametrize("version", ["latest", ">=1.2", "1.2.*", "1", "v1.2.3", "1.2.3 ", "main", ""])
def test_a_lock_that_names_no_exact_release_is_refused(version: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is not an exact release"):
        read_lock("tool", locks(tmp_path, b"", version=version))


@pytest.mark.parametrize("digest", ["", "0" * 63, "F" * 64, "sha256:" + "0" * 64])
def test_a_lock_whose_digest_is_none_is_refused(digest: str, tmp_path: Path) -> None:
    directory = locks(tmp_path, b"")
    file = directory / "tool" / "lock.toml"
    file.write_text(file.read_text().replace(hashlib.sha256(b"").hexdigest(), digest))
    with pytest.raises(UserError, match="is not a SHA-256"):
        read_lock("tool", directory)


def test_a_known_bad_release_is_refused_with_its_reason(tmp_path: Path) -> None:
    directory = locks(tmp_path, b"")
    (directory / "refused.toml").write_text(
        '[[refused]]\necosystem = "tool"\nname = "tool"\nversions = ["1.2.3"]\nreason = "it was stolen"\n'
    )
    with pytest.raises(UserError, match=r"tool 1.2.3 is refused: it was stolen"):
        read_lock("tool", directory)


def test_a_known_bad_package_below_a_tool_is_refused_too(tmp_path: Path) -> None:
    directory = locks(tmp_path, b"")
    (directory / "tool" / "requirements.txt").write_text("good==1.0 \\\n    --hash=sha256:0\nbad==6.6.6 ; x\n")
    (directory / "tool" / "go.mod").write_text("module m\n\nrequire (\n\tfine.example/a v1.0.0 // indirect\n)\n")
    assert set(pinned(read_lock("tool", directory))) == {
        ("tool", "tool", "1.2.3"),
        ("python", "good", "1.0"),
        ("python", "bad", "6.6.6"),
        ("go", "fine.example/a", "v1.0.0"),
    }
    (directory / "refused.toml").write_text(
        '[[refused]]\necosystem = "python"\nname = "bad"\nversions = ["6.6.6"]\nreason = "a stealer"\n'
    )
    with pytest.raises(UserError, match=r"bad 6.6.6 is refused: a stealer"):
        read_lock("tool", directory)


def test_a_go_build_that_the_lock_knows_must_have_its_digest(tmp_path: Path) -> None:
    known = f'\n[[builds]]\nplatform = "{this_platform()}"\ntoolchain = "go1.26.8"\nsha256 = "{"a" * 64}"\n'
    lock = read_lock("tool", locks(tmp_path, b"", more=known))
    golang._check_build(lock, "go1.26.8", "a" * 64)
    golang._check_build(lock, "go1.27.0", "b" * 64)  # another toolchain gives other bytes: go.sum stands alone
    with pytest.raises(SourceError, match="what came is not what is locked"):
        golang._check_build(lock, "go1.26.8", "b" * 64)


@pytest.mark.parametrize(
    ("version", "needed", "enough"),
    [
        ("go1.26.4", "1.26.4", True),
        ("go1.27", "1.26.4", True),
        ("go1.26", "1.26.4", False),
        ("go1.9.7", "1.26.4", False),
        ("devel", "1.26.4", False),
        ("", "1.26.4", False),
    ],
)
def test_a_go_is_new_enough_by_number_and_not_by_letter(version: str, needed: str, enough: bool) -> None:
    assert golang._at_least(version, needed) is enough


@pytest.mark.parametrize("tool", [*TOOLS, GO_WHEEL])
def test_every_lock_of_the_package_is_exact_and_complete(tool: str) -> None:
    lock = read_lock(tool)
    pins = list(pinned(lock))
    assert lock.digest == read_lock(tool).digest
    assert len(pins) == len(set(pins))
    if "requirements.txt" in lock.files:
        requirements = lock.files["requirements.txt"].decode()
        names = [line for line in requirements.splitlines() if line and not line.startswith((" ", "#"))]
        assert all("==" in line and line.endswith("\\") for line in names)
        assert "http" not in requirements.replace("httpcore", "").replace("aiohttp", "")
        if any(isinstance(source, PythonSource) for source in lock.sources):
            assert ("python", tool, lock.version) in pins
    if "Cargo.lock" in lock.files:
        assert ("rust", tool, lock.version) in pins
        assert lock.files["Cargo.lock"].count(b"checksum = ") == len([pin for pin in pins if pin[0] == "rust"])
    if "go.mod" in lock.files:
        own = re.compile(rf".*/{tool}(/v\d+)?")
        assert {version for kind, name, version in pins if own.fullmatch(name)} == {f"v{lock.version}"}
        assert lock.files["go.sum"].count(b"h1:") > 100


def test_every_refusal_has_a_reason() -> None:
    assert read_refused()
    assert all(entry.reason and entry.versions for entry in read_refused())


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.binary(max_size=40), min_size=1), st.data())
def test_whatever_single_file_is_changed_it_is_told(
    tmp_path: Path, tree: dict[str, bytes], data: st.DataObject
) -> None:
    place = Path(cache.tempfile.mkdtemp(dir=tmp_path))
    for name, content in tree.items():
        (place / name).write_bytes(content)
    record = manifest.write(place, tool="tool", version="1.2.3", lock="", source="")
    assert manifest.read(place) == record
    assert manifest.differences(place, record) == ()
    changed = data.draw(st.sampled_from(sorted(tree)))
    (place / changed).write_bytes(data.draw(st.binary(max_size=40).filter(lambda b: b != tree[changed])))
    assert manifest.differences(place, record) == (f"{changed} was changed",)
