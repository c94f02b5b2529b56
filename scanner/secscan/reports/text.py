"""The one place where a stranger's text is made harmless. Everything that is scanned may hold names chosen to deceive.

`inert` shows what must not act: terminal escapes, control characters, and the invisible characters that reorder or hide
text (https://trojansource.codes/). `markdown` does the same for what a Markdown renderer would act on. HTML is escaped
by its template engine, JSON and SARIF by being written in ASCII.
"""

import re
from typing import Final

# Unicode's controls (but line feed and tab), format characters (bidi controls, zero width, tags), surrogates, line and
# paragraph separators; ranges rather than categories, so that a report does not depend on Python's version of Unicode.
_ACTING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufeff\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# What GitHub's Markdown acts on within a line: emphasis, code, links (bare ones too), HTML, references, tables,
# mathematics, emoji; and what makes a block of the line that it begins.
_MARKED: Final = re.compile(r"[\\`*_\[\]<>#|~&$@]|:(?=\S)|(?<=www)\.|^[-+=]", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"^(\d{1,9})(?=[.)](?:\s|$))")
_PLAIN_CODE: Final = re.compile(r"[^`|\s](?:[^`|]*[^`|\s])?")
_COMMAND: Final = re.compile(r"^((?:\s|\x1b\[[0-9;]*m)*)::")
_LOGGING: Final = re.compile(r"##(?=\w*\[)")
_ELLIPSIS: Final = "…"


def inert(text: str) -> str:
    """The same text with every acting character written out (`\\x1b`, `\\u202e`); line breaks and tabs stay."""
    return _ACTING.sub(_shown, text)


def line(text: str) -> str:
    """Inert text on one line: every run of white space is a space."""
    return " ".join(inert(text).split())


def unheard(row: str) -> str:
    """The row with no command to the CI that logs it (`::error::`, `##[error]`, `##vso[...]`): a name could hold one.

    https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions"""
    return _LOGGING.sub(r"\\x23#", _COMMAND.sub(r"\1\\x3a:", row))


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, the last an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1] + _ELLIPSIS


def markdown(text: str) -> str:
    """One line of text that no Markdown renderer acts on: no markup, HTML, link, mention or reference comes of it."""
    return _NUMBERED.sub(r"\1\\", _MARKED.sub(_reference, line(text)))


def code(text: str) -> str:
    """The same as code: in backticks, or where the text holds such (or a table's bar) in `<code>`, written inert."""
    words = line(text)
    return f"`{words}`" if _PLAIN_CODE.fullmatch(words) else f"<code>{markdown(words)}</code>"


def prose(text: str) -> tuple[tuple[str, bool], ...]:
    """A rule's sentences in pieces, each with whether it is code: what stands between a pair of backticks."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return ((text, False),)
    return tuple((piece, position % 2 == 1) for position, piece in enumerate(pieces) if piece)


def markdown_prose(text: str) -> str:
    """A rule's sentences on one line of inert Markdown, their code as code."""
    return "".join(code(piece) if is_code else _spaced(piece) for piece, is_code in prose(text))


def _spaced(piece: str) -> str:
    """Inert Markdown that keeps a blank at either end, where code stands beside it."""
    before, after = (" " if end.isspace() else "" for end in (piece[:1], piece[-1:]))
    return before + markdown(piece) + after if piece.strip() else " "


def _shown(match: re.Match[str]) -> str:
    number = ord(match.group())
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _reference(match: re.Match[str]) -> str:
    character = match.group()
    if character in "@#":
        # A mention or an issue's number is looked for after rendering, in the text: the empty comment splits that text.
        return f"{character}<!-- -->"
    return f"&#{ord(character)};" if character in "$:" else f"\\{character}"
