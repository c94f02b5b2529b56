"""A small estate of two roots that share a module, and short ways to say what an engine said about it."""

from secscan.model import (
    Address,
    Alias,
    EngineRun,
    Location,
    Observation,
    Outcome,
    RuleInfo,
    RunStatus,
    Severity,
    Span,
    View,
)
from secscan.terraform.estate import Estate, ModuleCall, Resource
from secscan.triage.addresses import bare

KMS_FILE = "modules/kms/main.tf"
ROTATION = RuleInfo(
    id="aws-kms-key-rotation",
    title="KMS keys rotate",
    severity=Severity.HIGH,
    aliases=(Alias(engine="checkov", rule_id="CKV_AWS_7"),),
)
ACCESS_BLOCK = RuleInfo(
    id="aws-s3-public-access-block",
    title="Buckets block public access",
    severity=Severity.CRITICAL,
    aliases=tuple(Alias(engine="checkov", rule_id=f"CKV_AWS_{number}") for number in (53, 54, 55, 56)),
)
CATALOGUE = (ROTATION, ACCESS_BLOCK)


def span(file: str, line: int, end_line: int | None = None) -> Span:
    return Span(file=file, line=line, column=1, end_line=end_line or line, end_column=20)


def at(file: str, line: int, end_line: int | None = None) -> Location:
    return Location(span=span(file, line, end_line))


def resource(root: str, name: str, block: Span, *, calls: tuple[ModuleCall, ...] = ()) -> Resource:
    kind, label = bare(name).split(".")[-2:]
    return Resource(
        address=Address(root=root, name=name),
        mode="managed",
        type=kind,
        name=label,
        module="",
        values={},
        block=block,
        header=span(block.file, block.line),
        spans={},
        calls=calls,
    )


def root(name: str) -> Estate:
    """Three keys of one module block (`main`, `logs` and one unknown in dev), two counted buckets, one plain topic."""
    file = f"{name}/main.tf"
    call = (ModuleCall(name='module.kms["main"]', span=span(file, 1)),)
    other = (ModuleCall(name='module.kms["logs"]', span=span(file, 1)),)
    block = span(KMS_FILE, 1, 9)
    buckets = span(file, 10, 14)
    found = [
        resource(name, 'module.kms["logs"].aws_kms_key.this', block, calls=other),
        resource(name, 'module.kms["main"].aws_kms_key.this', block, calls=call),
        resource(name, "aws_s3_bucket.b[0]", buckets),
        resource(name, "aws_s3_bucket.b[1]", buckets),
        resource(name, "aws_sns_topic.t", span(file, 20, 24)),
    ]
    ordered = tuple(sorted(found, key=lambda r: r.address))
    return Estate(root=name, resources=ordered, files=(file, KMS_FILE), module_directories=("modules/kms",))


DEV, PROD = root("environments/dev"), root("environments/prod")
ESTATES = (DEV, PROD)


def say(
    engine: str,
    rule_id: str,
    name: str = "",
    *,
    where: str = "environments/dev",
    outcome: Outcome = Outcome.FAIL,
    view: View | None = None,
    location: Location | None = None,
    **more: str,
) -> Observation:
    """One engine's word; `name` is the address in root (or module directory) `where`."""
    return Observation(
        engine=engine,
        view=view or (View.EVALUATED if engine == "secscan" else View.SOURCE),
        outcome=outcome,
        rule_id=rule_id,
        message=more.pop("message", f"{rule_id} {outcome}"),
        address=Address(root=where, name=name) if name else None,
        location=location,
        **more,
    )


def run(engine: str, *observations: Observation, status: RunStatus = RunStatus.OK) -> EngineRun:
    return EngineRun(engine=engine, version="1.0", status=status, observations=observations)
