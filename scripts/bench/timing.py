"""Whole processes, timed. Measures nothing in particular."""

import os
import platform
import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
SECSCAN = TOP / ".venv" / "bin" / "secscan"
PYTHON = TOP / ".venv" / "bin" / "python"


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Wall seconds of some runs of one command."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        return f"{self.median:.3f} s ({min(self.seconds):.3f} to {max(self.seconds):.3f}, {len(self.seconds)} runs)"


def timed(command: list[str], runs: int, cwd: Path = TOP, **environment: str) -> Sample:
    """Whole processes, one not counted first. Raises CalledProcessError on a code that is neither 0 nor 1."""
    seconds = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        done = subprocess.run(  # noqa: S603 - our own command line
            command,
            cwd=cwd,
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        seconds.append(time.perf_counter() - started)
        if done.returncode not in (0, 1):
            raise subprocess.CalledProcessError(done.returncode, command, stderr=done.stderr)
    return Sample(seconds=tuple(seconds[1:]))


def machine() -> str:
    cores = os.cpu_count() or 1
    return f"{cores} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
