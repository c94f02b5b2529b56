"""The syntax cache: bytes by key in one SQLite file of the user's cache. Knows neither Terraform nor what a tree is.

Safe with many processes, bounded, deletable at any time. It is never trusted: an entry is answered only where a digest
over key and bytes says that it is what was kept under that key. What cannot be had (a read-only home, a full disk,
another process that writes for long) is as if it were not there. docs/decisions/syntax-cache.md has the reasons.
"""

import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from secscan.store.database import Database

FILE: Final = "trees.sqlite"
BYTES: Final = 64_000_000
"""Of all entries together, as they are kept."""
LARGEST: Final = 100_000_000  # bytes of one entry before compression
_VERSION: Final = 1
_WAIT: Final = 2.0  # seconds; parsing again takes about as long
_AT_ONCE: Final = 500  # keys in one question
_TABLE: Final = (
    "CREATE TABLE trees (key TEXT PRIMARY KEY, used INTEGER NOT NULL, size INTEGER NOT NULL, digest BLOB NOT NULL, "
    "tree BLOB NOT NULL)"
)
_SCHEMA: Final = (_TABLE, "CREATE INDEX by_use ON trees (used, size)")
_WRITE: Final = "INSERT OR REPLACE INTO trees (key, used, size, digest, tree) VALUES (?, ?, ?, ?, ?)"
_BY_USE: Final = "SELECT used, sum(size) FROM trees GROUP BY used ORDER BY used DESC"


@dataclass(frozen=True, kw_only=True, slots=True)
class Trees:
    """The syntax cache below a cache directory. `limit`: bytes of all entries together.

    What is used goes last: entries carry the number of the latest writing before their latest use, so that reading
    writes only where somebody has written since.
    """

    directory: Path
    limit: int = BYTES

    def recall(self, keys: Sequence[str]) -> dict[str, bytes]:
        """What was kept under these keys; nothing under a key whose entry is not whole."""
        turn, rows = self._database.do(lambda database: (_turn(database), list(_rows(database, keys)))) or (0, [])
        whole = ((key, _unpacked(key, digest, packed)) for key, _, digest, packed in rows)
        found = {key: tree for key, tree in whole if tree is not None}
        old = [(turn, key) for key, used, _, _ in rows if used < turn and key in found]
        if old:
            self._database.do(lambda database: database.executemany("UPDATE trees SET used = ? WHERE key = ?", old))
        return found

    def keep(self, entries: Mapping[str, bytes]) -> None:
        """Keeps these, and forgets those not used for longest beyond the limit."""
        rows = [(key, zlib.compress(tree, 1)) for key, tree in sorted(entries.items()) if len(tree) <= LARGEST]

        def write(database: sqlite3.Connection) -> None:
            turn = _turn(database) + 1
            for key, packed in rows:
                database.execute(_WRITE, (key, turn, len(packed), _digest(key, packed), packed))
            _forget(database, self.limit)

        if rows:
            self._database.do(write)

    def size(self) -> tuple[int, int]:
        """(entries, their bytes)"""
        query = "SELECT count(*), coalesce(sum(size), 0) FROM trees"
        counted: tuple[int, int] | None = self._database.do(lambda database: database.execute(query).fetchone())
        return counted or (0, 0)

    @property
    def _database(self) -> Database:
        return Database(file=self.directory / FILE, schema=_SCHEMA, version=_VERSION, wait=_WAIT)


def _turn(database: sqlite3.Connection) -> int:
    turn: int = database.execute("SELECT coalesce(max(used), 0) FROM trees").fetchone()[0]
    return turn


def _rows(database: sqlite3.Connection, keys: Sequence[str]) -> Iterator[tuple[str, int, object, object]]:
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        query = f"SELECT key, used, digest, tree FROM trees WHERE key IN ({marks})"  # noqa: S608 - question marks
        yield from database.execute(query, some)


def _forget(database: sqlite3.Connection, limit: int) -> None:
    """The turns that were used last stay, as many as the limit has room for, the latest one always."""
    total, oldest = 0, None
    for turn, size in database.execute(_BY_USE).fetchall():
        total += size
        if oldest is not None and total > limit:
            database.execute("DELETE FROM trees WHERE used < ?", (oldest,))
            return
        oldest = turn


def _digest(key: str, packed: bytes) -> bytes:
    """Tells damage, and an entry in another's place; it is no protection against somebody who can write the file."""
    return sha256(key.encode() + packed).digest()


def _unpacked(key: object, digest: object, packed: object) -> bytes | None:
    if not isinstance(key, str) or not isinstance(packed, bytes) or _digest(key, packed) != digest:
        return None
    try:
        return zlib.decompressobj().decompress(packed, LARGEST)
    except zlib.error:
        return None
