"""The engine named `secscan`: our own rules over the estate. Starts no process and reads no file of the repository."""

import time
from typing import Final

from secscan import __version__
from secscan.engines.job import Job
from secscan.model import EngineRun, RunStatus

NAME: Final = "secscan"
TITLE: Final = "secscan's own rules"
URI: Final = "https://www.terraform.io/"
EXTERNAL: Final = False
READS_PLANS: Final = False


def run(job: Job) -> EngineRun:
    """Every policy's word on every estate that could be evaluated."""
    from secscan.rules import judge, load_policies

    started, cpu = time.monotonic(), time.thread_time()
    estates = tuple(estate for estate in job.configuration.estates if not estate.broken)
    observations = judge(load_policies(job.policies), estates)
    return EngineRun(
        engine=NAME,
        version=__version__,
        status=RunStatus.OK,
        observations=observations,
        duration=time.monotonic() - started,
        cpu=time.thread_time() - cpu,
    )
