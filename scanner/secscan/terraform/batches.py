"""What a reading process is given and what it answers, as bytes. Starts none (`processes`), parses nothing (`worker`).

Given: JSON, a list of [path, text]. Answered: HELLO, then for each file in turn a frame: its length, whether it is a
tree, and the tree as `syntax_codec` writes it or the problems as JSON. A process that dies leaves the frames that it
finished, so that the file which it died of is known.
"""

import json
import struct
from collections.abc import Iterator, Sequence
from typing import Final

from secscan.model import Span
from secscan.terraform.syntax import SyntaxProblem

HELLO: Final = b"secscan reads\n"
_FRAME: Final = struct.Struct("<I?")

Given = Sequence[tuple[str, str]]
"""(path, text) of each file."""


def pack(files: Given) -> bytes:
    return json.dumps(files).encode("ascii")


def unpack(given: bytes) -> list[tuple[str, str]]:
    return [(path, text) for path, text in json.loads(given)]


def frame(tree: bytes, problems: Sequence[SyntaxProblem]) -> bytes:
    """The answer for one file: its tree, or its problems where it has any."""
    told = [[p.message, p.span.line, p.span.column, p.span.end_line, p.span.end_column] for p in problems]
    body = json.dumps(told).encode("ascii") if problems else tree
    return _FRAME.pack(len(body), not problems) + body


def frames(answer: bytes) -> Iterator[bytes | list[list[object]]]:
    """The finished frames of an answer, in order: trees and lists of problems; none where there is no HELLO."""
    at = len(HELLO)
    while len(answer) >= at + _FRAME.size:
        size, is_tree = _FRAME.unpack_from(answer, at)
        body = answer[at + _FRAME.size : at + _FRAME.size + size]
        if len(body) < size:
            return
        yield body if is_tree else json.loads(body)
        at += _FRAME.size + size


def problems_of(told: list[list[object]], path: str) -> tuple[SyntaxProblem, ...]:
    """Raises TypeError or ValueError where it is no list of problems."""
    problems = []
    for message, *place in told:
        line, column, end_line, end_column = (int(str(number)) for number in place)
        span = Span(file=path, line=line, column=column, end_line=end_line, end_column=end_column)
        problems.append(SyntaxProblem(message=str(message), span=span))
    return tuple(problems)
