"""`make corpus`: reads and evaluates public Terraform, and says where we differ from Terraform and from tfparse.

Ends with 1 where a valid file is refused, an invalid one is accepted, an instance is lost, or anything crashes or
hangs; with 3 where the corpus cannot be had. `--sample N`: N files and N roots of each module, the same each time.
"""

import argparse
import random
import shutil
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import fetch
import instances
import verdicts

from secscan.sources import Sources
from secscan.terraform.configuration import Options, read

SEED = 20250101
SECONDS = 600  # for the evaluation of one module's roots; the largest takes a few
T = TypeVar("T")


def sampled(things: Sequence[T], size: int) -> list[T]:
    things = list(things)
    if size and len(things) > size:
        return random.Random(SEED).sample(things, size)  # noqa: S311 - the same sample each time, no secret
    return things


def judged(top: Path, size: int, damage: int, terraform: str) -> list[str]:
    texts = sampled(list(verdicts.files(top)), size)
    found, refused = verdicts.differences(texts, terraform)
    print(f"  {len(texts)} files, {refused} of them invalid: {len(found)} verdicts differ", flush=True)
    for seed in range(1, damage + 1):
        broken = list(verdicts.damaged(texts, seed))
        differing, refused = verdicts.differences(broken, terraform)
        print(f"  {len(broken)} damaged files, {refused} of them invalid: {len(differing)} verdicts differ", flush=True)
        found += differing
    return found


def evaluated(top: Path, size: int) -> list[str]:
    """Everything, or the roots in a sample of the directories; a crash or a hang flies."""
    signal.alarm(SECONDS)
    started = time.process_time()
    roots: tuple[str, ...] = ()
    if size:
        roots = tuple(sampled([estate.root for estate in read(Sources(top), Options()).estates], size))
    configuration = read(Sources(top), Options(roots=roots))
    took = time.process_time() - started
    signal.alarm(0)
    known = sum(len(estate.resources) for estate in configuration.estates)
    print(f"  {len(configuration.estates)} roots, {known} instances, {took:.1f} CPU seconds", flush=True)
    lost, compared = instances.lost(configuration, top)
    print(f"  {compared} instances of tfparse's compared: {len(lost)} lost", flush=True)
    return lost


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=0, metavar="N")
    parser.add_argument("--damage", type=int, default=1, metavar="TIMES", help="judge each file damaged, so many times")
    options = parser.parse_args()
    terraform = shutil.which("terraform")
    try:
        places = fetch.fetched()
    except fetch.UnreachableError as error:
        print(f"corpus: {error}", file=sys.stderr)
        return 3
    if terraform is None:
        print("corpus: Terraform is not installed: its verdict is the truth", file=sys.stderr)
        return 3
    wrong = []
    for name, top in places.items():
        print(name, flush=True)
        found = judged(top, options.sample, options.damage, terraform) + evaluated(top, options.sample)
        for line in found:
            print(f"WRONG {line}", flush=True)
        wrong += found
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
