"""Evaluation as instances grow: one module, called so many times, each call in its own process."""

import json
import subprocess
import tempfile
from pathlib import Path

from timing import PYTHON

COUNTS = (100, 300, 1_000, 3_000, 10_000)
GOAL = "5 s and 500 MB at 10,000"

ROOT = """
module "service" {
  source   = "./service"
  for_each = { for n in %s : "s${n}" => { port = 1024 + n, public = n %% 2 == 0 } }
  name     = each.key
  port     = each.value.port
  public   = each.value.public
  tags     = { Team = "trading", Tier = each.value.public ? "edge" : "core" }
}
output "names" {
  value = [for s in module.service : s.name]
}
"""
MODULE = """
variable "name" {
  type = string
}
variable "port" {
  type = number
}
variable "public" {
  type    = bool
  default = false
}
variable "tags" {
  type    = map(string)
  default = {}
}
locals {
  tags  = merge(var.tags, { Name = "svc-${var.name}" })
  cidrs = var.public ? ["0.0.0.0/0"] : ["10.0.0.0/8", "192.168.0.0/16"]
}
resource "aws_security_group" "this" {
  name = local.tags.Name
  tags = local.tags
  dynamic "ingress" {
    for_each = local.cidrs
    content {
      from_port   = var.port
      to_port     = var.port
      protocol    = "tcp"
      cidr_blocks = [ingress.value]
    }
  }
}
output "name" {
  value = aws_security_group.this.name
}
"""
# `range` answers 1,024 values at most, as Terraform's: more of them are a list of lists, flattened.
MANY = "flatten([for a in range(%d) : [for b in range(100) : a * 100 + b]])"

RUN = """
import json, resource, sys, time
from pathlib import Path
from secscan.sources import Sources
from secscan.terraform.configuration import Options, read
started = time.process_time()
found = read(Sources(Path(sys.argv[1])), Options())
took = time.process_time() - started
assert not found.problems, found.problems
instances = len(found.estates[0].resources)
print(json.dumps([instances, took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def curve() -> list[str]:
    head = ["| instances of a module | CPU s | ms an instance | peak MB |", "|--:|--:|--:|--:|"]
    rows = []
    for count in COUNTS:
        instances, seconds, peak = _measured(count)
        rows.append(f"| {instances:,} | {seconds:.2f} | {1000 * seconds / instances:.3f} | {peak:.0f} |")
    return [*head, *rows, "", f"Goal: linear; {GOAL}. Reading the two files is included, starting Python is not."]


def _measured(count: int) -> tuple[int, float, float]:
    with tempfile.TemporaryDirectory() as directory:
        top = Path(directory)
        (top / "service").mkdir()
        (top / "main.tf").write_text(ROOT % (MANY % (count // 100)))
        (top / "service" / "main.tf").write_text(MODULE)
        words = [str(PYTHON), "-c", RUN, directory]
        done = subprocess.run(words, check=True, capture_output=True, text=True)  # noqa: S603 - our own program
    instances, seconds, peak = json.loads(done.stdout)
    return instances, seconds, peak
