"""A JSON reader that keeps places: RFC 8259, strictly, with bounded depth. Knows nothing of Terraform."""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NoReturn

from secscan.model import Span
from secscan.terraform.syntax import SyntaxInvalid, SyntaxProblem

MAX_DEPTH: Final = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Scalar:
    """`offsets`, where the string has escapes: for each character of `value`, and its end, the offset in the text
    between the quotes."""

    value: str | Decimal | bool | None
    span: Span
    offsets: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """`key_span` is the quoted name, `name_span` what is between the quotes."""

    name: str
    value: "Node"
    key_span: Span
    name_span: Span
    offsets: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Object:
    members: tuple[Member, ...]
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Array:
    items: tuple["Node", ...]
    span: Span


Node = Scalar | Object | Array

_SPACE = re.compile(r"[ \t\r\n]*+")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]++|\\.)*+"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]{1,4}+)?")
_WORD = re.compile(r"[A-Za-z]++")
_ESCAPED = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)|.", re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONSTANTS: Final = {"true": True, "false": False, "null": None}


def read_json(text: str, path: str) -> Node:
    """The one value that the text holds. Raises SyntaxInvalid at the first thing that is no JSON."""
    reader = _Reader(text.removeprefix("\ufeff"), path)
    node = reader.value(0)
    reader.space()
    if reader.position < len(reader.text):
        reader.fail("expected the end of the file")
    return node


class _Reader:
    """A position in a text. Methods step over what they return."""

    __slots__ = ("line", "origin", "path", "position", "text")

    def __init__(self, text: str, path: str) -> None:
        self.text, self.path = text, path
        self.position, self.line, self.origin = 0, 1, 0

    def space(self) -> str:
        """Skip white space; the next character, "" at the end."""
        found = _SPACE.match(self.text, self.position)
        end = found.end() if found else self.position
        if newlines := self.text.count("\n", self.position, end):
            self.line += newlines
            self.origin = self.text.rfind("\n", 0, end) + 1
        self.position = end
        return self.text[end : end + 1]

    def span(self, line: int, column: int) -> Span:
        end = self.position - self.origin + 1
        return Span(file=self.path, line=line, column=column, end_line=self.line, end_column=end)

    def place(self) -> tuple[int, int]:
        return self.line, self.position - self.origin + 1

    def fail(self, message: str) -> NoReturn:
        line, column = self.place()
        found = repr(self.text[self.position]) if self.position < len(self.text) else "the end of the file"
        span = Span(file=self.path, line=line, column=column, end_line=line, end_column=column + 1)
        raise SyntaxInvalid(SyntaxProblem(message=f"{message}, found {found}", span=span))

    def value(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            self.fail(f"nested more than {MAX_DEPTH} levels deep, which secscan does not read")
        character = self.space()
        if character == "{":
            return self.object(depth)
        if character == "[":
            return self.array(depth)
        return self.string() if character == '"' else self.scalar()

    def object(self, depth: int) -> Object:
        place, members = self.place(), []
        self.position += 1
        if self.space() != "}":
            members.append(self.member(depth))
            while self.space() == ",":
                self.position += 1
                members.append(self.member(depth))
        self.close("}")
        return Object(members=tuple(members), span=self.span(*place))

    def array(self, depth: int) -> Array:
        place, items = self.place(), []
        self.position += 1
        if self.space() != "]":
            items.append(self.value(depth + 1))
            while self.space() == ",":
                self.position += 1
                items.append(self.value(depth + 1))
        self.close("]")
        return Array(items=tuple(items), span=self.span(*place))

    def close(self, closer: str) -> None:
        if self.space() != closer:
            self.fail(f'expected a comma or a closing "{closer}"')
        self.position += 1

    def member(self, depth: int) -> Member:
        if self.space() != '"':
            self.fail("expected a name in double quotes")
        key = self.string()
        if self.space() != ":":
            self.fail('expected ":" after the name')
        self.position += 1
        name = Span(
            file=self.path,
            line=key.span.line,
            column=key.span.column + 1,
            end_line=key.span.line,
            end_column=key.span.end_column - 1,
        )
        value = self.value(depth + 1)
        return Member(name=str(key.value), value=value, key_span=key.span, name_span=name, offsets=key.offsets)

    def string(self) -> Scalar:
        place, found = self.place(), _STRING.match(self.text, self.position)
        if found is None:
            self.fail("the string has no closing quote on its line, or holds a control character; it begins here")
        raw = found.group()
        try:
            value = json.loads(raw)
        except ValueError:
            self.fail("the string holds a wrong escape sequence; it begins here")
        self.position = found.end()
        span = self.span(*place)
        if "\\" not in raw:
            return Scalar(value=value, span=span)
        offsets = tuple(part.start() for part in _ESCAPED.finditer(raw[1:-1]))
        return Scalar(value=_SURROGATE.sub("\ufffd", value), span=span, offsets=(*offsets, len(raw) - 2))

    def scalar(self) -> Scalar:
        place = self.place()
        if found := _NUMBER.match(self.text, self.position):
            self.position = found.end()
            return Scalar(value=Decimal(found.group()), span=self.span(*place))
        found = _WORD.match(self.text, self.position)
        if found is None or found.group() not in _CONSTANTS:
            self.fail("expected a value")
        self.position = found.end()
        return Scalar(value=_CONSTANTS[found.group()], span=self.span(*place))
