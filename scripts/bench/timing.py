"""Whole processes, timed. Measures nothing in particular."""

import os
import platform
import resource
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
    """Wall seconds of some runs of one command, and the CPU seconds of each, which a busy machine changes less."""

    seconds: tuple[float, ...]
    cpu: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        return f"{self.median:.3f} s ({min(self.seconds):.3f} to {max(self.seconds):.3f}, {len(self.seconds)} runs)"


def timed(command: list[str], runs: int, cwd: Path = TOP, **environment: str) -> Sample:
    """Whole processes, one not counted first. Raises CalledProcessError on a code that is neither 0 nor 1."""
    measured = [once(command, cwd, **environment) for _ in range(runs + 1)][1:]
    return Sample(seconds=tuple(wall for wall, _ in measured), cpu=tuple(cpu for _, cpu in measured))


def once(command: list[str], cwd: Path = TOP, **environment: str) -> tuple[float, float]:
    """Wall and CPU seconds of one process. Raises CalledProcessError as `timed`."""
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(  # noqa: S603 - our own command line
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise subprocess.CalledProcessError(done.returncode, command, stderr=done.stderr)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def machine() -> str:
    cores = os.cpu_count() or 1
    return f"{cores} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
