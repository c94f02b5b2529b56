"""What was installed, file by file, and whether it is still that. Installs nothing.

The whole tree is digested before every run; why that, and not something cheaper, with the figures:
docs/decisions/engine-verification.md.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

NAME: Final = "manifest.json"
_SCHEMA: Final = "secscan-install/1"
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """The record of one install. `lock` is the lock's digest, `source` says which source gave it (`go go1.26.8`),
    `files` gives each file's SHA-256 (for a symbolic link `-> target`), `size` is their bytes together."""

    tool: str
    version: str
    lock: str
    source: str
    size: int
    files: dict[str, str]


def digests(directory: Path) -> dict[str, str]:
    """The digest of every file below `directory` but the manifest, by relative path, sorted.

    One thread: the files are many and small, and two threads took longer (docs/decisions/engine-verification.md).
    """
    skip = len(str(directory)) + 1
    return {path[skip:]: _digest(path) for path in sorted(_walk(directory)) if path[skip:] != NAME}


def write(directory: Path, *, tool: str, version: str, lock: str, source: str) -> Manifest:
    """Digest `directory` and lay the manifest into it."""
    files = digests(directory)
    size = sum((directory / name).lstat().st_size for name in files)
    manifest = Manifest(tool=tool, version=version, lock=lock, source=source, size=size, files=files)
    record = {
        "schema": _SCHEMA,
        "tool": tool,
        "version": version,
        "lock": lock,
        "source": source,
        "size": size,
        "files": files,
    }
    (directory / NAME).write_text(json.dumps(record, indent=0), encoding="utf-8")
    return manifest


def read(directory: Path) -> Manifest | None:
    """The manifest of `directory`; None where there is none, or it is not one of ours."""
    try:
        record = json.loads((directory / NAME).read_text(encoding="utf-8"))
        if record.pop("schema") != _SCHEMA:
            return None
        return Manifest(**record)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def differences(directory: Path, manifest: Manifest) -> tuple[str, ...]:
    """What is not as it was installed, in sentences; empty when every file is."""
    found = digests(directory)
    if found == manifest.files:
        return ()
    changed = sorted(name for name in found.keys() & manifest.files if found[name] != manifest.files[name])
    return (
        *(f"{name} was changed" for name in changed),
        *(f"{name} is missing" for name in sorted(manifest.files.keys() - found)),
        *(f"{name} was added" for name in sorted(found.keys() - manifest.files)),
    )


def _walk(directory: Path) -> Iterator[str]:
    waiting = [str(directory)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    yield entry.path


def _digest(path: str) -> str:
    if os.path.islink(path):  # noqa: PTH114 - fifteen thousand Path objects cost more than the hashing
        return f"-> {os.readlink(path)}"  # noqa: PTH115 - as above
    whole = hashlib.sha256()
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - as above
        while block := file.read(_BLOCK):
            whole.update(block)
    return whole.hexdigest()
