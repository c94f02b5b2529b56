"""One call of install: the tools side by side, each by the first of its sources that gives it.

Not the sources themselves (archive, registry), nor where the result lives (cache).
"""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from secscan.engines import kics_index
from secscan.engines.output import UnreadableError
from secscan.engines.provision import archive, cache, crates, golang, manifest, registry, standing
from secscan.engines.provision.lock import ArchiveSource, CargoSource, GoSource, Lock, PythonSource, Source, WheelSource
from secscan.engines.provision.standing import State, Tool
from secscan.engines.provision.trouble import SourceError, hint

Progress = Callable[[str, str], None]
"""Told (tool, sentence) as an install goes on, from several threads."""

PREPARATIONS: Final[Mapping[str, Callable[[Path], None]]] = {"kics-index/1": kics_index.write}
"""What can be made of a tool's assets, once, at installation, in the directory of the tool. The name stands in the
lock, so that another way of making it is another install."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Installer:
    """What every tool's install shares: the cache directory, the bench to work at, where archives are asked for."""

    directory: Path
    bench: registry.Bench
    mirror: str
    progress: Progress

    def side_by_side(self, locks: tuple[Lock, ...]) -> dict[str, Tool]:
        """Every tool's outcome by name. An interruption ends the children of all, then flies on."""
        with ThreadPoolExecutor(max_workers=len(locks)) as pool:
            running = {lock.tool: pool.submit(self._one, lock) for lock in locks}
            try:
                return {name: future.result() for name, future in running.items()}
            except BaseException:
                self.bench.cancelled.set()
                raise

    def _one(self, lock: Lock) -> Tool:
        started = time.monotonic()
        with cache.turn(self.directory, lock, lambda: self._wait(lock), self.bench.cancelled):
            found = standing.verified(lock, self.directory)  # another installer may have been quicker
            if found.state.usable:
                return found
            problems = []
            for source in _applicable(lock):
                try:
                    return self._from(source, lock, started)
                except (SourceError, OSError) as problem:
                    advice = hint(str(problem)) if isinstance(problem, OSError) else ""
                    problems.append(f"{_name(source)}: {': '.join(part for part in (advice, str(problem)) if part)}")
                    self.progress(lock.tool, problems[-1])
        told = "; ".join(problems) or f"the lock names no source for {lock.platform}"
        words = f"{lock.title} {lock.version} cannot be had: {told}"
        return standing.tool(lock, self.directory, State.FAILED, problem=words)

    def _wait(self, lock: Lock) -> None:
        self.progress(lock.tool, "waits for another installer ...")

    def _from(self, source: Source, lock: Lock, started: float) -> Tool:
        self.progress(lock.tool, f"{lock.version} from {_name(source)} ...")
        target = self.bench.room(f"{lock.tool}-new")
        cache.discard(target)
        target.mkdir()
        made_by = self._make(source, lock, target)
        record = manifest.write(target, tool=lock.tool, version=lock.version, lock=lock.digest, source=made_by)
        cache.settle(target, cache.place(self.directory, lock))
        seconds = time.monotonic() - started
        self.progress(lock.tool, f"installed: {record.size / 1e6:.0f} MB in {seconds:.0f} s ({made_by})")
        return standing.tool(lock, self.directory, State.INSTALLED, record=record, seconds=seconds)

    def _make(self, source: Source, lock: Lock, target: Path) -> str:
        if isinstance(source, ArchiveSource):
            return archive.program(source, self.bench.room(lock.tool), target, mirror=self.mirror)
        if isinstance(source, GoSource):
            made = golang.program(source, lock, self.bench, target)
            _prepare(source, target)
            return made
        if isinstance(source, PythonSource):
            return registry.python_environment(source, lock, self.bench, target)
        if isinstance(source, CargoSource):
            made = crates.program(source, lock, self.bench, target)
        else:
            made = registry.wheel_program(source, lock, self.bench, target)
        registry.check_version(target / "bin" / source.binary, source.says, self.bench)
        return made


def _prepare(source: GoSource, target: Path) -> None:
    if not source.prepare:
        return
    try:
        PREPARATIONS[source.prepare](target)
    except UnreadableError as problem:
        raise SourceError(f"its assets cannot be used: {problem}") from None


def _applicable(lock: Lock) -> tuple[Source, ...]:
    def fits(source: Source) -> bool:
        return not isinstance(source, ArchiveSource | WheelSource) or source.platform == lock.platform

    return tuple(source for source in lock.sources if fits(source))


_NAMES: Final[Mapping[type[Source], str]] = {
    ArchiveSource: "the release archive",
    CargoSource: "the crate registry",
    GoSource: "the Go module registry",
}


def _name(source: Source) -> str:
    return _NAMES.get(type(source), "the Python package index")
