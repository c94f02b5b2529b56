"""The audit, cold, beside the same engines run one after the other, as a shell script would run them. Judges nothing.

The script's commands are those of secscan's own adapters with what they save undone: each waits for the one before,
Checkov starts anew for every root and view, KICS gets its whole query set, all collect their garbage as they would. Its
time is that of the commands alone: what secscan does around them counts for the audit. Both must find the same, else
the comparison is void. (Checkov names some passes by instance or by block as its memory lies; failures not.)

Run as a program it measures once, in a process of its own, and prints one JSON document.
"""

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from timing import PYTHON, TOP

from secscan.cli import audits
from secscan.cli.means import means
from secscan.engines import ENGINES, Tools, process
from secscan.engines.environment import GO_MEMORY
from secscan.model import EngineRun, Observation, Outcome, Report
from secscan.pipeline import audit
from secscan.settings import cache_directory

GOAL = 0.45


def beside(runs: int) -> list[str]:
    """The section of the page: medians are not taken, every run stands there."""
    rows = []
    for _ in range(runs):
        done = subprocess.run([str(PYTHON), __file__], cwd=TOP, check=True, capture_output=True, text=True)  # noqa: S603
        told = json.loads(done.stdout.splitlines()[-1])
        script = sum(told["script"].values())
        engines = ", ".join(f"{name} {seconds:.1f}" for name, seconds in sorted(told["script"].items()))
        different = [name for name, same in sorted(told["same"].items()) if not same]
        said = "the same" if not different else f"**not the same: {', '.join(different)}**"
        rows.append(f"| {told['audit']:.1f} | {engines} | {script:.1f} | **{told['audit'] / script:.2f}** | {said} |")
    return [
        "The whole audit of this repository with an empty syntax cache, and its engines' commands one after the other:",
        f"each root and view by itself, whole query sets. Goal: {GOAL} at most.",
        "",
        "| audit, wall s | script, wall s by engine | script, wall s | ratio | findings |",
        "|--:|---|--:|--:|---|",
        *rows,
    ]


def measured() -> dict[str, Any]:
    asked = audits.prepare(audits.Asked())

    def once() -> Report:
        return audit(asked.request, asked.sources, Tools.here(), lambda _: None, means())

    (cache_directory() / "trees.sqlite").unlink(missing_ok=True)
    started = time.perf_counter()
    report = once()
    took = time.perf_counter() - started
    with one_after_the_other() as seconds:
        slow = once()
    same = {a.engine: _found(a) == _found(b) for a, b in zip(report.runs, slow.runs, strict=True)}
    return {"audit": took, "script": dict(seconds), "same": same}


def _found(run: EngineRun) -> list[Observation]:
    return [o for o in run.observations if o.outcome is Outcome.FAIL]


@contextmanager
def one_after_the_other() -> Iterator[Mapping[str, float]]:
    """The wall seconds by engine of all commands that are run meanwhile, as a script would run them."""
    real, turn, seconds = process.run, threading.Lock(), defaultdict[str, float](float)

    def run(command: tuple[str, ...], **rest: Any) -> process.Finished:
        with turn:
            rest["environment"] = {k: v for k, v in rest["environment"].items() if k not in GO_MEMORY}
            done = _forks(real, command, **rest) if _is_driver(command) else real(_whole(command), **rest)
        name = next((name for name in ENGINES if f"/engines/{name}" in command[0]), Path(command[0]).name)
        seconds[name] += done.seconds
        return done

    process.run = run
    try:
        yield seconds
    finally:
        process.run = real


def _whole(command: tuple[str, ...]) -> tuple[str, ...]:
    """Without KICS's choice of queries."""
    if "--include-queries" not in command:
        return command
    at = command.index("--include-queries")
    return command[:at] + command[at + 2 :]


def _is_driver(command: tuple[str, ...]) -> bool:
    return any(word.endswith("checkov_driver.py") for word in command)


def _forks(real: Any, command: tuple[str, ...], **rest: Any) -> process.Finished:
    """Checkov started for each of the driver's jobs alone; the answer is the driver's for all of them."""
    work = Path(command[-1])
    jobs = json.loads((work / "jobs.json").read_text(encoding="utf-8"))
    seconds, cpu, answers = 0.0, 0.0, []
    for number, arguments in enumerate(jobs["arguments"]):
        with tempfile.TemporaryDirectory(dir=work) as alone:
            (Path(alone) / "jobs.json").write_text(json.dumps({"workers": 1, "arguments": [arguments]}))
            driver = (
                Path(command[-2]).read_text(encoding="utf-8").replace("gc.disable()", "").replace("gc.freeze()", "")
            )
            (Path(alone) / "driver.py").write_text(driver)
            done: process.Finished = real((*command[:-2], str(Path(alone) / "driver.py"), alone), **rest)
            seconds, cpu = seconds + done.seconds, cpu + done.cpu
            answers.append(json.loads(done.stdout))
            for kind in ("json", "seen.json"):
                (Path(alone) / f"0.{kind}").replace(work / f"{number}.{kind}")
    whole = {"version": answers[0]["version"], "codes": [code for answer in answers for code in answer["codes"]]}
    return process.Finished(end=done.end, code=0, stdout=json.dumps(whole).encode(), seconds=seconds, cpu=cpu)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured()) + "\n")
