"""Files that `file` and `templatefile` read, as expressions of their own: what a JSON document in one holds has a place
in that file. Reads nothing that the evaluation has not read.
"""

from collections.abc import Mapping
from typing import NamedTuple

from secscan.model import Span
from secscan.terraform import syntax
from secscan.terraform.chain import template_places
from secscan.terraform.chain.bound import Bound, Part, Source
from secscan.terraform.chain.reader import Reader
from secscan.terraform.compiled import EmptyScope
from secscan.terraform.evaluate.functions.filesystem import locate
from secscan.terraform.parse import SyntaxInvalid, parse_template


class Document(NamedTuple):
    """`part`: the file as a template, in the scope that it is rendered in; `span`: where it writes what is meant."""

    path: str
    span: Span
    part: Part


def opened(node: syntax.Expression, part: Part, reader: Reader) -> Document | None:
    """The file behind a call of `file` or `templatefile`; None for any other expression."""
    if not isinstance(node, syntax.Call) or node.name.removeprefix("core::") not in ("file", "templatefile"):
        return None
    named = reader.value(node.arguments[0], part.scope) if node.arguments else None
    path = locate(named.payload, part.scope.functions) if named and isinstance(named.payload, str) else None
    lines = reader.lines(path) if path else ()
    if not path or not lines:
        return None
    key = (path, len(node.arguments) > 1)
    if key not in reader.templates:
        reader.templates[key] = _template(path, "\n".join(lines), rendered=key[1])
    template = reader.templates[key]
    span = template_places.place(template, part.steps, lines, raw=True) if part.steps else None
    first = Span(file=path, line=1, column=1, end_line=1, end_column=len(lines[0]) + 1)
    return Document(path, span or first, _inside(node, template, part, reader))


def _template(path: str, text: str, *, rendered: bool) -> syntax.Template:
    whole = Span(file=path, line=1, column=1, end_line=text.count("\n") + 1, end_column=1)
    try:
        return parse_template(text, path) if rendered else syntax.Template(parts=(text,), span=whole)
    except SyntaxInvalid:
        return syntax.Template(parts=(text,), span=whole)


def _inside(node: syntax.Call, template: syntax.Template, part: Part, reader: Reader) -> Part:
    """The template with nothing but its variables in scope."""
    scope = EmptyScope(part.scope.functions)
    given = reader.value(node.arguments[1], part.scope) if len(node.arguments) > 1 else None
    if given is None or not isinstance(given.payload, Mapping):
        return Part(template, scope, part.steps, part.chosen)
    sources = {name: Source(Part(node.arguments[1], part.scope, (name,))) for name in given.payload}
    return Part(template, Bound(given.payload, sources, scope), part.steps, part.chosen)
