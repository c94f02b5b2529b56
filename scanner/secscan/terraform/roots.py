"""Which directories are root modules: those that the configuration lists, else those that no call in scope leads to.

A directory that nothing outside its own circle calls (two modules that call each other) is a root too: what is in scope
is looked at from somewhere, always.
"""

from collections.abc import Iterable, Mapping, Sequence

from secscan.terraform.module import Library, files_of, join
from secscan.terraform.tree import MAX_DEPTH


def read_ahead(library: Library, directories: Iterable[str]) -> None:
    """Reads the files of these modules and of those that they call, as many together as can be known beforehand.

    No more than the evaluation reads: what lies outside the repository, or deeper than modules may, is left to it."""
    wave, seen = sorted(set(directories)), set[str]()
    for _ in range(MAX_DEPTH):
        plans = {directory: files_of(library, directory) for directory in wave}
        library.read(join(d, name) for d, plan in plans.items() for name in (*plan.primary, *plan.overrides))
        seen.update(wave)
        called = {target for directory in wave for target in _targets(library, directory)}
        wave = sorted(target for target in called - seen if _is_inside(library, target))
        if not wave:
            return


def find_roots(library: Library, directories: Sequence[str]) -> tuple[str, ...]:
    """The roots among configuration directories, sorted."""
    scope = sorted(set(directories))
    targets = {directory: _targets(library, directory) for directory in scope}
    called = {target for source, found in targets.items() for target in found if target != source}
    roots = [directory for directory in scope if directory not in called]
    seen = reached(targets, roots)
    for directory in scope:
        if directory not in seen:
            roots.append(directory)
            seen |= reached(targets, [directory])
    return tuple(sorted(roots))


def reached(targets: Mapping[str, Iterable[str]], roots: Iterable[str]) -> set[str]:
    """All that is reached from `roots`, themselves included."""
    waiting, seen = list(roots), set()
    while waiting:
        directory = waiting.pop()
        if directory not in seen:
            seen.add(directory)
            waiting.extend(targets.get(directory, ()))
    return seen


def _is_inside(library: Library, directory: str) -> bool:
    return not directory.startswith("..") and library.sources.is_directory(directory)


def _targets(library: Library, directory: str) -> set[str]:
    """The directories that the local module calls of a directory lead to."""
    sources = [call.source for call in library.module(directory).calls.values()]
    return {join(directory, source) for source in sources if source.startswith(("./", "../"))}
