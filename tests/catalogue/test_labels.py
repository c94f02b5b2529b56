"""Labels of a directory: out of a CSV, out of marks; what is wrong with one is said with its line."""

from pathlib import Path

import pytest

from secscan.catalogue.labels import Labels, from_csv, from_marks
from secscan.catalogue.score import Label
from secscan.model import Address
from secscan.sources import Sources
from secscan.terraform.configuration import Configuration, Options, read

RULES = {"aws-kms-key-rotation", "aws-sqs-encryption"}
MAIN = """\
# expect: aws-kms-key-rotation: finding
resource "aws_kms_key" "off" {}

module "queues" {
  for_each = toset(["a", "b"])
  source   = "./queues"
  name     = each.key
}
"""
QUEUES = """\
variable "name" {}

# expect: aws-sqs-encryption: clean module.queues["a"]
# expect: aws-sqs-encryption: unknown module.queues["b"]
# expect: checkov:CKV_AWS_27: finding
resource "aws_sqs_queue" "this" {
  name = var.name
}
"""


def tree(place: Path, main: str = MAIN) -> Configuration:
    (place / "queues").mkdir()
    (place / "main.tf").write_text(main)
    (place / "queues" / "main.tf").write_text(QUEUES)
    return read(Sources(place), Options())


def label(rule: str, name: str, expected: str) -> Label:
    return Label(rule=rule, address=Address(root=".", name=name), expected=expected)


def test_marks_name_their_rule_and_instance(tmp_path: Path) -> None:
    queues = 'module.queues["a"].aws_sqs_queue.this', 'module.queues["b"].aws_sqs_queue.this'
    assert from_marks(tree(tmp_path), RULES) == Labels(
        labels=(
            label("aws-kms-key-rotation", "aws_kms_key.off", "finding"),
            label("aws-sqs-encryption", queues[0], "clean"),
            label("aws-sqs-encryption", queues[1], "unknown"),
            label("checkov:CKV_AWS_27", queues[0], "finding"),
            label("checkov:CKV_AWS_27", queues[1], "finding"),
        )
    )


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("# expect: finding", "the mark names no rule: write `# expect: RULE: finding`"),
        ("# expect: aws-kms-rotation: finding", "`aws-kms-rotation` is no rule; did you mean `aws-kms-key-rotation`?"),
        ("# expect: aws-kms-key-rotation: bad", "not a mark: write `# expect: RULE: finding`, `clean` or `unknown`"),
        ("# expect: aws-kms-key-rotation: clean\n", "the mark stands at no resource"),
    ],
)
def test_a_wrong_mark_is_said_with_its_line(tmp_path: Path, mark: str, said: str) -> None:
    main = MAIN.replace("# expect: aws-kms-key-rotation: finding", mark)
    assert from_marks(tree(tmp_path, main), RULES).problems == (("main.tf", 1, said),)


def csv_of(place: Path, text: str) -> Labels:
    return from_csv(text, "labels.csv", tree(place), RULES)


def test_a_csv_names_a_block_or_an_instance_in_any_order_of_columns(tmp_path: Path) -> None:
    text = (
        "\ufeffrule,expected,file,address,note\r\n"
        'aws-kms-key-rotation,finding,main.tf,aws_kms_key.off,"two\r\nlines"\r\n'
        "\r\n"
        "aws-sqs-encryption,clean,queues/main.tf,aws_sqs_queue.this,\r\n"
        'checkov:CKV_AWS_27,finding,queues/main.tf,"module.queues[""a""].aws_sqs_queue.this",\r\n'
    )
    queues = 'module.queues["a"].aws_sqs_queue.this', 'module.queues["b"].aws_sqs_queue.this'
    assert csv_of(tmp_path, text) == Labels(
        labels=(
            label("aws-kms-key-rotation", "aws_kms_key.off", "finding"),
            label("aws-sqs-encryption", queues[0], "clean"),
            label("aws-sqs-encryption", queues[1], "clean"),
            label("checkov:CKV_AWS_27", queues[0], "finding"),
        )
    )


HEADER = "file,address,rule,expected\n"
GOOD = "main.tf,aws_kms_key.off,aws-kms-key-rotation,finding\n"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [(1, "its header lacks file, address, rule, expected")]),
        ("file,rule\n", [(1, "its header lacks address, expected")]),
        (HEADER + "main.tf,aws_kms_key.off\n" + GOOD, [(2, "has 2 cells, fewer than the header")]),
        (
            HEADER + GOOD + GOOD.replace("finding", "fail"),
            [(3, "`fail` is not finding, clean or unknown")],
        ),
        (
            HEADER + GOOD.replace("main.tf", "man.tf") + GOOD.replace("key.off", "key.of"),
            [
                (2, "no resource is declared in `man.tf`; did you mean `main.tf`?"),
                (3, "`main.tf` declares no `aws_kms_key.of`; did you mean `aws_kms_key.off`?"),
            ],
        ),
        (HEADER + '"main.tf', [(2, "is no CSV: unexpected end of data")]),
        (
            HEADER + GOOD.replace("-rotation", ""),
            [(2, "`aws-kms-key` is no rule; did you mean `aws-kms-key-rotation`?")],
        ),
    ],
)
def test_every_wrong_line_is_said(tmp_path: Path, text: str, problems: list[tuple[int, str]]) -> None:
    assert [(line, said) for _, line, said in csv_of(tmp_path, text).problems] == problems
