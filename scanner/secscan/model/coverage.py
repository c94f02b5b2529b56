"""What was looked at, and what was not: the part of the report that makes a pass worth something."""

from dataclasses import dataclass
from enum import StrEnum

from secscan.model.address import Address, Location
from secscan.model.observation import Outcome, View


class FileStatus(StrEnum):
    """`scanned`: read and parsed (or a file that a function read). `skipped`: in scope, on purpose not read (`reason`).
    `unparsable`: it should have been read and could not be; it makes the audit incomplete."""

    SCANNED = "scanned"
    SKIPPED = "skipped"
    UNPARSABLE = "unparsable"


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class FileRecord:
    """`sha256` is hex, "" where the bytes could not be read."""

    path: str
    status: FileStatus
    sha256: str = ""
    reason: str = ""
    line: int = 0


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class ResourceRecord:
    address: Address
    location: Location
    unknown_instances: bool = False


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Undecided:
    """An engine, for a rule and a resource, could say neither yes nor no. `rule` as in Finding.rule."""

    rule: str
    address: Address
    key: str
    engine: str
    view: View
    reason: str


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class RuleTally:
    """How often an engine's rule was asked and what came out; `applicable` resources only."""

    engine: str
    rule: str
    passed: int = 0
    failed: int = 0
    undecided: int = 0

    @property
    def asked(self) -> dict[Outcome, int]:
        return {Outcome.PASS: self.passed, Outcome.FAIL: self.failed, Outcome.UNDECIDED: self.undecided}


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Problem:
    """Something of the configuration that a person should know. `incomplete` problems forbid a pass (exit 3).

    `root` is the root that it costs ("" when it costs the whole audit). `hint` says what to do.
    """

    message: str
    incomplete: bool = True
    root: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    hint: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    roots: tuple[str, ...] = ()
    files: tuple[FileRecord, ...] = ()
    resources: tuple[ResourceRecord, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    tallies: tuple[RuleTally, ...] = ()
    problems: tuple[Problem, ...] = ()
