"""Which directories are root modules: those that the configuration lists, else those that no call in scope leads to.

A directory that nothing outside its own circle calls (two modules that call each other) is a root too: what is in scope
is looked at from somewhere, always.
"""

from collections.abc import Iterable, Mapping, Sequence

from secscan.terraform.module import Library, join


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


def _targets(library: Library, directory: str) -> set[str]:
    """The directories that the local module calls of a directory lead to."""
    sources = [call.source for call in library.module(directory).calls.values()]
    return {join(directory, source) for source in sources if source.startswith(("./", "../"))}
