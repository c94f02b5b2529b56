"""The bytes of a hostile tree: what is found, what is read, what is refused, and that all of it is said."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secscan.model import FileRecord, FileStatus
from secscan.sources import SourceProblem, Sources


def grow(top: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return top


def refused(sources: Sources, path: str) -> str:
    with pytest.raises(SourceProblem) as caught:
        sources.text(path)
    return caught.value.message


def unparsable(sources: Sources) -> dict[str, str]:
    return {r.path: r.reason for r in sources.records() if r.status is FileStatus.UNPARSABLE}


def skipped(sources: Sources) -> dict[str, str]:
    return {r.path: r.reason for r in sources.records() if r.status is FileStatus.SKIPPED}


def test_directories_with_any_of_the_four_suffixes_are_found_and_editors_files_do_not_count(tmp_path: Path) -> None:
    names = ["a/x.tf", "b/x.tf.json", "c/x.tofu", "d/x.tofu.json", "top.tf"]
    others = ["e/.x.tf", "f/x.tf~", "g/#x.tf#", "h/x.tfvars", "i/x.tf.bak", "j/README.md"]
    grow(tmp_path, dict.fromkeys([*names, *others], ""))
    assert Sources(tmp_path).configuration_directories() == (".", "a", "b", "c", "d")


def test_a_directory_named_like_a_file_of_terraform_is_not_one(tmp_path: Path) -> None:
    (tmp_path / "odd" / "x.tf").mkdir(parents=True)
    assert Sources(tmp_path).configuration_directories() == ()
    assert Sources(tmp_path).files("odd") == ()


def test_only_the_scope_is_searched_but_everything_in_the_repository_can_be_read(tmp_path: Path) -> None:
    grow(tmp_path, {"infra/main.tf": "a", "modules/m/main.tf": "b"})
    sources = Sources(tmp_path, scope=("infra", "./infra/"))
    assert sources.configuration_directories() == ("infra",)
    assert sources.text("modules/m/main.tf") == "b"


def test_gitignore_and_exclude_prune_the_search_only_and_what_they_hid_is_said(tmp_path: Path) -> None:
    grow(
        tmp_path,
        {
            ".gitignore": "build/\n*.tfvars\n/once\n",
            "deep/.gitignore": "!build/\n",
            "build/main.tf": "x",
            "deep/build/main.tf": "x",
            "once/main.tf": "x",
            "deep/once/main.tf": "x",
            "legacy/old/main.tf": "x",
            "infra/main.tf": "x",
            "infra/prod.tfvars": "y",
            "node_modules/left/README": "",
        },
    )
    sources = Sources(tmp_path, exclude=("legacy",))
    assert sources.configuration_directories() == ("deep/build", "deep/once", "infra")
    assert skipped(sources) == {
        "build": "not searched: .gitignore",
        "once": "not searched: .gitignore",
        "legacy": "not searched: the configured `exclude`",
    }
    assert sources.text("infra/prod.tfvars") == "y"
    assert sources.files("infra") == ("infra/main.tf", "infra/prod.tfvars")
    assert sources.text("build/main.tf") == "x"


def test_a_scope_that_is_named_is_searched_though_it_is_ignored_or_hidden(tmp_path: Path) -> None:
    grow(tmp_path, {".gitignore": "made/\n", "made/main.tf": "", ".hidden/main.tf": "", ".hidden/sub/x.tf": ""})
    sources = Sources(tmp_path, scope=("made", ".hidden"))
    assert sources.configuration_directories() == (".hidden", ".hidden/sub", "made")


def test_hidden_directories_are_pruned_and_only_terraforms_own_in_silence(tmp_path: Path) -> None:
    grow(tmp_path, {".terraform/modules/m/x.tf": "", ".git/x.tf": "", ".cloud/x.tf": "", "a/.terraform/x.tf": ""})
    sources = Sources(tmp_path)
    assert sources.configuration_directories() == ()
    assert skipped(sources) == {".cloud": "not searched: a hidden directory"}


def test_an_ignored_file_makes_no_root_and_is_said(tmp_path: Path) -> None:
    grow(tmp_path, {".gitignore": "*.tf\n", "a/main.tf": "", "b/main.tf.json": "{}"})
    sources = Sources(tmp_path)
    assert sources.configuration_directories() == ("b",)
    assert skipped(sources) == {"a/main.tf": "not searched for: .gitignore"}


def test_a_pattern_that_would_take_minutes_is_not_obeyed(tmp_path: Path) -> None:
    name = "a" * 250
    grow(tmp_path, {".gitignore": "*a*a*a*a*a*a*a*a*b\n\\\n", f"{name}/main.tf": ""})
    assert Sources(tmp_path).configuration_directories() == (name,)


def test_links_are_searched_once_under_the_name_that_is_their_own(tmp_path: Path) -> None:
    grow(tmp_path, {"infra/real/main.tf": "", "shared/main.tf": ""})
    (tmp_path / "infra" / "a_link").symlink_to("real")
    (tmp_path / "infra" / "loop").symlink_to(".")
    (tmp_path / "infra" / "common").symlink_to("../shared")
    sources = Sources(tmp_path, scope=("infra",))
    assert sources.configuration_directories() == ("infra/common", "infra/real")
    assert unparsable(sources) == {}


def test_a_link_that_leaves_the_tree_is_never_read_and_is_named(tmp_path: Path) -> None:
    outside = grow(tmp_path / "outside", {"secret.tf": "secret", "dir/main.tf": "secret"})
    top = grow(tmp_path / "top", {"a/main.tf": ""})
    (top / "a" / "secret.tf").symlink_to(outside / "secret.tf")
    (top / "a" / "notes.txt").symlink_to(outside / "secret.tf")
    (top / "away").symlink_to(outside / "dir")
    sources = Sources(top)
    assert sources.configuration_directories() == ("a",)
    assert sources.files("a") == ("a/main.tf", "a/secret.tf")
    reason = "a symbolic link that leaves the repository"
    assert refused(sources, "a/secret.tf") == reason
    assert refused(sources, "away/main.tf") == reason
    assert sources.files("away") == ()
    assert not sources.is_file("a/secret.tf")
    assert not sources.is_directory("away")
    assert unparsable(sources) == {"a/secret.tf": reason, "away": reason, "away/main.tf": reason}


def test_a_sibling_whose_name_starts_like_the_repository_is_outside(tmp_path: Path) -> None:
    grow(tmp_path, {"top-secret/x": "secret", "top/main.tf": ""})
    (tmp_path / "top" / "link.tf").symlink_to("../top-secret/x")
    assert refused(Sources(tmp_path / "top"), "link.tf") == "a symbolic link that leaves the repository"


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/etc/passwd", "..", "a/../.."])
def test_a_path_that_leaves_the_repository_by_name_is_refused_and_is_no_file_of_it(tmp_path: Path, path: str) -> None:
    sources = Sources(tmp_path)
    assert refused(sources, path) == "outside the repository"
    assert not sources.is_file(path)
    assert not sources.is_directory(path)
    assert sources.files(path) == ()
    assert sources.records() == ()


def test_an_absolute_path_inside_the_repository_is_the_relative_one(tmp_path: Path) -> None:
    sources = Sources(grow(tmp_path, {"a/x.txt": "x"}))
    assert sources.text(str(tmp_path / "a" / "x.txt")) == "x"
    assert [record.path for record in sources.records()] == ["a/x.txt"]


def test_loops_of_links_are_named_and_do_not_hang(tmp_path: Path) -> None:
    (tmp_path / "a.tf").symlink_to("b.tf")
    (tmp_path / "b.tf").symlink_to("a.tf")
    (tmp_path / "round").symlink_to("round")
    sources = Sources(tmp_path)
    assert sources.configuration_directories() == (".",)
    assert sources.files(".") == ("a.tf", "b.tf")
    assert refused(sources, "a.tf") == "a loop of symbolic links"


def test_a_chain_of_a_thousand_links_ends_in_a_message(tmp_path: Path) -> None:
    grow(tmp_path, {"l0": "x"})
    for index in range(2000):
        (tmp_path / f"l{index + 1}").symlink_to(f"l{index}")
    assert refused(Sources(tmp_path), "l2000") == "a loop of symbolic links"


def test_a_pipe_and_a_device_never_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.tf")
    os.mkfifo(tmp_path / "pipe.txt")
    os.mkfifo(tmp_path / "terraform.tfvars")
    sources = Sources(tmp_path)
    assert sources.configuration_directories() == (".",)
    assert sources.files(".") == ("pipe.tf", "terraform.tfvars")
    assert refused(sources, "pipe.tf") == "not a regular file"
    assert refused(sources, "pipe.txt") == "not a regular file"


def test_a_directory_read_as_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    assert refused(Sources(tmp_path), "d") == "a directory"


def test_a_file_over_the_limit_is_refused_and_one_at_the_limit_is_read(tmp_path: Path) -> None:
    grow(tmp_path, {"big.tf": b"x" * 11, "full.tf": b"x" * 10})
    sources = Sources(tmp_path, limit=10)
    assert refused(sources, "big.tf") == "larger than the limit of 10 bytes"
    assert sources.text("full.tf") == "x" * 10
    assert unparsable(sources) == {"big.tf": "larger than the limit of 10 bytes"}


def test_binary_and_other_encodings_are_refused_as_text_yet_can_be_had_as_bytes(tmp_path: Path) -> None:
    grow(tmp_path, {"bin.tf": b"\x7fELF\0\0", "latin.tf": b"# ok\n# caf\xe9\n", "utf16.tf": "a".encode("utf-16")})
    sources = Sources(tmp_path)
    assert refused(sources, "bin.tf") == "binary, not text"
    assert refused(sources, "latin.tf") == "not UTF-8 (line 2)"
    assert refused(sources, "utf16.tf") == "binary, not text"
    assert sources.data("latin.tf") == b"# ok\n# caf\xe9\n"
    digest = hashlib.sha256(b"\x7fELF\0\0").hexdigest()
    assert sources.records()[0] == FileRecord(
        path="bin.tf", status=FileStatus.UNPARSABLE, sha256=digest, reason="binary, not text"
    )


def test_a_byte_order_mark_is_left_out_of_the_text_and_kept_in_the_digest(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbflocals {}\n"
    sources = Sources(grow(tmp_path, {"a.tf": content}))
    assert sources.text("a.tf") == "locals {}\n"
    assert sources.records() == (
        FileRecord(path="a.tf", status=FileStatus.SCANNED, sha256=hashlib.sha256(content).hexdigest()),
    )


def test_a_file_that_is_not_there_is_refused_and_leaves_no_record(tmp_path: Path) -> None:
    sources = Sources(grow(tmp_path, {"a": ""}))
    assert refused(sources, "nothing.txt") == "not there"
    assert refused(sources, "a/below") == "not there"
    assert refused(sources, "nul\0byte") == "not a file name"
    assert refused(sources, "half \ud800 pair") == "not a file name"
    assert [record.path for record in sources.records()] == ["a"] * sources.is_file("unread")


def test_names_that_are_not_utf8_are_named_in_a_way_that_every_output_can_carry(tmp_path: Path) -> None:
    grow(
        tmp_path,
        {
            os.fsdecode(name): ""
            for name in (b"caf\xe9.tf", b"d\xe9/main.tf", b"caf\xe9.txt", b"good.tf", b"\xe9.auto.tfvars")
        },
    )
    sources = Sources(tmp_path)
    assert sources.configuration_directories() == (".",)
    reason = "a file name that is not UTF-8"
    assert unparsable(sources) == {"caf\\xe9.tf": reason, "d\\xe9/main.tf": reason}
    assert sources.files(".") == ("good.tf",)
    assert unparsable(sources) == dict.fromkeys(["caf\\xe9.tf", "d\\xe9/main.tf", "\\xe9.auto.tfvars"], reason)


def test_a_directory_too_deep_to_be_listed_is_named_and_nothing_else_is_lost(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(40):
        os.mkdir("d" * 200, dir_fd=here)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    grow(tmp_path, {"a/main.tf": ""})
    sources = Sources(tmp_path)
    assert sources.configuration_directories() == ("a",)
    assert set(unparsable(sources).values()) == {"file name too long"}


def test_a_hundred_directories_are_searched_and_one_deeper_is_named(tmp_path: Path) -> None:
    deep, deeper = "/".join("d" * 100), "/".join("e" * 102)
    grow(tmp_path, {f"{deep}/main.tf": "", f"{deeper}/main.tf": "", ".gitignore": "x/\n", f"x/{deeper}/main.tf": ""})
    sources = Sources(tmp_path)
    assert sources.configuration_directories() == (deep,)
    assert unparsable(sources) == {"/".join("e" * 101): "more than 100 directories deep: not searched"}
    assert skipped(sources) == {"x": "not searched: .gitignore"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    grow(tmp_path, {"a/main.tf": "", "b/main.tf": ""})
    (tmp_path / "a" / "main.tf").chmod(0)
    (tmp_path / "b").chmod(0)
    sources = Sources(tmp_path)
    assert sources.configuration_directories() == ("a",)
    assert refused(sources, "a/main.tf") == "permission denied"
    assert unparsable(sources) == {"a/main.tf": "permission denied", "b": "cannot be listed: permission denied"}


def test_a_scope_that_is_not_there_is_unparsable_and_costs_only_itself(tmp_path: Path) -> None:
    sources = Sources(grow(tmp_path, {"a/main.tf": ""}), scope=("a", "gone"))
    assert sources.configuration_directories() == ("a",)
    assert unparsable(sources) == {"gone": "not there"}


def test_the_first_reason_for_not_understanding_a_file_stays(tmp_path: Path) -> None:
    sources = Sources(grow(tmp_path, {"a.tf": "x"}))
    sources.text("a.tf")
    sources.mark_unparsable("a.tf", "missing brace", 3)
    sources.mark_unparsable("a.tf", "something else", 9)
    sources.mark_skipped("a.tf", "later")
    digest = hashlib.sha256(b"x").hexdigest()
    assert sources.records() == (
        FileRecord(path="a.tf", status=FileStatus.UNPARSABLE, sha256=digest, reason="missing brace", line=3),
    )


def test_a_file_is_read_once_though_it_changes_under_the_audit(tmp_path: Path) -> None:
    sources = Sources(grow(tmp_path, {"a.tf": "before"}))
    assert sources.text("a.tf") == "before"
    grow(tmp_path, {"a.tf": "after"})
    assert sources.text("./a.tf") == "before"


def ask_everything(sources: Sources) -> None:
    for directory in sources.configuration_directories():
        for path in sources.files(directory):
            sources.is_file(path)
            try:
                sources.data(path)
            except SourceProblem:
                continue
        sources.directories(directory)
    sources.is_file("a/templates/t.tpl")
    sources.is_directory("modules/gone")


def changed(top: Path, before: Sources) -> list[tuple[str, str]]:
    again = Sources(top, scope=before.scope, exclude=before.exclude, limit=before.limit)
    return [(kind, path) for kind, path, answer in before.questions() if again.ask(kind, path) != answer]


def test_a_tree_that_did_not_change_answers_every_question_the_same(tmp_path: Path) -> None:
    sources = Sources(grow(tmp_path, {"a/main.tf": "x", "a/big.tf": "y" * 2_000}), limit=1_000)
    ask_everything(sources)
    assert changed(tmp_path, sources) == []


@pytest.mark.parametrize(
    ("change", "noticed"),
    [
        ({"a/main.tf": "changed"}, ("data", "a/main.tf")),
        ({"a/new.auto.tfvars": ""}, ("files", "a")),
        ({"b/main.tf": ""}, ("configuration_directories", "")),
        ({"a/templates/t.tpl": ""}, ("is_file", "a/templates/t.tpl")),
        ({"modules/gone/main.tf": ""}, ("is_directory", "modules/gone")),
        ({".gitignore": "a/\n"}, ("configuration_directories", "")),
    ],
)
def test_every_change_that_an_audit_would_see_is_noticed(
    tmp_path: Path, change: dict[str, str | bytes], noticed: tuple[str, str]
) -> None:
    sources = Sources(grow(tmp_path, {"a/main.tf": "x", "a/big.tf": "y" * 2_000}), limit=1_000)
    ask_everything(sources)
    grow(tmp_path, change)
    assert noticed in changed(tmp_path, sources)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "modules/x", "deep/er/y", "z.tf"]), unique=True), st.randoms())
def test_the_search_answers_in_one_order_whatever_the_order_of_scope(names: list[str], random: object) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as directory:
        grow(Path(directory), {f"{name}/main.tf": "" for name in names} | {"kept/.keep": ""})
        shuffled = sorted(names, key=lambda _: random.random())  # type: ignore[attr-defined]
        straight = Sources(Path(directory), scope=names).configuration_directories()
        assert Sources(Path(directory), scope=shuffled).configuration_directories() == straight
        assert list(straight) == sorted(names)


def test_reading_needs_neither_click_nor_the_parser() -> None:
    code = "import sys, secscan.sources; print(sorted({'click', 'hcl2', 'pathspec', 'yaml'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
