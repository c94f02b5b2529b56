"""Public Terraform that we did not write: Go modules that hold it, pinned by version and by go.sum's hash. Reads none.

They lie in the user's cache directory and nowhere else: other people's licences, and other people's mistakes, are no
part of this repository. Go's own client fetches them, from wherever this machine gets its Go modules.
"""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from secscan.settings import cache_directory

PINS = Path(__file__).with_name("modules.json")
CONFIGURATION = (".tf", ".tf.json", ".tfvars", ".tfvars.json")


class UnreachableError(Exception):
    """The modules cannot be had here: no Go, or nowhere to fetch them from."""


@dataclass(frozen=True, kw_only=True)
class Module:
    """One pinned module. `sum` is what go.sum says of its files (https://go.dev/ref/mod#go-sum-files)."""

    module: str
    version: str
    sum: str

    @property
    def name(self) -> str:
        return f"{self.module}@{self.version}"


def pinned() -> tuple[Module, ...]:
    return tuple(Module(**entry) for entry in json.loads(PINS.read_text(encoding="utf-8")))


def fetched() -> dict[str, Path]:
    """The directory of each module's configuration files, by module. Raises UnreachableError.

    Raises ValueError where a module is not what was pinned.
    """
    return {module.name: _laid(module, _downloaded(module)) for module in pinned()}


def _downloaded(module: Module) -> Path:
    if not shutil.which("go"):
        raise UnreachableError("Go is not installed: it fetches the modules")
    place = cache_directory() / "corpus" / "modules"
    environment = {**os.environ, "GOMODCACHE": str(place), "GOFLAGS": "-modcacherw", "GOWORK": "off"}
    words = ["go", "mod", "download", "-json", module.name]
    place.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(words, cwd=place, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    told = json.loads(done.stdout or "{}")
    if done.returncode or "Dir" not in told:
        raise UnreachableError(f"{module.name} cannot be fetched: {told.get('Error') or done.stderr.strip()}")
    if told["Sum"] != module.sum:
        raise ValueError(f"{module.name} is {told['Sum']}, pinned is {module.sum}")
    return Path(told["Dir"])


def _laid(module: Module, source: Path) -> Path:
    """A copy of what Terraform reads, alone: the rest of a module is a thousand times as many files."""
    target = cache_directory() / "corpus" / "files" / module.name.replace("/", "_")
    if target.is_dir():
        return target
    making = target.with_name(f".{target.name}-{os.getpid()}")
    for path in sorted(source.rglob("*")):
        if path.name.endswith(CONFIGURATION) and path.is_file() and not path.is_symlink():
            copy = making / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    making.rename(target)
    return target
