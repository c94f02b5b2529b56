"""How wide text is: the advance widths of Liberation Sans, which are Arial's and Helvetica's. Draws nothing.

https://github.com/liberationfonts/liberation-fonts (the `hmtx` tables, in thousandths of the size), so that a picture's
coordinates come out the same on every machine, with or without the font.
"""

import re

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"

_REGULAR = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 "
    "278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 "
    "667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 "
    "556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
_BOLD = (
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 "
    "333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 "
    "667 944 667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 "
    "611 389 556 333 611 556 778 556 556 500 389 280 389 584"
)
_WIDTHS = {
    bold: {chr(32 + place): int(width) for place, width in enumerate(table.split())}
    for bold, table in ((False, _REGULAR), (True, _BOLD))
}


def width(text: str, size: int, *, bold: bool = False) -> float:
    """In the picture's units. Raises KeyError for a character whose width is not known here."""
    return sum(_WIDTHS[bold][character] for character in text) * size / 1000


def wrapped(text: str, size: int, limit: int) -> tuple[str, ...]:
    """`text` in lines of at most `limit` units, broken at blanks, and after hyphens where a word alone is longer."""
    lines: list[str] = []
    for word in text.split():
        parts = [word] if width(word, size) <= limit else re.findall(r"[^-]*-|[^-]+", word)
        for number, part in enumerate(parts):
            joint = "" if number else " "
            if lines and width(f"{lines[-1]}{joint}{part}", size) <= limit:
                lines[-1] += f"{joint}{part}"
            else:
                lines.append(part)
    return tuple(lines)
