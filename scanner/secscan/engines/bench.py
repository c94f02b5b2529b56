"""What engines share around their runs: scratch directories, a scrubbed environment, and the shape of an answer.

Starts nothing (process) and reads nothing (one module an engine).
"""

import contextlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from secscan.engines import environment
from secscan.engines.output import tame
from secscan.engines.process import Finished
from secscan.model import EngineRun, Notice, Observation, RunStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class Bench:
    """`work` is ours to write in, `cwd` is empty, `environment` is all that the child inherits, `temporary` its
    TMPDIR."""

    work: Path
    cwd: Path
    temporary: Path
    environment: dict[str, str]


@contextlib.contextmanager
def bench(engine: str) -> Iterator[Bench]:
    """Fresh empty directories for one engine's run, removed at the end."""
    top = Path(tempfile.mkdtemp(prefix=f"secscan-{engine}-")).resolve()
    try:
        for name in ("home", "tmp", "cwd", "path", "work"):
            (top / name).mkdir()
        clean = environment.scanning(home=top / "home", temporary=top / "tmp", search=top / "path")
        yield Bench(work=top / "work", cwd=top / "cwd", temporary=top / "tmp", environment=clean)
    finally:
        shutil.rmtree(top, ignore_errors=True)


def shown(done: Finished, place: Bench, *others: Path) -> str:
    """Why a child's end was no good one, for a person, without the directories of this run."""
    last = " / ".join(done.stderr.decode(errors="replace").strip().splitlines()[-3:])
    for directory in (place.work.parent, *others):
        last = last.replace(str(directory), "")
    why = done.problem or f"exit code {done.code}"
    return f"{why}: {tame(last)}" if last else why


def finished(
    engine: str, version: str, said: Iterable[Observation | Notice], *, seconds: float, cpu: float
) -> EngineRun:
    """The run of what was said, each word once, in a total order; failed where a notice is an error."""
    every = set(said)
    notices = tuple(sorted(word for word in every if isinstance(word, Notice)))
    return EngineRun(
        engine=engine,
        version=version,
        status=RunStatus.FAILED if any(notice.level == "error" for notice in notices) else RunStatus.OK,
        observations=tuple(sorted((word for word in every if isinstance(word, Observation)), key=_order)),
        notices=notices,
        duration=seconds,
        cpu=cpu,
    )


def _order(o: Observation) -> tuple[object, ...]:
    """Rule, then place, then words; the rest only breaks ties."""
    root, name = (o.address.root, o.address.name) if o.address else ("", "")
    span = o.location.span if o.location else None
    place = (span.file, span.line, span.column) if span else ("", 0, 0)
    return (o.rule_id, root, name, *place, o.key, o.outcome, o.message, repr(o))
