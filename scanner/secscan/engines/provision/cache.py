"""Where installed tools live, and how one gets there: at once or not at all, also with two installers at work.

Not what is installed (registry, archive), nor whether it is whole (manifest).
"""

import contextlib
import fcntl
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import platformdirs

from secscan.engines.provision.lock import Lock


def root(environment: Mapping[str, str]) -> Path:
    """The cache directory: SECSCAN_CACHE_DIR, else the user's cache directory of this system."""
    chosen = environment.get("SECSCAN_CACHE_DIR", "")
    return Path(chosen).absolute() if chosen else platformdirs.user_cache_path("secscan")


def place(cache: Path, lock: Lock) -> Path:
    """Where the tool of `lock` is or will be."""
    return cache / "engines" / lock.tool / lock.digest[:16]


@contextlib.contextmanager
def turn(cache: Path, lock: Lock) -> Iterator[None]:
    """Hold the tool's file lock, so that of two installers the second finds the first one's work."""
    directory = place(cache, lock).parent
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / ".lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def workshop(cache: Path) -> Iterator[Path]:
    """A scratch directory on the cache's own file system, removed at the end; those of killed installers go too.

    A living installer holds a file lock inside of its own, which the system drops when it dies.
    """
    engines = cache / "engines"
    engines.mkdir(parents=True, exist_ok=True)
    for left in sorted(engines.glob(".work-*")):
        _discard_abandoned(left)
    scratch = Path(tempfile.mkdtemp(prefix=".work-", dir=engines))
    try:
        with (scratch / ".lock").open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield scratch
    finally:
        discard(scratch)


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
