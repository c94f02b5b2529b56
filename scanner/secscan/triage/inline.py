"""Our own waivers in comments. Knows no engine's comments (`skips`) and judges nothing.

    # secscan:ignore=RULE[,RULE...] reason="..." until=YYYY-MM-DD [owner=ROLE] [ticket=TICKET]

Also after `//` and inside `/* */`, there over several lines. It begins the comment, so that prose which speaks of it is
none. What cannot be taken as written becomes a waiver with faults: it excuses nothing, and is said.
"""

import re
from typing import Final

from secscan.model import Scope, Waiver, WaiverKind
from secscan.terraform.elements import Page
from secscan.terraform.syntax import Comment
from secscan.triage.waiver_fields import PAIR, said

MARKER: Final = "secscan:ignore"
_RULE: Final = r'[^\s,="]+'
_HEAD: Final = re.compile(rf"{MARKER}=({_RULE}(?:\s*,\s*{_RULE})*)")
_FORM: Final = f'{MARKER}=RULE reason="..." until=YYYY-MM-DD'
_STAR: Final = re.compile(r"\n[ \t]*\*(?!/)")
_NOTHING: Final = "nothing begins on its line or directly under it: put it above an argument, a block or an item"
_TEMPLATE: Final = "it stands inside a string or heredoc, where nothing is a waiver"


def begins(comment: Comment) -> bool:
    return _words(comment.text).startswith(MARKER)


def read(comment: Comment, page: Page) -> tuple[Waiver, ...]:
    """The waivers of a comment in which the marker occurs, one a rule."""
    words = _words(comment.text)
    head = _HEAD.match(words)
    if head is None:
        middle = MARKER in words and not words.startswith(MARKER)
        told = "it begins the comment, and has the form" if middle else "it has the form"
        return (_waiver(comment, page, "", words, (f"{told} {_FORM}",)),)
    rules = [rule.strip() for rule in head[1].split(",")]
    return tuple(_waiver(comment, page, rule, words[head.end() :]) for rule in dict.fromkeys(rules))


def _waiver(comment: Comment, page: Page, rule: str, rest: str, faults: tuple[str, ...] = ()) -> Waiver:
    given, left = _pairs(rest) if rule else ([], "")
    told = said(given)
    wrong = (f'`{_short(left)}` is not understood: after the rules come words like reason="..."',) if left else ()
    element = page.at(comment)
    nowhere = () if element else (_TEMPLATE if page.in_template(comment) else _NOTHING,)
    return Waiver(
        rule=rule,
        address=element.name if element else "",
        reason=told.reason,
        owner=told.owner,
        until=told.until,
        ticket=told.ticket,
        file=comment.span.file,
        line=comment.span.line,
        kind=WaiverKind.INLINE,
        scope=Scope(element=element.kind, span=element.span) if element else None,
        faults=(*faults, *told.faults, *wrong, *nowhere),
    )


def _words(text: str) -> str:
    """The comment without its signs."""
    if text.startswith("/*"):
        return _STAR.sub("\n", text.removesuffix("*/")[2:]).lstrip("* \t\r\n").rstrip()
    return text.lstrip("#/").strip()


def _pairs(text: str) -> tuple[list[tuple[str, str]], str]:
    """The pairs that stand one after another, and what is left at the first that is none."""
    found: list[tuple[str, str]] = []
    rest = text
    while match := PAIR.match(rest.lstrip()):
        if rest[:1] not in ("", " ", "\t", "\r", "\n"):
            break
        found.append((match[1], match[2]))
        rest = rest.lstrip()[match.end() :]
    return found, rest.strip()


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
