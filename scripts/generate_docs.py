"""`make docs`: writes the pages that are made from data, docs/rules/: from the policies, and from what the engines
answered on their cases. Measures nothing."""

import sys
from pathlib import Path

from secscan.catalogue import DIRECTORY, render
from secscan.catalogue.matrix import render_matrix
from secscan.catalogue.severities import render_severities
from secscan.catalogue.witnesses import record
from secscan.rules import load_policies

TOP = Path(__file__).resolve().parent.parent


def main() -> int:
    policies = load_policies()
    more = {
        f"{DIRECTORY}/matrix.md": render_matrix(policies, record()),
        f"{DIRECTORY}/severities.md": render_severities(),
    }
    for name, text in sorted({**render(policies), **more}.items()):
        path = TOP / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
