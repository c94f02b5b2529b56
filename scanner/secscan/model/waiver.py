"""An excuse on record: what is excused, why, by whom, until when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiver:
    """One entry of `.secscan/waivers.yaml`.

    `rule`: our rule id, an engine's rule id (`CKV_AWS_18`) or `ENGINE:ID`. `root`: root directory or "" for every root.
    `address`: a Terraform address, exact, or with `*` for any run of characters. `until` is the last day on which it
    holds (UTC). `file`, `line`: where it is written.
    """

    rule: str
    address: str
    reason: str
    owner: str
    until: date
    root: str = ""
    ticket: str = ""
    file: str = ""
    line: int = 0


class WaiverState(StrEnum):
    """`unknown_rule`: it names a rule that neither the catalogue nor any engine of this audit knows."""

    USED = "used"
    UNUSED = "unused"
    EXPIRED = "expired"
    UNKNOWN_RULE = "unknown-rule"


@dataclass(frozen=True, kw_only=True, slots=True)
class WaiverUse:
    """A waiver as this audit judged it. `expires_in_days` is negative when expired (None without a clock).
    `expires_soon`: it is in use and ends so soon that a person should know now."""

    waiver: Waiver
    state: WaiverState
    fingerprints: tuple[str, ...] = ()
    expires_in_days: int | None = None
    expires_soon: bool = False
