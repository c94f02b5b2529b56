"""Programs built by Cargo from the lock's own Cargo.toml and Cargo.lock, which holds the digest of every crate.

Not Python's packages (registry), nor the choice between the sources (installer). Cargo has no archives or wheels to
fall back on: this is for platforms that no other source of a lock covers.
"""

import os
import shutil
from pathlib import Path
from typing import Final

from secscan.engines.provision.lock import CargoSource, Lock
from secscan.engines.provision.registry import Bench
from secscan.engines.provision.trouble import SourceError

_BUILD_SECONDS: Final = 1800.0


def program(source: CargoSource, lock: Lock, bench: Bench, target: Path) -> str:
    """Build the program of `lock` to `target/bin/`; answers which Cargo built it."""
    cargo = _cargo(bench)
    package, made = bench.room(lock.tool) / "package", bench.room(f"{lock.tool}-cargo")
    (package / "src").mkdir(parents=True, exist_ok=True)
    (package / "src" / "lib.rs").touch()
    for name in ("Cargo.toml", "Cargo.lock"):
        (package / name).write_bytes(lock.files[name])
    with bench.builds:
        bench.run(
            (*(cargo, "build", "--locked", "--release", "--quiet"), *("--package", source.crate, "--bins")),
            cwd=package,
            seconds=_BUILD_SECONDS,
            CARGO_TARGET_DIR=str(made),
        )
    binary = target / "bin" / source.binary
    binary.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(made / "release" / source.binary, binary)
    binary.chmod(0o755)
    version = bench.run((cargo, "--version"), cwd=package, seconds=60).stdout.decode(errors="replace").split()
    return f"cargo {version[1] if len(version) > 1 else 'of no version'}"


def _cargo(bench: Bench) -> str:
    for directory in bench.inherited.get("PATH", "").split(os.pathsep):
        found = Path(directory or ".") / "cargo"
        if found.is_absolute() and found.is_file() and os.access(found, os.X_OK):
            return str(found)
    raise SourceError("there is no cargo on PATH")
