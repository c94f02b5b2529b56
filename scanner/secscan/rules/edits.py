"""Small wrong changes to a case: one attribute, block or document's key dropped or given another value, as text.

An edit replaces one span of one file, so that what is read afterwards is Terraform like any other: what the provider's
schema asks for is not dropped. Only what a policy reads is touched: the rest cannot matter to it. Evaluates nothing and
judges nothing (`mutations`).
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from secscan.model import Span
from secscan.rules.language import Operand, Path, Policy, Related, Scalar, Test
from secscan.rules.parts import nodes
from secscan.terraform.schema import BlockSchema, block_of
from secscan.terraform.syntax import (
    Attribute,
    Block,
    Body,
    Call,
    Expression,
    File,
    Literal,
    ObjectExpr,
    Parenthesised,
    Template,
    TupleExpr,
)

_STATEMENTS: Final = "aws_iam_policy_document"
_COMMA: Final = re.compile(r"\s*,")
_MOST_VALUES: Final = 3


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Edit:
    """`text` stands in the place of `start` to `end` (offsets in the characters of `file`). `attribute`: the name of
    what was changed; `says` tells a person how, `line` where."""

    file: str
    start: int
    end: int
    text: str
    line: int
    attribute: str
    says: str

    def apply(self, content: str) -> str:
        return content[: self.start] + self.text + content[self.end :]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reads:
    """What a policy reads: resource types, names of attributes and keys (case folded, at any depth), and the values
    that it compares each with."""

    judged: frozenset[str]
    related: frozenset[str]
    names: frozenset[str]
    operands: Mapping[str, tuple[Scalar, ...]]


def reads_of(policy: Policy) -> Reads:
    related: set[str] = set()
    names: set[str] = set()
    operands: dict[str, dict[Scalar, None]] = defaultdict(dict)
    for node in nodes(policy):
        if isinstance(node, Path):
            names.update(step.casefold() for step in node.steps if isinstance(step, str))
        elif isinstance(node, Related):
            related.update(node.types)
        elif isinstance(node, Test):
            for path in node.paths:
                last = next((step for step in reversed(path.steps) if isinstance(step, str)), "")
                operands[last.casefold()].update(dict.fromkeys(_scalars(node.operand)))
    return Reads(
        judged=frozenset(policy.resources),
        related=frozenset(related - set(policy.resources)),
        names=frozenset(names),
        operands={name: tuple(found) for name, found in operands.items()},
    )


def _scalars(operand: Operand) -> tuple[Scalar, ...]:
    if isinstance(operand, tuple):
        return operand
    return () if operand is None or isinstance(operand, Path) else (operand,)


def edits(file: File, content: str, reads: Reads) -> Iterator[Edit]:
    """Every edit of one file, in its order."""
    text = _Text(file.path, content)
    for block in file.body.blocks:
        if block.type not in {"resource", "data"} or len(block.labels) != 2:
            continue
        kind = block.labels[0]
        if kind in reads.related and block.type == "resource":
            yield text.drop(block.span, kind, f"without {kind}.{block.labels[1]}")
        if kind in reads.judged | reads.related or kind == _STATEMENTS:
            mode = "data" if block.type == "data" else "managed"
            walk = _Walk(text, reads, everything=kind == _STATEMENTS)
            yield from walk.body(block.body, f"{kind}.{block.labels[1]}", block_of(mode, kind))


class _Text:
    """A file's text, by spans."""

    def __init__(self, path: str, content: str) -> None:
        self.path, self.content = path, content
        self.starts = [0, *(found.end() for found in re.finditer("\n", content))]

    def range(self, span: Span) -> tuple[int, int]:
        return (
            self.starts[span.line - 1] + span.column - 1,
            self.starts[span.end_line - 1] + span.end_column - 1,
        )

    def drop(self, span: Span, name: str, says: str, *, item: bool = False) -> Edit:
        """`item`: what separates it from the next one goes too."""
        start, end = self.range(span)
        comma = _COMMA.match(self.content, end) if item else None
        return self._edit(span, (start, comma.end() if comma else end), "", (name, says))

    def put(self, span: Span, text: str, name: str, says: str) -> Edit:
        return self._edit(span, self.range(span), text, (name, says))

    def _edit(self, span: Span, place: tuple[int, int], text: str, words: tuple[str, str]) -> Edit:
        (start, end), (name, says) = place, words
        return Edit(file=self.path, start=start, end=end, text=text, line=span.line, attribute=name, says=says)


@dataclass(frozen=True, slots=True)
class _Walk:
    text: _Text
    reads: Reads
    everything: bool

    def wanted(self, name: str) -> bool:
        return self.everything or name.casefold() in self.reads.names

    def body(self, body: Body, at: str, schema: BlockSchema | None) -> Iterator[Edit]:
        for attribute in body.attributes:
            if self.wanted(attribute.name):
                known = schema.attributes.get(attribute.name) if schema else None
                yield from self.attribute(attribute, at, required=known is not None and known.required)
        for block in body.blocks:
            yield from self.block(block, at, schema)

    def attribute(self, attribute: Attribute, at: str, *, required: bool) -> Iterator[Edit]:
        place = f"{at}.{attribute.name}"
        if not required:
            yield self.text.drop(attribute.span, attribute.name, f"without {place}")
        yield from self.value(attribute.value, attribute.name, place)

    def block(self, block: Block, at: str, schema: BlockSchema | None) -> Iterator[Edit]:
        if block.type == "dynamic" and block.labels:
            name, bodies = block.labels[0], [inner.body for inner in block.body.blocks if inner.type == "content"]
        else:
            name, bodies = block.type, [block.body]
        if not self.wanted(name):
            return
        nested = schema.blocks.get(name) if schema else None
        if nested is None or nested.min_items == 0:
            yield self.text.drop(block.span, name, f"without {at}.{name}")
        for body in bodies:
            yield from self.body(body, f"{at}.{name}", schema.inside(name) if schema else None)

    def value(self, value: Expression, name: str, place: str) -> Iterator[Edit]:
        """Other values for one that is written down; what is inside of a document's."""
        match value:
            case Literal() | Template():
                for other in _others(value, self.reads.operands.get(name.casefold(), ())):
                    yield self.text.put(value.span, other, name, f"with {place} = {other}")
            case Parenthesised():
                yield from self.value(value.inner, name, place)
            case Call():
                for argument in value.arguments:
                    if isinstance(argument, (ObjectExpr, TupleExpr)):
                        yield from self.value(argument, name, place)
            case TupleExpr():
                yield from self.items(value, name, place)
            case ObjectExpr():
                yield from self.keys(value, place)
            case _:
                return

    def items(self, value: TupleExpr, name: str, place: str) -> Iterator[Edit]:
        for number, item in enumerate(value.items):
            yield self.text.drop(item.span, name, f"without {place}[{number}]", item=True)
            yield from self.value(item, name, f"{place}[{number}]")

    def keys(self, value: ObjectExpr, place: str) -> Iterator[Edit]:
        for key, item in value.items:
            name = _plain(key)
            if name is not None and self.wanted(name):
                whole = Span(
                    file=key.span.file,
                    line=key.span.line,
                    column=key.span.column,
                    end_line=item.span.end_line,
                    end_column=item.span.end_column,
                )
                yield self.text.drop(whole, name, f"without {place}.{name}", item=True)
                yield from self.value(item, name, f"{place}.{name}")


def _plain(expression: Expression) -> str | None:
    """The text of a template without interpolation."""
    if not isinstance(expression, Template) or not all(isinstance(part, str) for part in expression.parts):
        return None
    return "".join(part for part in expression.parts if isinstance(part, str))


def _others(value: Literal | Template, operands: Iterable[Scalar]) -> Iterator[str]:
    """Further values as Terraform writes them: those that the policy names, and one that it does not."""
    if isinstance(value, Literal):
        if isinstance(value.value, bool):
            yield json.dumps(not value.value)
        elif isinstance(value.value, Decimal):
            numbers = {n for one in operands if isinstance(one, int) and not isinstance(one, bool) for n in _near(one)}
            near = sorted((abs(n - value.value), n) for n in numbers or {0} if n != value.value)
            yield from (str(n) for _, n in near[:_MOST_VALUES])
        return
    text = _plain(value)
    if text in {"true", "false"}:
        yield json.dumps("false" if text == "true" else "true")
    elif text is not None and not value.heredoc:
        named = [str(one) for one in operands if not isinstance(one, bool) and str(one) != text]
        yield from (json.dumps(one) for one in (*named[:_MOST_VALUES], f"not-{text}"))


def _near(number: int) -> tuple[int, ...]:
    return (number - 1, number, number + 1)
