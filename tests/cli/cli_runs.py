"""Starts the real command line in a process of its own, as a user does."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KEY = 'resource "aws_kms_key" "this" {\n  description         = "data"\n  enable_key_rotation = %s\n}\n'
BAD_KEY, GOOD_KEY = KEY % "false", KEY % "true"


@dataclass(frozen=True, kw_only=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        assert "Traceback" not in self.out + self.err
        return self.out + self.err

    @property
    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def addresses(self) -> set[tuple[str, str]]:
        return {(finding["root"], finding["address"]) for finding in self.report["findings"]}


def environment(**more: str) -> dict[str, str]:
    """What a user's shell has, without what would change an audit."""
    left_out = ("GIT_", "PRE_COMMIT", "SOURCE_DATE_EPOCH", "NO_COLOR", "FORCE_COLOR")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return {**kept, "GIT_CONFIG_GLOBAL": os.devnull, **more}


def secscan(*words: str | Path, cwd: Path, **more: str) -> Done:
    command = [sys.executable, "-m", "secscan", *(str(word) for word in words)]
    done = subprocess.run(command, cwd=cwd, env=environment(**more), capture_output=True, text=True, check=False)
    return Done(code=done.returncode, out=done.stdout, err=done.stderr)


def own(*words: str | Path, cwd: Path, **more: str) -> Done:
    """`secscan scan` with our own rules alone."""
    return secscan("scan", "--engine", "secscan", *words, cwd=cwd, **more)


def grow(top: Path, files: dict[str, str | bytes]) -> Path:
    (top / ".git").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return top
