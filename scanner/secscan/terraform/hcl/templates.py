"""The inside of a quoted string, a heredoc or a template file: escapes, strip markers, indentation, directives.

Gets the flat parts as the grammar gives them. In HCL's order: escapes and strip markers first, then the indentation of
`<<-` (counted on the literal text alone, before any directive runs), then `if` and `for` are paired.
https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md ("Template Sub-language").
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from secscan.terraform.hcl.tokens import Token, fail
from secscan.terraform.syntax import Expression, SyntaxInvalid, Template, TemplateFor, TemplateIf, TemplatePart

SPACE: Final = " \t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""What Go's unicode.IsSpace takes for space."""

_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_QUOTED_ESCAPE: Final = re.compile(r"\$\$\{|%%\{|\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """`${ expression }` (`kind` is "$") or a directive (`kind` is its keyword). `opened`, `closed` may hold a `~`."""

    kind: str
    opened: Token
    closed: Token
    expression: Expression | None = None
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class _Text:
    value: str


@dataclass(slots=True)
class _Open:
    """A directive that waits for its end; `otherwise` is None before `else`."""

    sequence: Piece | None
    then: list[TemplatePart] = field(default_factory=list)
    otherwise: list[TemplatePart] | None = None

    @property
    def parts(self) -> list[TemplatePart]:
        return self.then if self.otherwise is None else self.otherwise


def assemble(path: str, opened: Token, flat: Sequence[Token | Piece], closed: Token) -> Template:
    """The template between `opened` and `closed`. Raises SyntaxInvalid for a wrong escape or unpaired directives."""
    quoted, span = opened.text == '"', opened.to(closed, path)
    if quoted and len(flat) == 1 and isinstance(flat[0], Token):
        return Template(parts=(_unescape(path, flat[0], quoted=True),), span=span)
    parts = [_Text(_unescape(path, p, quoted=quoted)) if isinstance(p, Token) else p for p in flat]
    _strip(parts)
    if opened.text.startswith("<<-"):
        _unindent(parts)
    return Template(
        parts=_pair(path, parts),
        span=span,
        heredoc=opened.text.startswith("<<"),
        wrapped=len(parts) == 1 and isinstance(parts[0], Piece) and parts[0].kind == "$",
    )


def _unescape(path: str, token: Token, *, quoted: bool) -> str:
    text = token.text
    if not quoted:
        return text.replace("$${", "${").replace("%%{", "%{") if "{" in text else text
    if "\\" not in text and "{" not in text:
        return text
    return _QUOTED_ESCAPE.sub(lambda found: _escape(path, token, found), text)


def _escape(path: str, token: Token, found: "re.Match[str]") -> str:
    word = found.group()
    if not word.startswith("\\"):
        return word[1:]
    digits = found.group(1) or found.group(2)
    if digits is None and found.group(3) in _ESCAPES:
        return _ESCAPES[found.group(3)]
    code = int(digits, 16) if digits else -1
    if 0 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF:
        return chr(code)
    place = Token("", word, token.line, token.column + found.start())
    raise fail(path, place, f'"{word}" is no escape sequence (known: \\n \\r \\t \\" \\\\ \\uNNNN \\UNNNNNNNN)')


def _strip(parts: Sequence[_Text | Piece]) -> None:
    """`~` eats the space of the one literal beside it; a heredoc has a literal a line."""
    for before, part, after in zip((None, *parts), parts, (*parts[1:], None), strict=False):
        if isinstance(part, Piece):
            if isinstance(after, _Text) and part.closed.text.startswith("~"):
                after.value = after.value.lstrip(SPACE)
            if isinstance(before, _Text) and part.opened.text.endswith("~"):
                before.value = before.value.rstrip(SPACE)


def _unindent(parts: Iterable[_Text | Piece]) -> None:
    """Take from every line the indentation of the least indented one. Blank lines neither count nor change; a line that
    begins with a sequence counts as not indented."""
    leading: list[_Text] = []
    least = None
    at_start = True
    for part in parts:
        text = part.value if isinstance(part, _Text) else ""
        indent = len(text) - len(text.lstrip(SPACE))
        if at_start and not (text.endswith("\n") and indent == len(text)):
            least = indent if least is None else min(least, indent)
            if isinstance(part, _Text):
                leading.append(part)
        at_start = isinstance(part, _Text) and text.endswith("\n")
    for line in leading:
        line.value = line.value[least or 0 :]


def _pair(path: str, parts: Iterable[_Text | Piece]) -> tuple[TemplatePart, ...]:
    stack = [_Open(sequence=None)]
    for part in parts:
        if isinstance(part, _Text):
            stack[-1].parts.append(part.value)
        elif part.kind in {"if", "for"}:
            stack.append(_Open(sequence=part))
        elif part.kind == "$":
            if part.expression is not None:
                stack[-1].parts.append(part.expression)
        else:
            _close(path, stack, part)
    if (waiting := stack[-1].sequence) is not None:
        raise fail(path, waiting.opened, f'the directive "{waiting.kind}" has no "end{waiting.kind}"')
    return _melded(stack[0].then)


def _melded(parts: Iterable[TemplatePart]) -> tuple[TemplatePart, ...]:
    """Neighbouring literals as one, empty ones left out."""
    melded: list[TemplatePart] = []
    for literal, group in groupby(parts, key=lambda part: isinstance(part, str)):
        if not literal:
            melded += group
        elif text := "".join(part for part in group if isinstance(part, str)):
            melded.append(text)
    return tuple(melded)


def _close(path: str, stack: list[_Open], part: Piece) -> None:
    waiting = stack[-1]
    opener = waiting.sequence
    if opener is None:
        raise fail(path, part.opened, f'the directive "{part.kind}" belongs to nothing')
    if part.kind == "else" and opener.kind == "if" and waiting.otherwise is None:
        waiting.otherwise = []
    elif part.kind == f"end{opener.kind}":
        stack.pop()
        stack[-1].parts.append(_directive(path, waiting, opener, part))
    else:
        raise _wrong_close(path, opener, part)


def _wrong_close(path: str, opener: Piece, part: Piece) -> SyntaxInvalid:
    message = f'expected "end{opener.kind}" for the "{opener.kind}" of line {opener.opened.line}, found "{part.kind}"'
    return fail(path, part.opened, message)


def _directive(path: str, waiting: _Open, opener: Piece, closer: Piece) -> TemplateIf | TemplateFor:
    span = opener.opened.to(closer.closed, path)
    if opener.expression is None:
        raise fail(path, opener.opened, f'the directive "{opener.kind}" has no expression')
    if opener.kind == "if":
        otherwise = _melded(waiting.otherwise or ())
        return TemplateIf(condition=opener.expression, then=_melded(waiting.then), otherwise=otherwise, span=span)
    key, value = opener.names if len(opener.names) == 2 else ("", *opener.names)
    return TemplateFor(
        key_name=key, value_name=value, collection=opener.expression, body=_melded(waiting.then), span=span
    )
