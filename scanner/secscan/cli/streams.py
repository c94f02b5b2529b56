"""The standard streams: writing bytes to them whole, and going quiet when nobody reads any more."""

import os
import sys


def write_stdout(content: bytes) -> None:
    """All of it, at once. A reader who has gone (`| head`) is no error; a full disk is an OSError."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        hush()


def hush() -> None:
    """Whatever is still in a buffer goes nowhere, so that Python ends without a word about it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
