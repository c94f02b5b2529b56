"""Keeps the compiled grammar as JSON in secscan's cache directory. Never pickle, never a directory that others write.

docs/decisions/grammar-cache.md says why. A cache that cannot be used is no error: the grammar is compiled again.
"""

import json
import os
import stat
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

LIMIT = 8_000_000


def directory() -> Path:
    """`SECSCAN_CACHE_DIR`, else the platform's cache directory of the user."""
    if named := os.environ.get("SECSCAN_CACHE_DIR"):
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("secscan")


def read(name: str, key: str) -> Any:
    """What was written under this name and key; None where there is nothing, or nothing that we may trust."""
    path = directory() / name
    if not _is_ours(path.parent, stat.S_ISDIR) or not _is_ours(path, stat.S_ISREG):
        return None
    try:
        with path.open("rb") as file:
            digest, body = file.readline(), file.read(LIMIT)
        return json.loads(body) if digest.strip() == _digest(key, body) else None
    except (OSError, ValueError, RecursionError):
        return None


def _digest(key: str, body: bytes) -> bytes:
    """Tells a damaged file, or one of another grammar; it is no protection against a writer."""
    return sha256(key.encode() + body).hexdigest().encode()


def write(name: str, key: str, data: Any) -> None:
    """Write so that a reader sees the whole or nothing. Quietly does nothing where the directory cannot be ours."""
    target = directory()
    with suppress(OSError):
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(target, stat.S_ISDIR):
            return
        handle, temporary = tempfile.mkstemp(prefix=name, dir=target)
        try:
            body = json.dumps(data, separators=(",", ":"), sort_keys=True).encode()
            with os.fdopen(handle, "wb") as file:
                file.write(_digest(key, body) + b"\n" + body)
            Path(temporary).replace(target / name)
        except OSError:
            Path(temporary).unlink(missing_ok=True)


def _is_ours(path: Path, kind: Any) -> bool:
    """Owned by this user, of that kind (a link is none), and writable by nobody else."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return (
        bool(kind(found.st_mode)) and found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    )
