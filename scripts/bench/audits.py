"""The whole audit: its time over its engines', start-up, own rules, and whether equal trees give equal bytes."""

import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from timing import PYTHON, SECSCAN, TOP, Sample, once, timed

# The audit of `secscan scan`, with what each engine took: times never stand in a report.
AUDIT = """
import json
from secscan.cli import audits, outputs
audit = audits.prepare(audits.Asked())
report = audits.perform(audit)
outputs.write(report, outputs.parse(("console", "json={out}")), audit.sources, sarif_profile="full")
print(json.dumps({{run.engine: [run.duration, run.cpu] for run in report.runs}}))
"""


def audit_once(directory: Path) -> tuple[float, dict[str, list[float]]]:
    """One whole audit in a process of its own: its wall seconds, and each engine's wall and CPU seconds."""
    script = AUDIT.format(out=directory / "out.json")
    started = time.perf_counter()
    done = subprocess.run([str(PYTHON), "-c", script], cwd=TOP, check=True, capture_output=True, text=True)  # noqa: S603
    return time.perf_counter() - started, json.loads(done.stdout.splitlines()[-1])


def overhead(runs: int) -> list[str]:
    """The audit's wall time over what its engines cannot do without."""
    cores = os.cpu_count() or 1
    rows, ratios = [], []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as directory:
            wall, engines = audit_once(Path(directory))
        floor = max(*(took for took, _ in engines.values()), sum(cpu for _, cpu in engines.values()) / cores)
        ratios.append(wall / floor)
        told = ", ".join(f"{name} {took:.2f} / {cpu:.2f}" for name, (took, cpu) in sorted(engines.items()))
        rows.append(f"| {wall:.2f} | {told} | {floor:.2f} | {wall / floor:.2f} |")
    head = ["| audit, wall s | engines, wall s / CPU s | floor s | ratio |", "|--:|---|--:|--:|"]
    return [*head, *rows, "", f"Median ratio **{statistics.median(ratios):.2f}** (goal: 1.2 at most)."]


def start_up(runs: int) -> list[str]:
    bare = timed([str(PYTHON), "-I", "-c", "pass"], runs)
    rows = [f"| `python -I -c pass` | {bare} | 1.0 |"]
    for words in (["--version"], ["--help"], ["scan", "--help"]):
        sample = timed([str(SECSCAN), *words], runs)
        rows.append(f"| `secscan {' '.join(words)}` | {sample} | {sample.median / bare.median:.1f} |")
    return ["| command | whole process, wall | to a bare Python |", "|---|---|--:|", *rows]


def own_rules(runs: int) -> list[str]:
    """As a hook runs them: once where secscan has its grammar and nothing else, then where nothing has changed."""
    command = [str(SECSCAN), "scan", "--engine", "secscan", "--require", "secscan", "--format", "json"]
    colds = []
    with tempfile.TemporaryDirectory() as directory:
        timed(command, 0, SECSCAN_CACHE_DIR=directory)
        for _ in range(runs):
            (Path(directory) / "trees.sqlite").unlink()
            colds.append(once(command, SECSCAN_CACHE_DIR=directory))
        warm = timed(command, runs, SECSCAN_CACHE_DIR=directory)
    cold = Sample(seconds=tuple(wall for wall, _ in colds), cpu=tuple(cpu for _, cpu in colds))
    files = len([path for path in (TOP / "infra").rglob("*.tf") if ".terraform" not in path.parts])
    return [
        f"`secscan scan --engine secscan` on `infra/` ({files} `.tf` files), goal 1 s at most:",
        "",
        "| syntax cache | whole process, wall | CPU s |",
        "|---|---|--:|",
        f"| empty | {cold} | {statistics.median(cold.cpu):.2f} |",
        f"| warm | {warm} | {statistics.median(warm.cpu):.2f} |",
    ]


def sameness() -> list[str]:
    """Two copies of the tree in two places, audited; the reports compared byte by byte."""
    with tempfile.TemporaryDirectory() as directory:
        made = []
        for name in ("here", "elsewhere/deeper"):
            copy = Path(directory) / name
            shutil.copytree(TOP / "infra", copy / "infra", ignore=shutil.ignore_patterns(".terraform"))
            for extra in (".secscan.yaml", ".secscan"):
                source = TOP / extra
                shutil.copytree(source, copy / extra) if source.is_dir() else shutil.copyfile(source, copy / extra)
            outputs = [copy / f"out.{kind}" for kind in ("json", "sarif", "html")]
            formats = [word for path in outputs for word in ("--format", f"{path.suffix[1:]}={path}")]
            subprocess.run([str(SECSCAN), "scan", *formats], cwd=copy, check=False, capture_output=True)  # noqa: S603
            made.append([path.read_bytes() for path in outputs])
    same = "byte-identical" if made[0] == made[1] else "NOT identical"
    return [f"Two audits of the same tree in two places: JSON, SARIF and HTML are **{same}**."]
