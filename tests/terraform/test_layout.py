"""Which files of a directory are read, in which order."""

from pathlib import Path

import pytest
from trees import said, values, write

from secscan.model import FileStatus
from secscan.sources import Sources
from secscan.terraform.configuration import Options, read
from secscan.terraform.layout import Layout, layout, value_files

BOTH = {
    "main.tf": 'resource "aws_sqs_queue" "q" {\n  name = "terraform"\n}\n',
    "main.tofu": 'resource "aws_sqs_queue" "q" {\n  name = "tofu"\n}\n',
}


def test_overrides_come_last_and_leftovers_of_editors_are_not_read() -> None:
    names = ["z.tf", "override.tf", "a.tf.json", "a_override.tf.json", ".hidden.tf", "x.tf~", "#x.tf#", "notes.md"]
    assert layout(names) == Layout(primary=("a.tf.json", "z.tf"), overrides=("a_override.tf.json", "override.tf"))


def test_tofu_files_are_read_beside_terraform_files() -> None:
    assert layout(["a.tf", "b.tofu", "c.tofu.json", "override.tofu"]) == Layout(
        primary=("a.tf", "b.tofu", "c.tofu.json"), overrides=("override.tofu",)
    )


def test_value_files_come_in_terraforms_order() -> None:
    names = ["b.auto.tfvars", "a.auto.tfvars.json", "terraform.tfvars.json", "other.tfvars", "terraform.tfvars"]
    assert value_files(names) == (
        "terraform.tfvars",
        "terraform.tfvars.json",
        "a.auto.tfvars.json",
        "b.auto.tfvars",
    )


@pytest.mark.parametrize(("dialect", "name"), [("terraform", "terraform"), ("tofu", "tofu")])
def test_the_dialect_says_which_of_two_twins_is_read(tmp_path: Path, dialect: str, name: str) -> None:
    sources = Sources(write(tmp_path, BOTH))
    found = read(sources, Options(dialect=dialect))
    assert found.problems == ()
    assert values(found.estates[0], "aws_sqs_queue.q") == {"name": name}
    skipped = [r.path for r in sources.records() if r.status is FileStatus.SKIPPED]
    assert skipped == ["main.tofu" if dialect == "terraform" else "main.tf"]


def test_without_a_dialect_twins_make_the_audit_incomplete(tmp_path: Path) -> None:
    found = read(Sources(write(tmp_path, BOTH)), Options())
    message = "main.tf was not read: OpenTofu reads main.tofu in its place, Terraform does the opposite."
    assert said(found.problems) == [(message, "main.tf", 0, True)]
    assert values(found.estates[0], "aws_sqs_queue.q") == {"name": "tofu"}
