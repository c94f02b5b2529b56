"""The one place that opens a file of the scanned tree. Knows nothing of Terraform and remembers nothing.

The tree is hostile: a path may leave it by `..` or by a symbolic link, name a pipe that never answers, a device, a
loop, or a file without end. Every path is resolved first, must then lie inside the repository, must be a regular file,
and is opened without following a link and without blocking.
"""

import errno
import os
import posixpath
import stat
from collections.abc import MutableMapping
from pathlib import Path

from secscan.errors import IncompleteError, UserError


class SourceProblem(IncompleteError):  # noqa: N818 - the house says problem, and this is one of a source
    """A file that cannot be had. `path` is relative to the repository, `missing` is True where nothing is there."""

    def __init__(self, path: str, message: str, *, missing: bool = False) -> None:
        super().__init__(f"{path}: {message}")
        self.path, self.message, self.missing = path, message, missing


def normalise(path: str) -> str:
    """`a/./b/../c` -> `a/c`, the top -> `.`; raises SourceProblem for what leaves the repository by its very name."""
    clean = posixpath.normpath(path)
    if clean.startswith(("/", "../")) or clean == "..":
        raise SourceProblem(path, "outside the repository")
    return clean


def printable(path: str) -> str:
    """A name that every output can carry: bytes that are not UTF-8 become `\\xNN`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def resolve(top: str, path: str, known: MutableMapping[str, str] | None = None) -> str:
    """The real absolute path of `path` (normalised, relative to `top`, itself real). Raises SourceProblem.

    `known`: directories with their real paths, as found before. What lies in one of them and is no link is found by one
    look at it, instead of one at each directory on the way.
    """
    place = os.path.join(top, path)  # noqa: PTH118 - the paths of this room are str
    parent, _, name = place.rpartition("/")
    try:
        if known is not None and parent in known:
            real = f"{known[parent]}/{name}"
            if not stat.S_ISLNK(os.lstat(real).st_mode):
                return real
        os.stat(place)  # noqa: PTH116 - the kernel gives up after 40 links, realpath alone would recurse without end
        real = os.path.realpath(place, strict=True)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SourceProblem(path, "not there", missing=True) from error
    except OSError as error:
        raise SourceProblem(path, _reason(error)) from error
    except ValueError as error:
        raise SourceProblem(path, "not a file name", missing=True) from error
    if real != top and not real.startswith(top.rstrip("/") + "/"):
        raise SourceProblem(path, "a symbolic link that leaves the repository")
    return real


def read(top: str, path: str, limit: int, known: MutableMapping[str, str] | None = None) -> bytes:
    """The bytes of one regular file of at most `limit` bytes. Raises SourceProblem; never waits on a pipe or device."""
    real = resolve(top, path, known)
    try:
        if not stat.S_ISREG(os.stat(real).st_mode):  # noqa: PTH116 - before opening: opening a device may act
            raise SourceProblem(path, _kind(real))
        handle = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise SourceProblem(path, "not a regular file")
            content = file.read(limit + 1)
    except OSError as error:
        raise SourceProblem(path, _reason(error)) from error
    if len(content) > limit:
        raise SourceProblem(path, f"larger than the limit of {limit} bytes")
    return content


def decode(path: str, content: bytes) -> str:
    """UTF-8 text without its byte order mark. Raises SourceProblem for binary and for other encodings."""
    if b"\0" in content:
        raise SourceProblem(path, "binary, not text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SourceProblem(path, f"not UTF-8 (line {line})") from error


def read_text(top: Path, path: str, limit: int) -> str:
    """One text file of the repository `top`, for those who read a single one. Raises SourceProblem."""
    real = os.path.realpath(top)
    path = normalise(path)
    return decode(path, read(real, path, limit))


def read_bytes(path: Path, limit: int) -> bytes:
    """One file that the user names, wherever it lies: a regular one of at most `limit` bytes. Raises UserError."""
    try:
        real = os.path.realpath(path, strict=True)
        return read(posixpath.dirname(real), posixpath.basename(real), limit)
    except SourceProblem as problem:
        raise UserError(problem.message, path=str(path)) from problem
    except (OSError, ValueError) as error:
        reason = _reason(error) if isinstance(error, OSError) else "not a file name"
        raise UserError(reason, path=str(path)) from error


def _kind(real: str) -> str:
    return "a directory" if stat.S_ISDIR(os.stat(real).st_mode) else "not a regular file"  # noqa: PTH116 - see read


def _reason(error: OSError) -> str:
    return "a loop of symbolic links" if error.errno == errno.ELOOP else (error.strerror or "cannot be read").lower()
