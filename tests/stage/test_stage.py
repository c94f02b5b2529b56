"""What an engine gets to see: the files that Terraform reads, nothing that tells an engine what to do."""

import os
import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from secscan.sources import Sources
from secscan.stage import Stage, is_engine_file, lay
from secscan.stage.markers import COMMENT_MARKERS, MARKERS, blank
from secscan.terraform.configuration import Options, read
from secscan.terraform.parse import parse_file


def grow(top: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return top


def staged(tmp_path: Path, files: dict[str, str | bytes]) -> tuple[Stage, dict[str, bytes]]:
    sources = Sources(grow(tmp_path / "tree", files))
    return laid(sources, tmp_path)


def laid(sources: Sources, tmp_path: Path) -> tuple[Stage, dict[str, bytes]]:
    directory = tmp_path / "stage"
    directory.mkdir()
    stage = lay(sources, read(sources, Options()), directory)
    copy = directory / "source"
    found = {p.relative_to(copy).as_posix(): p.read_bytes() for p in copy.rglob("*") if not p.is_dir()}
    return stage, found


CALL = 'module "keys" {\n  source = "../../modules/keys"\n}\n'
KEY = 'resource "aws_kms_key" "this" {}\n'


def test_only_what_terraform_reads_is_staged_at_the_same_paths(tmp_path: Path) -> None:
    task = 'resource "aws_x" "y" {\n  a = templatefile("${path.module}/task.tftpl", {})\n}\n'
    stage, found = staged(
        tmp_path,
        {
            "roots/a/main.tf": CALL + task,
            "roots/a/task.tftpl": "hello",
            "roots/a/terraform.tfvars": "x = 1\n",
            "roots/a/other.tfvars": "x = 2\n",
            "roots/a/README.md": "words",
            "roots/a/.terraform.lock.hcl": "# lock",
            "roots/a/terraform.tfstate": "{}",
            "modules/keys/main.tf": KEY,
            "modules/keys/examples/main.txt": "",
        },
    )
    assert found == {
        "modules/keys/main.tf": KEY.encode(),
        "roots/a/main.tf": (CALL + task).encode(),
        "roots/a/task.tftpl": b"hello",
        "roots/a/terraform.tfvars": b"x = 1\n",
    }
    assert replace(stage, plans={}) == Stage(
        directory=(tmp_path / "stage" / "source").resolve(),
        roots=("roots/a",),
        module_directories=("modules/keys",),
        files={"modules/keys/main.tf": 1, "roots/a/main.tf": 6, "roots/a/task.tftpl": 1, "roots/a/terraform.tfvars": 1},
    )


def test_a_broken_root_is_not_staged_and_costs_no_other_root_its_module(tmp_path: Path) -> None:
    stage, found = staged(
        tmp_path,
        {"roots/a/main.tf": CALL, "roots/b/main.tf": CALL + "resource {{{\n", "modules/keys/main.tf": KEY},
    )
    assert (stage.roots, stage.module_directories) == (("roots/a",), ("modules/keys",))
    assert sorted(found) == ["modules/keys/main.tf", "roots/a/main.tf"]


def test_nothing_to_stage_is_an_empty_stage(tmp_path: Path) -> None:
    stage, found = staged(tmp_path, {"a/main.tf": "resource {{{\n"})
    assert (stage.roots, stage.module_directories, stage.files, found) == ((), (), {}, {})


def test_links_become_regular_files_that_only_their_owner_may_read(tmp_path: Path) -> None:
    tree = grow(tmp_path / "tree", {"shared/main.tf": KEY, "deep/a/versions.tf": "terraform {}\n"})
    (tree / "deep" / "a" / "shared.tf").symlink_to("../../shared/main.tf")
    _, found = laid(Sources(tree, scope=("deep",)), tmp_path)
    assert found == {"deep/a/shared.tf": KEY.encode(), "deep/a/versions.tf": b"terraform {}\n"}
    for path in (tmp_path / "stage").rglob("*"):
        status = os.lstat(path)
        assert not stat.S_ISLNK(status.st_mode)
        assert stat.S_IMODE(status.st_mode) == (0o700 if path.is_dir() else 0o600)


def test_an_engines_configuration_is_withheld_even_where_terraform_reads_it(tmp_path: Path) -> None:
    reads = 'locals {\n  a = file("${path.module}/.checkov.yaml")\n  b = file("${path.module}/kics.config")\n}\n'
    use = 'resource "aws_x" "y" {\n  a = local.a\n  b = local.b\n}\n'
    stage, found = staged(
        tmp_path,
        {
            "main.tf": reads + use,
            ".checkov.yaml": "external-checks-dir: [evil]",
            "kics.config": "{}",
            ".tflint.hcl": 'plugin "x" {}',
        },
    )
    assert stage.withheld == (".checkov.yaml", "kics.config")
    assert found == {"main.tf": (reads + use).encode()}


@pytest.mark.parametrize(
    "path",
    [
        ".tflint.hcl",
        ".tflint.json",
        "a/.checkov.yaml",
        "a/.CHECKOV.yml",
        ".checkov.baseline",
        "kics.config",
        "kics.yaml",
        ".tfsec/config.yml",
        "trivy.yaml",
        ".trivyignore",
        ".terrascan.toml",
        ".bridgecrew.yaml",
    ],
)
def test_a_name_that_an_engine_looks_for_is_known(path: str) -> None:
    assert is_engine_file(path)


@pytest.mark.parametrize(
    "path", ["main.tf", "tflint.tf", "checkov/main.tf", "kics/main.tf", "modules/trivy/x.json", "a.tfvars", ".env"]
)
def test_a_name_that_only_sounds_like_an_engine_is_staged(path: str) -> None:
    assert not is_engine_file(path)


def test_a_byte_order_mark_is_left_out_of_configuration_alone(tmp_path: Path) -> None:
    use = 'resource "aws_x" "y" {\n  a = filebase64("${path.module}/a.txt")\n}\n'
    _, found = staged(tmp_path, {"main.tf": b"\xef\xbb\xbf" + use.encode(), "a.txt": b"\xef\xbb\xbfwords"})
    assert found == {"main.tf": use.encode(), "a.txt": b"\xef\xbb\xbfwords"}


def cleaned(text: str) -> str:
    file, problems = parse_file(text, "x.tf")
    assert problems == ()
    return blank(text.encode(), file.comments).decode()


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("# checkov:skip=CKV_AWS_1:why not\na = 1\n", "#                               \na = 1\n"),
        ("a = 1 # tflint-ignore: aws_x # reason\r\n", "a = 1 #                              \r\n"),
        ("# tflint-ignore-file: all\n", "#                        \n"),
        ("// before KICS-SCAN ignore\n", "// before                 \n"),
        ("/* ts:skip=AC_1 */ a = 1\n", "/*              */ a = 1\n"),
        ("/* one\n tfsec:ignore:x\n two */\n", "/* one\n               \n two */\n"),
        ("a = 1 # nosec here\n", "a = 1 #           \n"),
        ('a = "nosec"\n', 'a = "nosec"\n'),
        ('a = "see checkov:skip=X and more"\n', 'a = "see             =X and more"\n'),
        ("a = <<E\n# trivy:ignore:X\nE\n", "a = <<E\n#             :X\nE\n"),
        ('a = "é" # é checkov:skip=X\n', 'a = "é" # é               \n'),
        ("# \N{KELVIN SIGN}ics-scan ignore\n", "#                   \n"),
        ("# nothing to see\n", "# nothing to see\n"),
    ],
)
def test_markers_are_blanked_in_place(text: str, clean: str) -> None:
    assert cleaned(text) == clean


WORDS = [*MARKERS, *COMMENT_MARKERS, "#", "//", "/*", "*/", "\n", "\r\n", " ", "=", '"', "a", "é", "\u0130", "\u017f"]
TEXT = st.lists(
    st.one_of(st.sampled_from(WORDS), st.sampled_from(MARKERS).map(str.upper), st.text(max_size=5)), max_size=40
).map("".join)
FOLDED = re.compile("|".join(MARKERS))


def folded(content: bytes) -> str:
    """As the most generous engine would read it: every letter whose lower or upper case is one of a marker's."""
    text = content.decode("utf-8", "replace").translate({0x130: "i", 0x131: "i", 0x17F: "s", 0x212A: "k"})
    return text.lower()


@given(TEXT)
@example("checkov:checkov:skipskip=X")
@example("tflint-tflint-ignoreignore")
def test_no_marker_is_left_whatever_it_stood_in(text: str) -> None:
    content = text.encode("utf-8", "surrogatepass")
    assert FOLDED.findall(folded(blank(content))) == []


@given(st.binary(max_size=200).map(lambda noise: noise + b"checkov:skip=X" + noise))
def test_bytes_that_are_no_text_are_blanked_too(content: bytes) -> None:
    assert b"checkov:skip" not in blank(content)


@given(TEXT)
def test_blanking_keeps_length_and_line_ends_and_writes_only_spaces(text: str) -> None:
    file, _ = parse_file(text, "x.tf")
    content = text.encode("utf-8", "surrogatepass")
    clean = blank(content, file.comments)
    assert len(clean) == len(content)
    assert [i for i, b in enumerate(clean) if b in b"\r\n"] == [i for i, b in enumerate(content) if b in b"\r\n"]
    assert {new for new, old in zip(clean, content, strict=True) if new != old} <= {ord(" ")}
    assert blank(clean, file.comments) == clean
