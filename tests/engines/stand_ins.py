"""Stand-ins for KICS, Terrascan and Guard: real child processes, verified and started as the real programs are."""

import json
import shutil
import sys
import textwrap

from engine_stage import RECORDED

from secscan.engines import Tools, kics_index
from secscan.engines.provision import cache, manifest
from secscan.engines.provision.lock import read_lock

NEW = ("kics", "guard", "terrascan")

# One query that can always matter, and one of a type.
QUERIES = {
    "queries": {
        "11111111-1111-1111-1111-111111111111": {"provider": "aws", "types": []},
        "22222222-2222-2222-2222-222222222222": {"provider": "aws", "types": ["aws_kms_key"]},
    },
    "modules": {"terraform-aws-modules/kms/aws": ["aws_kms_key"]},
}


def install(tools: Tools, tool: str, program: str, source: str, files: dict[str, str] | None = None) -> None:
    """Install a Python script as the program of a locked tool, with further files beside it."""
    lock = read_lock(tool)
    place = cache.place(tools.cache, lock)
    shutil.rmtree(place, ignore_errors=True)
    script = f"#!{sys.executable} -I\n{textwrap.dedent(source)}"
    for name, text in {**(files or {}), program: script}.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)
    (place / program).chmod(0o755)
    manifest.write(place, tool=tool, version=lock.version, lock=lock.digest, source="a stand-in")


_HEAD = """
import sys, json, os, time, pathlib
def option(name): return sys.argv[sys.argv.index(name) + 1]
"""


def kics_that(tools: Tools, source: str) -> None:
    """A KICS that runs `source`, with `laid` (the root's files), `reports` and `number` (the root's) set; `write`
    writes its report."""
    head = """
        laid, reports = pathlib.Path(option("--path")), pathlib.Path(option("--output-path"))
        number = laid.name.removeprefix("root-")
        def write(report): (reports / "results.json").write_text(json.dumps(report))
    """
    whole = _HEAD + textwrap.dedent(head) + textwrap.dedent(source)
    install(tools, "kics", "bin/kics", whole, {kics_index.FILE: json.dumps(QUERIES)})


def terrascan_that(tools: Tools, source: str, *, types: tuple[str, ...] = ()) -> None:
    """A Terrascan that runs `source`, with `plan` (its document) and `number` (the root's) set; its policies look at
    queues, roles and `types`."""
    head = """
        file = pathlib.Path(option("--iac-file"))
        plan, number = json.loads(file.read_text()), file.stem.removeprefix("plan-")
    """
    looks = "queue = input.aws_sqs_queue[_]\nqueue.config.kms_master_key_id == null\n"
    files = {"rule.rego": f'{looks}role := input["aws_iam_role"][_]\n'}
    for number, kind in enumerate(("aws_sqs_queue", *types), 1):
        files[f"{number}.json"] = json.dumps({"id": f"AC_AWS_{number}", "file": "rule.rego", "resource_type": kind})
    laid = {f"pkg/policies/opa/rego/aws/{name}": text for name, text in files.items()}
    install(tools, "terrascan", "bin/terrascan", _HEAD + textwrap.dedent(head) + textwrap.dedent(source), laid)


def guard_that(tools: Tools, source: str, *, tree: object = None) -> None:
    """A Guard that knows one rule and runs `source` when it is asked to validate, with `data` (the root's documents)
    and `number` set."""
    known = tree or {
        "assignments": [],
        "guard_rules": [{"rule_name": "a_rule", "conditions": None, "block": {"assignments": [], "conjunctions": []}}],
        "parameterized_rules": [],
    }
    head = f"""
        if sys.argv[1] == "parse-tree":
            print({json.dumps(known)!r})
            sys.exit(0)
        data = pathlib.Path(option("--data"))
        number = data.name.removeprefix("root-")
    """
    install(tools, "cfn-guard", "bin/cfn-guard", _HEAD + textwrap.dedent(head) + textwrap.dedent(source))


def replayed(tools: Tools) -> Tools:
    """The three engines as they were recorded (recorded/README.md)."""
    read = f"json.load(open({str(RECORDED)!r} + '/%s/' + number + '.json'))"
    kics_that(
        tools,
        f"""
        recorded = {read % "kics"}
        write(recorded["report"])
        print("\\n".join(recorded["log"]))
        sys.exit(recorded["code"])
        """,
    )
    terrascan_that(
        tools,
        f"""
        recorded = {read % "terrascan"}
        print(json.dumps(recorded["report"]))
        sys.exit(recorded["code"])
        """,
        types=("aws_instance", "aws_kms_key", "aws_s3_bucket", "aws_security_group"),
    )
    guard_that(
        tools,
        f"""
        recorded = {read % "guard"}
        print(json.dumps(recorded["report"]))
        sys.exit(recorded["code"])
        """,
        tree=json.loads((RECORDED / "guard" / "rules.json").read_text()),
    )
    return tools
