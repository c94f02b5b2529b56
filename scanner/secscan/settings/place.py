"""Finds the repository and its configuration from the directory that is to be audited. Reads no key of it.

The repository's top is the nearest ancestor with a `.git`, else the directory of the configuration, else the directory
itself. Outside of git the search goes up only through directories of the same owner that not everybody may write:
nobody's file in a shared directory configures an audit.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from secscan import documents
from secscan.documents import Node
from secscan.errors import UserError
from secscan.settings import toml
from secscan.sources import SourceProblem, read_text

YAML = ".secscan.yaml"
TOML = "pyproject.toml"
_LIMIT = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """`top`: the repository. `directory`: what was asked for, relative to it. `file`: the configuration, relative to
    `top`, "" for none; `document`: what it says, None for nothing. `base`: its directory, relative to `top`."""

    top: Path
    directory: str
    file: str = ""
    document: Node | None = None
    base: str = "."


def find(directory: Path) -> Place:
    """Raises UserError where `directory` is no directory, and for a configuration that cannot be read."""
    here = _real(directory)
    git = next((up for up in (here, *here.parents) if (up / ".git").exists()), None)
    for up in _ancestors(here, git):
        found = _configuration(up, top=git or up)
        if found:
            file, document = found
            top = git or up
            return Place(top=top, directory=relative(here, top), file=file, document=document, base=relative(up, top))
    top = git or here
    return Place(top=top, directory=relative(here, top))


def relative(path: Path, top: Path) -> str:
    """POSIX path below `top`; both real."""
    return path.relative_to(top).as_posix()


def _real(directory: Path) -> Path:
    try:
        real = directory.resolve(strict=True)
        is_directory = real.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        raise UserError("there is no such directory", path=str(directory)) from error
    if not is_directory:
        raise UserError("a file; secscan scans directories", path=str(directory), hint="give the directory it is in")
    return real


def _ancestors(here: Path, git: Path | None) -> Iterator[Path]:
    """`here` and what is above it, as far as a configuration may lie."""
    owner = here.stat().st_uid
    for up in (here, *here.parents):
        if git is None and up != here and not _private(up, owner):
            return
        yield up
        if up == git:
            return


def _private(directory: Path, owner: int) -> bool:
    status = directory.stat()
    return status.st_uid == owner and not status.st_mode & stat.S_IWOTH


def _configuration(directory: Path, top: Path) -> tuple[str, Node | None] | None:
    """(path relative to `top`, document) of the configuration in `directory`, None where there is none."""
    misnamed = directory / ".secscan.yml"
    if misnamed.exists():
        raise UserError("this name is not read", path=relative(misnamed, top), hint=f"rename it to {YAML}")
    if os.path.lexists(directory / YAML):
        path = relative(directory / YAML, top)
        return path, documents.read(_text(top, path), path)
    if os.path.lexists(directory / TOML):
        path = relative(directory / TOML, top)
        text = _text(top, path)
        document = toml.read(text, path) if "secscan" in text else None
        return (path, document) if document else None
    return None


def _text(top: Path, path: str) -> str:
    try:
        return read_text(top, path, _LIMIT)
    except SourceProblem as problem:
        raise UserError(problem.message, path=path) from problem
