"""Writes the plan document of every root that engines get, once, beside the staged copy. Decides nothing in it.

Not into the copy: KICS takes every plan document in a tree for one to scan.
"""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from secscan.terraform.configuration import with_deep_stack
from secscan.terraform.estate import Estate
from secscan.terraform.plan import EngineView, encode, engine_view


@dataclass(frozen=True, kw_only=True, slots=True)
class StagedPlan:
    """`file` holds the document of `view`."""

    file: Path
    view: EngineView


def write_plans(estates: Iterable[Estate], directory: Path) -> dict[str, StagedPlan]:
    """By root. `directory` exists, is empty and is ours alone. Raises OSError where it cannot be written."""
    return with_deep_stack(lambda: {estate.root: _write(estate, directory) for estate in estates})


def _write(estate: Estate, directory: Path) -> StagedPlan:
    view = engine_view(estate)
    # A root's name has slashes, and may be longer than a file's name.
    file = directory / f"{hashlib.sha256(os.fsencode(estate.root)).hexdigest()[:16]}.json"
    with open(file, "xb", opener=_private) as target:
        target.write(encode(view.document))
    return StagedPlan(file=file, view=view)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)
