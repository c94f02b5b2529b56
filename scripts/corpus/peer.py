"""tfparse's word on root modules, in processes of its own: on some of them it ends its process, or does not end.

`python peer.py DIRECTORY...` prints a line of JSON for each: the directory and the addresses that it found there.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

AT_ONCE = 50  # directories for one process
SECONDS = 15  # of CPU for one process; an ordinary directory takes a tenth


def addresses(directory: str) -> list[str]:
    import tfparse

    found = tfparse.load_from_path(directory, stop_on_hcl_error=False)
    blocks = [block for blocks in found.values() if isinstance(blocks, list) for block in blocks]
    told = [block["__tfmeta"] for block in blocks if isinstance(block, dict) and "__tfmeta" in block]
    return sorted({one["path"] for one in told if one.get("type") in {"resource", "data"}})


def asked(directories: Sequence[Path]) -> dict[Path, frozenset[str]]:
    """The addresses by directory, without those on which it fails."""
    found: dict[Path, frozenset[str]] = {}
    waiting = list(directories)
    while waiting:
        share = waiting[:AT_ONCE]
        words = [sys.executable, __file__, *map(str, share)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - this very program
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        found |= {Path(directory): frozenset(names) for directory, names in answers if names is not None}
        waiting = waiting[len(answers) + (len(answers) < len(share)) :]
    return found


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    for directory in sys.argv[1:]:
        try:
            names = addresses(directory)
        except Exception:  # noqa: BLE001 - whatever it fails with, it has no word on this one
            names = None
        os.write(1, (json.dumps([directory, names]) + "\n").encode())


if __name__ == "__main__":
    main()
