"""Texts of files to syntax trees: out of the cache where they are known, else parsed, on all cores where that pays.

Reads no file and starts no process itself: the cache and the processes are handed in (`Means`); with neither,
everything is parsed here. docs/decisions/syntax-cache.md says what is kept and when it is believed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final, Protocol

from secscan.terraform.processes import Program, Tree, parse_all
from secscan.terraform.syntax_codec import LAYOUT, CodecError, decode, encode

__all__ = ["ALONE", "Means", "Program", "Tree", "Trees", "read_trees"]


class Trees(Protocol):
    """Keeps bytes by key, for as long as it likes. It answers what was kept under that very key, whole, or nothing."""

    def recall(self, keys: Sequence[str]) -> Mapping[str, bytes]: ...

    def keep(self, entries: Mapping[str, bytes]) -> None: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Means:
    """What reading may use beside this thread. `processes`: how many parse at a time, this one included."""

    trees: Trees | None = None
    program: Program | None = None
    processes: int = 1


ALONE: Final = Means()


def read_trees(texts: Mapping[str, str], means: Means = ALONE) -> dict[str, Tree]:
    """The tree of every text, by its path; raises nothing for any text. A text with problems is never kept: it is read
    again, since what was too deep or too large for one process need not be for another."""
    if means.trees is None or not texts:
        return parse_all(texts, means.program, means.processes)[0]
    keys = {path: key_of(text, path) for path, text in texts.items()}
    found = _recalled(keys, means.trees)
    missing = {path: text for path, text in texts.items() if path not in found}
    if not missing:
        return found
    parsed, entries = parse_all(missing, means.program, means.processes)
    for path, tree in parsed.items():
        if path not in entries and not isinstance(tree, tuple):
            entries[path] = encode(tree)
    if entries:
        means.trees.keep({keys[path]: entry for path, entry in entries.items()})
    return found | parsed


def key_of(text: str, path: str) -> str:
    """Of a text, the kind of file that it is, and all that makes a tree of it; of nothing that surrounds it, so that
    nobody can plant a tree for a text that is not his own."""
    kind = next((end for end in (".tfvars.json", ".json") if path.endswith(end)), "")
    return sha256(f"{recipe()}{kind}\n".encode() + text.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=1)
def recipe() -> str:
    """A digest of python-hcl2's grammar, of our code that reads, and of the form of the bytes."""
    from secscan.terraform.hcl.grammar_text import grammar_text

    here = Path(__file__).parent
    digest = sha256(f"{LAYOUT}\n{grammar_text()}".encode())
    for file in (
        *sorted(here.glob("hcl/*.py")),
        *(here / f"{name}.py" for name in ("parse", "spans", "syntax", "syntax_codec")),
    ):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _recalled(keys: Mapping[str, str], trees: Trees) -> dict[str, Tree]:
    entries = trees.recall(sorted(set(keys.values())))
    found: dict[str, Tree] = {}
    for path, key in keys.items():
        if (entry := entries.get(key)) is not None:
            try:
                found[path] = decode(entry, path)
            except CodecError:
                continue  # damage that its digest does not tell: read afresh, and kept afresh
    return found
