"""What `secscan inspect` shows: every value with its line and its way, nothing secret, nothing that acts."""

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

MAIN = """
variable "days" {
  type    = number
  default = 7
}
variable "password" {
  sensitive = true
  default   = "hunter2"
}
variable "unset" {}
locals {
  logs = { app = { days = var.days }, web = { days = 30 } }
}
module "logs" {
  source   = "./logs"
  for_each = local.logs
  name     = each.key
  days     = each.value.days
}
resource "aws_x" "y" {
  count  = 2
  name   = "y${count.index}"
  secret = var.password
  key    = "arn:${var.unset}"
  rule {
    on = true
    to = [var.days, 2]
  }
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "arn:aws:s3:::${var.unset}/*" },
    ]
  })
}
"""
LOGS = """
variable "name" {}
variable "days" {}
resource "aws_cloudwatch_log_group" "this" {
  name              = "/app/${var.name}"
  retention_in_days = var.days
}
"""
GROUP = """
module.logs["app"].aws_cloudwatch_log_group.this
  logs/main.tf:3, in ., provider aws
  called from main.tf:13, module.logs["app"]

   4  name = "/app/app"
        <- module.logs["app"].var.name = "app"  main.tf:16
          <- each.key = "app"  main.tf:15
            <- local.logs.app = "app"  main.tf:11
   5  retention_in_days = 7
        <- module.logs["app"].var.days = 7  main.tf:17
          <- each.value.days = 7  main.tf:15
            <- local.logs.app.days = 7  main.tf:11
              <- var.days = 7  terraform.tfvars:1

"""
RESOURCE = """
aws_x.y[1]
  main.tf:19, in ., provider aws

  21  name = "y1"
        <- count.index = 1  main.tf:20
  22  secret = (sensitive)
        <- var.password = (sensitive)  main.tf:7 (default)
  23  key = "arn:"... (not known: variable "unset" has no value)
        <- var.unset = (not known: variable "unset" has no value)  main.tf:9 (has no value)
  28  policy = jsonencode({
        Statement = [
          {
            Action = ["s3:GetObject", "s3:PutObject"]
            Effect = "Allow"
            Resource = "arn:aws:s3:::"... (not known: variable "unset" has no value)
          },
        ]
      })
        <- var.unset = (not known: variable "unset" has no value)  main.tf:9 (has no value)
  24  rule {
  25    on = true
  26    to = [7, 2]
          <- var.days = 7  terraform.tfvars:1
      }

"""
GROUPS = [f'module.logs["{key}"].aws_cloudwatch_log_group.this' for key in ("app", "web")]
OVERVIEW = """
.: 4 resources from 3 files
  (the root module): 2 aws_x
  module.logs["app"]: 1 aws_cloudwatch_log_group
  module.logs["web"]: 1 aws_cloudwatch_log_group
  values that are not known: 4
    4 (not known: variable "unset" has no value)
  problems: 1
    note: main.tf:9: The variable "unset" has no value: it is unknown.

1 root, 4 resources
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in {"main.tf": MAIN, "logs/main.tf": LOGS, "terraform.tfvars": "days = 7\n"}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"))
    return tmp_path


def inspect(top: Path, *words: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "secscan", "inspect", *words]
    done = subprocess.run(command, cwd=top, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_without_an_address_it_tells_what_there_is(root: Path) -> None:
    assert inspect(root) == (0, OVERVIEW.lstrip("\n"), "")


def test_an_address_shows_every_value_with_its_line_and_where_it_came_from(root: Path) -> None:
    assert inspect(root, 'module.logs["app"].aws_cloudwatch_log_group.this') == (0, GROUP.lstrip("\n"), "")
    assert inspect(root, ".", "aws_x.y[1]") == (0, RESOURCE.lstrip("\n"), "")


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("aws_x.y", ["aws_x.y[0]", "aws_x.y[1]"]),
        (".:aws_x.y[0]", ["aws_x.y[0]"]),
        ("module.logs", GROUPS),
        ('module.logs["web"]', ['module.logs["web"].aws_cloudwatch_log_group.this']),
        ("*log_group*", GROUPS),
        ("module.logs.aws_cloudwatch_log_group.this", GROUPS),
    ],
)
def test_an_address_may_mean_several(address: str, found: list[str], root: Path) -> None:
    code, out, _ = inspect(root, ".", address, "--json")
    assert (code, [resource["address"] for resource in json.loads(out)["resources"]]) == (0, found)


def test_a_wrong_address_is_answered_with_the_nearest_one(root: Path) -> None:
    code, out, err = inspect(root, "module.log")
    assert (code, out) == (2, "")
    assert err == ("secscan: `module.log` is no resource and no module of any root; did you mean `module.logs`?\n")


def test_json_holds_the_same_for_programs(root: Path) -> None:
    code, out, _ = inspect(root, ".", "aws_x.y[0]", "--json")
    assert code == 0
    assert "hunter2" not in out
    (resource,) = json.loads(out)["resources"]
    values = resource["values"]
    assert {name: value["value"] for name, value in values.items()} == {
        "name": "y0",
        "secret": None,
        "key": None,
        "rule": [{"on": True, "to": [7, 2]}],
        "policy": None,
    }
    assert values["secret"]["sensitive"] == ["secret"]
    assert values["key"]["unknown"] == {"key": 'variable "unset" has no value'}
    assert [(step["kind"], step["label"], step["line"]) for step in values["key"]["chain"]] == [
        ("unset", "var.unset", 9)
    ]


def test_what_could_not_be_read_makes_it_incomplete(root: Path) -> None:
    (root / "broken").mkdir()
    (root / "broken" / "main.tf").write_text("resource {")
    code, out, _ = inspect(root)
    assert code == 3
    assert "broken: 0 resources from 1 file, which could not be evaluated" in out
    code, _, err = inspect(root, "aws_x.y")
    assert code == 3
    assert "what is shown is incomplete" in err


def test_a_strangers_text_does_not_act(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        'resource "aws_x" "y" {\n'
        '  for_each = toset(["\\u001b[31m\\u202e"])\n'
        '  a = "\\u001b]0;title\\u0007"\n'
        '  b = "::error::x\\n::warning::y ##[error]z"\n'
        '  "::set-output" = 1\n}\n'.replace('  "::set-output" = 1\n', "")
    )
    code, out, err = inspect(tmp_path, "aws_x.y")
    assert (code, err) == (0, "")
    assert all(line.isprintable() for line in out.splitlines())
    assert not any(line.lstrip().startswith("::") for line in out.splitlines())
    assert "##[" not in out
