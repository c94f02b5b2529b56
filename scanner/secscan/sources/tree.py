"""What the audit reads of a repository: each file once, bounded, with its digest. Understands no content.

Everything that is asked is remembered with its answer (`questions`), so that a later run can tell whether a stored
audit still holds: asked the same, does the tree answer the same?
"""

import os
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from secscan.model import FileRecord, FileStatus
from secscan.sources import door
from secscan.sources.door import SourceProblem
from secscan.sources.search import NOT_UTF8, SUFFIXES, VARIABLES, entries, is_configuration, search

LIMIT = 1_000_000


class Sources:
    """The files under `top`, the repository. Paths are str, relative to `top`, POSIX, normalised, `.` for the top.

    `scope`: the directories to search for configuration; `exclude`: further patterns (syntax of `.gitignore`, relative
    to `top`) that prune this search, and nothing else. `limit`: the largest file, in bytes.
    """

    def __init__(
        self, top: Path, *, scope: Sequence[str] = (".",), exclude: Sequence[str] = (), limit: int = LIMIT
    ) -> None:
        self.top = Path(os.path.realpath(top))
        self.scope, self.exclude, self.limit = tuple(scope), tuple(exclude), limit
        self._bytes: dict[str, bytes] = {}
        self._problems: dict[str, SourceProblem] = {}
        self._records: dict[str, FileRecord] = {}
        self._questions: dict[tuple[str, str], str] = {}
        self._configuration: tuple[str, ...] | None = None
        self._listings: dict[tuple[str, str], tuple[str, ...]] = {}
        self._known: dict[str, str] = {}

    def configuration_directories(self) -> tuple[str, ...]:
        """The directories in scope that hold `.tf`, `.tf.json`, `.tofu` or `.tofu.json` files, sorted.

        What was left out although it holds some becomes a skipped record, what could not be searched an unparsable one.
        """
        if self._configuration is None:
            found = search(str(self.top), self.scope, self.exclude, self.limit, self._known)
            for path, reason in found.pruned:
                self.mark_skipped(path, reason)
            for path, reason in found.unreadable:
                self.mark_unparsable(path, reason)
            self._configuration = found.directories
            self._asked("configuration_directories", "", repr(found))
        return self._configuration

    def files(self, directory: str) -> tuple[str, ...]:
        """The regular files directly in `directory`, sorted; none where it is no directory of the repository.

        A name that Terraform would read is listed whatever it is (a pipe, a broken link), so that reading it says so;
        one that no output can carry is recorded as unparsable.
        """
        return self._listing("files", directory, self._is_listed)

    def directories(self, directory: str) -> tuple[str, ...]:
        """The directories directly in `directory`, sorted."""
        return self._listing("directories", directory, lambda path, _entry: self.is_directory(path))

    def is_file(self, path: str) -> bool:
        return self._exists("is_file", path, Path.is_file)

    def is_directory(self, path: str) -> bool:
        return self._exists("is_directory", path, Path.is_dir)

    def data(self, path: str) -> bytes:
        """The bytes of a file. Raises SourceProblem: not there, outside the repository, a loop of links, not a regular
        file, too large, not readable. All but the first are recorded as unparsable."""
        path = door.normalise(self._relative(path))
        if path in self._problems:
            raise self._problems[path]
        if path not in self._bytes:
            self._bytes[path] = self._read(path)
        return self._bytes[path]

    def text(self, path: str) -> str:
        """A file as text, its byte order mark left out. Raises SourceProblem as `data`, and for binary or not UTF-8."""
        content = self.data(path)
        path = door.normalise(self._relative(path))
        try:
            return door.decode(path, content)
        except SourceProblem as problem:
            self.mark_unparsable(path, problem.message)
            raise

    def mark_unparsable(self, path: str, reason: str, line: int = 0) -> None:
        """`path` should have been understood and could not be. The first reason stays."""
        old = self._records.get(path)
        if old is None or old.status is not FileStatus.UNPARSABLE:
            digest = old.sha256 if old else ""
            self._records[path] = FileRecord(
                path=path, status=FileStatus.UNPARSABLE, sha256=digest, reason=reason, line=line
            )

    def mark_skipped(self, path: str, reason: str) -> None:
        """`path` is on purpose not read; says nothing of a file that was."""
        self._records.setdefault(path, FileRecord(path=path, status=FileStatus.SKIPPED, reason=reason))

    def records(self) -> tuple[FileRecord, ...]:
        return tuple(sorted(self._records.values()))

    def questions(self) -> tuple[tuple[str, str, str], ...]:
        """Everything asked so far: (method, path, the answer's digest), sorted."""
        return tuple((kind, path, answer) for (kind, path), answer in sorted(self._questions.items()))

    def ask(self, kind: str, path: str) -> str:
        """The answer's digest to one of `questions()`, from this tree."""
        methods: dict[str, Callable[[str], object]] = {
            "configuration_directories": lambda _: self.configuration_directories(),
            "files": self.files,
            "directories": self.directories,
            "is_file": self.is_file,
            "is_directory": self.is_directory,
            "data": self.data,
        }
        try:
            methods[kind](path)
        except SourceProblem as problem:
            self._asked(kind, path, f"problem: {problem.message}")
        return self._questions[kind, path]

    def _read(self, path: str) -> bytes:
        try:
            content = door.read(str(self.top), path, self.limit, self._known)
        except SourceProblem as problem:
            self._problems[path] = problem
            self._asked("data", path, f"problem: {problem.message}")
            if not problem.missing:
                self.mark_unparsable(path, problem.message)
            raise
        digest = sha256(content).hexdigest()
        self._records[path] = FileRecord(path=path, status=FileStatus.SCANNED, sha256=digest)
        self._asked("data", path, digest)
        return content

    def _relative(self, path: str) -> str:
        return path.removeprefix(f"{self.top}/") if path.startswith("/") else path

    def _listing(self, kind: str, directory: str, wanted: Callable[[str, os.DirEntry[str]], bool]) -> tuple[str, ...]:
        if (kind, directory) not in self._listings:
            self._listings[kind, directory] = self._listed(kind, directory, wanted)
        return self._listings[kind, directory]

    def _listed(self, kind: str, directory: str, wanted: Callable[[str, os.DirEntry[str]], bool]) -> tuple[str, ...]:
        try:
            directory = door.normalise(self._relative(directory))
            found = entries(str(self.top), directory, self._known)
        except SourceProblem:
            found = []
        prefix = "" if directory == "." else directory + "/"
        paths = ((prefix + entry.name, entry) for entry in found)
        answer = tuple(path for path, entry in paths if self._nameable(path) and wanted(path, entry))
        self._asked(kind, directory, repr(answer))
        return answer

    def _nameable(self, path: str) -> bool:
        nameable = door.printable(path) == path
        if not nameable and is_configuration(path, SUFFIXES + VARIABLES):
            self.mark_unparsable(door.printable(path), NOT_UTF8)
        return nameable

    def _is_listed(self, path: str, entry: os.DirEntry[str]) -> bool:
        named_for_terraform = is_configuration(entry.name, SUFFIXES + VARIABLES)
        if entry.is_file(follow_symlinks=False):  # what most are: the listing itself has said so
            self._asked(*(("is_directory", path, "False") if named_for_terraform else ("is_file", path, "True")))
            return True
        return not self.is_directory(path) if named_for_terraform else self.is_file(path)

    def _exists(self, kind: str, path: str, test: Callable[[Path], bool]) -> bool:
        try:
            path = door.normalise(self._relative(path))
            answer = test(Path(door.resolve(str(self.top), path, self._known)))
        except SourceProblem:
            answer = False
        self._asked(kind, path, repr(answer))
        return answer

    def _asked(self, kind: str, path: str, answer: str) -> None:
        self._questions.setdefault((kind, path), sha256(answer.encode("utf-8", "backslashreplace")).hexdigest())
