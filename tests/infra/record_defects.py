"""Writes anew, into `defects.yaml`, what our rules find of each planted defect, once platform or rules have changed.

    .venv/bin/python tests/infra/record_defects.py

Read the difference before it is committed: a defect that is found elsewhere, or no longer, is seen there alone. No test
itself.
"""

import re
import shutil
import sys
import tempfile
from pathlib import Path

from test_planted_defects import OURS, TOP, Failure, failures, plant

DEFECTS = Path(__file__).parent / "defects.yaml"


def found(defect: dict[str, str]) -> set[Failure]:
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place)
        shutil.copytree(TOP / "infra", copy / "infra", ignore=shutil.ignore_patterns(".terraform"))
        plant(copy, defect)
        return failures(copy)


def line(failure: Failure) -> str:
    rule, root, address, key = failure
    words = (rule, root.removeprefix("infra/").removeprefix("environments/"), address, *([key] if key else []))
    return f"    - '{' @ '.join(words)}'\n"


def main() -> int:
    text = DEFECTS.read_text()
    for defect in OURS:
        lines = "".join(sorted(line(failure) for failure in found(defect)))
        pattern = rf"(- name: {re.escape(defect['name'])}\n(?:  .*\n)*?  found:\n)(?:    - .*\n)*"
        text, count = re.subn(pattern, lambda match, lines=lines: match.group(1) + lines, text)
        if count != 1:
            raise ValueError(f"{DEFECTS}: {defect['name']} stands {count} times")
    DEFECTS.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
