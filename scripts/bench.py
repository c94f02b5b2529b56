"""`make bench`: measures the suite on the platform of this repository and writes docs/benchmarks.md.

Every figure is a ratio within one run, or stands beside a reference from the same run: machines differ and are shared.
Nothing here is a test; nothing fails because a machine was busy.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import bench_correlation

TOP = Path(__file__).resolve().parent.parent
SECSCAN = TOP / ".venv" / "bin" / "secscan"
PYTHON = TOP / ".venv" / "bin" / "python"
PAGE = TOP / "docs" / "benchmarks.md"


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Wall seconds of some runs of one command."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        return f"{self.median:.3f} s ({min(self.seconds):.3f} to {max(self.seconds):.3f}, {len(self.seconds)} runs)"


def timed(command: list[str], runs: int, cwd: Path = TOP, **environment: str) -> Sample:
    """Whole processes, one not counted first. Raises CalledProcessError on a code that is neither 0 nor 1."""
    seconds = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        done = subprocess.run(  # noqa: S603 - our own command line
            command,
            cwd=cwd,
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        seconds.append(time.perf_counter() - started)
        if done.returncode not in (0, 1):
            raise subprocess.CalledProcessError(done.returncode, command, stderr=done.stderr)
    return Sample(seconds=tuple(seconds[1:]))


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
    """With the grammar cache and nothing else: a cache directory that holds that one file."""
    command = [str(SECSCAN), "scan", "--engine", "secscan", "--require", "secscan", "--format", "json"]
    with tempfile.TemporaryDirectory() as directory:
        timed(command, 0, SECSCAN_CACHE_DIR=directory)
        for other in Path(directory).iterdir():
            if not other.name.startswith("grammar"):
                shutil.rmtree(other) if other.is_dir() else other.unlink()
        warm = timed(command, runs, SECSCAN_CACHE_DIR=directory)
    files = len([path for path in (TOP / "infra").rglob("*.tf") if ".terraform" not in path.parts])
    return [f"`secscan scan --engine secscan` on `infra/` ({files} `.tf` files): {warm} (goal: 1 s at most)."]


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


def machine() -> str:
    cores = os.cpu_count() or 1
    return f"{cores} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each short command")
    parser.add_argument("--audits", type=int, default=3, help="whole audits")
    options = parser.parse_args()
    sections = [
        ("The audit over its engines", overhead(options.audits)),
        ("Start-up", start_up(options.runs * 2)),
        ("Own rules", own_rules(options.runs)),
        ("Correlation", bench_correlation.table()),
        ("Determinism", sameness()),
    ]
    head = [
        "# Benchmarks",
        "",
        "Written by `make bench` (`scripts/bench.py`); every figure is a whole process, measured in one run:",
        f"{machine()}. Floor: the slowest engine, or the engines' CPU seconds over the cores, whichever is longer.",
    ]
    body = [line for title, lines in sections for line in ("", f"## {title}", "", *lines)]
    PAGE.write_text("\n".join([*head, *body]) + "\n", encoding="utf-8")
    print("\n".join(body))
    return 0


if __name__ == "__main__":
    sys.exit(main())
