"""The hash by which GitHub recognises a line when the file around it moves. Not our fingerprint of a finding.

For every line: the next 100 UTF-16 units from its start, spaces and tabs left out, line ends as one line feed, 65535
for the end of the file and zeros after it, as a polynomial in 37 modulo 2^64; then `:n`, the how-manieth line of the
file with that hash it is. Described by `primaryLocationLineHash` in GitHub's SARIF support:
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
The SARIF multitool computes the same (`rewrite --insert RollingHashPartialFingerprints`), and a test compares them.
"""

import sys
from array import array
from collections import Counter
from collections.abc import Iterator
from typing import Final

_WINDOW: Final = 100
_BASE: Final = 37
_MODULUS: Final = 1 << 64
_LEADING: Final = pow(_BASE, _WINDOW, _MODULUS)
_END: Final = 0xFFFF
_LINE_FEED: Final = 0x0A
_UTF16: Final = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"


def line_hashes(text: str) -> tuple[str, ...]:
    """One hash a line, the first line's first."""
    units = _units(text)
    starts = [0, *(position + 1 for position in range(len(units) - 1) if units[position] == _LINE_FEED)]
    rolled = _rolled(units)
    seen: Counter[int] = Counter()
    hashes = []
    position, value = -1, 0
    for start in starts:
        while position < start:
            position, value = position + 1, next(rolled)
        seen[value] += 1
        hashes.append(f"{value:x}:{seen[value]}")
    return tuple(hashes)


def _units(text: str) -> "array[int]":
    kept = text.replace("\r\n", "\n").replace("\r", "\n").replace(" ", "").replace("\t", "")
    units = array("H", kept.encode(_UTF16, "surrogatepass"))
    units.append(_END)
    return units


def _rolled(units: "array[int]") -> Iterator[int]:
    """The hash of the window that begins at each unit."""
    padded = units + array("H", [0] * _WINDOW)
    value = 0
    for unit in padded[:_WINDOW]:
        value = (value * _BASE + unit) % _MODULUS
    for position in range(len(units)):
        yield value
        value = (value * _BASE + padded[position + _WINDOW] - _LEADING * padded[position]) % _MODULUS
