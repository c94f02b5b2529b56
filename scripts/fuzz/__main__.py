"""`make fuzz`: hostile Terraform, parsed and evaluated until something breaks. Coverage-guided, by atheris.

A crash, a hang or more than 1 GB of memory is a failure: its input is shown, kept, and replayed by
`python scripts/fuzz FILE`. What was learnt is kept in the user's cache directory and begun with next time.
`--seconds N`: for so long (1800 by default). Ends with 1 where something broke, with 3 where atheris is not to be had.
"""

import argparse
import gc
import importlib.util
import resource
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from secscan.settings import cache_directory

if TYPE_CHECKING:
    from types import ModuleType

MEMORY = 1000  # MB, atheris and Python included
SECONDS = 60.0  # of CPU for one input; what meets the limits takes ten seconds, and the instruments triple that
HANGS = 600  # seconds of the clock, on a machine that does other things too
LONGEST = 30_000  # bytes of one input
SHOWN = 2_000  # of a failing one
GOALS = ("secscan.terraform", "secscan.model")


def fuzz(seconds: int, learnt: Path, found: Path) -> int:
    """In a process of its own, since a failure ends it."""
    words = [sys.executable, str(Path(__file__).parent), "--child", str(seconds), str(learnt), str(found)]
    return subprocess.run(words, check=False).returncode  # noqa: S603 - this very program


def child(seconds: str, learnt: str, found: str) -> None:
    import atheris

    with tempfile.TemporaryDirectory(prefix="secscan-fuzz-") as place:
        with atheris.instrument_imports(include=list(GOALS)):
            tree = harness()
            for files in tree.COMPOSED:  # so that what is imported when it is first needed has its instruments too
                tree.evaluate(tree.packed(files), Path(place))
        words = Path(place) / "words"
        words.write_text("".join(f'"{_escaped(word)}"\n' for word in tree.words()))
        arguments = [
            sys.argv[0],
            f"-dict={words}",
            f"-max_total_time={seconds}",
            f"-rss_limit_mb={MEMORY}",
            f"-timeout={HANGS}",
            f"-report_slow_units={HANGS}",
            f"-max_len={LONGEST}",
            f"-artifact_prefix={found}/",
            "-print_final_stats=1",
            "-verbosity=0",
            learnt,
        ]
        atheris.Setup(arguments, lambda data: one(tree, data, Path(place)))
        atheris.Fuzz()


def _escaped(word: str) -> str:
    """As libFuzzer reads its dictionaries: https://llvm.org/docs/LibFuzzer.html#dictionaries"""
    return "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else f"\\x{ord(c):02X}" for c in word)


def harness() -> "ModuleType":
    """Imported late: the code that it imports gets its instruments then."""
    import tree

    return tree


def one(tree: "ModuleType", data: bytes, place: Path) -> None:
    started = time.process_time()
    tree.evaluate(data, place)
    _tidy()
    if (took := time.process_time() - started) > SECONDS:
        raise TimeoutError(f"{took:.0f} CPU seconds for {len(data)} bytes")


def _tidy() -> None:
    """An evaluation's cycles are left to the end of the process, which for a fuzzer is far off."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    if pages * resource.getpagesize() > MEMORY * 1_000_000 // 3:
        gc.collect()


def replay(file: Path) -> int:
    started = time.process_time()
    with tempfile.TemporaryDirectory(prefix="secscan-fuzz-") as place:
        one(harness(), file.read_bytes(), Path(place))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{time.process_time() - started:.1f} CPU seconds, {peak} MB at most")
    return 0


def sow(learnt: Path) -> None:
    learnt.mkdir(parents=True, exist_ok=True)
    for seed in harness().seeds():
        if len(seed) <= LONGEST:
            (learnt / sha256(seed).hexdigest()[:40]).write_bytes(seed)


def main() -> int:
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:])
        return 0
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=1800)
    parser.add_argument("file", type=Path, nargs="?", help="evaluate this input once")
    options = parser.parse_args()
    if options.file:
        return replay(options.file)
    if importlib.util.find_spec("atheris") is None:
        print("fuzz: atheris is not installed: there is none for this system or this Python", file=sys.stderr)
        return 3
    place = cache_directory() / "fuzz"
    found = Path(tempfile.mkdtemp(prefix="found-", dir=_made(place)))
    sow(place / "learnt")
    code = fuzz(options.seconds, place / "learnt", found)
    return told(found, code)


def _made(directory: Path) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def told(found: Path, code: int) -> int:
    failures = sorted(found.iterdir())
    for file in failures:
        print(f"\nFAILED on this input; `python scripts/fuzz {file}` replays it:\n{file.read_bytes()[:SHOWN]!r}")
    if not failures:
        found.rmdir()
    if code and not failures:
        print(f"fuzz: the fuzzer itself ended with {code}", file=sys.stderr)
    return 1 if failures or code else 0


if __name__ == "__main__":
    sys.exit(main())
