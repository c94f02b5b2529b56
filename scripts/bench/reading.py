"""Reading and evaluating: public Terraform beside python-hcl2's own time, and probes and instances beside tfparse."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from timing import PYTHON, TOP

TESTS = TOP / "tests" / "terraform"
LARGEST = 400_000  # bytes; one generated file of the corpus is larger, and alone takes python-hcl2 half a minute

PEER = """
import json, sys, time
from pathlib import Path
import hcl2
texts = [path.read_bytes().decode("utf-8-sig", "replace") for path in sorted(Path(sys.argv[1]).rglob("*.tf"))]
hcl2.parses("a = 1\\n")
started = time.process_time()
for text in texts:
    try:
        hcl2.parses(text)
    except Exception:
        pass  # some are invalid on purpose
print(json.dumps([time.process_time() - started, len(texts), sum(map(len, texts))]))
"""
OURS = """
import json, resource, sys, time
from dataclasses import replace
from pathlib import Path
from secscan.cli.means import means
from secscan.sources import Sources
from secscan.terraform.configuration import Options, read
from secscan.sources import ignore
from secscan.terraform.evaluate.functions import functions
from secscan.terraform.parse import parse_file
from secscan.terraform.reading import ALONE
parse_file("a = 1\\n", "main.tf")
functions()
given = {"alone": ALONE, "one": replace(means(), program=None), "all": means()}[sys.argv[2]]
clock, started = time.perf_counter(), time.process_time()
children = resource.getrusage(resource.RUSAGE_CHILDREN)
found = read(Sources(Path(sys.argv[1])), Options(), given)
took = time.process_time() - started
after = resource.getrusage(resource.RUSAGE_CHILDREN)
took += after.ru_utime + after.ru_stime - children.ru_utime - children.ru_stime
instances = sum(len(estate.resources) for estate in found.estates)
print(json.dumps([took, time.perf_counter() - clock, len(found.estates), instances]))
"""


def corpus(runs: int) -> list[str]:
    """Medians of `runs` rounds, each with its own measure of python-hcl2."""
    sys.path.insert(0, str(TOP / "scripts" / "corpus"))
    import fetch

    try:
        places = fetch.fetched()
    except fetch.UnreachableError as error:
        return [f"Not measured: {error}."]
    with tempfile.TemporaryDirectory() as directory:
        top = Path(directory) / "corpus"
        for place in places.values():
            _copy(place, top / place.name)
        return _told([_round(top, Path(directory)) for _ in range(runs)])


def _copy(source: Path, target: Path) -> None:
    for path in sorted(source.rglob("*")):
        if path.is_file() and path.stat().st_size < LARGEST:
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())


def _round(top: Path, directory: Path) -> dict[str, list[float]]:
    """CPU and wall seconds by what was done."""
    cache = Path(tempfile.mkdtemp(dir=directory))
    measured = {"python-hcl2": _ran(PEER, str(top))}
    for name, how in (("alone", "alone"), ("cold", "all"), ("warm", "one")):
        measured[name] = _ran(OURS, str(top), how, SECSCAN_CACHE_DIR=str(cache))
    (database,) = cache.glob("trees.sqlite")
    measured["cache"] = [database.stat().st_size / 1e6]
    return measured


def _ran(program: str, *words: str, **environment: str) -> list[float]:
    command = [str(PYTHON), "-c", program, *words]
    done = subprocess.run(  # noqa: S603 - our own program
        command, env={**os.environ, **environment}, check=True, capture_output=True, text=True
    )
    answer: list[float] = json.loads(done.stdout)
    return answer


def _told(rounds: list[dict[str, list[float]]]) -> list[str]:
    _, files, characters = rounds[0]["python-hcl2"]
    _, _, roots, instances = rounds[0]["warm"]

    def row(name: str, title: str, goal: str) -> str:
        cpu = statistics.median(one[name][0] for one in rounds)
        ratio = statistics.median(one[name][0] / one["python-hcl2"][0] for one in rounds)
        wall = f"{statistics.median(one[name][1] for one in rounds):.2f}" if name != "python-hcl2" else ""
        return f"| {title} | {cpu:.2f} | {wall} | {ratio:.2f} | {goal} |"

    return [
        f"{files:,} files of {characters / 1e6:.1f} million characters (`scripts/corpus/modules.json`, files under",
        f"{LARGEST // 1000} kB), {roots:,} roots, {instances:,} instances. Medians of {len(rounds)} rounds. CPU",
        "seconds are those of all processes; the ratio is of CPU seconds.",
        "",
        "| | CPU s | wall s | to python-hcl2 | goal |",
        "|---|--:|--:|--:|---|",
        row("python-hcl2", "`hcl2.parses` on each file", ""),
        row("alone", "the whole estate: one process, no cache", "0.3 at most, its reading included"),
        row("cold", "the whole estate: all cores, cache empty and then written", ""),
        row("warm", "the whole estate: one process, out of the cache", "0.15 at most"),
        "",
        f"The cache's file holds {rounds[0]['cache'][0]:.1f} MB then.",
    ]


# tfparse (https://pypi.org/project/tfparse/): trivy's evaluator of Terraform, in Python.
THEIRS = """
import json, sys, time
import tfparse
started = time.perf_counter()
found = [tfparse.load_from_path(directory, stop_on_hcl_error=False) for directory in sys.argv[1:]]
print(json.dumps([time.perf_counter() - started, found], default=str))
"""
MINE = """
import json, sys, time
from pathlib import Path
from secscan.sources import Sources
from secscan.terraform.configuration import Options, read
started = time.perf_counter()
found = [read(Sources(Path(sys.argv[1])), Options(roots=tuple(sys.argv[2:])))]
took = time.perf_counter() - started
names = {estate.root: [r.address.name for r in estate.resources] for one in found for estate in one.estates}
print(json.dumps([took, names]))
"""


def beside_tfparse() -> list[str]:
    try:
        import tfparse  # noqa: F401
    except ImportError:
        return ["Not measured: there is no tfparse for this system."]
    rows = [
        "| | secscan | tfparse |",
        "|---|--:|--:|",
        _probes(),
        *_instances(),
        _times(),
    ]
    return [*rows, "", "Right: as Terraform says it, recorded in `tests/terraform/`; a set's order is not counted."]


def _probes() -> str:
    """Expressions with a known value: which of them each gets right."""
    sys.path.insert(0, str(TESTS / "evaluate"))
    from probing import answer, evaluated

    from secscan.terraform.evaluate.values import plain, summary

    recorded = json.loads((TESTS / "evaluate" / "probes.json").read_text(encoding="utf-8"))
    known = []
    for probe in recorded:
        if "output" in probe and " := " not in probe["expression"] and answer(probe["expression"]) == probe:
            value = evaluated(probe["expression"])
            if summary(value).known and not summary(value).sensitive:
                known.append((probe["expression"], plain(value)))
    asked = [p for p in recorded if "output" in p and " := " not in p["expression"]]
    right = sum(answer(probe["expression"]) == probe for probe in asked)
    theirs = _probes_of_tfparse([expression for expression, _ in known])
    correct = sum(_same(theirs.get(f"p{number}"), value) for number, (_, value) in enumerate(known))
    return (
        f"| probes right (of {len(asked)}; tfparse: of the {len(known)} that are wholly known) | {right} | {correct} |"
    )


def _probes_of_tfparse(expressions: list[str]) -> dict[str, object]:
    """By `p` and the expression's number; those on which it ends its process are missing."""
    return _asked([(f"p{number}", expression) for number, expression in enumerate(expressions)])


def _asked(probes: list[tuple[str, str]]) -> dict[str, object]:
    source = TESTS / "evaluate" / "probe_root"
    with tempfile.TemporaryDirectory() as directory:
        for path in source.iterdir():
            if path.is_file():
                (Path(directory) / path.name).write_bytes(path.read_bytes())
        for name, expression in probes:
            text = f'output "{name}" {{\n  value = {expression}\n}}\n'
            (Path(directory) / f"{name}.tf").write_text(text, encoding="utf-8")
        try:
            _, (found,) = _ran(THEIRS, directory)
        except subprocess.CalledProcessError:
            middle = len(probes) // 2
            return _asked(probes[:middle]) | _asked(probes[middle:]) if middle else {}
    return {block["__tfmeta"]["path"].removeprefix("output."): block.get("value") for block in found.get("output", ())}


def _same(theirs: object, ours: object) -> bool:
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        if all(map(_same, theirs, ours)):
            return True
        return sorted(map(repr, theirs)) == sorted(map(repr, ours))
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(_same(theirs[name], ours[name]) for name in ours)
    if isinstance(ours, bool) or isinstance(theirs, bool) or ours is None:
        return theirs is ours
    if isinstance(theirs, (int, float)) and not isinstance(ours, (str, list, dict)):
        return abs(float(str(ours)) - theirs) <= 1e-9 * abs(theirs)
    return theirs == ours


def _instances() -> list[str]:
    """Addresses of roots whose plan is recorded."""
    rows = []
    for name in ("fleet", "policies"):
        root = TESTS / "roots" / name
        planned = set(json.loads((TESTS / "plans" / f"{name}.json").read_text(encoding="utf-8")))
        _, mine = _ran(MINE, str(root), ".")
        _, (found,) = _ran(THEIRS, str(root))
        ours, theirs = set(mine["."]), _addresses(found)
        told = [f"{len(planned & one)}, {len(one - planned)} too many" for one in (ours, theirs)]
        rows.append(f"| instances of `{name}` right (of {len(planned)}) | {told[0]} | {told[1]} |")
    return rows


def _addresses(found: dict[str, list[dict[str, dict[str, str]]]]) -> set[str]:
    blocks = [block["__tfmeta"] for blocks in found.values() for block in blocks if "__tfmeta" in block]
    return {block["path"] for block in blocks if block.get("type") in {"resource", "data"}}


def _times() -> str:
    """The platform's roots, read and evaluated cold; imports not counted."""
    roots = sorted(path.parent.name for path in (TOP / "infra" / "environments").glob("*/main.tf"))
    directories = [str(TOP / "infra" / "environments" / name) for name in roots]
    mine = [_ran(MINE, str(TOP / "infra"), *(f"environments/{name}" for name in roots))[0] for _ in range(3)]
    theirs = [_ran(THEIRS, *directories)[0] for _ in range(3)]
    return f"| `infra/environments/*`, wall s | {statistics.median(mine):.2f} | {statistics.median(theirs):.2f} |"
