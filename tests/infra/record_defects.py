"""Writes anew what is found of the planted defects, once platform, rules or engines have changed: into `defects.yaml`
what our rules find of each alone, into `planted_together.json` what each engine finds of all at once.

    .venv/bin/python tests/infra/record_defects.py            # first, each alone
    .venv/bin/python tests/infra/record_defects.py together   # then, all at once, by the engines

Read the difference before it is committed: a defect that is found elsewhere, or no longer, is seen there alone. No test
itself.
"""

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from test_planted_defects import DEFECTS, OURS, TOGETHER, TOP, Failure, failing, plant, plant_together, witnessed

FILE = Path(__file__).parent / "defects.yaml"


@contextmanager
def copied() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(TOP / "infra", Path(place) / "infra", ignore=shutil.ignore_patterns(".terraform"))
        yield Path(place)


def found(defect: dict[str, str], standing: set[Failure]) -> set[Failure]:
    with copied() as top:
        plant(top, defect)
        return failing(top).keys() - standing


def line(failure: Failure) -> str:
    rule, root, address, key = failure
    words = (rule, root.removeprefix("infra/").removeprefix("environments/"), address, *([key] if key else []))
    return f"    - '{' @ '.join(words)}'\n"


def main() -> int:
    text, standing = FILE.read_text(), set(failing(TOP))
    for defect in OURS:
        lines = "".join(sorted(line(failure) for failure in found(defect, standing)))
        pattern = rf"(- name: {re.escape(defect['name'])}\n(?:  .*\n)*?  found:\n)(?:    - .*\n)*"
        text, count = re.subn(pattern, lambda match, lines=lines: match.group(1) + lines, text)
        if count != 1:
            raise ValueError(f"{FILE}: {defect['name']} stands {count} times")
    FILE.write_text(text)
    return 0


def together() -> int:
    """Reads `defects.yaml` as the first pass left it, so it is a run of its own."""
    with copied() as top:
        planted = plant_together(top)
        answer = {"planted": len(planted), "of": len(DEFECTS), "found": witnessed(top, planted)}
    TOGETHER.write_text(json.dumps(answer, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(together() if sys.argv[1:] == ["together"] else main())
