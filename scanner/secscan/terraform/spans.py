"""Makes spans, of which a tree holds more than of anything else. Knows no text."""

from dataclasses import fields
from typing import Final

from secscan.model import Span

_NEW: Final = object.__new__
_FILE, _LINE, _COLUMN, _END_LINE, _END_COLUMN = (getattr(Span, field.name).__set__ for field in fields(Span))


def span_of(file: str, line: int, column: int, end_line: int, end_column: int) -> Span:
    """`Span(...)`, in a third of its time: the slots are set as its own `__init__` sets them, being frozen, but without
    asking for each name."""
    span = _NEW(Span)
    _FILE(span, file)
    _LINE(span, line)
    _COLUMN(span, column)
    _END_LINE(span, end_line)
    _END_COLUMN(span, end_column)
    return span
