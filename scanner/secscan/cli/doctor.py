"""`secscan doctor`: what is there, what is missing, what to do. Repairs and installs nothing."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from secscan import __version__
from secscan.cli import audits
from secscan.errors import Exit
from secscan.settings import LEGACY, Settings, cache_directory, load


@click.command(short_help="Tell what is there, what is missing, what to do.")
@click.argument("directory", metavar="[DIR]", required=False)
def doctor(directory: str | None) -> int:
    """Tell what is there, what is missing, what to do.

    Ends with 3 where an engine that an audit of DIR requires cannot be used.
    """
    settings = load(Path(directory or "."), explicit=directory is not None)
    audits.show(_machine(settings))
    missing = []
    for name in settings.enabled:
        told, usable = _engine(name)
        required = ", required" if name in settings.required else ""
        required += f", legacy ({LEGACY[name]})" if name in LEGACY else ""
        audits.show([f"engine {name}{required}: {told}"])
        if not usable and name in settings.required:
            missing.append(name)
    if missing:
        audits.warn(f"every audit will be incomplete without {', '.join(missing)}: run `secscan engines install`")
    return Exit.INCOMPLETE if missing else Exit.PASSED


def _machine(settings: Settings) -> Iterator[str]:
    yield f"secscan {__version__}, Python {platform.python_version()} ({sys.executable})"
    yield f"repository: {settings.top}"
    yield f"configuration: {settings.file or 'none, the defaults'}"
    yield f"git: {shutil.which('git') or 'not found: `scan --changed` needs it'}"
    cache = cache_directory()
    yield f"cache: {cache}" + ("" if _writable(cache) else " cannot be written: set SECSCAN_CACHE_DIR to one that can")
    yield f"syntax cache: {_trees(cache)}"


def _trees(cache: Path) -> str:
    from secscan.store.trees import BYTES, FILE, Trees

    if not (cache / FILE).is_file():
        return "empty"
    count, size = Trees(directory=cache).size()
    return f"{cache / FILE}, {count} files, {size / 1e6:.1f} of {BYTES / 1e6:.0f} MB (may be deleted at any time)"


def _writable(directory: Path) -> bool:
    """Also where it is still to be made."""
    here = directory
    while not here.exists() and here != here.parent:
        here = here.parent
    return here.is_dir() and os.access(here, os.W_OK | os.X_OK)


def _engine(name: str) -> tuple[str, bool]:
    from secscan.engines.provision import Tools, locked_version, tools_of, verify

    found = verify(tools_of(name), Tools.here())
    if not found:
        return f"{locked_version(name)}, built in", True
    told = [
        f"{tool.title} {tool.version} {tool.state}" + (f" ({tool.problem})" if tool.problem else "") for tool in found
    ]
    return "; ".join(told), all(tool.state.usable for tool in found)
