"""The audit's result: everything that a format may render. A format adds nothing and counts nothing."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from secscan.model.coverage import Coverage
from secscan.model.finding import Disposition, Finding
from secscan.model.observation import EngineRun
from secscan.model.rule import RuleInfo
from secscan.model.severity import Severity
from secscan.model.waiver import WaiverUse


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """Totally ordered in every field, so that equal input gives equal bytes.

    `findings`: most severe first, then rule, root, address, key. `reasons`: why the verdict is not a pass.
    `rules`: every rule that a finding, an undecided or a tally names, ours whole; ordered by id.
    `generated`: UTC, or None (left out: reports are then a function of the tree alone). `versions`: secscan, engine
    lock digest, policies digest, as sorted pairs. `counts`: open findings by severity, worst first.
    """

    verdict: Verdict
    reasons: tuple[str, ...]
    threshold: Severity
    findings: tuple[Finding, ...]
    rules: tuple[RuleInfo, ...]
    runs: tuple[EngineRun, ...]
    required: tuple[str, ...]
    coverage: Coverage
    waivers: tuple[WaiverUse, ...]
    versions: tuple[tuple[str, str], ...]
    generated: datetime | None = None

    @property
    def counts(self) -> dict[tuple[Disposition, Severity], int]:
        """Findings by disposition and severity, zeros included, worst first."""
        keys = [(d, s) for d in Disposition for s in Severity]
        return {key: sum((f.disposition, f.severity) == key for f in self.findings) for key in keys}
