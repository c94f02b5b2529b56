"""Lets Python's garbage collector rest while many objects are made and none is garbage. Frees nothing itself."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Trees and estates are all new objects; looking among them for cycles takes a fifth of the time and finds none.

    At the end they are put with the old ones, or the next few new ones would have them all looked at once."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.freeze()
            gc.unfreeze()
            gc.enable()
