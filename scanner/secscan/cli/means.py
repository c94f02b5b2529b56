"""What reading Terraform is given beside the files: the cache of syntax trees, and further processes. Reads nothing."""

import os
import sys
import threading
from pathlib import Path

from secscan.settings import cache_directory
from secscan.store.trees import Trees
from secscan.terraform.reading import Means

_SECONDS = 300.0  # for one process; the slowest text that is read at all takes six
_BYTES = 2_000_000_000


def means() -> Means:
    return Means(trees=Trees(directory=cache_directory()), program=_run_worker, processes=_cores())


def _cores() -> int:
    """Those that this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run_worker(given: bytes, cancelled: threading.Event) -> bytes:
    from secscan.engines.process import Limits, run

    return run(
        (sys.executable, "-I", "-m", "secscan.terraform.worker"),
        cwd=Path("/"),
        environment={"SECSCAN_CACHE_DIR": str(cache_directory())},
        limits=Limits(seconds=_SECONDS, stdout=_BYTES, cancelled=cancelled),
        given=given,
    ).stdout
