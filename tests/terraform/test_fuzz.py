"""A minute of `make fuzz`: hostile Terraform is a problem of its root, never a crash, a hang or a gigabyte."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

FUZZ = Path(__file__).resolve().parents[2] / "scripts" / "fuzz"


@pytest.mark.slow
def test_a_minute_of_hostile_input_breaks_nothing(say_absent: Callable[[str, str], NoReturn]) -> None:
    done = subprocess.run([sys.executable, str(FUZZ), "--seconds", "60"], capture_output=True, text=True, check=False)
    if done.returncode == 3:
        say_absent("atheris", done.stderr.strip())
    assert done.returncode == 0, done.stdout + done.stderr[-4000:]
    assert "stat::number_of_executed_units" in done.stderr
