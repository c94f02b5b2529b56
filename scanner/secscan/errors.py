"""The exception tree and the exit codes, decided once. Not for engines: an engine's trouble is an EngineRun."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of every command (docs/exit-codes.md). 3 beats 1."""

    PASSED = 0
    FINDINGS = 1
    USAGE = 2
    INCOMPLETE = 3
    INTERNAL = 4
    INTERRUPTED = 130


class SecscanError(Exception):
    """Anything that secscan says to its user instead of a traceback. `code` is the process's exit code."""

    code: Exit = Exit.INTERNAL


class UserError(SecscanError):
    """The user's: a wrong word in a file or on the command line. Says where and what to do."""

    code = Exit.USAGE

    def __init__(self, message: str, *, path: str = "", line: int = 0, column: int = 0, hint: str = "") -> None:
        place = ":".join(str(part) for part in (path, line, column) if part)
        super().__init__(f"{place}: {message}" if place else message)
        self.message, self.path, self.line, self.column, self.hint = message, path, line, column, hint


class IncompleteError(SecscanError):
    """The audit cannot say anything: nothing to scan, or what was asked for cannot be read."""

    code = Exit.INCOMPLETE
