"""What there is in each root: resources by module, what is not known and why, problems. Shows no value."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from secscan.inspection.text import not_known
from secscan.model import Problem
from secscan.terraform.estate import Estate, Resource
from secscan.terraform.evaluate.values import UnknownPayload, Value

_SHOWN: Final = 10


def overview(estates: Sequence[Estate], problems: Sequence[Problem]) -> Iterator[str]:
    for estate in estates:
        yield from _root(estate)
        yield ""
    others = [problem for problem in problems if not problem.root]
    yield from _problems(others)
    resources = sum(len(estate.resources) for estate in estates)
    yield f"{_plural(len(estates), 'root')}, {_plural(resources, 'resource')}"


def by_module(estate: Estate) -> dict[str, list[Resource]]:
    """The resources by the module instance that they are in, "" for the root itself."""
    found: dict[str, list[Resource]] = {}
    for resource in sorted(estate.resources, key=lambda r: (r.module, r.address)):
        found.setdefault(resource.module, []).append(resource)
    return found


def unknowns(resources: Sequence[Resource]) -> dict[str, int]:
    """How many values are not known, by reason, most first."""
    counted = Counter(reason for r in resources for value in r.values.values() for reason in _reasons(value))
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _reasons(value: Value) -> Iterator[str]:
    if isinstance(value.payload, UnknownPayload):
        yield value.payload.reason
    for child in value.children():
        yield from _reasons(child)


def kinds(resources: Sequence[Resource]) -> dict[str, int]:
    """How many of each type, data sources as `data.TYPE`."""
    return dict(sorted(Counter(("data." if r.mode == "data" else "") + r.type for r in resources).items()))


def _root(estate: Estate) -> Iterator[str]:
    broken = ", which could not be evaluated" if estate.broken else ""
    counts = f"{_plural(len(estate.resources), 'resource')} from {_plural(len(estate.files), 'file')}"
    yield f"{estate.root}: {counts}{broken}"
    for module, resources in by_module(estate).items():
        listed = ", ".join(f"{number} {kind}" for kind, number in kinds(resources).items())
        yield f"  {module or '(the root module)'}: {listed}"
    several = [r.address.name for r in estate.resources if r.unknown_instances]
    if several:
        yield f"  of unknown number: {', '.join(several)}"
    found = unknowns(estate.resources)
    if found:
        yield f"  values that are not known: {sum(found.values())}"
        yield from (f"    {number} {not_known(reason)}" for reason, number in list(found.items())[:_SHOWN])
        left = list(found.values())[_SHOWN:]
        if left:
            yield f"    {sum(left)} for {_plural(len(left), 'other reason')}"
    yield from (f"  {line}" for line in _problems(estate.problems))


def _problems(problems: Sequence[Problem]) -> Iterator[str]:
    if problems:
        yield f"problems: {len(problems)}"
    for problem in problems:
        place = f"{problem.file}:{problem.line}: " if problem.file else ""
        yield f"  {'incomplete' if problem.incomplete else 'note'}: {place}{problem.message}"


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
