"""What a waiver says beside its rule and place: reason, last day, owner, ticket; in the register and in comments."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from secscan.spelling import nearest

FIELDS: Final = ("reason", "until", "owner", "ticket")
PAIR: Final = re.compile(r'([A-Za-z_-]+)=("(?:[^"\\]|\\.)*"|[^\s"]+)', re.DOTALL)
OWNER_HINT: Final = "a role in lower case with hyphens, such as platform-security"
UNTIL_HINT: Final = "the last day on which it holds, as YYYY-MM-DD"
_OWNER: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """`faults`: what could not be taken as it is written, in sentences."""

    reason: str = ""
    until: date | None = None
    owner: str = ""
    ticket: str = ""
    faults: tuple[str, ...] = ()


def role_fault(owner: str) -> str:
    """What is wrong with an owner, "" for nothing. A role outlives the person who holds it, and a register is no place
    for people's names."""
    return "" if _OWNER.fullmatch(owner) else f"`{owner}` is no role"


def day(text: str) -> date:
    """The date that `text` is. Raises ValueError with a sentence."""
    if not _DATE.fullmatch(text):
        raise ValueError(f"`{text}` is no date")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"`{text}` is no day of the calendar") from None


def said(pairs: Iterable[tuple[str, str]]) -> Said:
    """What the pairs of a comment say, each as `PAIR` finds it."""
    given: dict[str, str] = {}
    faults: list[str] = []
    for name, word in pairs:
        if name not in FIELDS:
            meant = nearest(name, FIELDS)
            faults.append(f"`{name}` is no key of a waiver; " + (f"did you mean `{meant}`?" if meant else _keys()))
        elif name in given:
            faults.append(f"`{name}` stands there twice")
        given[name] = _value(word)
    until, wrong = _until(given)
    owner = given.get("owner", "")
    wrong += [f"{fault}: {OWNER_HINT}" for fault in (role_fault(owner),) if owner and fault]
    return Said(
        reason=given.get("reason", ""),
        until=until,
        owner=owner,
        ticket=given.get("ticket", ""),
        faults=(*faults, *wrong),
    )


def _until(given: dict[str, str]) -> tuple[date | None, list[str]]:
    if "until" not in given:
        return None, []
    try:
        return day(given["until"]), []
    except ValueError as error:
        return None, [f"{error}: {UNTIL_HINT}"]


def _value(word: str) -> str:
    if not word.startswith('"'):
        return word
    return " ".join(_ESCAPE.sub(r"\1", word[1:-1]).split())


def _keys() -> str:
    return f"there are {', '.join(FIELDS)}"
