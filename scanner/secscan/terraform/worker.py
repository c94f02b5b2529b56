"""The program of a reading process: `python -m secscan.terraform.worker`. Parses what stands on its standard input.

Its own process, so that a text which takes all memory takes this one's. Opens no file but the compiled grammar's.
"""

import contextlib
import resource
import sys
from typing import Final

from secscan.terraform.batches import HELLO, frame, unpack
from secscan.terraform.parse import parse_file
from secscan.terraform.syntax_codec import encode

MEMORY: Final = 2_000_000_000  # bytes; the largest text that is read takes a fifth of it


def main() -> None:
    with contextlib.suppress(ValueError, OSError):  # not every system has this limit, or lets it be set
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    files = unpack(sys.stdin.buffer.read())
    out = sys.stdout.buffer
    out.write(HELLO)
    for path, text in files:
        file, problems = parse_file(text, path)
        out.write(frame(b"" if problems else encode(file), problems))
        out.flush()


if __name__ == "__main__":
    main()
