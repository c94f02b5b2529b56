"""An excuse on record: what is excused, why, by whom, until when; and the terms on which it holds."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from secscan.model.address import Span
from secscan.model.severity import Severity

LONG_DAYS: Final = 366
"""What is waived for longer is said, where the terms name no longest life."""


class WaiverKind(StrEnum):
    """Where it is written: in the register, in a comment of ours, or in a comment meant for an engine."""

    REGISTER = "register"
    INLINE = "inline"
    ENGINE = "engine"


class Skips(StrEnum):
    """What a comment that is meant for an engine is worth: as much as one of ours with the same words, as much as the
    engine gives it, or nothing."""

    JUDGE = "judge"
    ACCEPT = "accept"
    REFUSE = "refuse"


@dataclass(frozen=True, kw_only=True, slots=True)
class WaiverTerms:
    """`longest_days`: how far from today the last day may be, by the severity of what is excused, where that is
    limited. `required`: what a
    comment must say, of `reason`, `until`, `owner`, `ticket` (the register's entries always say the first three).
    `not_waivable`: rules, ours or an engine's, that nothing excuses."""

    longest_days: tuple[tuple[Severity, int], ...] = ()
    required: tuple[str, ...] = ("reason", "until")
    engine_skips: Skips = Skips.JUDGE
    not_waivable: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Scope:
    """What a waiver in a comment stands at. `element`: the type of a top-level block (`resource`, `module`), `block`,
    `argument`, `item`; of an engine's comment also `lines` and `file`."""

    element: str
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiver:
    """One entry of `.secscan/waivers.yaml`, or one rule of a comment.

    `rule`: our rule id or an engine's that means the same (`CKV_AWS_18`): the finding, whoever says it; or `ENGINE:ID`:
    that engine's word alone. `ENGINE:*` where an engine's comment names no rule. `root`: root directory or "" for every
    root. `address`: a Terraform address, exact, or with `*` for any run
    of characters; of a comment the name of what it stands at, for a person. `until` is the last day on which it holds
    (UTC), None where a comment says none. `file`, `line`: where it is written. `engine`: whose comment it is, "" for
    ours. `scope`: None for the register's, and where a comment stands at nothing. `faults`: why it cannot be taken as
    it is written.
    """

    rule: str
    address: str
    reason: str
    owner: str
    until: date | None
    root: str = ""
    ticket: str = ""
    file: str = ""
    line: int = 0
    kind: WaiverKind = WaiverKind.REGISTER
    engine: str = ""
    scope: Scope | None = None
    faults: tuple[str, ...] = ()


class WaiverState(StrEnum):
    """`unknown_rule`: it names a rule that neither the catalogue nor any engine of this audit knows. `refused`: it does
    not hold, for another reason than its date; its concerns say which."""

    USED = "used"
    UNUSED = "unused"
    EXPIRED = "expired"
    UNKNOWN_RULE = "unknown-rule"
    REFUSED = "refused"


class ConcernKind(StrEnum):
    MALFORMED = "malformed"
    NOTHING_THERE = "nothing-there"
    NO_REASON = "no-reason"
    NO_EXPIRY = "no-expiry"
    NO_OWNER = "no-owner"
    NO_TICKET = "no-ticket"
    EXPIRED = "expired"
    TOO_LONG = "too-long"
    NOT_WAIVABLE = "not-waivable"
    TOO_BROAD = "too-broad"
    OTHERS_FAIL = "others-fail"
    ENGINE_SKIP = "engine-skip"
    DUPLICATE = "duplicate"
    UNKNOWN_RULE = "unknown-rule"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Concern:
    """What a person should know of a waiver. `refuses`: because of it the waiver does not hold (for all, or for some of
    what it matches)."""

    kind: ConcernKind
    message: str
    refuses: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class WaiverUse:
    """A waiver as this audit judged it. `fingerprints`: the findings that it matches; those that it does not excuse,
    since it does not hold for them, are in `refused` too. `expires_in_days` is negative when expired (None without a
    date or clock). `expires_soon`: it is in use and ends so soon that a person should know now."""

    waiver: Waiver
    state: WaiverState
    fingerprints: tuple[str, ...] = ()
    expires_in_days: int | None = None
    expires_soon: bool = False
    refused: tuple[str, ...] = ()
    concerns: tuple[Concern, ...] = ()
