"""The platform in figures: what its roots plan, how long Terraform takes, what the suite finds. Judges nothing.

Terraform and the provider are the machine's own; where a mirror serves, `TF_CLI_ARGS_init` says so.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from timing import SECSCAN, TOP

ROOTS = ("bootstrap", "environments/dev", "environments/prod-with-dr")
SEVERITIES = ("critical", "high", "medium", "low", "info")
PLANTED = TOP / "tests" / "infra" / "planted_together.json"


def figures() -> list[str]:
    if shutil.which("terraform") is None:
        return ["Not measured: there is no Terraform on this machine."]
    with tempfile.TemporaryDirectory() as place:
        copy = Path(shutil.copytree(TOP / "infra", Path(place) / "infra", ignore=shutil.ignore_patterns(".terraform")))
        return [*_roots(copy), "", *_modules(copy), "", *_findings(), "", *_planted()]


def _roots(copy: Path) -> Iterator[str]:
    yield "What each root plans, and Terraform's wall seconds (`init` is not counted):"
    yield ""
    yield "| root | resource types | instances | validate | test | plan |"
    yield "|---|--:|--:|--:|--:|--:|"
    for root in ROOTS:
        _done(["terraform", "init", "-backend=false", "-input=false"], copy / root)
        validate, _ = _done(["terraform", "validate"], copy / root)
        test, _ = _done(["terraform", "test"], copy / root)
        out = copy / "plan.json"
        plan, _ = _done([str(TOP / "infra" / "scripts" / "plan-offline.sh"), Path(root).name, str(out)], TOP)
        changes = [c for c in json.loads(out.read_text())["resource_changes"] if c["mode"] == "managed"]
        kinds = len({change["type"] for change in changes})
        yield f"| `{root}` | {kinds} | {len(changes):,} | {validate:.1f} | {test:.1f} | {plan:.1f} |"
    yield ""
    yield "The plans are `infra/scripts/plan-offline.sh`'s: invented keys, a local backend, `init` and `show` included."


def _modules(copy: Path) -> Iterator[str]:
    seconds, passed, names = 0.0, 0, sorted(path.parent for path in (copy / "modules").glob("*/main.tf"))
    for module in names:
        _done(["terraform", "init", "-backend=false", "-input=false"], module)
        took, said = _done(["terraform", "test"], module)
        seconds, passed = seconds + took, passed + int(re.findall(r"(\d+) passed, 0 failed", said)[-1])
    yield f"`terraform test` of the {len(names)} modules, one after the other: {passed} runs passed in {seconds:.0f} s."
    yield "The drill's claims, steps and seconds are in [its report](disaster-recovery/drill-report.md)."


def _findings() -> Iterator[str]:
    done = subprocess.run(  # noqa: S603 - our own command line
        [str(SECSCAN), "scan", "--format", "json"], cwd=TOP, capture_output=True, text=True, check=False
    )
    report: dict[str, Any] = json.loads(done.stdout)
    by = Counter((f["severity"], f["disposition"] == "waived") for f in report["findings"])
    yield f"`secscan scan` on it, six engines: {report['verdict']}, exit code {done.returncode}."
    yield ""
    yield "| findings | " + " | ".join(SEVERITIES) + " |"
    yield "|---|" + "--:|" * len(SEVERITIES)
    yield "| before waivers | " + " | ".join(str(by[s, True] + by[s, False]) for s in SEVERITIES) + " |"
    yield "| after waivers | " + " | ".join(str(by[s, False]) for s in SEVERITIES) + " |"


def _planted() -> Iterator[str]:
    record = json.loads(PLANTED.read_text())
    yield f"Defects planted (`tests/infra/defects.yaml`): {record['of']}. Alone, each is found by our own rules, or by"
    yield f"engines where the catalogue has no rule. {record['planted']} of them at once (others change the same text):"
    yield ""
    yield "| engine | finds |"
    yield "|---|--:|"
    yield from (f"| {engine} | {len(names)} |" for engine, names in sorted(record["found"].items()))


def _done(command: list[str], cwd: Path) -> tuple[float, str]:
    """Wall seconds, and what was printed. Raises CalledProcessError where the command fails."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "TF_VAR_"))}
    environment = {**kept, "TF_CLI_ARGS": "-no-color", "TF_IN_AUTOMATION": "1"}
    started = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    return time.perf_counter() - started, done.stdout
