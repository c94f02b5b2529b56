"""Whether an instance of the corpus is lost: our estates against the blocks that are written, and against tfparse.

No truth, two independent counts. A block without `count` and `for_each` has exactly one instance in a root module, by
Terraform's own rules; python-hcl2 says which blocks there are. tfparse evaluates modules, `count` and `for_each` too;
where it knows an instance, we know it, or an instance `[*]` that stands for it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import hcl2
import peer

from secscan.terraform.configuration import Configuration
from secscan.terraform.estate import Estate

Lost = list[str]


def lost(configuration: Configuration, top: Path) -> tuple[Lost, int]:
    """(what is lost and not said to be, a line each; how many of tfparse's instances were compared)"""
    whole = [estate for estate in configuration.estates if not estate.broken]
    found = [line for estate in whole for line in _unwritten(estate, top)]
    theirs = peer.asked([top / estate.root for estate in whole])
    for estate in whole:
        missing = _missing(estate, theirs.get(top / estate.root, frozenset()))
        found += [f"{estate.root}: {address} is there for tfparse" for address in missing]
    return found, sum(map(len, theirs.values()))


def _unwritten(estate: Estate, top: Path) -> Iterator[str]:
    """Blocks of the root module that have to be one instance each, and are not."""
    present = {resource.address.name for resource in estate.resources}
    for path in estate.files:
        if path.endswith(".tf") and str(Path(path).parent) == estate.root:
            for address in _single(top / path):
                if address not in present:
                    yield f"{estate.root}: {address} is written in {path}"


def _single(path: Path) -> Iterator[str]:
    try:
        document = hcl2.loads(path.read_text(encoding="utf-8-sig"))
    except Exception:  # noqa: BLE001 - python-hcl2 refuses some valid files, in many ways
        return
    for kind, prefix in (("resource", ""), ("data", "data.")):
        for block in document.get(kind, []):
            for type_, name, body in _labelled(block):
                if not {"count", "for_each"} & body.keys():
                    yield f"{prefix}{type_}.{name}".replace('"', "")


def _labelled(block: object) -> Iterator[tuple[str, str, dict[str, object]]]:
    """(type, name, body); none where the block has not two labels."""
    for type_, named in block.items() if isinstance(block, dict) else ():
        for name, body in named.items() if isinstance(named, dict) else ():
            if isinstance(body, dict):
                yield type_, name, body


def _missing(estate: Estate, theirs: frozenset[str]) -> list[str]:
    ours = {resource.address.name for resource in estate.resources}
    standing = [re.compile(re.escape(a).replace(r"\[\*\]", r"(\[.*?\])?")) for a in ours if "[*]" in a]
    missing = (a for a in theirs - ours if not any(pattern.fullmatch(a) for pattern in standing))
    return sorted(address for address in missing if not _is_said(estate, address))


def _is_said(estate: Estate, address: str) -> bool:
    """A problem of the root names the module that is absent, or says that something is declared twice: then each of us
    takes another of the two, which may be the block itself or what its keys are made of."""
    said = [problem.message for problem in estate.problems if problem.incomplete]
    steps = _without_keys(address).split(".")
    absent = {f'odule "{steps[at + 1]}"' for at, step in enumerate(steps[:-1]) if step == "module"}
    if any(name in message for name in absent for message in said):
        return True
    twice = [message for message in said if "is declared twice" in message]
    known = {_without_keys(resource.address.name) for resource in estate.resources}
    return bool(twice) and _without_keys(address) in known


def _without_keys(address: str) -> str:
    return re.sub(r"\[[^]]*\]", "", address)
