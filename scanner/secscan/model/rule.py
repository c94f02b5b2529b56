"""What a reader is told about a rule, ours or an engine's."""

from dataclasses import dataclass, field

from secscan.model.severity import Severity


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Alias:
    """An engine's rule that means the same as ours. `reads`: the attributes that it reads (dotted paths). `exception`:
    where it answers otherwise than ours, and why; "" where it does not."""

    engine: str
    rule_id: str
    reads: tuple[str, ...] = ()
    exception: str = ""


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Reference:
    title: str
    uri: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleInfo:
    """A reportingDescriptor in SARIF's words.

    `id`: ours (`aws-kms-key-rotation`), or `ENGINE:ID` for an engine's rule outside the catalogue.
    `severity_reason`: why this severity (for an unmapped engine rule it says that the severity is assumed).
    `what`, `why`, `remediation`: plain sentences; `example`: HCL, may be empty.
    `waivable`: whether a waiver may excuse it at all.
    `mappings`: framework id -> its control ids, e.g. {"cis-aws-foundations": ("3.6",)}, stored as sorted pairs.
    """

    id: str
    title: str
    severity: Severity
    severity_reason: str = ""
    what: str = ""
    why: str = ""
    remediation: str = ""
    example: str = ""
    resource_types: tuple[str, ...] = ()
    aliases: tuple[Alias, ...] = ()
    mappings: tuple[tuple[str, tuple[str, ...]], ...] = ()
    references: tuple[Reference, ...] = ()
    help_uri: str = ""
    precision: str = "high"
    tags: tuple[str, ...] = field(default=("security",))
    waivable: bool = True
