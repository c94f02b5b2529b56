"""Getting the pinned tools and knowing that they are whole: install, listing, verify, and `Tools` for the engines.

Not the running of them. Sources are tried in the lock's order: what the cache holds at the locked digest, a release
archive with a locked SHA-256, the package registry. Never `latest`, never a range.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from secscan import __version__
from secscan.engines.provision import cache, standing
from secscan.engines.provision.lock import TOOLS, Lock, read_lock
from secscan.engines.provision.standing import State, Tool
from secscan.engines.provision.trouble import ToolError

if TYPE_CHECKING:  # what fetches and builds is loaded by those who install
    from secscan.engines.provision.installer import Progress

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Tools:
    """The installed tools of one cache directory, as the engines ask for them; `locks` other than the package's own
    where they are named."""

    cache: Path
    locks: Path | None = None

    @classmethod
    def here(cls, environment: Mapping[str, str] = os.environ) -> "Tools":
        return cls(cache=cache.root(environment))

    def verified(self, name: str) -> Path:
        """The directory of a tool whose every file is as it was installed. Raises ToolError with what to do."""
        tool = standing.verified(self.lock(name), self.cache)
        if not tool.state.usable:
            raise ToolError(tool.problem)
        return tool.place

    def lock(self, name: str) -> Lock:
        return read_lock(name, self.locks)


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
    return tuple(standing.present(tools.lock(name), tools.cache) for name in TOOLS)


def verify(names: tuple[str, ...], tools: Tools) -> tuple[Tool, ...]:
    """Every file of the named tools against its manifest."""
    return tuple(standing.verified(tools.lock(name), tools.cache) for name in names)


def install(
    names: tuple[str, ...],
    tools: Tools,
    *,
    mirror: str = "",
    progress: "Progress" = lambda tool, said: None,  # noqa: ARG005 - the default says nothing
    environment: Mapping[str, str] = os.environ,
) -> tuple[Tool, ...]:
    """Make the named tools usable, side by side; answers how each stands, in the order of `names`.

    What is there and whole is left alone. Raises nothing for a tool that cannot be had: its state says so. An
    interruption ends every child and leaves nothing half made.
    """
    found = {tool.name: tool for tool in verify(names, tools)}
    wanted = tuple(tools.lock(name) for name in names if not found[name].state.usable)
    if wanted:
        found |= _install(wanted, tools, mirror, progress, environment)
    return tuple(found[name] for name in names)


def _install(
    wanted: tuple[Lock, ...], tools: Tools, mirror: str, progress: "Progress", environment: Mapping[str, str]
) -> dict[str, Tool]:
    from secscan.engines.provision.installer import Installer
    from secscan.engines.provision.registry import Bench

    try:
        with cache.workshop(tools.cache) as scratch:
            bench = Bench(scratch=scratch, inherited=environment)
            installer = Installer(directory=tools.cache, bench=bench, mirror=mirror, progress=progress)
            return installer.side_by_side(wanted)
    except OSError as problem:
        told = f"the cache directory {tools.cache} cannot be used ({problem}): set SECSCAN_CACHE_DIR to one that can"
        return {lock.tool: standing.tool(lock, tools.cache, State.FAILED, problem=told) for lock in wanted}
