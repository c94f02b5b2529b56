"""Bad input through the real command line: a message, the right exit code, nothing else lost, no traceback.

Beside the bad thing stands a good root with a planted defect, which must be found whatever happens.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_runs import BAD_KEY, GOOD_KEY, grow, own, secscan

pytestmark = pytest.mark.slow  # whole processes, or seconds of work

FOUND = ("good", "aws_kms_key.this")


def nested(depth: int) -> str:
    return "locals {\n  a = " + "[" * depth + "]" * depth + "\n}\n"


def files(**content: str | bytes) -> Callable[[Path], None]:
    names = {name.replace("__", "/").replace("_DOT_", "."): text for name, text in content.items()}
    return lambda top: (grow(top, names), None)[1]


def loop(top: Path) -> None:
    (top / "bad").mkdir()
    (top / "bad" / "a.tf").symlink_to("b.tf")
    (top / "bad" / "b.tf").symlink_to("a.tf")


def leaving(top: Path) -> None:
    (top / "bad").mkdir()
    (top.parent / "outside.tf").write_text(BAD_KEY)
    (top / "bad" / "main.tf").symlink_to("../../outside.tf")


def pipe(top: Path) -> None:
    (top / "bad").mkdir()
    os.mkfifo(top / "bad" / "main.tf")


CALL = 'module "m" {\n  source = "%s"\n}\n'
INCOMPLETE = {
    "binary": (files(bad__main_DOT_tf=b"\x7fELF\0\1"), "bad/main.tf", "binary, not text"),
    "not UTF-8": (files(bad__main_DOT_tf=b"# caf\xe9\n"), "bad/main.tf", "not UTF-8 (line 1)"),
    "too large": (files(bad__main_DOT_tf="#" * 1_000_001), "bad/main.tf", "larger than the limit of 1000000 bytes"),
    "10,000 deep": (files(bad__main_DOT_tf=nested(10_000)), "bad/main.tf", "nested"),
    "a loop of links": (loop, "bad/a.tf", "a loop of symbolic links"),
    "a link that leaves the tree": (leaving, "bad/main.tf", "a symbolic link that leaves the repository"),
    "a pipe": (pipe, "bad/main.tf", "not a regular file"),
    "a module that calls itself": (files(bad__main_DOT_tf=CALL % "./"), "bad/main.tf:1", "itself"),
    "a module that is not there": (files(bad__main_DOT_tf=CALL % "./gone"), "bad/main.tf:1", "gone"),
    "no valid Terraform": (files(bad__main_DOT_tf='resource "a" {\n'), "bad/main.tf", ""),
    "an unclosed JSON file": (files(bad__main_DOT_tf_DOT_json='{"locals": '), "bad/main.tf.json", ""),
}


@pytest.mark.parametrize(("plant", "place", "words"), INCOMPLETE.values(), ids=INCOMPLETE)
def test_what_cannot_be_read_is_named_and_costs_only_its_own_root(
    tmp_path: Path, plant: Callable[[Path], None], place: str, words: str
) -> None:
    top = grow(tmp_path / "top", {"good/main.tf": BAD_KEY})
    plant(top)
    done = own("--format", "json", cwd=top)
    reasons = [reason for reason in done.report["reasons"] if place in reason]
    assert [words in reason for reason in reasons] == [True] * max(len(reasons), 1), (done.report["reasons"], done.err)
    assert (done.code, done.report["verdict"]) == (3, "incomplete")
    assert FOUND in done.addresses
    assert "secret" not in done.said


def test_a_link_out_of_the_tree_shows_nothing_of_what_it_leads_to(tmp_path: Path) -> None:
    top = grow(tmp_path / "top", {"good/main.tf": GOOD_KEY})
    leaving(top)
    assert own("--format", "json", cwd=top).addresses == set()


def test_a_function_reads_nothing_outside_of_the_tree_and_what_it_would_say_is_unknown(tmp_path: Path) -> None:
    top = grow(tmp_path / "top", {"good/main.tf": BAD_KEY})
    task = 'resource "aws_ecs_task_definition" "t" {\n  container_definitions = file("../../outside.json")\n}\n'
    grow(top, {"bad/main.tf": task})
    (tmp_path / "outside.json").write_text('[{"name": "hush-hush", "user": "root"}]')
    done = own("--format", "json", cwd=top)
    undecided = {(u["rule"], u["address"]) for u in done.report["coverage"]["undecided"]}
    assert (done.code, done.addresses) == (1, {FOUND})
    assert ("aws-ecs-non-root-user", "aws_ecs_task_definition.t") in undecided
    assert "hush-hush" not in done.said


def test_a_byte_order_mark_is_nothing_bad(tmp_path: Path) -> None:
    top = grow(tmp_path, {"good/main.tf": b"\xef\xbb\xbf" + BAD_KEY.encode()})
    done = own("--format", "json", cwd=top)
    assert (done.code, done.addresses) == (1, {FOUND})


def test_a_for_each_over_an_unknown_keeps_the_resource_and_is_no_failure(tmp_path: Path) -> None:
    unknown = 'resource "aws_kms_key" "many" {\n  for_each = toset(aws_x.y.names)\n  enable_key_rotation = false\n}\n'
    top = grow(tmp_path, {"good/main.tf": BAD_KEY + unknown + 'resource "aws_x" "y" {}\n'})
    done = own("--format", "json", cwd=top)
    assert (done.code, done.addresses) == (1, {FOUND, ("good", "aws_kms_key.many[*]")})


def test_a_value_for_no_variable_is_said_and_is_no_failure(tmp_path: Path) -> None:
    top = grow(tmp_path, {"good/main.tf": GOOD_KEY, "good/terraform.tfvars": "nobody = 1\n"})
    done = own("--format", "json", cwd=top)
    problems = [(p["file"], p["line"], p["incomplete"]) for p in done.report["coverage"]["problems"]]
    assert (done.code, problems) == (0, [("good/terraform.tfvars", 1, False)])


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("paths: [good]\nfail_onn: high\n", ".secscan.yaml:2: `fail_onn` is no key of the configuration"),
        ("fail_on: hgih\n", "did you mean `high`?"),
        ("policies: [gone]\n", "no such directory of policies"),
        ("waivers: gone.yaml\n", "gone.yaml: not there"),
        ("paths: [good\n", "not valid YAML"),
    ],
)
def test_a_mistake_in_the_configuration_is_answered_with_its_place(tmp_path: Path, config: str, said: str) -> None:
    top = grow(tmp_path, {"good/main.tf": BAD_KEY, ".secscan.yaml": config})
    done = own(cwd=top)
    assert (done.code, done.out) == (2, "")
    assert said in done.said


def test_a_wrong_key_in_a_policy_is_answered_with_its_place(tmp_path: Path) -> None:
    policy = "title: X\nseverityy: high\n"
    top = grow(
        tmp_path,
        {"good/main.tf": BAD_KEY, ".secscan.yaml": "policies: [ours]\n", "ours/aws/x/y/policy.yaml": policy},
    )
    done = own(cwd=top)
    assert (done.code, done.out) == (2, "")
    assert "ours/aws/x/y/policy.yaml:2: `severityy` is no key of" in done.said
    assert "did you mean `severity`?" in done.said


def test_a_mistake_in_the_register_of_waivers_is_answered_with_its_place(tmp_path: Path) -> None:
    register = "- rule: aws-kms-key-rotation\n  adress: x\n  reason: x\n  owner: a\n  until: 2999-01-01\n"
    top = grow(tmp_path, {"good/main.tf": BAD_KEY, ".secscan/waivers.yaml": register})
    done = own(cwd=top)
    assert done.code == 2
    assert ".secscan/waivers.yaml:2: `adress` is no key of a waiver; did you mean `address`?" in done.said


@pytest.mark.parametrize(
    ("tree", "words", "said"),
    [
        ({"README.md": ""}, (), "No Terraform files found"),
        ({"README.md": "", "a/main.tf": ""}, ("gone",), "there is no such directory"),
        ({"a/main.tf": ""}, ("a/main.tf",), "secscan scans directories"),
        ({"a/main.tf": "", ".secscan.yaml": "paths: [gone]\n"}, (), "gone"),
        ({"a/main.tf": "", ".secscan.yaml": "roots: [gone]\n"}, (), "gone"),
    ],
)
def test_nothing_to_audit_is_never_a_pass(
    tmp_path: Path, tree: dict[str, str | bytes], words: tuple[str, ...], said: str
) -> None:
    done = own(*words, cwd=grow(tmp_path, tree))
    assert done.code == (2 if words else 3)
    assert said in done.said


def test_an_output_that_cannot_be_written_is_said_and_the_others_are_written(tmp_path: Path) -> None:
    top = grow(tmp_path, {"good/main.tf": GOOD_KEY, "taken": "a file"})
    done = own("--format", "json=taken/r.json", "--format", "sarif=r.sarif", "--format", "html", cwd=top)
    assert done.code == 2
    assert "taken/r.json: the json report cannot be written" in done.said
    assert done.out.startswith("<!doctype html>")
    assert (top / "r.sarif").read_text().startswith("{")


def test_a_full_disk_behind_standard_output_is_said(tmp_path: Path) -> None:
    top = grow(tmp_path, {"good/main.tf": GOOD_KEY})
    done = own("--format", "json=/dev/full", cwd=top)
    assert done.code == 2
    assert "/dev/full: the json report cannot be written" in done.said


def test_a_hostile_name_does_nothing_to_the_terminal(tmp_path: Path) -> None:
    top = grow(tmp_path, {"a\x1b[2J/main.tf": b"\xff", "good/main.tf": BAD_KEY})
    done = own(cwd=top)
    assert done.code == 3
    assert "\x1b" not in done.said
    assert "aws_kms_key.this" in done.said


def test_debug_is_a_word_of_the_whole_command(tmp_path: Path) -> None:
    assert secscan("--debug", "--version", cwd=tmp_path).code == 0
