"""Wrong and hostile input: it is named with its place, costs what depends on it, and nothing is raised or lost."""

import json
from pathlib import Path

import pytest
from trees import addresses, configuration, only, said, values, write

from secscan.model import FileStatus
from secscan.sources import Sources
from secscan.terraform.configuration import Options, read
from secscan.terraform.evaluate.values import STRING, Unknown, plain

QUEUE = 'resource "aws_sqs_queue" "q" {\n  fifo = true\n}\n'
CALLER = """
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.0.0"
}
resource "aws_sqs_queue" "q" {
  name = module.vpc.name
  tags = { fine = "yes" }
}
"""


def test_a_remote_module_that_is_not_on_disk_makes_only_what_depends_on_it_unknown(tmp_path: Path) -> None:
    found = configuration(tmp_path, {"main.tf": CALLER})
    message = 'Module "vpc" (terraform-aws-modules/vpc/aws) is not on disk.'
    assert said(found.problems) == [(message, "main.tf", 1, True)]
    assert "allow_missing_modules" in found.problems[0].hint
    reason = "module vpc is not there to be read"
    assert values(only(found), "aws_sqs_queue.q") == {"name": Unknown(reason, STRING), "tags": {"fine": "yes"}}


@pytest.mark.parametrize("name", ["vpc", "module.vpc", "terraform-aws-modules/vpc/aws"])
def test_a_missing_module_that_is_allowed_by_name_leaves_the_audit_complete(tmp_path: Path, name: str) -> None:
    found = configuration(tmp_path, {"main.tf": CALLER}, Options(allow_missing_modules=(name,)))
    assert [p.incomplete for p in found.problems] == [False]


def test_a_vendored_module_is_found_by_its_manifest(tmp_path: Path) -> None:
    manifest = {
        "Modules": [
            {"Key": "", "Source": "", "Dir": "."},
            {"Key": "vpc", "Source": "registry/vpc", "Dir": ".terraform/modules/vpc"},
            {"Key": "vpc.deep", "Source": "registry/deep", "Dir": ".terraform/modules/vpc.deep/sub"},
        ]
    }
    found = configuration(
        tmp_path,
        {
            "env/main.tf": CALLER,
            "env/.terraform/modules/modules.json": json.dumps(manifest),
            "env/.terraform/modules/vpc/main.tf": 'module "deep" {\n  source = "git::https://x/y.git"\n}\n'
            'output "name" {\n  value = "${module.deep.path}!"\n}\n',
            "env/.terraform/modules/vpc.deep/sub/main.tf": 'output "path" {\n  value = path.module\n}\n',
        },
    )
    assert found.problems == ()
    assert values(only(found), "aws_sqs_queue.q")["name"] == ".terraform/modules/vpc.deep/sub!"
    assert only(found).module_directories == ("env/.terraform/modules/vpc", "env/.terraform/modules/vpc.deep/sub")


def test_a_broken_manifest_is_said(tmp_path: Path) -> None:
    sources = Sources(write(tmp_path, {"main.tf": CALLER, ".terraform/modules/modules.json": '{"Modules": [1]}'}))
    found = read(sources, Options())
    assert [p.file for p in found.problems] == ["main.tf"]
    assert [r.path for r in sources.records() if r.status is FileStatus.UNPARSABLE] == [
        ".terraform/modules/modules.json"
    ]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("./absent", 'Module "m" (./absent) is not there: env/absent is no directory of the repository.'),
        ("../../out", 'Module "m" (../../out) lies outside the repository.'),
        ("./empty", 'Module "m" (./empty) is empty: there are no Terraform files in env/empty.'),
        ("./${var.x}", 'Module "m" has no source that can be read.'),
        ("/etc", 'Module "m" (/etc) is not on disk.'),
    ],
)
def test_a_module_that_cannot_be_had_is_named_with_the_reason(tmp_path: Path, source: str, message: str) -> None:
    text = f'module "m" {{\n  source = "{source}"\n}}\n' + QUEUE
    found = configuration(tmp_path, {"env/main.tf": text, "env/empty/notes.txt": ""})
    assert said(found.problems) == [(message, "env/main.tf", 1, True)]
    assert addresses(only(found)) == ["aws_sqs_queue.q"]


def test_a_module_behind_a_link_out_of_the_repository_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "outside", {"main.tf": QUEUE})
    write(tmp_path / "repository", {"main.tf": 'module "m" {\n  source = "./link"\n}\n'})
    (tmp_path / "repository" / "link").symlink_to(tmp_path / "outside")
    found = read(Sources(tmp_path / "repository"), Options())
    assert [p.message for p in found.problems] == [
        'Module "m" (./link) is not there: link is no directory of the repository.'
    ]


def test_arguments_that_fit_no_variable_and_variables_without_argument_are_said(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "main.tf": 'module "m" {\n  source = "./m"\n  typo   = 1\n}\n',
            "m/main.tf": 'variable "needed" {\n  type = string\n}\noutput "o" {\n  value = var.needed\n}\n',
        },
    )
    assert said(found.problems) == [
        ('The module "m" needs a value for its variable "needed".', "main.tf", 1, True),
        ('The module "m" has no variable "typo".', "main.tf", 3, True),
    ]


def test_a_value_for_a_variable_that_is_not_declared_is_a_warning_with_its_line(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "env/main.tf": QUEUE,
            "env/terraform.tfvars": "# a typo\nregoin = 1\n",
            "env/x.auto.tfvars.json": '{\n  "a": {"size": 1},\n  "size": 2\n}\n',
        },
    )
    assert said(found.problems) == [
        ('A value is given for the variable "regoin", which env does not declare.', "env/terraform.tfvars", 2, False),
        ('A value is given for the variable "a", which env does not declare.', "env/x.auto.tfvars.json", 2, False),
        ('A value is given for the variable "size", which env does not declare.', "env/x.auto.tfvars.json", 2, False),
    ]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("terraform.tfvars", "size = \n", 1),
        ("terraform.tfvars", 'size = 1\nblock "x" {\n}\n', 2),
        ("terraform.tfvars", "size = var.other\n", 1),
        ("terraform.tfvars.json", '{\n  "size": 1,\n}\n', 3),
        ("terraform.tfvars.json", "[1]\n", 1),
    ],
)
def test_a_wrong_value_file_is_a_problem_of_its_root_and_nothing_else_is_lost(
    tmp_path: Path, name: str, text: str, line: int
) -> None:
    found = configuration(tmp_path, {"main.tf": 'variable "size" {\n  default = 5\n}\n' + QUEUE, name: text})
    assert [(p.file, p.line, p.incomplete) for p in found.problems] == [(name, line, True)]
    assert addresses(only(found)) == ["aws_sqs_queue.q"]


def test_a_value_file_that_is_asked_for_and_not_there_is_a_problem(tmp_path: Path) -> None:
    found = configuration(tmp_path, {"main.tf": QUEUE}, Options(var_files=("prod.tfvars",)))
    assert [(p.file, p.incomplete) for p in found.problems] == [("prod.tfvars", True)]


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("var.nope", 'There is no variable named "nope".'),
        ("local.nope", 'There is no local value named "nope".'),
        ("module.nope.x", 'There is no module call named "nope".'),
        ("aws_nope.x.id", 'There is no resource "aws_nope.x" in this module.'),
        ("data.aws_nope.x.id", 'There is no resource "data.aws_nope.x" in this module.'),
        ("each.key", '"each" exists only where for_each is set.'),
        ("count.index", '"count" exists only where count is set.'),
        ("path.nope", "Only path.module, path.root and path.cwd exist."),
        ("terraform.nope", "Only terraform.workspace and terraform.applying exist."),
        ("[1][5]", "The given key does not identify an element in this collection value"),
        ('file("absent.txt")', "absent.txt"),
        ("nope(1)", "nope"),
        ("1 + true", "Invalid operand"),
    ],
)
def test_a_wrong_expression_costs_its_attribute_alone(tmp_path: Path, expression: str, message: str) -> None:
    text = f'resource "aws_sqs_queue" "q" {{\n  fine  = "yes"\n  wrong = {expression}\n}}\n'
    found = configuration(tmp_path, {"main.tf": text})
    assert [(message in p.message, p.file, p.line, p.incomplete) for p in found.problems] == [
        (True, "main.tf", 3, True)
    ], found.problems
    assert values(only(found), "aws_sqs_queue.q") == {"fine": "yes", "wrong": Unknown("could not be evaluated")}


def test_a_file_outside_of_the_repository_is_not_read_and_its_text_unknown(tmp_path: Path) -> None:
    write(tmp_path, {"secret.txt": "outside"})
    found = configuration(
        tmp_path / "repository",
        {"main.tf": 'resource "aws_x" "y" {\n  a = file("../secret.txt")\n  b = file("/etc/hostname")\n}\n'},
    )
    a, b = only(found).at("aws_x.y").values.values()
    assert (a.is_known, b.is_known) == (False, False)
    assert "repository" in a.reason
    assert "repository" in b.reason
    assert only(found).files == ("main.tf",)


def test_a_wrong_expression_that_many_instances_share_is_said_once(tmp_path: Path) -> None:
    text = 'resource "aws_sqs_queue" "q" {\n  count = 500\n  name  = var.nope\n}\n'
    found = configuration(tmp_path, {"main.tf": text})
    assert len(only(found).resources) == 500
    assert [p.line for p in found.problems] == [3]


def test_a_value_of_the_wrong_type_is_said_where_it_is_given(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "main.tf": 'variable "size" {\n  type = number\n}\nmodule "m" {\n  source = "./m"\n  list   = "x"\n}\n'
            'output "size" {\n  value = var.size\n}\n',
            "terraform.tfvars": 'size = "many"\n',
            "m/main.tf": 'variable "list" {\n  type = list(string)\n}\n',
        },
    )
    assert said(found.problems) == [
        (
            'The value given for the variable "list" is not suitable: list of string required.',
            "main.tf",
            6,
            True,
        ),
        ('The value given for the variable "size" is not suitable: a number is required.', "terraform.tfvars", 1, True),
    ]
    assert not only(found).outputs["size"].is_known


def test_what_is_declared_twice_is_said_and_the_first_one_counts(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "a.tf": 'resource "aws_x" "y" {\n  n = 1\n}\nlocals {\n  l = 1\n}\n',
            "b.tf": 'resource "aws_x" "y" {\n  n = 2\n}\nlocals {\n  l = 2\n}\n',
        },
    )
    assert said(found.problems) == [
        ('resource "aws_x" "y" is declared twice; the first time in a.tf, line 1.', "b.tf", 1, True),
        ('local value "l" is declared twice; the first time in a.tf, line 5.', "b.tf", 5, True),
    ]
    assert values(only(found), "aws_x.y") == {"n": 1}


def test_blocks_that_terraform_does_not_know_are_said(tmp_path: Path) -> None:
    found = configuration(tmp_path, {"main.tf": 'resorce "aws_x" "y" {\n}\nresource "aws_x" {\n}\n' + QUEUE})
    assert said(found.problems) == [
        ('Blocks of type "resorce" are not expected here.', "main.tf", 1, True),
        ('A "resource" block has 2 labels, this one has 1.', "main.tf", 3, True),
    ]
    assert addresses(only(found)) == ["aws_sqs_queue.q"]


def test_a_wrong_type_constraint_leaves_a_variable_of_any_type(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {"main.tf": 'variable "x" {\n  type    = strin\n  default = "v"\n}\noutput "x" {\n  value = var.x\n}\n'},
    )
    assert [(p.file, p.line, p.incomplete) for p in found.problems] == [("main.tf", 2, True)]


def test_too_many_instances_end_that_root_with_a_name_for_it(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "big/main.tf": 'resource "aws_sqs_queue" "q" {\n  count = 1000000000\n}\n',
            "small/main.tf": QUEUE,
        },
        Options(max_instances=100),
    )
    assert said(found.problems) == [
        ("aws_sqs_queue.q takes this root beyond its limit of 100 instances.", "big/main.tf", 1, True)
    ]
    assert [addresses(e) for e in found.estates] == [[], ["aws_sqs_queue.q"]]


def test_dynamic_blocks_that_multiply_are_stopped_and_the_rest_of_them_is_unknown(tmp_path: Path) -> None:
    nested = 'dynamic "d" {\n for_each = range(1000)\n content {\n' * 4 + "}\n}\n" * 4
    found = configuration(tmp_path, {"main.tf": f'resource "a" "b" {{\n{nested}}}\n' + QUEUE})
    assert {(p.message, p.incomplete) for p in found.problems} == {
        ("This configuration makes more data than the evaluation allows.", True)
    }
    (stopped, other) = found.estates[0].resources
    assert (stopped.address.name, other.address.name) == ("a.b", "aws_sqs_queue.q")
    assert "d" in stopped.unknown_blocks
    assert not list(stopped.values["d"].children())[-1].is_known


@pytest.mark.slow
def test_values_in_dynamic_blocks_that_multiply_are_stopped_too(tmp_path: Path) -> None:
    inside = "dynamc {\n" + "".join(f"x{i} = range(90)\n" for i in range(50)) + "}\n"
    nested = 'dynamic "d" {\n for_each = range(1000)\n content {\n' * 2 + inside + "}\n}\n" * 2
    found = configuration(tmp_path, {"main.tf": f'resource "a" "b" {{\n{nested}}}\n'})
    assert {(p.message, p.incomplete) for p in found.problems} == {
        ("This configuration makes more data than the evaluation allows.", True),
        ("Too many expressions of this root ask for more than the evaluation allows.", True),
    }


def test_modules_that_multiply_are_stopped(tmp_path: Path) -> None:
    files = {f"m{i}/main.tf": "".join(_call(f"c{j}", f"../m{i + 1}") for j in range(8)) for i in range(8)}
    found = configuration(tmp_path, {**files, "m8/main.tf": QUEUE}, Options(roots=("m0",)))
    assert any("beyond the limit of" in p.message and p.incomplete for p in found.problems)


def test_a_chain_of_modules_without_end_is_stopped(tmp_path: Path) -> None:
    files = {f"m{i}/main.tf": _call("next", f"../m{i + 1}") for i in range(80)}
    found = configuration(tmp_path, {**files, "m80/main.tf": QUEUE})
    assert [p.message for p in found.problems] == ['Module "next" is beyond the limit of 50 levels of modules.']


def _call(name: str, source: str) -> str:
    return f'module "{name}" {{\n  source = "{source}"\n}}\n'


def test_expressions_that_ask_for_too_much_are_named_and_the_rest_stays(tmp_path: Path) -> None:
    doubling = "\n".join(f"  l{i} = [local.l{i + 1}, local.l{i + 1}]" for i in range(40))
    text = f'locals {{\n{doubling}\n  l40 = "x"\n}}\nresource "aws_x" "y" {{\n  big  = local.l0\n  fine = 1\n}}\n'
    found = configuration(tmp_path, {"main.tf": text})
    assert found.problems
    assert all(p.incomplete and p.file == "main.tf" for p in found.problems)
    assert values(only(found), "aws_x.y")["fine"] == 1


def test_a_deep_chain_of_locals_ends_in_a_problem_and_not_in_a_crash(tmp_path: Path) -> None:
    chain = "\n".join(f'  l{i} = "${{local.l{i + 1}}}"' for i in range(6000))
    text = f'locals {{\n{chain}\n  l6000 = "end"\n}}\n' + QUEUE + 'output "o" {\n  value = local.l0\n}\n'
    found = configuration(tmp_path, {"main.tf": text})
    assert addresses(only(found)) == ["aws_sqs_queue.q"]
    assert [(p.message, p.file, p.incomplete) for p in found.problems] == [
        ("This expression is nested too deeply to evaluate.", "main.tf", True)
    ]


def test_binary_and_oversized_files_break_only_their_roots(tmp_path: Path) -> None:
    write(tmp_path, {"big/main.tf": "# x\n" * 100, "good/main.tf": QUEUE})
    (tmp_path / "binary").mkdir()
    (tmp_path / "binary" / "main.tf").write_bytes(b"\x00\x01")
    found = read(Sources(tmp_path, limit=200), Options())
    assert [(e.root, e.broken) for e in found.estates] == [("big", True), ("binary", True), ("good", False)]
    assert [(p.root, p.file) for p in found.problems] == [("big", "big/main.tf"), ("binary", "binary/main.tf")]


def test_a_byte_order_mark_is_no_problem(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_bytes(b"\xef\xbb\xbf" + QUEUE.encode())
    found = read(Sources(tmp_path), Options())
    assert (found.problems, addresses(only(found))) == ((), ["aws_sqs_queue.q"])


def test_comments_are_kept_by_file(tmp_path: Path) -> None:
    found = configuration(tmp_path, {"a.tf": "# one\n" + QUEUE, "b.tf": "locals {} // two\n"})
    assert {file: [c.text for c in comments] for file, comments in found.comments.items()} == {
        "a.tf": ["# one"],
        "b.tf": ["// two"],
    }


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('statement {\n sid = "A"\n }\n statement {\n sid = "A"\n }', "Duplicate Sid (A)"),
        ('source_policy_documents = ["no json"]', "this is not JSON"),
        ('source_policy_documents = ["[]"]', "a policy document is a JSON object"),
        ('override_policy_documents = ["{\\"Statement\\": {}}"]', "Statement must be a list"),
        ('statement {\n actions = "s3:*"\n }', "actions must be a list"),
        ('version = "2008-10-17"\n statement {\n resources = ["&{aws:x}"]\n }', "Policy variables"),
    ],
)
def test_a_policy_document_that_the_provider_refuses_is_a_problem_and_unknown(
    tmp_path: Path, body: str, message: str
) -> None:
    output = 'output "json" {\n value = data.aws_iam_policy_document.d.json\n}\n'
    text = f'data "aws_iam_policy_document" "d" {{\n {body}\n}}\n{output}'
    found = configuration(tmp_path, {"main.tf": text})
    gaps = [problem for problem in found.problems if problem.incomplete]
    assert [(message in p.message, p.file, p.line) for p in gaps] == [(True, "main.tf", 1)], found.problems
    assert not only(found).outputs["json"].is_known


def test_a_policy_document_with_an_unknown_part_keeps_the_structure_of_what_is_known(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "main.tf": """
            resource "aws_s3_bucket" "b" {}
            data "aws_iam_policy_document" "base" {
              statement {
                actions   = ["s3:*"]
                resources = [aws_s3_bucket.b.arn]
                principals {
                  type        = "*"
                  identifiers = ["*"]
                }
              }
            }
            data "aws_iam_policy_document" "merged" {
              source_policy_documents = [data.aws_iam_policy_document.base.json]
              statement {
                sid     = "Known"
                actions = ["kms:*"]
              }
            }
            """
        },
    )
    assert found.problems == ()
    document = only(found).at("data.aws_iam_policy_document.merged").values["json"]
    assert document.type == STRING
    assert document.origins >= {("aws_s3_bucket.b", "arn")}
    assert plain(document.payload.structure) == {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "s3:*", "Resource": Unknown("known after apply", STRING), "Principal": "*"},
            {"Sid": "Known", "Effect": "Allow", "Action": "kms:*"},
        ],
    }
