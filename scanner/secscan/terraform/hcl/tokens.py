"""Text of Terraform's language to tokens: comments, strings, heredocs, templates. Knows no blocks, no expressions.

Follows HCL's scanner (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md, "Lexical Elements" and "Template
Sub-language"). python-hcl2's own lexer is not used: it takes a heredoc as one opaque token, loses what follows an
escaped `$${`, and accepts a newline inside a string (docs/decisions/reading-hcl.md).
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from secscan.model import Span
from secscan.terraform.spans import span_of
from secscan.terraform.syntax import Comment, SyntaxInvalid, SyntaxProblem


class Token(NamedTuple):
    """`text` begins at `line`, `column` (from 1, in characters) and holds no newline, but as the end of a template's
    line. `kind`: NAME, NUMBER, NEWLINE, `"` and `<<` with their ends QUOTE_END and HEREDOC_END, TEXT (a stretch of
    template, escapes still in it), `${`, `%{` and their end `}$`, END, else the operator itself."""

    kind: str
    text: str
    line: int
    column: int
    parts: tuple["Token", ...] = ()

    def span(self, path: str) -> Span:
        return self.to(self, path)

    def to(self, last: "Token", path: str) -> Span:
        """From the start of this token to the end of `last`."""
        end = last.column + (len(last.text.rstrip("\r\n")) if last.text[-1:] == "\n" else len(last.text))
        return span_of(path, self.line, self.column, last.line, end)


@dataclass(slots=True)
class _Mode:
    """Where the scanner is: in code (`braces` open since it began), a quoted string, a heredoc or a bare template."""

    kind: str
    opened: Token | None
    braces: int = 0
    marker: str = ""


@dataclass(slots=True)
class _Scan:
    text: str
    path: str
    line: int
    origin: int  # offset of column 1 of the current line
    position: int = 0
    tokens: list[Token] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    modes: list[_Mode] = field(default_factory=list)


_IDENTIFIER = r"(?:[A-Za-z_]|[^\x00-\x7f])(?:[A-Za-z0-9_-]|[^\x00-\x7f])*+"
_CODE = re.compile(
    rf"""[ \t]*+(?:
      (?P<NAME>{_IDENTIFIER})
    | (?P<COMMENT>(?:\#|//)[^\n]*+)
    | (?P<BLOCK_COMMENT>/\*(?s:.*?)(?:\*/|\Z))
    | (?P<HEREDOC><<-?{_IDENTIFIER}\r?\n)
    | (?P<BRACE>[{{}}]|~\}})
    | (?P<OPERATOR>==|!=|<=|>=|&&|\|\||::|\.\.\.|=>|[-+*/%=<>!?:.,\[\]()])
    | (?P<NEWLINE>\r?\n)
    | (?P<QUOTE>")
    | (?P<NUMBER>[0-9](?:[0-9.]|[eE][+-]?[0-9])*+)
    | (?P<END>\Z)
    )""",
    re.VERBOSE,
)
_QUOTED_TEXT = re.compile(r'(?:[^"\\$%\r\n]++|\\[^\r\n]|\$\$\{|%%\{|\$(?!\{)|%(?!\{))++')
_LINE_TEXT = re.compile(r"(?:[^$%\r\n]++|\$\$\{|%%\{|\$(?!\{)|%(?!\{))*+(?:\r?\n)?+")
_SEQUENCE = re.compile(r"[$%]\{~?")
_HINTS = {
    "'": "strings are written in double quotes",
    "`": "strings are written in double quotes",
    ";": "arguments are separated by newlines",
    "&": 'logical "and" is written "&&"',
    "|": 'logical "or" is written "||"',
    "~": "Terraform has no bitwise operators",
    "^": "Terraform has no bitwise operators",
}


def scan(text: str, path: str) -> tuple[list[Token], tuple[Comment, ...]]:
    """Tokens of a file or an expression, ending in END, and its comments. Raises SyntaxInvalid at the first thing that
    is no token. A byte order mark at the start has no width."""
    text = text.removeprefix("\ufeff")
    state = _Scan(text=text, path=path, line=1, origin=0)
    state.modes.append(_Mode(kind="code", opened=None))
    _run(state)
    return state.tokens, tuple(state.comments)


def scan_template(text: str, path: str, line: int, column: int) -> list[Token]:
    """Tokens of a text that is all template (a file for templatefile, a string of JSON syntax), between `<<` and
    HEREDOC_END of no width, so that it reads as a heredoc does; then END. Raises SyntaxInvalid."""
    state = _Scan(text=text, path=path, line=line, origin=1 - column)
    opened = Token("<<", "", line, column)
    state.tokens.append(opened)
    state.modes.append(_Mode(kind="bare", opened=opened))
    _run(state)
    for kind in ("HEREDOC_END", "END"):
        state.tokens.append(_token(state, kind, ""))
    return state.tokens


def _run(state: _Scan) -> None:
    readers = {"code": _read_code, "quoted": _read_quoted, "heredoc": _read_lines, "bare": _read_lines}
    while state.modes:
        readers[state.modes[-1].kind](state)


def _token(state: _Scan, kind: str, text: str) -> Token:
    return Token(kind, text, state.line, state.position - state.origin + 1)


def _take(state: _Scan, kind: str, text: str) -> Token:
    """Append the token that `text` is at the current position, and step over it."""
    position = state.position
    token = Token(kind, text, state.line, position - state.origin + 1)
    state.tokens.append(token)
    state.position = position = position + len(text)
    if text[-1:] == "\n":
        state.line, state.origin = state.line + 1, position
    return token


def fail(path: str, token: Token, message: str) -> SyntaxInvalid:
    """The exception that says `message` at `token`; the caller raises it."""
    return SyntaxInvalid(SyntaxProblem(message=message, span=token.span(path)))


def _read_code(state: _Scan) -> None:
    """Tokens until the mode changes: a string or a template sequence begins or ends, or the text does."""
    match, text, mode = _CODE.match, state.text, state.modes[-1]
    while found := match(text, state.position):
        kind, word = found.lastgroup or "", found.group(found.lastindex or 0)
        state.position = found.end() - len(word)
        if kind == "OPERATOR":
            _take(state, word, word)
        elif kind == "NAME":
            _take_name(state, word)
        elif kind == "NEWLINE":
            _take(state, kind, word)
        elif kind == "NUMBER":
            _take(state, kind, word.rstrip("."))
        elif kind in {"COMMENT", "BLOCK_COMMENT"}:
            _take_comment(state, word)
        elif kind != "BRACE" or word == "~}" or (word == "}" and mode.braces == 0 and len(state.modes) > 1):
            return _change_mode(state, kind, word)
        else:
            mode.braces += 1 if word == "{" else -1
            _take(state, word, word)
    while text[state.position] in " \t":
        state.position += 1
    raise _invalid_character(state)


def _take_name(state: _Scan, word: str) -> None:
    if not word.isascii() and not word.replace("-", "_").isidentifier():
        state.position += next((i for i, c in enumerate(word) if c != "-" and not f"a{c}".isidentifier()), 0)
        raise _invalid_character(state)
    _take(state, "NAME", word)


def _take_comment(state: _Scan, word: str) -> None:
    word = word.removesuffix("\r")
    if word.startswith("/*") and (len(word) < 4 or not word.endswith("*/")):
        raise fail(state.path, _token(state, "", "/*"), 'the comment "/*" is never closed with "*/"')
    first = _token(state, "COMMENT", word)
    state.position += len(word)
    if newlines := word.count("\n"):
        state.line += newlines
        state.origin = state.position - (len(word) - word.rfind("\n") - 1)
    last = _token(state, "COMMENT", "")
    span = Span(file=state.path, line=first.line, column=first.column, end_line=last.line, end_column=last.column)
    state.comments.append(Comment(text=word, span=span))


def _change_mode(state: _Scan, kind: str, word: str) -> None:
    mode = state.modes[-1]
    if kind == "QUOTE":
        state.modes.append(_Mode(kind="quoted", opened=_take(state, '"', word)))
    elif kind == "HEREDOC":
        marker = word.lstrip("<").removeprefix("-").rstrip()
        state.modes.append(_Mode(kind="heredoc", opened=_take(state, "<<", word), marker=marker))
    elif kind == "END":
        if mode.opened is not None:
            raise fail(state.path, mode.opened, f'the template sequence "{mode.opened.text}" is never closed')
        state.modes.pop()
        _take(state, "END", "")
    elif mode.opened is not None and mode.braces == 0:
        state.modes.pop()
        _take(state, "}$", word)
    else:
        raise fail(state.path, _token(state, "", word), 'a "~}" closes nothing here')


def _read_quoted(state: _Scan) -> None:
    if found := _QUOTED_TEXT.match(state.text, state.position):
        _take(state, "TEXT", found.group())
    following = state.text[state.position : state.position + 1]
    if following == '"':
        state.modes.pop()
        _take(state, "QUOTE_END", following)
    elif following and following in "$%":
        _open_sequence(state)
    else:
        opened = state.modes[-1].opened or _token(state, "", "")
        place = "before the end of the file" if following in {"", "\\"} else "on its line; use \\n or a heredoc"
        raise fail(state.path, opened, f"the string has no closing quote {place}")


def _read_lines(state: _Scan) -> None:
    """A heredoc or a bare template, a TEXT token a line at most: strip markers and `<<-` work by lines."""
    mode, text = state.modes[-1], state.text
    if mode.kind == "heredoc" and state.position == state.origin and _take_marker(state, mode.marker):
        return
    found = _LINE_TEXT.match(text, state.position)
    if found and found.group():
        _take(state, "TEXT", found.group())
    elif _SEQUENCE.match(text, state.position):
        _open_sequence(state)
    elif state.position == len(text):
        if mode.kind == "heredoc" and mode.opened is not None:
            raise fail(state.path, mode.opened, f'the heredoc has no line that is its end marker "{mode.marker}"')
        state.modes.pop()
    elif mode.kind == "bare":
        _take(state, "TEXT", text[state.position])
    else:
        raise _invalid_character(state)


def _take_marker(state: _Scan, marker: str) -> bool:
    """Take the heredoc's end if this line is it: the marker alone, spaces around it allowed, and a newline."""
    end = state.text.find("\n", state.position)
    line = state.text[state.position : end] if end >= 0 else ""
    if line.strip() != marker:
        return False
    state.position += len(line) - len(line.lstrip())
    _take(state, "HEREDOC_END", marker)
    state.position = end
    state.modes.pop()
    _take(state, "NEWLINE", "\n")
    return True


def _open_sequence(state: _Scan) -> None:
    found = _SEQUENCE.match(state.text, state.position)
    word = found.group() if found else state.text[state.position]
    state.modes.append(_Mode(kind="code", opened=_take(state, word[:2], word)))


def _invalid_character(state: _Scan) -> SyntaxInvalid:
    character = state.text[state.position]
    hint = _HINTS.get(character, "it belongs in no name, number or operator")
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    return fail(state.path, _token(state, "", character), f'the character "{shown}" is not allowed here: {hint}')
