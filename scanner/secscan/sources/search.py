"""Finds the directories that hold Terraform. Reads no file but `.gitignore`, and follows no link out of the tree.

What is pruned although it holds Terraform is said (`Found.pruned`): a `.gitignore` of a stranger hides nothing in
silence. A symbolic link to a directory is searched only where its target is not searched by its own name.
"""

import os
import posixpath
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secscan.sources import door
from secscan.sources.door import SourceProblem

if TYPE_CHECKING:
    from secscan.sources.ignore import Rules

Chain = tuple["Rules", ...]

SUFFIXES = (".tf", ".tf.json", ".tofu", ".tofu.json")
VARIABLES = (".tfvars", ".tfvars.json")

NOT_UTF8 = "a file name that is not UTF-8"

# Terraform's and git's own: copies of what is elsewhere, not worth a word.
_SILENT = frozenset({".git", ".terraform", ".terragrunt-cache"})
_LOOKED_AT = 10_000

# Deeper than any repository, and shallow enough that resolving every path (each a walk of its own) costs nothing.
DEPTH = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """`directories` hold Terraform, sorted. `pruned`: directories that hold Terraform and were left out, with the
    reason. `unreadable`: what could not be searched, with the reason. All paths relative to the repository."""

    directories: tuple[str, ...]
    pruned: tuple[tuple[str, str], ...]
    unreadable: tuple[tuple[str, str], ...]


def is_configuration(name: str, suffixes: tuple[str, ...] = SUFFIXES) -> bool:
    """A file name that Terraform reads (it leaves out editors' files, as `IsIgnoredFile` in its configs package)."""
    hidden = name.startswith(".") or name.endswith("~") or (name.startswith("#") and name.endswith("#"))
    return name.endswith(suffixes) and not hidden


def entries(top: str, directory: str, known: MutableMapping[str, str] | None = None) -> list[os.DirEntry[str]]:
    """What lies directly in a directory, sorted by name; `known`, as `door.resolve` has it, then holds the directory.
    Raises SourceProblem."""
    real = door.resolve(top, directory, known)
    if known is not None:
        known[posixpath.normpath(posixpath.join(top, directory))] = real
    try:
        with os.scandir(real) as listing:
            return sorted(listing, key=lambda entry: entry.name)
    except NotADirectoryError as error:
        raise SourceProblem(directory, "not a directory", missing=True) from error
    except OSError as error:
        raise SourceProblem(directory, f"cannot be listed: {(error.strerror or 'unknown').lower()}") from error


def search(
    top: str, scope: Sequence[str], exclude: Sequence[str], limit: int, known: MutableMapping[str, str]
) -> Found:
    """Walks the scope. `top` is real and absolute; `limit` bounds a `.gitignore` in bytes; `known`: see `entries`."""
    walk = _Walk(top, exclude, limit, known)
    for directory in sorted({door.normalise(path) for path in scope}):
        walk.start(directory)
    return walk.finish()


class _Walk:
    """The state of one search. Links wait until everything that has a name of its own has been seen."""

    def __init__(self, top: str, exclude: Sequence[str], limit: int, known: MutableMapping[str, str]) -> None:
        self._top, self._limit, self._known = top, limit, known
        self._exclude = _compiled(exclude, base=".", name="the configured `exclude`")
        self._seen: set[str] = set()
        self._links: list[tuple[str, Chain]] = []
        self._directories: set[str] = set()
        self._pruned: dict[str, str] = {}
        self._unreadable: dict[str, str] = {}

    def start(self, directory: str) -> None:
        """A directory of the scope is searched whatever a `.gitignore` above it says: it was asked for by name."""
        chain: Chain = ()
        for ancestor in _ancestors(directory):
            chain = self._with_gitignore(chain, ancestor)
        asked_for_though_ignored = bool(chain) and bool(self._ignored(directory + "/", chain))
        self._descend(directory, () if asked_for_though_ignored else chain)

    def finish(self) -> Found:
        while self._links:
            self._descend(*self._links.pop(0))
        return Found(
            directories=tuple(sorted(self._directories)),
            pruned=tuple(sorted(self._pruned.items())),
            unreadable=tuple(sorted(self._unreadable.items())),
        )

    def _descend(self, directory: str, chain: Chain) -> None:
        waiting = [(directory, chain)]
        while waiting:
            here, rules = waiting.pop()
            try:
                waiting.extend(self._visit(here, rules))
            except SourceProblem as problem:
                self._unreadable[door.printable(here)] = problem.message

    def _visit(self, here: str, chain: Chain) -> list[tuple[str, Chain]]:
        """Notes what `here` holds; answers the directories to go on with."""
        if here.count("/") >= DEPTH:
            raise SourceProblem(here, f"more than {DEPTH} directories deep: not searched")
        real = door.resolve(self._top, here, self._known)
        if real in self._seen:
            return []
        self._seen.add(real)
        listing = entries(self._top, here, self._known)
        if any(entry.name == ".gitignore" for entry in listing):
            chain = self._with_gitignore(chain, here)
        onward = []
        for entry in listing:
            path = entry.name if here == "." else f"{here}/{entry.name}"
            if _is_directory(entry):
                onward.extend(self._child(entry, path, chain))
            elif is_configuration(entry.name):
                self._configuration(here, path, chain)
        return onward

    def _child(self, entry: os.DirEntry[str], path: str, chain: Chain) -> list[tuple[str, Chain]]:
        if entry.name in _SILENT:
            return []
        reason = "a hidden directory" if entry.name.startswith(".") else self._ignored(path + "/", chain)
        if reason:
            if _holds_configuration(entry.path):
                self._pruned[door.printable(path)] = f"not searched: {reason}"
            return []
        if entry.is_symlink():
            self._links.append((path, chain))
            return []
        return [(path, chain)]

    def _configuration(self, here: str, path: str, chain: Chain) -> None:
        reason = self._ignored(path, chain)
        if door.printable(path) != path:
            self._unreadable[door.printable(path)] = NOT_UTF8
        elif reason:
            self._pruned.setdefault(path, f"not searched for: {reason}")
        else:
            self._directories.add(here)

    def _ignored(self, path: str, chain: Chain) -> str:
        from secscan.sources.ignore import ignored_by

        return ignored_by((*chain, *self._exclude), path)

    def _with_gitignore(self, chain: Chain, directory: str) -> Chain:
        path = posixpath.normpath(posixpath.join(directory, ".gitignore"))
        try:
            lines = door.decode(path, door.read(self._top, path, self._limit, self._known)).splitlines()
        except SourceProblem:
            return chain  # a `.gitignore` that cannot be read hides nothing
        return (*chain, *_compiled(lines, base=directory, name=path))


def _compiled(lines: Sequence[str], *, base: str, name: str) -> Chain:
    """Empty where there is nothing to compile: pathspec is slow to import."""
    if not lines:
        return ()
    from secscan.sources.ignore import compile_rules

    return (compile_rules(lines, base=base, name=name),)


def _ancestors(directory: str) -> Iterator[str]:
    """The top and every directory on the way, without `directory` itself."""
    parts = [] if directory == "." else directory.split("/")
    return (("/".join(parts[:count]) or ".") for count in range(len(parts)))


def _is_directory(entry: os.DirEntry[str]) -> bool:
    """Also a link to one; a broken link is not."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _holds_configuration(directory: str) -> bool:
    """Looks into a pruned directory, at a bounded number of names, following no link."""
    waiting, looked = [directory], 0
    while waiting and looked < _LOOKED_AT:
        try:
            with os.scandir(waiting.pop()) as listing:
                found = sorted(listing, key=lambda entry: entry.name)
        except OSError:
            continue
        if any(is_configuration(entry.name) for entry in found):
            return True
        looked += len(found)
        waiting.extend(e.path for e in found if e.name not in _SILENT and e.is_dir(follow_symlinks=False))
    return False
