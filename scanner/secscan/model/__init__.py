"""The words of the house as frozen, keyword-only values. Imports nothing of ours; holds no behaviour beyond ordering.

Sources: the vocabulary is SARIF's (suppression, logical location, baseline state) and Terraform's (root, address).
"""

from secscan.model.address import Address, Location, Span
from secscan.model.coverage import Coverage, FileRecord, FileStatus, Problem, ResourceRecord, RuleTally, Undecided
from secscan.model.finding import BaselineState, Cause, Confidence, Disposition, Finding
from secscan.model.observation import ChainStep, EngineRun, Notice, Observation, Outcome, RunStatus, View
from secscan.model.report import Report, Verdict
from secscan.model.rule import Alias, Reference, RuleInfo
from secscan.model.severity import Severity
from secscan.model.waiver import Waiver, WaiverState, WaiverUse

__all__ = [
    "Address",
    "Alias",
    "BaselineState",
    "Cause",
    "ChainStep",
    "Confidence",
    "Coverage",
    "Disposition",
    "EngineRun",
    "FileRecord",
    "FileStatus",
    "Finding",
    "Location",
    "Notice",
    "Observation",
    "Outcome",
    "Problem",
    "Reference",
    "Report",
    "ResourceRecord",
    "RuleInfo",
    "RuleTally",
    "RunStatus",
    "Severity",
    "Span",
    "Undecided",
    "Verdict",
    "View",
    "Waiver",
    "WaiverState",
    "WaiverUse",
]
