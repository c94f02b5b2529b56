"""Blanks what would make an engine leave something out, at equal length and in place. Judges no excuse.

Engines look for their markers in comments, each with a pattern and a case rule of its own; some fold the case of
letters beyond ASCII (the Kelvin sign, a dotted I), so that these spellings count as well. A marker is blanked wherever
its bytes stand, since what is a comment to one reader is text to another; a comment is blanked on to the end of its
line, where the excuse goes on, and what stands in a string keeps all but the marker. Only spaces are written: no marker
can arise from it, no line begins or ends elsewhere.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from secscan.terraform.syntax import Comment

MARKERS: Final = (
    "checkov:skip",
    "bridgecrew:skip",
    "cortex:skip",
    "tflint-ignore",
    "kics-scan",
    "ts:skip",
    "tfsec:ignore",
    "trivy:ignore",
)
# A word that names and texts may well hold: a marker in comments only.
COMMENT_MARKERS: Final = ("nosec",)

# What Unicode's case tables make equal to these letters: https://www.unicode.org/Public/UCD/latest/ucd/CaseFolding.txt
_FOLDED: Final = {
    "i": "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}\N{LATIN SMALL LETTER DOTLESS I}",
    "k": "\N{KELVIN SIGN}",
    "s": "\N{LATIN SMALL LETTER LONG S}",
}


def _pattern(words: Iterable[str]) -> re.Pattern[bytes]:
    return re.compile(b"|".join(b"".join(_letter(letter) for letter in word) for word in words))


def _letter(letter: str) -> bytes:
    spellings = {letter, letter.upper(), *_FOLDED.get(letter, "")}
    return b"(?:" + b"|".join(re.escape(one.encode()) for one in sorted(spellings)) + b")"


_ANYWHERE: Final = _pattern(MARKERS)
_IN_COMMENTS: Final = _pattern((*MARKERS, *COMMENT_MARKERS))


def blank(content: bytes, comments: Sequence[Comment] = ()) -> bytes:
    """`content` without markers: the same length, the same line ends. `comments`: those that the parser found in it."""
    lines = content.split(b"\n")
    for comment in comments:
        _blank_comment(lines, comment)
    return _ANYWHERE.sub(_spaces, b"\n".join(lines))


def _blank_comment(lines: list[bytes], comment: Comment) -> None:
    """On each line of a comment that holds a marker: from the marker to where the comment ends there."""
    for number, text in enumerate(comment.text.encode("utf-8", "surrogateescape").split(b"\n"), comment.span.line):
        line = lines[number - 1] if number <= len(lines) else b""
        start = _offset(line, comment.span.column) if number == comment.span.line else 0
        if not line.startswith(text, start):
            return  # the file is not what was parsed: its markers alone are blanked
        end = start + len(text.rstrip(b"\r")) - (2 if text.endswith(b"*/") else 0)
        if found := _IN_COMMENTS.search(line, start, end):
            lines[number - 1] = line[: found.start()] + b" " * (end - found.start()) + line[end:]


def _offset(line: bytes, column: int) -> int:
    """Where a column (characters from 1) begins in the bytes of a line."""
    return len(line.decode("utf-8", "surrogateescape")[: column - 1].encode("utf-8", "surrogateescape"))


def _spaces(found: re.Match[bytes]) -> bytes:
    return b" " * len(found[0])
