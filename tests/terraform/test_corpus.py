"""Public Terraform that we did not write: our verdicts are Terraform's, and no instance is lost."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

CORPUS = Path(__file__).resolve().parents[2] / "scripts" / "corpus"


@pytest.mark.slow
def test_a_sample_of_public_terraform_is_read_as_terraform_and_tfparse_read_it(
    terraform: str, say_absent: Callable[[str, str], NoReturn]
) -> None:
    done = subprocess.run([sys.executable, str(CORPUS), "--sample", "60"], capture_output=True, text=True, check=False)
    if done.returncode == 3:
        say_absent("the corpus", done.stderr.strip())
    assert (done.returncode, [line for line in done.stdout.splitlines() if line.startswith("WRONG")]) == (0, [])
    assert done.stdout.count("verdicts differ") == 10, done.stdout
