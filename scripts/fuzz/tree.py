"""What the fuzzer's bytes stand for: a small tree of files, evaluated whole. The seeds are the tests' own input.

Files are parted by lines that hold a form feed and one of NAMES; what stands before the first is `main.tf`.
"""

import json
import runpy
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from secscan.sources import Sources
from secscan.terraform.configuration import Options, read
from secscan.terraform.evaluate.errors import EvaluationError
from secscan.terraform.evaluate.functions import functions
from secscan.terraform.evaluate.values import Value, plain, summary
from secscan.terraform.lazy import LazyObject
from secscan.terraform.parse import parse_file
from secscan.terraform.syntax_codec import decode, encode

TOP = Path(__file__).resolve().parents[2]
TESTS = TOP / "tests" / "terraform"
NAMES = (
    "main.tf",
    "m/main.tf",
    "more.tf.json",
    "terraform.tfvars",
    "x.auto.tfvars.json",
    "t.tftpl",
    "main_override.tf",
)
SEPARATOR = "\f"


def unpacked(data: bytes) -> dict[str, str]:
    files = {"main.tf": ""}
    for number, part in enumerate(data.decode("utf-8", "replace").split(SEPARATOR)):
        name, newline, text = part.partition("\n")
        if number and newline and name.strip() in NAMES:
            files[name.strip()] = text
        else:
            files["main.tf"] += part
    return files


def packed(files: Mapping[str, str]) -> bytes:
    rest = [f"{SEPARATOR}{name}\n{text}" for name, text in files.items() if name != "main.tf"]
    return "".join([files.get("main.tf", ""), *rest]).encode("utf-8", "replace")


def evaluate(data: bytes, place: Path) -> None:
    """Parses every file, evaluates the tree, looks at every value. Nothing may be raised."""
    files = unpacked(data)
    for name in NAMES:
        path = place / name
        if name in files:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(files[name].encode("utf-8", "replace"))
            _check_codec(files[name], name)
        else:
            path.unlink(missing_ok=True)
    configuration = read(Sources(place), Options())
    for estate in configuration.estates:
        for resource in estate.resources:
            for value in resource.values.values():
                _look(value)
            list(resource.references.items())
        for value in (*estate.outputs.values(), *estate.variables.values()):
            _look(value)


def _check_codec(text: str, name: str) -> None:
    if name.endswith(".tftpl"):
        return
    file, problems = parse_file(text, name)
    if not problems and encode(decode(whole := encode(file), name)) != whole:
        raise AssertionError("the tree that comes back from its bytes is another one")


def _look(value: Value) -> None:
    """As rules and reports look: the whole of it, in Python's own data. What a module or a resource holds beside what
    was asked for is worked out on the way, and may be wrong."""
    if isinstance(value.payload, LazyObject):
        return
    try:
        plain(value)
        summary(value)
    except EvaluationError:
        return


def seeds() -> Iterator[bytes]:
    snippets = runpy.run_path(str(TESTS / "syntax_snippets.py"))
    yield from (packed({"main.tf": text}) for text in snippets["SNIPPETS"].values())
    probes = [
        line for line in (TESTS / "evaluate" / "probe_expressions.txt").read_text().splitlines() if line[:1] != "#"
    ]
    root = (TESTS / "evaluate" / "probe_root" / "main.tf").read_text()
    for text in (*snippets["EXPRESSIONS"].values(), *probes):
        yield packed({"main.tf": f"output o {{\n  value = {text}\n}}\n"})
    yield packed({"main.tf": root})
    for directory in sorted({path.parent for top in (TESTS / "roots", TOP / "infra") for path in top.rglob("*.tf")}):
        if ".terraform" not in directory.parts:
            yield from _of_directory(directory)
    yield from map(packed, COMPOSED)
    yield from (text.encode() for text in HOSTILE)


def words() -> Iterator[str]:
    """What the fuzzer may put in at once: Terraform's words, and those of its functions."""
    yield from (word for word in KEYWORDS.split() if word)
    yield from (f"{name}(" for name in sorted(functions()))


def _of_directory(directory: Path) -> Iterator[bytes]:
    for path in sorted(directory.iterdir()):
        if path.suffix == ".tf":
            yield packed({"main.tf": path.read_text(encoding="utf-8")})
        elif path.suffix == ".tfvars":
            yield packed({"terraform.tfvars": path.read_text(encoding="utf-8")})


MODULES = """
variable "n" {
  type = map(object({ a = optional(number, 1) }))
}
module "m" {
  source   = "./m"
  for_each = var.n
  x        = each.value.a
}
output "o" {
  value = [for k, v in module.m : v.y]
}
"""
MODULE = """
variable "x" {}
resource "aws_vpc" "v" {
  count = var.x
  dynamic "d" {
    for_each = [var.x]
    content {
      e = d.value
    }
  }
}
output "y" {
  value = aws_vpc.v[*].id
}
"""
DOCUMENTS = """
locals {
  t = templatefile("${path.module}/t.tftpl", { a = [1, 2], b = "c" })
  j = jsondecode(local.t)
}
data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["s3:*"]
    resources = ["*"]
  }
}
"""
KEYWORDS = """
resource data module locals variable output provider terraform moved import check dynamic content for_each count
each.key each.value count.index self. path.module terraform.workspace local. var. module. data. for in if else endif
endfor %{ ${ ~} "${ }" %% $$ <<EOT <<-EOT [* [*] ... => == != <= >= && || ?: null true false optional( object({ map(
list( set( tuple([ any string number bool source depends_on lifecycle precondition validation condition error_message
sensitive ephemeral nullable default type value providers alias aws_iam_policy_document statement principals
provider::aws::arn_parse( 1e999 -0 9007199254740993 0.1 ./m t.tftpl { } [ ] ( ) :: /* */ #
"""
# What asks for more than a machine has, or looks so. Not what takes the limits' seconds to be refused: with instruments
# that is a minute each, and mutations find their way there.
GREEDY = (
    "range(1000000000)",
    "[for x in range(50) : [for y in range(50) : [for z in range(20) : x * y * z]]]",
    "setproduct(range(1000), range(1000), range(1000))",
    "[" * 190 + "]" * 190,
    'format("%1000000000s", "x")',
    'replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "/(a*)*b/", "x")',
    "pow(10, 100000)",
    "1e9999 * 1e9999",
    "flatten([for x in range(100) : range(100)])",
    'jsonencode({ for x in range(100) : "k${x}" => range(100) })',
    'cidrsubnets("10.0.0.0/8", [for x in range(1000) : 16]...)',
    'merge([for x in range(100) : { for y in range(50) : "${x}-${y}" => y }]...)',
)
DOUBLED = "".join(f'  {b} = "${{local.{a}}}${{local.{a}}}"\n' for a, b in pairwise("abcdefghijklmnopqrstuvwxyz"))
HOSTILE = (
    *(f"output o {{\n  value = {expression}\n}}\n" for expression in GREEDY),
    f'locals {{\n  a = "xxxxxxxx"\n{DOUBLED}}}\noutput o {{\n  value = local.z\n}}\n',
    "locals {\n  a = local.b\n  b = local.a\n}\noutput o {\n  value = local.a\n}\n",
    'resource "a" "b" {\n  count = 100001\n}\n',
    'resource "a" "b" {\n  for_each = toset([for n in range(1000) : tostring(n)])\n  c = a.b\n}\n',
    'module "m" {\n  source = "./m"\n  count = 1000\n}\n\fm/main.tf\nresource "a" "b" {\n  count = 1000\n}\n',
    'module "m" {\n  source = "./m"\n}\n\fm/main.tf\nmodule "m" {\n  source = "./"\n}\nmodule "n" {\n  source = "../"}',
    'resource "a" "b" {\n' + 'dynamic "d" {\n for_each = range(1000)\n content {\n' * 4 + "}\n}\n" * 4 + "}\n",
)
COMPOSED = (
    {"main.tf": MODULES, "m/main.tf": MODULE, "terraform.tfvars": "n = { b = { a = 2 } }\n"},
    {
        "main.tf": DOCUMENTS,
        "t.tftpl": '%{ for x in a ~}\n${x} ${b}\n%{ endfor ~}\n%{ if b == "c" }y%{ else }n%{ endif }',
        "more.tf.json": json.dumps({"resource": {"aws_s3_bucket": {"b": {"bucket": "${local.j}", "count": 2}}}}),
        "main_override.tf": "locals {\n  j = 1\n}\n",
        "x.auto.tfvars.json": '{"n": [1, null, {"a": true}]}',
    },
)
