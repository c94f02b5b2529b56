"""What holds for every format: the same report gives the same bytes, and no stranger's character acts."""

import os
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from secscan.model import Report
from secscan.reports import FORMATS, RenderOptions

ALL = sorted(FORMATS)


def test_the_table_names_each_format_as_the_format_does() -> None:
    assert {name: (module.NAME, module.EXTENSION) for name, module in FORMATS.items()} == {
        "console": ("console", "txt"),
        "json": ("json", "json"),
        "sarif": ("sarif", "sarif"),
        "html": ("html", "html"),
        "markdown": ("markdown", "md"),
    }


@pytest.mark.parametrize("name", ALL)
def test_time_spent_reaches_no_report(name: str, failing: Report, options: RenderOptions) -> None:
    slower = replace(failing, runs=tuple(replace(run, duration=99.9, cpu=88.8) for run in failing.runs))
    assert FORMATS[name].render(slower, options) == FORMATS[name].render(failing, options)


@pytest.mark.parametrize("name", ALL)
def test_no_acting_character_reaches_any_output(name: str, any_report: Report, options: RenderOptions) -> None:
    written = FORMATS[name].render(any_report, options).decode()
    left = {c for c in written if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert left <= {"\n"}


SCRIPT = """
import hashlib, runpy, sys
made = runpy.run_path(sys.argv[1])
from secscan.reports import FORMATS, RenderOptions
for profile in ("full", "github"):
    for name in sorted(FORMATS):
        given = RenderOptions(source=made["source"], sarif_profile=profile)
        print(name, hashlib.sha256(FORMATS[name].render(made["audit"](), given)).hexdigest())
"""


def test_neither_environment_nor_hash_seed_nor_directory_changes_a_byte(tmp_path: Path) -> None:
    import secscan

    source = Path(secscan.__file__).parent.parent
    plain = {"PATH": os.environ["PATH"], "PYTHONPATH": str(source), "PYTHONHASHSEED": "1"}
    odd = {"PYTHONHASHSEED": "2", "COLUMNS": "40", "NO_COLOR": "1", "TERM": "dumb", "LC_ALL": "C", "FORCE_COLOR": "1"}
    command = [sys.executable, "-c", SCRIPT, str(Path(__file__).with_name("conftest.py"))]
    answers = [
        subprocess.run(command, env=environment, cwd=place, capture_output=True, text=True, check=True).stdout
        for environment, place in ((plain, Path.cwd()), ({**plain, **odd}, tmp_path))
    ]
    assert answers[0].count("\n") == 2 * len(ALL)
    assert answers[0] == answers[1]


def test_importing_the_formats_loads_no_renderer() -> None:
    code = "import sys, secscan.reports; print(sorted({'rich', 'jinja2', 'yaml'} & set(sys.modules)))"
    import secscan

    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(secscan.__file__).parent.parent)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
