"""Follows expressions from reference to reference and writes the steps down. What a reference means is `references`'.

Bounded in steps and in depth; what was followed once is not followed again, so cycles end and nothing grows with the
number of ways to it.
"""

from typing import Final

from secscan.model import Span
from secscan.terraform import syntax
from secscan.terraform.chain.bound import Bound, Part, holder_of
from secscan.terraform.chain.documents import opened
from secscan.terraform.chain.narrow import narrow
from secscan.terraform.chain.paths import Steps, at, text_of
from secscan.terraform.chain.places import bare
from secscan.terraform.chain.reader import Reader, place_of
from secscan.terraform.chain.select import sources
from secscan.terraform.chain.step import Kind, Step
from secscan.terraform.compiled import is_constant
from secscan.terraform.evaluate.iteration import SPLAT_ITEM
from secscan.terraform.evaluate.scope import Names
from secscan.terraform.evaluate.values import Value, null
from secscan.terraform.syntax import Expression

MAX_STEPS: Final = 60
MAX_DEPTH: Final = 40
_LONGEST: Final = 80
_REFERENCES: Final = (syntax.Variable, syntax.GetAttr, syntax.Index, syntax.SplatItem)


class Walk:
    """The steps found so far; `depth` is that of the next one."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.steps: list[Step] = []
        self.depth = 0
        self._seen: set[tuple[Kind, str, Span]] = set()

    def add(self, kind: Kind, label: str, span: Span, value: Value | None, *, chosen: bool = False) -> bool:
        """Writes a step down; False where it stands already, or there are enough."""
        key = (kind, label, span)
        if key in self._seen or len(self.steps) >= MAX_STEPS:
            return False
        self._seen.add(key)
        shown = null() if value is None else value
        self.steps.append(Step(kind=kind, label=label, span=span, value=shown, depth=self.depth, chosen=chosen))
        return True

    def below(self, part: Part) -> None:
        """Follows what gave the step that was written down last."""
        self.depth += 1
        self.follow(part)
        self.depth -= 1

    def follow(self, part: Part) -> None:
        """Writes down what `part` was taken from."""
        if self.depth > MAX_DEPTH or len(self.steps) >= MAX_STEPS:
            return
        node = bare(part.expression)
        if isinstance(node, _REFERENCES):
            self._reference(node, part)
            return
        document = opened(node, part, self.reader)
        if document is not None:
            value = self.reader.value(node, part.scope)
            meant = at(value, part.steps) if value is not None else None
            if self.add(Kind.DOCUMENT, document.path, document.span, meant, chosen=part.chosen):
                self.below(document.part)
            return
        for inner in sources(part, self.reader):
            if inner.chosen and not part.chosen:
                self._choice(inner)
            else:
                self.follow(inner)

    def _choice(self, part: Part) -> None:
        """What chose the value: worth a step of its own where it refers to anything that is not told yet."""
        value, span = self.reader.value(part.expression, part.scope), part.expression.span
        found, self.steps = self.steps, []
        self.depth += 1
        self.follow(part)
        self.depth -= 1
        inner, self.steps = self.steps, found
        if inner and self.add(Kind.CONDITION, self._text(span), span, value, chosen=True):
            self.steps.extend(inner[: MAX_STEPS - len(self.steps)])

    def _text(self, span: Span) -> str:
        """The source of an expression, on one line."""
        lines = list(self.reader.lines(span.file)[span.line - 1 : span.end_line])
        if not lines:
            return ""
        lines[-1] = lines[-1][: span.end_column - 1]
        lines[0] = lines[0][span.column - 1 :]
        text = " ".join(" ".join(lines).split())
        return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."

    def _reference(self, node: Expression, part: Part) -> None:
        root, steps, keys = self._row(node, part)
        if isinstance(root, syntax.SplatItem):
            self._name(SPLAT_ITEM, root.span, part._replace(steps=steps))
        elif isinstance(root, syntax.Variable):
            self._name(root.name, node.span, part._replace(steps=steps))
        else:
            self.follow(part._replace(expression=root, steps=steps))
        for key in keys:
            self._choice(Part(key, part.scope, (), True)) if not part.chosen else self.follow(
                Part(key, part.scope, (), True)
            )

    def _row(self, node: Expression, part: Part) -> tuple[Expression, Steps, list[Expression]]:
        """(what the row of names and indices begins with, the steps from there, the indices that refer to something)"""
        row: list[str | Expression] = []
        while isinstance(node := bare(node), (syntax.GetAttr, syntax.Index)):
            row.append(node.name if isinstance(node, syntax.GetAttr) else node.key)
            node = node.source
        steps: list[str | int] = []
        keys: list[Expression] = []
        for item in reversed(row):
            if isinstance(item, str):
                steps.append(item)
                continue
            value = self.reader.value(item, part.scope)
            if not is_constant(item):
                keys.append(item)
            if value is None or not value.is_known or value.is_null:
                return node, tuple(steps), keys
            steps.append(place_of(value))
        return node, (*steps, *part.steps), keys

    def _name(self, name: str, span: Span, part: Part) -> None:
        from secscan.terraform.chain.references import refer

        holder = holder_of(name, part.scope)
        if isinstance(holder, Bound):
            self._bound(holder, name, part)
        elif not isinstance(holder, Names):
            refer(self, name, span, part._replace(scope=holder) if holder is not None else part)

    def _bound(self, holder: Bound, name: str, part: Part) -> None:
        source = holder.sources.get(name)
        if source is None:
            return
        inner = source.at(part.steps)._replace(chosen=part.chosen)
        if source.kind is None:
            self.follow(inner)
            return
        value, span = at(holder.names[name], part.steps), narrow(inner, inner.expression.span, self.reader).span
        if self.add(source.kind, name + text_of(part.steps), span, value, chosen=part.chosen):
            self.below(inner)
