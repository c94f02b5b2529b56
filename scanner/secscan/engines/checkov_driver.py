"""Runs inside Checkov's own environment, not in ours: starts Checkov once and forks it for every root and document.

Nothing of ours is imported here, and nothing of Checkov's is imported by us. Why a fork a root: given several `-d`,
Checkov 3.3.30 carries the first root's definitions into the second root's report; and importing it takes longer than
most scans (docs/engines.md).

    python -I -B checkov_driver.py DIRECTORY

DIRECTORY/jobs.json is {"workers": int, "arguments": [[str]]}. For the n-th list of arguments this writes
DIRECTORY/n.json (Checkov's report, as it prints it) and DIRECTORY/n.seen.json ({"resources": [str], "parsing_errors":
[str]}, what it counted), and prints one document: {"version": str, "codes": [exit code, negative for a signal]}.
"""

import gc
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any


def main(directory: Path) -> None:
    jobs = json.loads((directory / "jobs.json").read_text(encoding="utf-8"))
    sys.argv = ["checkov"]  # it looks here for directories whose .checkov.yaml it would obey
    from checkov.main import Checkov  # type: ignore[import-not-found,unused-ignore]  # in Checkov's environment only
    from checkov.version import version  # type: ignore[import-not-found,unused-ignore]  # as above

    gc.disable()  # a child lives for one root: collecting would take a quarter of its time, and free little
    gc.freeze()
    running: dict[int, int] = {}
    codes: dict[int, int] = {}
    for number, arguments in enumerate(jobs["arguments"]):
        if len(running) >= jobs["workers"]:
            _reap(running, codes)
        running[_fork(Checkov, arguments, directory, number)] = number
    while running:
        _reap(running, codes)
    print(json.dumps({"version": version, "codes": [codes[n] for n in sorted(codes)]}))  # noqa: T201 - the answer


def _reap(running: dict[int, int], codes: dict[int, int]) -> None:
    child, status = os.wait()
    codes[running.pop(child)] = os.waitstatus_to_exitcode(status)


def _fork(checkov: Any, arguments: list[str], directory: Path, number: int) -> int:
    child = os.fork()
    if child:
        return child
    code = 70  # EX_SOFTWARE
    try:
        code = _one(checkov, arguments, directory, number)
    except BaseException:  # noqa: BLE001 - nothing may fly past the fork: the child would go on as its parent
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _one(checkov: Any, arguments: list[str], directory: Path, number: int) -> int:
    """One root, in a child of its own, with a file for its standard output."""
    out = os.open(directory / f"{number}.json", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.dup2(out, 1)
    run = checkov(argv=arguments)
    try:
        code = run.run()
    except SystemExit as end:
        code = end.code
    sys.stdout.flush()
    seen = {
        "resources": sorted({name for report in run.scan_reports for name in report.resources}),
        "parsing_errors": sorted({name for report in run.scan_reports for name in report.parsing_errors}),
    }
    (directory / f"{number}.seen.json").write_text(json.dumps(seen), encoding="utf-8")
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
