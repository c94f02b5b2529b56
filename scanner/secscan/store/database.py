"""One SQLite file of the user's cache, opened for one piece of work at a time. Knows no table's meaning.

Made for what can be had again: no write waits for the disk (a power cut may damage the file, which is then removed),
and whatever cannot be done is `None`. No write-ahead log, which needs shared memory that network homes do not give.
"""

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class ForeignError(sqlite3.DatabaseError):
    """A database, and not ours: of another version of secscan, or made by something else."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Database:
    """`schema`: the statements that make its tables, in this form and no other. `wait`: seconds for another's turn."""

    file: Path
    schema: tuple[str, ...]
    version: int
    wait: float = 10.0

    def do(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """What `work` answers, in one transaction; None where the file cannot be used. One that is damaged or not ours
        is removed, and made anew once."""
        try:
            _make_private(self.file.parent)
            return self._done(work)
        except ForeignError:
            self._remove()
        except sqlite3.OperationalError:
            return None  # locked for long, read-only, the disk full
        except sqlite3.DatabaseError:
            self._remove()
        except OSError:
            return None
        with suppress(sqlite3.DatabaseError):
            return self._done(work)
        return None

    def _done(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with closing(sqlite3.connect(self.file, timeout=self.wait)) as database, database:
            database.execute("PRAGMA synchronous = OFF")
            self._prepare(database)
            return work(database)

    def _prepare(self, database: sqlite3.Connection) -> None:
        """The tables, where the file is new. Raises ForeignError where they are not these."""
        if self._is_prepared(database):
            return
        database.execute("BEGIN IMMEDIATE")  # another process may be about to do the same
        if not self._is_prepared(database):
            for statement in self.schema:
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {self.version}")

    def _is_prepared(self, database: sqlite3.Connection) -> bool:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        found = {sql for (sql,) in database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
        if found and (found != set(self.schema) or version != self.version):
            raise ForeignError(f"{self.file} holds other tables")
        return bool(found)

    def _remove(self) -> None:
        """With its journal, which would be played into whatever takes the file's place."""
        for name in (self.file.name, f"{self.file.name}-journal"):
            with suppress(OSError):
                (self.file.parent / name).unlink()


def _make_private(directory: Path) -> None:
    """Raises PermissionError for a directory in which somebody else could plant an entry."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = directory.stat()
    if status.st_uid != os.geteuid() or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError(f"{directory} is not ours alone")
