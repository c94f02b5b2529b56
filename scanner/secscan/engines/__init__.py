"""The engines: which there are, and running them side by side. Not the reading of what they say (one module an engine),
not the judging of it (triage).

An engine's trouble is an `EngineRun` with status failed, never an exception past this package.
"""

import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final

from secscan.engines import checkov, guard, kics, own, terrascan, tflint
from secscan.engines.job import Engine, Job, RuleFile
from secscan.engines.output import UnreadableError, tame
from secscan.engines.process import Limits
from secscan.engines.provision import ToolError, Tools, locked_version
from secscan.model import EngineRun, Notice, RunStatus

__all__ = ["ENGINES", "Engine", "Job", "Limits", "RuleFile", "Tools", "reads_plans", "run_engines"]

ENGINES: Final[Mapping[str, Engine]] = {
    own.NAME: own,
    checkov.NAME: checkov,
    tflint.NAME: tflint,
    kics.NAME: kics,
    guard.NAME: guard,
    terrascan.NAME: terrascan,
}
"""By name, in the order of the reports. A new engine is one module and one word here."""


def reads_plans(names: Iterable[str]) -> bool:
    """Whether one of the named engines reads the plan documents of the stage."""
    return any(ENGINES[name].READS_PLANS for name in names)


def run_engines(names: tuple[str, ...], job: Job) -> tuple[EngineRun, ...]:
    """The named engines side by side; the answer is in the order of `names`.

    Raises nothing for an engine's trouble. An interruption ends every child process, then flies on.
    """
    job = replace(job, limits=replace(job.limits, cancelled=threading.Event()))
    with ThreadPoolExecutor(max_workers=max(len(names), 1)) as pool:
        running = [pool.submit(_guarded, ENGINES[name], job) for name in names]
        try:
            return tuple(future.result() for future in running)
        except BaseException:
            job.limits.cancelled.set()
            raise


def _guarded(engine: Engine, job: Job) -> EngineRun:
    try:
        return engine.run(job)
    except ToolError as problem:
        return _failed(engine, str(problem))
    except UnreadableError as problem:
        return _failed(engine, f"its answer cannot be used: {problem}")
    except OSError as problem:
        return _failed(engine, f"it could not be run: {tame(str(problem))}")


def _failed(engine: Engine, message: str) -> EngineRun:
    notice = Notice(level="error", message=message)
    version = locked_version(engine.NAME)
    return EngineRun(engine=engine.NAME, version=version, status=RunStatus.FAILED, notices=(notice,))
