"""Where installed tools live, and how one gets there: at once or not at all, also with two installers at work.

Not what is installed (registry, archive), nor whether it is whole (manifest).
"""

import contextlib
import fcntl
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Final

import platformdirs

from secscan.engines.provision.lock import Lock
from secscan.engines.provision.trouble import SourceError

_PAUSE: Final = 0.2  # seconds between two tries for a lock


def root(environment: Mapping[str, str]) -> Path:
    """The cache directory: SECSCAN_CACHE_DIR, else the user's cache directory of this system."""
    chosen = environment.get("SECSCAN_CACHE_DIR", "")
    return Path(chosen).absolute() if chosen else platformdirs.user_cache_path("secscan")


def place(cache: Path, lock: Lock) -> Path:
    """Where the tool of `lock` is or will be."""
    return cache / "engines" / lock.tool / lock.digest[:16]


@contextlib.contextmanager
def turn(cache: Path, lock: Lock, waits: Callable[[], None], cancelled: threading.Event) -> Iterator[None]:
    """Hold the tool's file lock, so that of two installers the second finds the first one's work.

    `waits` is told once where another holds it. Raises SourceError where the waiting is cancelled.
    """
    directory = place(cache, lock).parent
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / ".lock").open("a") as handle:
        if not _held(handle):
            waits()
            while not _held(handle):
                if cancelled.wait(_PAUSE):
                    raise SourceError("cancelled while another installer was at work")
        yield


def _held(handle: IO[str]) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def workshop(cache: Path) -> Iterator[Path]:
    """A scratch directory on the cache's own file system, removed at the end; those of killed installers go too.

    A living installer holds a file lock inside of its own, which the system drops when it dies.
    """
    engines = cache / "engines"
    engines.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as held:
        with (engines / ".lock").open("a") as door:  # so that nobody takes a new one for an abandoned one
            fcntl.flock(door, fcntl.LOCK_EX)
            for left in sorted(engines.glob(".work-*")):
                _discard_abandoned(left)
            scratch = Path(tempfile.mkdtemp(prefix=".work-", dir=engines))
            held.callback(discard, scratch)
            handle = held.enter_context((scratch / ".lock").open("a"))
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield scratch


def settle(made: Path, final: Path) -> None:
    """Put the finished directory in its place; a damaged one that stands there goes."""
    discard(final)
    made.rename(final)


def discard(directory: Path) -> None:
    shutil.rmtree(directory, ignore_errors=True)


def _discard_abandoned(scratch: Path) -> None:
    with contextlib.suppress(OSError), (scratch / ".lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        discard(scratch)
