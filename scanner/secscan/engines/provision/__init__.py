"""Getting the pinned tools and knowing that they are whole: install, listing, verify, and `Tools` for the engines.

Not the running of them. Sources are tried in the lock's order: what the cache holds at the locked digest, a release
archive with a locked SHA-256, the package registry. Never `latest`, never a range.
"""

import os
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from secscan import __version__
from secscan.engines.provision import archive, cache, manifest, registry
from secscan.engines.provision.lock import TOOLS, ArchiveSource, GoSource, Lock, Source, read_lock, this_platform
from secscan.engines.provision.trouble import SourceError, ToolError

__all__ = [
    "TOOLS",
    "State",
    "Tool",
    "ToolError",
    "Tools",
    "install",
    "listing",
    "locked_version",
    "tools_of",
    "verify",
]

Progress = Callable[[str, str], None]
"""Told (tool, sentence) as an install goes on, from several threads."""


class State(StrEnum):
    """`present`: installed by the manifest, its files not looked at. `verified`: every file is as installed."""

    PRESENT = "present"
    VERIFIED = "verified"
    INSTALLED = "installed"
    MISSING = "missing"
    DAMAGED = "damaged"
    FAILED = "failed"

    @property
    def usable(self) -> bool:
        return self in {State.PRESENT, State.VERIFIED, State.INSTALLED}


@dataclass(frozen=True, kw_only=True, slots=True)
class Tool:
    """One tool and how it stands. `source` says what it was made by, `size` is in bytes, `seconds` what an install
    took, `problem` what is wrong and what to do."""

    name: str
    engine: str
    title: str
    version: str
    state: State
    place: Path
    source: str = ""
    size: int = 0
    seconds: float = 0.0
    problem: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tools:
    """The installed tools of one cache directory, as the engines ask for them."""

    cache: Path

    @classmethod
    def here(cls, environment: Mapping[str, str] = os.environ) -> "Tools":
        return cls(cache=cache.root(environment))

    def verified(self, name: str) -> Path:
        """The directory of a tool whose every file is as it was installed. Raises ToolError with what to do."""
        tool = _verified(read_lock(name), self.cache)
        if not tool.state.usable:
            raise ToolError(tool.problem)
        return tool.place


def tools_of(engine: str) -> tuple[str, ...]:
    """The tools that an engine needs, in order; none for an engine of ours."""
    return tuple(name for name in TOOLS if read_lock(name).engine == engine)


def locked_version(engine: str) -> str:
    """`0.64.0 (TFLint AWS rules 0.48.0)`: the release of an engine's first tool, the others after it."""
    locks = [read_lock(name) for name in tools_of(engine)]
    if not locks:
        return __version__
    more = ", ".join(f"{lock.title} {lock.version}" for lock in locks[1:])
    return f"{locks[0].version} ({more})" if more else locks[0].version


def listing(tools: Tools) -> tuple[Tool, ...]:
    """Every locked tool and whether the cache holds it, at the cost of reading the manifests."""
    return tuple(_standing(read_lock(name), tools.cache) for name in TOOLS)


def verify(names: tuple[str, ...], tools: Tools) -> tuple[Tool, ...]:
    """Every file of the named tools against its manifest."""
    return tuple(_verified(read_lock(name), tools.cache) for name in names)


def install(
    names: tuple[str, ...],
    tools: Tools,
    *,
    mirror: str = "",
    progress: Progress = lambda tool, said: None,  # noqa: ARG005 - the default says nothing
    environment: Mapping[str, str] = os.environ,
) -> tuple[Tool, ...]:
    """Make the named tools usable, side by side; answers how each stands, in the order of `names`.

    What is there and whole is left alone. Raises nothing for a tool that cannot be had: its state says so. An
    interruption ends every child and leaves nothing half made.
    """
    locks = tuple(read_lock(name) for name in names)
    standing = {lock.tool: _verified(lock, tools.cache) for lock in locks}
    wanted = tuple(lock for lock in locks if not standing[lock.tool].state.usable)
    if not wanted:
        return tuple(standing[name] for name in names)
    try:
        with cache.workshop(tools.cache) as scratch:
            bench = registry.Bench(scratch=scratch, inherited=environment)
            made = _side_by_side(
                wanted, lambda lock: _install(lock, tools.cache, bench, mirror, progress), bench.cancelled
            )
    except OSError as problem:
        made = {
            lock.tool: _tool(lock, tools.cache, State.FAILED, problem=_unwritable(tools.cache, problem))
            for lock in wanted
        }
    return tuple(made.get(name, standing[name]) for name in names)


def _side_by_side(locks: tuple[Lock, ...], make: Callable[[Lock], Tool], cancelled: threading.Event) -> dict[str, Tool]:
    with ThreadPoolExecutor(max_workers=len(locks)) as pool:
        running: dict[str, Future[Tool]] = {lock.tool: pool.submit(make, lock) for lock in locks}
        try:
            return {name: future.result() for name, future in running.items()}
        except BaseException:
            cancelled.set()
            raise


def _install(lock: Lock, directory: Path, bench: registry.Bench, mirror: str, progress: Progress) -> Tool:
    started = time.monotonic()
    with cache.turn(directory, lock):
        found = _verified(lock, directory)  # another installer may have been quicker
        if found.state.usable:
            return found
        problems = []
        for source in _applicable(lock):
            try:
                return _from(source, lock, directory, bench, mirror, progress, started)
            except (SourceError, OSError) as problem:
                problems.append(f"{_name(source)}: {problem}")
                progress(lock.tool, f"{_name(source)} failed: {problem}")
    told = "; ".join(problems) or f"the lock names no source for {lock.platform}"
    return _tool(lock, directory, State.FAILED, problem=f"{lock.title} {lock.version} cannot be had: {told}")


def _from(
    source: Source,
    lock: Lock,
    directory: Path,
    bench: registry.Bench,
    mirror: str,
    progress: Progress,
    started: float,
) -> Tool:
    progress(lock.tool, f"{lock.version} from {_name(source)} ...")
    target = bench.room(f"{lock.tool}-new")
    cache.discard(target)
    target.mkdir()
    if isinstance(source, ArchiveSource):
        made_by = archive.program(source, bench.room(lock.tool), target, mirror=mirror)
    elif isinstance(source, GoSource):
        made_by = registry.go_program(source, lock, bench, target)
    else:
        made_by = registry.python_environment(source, lock, bench, target)
    record = manifest.write(target, tool=lock.tool, version=lock.version, lock=lock.digest, source=made_by)
    cache.settle(target, cache.place(directory, lock))
    seconds = time.monotonic() - started
    progress(lock.tool, f"installed: {record.size / 1e6:.0f} MB in {seconds:.0f} s ({made_by})")
    return _tool(lock, directory, State.INSTALLED, record=record, seconds=seconds)


def _applicable(lock: Lock) -> tuple[Source, ...]:
    return tuple(s for s in lock.sources if not isinstance(s, ArchiveSource) or s.platform == this_platform())


def _name(source: Source) -> str:
    if isinstance(source, ArchiveSource):
        return "the release archive"
    return "the Go module registry" if isinstance(source, GoSource) else "the Python package index"


def _standing(lock: Lock, directory: Path) -> Tool:
    place = cache.place(directory, lock)
    record = manifest.read(place)
    if record is None or record.lock != lock.digest:
        missing = f"{lock.title} {lock.version} is not installed: run `secscan engines install`"
        return _tool(lock, directory, State.MISSING, problem=missing)
    return _tool(lock, directory, State.PRESENT, record=record)


def _verified(lock: Lock, directory: Path) -> Tool:
    """The tool as its files say. An environment whose Python has gone is damaged too."""
    standing = _standing(lock, directory)
    record = manifest.read(standing.place)
    if standing.state is State.MISSING or record is None:
        return standing
    try:
        wrong = manifest.differences(standing.place, record)
    except OSError as problem:
        wrong = (str(problem),)
    links = (name for name, digest in record.files.items() if digest.startswith("->"))
    dangling = tuple(f"{name} leads nowhere" for name in links if not (standing.place / name).exists())
    if not (wrong or dangling):
        return _tool(lock, directory, State.VERIFIED, record=record)
    every = wrong or dangling
    told = f"{lock.title} {lock.version} is not as it was installed ({every[0]}; {len(every)} in all)"
    return _tool(lock, directory, State.DAMAGED, problem=f"{told}: run `secscan engines install`")


def _unwritable(directory: Path, problem: OSError) -> str:
    return f"the cache directory {directory} cannot be written ({problem}): set SECSCAN_CACHE_DIR to one that can"


def _tool(
    lock: Lock,
    directory: Path,
    state: State,
    *,
    record: manifest.Manifest | None = None,
    seconds: float = 0.0,
    problem: str = "",
) -> Tool:
    return Tool(
        name=lock.tool,
        engine=lock.engine,
        title=lock.title,
        version=lock.version,
        state=state,
        place=cache.place(directory, lock),
        source=record.source if record else "",
        size=record.size if record else 0,
        seconds=seconds,
        problem=problem,
    )
