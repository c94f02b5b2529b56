"""Records what the real engines print on recorded/tree, for the tests that replay it. Run by hand after a new lock:

PYTHONPATH=scanner:tests/engines python tests/engines/record_engines.py
"""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine_stage import RECORDED, TREE, job_of

from secscan.engines import Tools, checkov, process, tflint

# Names in the reports of no use to a reader: the source lines, what the graph knew of a block, a path of this run.
_DROPPED = ("code_block", "breadcrumbs", "evaluations", "entity_tags", "repo_file_path")


@contextmanager
def overheard(heard: list[tuple[tuple[str, ...], process.Finished, dict[str, str]]]) -> Iterator[None]:
    """Keep every child's command, end and written reports, while they are there."""
    real = process.run

    def run(command: tuple[str, ...], **rest: Any) -> process.Finished:
        done = real(command, **rest)
        # os.path: a Path raises where a word is too long for a name.
        directories = (Path(word) for word in command if os.path.isdir(word))  # noqa: PTH112 - as above
        written = (file for directory in directories for file in directory.glob("*.json"))
        heard.append((command, done, {file.name: file.read_text() for file in written}))
        return done

    process.run = run
    try:
        yield
    finally:
        process.run = real


def main() -> None:
    heard: list[tuple[tuple[str, ...], process.Finished, dict[str, str]]] = []
    with tempfile.TemporaryDirectory() as scratch, overheard(heard):
        job = job_of(TREE, Path(scratch) / "stage", Tools.here())
        roots = {plan.file.name: root for root, plan in job.stage.plans.items()}
        for engine in (checkov, tflint):
            engine.run(job)
    for command, done, files in heard:
        if command[0].endswith("tflint"):
            _tflint(command, done)
        else:
            _checkov(Path(command[-1]), done, files, roots)


def _tflint(command: tuple[str, ...], done: process.Finished) -> None:
    directory = next(word[8:] for word in command if word.startswith("--chdir="))
    _write("tflint", directory, {"code": done.code, "report": json.loads(done.stdout)})


def _checkov(work: Path, done: process.Finished, files: dict[str, str], roots: dict[str, str]) -> None:
    answer, jobs = json.loads(done.stdout), json.loads(files["jobs.json"])
    for n, arguments in enumerate(jobs["arguments"]):
        of_plan = "--file" in arguments
        tree = str(Path(arguments[-1]).parent) if of_plan else str(work / f"root-{n}")
        parts = {
            "report": json.loads(files[f"{n}.json"].replace(tree, "{tree}")),
            "seen": json.loads(files[f"{n}.seen.json"].replace(tree, "{tree}")),
        }
        for checks in parts["report"].get("results", {}).values():
            for check in (entry for entry in checks if isinstance(entry, dict)):
                for name in _DROPPED:
                    check.pop(name, None)
                check["check_result"].pop("entity", None)
        record = {"version": answer["version"], "code": answer["codes"][n], **parts}
        if of_plan:
            name = Path(arguments[-1]).name
            _write("checkov", roots[name], {"document": name, **record}, suffix=".plan.json")
        else:
            _write("checkov", str(Path(arguments[-1]).relative_to(tree)), record)


def _write(engine: str, directory: str, record: dict[str, Any], suffix: str = ".json") -> None:
    file = RECORDED / engine / f"{directory.replace('/', '_').replace('.', 'top')}{suffix}"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
