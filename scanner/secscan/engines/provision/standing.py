"""How a tool stands: installed, missing, damaged, and what to do about it. Installs nothing."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from secscan.engines.provision import cache, manifest
from secscan.engines.provision.lock import Lock


class State(StrEnum):
    """`present`: installed by the manifest, its files not looked at. `verified`: every file is as installed."""

    PRESENT = "present"
    VERIFIED = "verified"
    INSTALLED = "installed"
    MISSING = "missing"
    DAMAGED = "damaged"
    FAILED = "failed"

    @property
    def usable(self) -> bool:
        return self in {State.PRESENT, State.VERIFIED, State.INSTALLED}


@dataclass(frozen=True, kw_only=True, slots=True)
class Tool:
    """One tool and how it stands. `source` says what it was made by, `size` is in bytes, `seconds` what an install
    took, `problem` what is wrong and what to do."""

    name: str
    engine: str
    title: str
    version: str
    state: State
    place: Path
    source: str = ""
    size: int = 0
    seconds: float = 0.0
    problem: str = ""


def present(lock: Lock, directory: Path) -> Tool:
    """The tool by its manifest alone."""
    record = _record(lock, directory)
    if record is None:
        missing = f"{lock.title} {lock.version} is not installed: run `secscan engines install`"
        return tool(lock, directory, State.MISSING, problem=missing)
    return tool(lock, directory, State.PRESENT, record=record)


def verified(lock: Lock, directory: Path) -> Tool:
    """The tool as its files say. An environment whose Python has gone is damaged too."""
    record = _record(lock, directory)
    if record is None:
        return present(lock, directory)
    place = cache.place(directory, lock)
    try:
        wrong = manifest.differences(place, record)
    except OSError as problem:
        wrong = (str(problem),)
    links = (name for name, digest in record.files.items() if digest.startswith("->"))
    every = wrong or tuple(f"{name} leads nowhere" for name in links if not (place / name).exists())
    if not every:
        return tool(lock, directory, State.VERIFIED, record=record)
    told = f"{lock.title} {lock.version} is not as it was installed ({every[0]}; {len(every)} in all)"
    return tool(lock, directory, State.DAMAGED, problem=f"{told}: run `secscan engines install`")


def _record(lock: Lock, directory: Path) -> manifest.Manifest | None:
    record = manifest.read(cache.place(directory, lock))
    return record if record and record.lock == lock.digest else None


def tool(
    lock: Lock,
    directory: Path,
    state: State,
    *,
    record: manifest.Manifest | None = None,
    seconds: float = 0.0,
    problem: str = "",
) -> Tool:
    return Tool(
        name=lock.tool,
        engine=lock.engine,
        title=lock.title,
        version=lock.version,
        state=state,
        place=cache.place(directory, lock),
        source=record.source if record else "",
        size=record.size if record else 0,
        seconds=seconds,
        problem=problem,
    )
