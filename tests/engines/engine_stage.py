"""Trees, stages, jobs and tools for the engines' tests: real ones, and stand-ins that are real child processes."""

import shutil
import sys
import textwrap
from pathlib import Path

from secscan.engines import Job, Limits, Tools
from secscan.engines.provision import cache, manifest
from secscan.engines.provision.lock import read_lock
from secscan.sources import Sources
from secscan.stage import lay
from secscan.terraform.configuration import Options, read

RECORDED = Path(__file__).parent / "recorded"
TREE = RECORDED / "tree"


def job_of(tree: Path, stage: Path, tools: Tools, limits: Limits | None = None, options: Options | None = None) -> Job:
    """The job of auditing `tree`, its staged copy laid in `stage`."""
    stage.mkdir(parents=True)
    sources = Sources(tree)
    configuration = read(sources, options or Options())
    return Job(
        stage=lay(sources, configuration, stage),
        configuration=configuration,
        tools=tools,
        limits=limits or Limits(seconds=300),
        workers=2,
        var_files=options.var_files if options else (),
    )


def write_tree(top: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(textwrap.dedent(text))
    return top


def stand_in(tools: Tools, tool: str, program: str, source: str) -> None:
    """Install a Python script as the program of a locked tool: verified and run as the real one is."""
    lock = read_lock(tool)
    place = cache.place(tools.cache, lock)
    shutil.rmtree(place, ignore_errors=True)
    file = place / program
    file.parent.mkdir(parents=True)
    file.write_text(f"#!{sys.executable} -I\n{textwrap.dedent(source)}")
    file.chmod(0o755)
    manifest.write(place, tool=tool, version=lock.version, lock=lock.digest, source="a stand-in")


def tflint_that(tools: Tools, source: str) -> None:
    """A TFLint that runs `source`, with `chdir` set to the directory that it was asked about."""
    head = "import sys, json, os, time\nchdir = next(a[8:] for a in sys.argv if a.startswith('--chdir='))\n"
    stand_in(tools, "tflint", "bin/tflint", head + textwrap.dedent(source))
    stand_in(tools, "tflint-ruleset-aws", "bin/tflint-ruleset-aws", "")


def checkov_that(tools: Tools, source: str) -> None:
    """A Python of Checkov's that runs `source` instead of our driver, with `work` and `jobs` set as the driver has."""
    head = (
        "import sys, json, os, time, pathlib\nwork = pathlib.Path(sys.argv[-1])\n"
        "jobs = json.loads((work / 'jobs.json').read_text())\n"
    )
    stand_in(tools, "checkov", "env/bin/python", head + textwrap.dedent(source))


def replayed(tools: Tools) -> Tools:
    """Both engines as they were recorded (recorded/README.md), by child processes that print what was recorded."""
    tflint_that(
        tools,
        f"""
        name = chdir.replace("/", "_").replace(".", "top")
        recorded = json.load(open({str(RECORDED / "tflint")!r} + "/" + name + ".json"))
        print(json.dumps(recorded["report"]), end="")
        sys.exit(recorded["code"])
        """,
    )
    checkov_that(
        tools,
        f"""
        codes = []
        records = pathlib.Path({str(RECORDED / "checkov")!r})
        plans = {{json.loads(f.read_text())["document"]: f for f in records.glob("*.plan.json")}}
        for n, arguments in enumerate(jobs["arguments"]):
            tree = work / f"root-{{n}}"
            name = os.path.relpath(arguments[-1], tree).replace("/", "_").replace(".", "top")
            place = records / (name + ".json")
            if "--file" in arguments:
                tree, document = os.path.split(arguments[-1])
                place = plans[document]
            recorded = json.loads(place.read_text())
            for part in ("report", "seen"):
                text = json.dumps(recorded[part]).replace("{{tree}}", str(tree))
                (work / (f"{{n}}.json" if part == "report" else f"{{n}}.seen.json")).write_text(text)
            codes.append(recorded["code"])
        print(json.dumps({{"version": recorded["version"], "codes": codes}}))
        """,
    )
    return tools
