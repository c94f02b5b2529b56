"""The one door through which secscan starts other programs: bounded in time, output and inheritance.

Not for deciding what to run, nor for reading what it printed. No shell, ever: a command is a tuple of words.
Every child leads a process group of its own, and the whole group is killed when the door closes, however it closes.
"""

import contextlib
import os
import resource
import selectors
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import IO, Final

_TICK: Final = 0.05  # seconds between two looks at the clock and at the cancellation
_CHUNK: Final = 1 << 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one child may take: `seconds` of wall time, bytes of stdout, bytes of stderr, bytes of any file that it
    writes. `cancelled` ends it early, from any thread."""

    seconds: float = 600.0
    stdout: int = 64 * 1024 * 1024
    stderr: int = 4 * 1024 * 1024
    file: int = 512 * 1024 * 1024
    cancelled: threading.Event = field(default_factory=threading.Event, compare=False)


class End(StrEnum):
    """How a child came to its end."""

    EXITED = "exited"
    SIGNALLED = "was killed by a signal"
    TIMED_OUT = "took too long"
    TOO_MUCH = "printed too much"
    CANCELLED = "was cancelled"
    NOT_STARTED = "could not be started"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finished:
    """What a child left behind. `code` is its exit code, the negative signal number, or None where it never ran.

    `stdout` and `stderr` are never longer than the limits. `seconds` is wall time; `cpu` is user + system time of the
    child and of the descendants that it waited for (wait4).
    """

    end: End
    code: int | None
    stdout: bytes = b""
    stderr: bytes = b""
    seconds: float = 0.0
    cpu: float = 0.0
    problem: str = ""

    @property
    def ran(self) -> bool:
        """It came to its own end; the exit code is its own."""
        return self.end is End.EXITED


def run(
    command: tuple[str, ...], *, cwd: Path, environment: Mapping[str, str], limits: Limits, given: bytes = b""
) -> Finished:
    """Run `command` in `cwd` with `environment` and nothing else of ours; raises nothing for the child's trouble.
    `given` is what it reads from its standard input.

    A KeyboardInterrupt (or any other exception in this thread) kills the whole group and flies on.
    """
    started = time.monotonic()
    try:
        with _holding(given) as stdin:
            child = subprocess.Popen(  # noqa: S603 - the one door; words, no shell, a scrubbed environment
                command,
                cwd=cwd,
                env=dict(environment),
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
                bufsize=0,
            )
    except (OSError, ValueError) as problem:
        return Finished(end=End.NOT_STARTED, code=None, problem=str(problem))
    reaper = _Reaper(child=child)
    try:
        _restrict(child.pid, limits)
        capture = _Capture.of(child, limits)
        with capture.selector:
            end = _follow(reaper, capture, started, limits)
    finally:
        reaper.close()
    return _finished(end, reaper, capture, limits, time.monotonic() - started)


@contextlib.contextmanager
def _holding(given: bytes) -> Iterator[IO[bytes]]:
    """A file to read `given` from: a pipe would have to be fed while the answer is read. Raises OSError."""
    if not given:
        with Path(os.devnull).open("rb") as nothing:
            yield nothing
        return
    with tempfile.TemporaryFile(prefix="secscan-") as file:
        file.write(given)
        file.seek(0)
        yield file


def _finished(end: End, reaper: "_Reaper", capture: "_Capture", limits: Limits, seconds: float) -> Finished:
    code = reaper.child.returncode
    end = End.SIGNALLED if end is End.EXITED and code < 0 else end
    return Finished(
        end=end,
        code=code,
        stdout=bytes(capture.kept["stdout"]),
        stderr=bytes(capture.kept["stderr"]),
        seconds=seconds,
        cpu=reaper.cpu,
        problem=_words(end, code, limits),
    )


def _words(end: End, code: int, limits: Limits) -> str:
    match end:
        case End.EXITED:
            return ""
        case End.SIGNALLED:
            return f"it was killed by signal {-code}"
        case End.TIMED_OUT:
            return f"it took longer than {limits.seconds:g} s and was killed"
        case End.TOO_MUCH:
            return f"it printed more than {limits.stdout} bytes (or {limits.stderr} on stderr) and was killed"
        case _:
            return f"it {end.value}"


def _restrict(pid: int, limits: Limits) -> None:
    """Limits on the running child, where the system lets a parent set them (Linux); a dead child needs none."""
    if not hasattr(resource, "prlimit"):
        return
    with contextlib.suppress(OSError):
        resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (limits.file, limits.file))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Capture:
    """The open pipes of a child, what was read so far, and how much each may hold."""

    selector: selectors.BaseSelector
    kept: Mapping[str, bytearray]
    caps: Mapping[str, int]

    @classmethod
    def of(cls, child: subprocess.Popen[bytes], limits: Limits) -> "_Capture":
        selector = selectors.DefaultSelector()
        for name, pipe in (("stdout", child.stdout), ("stderr", child.stderr)):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
                selector.register(pipe, selectors.EVENT_READ, name)
        return cls(
            selector=selector,
            kept={"stdout": bytearray(), "stderr": bytearray()},
            caps={"stdout": limits.stdout, "stderr": limits.stderr},
        )

    def read(self, wait: float) -> bool:
        """Take what is there, waiting at most `wait` seconds; False when a pipe brought more than it may."""
        for key, _ in self.selector.select(wait):
            pipe: IO[bytes] = key.fileobj  # type: ignore[assignment]  # registered above, always a pipe
            data = os.read(pipe.fileno(), _CHUNK)
            if not data:
                self.selector.unregister(pipe)
                continue
            kept, cap = self.kept[key.data], self.caps[key.data]
            kept += data[: cap - len(kept)]
            if len(kept) >= cap:
                return False
        return True

    @property
    def open(self) -> bool:
        return bool(self.selector.get_map())


@dataclass(kw_only=True, slots=True)
class _Reaper:
    """Waits for the child with wait4, for its CPU seconds (Popen's own wait does not tell them)."""

    child: subprocess.Popen[bytes]
    cpu: float = 0.0

    def has_ended(self, options: int = os.WNOHANG) -> bool:
        pid, status, usage = os.wait4(self.child.pid, options)
        if not pid:
            return False
        self.child.returncode = os.waitstatus_to_exitcode(status)
        self.cpu = usage.ru_utime + usage.ru_stime
        return True

    def close(self) -> None:
        """Kill what is left of the group, reap the child, close the pipes."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.child.pid, signal.SIGKILL)
        if self.child.returncode is None:
            self.has_ended(options=0)
        for pipe in (self.child.stdout, self.child.stderr):
            if pipe is not None:
                pipe.close()


def _follow(reaper: _Reaper, capture: _Capture, started: float, limits: Limits) -> End:
    """Read until the child has ended and its pipes are dry, or a limit says stop."""
    deadline = started + limits.seconds
    while not reaper.has_ended():
        if not capture.read(_TICK if capture.open else _TICK / 10):
            return End.TOO_MUCH
        if limits.cancelled.is_set():
            return End.CANCELLED
        if time.monotonic() > deadline:
            return End.TIMED_OUT
    # A grandchild may hold the pipes open for ever; what the child itself wrote is in them already.
    while capture.open and capture.selector.select(0):
        if not capture.read(0):
            return End.TOO_MUCH
    return End.EXITED
