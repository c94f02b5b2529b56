"""What the README shows is what the command says. Not a test of the commands."""

import os
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


def test_the_readme_s_help_is_what_secscan_prints() -> None:
    environment = {**os.environ, "COLUMNS": "80"}
    command = [str(Path(sys.executable).with_name("secscan")), "--help"]
    shown = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.rstrip()
    assert f"```text\n{shown}\n```" in (TOP / "README.md").read_text()
