"""One rich report over `app/`: what Checkov 3.3.30 and TFLint 0.64.0 really said of it (`recorded/`, cut to the fields
that are read here), what our rules say of it, and around it everything that a report can hold, hostile names too."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest
from platformdirs import user_cache_dir

from secscan.model import (
    Address,
    Alias,
    EngineRun,
    FileRecord,
    FileStatus,
    Location,
    Notice,
    Observation,
    Outcome,
    Problem,
    Reference,
    Report,
    RuleInfo,
    RunStatus,
    Severity,
    Span,
    View,
    Waiver,
)
from secscan.reports import RenderOptions
from secscan.rules.causes import causes, shown_chain
from secscan.sources import Sources
from secscan.terraform.configuration import Options, read
from secscan.terraform.estate import Estate
from secscan.triage import judge

MULTITOOL = "5.7.0"
HERE = Path(__file__).parent
APP = HERE / "app"
DEV = "environments/dev"
HOSTILE = 'aws_x.y["</script><img src=x onerror=alert(1)> [a](https://e.invalid) `@all` #1 \x1b[31m\u202e\u200b|\n"]'

ROTATION = RuleInfo(
    id="aws-kms-key-rotation",
    title="KMS keys rotate every year",
    severity=Severity.HIGH,
    severity_reason="A leaked key stays good for all data, for ever.",
    what="A symmetric KMS key is not rotated.",
    why="Rotation limits how much data one leaked key opens, and nothing else limits it.",
    remediation="Set `enable_key_rotation` to true.",
    example='resource "aws_kms_key" "this" {\n  enable_key_rotation = true\n}\n',
    resource_types=("aws_kms_key",),
    aliases=(Alias(engine="checkov", rule_id="CKV_AWS_7", reads=("enable_key_rotation",)),),
    mappings=(("cis-aws-foundations", ("3.6",)), ("nist-800-53-r5", ("SC-12", "SC-28"))),
    references=(
        Reference(title="Rotating keys", uri="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html"),
    ),
)
ACCESS_BLOCK = RuleInfo(
    id="aws-s3-public-access-block",
    title="Buckets block public access",
    severity=Severity.CRITICAL,
    severity_reason="One wrong policy away from a leak that anyone can read.",
    what="A bucket has no public access block with all four flags set.",
    why="Without it, a single policy or ACL makes the bucket public.",
    remediation="Add an aws_s3_bucket_public_access_block with all four flags true.",
    aliases=(Alias(engine="checkov", rule_id="CKV2_AWS_6"),),
    mappings=(("cis-aws-foundations", ("2.1.4",)),),
)
LOG_KEY = RuleInfo(
    id="aws-cloudwatch-log-group-encrypted",
    title="Log groups are encrypted with a customer key",
    severity=Severity.MEDIUM,
    what="A log group has no customer managed key.",
    remediation="Set kms_key_id.",
    aliases=(Alias(engine="checkov", rule_id="CKV_AWS_158"),),
)
CATALOGUE = (ROTATION, ACCESS_BLOCK, LOG_KEY)


def span(file: str, line: int, end_line: int = 0, column: int = 1, end_column: int = 2) -> Span:
    return Span(file=file, line=line, column=column, end_line=end_line or line, end_column=end_column)


@cache
def estates() -> tuple[Estate, ...]:
    """The app as it is read; its notes are left out, since their wording is no matter of the reports."""
    return tuple(replace(estate, problems=()) for estate in read(Sources(APP), Options()).estates)


def source(path: str) -> str | None:
    file = APP / path
    return file.read_text() if file.is_file() else None


def _checkov(entry: dict) -> Observation:
    keys = ", ".join(entry["evaluated_keys"])
    return Observation(
        engine="checkov",
        view=View.SOURCE,
        outcome=Outcome(entry["outcome"]),
        rule_id=entry["check_id"],
        message=entry["check_name"],
        title=entry["check_name"],
        address=Address(root=entry["root"], name=entry["resource"]),
        location=Location(span=span(entry["file"], *entry["lines"])),
        evidence=f"looked at {keys}" if keys else "",
        help_uri=entry["guideline"] or "",
    )


def _tflint(issue: dict) -> Observation:
    start, end = issue["range"]["start"], issue["range"]["end"]
    place = span(issue["range"]["filename"], start["line"], end["line"], start["column"], end["column"])
    return Observation(
        engine="tflint",
        view=View.SOURCE,
        outcome=Outcome.FAIL,
        rule_id=issue["rule"]["name"],
        message=issue["message"],
        severity={"error": Severity.MEDIUM, "warning": Severity.LOW, "notice": Severity.INFO}[
            issue["rule"]["severity"]
        ],
        location=Location(span=place),
        help_uri=issue["rule"]["link"],
    )


def own(rule: str, name: str, outcome: Outcome, attribute: str = "", **more: str) -> Observation:
    """Our own word on an instance of the app, at its attribute."""
    estate = next(e for e in estates() if e.root == more.get("root", DEV))
    resource = estate.at(name)
    assert resource, name
    steps = resource.chain(attribute) if outcome is Outcome.FAIL else ()
    return Observation(
        engine="secscan",
        view=View.EVALUATED,
        outcome=outcome,
        rule_id=rule,
        message=more.get("message", ""),
        severity={r.id: r.severity for r in CATALOGUE}[rule],
        address=resource.address,
        location=resource.location(attribute),
        evidence=more.get("evidence", ""),
        reason=more.get("reason", ""),
        causes=causes(resource, steps),
        chain=shown_chain(steps),
    )


def _ours() -> tuple[Observation, ...]:
    rotation, fail = {"message": "the key is not rotated", "evidence": "enable_key_rotation is false"}, Outcome.FAIL
    keys = [own("aws-kms-key-rotation", f'module.keys["{k}"].aws_kms_key.this', fail, "enable_key_rotation", **rotation)
            for k in ("assets", "logs")]  # fmt: skip
    block = own(
        "aws-s3-public-access-block", "aws_s3_bucket.assets", fail, message="no public access block refers to it"
    )
    logs = [own("aws-cloudwatch-log-group-encrypted", f"aws_cloudwatch_log_group.app[{n}]", fail,
                message="kms_key_id is not set") for n in (0, 1)]  # fmt: skip
    prod = {"root": "environments/prod"}
    good = own("aws-kms-key-rotation", 'module.keys["logs"].aws_kms_key.this', Outcome.PASS, **prod)
    unknown = own("aws-cloudwatch-log-group-encrypted", "aws_cloudwatch_log_group.app", Outcome.UNDECIDED,
                  reason="kms_key_id is known only after apply", **prod)  # fmt: skip
    return (*keys, block, *logs, good, unknown)


def runs() -> tuple[EngineRun, ...]:
    source_words = tuple(_checkov(entry) for entry in json.loads((HERE / "recorded" / "checkov.json").read_text()))
    # Checkov did not say this: one word of a second view, so that a disagreement is shown.
    shell = next(word for word in source_words if word.rule_id == "CKV_AWS_24" and word.outcome is Outcome.FAIL)
    checkov = (*source_words, replace(shell, view=View.EVALUATED, outcome=Outcome.PASS, location=None, evidence=""))
    tflint = tuple(_tflint(issue) for issue in json.loads((HERE / "recorded" / "tflint.json").read_text()))
    return (
        EngineRun(engine="secscan", version="0.1.0", status=RunStatus.OK, observations=_ours(), duration=0.4),
        EngineRun(engine="checkov", version="3.3.30", status=RunStatus.OK, observations=checkov, duration=4.2, cpu=4.0),
        EngineRun(
            engine="tflint",
            version="0.64.0",
            status=RunStatus.FAILED,
            observations=tflint,
            notices=(
                Notice(level="error", message="timed out after 300 s in modules/keys", file="modules/keys/main.tf"),
            ),
        ),
    )


def waiver(rule: str, address: str, until: date, **more: str) -> Waiver:
    line = int(more.pop("line", "1"))
    return Waiver(rule=rule, address=address, until=until, owner="platform-security",
                  file=".secscan/waivers.yaml", line=line, **{"reason": "Accepted.", **more})  # fmt: skip


WAIVERS = (
    waiver("CKV_AWS_18", "aws_s3_bucket.assets", date(2026, 6, 20), line="1", ticket="SEC-12",
           reason="Access logs go to the edge, where every request passes."),
    waiver("CKV_AWS_21", "aws_s3_bucket.*", date(2026, 5, 31), line="7", reason="It comes with the new layout."),
    waiver("CKV_AWS_999", "*", date(2027, 1, 1), line="13"),
    waiver("aws-kms-key-rotation", "aws_kms_key.gone", date(2027, 1, 1), line="19"),
)  # fmt: skip


def files() -> tuple[FileRecord, ...]:
    paths = sorted(path for estate in estates() for path in estate.files)
    read_ones = [
        FileRecord(path=p, status=FileStatus.SCANNED, sha256=f"{n:064x}") for n, p in enumerate(dict.fromkeys(paths))
    ]
    skipped = FileRecord(
        path="environments/dev/big.auto.tfvars", status=FileStatus.SKIPPED, reason="larger than 1000000 bytes"
    )
    return (*read_ones, skipped)


def audit(*extra: EngineRun, **changes: object) -> Report:
    given: dict = {
        "runs": (*runs(), *extra),
        "catalogue": CATALOGUE,
        "estates": estates(),
        "files": files(),
        "waivers": WAIVERS,
        "required": ("secscan", "checkov"),
        "today": date(2026, 6, 1),
        "versions": (("secscan", "0.1.0"), ("policies", "sha256:" + "ab" * 32)),
        **changes,
    }
    return judge(**given)


@pytest.fixture(scope="session")
def failing() -> Report:
    """Findings of every severity, waivers of every state, an engine that failed and is not required."""
    return audit()


@pytest.fixture(scope="session")
def incomplete() -> Report:
    """A broken root, a required engine that failed and one that is missing, and a date."""
    old = {"root": "environments/old", "file": "environments/old/main.tf", "line": 3}
    broken = Problem(message="module not found: ./gone", hint="create it or remove the call", **old)
    unparsable = FileRecord(path="environments/old/bad.tf", status=FileStatus.UNPARSABLE, reason="not UTF-8", line=1)
    return audit(
        problems=(broken, Problem(message="a tfvars names no variable", incomplete=False, root=DEV)),
        files=(*files(), unparsable),
        required=("secscan", "tflint", "kics"),
        generated=datetime(2026, 6, 1, 12, 0, tzinfo=UTC),
    )


@pytest.fixture(scope="session")
def passing() -> Report:
    """The production root alone, judged by our rules alone."""
    prod = tuple(estate for estate in estates() if estate.root == "environments/prod")
    ours = runs()[0]
    kept = tuple(o for o in ours.observations if o.address and o.address.root == "environments/prod")
    return audit(runs=(replace(ours, observations=kept),), estates=prod, waivers=(), required=("secscan",))


@pytest.fixture(scope="session")
def hostile() -> Report:
    """Names, messages, paths and titles chosen to act in a terminal, a browser, a Markdown renderer or a viewer."""
    place = Location(span=span(f"{DEV}/\x1b]0;x\x07<b>@all.tf", 1))
    said = Observation(
        engine="checkov",
        view=View.SOURCE,
        outcome=Outcome.FAIL,
        rule_id=f"CKV_{HOSTILE}",
        message=HOSTILE,
        title=HOSTILE,
        address=Address(root=DEV, name=HOSTILE),
        location=place,
        evidence=HOSTILE,
        help_uri="javascript:alert(1)",
    )
    undecided = replace(said, outcome=Outcome.UNDECIDED, reason=HOSTILE, rule_id="X")
    notice = Notice(level="error", message=HOSTILE, file=HOSTILE)
    run = EngineRun(
        engine="checkov", version=HOSTILE, status=RunStatus.OK, observations=(said, undecided), notices=(notice,)
    )
    record = FileRecord(path=HOSTILE, status=FileStatus.UNPARSABLE, reason=HOSTILE)
    waived = waiver(HOSTILE, HOSTILE, date(2027, 1, 1), reason=HOSTILE, ticket=HOSTILE)
    return audit(
        runs=(run,),
        files=(record,),
        waivers=(waived,),
        problems=(Problem(message=HOSTILE, file=HOSTILE, hint=HOSTILE),),
    )


@pytest.fixture(scope="session")
def options() -> RenderOptions:
    return RenderOptions(source=source)


@pytest.fixture(params=["failing", "incomplete", "passing", "hostile"])
def any_report(request: pytest.FixtureRequest) -> Report:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def acting() -> frozenset[str]:
    """The characters of the hostile name that no format may write as they are."""
    return frozenset("\x1b\x07\u202e\u200b")


def _absent(what: str, how: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"{what} is required in CI and is absent: {how}")
    pytest.skip(f"{what} is absent: {how}")


@pytest.fixture(scope="session")
def multitool() -> Path:
    """Microsoft's SARIF multitool, which npm brings into the user's cache once; beside it lies SARIF's JSON Schema."""
    place = Path(user_cache_dir("secscan")) / "tests" / f"sarif-multitool-{MULTITOOL}"
    package = place / "node_modules" / "@microsoft" / f"sarif-multitool-{sys.platform}"
    if not (package / "sarif-2.1.0.json").is_file():
        npm = shutil.which("npm") or _absent("npm", "install Node.js")
        wanted = f"@microsoft/sarif-multitool@{MULTITOOL}"
        command = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(place), wanted]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        if done.returncode:
            _absent("the SARIF multitool", done.stderr.strip()[-500:])
    program = package / "Sarif.Multitool"
    program.chmod(0o755)
    return program


@pytest.fixture(scope="session")
def chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next(filter(None, map(shutil.which, names)), None) or _absent("Chromium", "install the package `chromium`")


@pytest.fixture(scope="session")
def golden(top: Path) -> Callable[[str, bytes], None]:
    """Compares with the file in `goldens/`; SECSCAN_UPDATE_GOLDENS=1 writes it first: read the difference then."""

    def check(name: str, made: bytes) -> None:
        kept = HERE / "goldens" / name
        if os.environ.get("SECSCAN_UPDATE_GOLDENS"):
            kept.parent.mkdir(exist_ok=True)
            kept.write_bytes(made)
        assert made.decode() == kept.read_text()

    return check
