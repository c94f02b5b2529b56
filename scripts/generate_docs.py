"""`make docs`: writes the pages that are made from data: docs/rules/ from the policies. Measures nothing."""

import sys
from pathlib import Path

from secscan.catalogue import render
from secscan.rules import load_policies

TOP = Path(__file__).resolve().parent.parent


def main() -> int:
    for name, text in sorted(render(load_policies()).items()):
        path = TOP / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
