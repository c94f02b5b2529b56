"""The stored runs: a report, and every question that its audit asked of the tree. Decides nothing, and can be deleted.

A stored run holds where the request is the same (engines, gate, policies, waivers, the date, secscan itself: the key)
and the tree answers every question as it did. One SQLite file in the user's cache, safe with many processes, bounded.
It is never trusted: what is damaged, foreign or in a directory that others may write is as if it were not there.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from secscan.model import Report
from secscan.sources import Sources
from secscan.store.codec import CodecError, decode, encode
from secscan.store.database import Database
from secscan.store.trees import Trees

__all__ = ["FILE", "KEPT", "LARGEST", "Questions", "Run", "Store", "Trees"]

Questions = tuple[tuple[str, str, str], ...]

FILE: Final = "runs.sqlite"
KEPT: Final = 100
SCHEMA: Final = 1
LARGEST: Final = 400_000_000  # bytes of one run before compression
_TABLE: Final = (
    "CREATE TABLE runs (key TEXT PRIMARY KEY, place TEXT NOT NULL, used INTEGER NOT NULL, "
    "digest TEXT NOT NULL, run BLOB NOT NULL)"
)
_NEXT: Final = "(SELECT coalesce(max(used), 0) + 1 FROM runs)"
_WRITE: Final = f"INSERT OR REPLACE INTO runs (key, place, used, digest, run) VALUES (?, ?, {_NEXT}, ?, ?)"  # noqa: S608 - constants
_TOUCH: Final = f"UPDATE runs SET used = {_NEXT} WHERE key = ?"  # noqa: S608 - constants
_FORGET: Final = "DELETE FROM runs WHERE key NOT IN (SELECT key FROM runs ORDER BY used DESC LIMIT ?)"
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What is stored: `questions` as in Sources.questions."""

    questions: Questions
    report: Report


@dataclass(frozen=True, kw_only=True, slots=True)
class Store:
    """The stored runs below a cache directory."""

    directory: Path

    def recall(self, key: str, sources: Sources) -> Report | None:
        """The report stored under `key`, if the tree of `sources` (fresh) answers as it did. None otherwise."""
        run = self._one("SELECT digest, run FROM runs WHERE key = ?", key)
        if run is None or any(_answer(sources, kind, path) != answer for kind, path, answer in run.questions):
            return None
        self._do(lambda database: database.execute(_TOUCH, (key,)))
        return run.report

    def latest(self, place: str) -> Report | None:
        """The report of the latest run on the repository `place`, whether or not it still holds."""
        run = self._one("SELECT digest, run FROM runs WHERE place = ? ORDER BY used DESC LIMIT 1", place)
        return run.report if run else None

    def keep(self, key: str, place: str, run: Run) -> None:
        """Stores a run, and forgets the oldest beyond `KEPT`. What cannot be stored is not: the next audit scans."""
        text = json.dumps(encode(run), ensure_ascii=True, separators=(",", ":")).encode("ascii")
        if len(text) > LARGEST:
            return
        packed = zlib.compress(text, 1)
        digest = hashlib.sha256(packed).hexdigest()

        def write(database: sqlite3.Connection) -> None:
            database.execute(_WRITE, (key, place, digest, packed))
            database.execute(_FORGET, (KEPT,))

        self._do(write)

    def _one(self, query: str, value: str) -> Run | None:
        row = self._do(lambda database: database.execute(query, (value,)).fetchone())
        return _unpacked(*row) if row else None

    def _do(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        return Database(file=self.directory / FILE, schema=(_TABLE,), version=SCHEMA).do(work)


def _unpacked(digest: object, packed: object) -> Run | None:
    """The run, None for anything that is not exactly one."""
    if not isinstance(packed, bytes) or hashlib.sha256(packed).hexdigest() != digest:
        return None
    try:
        text = zlib.decompressobj().decompress(packed, LARGEST)
        return decode(Run, json.loads(text))
    except (zlib.error, CodecError, ValueError, RecursionError):
        return None


def _answer(sources: Sources, kind: str, path: str) -> str:
    try:
        return sources.ask(kind, path)
    except KeyError:
        return ""
