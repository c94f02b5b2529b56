"""Where a member of a JSON document stands that a heredoc or a quoted string writes: from offsets in the template's
text back to lines and columns of the file. Renders nothing: what is interpolated is a hole in the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from secscan.model import Span
from secscan.terraform import syntax
from secscan.terraform.chain.json_places import HOLE, find

Lines = Sequence[str]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the template: `start`, its offset in the text; `line`, `column`: where the file has its first character
    (column 0: the line's indentation says)."""

    part: syntax.TemplatePart
    text: str
    start: int
    line: int
    column: int


def place(template: syntax.Template, steps: Sequence[str | int], lines: Lines, *, raw: bool = False) -> Span | None:
    """The span of what stands at `steps` in the document that `template` writes; None where that cannot be told.
    `lines`: those of its file. `raw`: it is a whole file, with nothing around it."""
    found = _found(template, steps, lines, raw=raw)
    if found is None:
        return None
    pieces, start, end = found
    first, last = _position(pieces, start, lines), _end(pieces, end - 1, lines)
    if first is None or last is None or first > last:
        return None
    return Span(file=template.span.file, line=first[0], column=first[1], end_line=last[0], end_column=last[1])


def _end(pieces: Sequence[_Piece], offset: int, lines: Lines) -> tuple[int, int] | None:
    """(line, column) behind the character at `offset`."""
    piece = _at(pieces, offset)
    if not isinstance(piece.part, str):
        return piece.part.span.end_line, _after_brace(piece.part.span, lines)
    found = _position(pieces, offset, lines)
    return (found[0], found[1] + 1) if found else None


def _at(pieces: Sequence[_Piece], offset: int) -> _Piece:
    return next(piece for piece in reversed(pieces) if piece.start <= offset)


def parts(template: syntax.Template, steps: Sequence[str | int], lines: Lines) -> tuple[syntax.TemplatePart, ...]:
    """What the template interpolates at `steps` of its document; all of it where that cannot be told."""
    found = _found(template, steps, lines)
    inside = tuple(part for part in template.parts if not isinstance(part, str))
    if found is None:
        return inside
    pieces, start, end = found
    return tuple(p.part for p in pieces if not isinstance(p.part, str) and start <= p.start < end)


def _found(
    template: syntax.Template, steps: Sequence[str | int], lines: Lines, *, raw: bool = False
) -> tuple[tuple[_Piece, ...], int, int] | None:
    pieces = _pieces(template, lines, raw=raw)
    found = find("".join(piece.text for piece in pieces), steps) if steps else None
    return (pieces, *found) if found else None


def _pieces(template: syntax.Template, lines: Lines, *, raw: bool) -> tuple[_Piece, ...]:
    made: list[_Piece] = []
    start = 0
    line, column = (template.span.line + 1, 0) if template.heredoc else (template.span.line, template.span.column + 1)
    if raw:
        line, column = 1, 1
    for part in template.parts:
        text = part if isinstance(part, str) else HOLE
        if not isinstance(part, str):
            line, column = part.span.line, part.span.column
        made.append(_Piece(part, text, start, line, column))
        start += len(text)
        if isinstance(part, str):
            line, column = line + part.count("\n"), 0
        else:
            line, column = part.span.end_line, _after_brace(part.span, lines)
    return tuple(made)


def _after_brace(span: Span, lines: Lines) -> int:
    """The column behind the `}` that ends an interpolation."""
    text = lines[span.end_line - 1] if span.end_line <= len(lines) else ""
    return text.find("}", span.end_column - 1) + 2


def _position(pieces: Sequence[_Piece], offset: int, lines: Lines) -> tuple[int, int] | None:
    """(line, column) of the character at `offset`, sure to be that character; None where the file has another there."""
    piece = _at(pieces, offset)
    if not isinstance(piece.part, str):
        return piece.line, piece.column
    before, wanted = piece.text[: offset - piece.start], piece.text[offset - piece.start]
    line = piece.line + before.count("\n")
    if line > len(lines):
        return None
    column = (
        piece.column + len(before) if "\n" not in before and piece.column else _indented(piece, before, lines[line - 1])
    )
    there = lines[line - 1][column - 1 : column]
    return (line, column) if there == wanted else None


def _indented(piece: _Piece, before: str, written: str) -> int:
    """The column in a line whose indentation the heredoc may have shortened."""
    begun = before.rfind("\n") + 1
    text = piece.text[begun:].partition("\n")[0]
    shift = (len(written) - len(written.lstrip())) - (len(text) - len(text.lstrip()))
    return shift + len(before) - begun + 1
