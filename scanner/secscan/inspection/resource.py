"""A resource for a person: each value with its line, and under it where it came from."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from secscan.inspection import text
from secscan.model import Span
from secscan.terraform.chain.step import Kind, Step
from secscan.terraform.estate import Estate, Resource
from secscan.terraform.evaluate.values import Value

_GUTTER: Final = 6
_CHAIN: Final = 60


def resources(found: Sequence[tuple[Estate, Sequence[Resource]]]) -> Iterator[str]:
    for _, some in found:
        for resource in some:
            yield from _resource(resource)
            yield ""


def _resource(resource: Resource) -> Iterator[str]:
    place = f"{resource.header.file}:{resource.header.line}"
    yield f"{resource.address.name}"
    yield f"  {place}, in {resource.address.root}, provider {resource.provider}"
    yield from (f"  called from {call.span.file}:{call.span.line}, {call.name}" for call in reversed(resource.calls))
    if resource.unknown_instances:
        yield "  How many instances there are is not known: this one stands for all."
    if resource.after:
        yield f"  depends on {', '.join(resource.after)}"
    yield ""
    yield from _body(resource, resource.values, "", 0)


def _body(resource: Resource, values: Mapping[str, Value], path: str, depth: int) -> Iterator[str]:
    """The attributes, then the nested blocks, as Terraform's own style has them."""
    blocks = {name for name in values if resource.is_block(f"{path}{name}")}
    for name in (*(n for n in values if n not in blocks), *(n for n in values if n in blocks)):
        if name in blocks:
            yield from _blocks(resource, values[name], f"{path}{name}", depth)
        else:
            yield from _attribute(resource, values[name], f"{path}{name}", name, depth)


def _blocks(resource: Resource, value: Value, path: str, depth: int) -> Iterator[str]:
    name = path.rpartition(".")[2]
    indent = "  " * depth
    for index, block in enumerate(value.payload if isinstance(value.payload, tuple) else (value,)):
        here = f"{path}[{index}]" if isinstance(value.payload, tuple) else path
        if not isinstance(block.payload, Mapping):
            yield f"{_line(resource, here)}{indent}{name} {{ {text.one_line(block)} }}"
            continue
        yield f"{_line(resource, here)}{indent}{name} {{"
        yield from _body(resource, block.payload, f"{here}.", depth + 1)
        yield f"{' ' * _GUTTER}{indent}}}"


def _attribute(resource: Resource, value: Value, path: str, name: str, depth: int) -> Iterator[str]:
    indent = "  " * depth
    first, *rest = text.lines(value)
    yield f"{_line(resource, path)}{indent}{text.key(name)} = {first}"
    yield from (f"{' ' * _GUTTER}{indent}{row}" for row in rest)
    yield from (f"{' ' * _GUTTER}{indent}{row}" for row in chain(resource.chain(path)))


def _line(resource: Resource, path: str) -> str:
    """The number of the line that writes it, in the margin; nothing for what the provider computes."""
    span = resource.span_of(path)
    return f"{span.line:>{_GUTTER - 2}}  " if span != resource.header else " " * _GUTTER


def chain(steps: Sequence[Step]) -> Iterator[str]:
    """What gave the value, a line a step; none where it is written where it stands."""
    for step in steps[1:]:
        how = _HOW.get(step.kind, "")
        chosen = "chosen by " if step.kind is Kind.CONDITION else ""
        shown = text.one_line(step.value, _CHAIN)
        yield f"{'  ' * step.depth}<- {chosen}{step.label} = {shown}  {_place(step.span)}{how}"


def _place(span: Span) -> str:
    return f"{span.file}:{span.line}"


_HOW: Final = {
    Kind.DEFAULT: " (default)",
    Kind.ENVIRONMENT: " (environment)",
    Kind.UNSET: " (has no value)",
    Kind.MODULE: " (absent)",
}
