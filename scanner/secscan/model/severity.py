"""How bad a finding is: five steps, totally ordered."""

from enum import StrEnum


class Severity(StrEnum):
    """Ordered by `rank`: info 0, low 1, medium 2, high 3, critical 4 (compare ranks, not the strings)."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        return _RANKS[self]


_RANKS = {Severity.INFO: 0, Severity.LOW: 1, Severity.MEDIUM: 2, Severity.HIGH: 3, Severity.CRITICAL: 4}
