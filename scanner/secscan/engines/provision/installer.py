"""One call of install: the tools side by side, each by the first of its sources that gives it.

Not the sources themselves (archive, registry), nor where the result lives (cache).
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from secscan.engines.provision import archive, cache, manifest, registry, standing
from secscan.engines.provision.lock import ArchiveSource, GoSource, Lock, Source
from secscan.engines.provision.standing import State, Tool
from secscan.engines.provision.trouble import SourceError, hint

Progress = Callable[[str, str], None]
"""Told (tool, sentence) as an install goes on, from several threads."""


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
            return registry.go_program(source, lock, self.bench, target)
        return registry.python_environment(source, lock, self.bench, target)


def _applicable(lock: Lock) -> tuple[Source, ...]:
    return tuple(s for s in lock.sources if not isinstance(s, ArchiveSource) or s.platform == lock.platform)


def _name(source: Source) -> str:
    if isinstance(source, ArchiveSource):
        return "the release archive"
    return "the Go module registry" if isinstance(source, GoSource) else "the Python package index"
