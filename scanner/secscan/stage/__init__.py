"""Lays the staged copy: all that an engine may see of the repository. Runs no engine and writes nowhere else.

Why engines never run in the user's tree: docs/decisions/staged-copy.md. The copy holds the files that Terraform reads
of every root that could be evaluated, at the same relative paths, as regular files; no engine's configuration, and no
marker that makes an engine leave something out. Beside it lie the plan documents of those roots (`plans`).
"""

import os
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from secscan.sources import SUFFIXES, SourceProblem, Sources
from secscan.stage.markers import blank
from secscan.stage.plans import StagedPlan, write_plans
from secscan.terraform.configuration import Configuration
from secscan.terraform.estate import Estate

# Names under which an engine (or a relative of one) looks for its configuration or for what to leave out. Terraform
# reads such a file only where a function names it.
_ENGINE_FILES: Final = re.compile(
    r"(?i)\.?(checkov|tflint|kics|terrascan|tfsec|trivy|trivyignore|bridgecrew|snyk|semgrepignore|cfn-guard)"
    r"(\.(config|baseline|ya?ml|json|toml|hcl))?"
)
_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """`directory`: the copy's top, real and absolute. `roots` and `module_directories` that are in it, sorted.

    `files`: relative path -> number of lines. `withheld`: files that Terraform reads and engines do not get, since an
    engine would take them for its own configuration. `plans`: by root.
    """

    directory: Path
    roots: tuple[str, ...]
    module_directories: tuple[str, ...]
    files: Mapping[str, int]
    withheld: tuple[str, ...] = ()
    plans: Mapping[str, StagedPlan] = field(default_factory=dict)


def lay(sources: Sources, configuration: Configuration, directory: Path, *, plans: bool = True) -> Stage:
    """Writes the copy, and the plan documents where some engine reads them, into directories below `directory`, which
    exists, is empty and is ours alone. Raises OSError where it cannot."""
    estates = [estate for estate in configuration.estates if not estate.broken]
    wanted = sorted({path for estate in estates for path in estate.files})
    withheld = tuple(path for path in wanted if is_engine_file(path))
    top, documents = directory.resolve() / "source", directory.resolve() / "plans"
    top.mkdir(mode=0o700)
    documents.mkdir(mode=0o700)
    files: dict[str, int] = {}
    for path in wanted:
        content = None if path in withheld else _content(sources, path)
        if content is not None:
            clean = blank(content, configuration.comments.get(path, ()))
            _write(top, path, clean)
            files[path] = clean.count(b"\n") + (not clean.endswith(b"\n") and bool(clean))
    roots = tuple(sorted(estate.root for estate in estates))
    for root in roots:
        _make_directories(top, root)
    return Stage(
        directory=top,
        roots=roots,
        module_directories=_modules(estates, files),
        files=files,
        withheld=withheld,
        plans=write_plans(estates, documents) if plans else {},
    )


def is_engine_file(path: str) -> bool:
    """Whether any part of a path is a name under which an engine looks for its configuration."""
    return any(_ENGINE_FILES.fullmatch(part) for part in path.split("/") if part.startswith(".") or "." in part)


def _modules(estates: list[Estate], files: Mapping[str, int]) -> tuple[str, ...]:
    """The module directories of which a file is staged."""
    staged = {posixpath.dirname(path) or "." for path in files}
    return tuple(sorted({name for estate in estates for name in estate.module_directories} & staged))


def _content(sources: Sources, path: str) -> bytes | None:
    """What to write: configuration without its byte order mark, so that columns are ours. None: not to be had."""
    try:
        content = sources.data(path)
    except SourceProblem:
        return None  # it is in the audit's problems already
    return content.removeprefix(_BOM) if path.endswith((*SUFFIXES, ".tfvars", ".tfvars.json")) else content


def _write(top: Path, path: str, content: bytes) -> None:
    _make_directories(top, posixpath.dirname(path))
    target = top / path
    with open(target, "xb", opener=_private) as file:
        file.write(content)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)


def _make_directories(top: Path, directory: str) -> None:
    """Each with mode 0700 (`parents=True` would leave those above to the umask)."""
    here = top
    for part in directory.split("/") if directory not in ("", ".") else []:
        here = here / part
        here.mkdir(mode=0o700, exist_ok=True)
