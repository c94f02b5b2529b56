"""Roots for the tests of plan documents, evaluated, and Terraform's own documents of them. No test itself.

`SECSCAN_RECORD=1 pytest tests/terraform/plan/test_document_truth.py -m slow` records Terraform's documents again.
"""

import json
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

from secscan.sources import Sources
from secscan.terraform.configuration import Options, read
from secscan.terraform.estate import Estate

HERE = Path(__file__).parent
ROOTS = HERE.parent / "roots"
RECORDED = HERE / "documents"

# Of every run its own: when it was, and a list in the order of Go's pointers.
_OF_A_RUN = ("timestamp", "relevant_attributes")


def estate_of(top: Path, root: str = ".", scope: str = ".") -> Estate:
    configuration = read(Sources(top, scope=(scope,)), Options())
    return next(estate for estate in configuration.estates if estate.root == root)


def written(tmp_path: Path, files: Mapping[str, str] | str) -> Estate:
    """The estate of files that are given here (of `main.tf` alone, where it is one text)."""
    for name, text in ({"main.tf": files} if isinstance(files, str) else files).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(textwrap.dedent(text))
    return estate_of(tmp_path)


def recorded(name: str) -> dict[str, object]:
    """What `terraform show -json` said of a root of `ROOTS`."""
    found: dict[str, object] = json.loads((RECORDED / f"{name}.json").read_text())
    return found


def lasting(document: Mapping[str, object]) -> dict[str, object]:
    """A document without what differs from run to run."""
    return {name: value for name, value in document.items() if name not in _OF_A_RUN}


def record(name: str, document: Mapping[str, object]) -> None:
    RECORDED.mkdir(exist_ok=True)
    (RECORDED / f"{name}.json").write_text(json.dumps(lasting(document), indent=1, sort_keys=True) + "\n")


def differences(mine: object, theirs: object, path: str = "") -> Iterator[tuple[str, object, object]]:
    """(path, what ours has, what theirs has) of every place where two documents differ."""
    if isinstance(mine, dict) and isinstance(theirs, dict):
        for name in sorted({*mine, *theirs}):
            yield from differences(mine.get(name, "absent"), theirs.get(name, "absent"), f"{path}/{name}")
    elif isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
        for number, (one, other) in enumerate(zip(mine, theirs, strict=True)):
            yield from differences(one, other, f"{path}/{number}")
    elif mine != theirs or isinstance(mine, bool) != isinstance(theirs, bool):
        yield path, mine, theirs
