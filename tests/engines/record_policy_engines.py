"""Records what KICS, Terrascan and Guard print on recorded/tree, for the tests that replay it. Run by hand after a new
lock, and after a change of .cfn-guard/rules.guard:

PYTHONPATH=scanner:tests/engines python tests/engines/record_policy_engines.py
"""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from engine_stage import RECORDED, TREE, job_of
from record_engines import overheard

from secscan.engines import Tools, guard, kics, process, terrascan

# What differs from run to run.
_DROPPED = ("start", "end", "paths", "scanned_at", "file/folder", "similarity_id")


def main() -> None:
    heard: list[tuple[tuple[str, ...], process.Finished, dict[str, str]]] = []
    with tempfile.TemporaryDirectory() as scratch, overheard(heard):
        job = job_of(TREE, Path(scratch) / "stage", Tools.here())
        for engine in (kics, terrascan, guard):
            shutil.rmtree(RECORDED / engine.NAME, ignore_errors=True)
            engine.run(job)
    for command, done, files in heard:
        program = Path(command[0]).name
        if program == "kics":
            log = [line for line in done.stdout.decode().splitlines() if '"message":"failed to parse' in line]
            about = {"code": done.code, "log": log, "report": json.loads(files["results.json"])}
            _write("kics", _number(command, "--path"), about)
        elif program == "terrascan":
            _write("terrascan", _number(command, "--iac-file"), {"code": done.code, "report": json.loads(done.stdout)})
        elif "parse-tree" in command:
            _write("guard", "rules", json.loads(done.stdout), ordered=True)
        else:
            report = sorted(json.loads(done.stdout), key=lambda answer: answer["name"])
            for answer in report:
                answer["name"] = Path(answer["name"]).name
            _write("guard", _number(command, "--data"), {"code": done.code, "report": report})


def _number(command: tuple[str, ...], option: str) -> str:
    return Path(command[command.index(option) + 1]).stem.rpartition("-")[2]


def _write(engine: str, name: str, record: Any, *, ordered: bool = False) -> None:
    """`ordered`: the order of lists means something."""
    file = RECORDED / engine / f"{name}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(record if ordered else _kept(record), indent=1, sort_keys=True) + "\n")


def _kept(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _kept(item) for name, item in value.items() if name not in _DROPPED}
    if isinstance(value, list):
        kept = [_kept(item) for item in value]
        # The engines list what they found in an order by chance.
        return sorted(kept, key=json.dumps) if all(isinstance(item, dict) for item in kept) else kept
    return value


if __name__ == "__main__":
    main()
