"""Text of a Terraform file to our syntax tree. The door of this room: callers need nothing else of it.

Reads `.tf`, `.tofu`, `.tfvars` and their JSON twins. Every failure is a SyntaxProblem with its place; nothing else gets
out. Evaluates nothing. docs/decisions/reading-hcl.md says how python-hcl2 is used and why so.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from secscan.model import Span
from secscan.terraform.hcl.json_syntax import parse_json
from secscan.terraform.hcl.reader import read_body, read_value
from secscan.terraform.hcl.tokens import scan, scan_template
from secscan.terraform.syntax import Body, Expression, File, SyntaxInvalid, SyntaxProblem, Template

__all__ = ["SyntaxInvalid", "parse_expression", "parse_file", "parse_template"]

LIMIT: Final = 2_000_000


def parse_file(text: str, path: str) -> tuple[File, tuple[SyntaxProblem, ...]]:
    """The file and no problem, or a file of no body and its problems. Raises nothing for any text.

    `path` is relative to the repository, and tells JSON syntax by its end in `.json`.
    """
    text = text.removeprefix("\ufeff")
    everything = _whole(text, path)
    empty = File(path=path, body=Body(attributes=(), blocks=(), span=everything), comments=())
    try:
        with _bounded(text, path):
            if path.endswith(".json"):
                return parse_json(text, path, everything), ()
            tokens, comments = scan(text, path)
            body = read_body(tokens, path)
            body = Body(attributes=body.attributes, blocks=body.blocks, span=everything)
            return File(path=path, body=body, comments=comments), ()
    except SyntaxInvalid as invalid:
        return empty, invalid.problems


def parse_expression(text: str, path: str) -> Expression:
    """One expression; newlines in it mean nothing. Raises SyntaxInvalid."""
    with _bounded(text, path):
        tokens, _ = scan(text, path)
        return read_value(tokens, path)


def parse_template(text: str, path: str, *, line: int = 1, column: int = 1) -> Template:
    """A text that is all template, as templatefile reads one; it begins at that place of the file. Raises
    SyntaxInvalid."""
    with _bounded(text, path):
        value = read_value(scan_template(text, path, line, column), path)
    if not isinstance(value, Template):
        raise TypeError(f"a template read as {type(value).__name__}")
    return value


def _whole(text: str, path: str) -> Span:
    line = text.count("\n") + 1
    return Span(file=path, line=1, column=1, end_line=line, end_column=len(text) - text.rfind("\n"))


@contextmanager
def _bounded(text: str, path: str) -> Iterator[None]:
    """Nothing but SyntaxInvalid gets out; the collector rests, for a tree is all new objects and no garbage."""
    start = Span(file=path, line=1, column=1, end_line=1, end_column=1)
    if len(text) > LIMIT:
        message = f"larger than {LIMIT} characters, which secscan does not read"
        raise SyntaxInvalid(SyntaxProblem(message=message, span=start))
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    except (RecursionError, MemoryError):
        message = "nested too deeply, or too large, to be read"
        raise SyntaxInvalid(SyntaxProblem(message=message, span=start)) from None
    finally:
        if collecting:
            gc.enable()
