"""What a waiver is and what became of it, in words, for every format. Judges none."""

from collections.abc import Sequence
from typing import Final

from secscan.model import ConcernKind, Waiver, WaiverKind, WaiverState, WaiverUse
from secscan.reports.words import at, plural

_KINDS: Final = {
    WaiverKind.REGISTER: "the register",
    WaiverKind.INLINE: "a comment",
    WaiverKind.ENGINE: "an engine's comment",
}
# Concerns that the words for a waiver's state say already.
_IN_STATE: Final = frozenset({ConcernKind.EXPIRED, ConcernKind.UNKNOWN_RULE})


def attention(uses: Sequence[WaiverUse]) -> tuple[WaiverUse, ...]:
    """The waivers that somebody should look at: all that do not hold, excuse nothing, end soon, or raise a concern."""
    return tuple(use for use in uses if use.state is not WaiverState.USED or use.expires_soon or use.concerns)


def excuse(waiver: Waiver) -> str:
    return f"waived{_until(waiver)}{_by(waiver)}: {waiver.reason or '(no reason given)'}"


def _by(waiver: Waiver) -> str:
    """Who answers for it: a role, or who wrote the comment."""
    owner = f" by {waiver.owner}" if waiver.owner else f" at {at(waiver.file, waiver.line)}"
    return owner + (f" ({waiver.ticket})" if waiver.ticket else "")


def _until(waiver: Waiver) -> str:
    return f" until {waiver.until.isoformat()}" if waiver.until else " without end"


def waiver(waiver: Waiver) -> str:
    """`CKV_AWS_18 on aws_s3_bucket.b`: what it means to excuse, as far as that is known."""
    where = f" on {waiver.address}" if waiver.address else ""
    root = f" in {waiver.root}" if waiver.root else ""
    return f"{waiver.rule or _KINDS[waiver.kind]}{where}{root}"


def written(waiver: Waiver) -> str:
    """In what kind of place it is written."""
    return f"{waiver.engine}'s comment" if waiver.engine else _KINDS[waiver.kind]


def state(use: WaiverUse) -> str:
    """What became of it, and what a person should know of it, in one sentence."""
    told = [concern.message for concern in use.concerns if concern.kind not in _IN_STATE]
    return "; ".join([_became(use), *told])


def _became(use: WaiverUse) -> str:
    found = plural(len(use.fingerprints), "finding")
    if use.state is WaiverState.EXPIRED:
        until = f" on {use.waiver.until.isoformat()}" if use.waiver.until else ""
        return f"expired{until}, no longer holds" + (", and its finding is open again" if use.fingerprints else "")
    if use.state is WaiverState.REFUSED:
        stand = "stands" if len(use.fingerprints) == 1 else "stand"
        return "does not hold" + (f", and {found} {stand}" if use.fingerprints else "")
    if use.state is WaiverState.UNKNOWN_RULE:
        return "names a rule that nobody in this audit knows" + _meant(use)
    if use.state is WaiverState.UNUSED:
        return "unused: it matches no finding"
    excused = plural(len(use.fingerprints) - len(use.refused), "finding")
    kept = f" of {len(use.fingerprints)}" if use.refused else ""
    days = f" ends in {plural(use.expires_in_days or 0, 'day')}" if use.expires_soon else f" holds{_until(use.waiver)}"
    return f"excuses {excused}{kept},{days}"


def _meant(use: WaiverUse) -> str:
    """The nearest name, which stands after the `;` of the concern."""
    told = next((c.message for c in use.concerns if c.kind is ConcernKind.UNKNOWN_RULE), "")
    return f";{told.partition(';')[2]}" if ";" in told else ""
