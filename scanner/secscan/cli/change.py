"""What a change in git reaches: the mode of the pre-commit hook. Git is asked through the one subprocess door.

The change is what is staged; with PRE_COMMIT_FROM_REF and PRE_COMMIT_TO_REF (https://pre-commit.com, pre-push) what
lies between them. A root is reached where a changed path is one of the files it reads, or lies in a directory of its
configuration. A path that no root reads any more, or not yet, but that the audit asked the tree for, reaches every
root.
"""

import os
import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from secscan.cli.audits import Audit
from secscan.errors import Exit, SecscanError, UserError
from secscan.settings import Settings
from secscan.sources import Sources
from secscan.terraform.configuration import Configuration
from secscan.terraform.estate import Estate

_COMMAND = ("git", "-c", "core.fsmonitor=false", "diff", "--name-status", "-z", "--find-renames", "--no-ext-diff")
_FLAGS = ("--no-textconv", "--no-relative", "--ignore-submodules=none", "--no-color")


class NothingReachedError(SecscanError):
    """The change reaches no root, so that there is nothing to audit."""

    code = Exit.PASSED


def staged_change(audit: Audit) -> Callable[[Configuration], Configuration]:
    """Narrows a configuration to the roots that the change reaches. Raises UserError where git cannot say."""
    paths = changed_paths(audit.sources.top, os.environ)
    return lambda configuration: narrowed(configuration, paths, audit.sources, audit.request.settings)


def narrowed(
    configuration: Configuration, paths: tuple[str, ...], sources: Sources, settings: Settings
) -> Configuration:
    """All of it where nothing is changed at all. Raises NothingReachedError."""
    reached = reached_roots(configuration.estates, paths, sources, settings) if paths else None
    if reached is None:
        return configuration
    if not reached:
        raise NothingReachedError("the change reaches no root")
    return replace(
        configuration,
        estates=tuple(estate for estate in configuration.estates if estate.root in reached),
        problems=tuple(problem for problem in configuration.problems if problem.root in {"", *reached}),
    )


def changed_paths(top: Path, environment: Mapping[str, str]) -> tuple[str, ...]:
    """The paths of the change, relative to the repository, both sides of a rename. Raises UserError."""
    from secscan.engines.process import Limits, run

    old, new = environment.get("PRE_COMMIT_FROM_REF", ""), environment.get("PRE_COMMIT_TO_REF", "")
    if old.startswith("-") or new.startswith("-"):
        raise UserError("PRE_COMMIT_FROM_REF and PRE_COMMIT_TO_REF are no options")
    between = (f"{old}...{new}",) if old and new else ("--cached",)
    done = run((*_COMMAND, *_FLAGS, *between, "--"), cwd=top, environment=_git(environment), limits=Limits(seconds=60))
    if not done.ran or done.code != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UserError(f"git cannot say what is changed: {said[0] if said else done.problem}")
    return names(done.stdout)


def names(status: bytes) -> tuple[str, ...]:
    """The paths in `git diff --name-status -z`: https://git-scm.com/docs/git-diff#_output_formats."""
    words = [os.fsdecode(word) for word in status.split(b"\0")[:-1]]
    paths: set[str] = set()
    while words:
        status_letter = words.pop(0)[:1]
        for _ in range(2 if status_letter in {"R", "C"} else 1):
            paths.add(words.pop(0))
    return tuple(sorted(paths))


def reached_roots(
    estates: Iterable[Estate], paths: Iterable[str], sources: Sources, settings: Settings
) -> frozenset[str] | None:
    """The roots that the paths reach; None for every root."""
    readers = _readers(tuple(estates), sources)
    asked = {path for _, path, _ in sources.questions()}
    reached: set[str] = set()
    for path in paths:
        roots = readers.get(path, set()) | readers.get(posixpath.dirname(path) or ".", set())
        if not roots and (_is_ours(path, settings) or _is_asked(path, asked, sources)):
            return None
        reached |= roots
    return frozenset(reached)


def _readers(estates: tuple[Estate, ...], sources: Sources) -> dict[str, set[str]]:
    """The roots by each file that they read and each directory of their configuration, by name and by real name."""
    readers: dict[str, set[str]] = {}
    for estate in estates:
        for path in (*estate.files, estate.root, *estate.module_directories):
            for name in (path, _real(path, sources)):
                readers.setdefault(name, set()).add(estate.root)
    return readers


def _real(path: str, sources: Sources) -> str:
    """git knows files by their own names, a root may read them through a link."""
    real = os.path.realpath(sources.top / path)
    return posixpath.relpath(real, sources.top)


def _is_ours(path: str, settings: Settings) -> bool:
    """What the audit itself depends on: its configuration, the waivers, policies, and what prunes the search."""
    if path in {settings.file, settings.waivers} or posixpath.basename(path) in {".gitignore", ".secscan.yaml"}:
        return True
    return any(f"{path}/".startswith(f"{directory}/") for directory in settings.policies)


def _is_asked(path: str, asked: set[str], sources: Sources) -> bool:
    """Whether the tree was asked for it, for its directory's names, or for a directory above it that is gone."""
    if path in asked:
        return True
    above = posixpath.dirname(path)
    if (above or ".") in asked:
        return True
    while above:
        if above in asked and not (sources.top / above).is_dir():
            return True
        above = posixpath.dirname(above)
    return False


def _git(environment: Mapping[str, str]) -> dict[str, str]:
    """git finds its repository, its index (a hook's is another one) and its owner's settings; nothing else."""
    kept = {"PATH", "HOME", "XDG_CONFIG_HOME"}
    given = {name: value for name, value in environment.items() if name in kept or name.startswith("GIT_")}
    return {**given, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
