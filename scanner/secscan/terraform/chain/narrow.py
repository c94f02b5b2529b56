"""The narrowest place, from one expression on, of what stands at a path in its value: into objects, tuples, the chosen
arm, the argument that was taken. Follows no reference.
"""

from typing import NamedTuple

from secscan.model import Span
from secscan.terraform import syntax
from secscan.terraform.chain import template_places
from secscan.terraform.chain.bound import Part
from secscan.terraform.chain.places import bare, member
from secscan.terraform.chain.select import Reader, sources


class Reached(NamedTuple):
    """`exact`: the place writes just what is at the path, no more."""

    span: Span
    exact: bool


def narrow(part: Part, span: Span, reader: Reader) -> Reached:
    """`span`: that of the whole, such as an attribute's."""
    node = bare(part.expression)
    if not part.steps:
        return Reached(span, exact=True)
    if isinstance(node, syntax.Template) and not node.wrapped:
        found = template_places.place(node, part.steps, reader.lines(node.span.file))
        return Reached(found, exact=True) if found else Reached(span, exact=False)
    inner = member(node, part.steps[0], reader.look(part.scope))
    if inner is not None:
        return narrow(part._replace(expression=inner[0], steps=part.steps[1:]), inner[1], reader)
    taken = [found for found in sources(part, reader) if not found.chosen] if _chooses(node) else []
    if len(taken) == 1:
        reached = narrow(taken[0], taken[0].expression.span, reader)
        if reached.exact and taken[0].steps:
            return reached
    return Reached(span, exact=False)


def _chooses(node: syntax.Expression) -> bool:
    return isinstance(node, (syntax.Conditional, syntax.Call, syntax.ForTuple, syntax.ForObject))
