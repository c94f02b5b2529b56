"""Small trees of Terraform for tests, written from text. No test itself."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from secscan.model import Problem
from secscan.sources import Sources
from secscan.terraform.configuration import Configuration, Options, read
from secscan.terraform.estate import Estate
from secscan.terraform.evaluate.values import Plain, plain


def write(top: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"))
    return top


def configuration(top: Path, files: Mapping[str, str], options: Options | None = None) -> Configuration:
    return read(Sources(write(top, files)), options or Options())


def only(found: Configuration) -> Estate:
    assert len(found.estates) == 1
    return found.estates[0]


def estate(top: Path, text: str, options: Options | None = None) -> Estate:
    """The one root `main.tf`, which must have no problem."""
    found = configuration(top, {"main.tf": text}, options)
    assert found.problems == ()
    return only(found)


def values(found: Estate, address: str) -> dict[str, Plain]:
    resource = found.at(address)
    assert resource is not None, [r.address.name for r in found.resources]
    return {name: plain(value) for name, value in resource.values.items()}


def addresses(found: Estate) -> list[str]:
    return [resource.address.name for resource in found.resources]


def said(problems: tuple[Problem, ...]) -> list[tuple[str, str, int, bool]]:
    """(message, file, line, incomplete) of each problem."""
    return [(p.message, p.file, p.line, p.incomplete) for p in problems]
