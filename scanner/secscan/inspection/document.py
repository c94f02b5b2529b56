"""What `secscan inspect --json` writes: the same as the text, for programs."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from secscan.inspection.overview import by_module, kinds, unknowns
from secscan.model import Problem, Span
from secscan.terraform.chain.step import Step
from secscan.terraform.estate import Estate, Resource
from secscan.terraform.evaluate.numbers import text as number_text
from secscan.terraform.evaluate.values import UnknownPayload, Value

SCHEMA: Final = "secscan-inspect/1"
Json = dict[str, object]


def document(
    estates: Sequence[Estate],
    problems: Sequence[Problem],
    found: Sequence[tuple[Estate, Sequence[Resource]]] | None = None,
) -> Json:
    """`found`: the resources that were asked for; None for the overview."""
    if found is not None:
        return {"schema": SCHEMA, "resources": [_resource(r) for _, some in found for r in some]}
    return {
        "schema": SCHEMA,
        "roots": [_root(estate) for estate in estates],
        "problems": [_problem(problem) for problem in problems],
    }


def _root(estate: Estate) -> Json:
    modules = by_module(estate)
    return {
        "root": estate.root,
        "broken": estate.broken,
        "files": list(estate.files),
        "modules": [{"address": m, "resources": [r.address.name for r in found]} for m, found in modules.items()],
        "types": kinds(estate.resources),
        "unknown_instances": [r.address.name for r in estate.resources if r.unknown_instances],
        "unknown": unknowns(estate.resources),
    }


def _resource(resource: Resource) -> Json:
    return {
        "root": resource.address.root,
        "address": resource.address.name,
        "mode": resource.mode,
        "type": resource.type,
        "provider": resource.provider,
        "unknown_instances": resource.unknown_instances,
        **_span(resource.header),
        "calls": [{"name": call.name, **_span(call.span)} for call in resource.calls],
        "values": {name: _attribute(resource, name, value) for name, value in resource.values.items()},
    }


def _attribute(resource: Resource, name: str, value: Value) -> Json:
    """`value` has null where it is not known or sensitive; `unknown` says why, by path, `sensitive` where."""
    steps = resource.chain(name)
    return {
        "value": _plain(value),
        "unknown": dict(_unknown(value, name)),
        "sensitive": list(_sensitive(value, name)),
        **_span(resource.span_of(name)),
        "chain": [_step(step) for step in steps[1:]],
    }


def _step(step: Step) -> Json:
    return {
        "kind": step.kind,
        "label": step.label,
        "depth": step.depth,
        "chosen": step.chosen,
        "value": _plain(step.value),
        "unknown": dict(_unknown(step.value, "")),
        "sensitive": list(_sensitive(step.value, "")),
        **_span(step.span),
    }


def _plain(value: Value) -> object:
    payload = value.payload
    if value.is_secret or isinstance(payload, UnknownPayload):
        return None
    if isinstance(payload, Decimal):
        return int(payload) if payload == payload.to_integral_value() else float(number_text(payload))
    if isinstance(payload, tuple):
        return [_plain(item) for item in payload]
    return {key: _plain(item) for key, item in payload.items()} if isinstance(payload, Mapping) else payload


def _unknown(value: Value, path: str) -> Iterator[tuple[str, str]]:
    if value.is_secret:
        return
    if isinstance(value.payload, UnknownPayload):
        yield path, value.payload.reason
    for inner, item in value.inside(path):
        yield from _unknown(item, inner)


def _sensitive(value: Value, path: str) -> Iterator[str]:
    if value.is_secret:
        yield path
        return
    for inner, item in value.inside(path):
        yield from _sensitive(item, inner)


def _span(span: Span) -> Json:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _problem(problem: Problem) -> Json:
    return {
        "message": problem.message,
        "incomplete": problem.incomplete,
        "root": problem.root,
        "file": problem.file,
        "line": problem.line,
        "hint": problem.hint,
    }
