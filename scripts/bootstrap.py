"""Makes the repository's virtual environment from the locked requirements. Standard library alone; no engines.

`python3 scripts/bootstrap.py run` installs what `secscan` needs, `... dev` what its tests and checks need as well.
An environment that fits the locks is left alone: the second call costs a few milliseconds.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
ENVIRONMENT = TOP / ".venv"
LOCKS = {
    "run": ("requirements/runtime.txt", "requirements/build.txt"),
    "dev": ("requirements/dev.txt", "requirements/runtime.txt", "requirements/build.txt"),
}


def stamp(kind: str) -> Path:
    """The file that says: this environment was made from exactly these locks, here, with this Python."""
    digest = hashlib.sha256(f"{TOP}\0{sys.version}".encode())
    for name in (*LOCKS[kind], "pyproject.toml", "scripts/bootstrap.py"):
        digest.update((TOP / name).read_bytes())
    return ENVIRONMENT / f".made-{kind}-{digest.hexdigest()[:16]}"


def _works(python: Path) -> bool:
    """Whether an environment is there, whole enough to install into."""
    if not python.exists():
        return False
    return not subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode  # noqa: S603


def make(kind: str) -> None:
    """Raises CalledProcessError when pip fails; its own words are on stderr by then."""
    print(f"secscan: making .venv ({kind}) from the locked requirements ...", file=sys.stderr, flush=True)
    python = ENVIRONMENT / "bin" / "python"
    if not _works(python):
        venv.create(ENVIRONMENT, with_pip=True, clear=ENVIRONMENT.exists(), symlinks=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    wanted = [argument for name in LOCKS[kind] for argument in ("-r", str(TOP / name))]
    subprocess.run([*pip, "--require-hashes", *wanted], check=True)  # noqa: S603 - fixed words and our own files
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(TOP)], check=True)  # noqa: S603


def main() -> int:
    kind = sys.argv[1] if len(sys.argv) > 1 else "run"
    if kind not in LOCKS:
        print(f"usage: bootstrap.py [{'|'.join(LOCKS)}]", file=sys.stderr)
        return 2
    # What serves development serves running as well.
    if stamp("dev").exists() or stamp(kind).exists():
        return 0
    try:
        make(kind)
    except (subprocess.CalledProcessError, OSError) as trouble:
        print(f"secscan: the environment could not be made: {trouble}", file=sys.stderr)
        print(
            "secscan: it needs Python's venv and pip (Debian: apt install python3-venv) and a package index.",
            file=sys.stderr,
        )
        return 3
    for old in ENVIRONMENT.glob(".made-*"):
        old.unlink()
    stamp(kind).touch()
    return 0


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())
