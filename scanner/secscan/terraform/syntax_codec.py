"""Syntax trees as bytes, and back: what the cache keeps and what a reading process hands over. Parses nothing.

Three parts: the texts of a tree, each once, as JSON; the spans, four numbers each; the nodes, children before parents,
so that neither direction recurses however deep a tree is. One table of shapes, made from the classes of `syntax`,
serves both directions. The path is no part of it: the same text is the same tree, wherever it lies.

Never pickle: reading builds those classes and nothing else (docs/decisions/syntax-cache.md).
"""

import json
import re
import struct
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, Final, get_args

from secscan.model import Span
from secscan.terraform import syntax
from secscan.terraform.spans import span_of
from secscan.terraform.syntax import File

LAYOUT: Final = f"1 {sys.byteorder} {array('I').itemsize}"
"""Of the bytes, and of the machine, whose own numbers they are. Whoever keeps them keeps this with them."""

_HEADER: Final = struct.Struct("<II")  # bytes of the texts, of the spans
_CONSTANTS: Final = (None, False, True)


class CodecError(ValueError):
    """The bytes are not one whole tree."""


@dataclass(slots=True)
class _Writer:
    """What is written so far. `todo`: nodes, each to be written (True), or first to be taken apart."""

    texts: dict[str, int] = field(default_factory=dict)
    spans: "array[int]" = field(default_factory=lambda: array("I"))
    numbers: "array[int]" = field(default_factory=lambda: array("I"))
    todo: list[tuple[Any, bool]] = field(default_factory=list)

    def text(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))


@dataclass(slots=True)
class _Reader:
    """What is left to read. `stack`: the nodes that have no parent yet."""

    path: str
    texts: list[str]
    numbers: Iterator[int]
    spans: Iterator[Span]
    stack: list[Any]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of field: what is written of a value, how it is read, which nodes it holds (they stand before it)."""

    put: Callable[[_Writer, Any], None]
    take: Callable[[_Reader], Any]
    inner: Callable[[Any], Iterable[Any]] = lambda _value: ()


def _take_many(reader: _Reader) -> tuple[Any, ...]:
    count = next(reader.numbers)
    if not count:
        return ()
    stack = reader.stack
    taken = tuple(stack[-count:])
    if len(taken) != count:
        raise CodecError("a node of more parts than there are")
    del stack[-count:]
    return taken


def _take_pairs(reader: _Reader) -> tuple[tuple[Any, Any], ...]:
    taken = iter(_take_many(reader))
    return tuple(zip(taken, taken, strict=True))


def _put_value(writer: _Writer, value: Decimal | bool | None) -> None:
    if isinstance(value, Decimal):
        writer.numbers.append(len(_CONSTANTS) + writer.text(str(value)))
    else:
        writer.numbers.append(_CONSTANTS.index(value))


def _take_value(reader: _Reader) -> Decimal | bool | None:
    number = next(reader.numbers)
    return _CONSTANTS[number] if number < len(_CONSTANTS) else Decimal(reader.texts[number - len(_CONSTANTS)])


def _put_texts(writer: _Writer, texts: tuple[str, ...]) -> None:
    writer.numbers.append(len(texts))
    writer.numbers.extend(map(writer.text, texts))


_MANY: Final = _Kind(lambda writer, nodes: writer.numbers.append(len(nodes)), _take_many, lambda nodes: nodes)
_KINDS: Final = {
    "str": _Kind(lambda w, text: w.numbers.append(w.text(text)), lambda r: r.texts[next(r.numbers)]),
    "bool": _Kind(lambda w, flag: w.numbers.append(int(flag)), lambda r: next(r.numbers) == 1),
    "Decimal | bool | None": _Kind(_put_value, _take_value),
    "tuple[str, ...]": _Kind(_put_texts, lambda r: tuple([r.texts[next(r.numbers)] for _ in range(next(r.numbers))])),
    "Span": _Kind(
        lambda w, span: w.spans.extend((span.line, span.column, span.end_line, span.end_column)),
        lambda r: next(r.spans),
    ),
    "Expression": _Kind(lambda _writer, _node: None, lambda r: r.stack.pop(), lambda node: (node,)),
    "Expression | None": _Kind(
        lambda w, node: w.numbers.append(int(node is not None)),
        lambda r: r.stack.pop() if next(r.numbers) else None,
        lambda node: () if node is None else (node,),
    ),
    "tuple[tuple[Expression, Expression], ...]": _Kind(
        lambda w, pairs: w.numbers.append(2 * len(pairs)),
        _take_pairs,
        lambda pairs: [n for pair in pairs for n in pair],
    ),
    "tuple[Expression, ...]": _MANY,
    "tuple[TemplatePart, ...]": _MANY,
    "tuple[Attribute, ...]": _MANY,
    "tuple[Block, ...]": _MANY,
    "tuple[Comment, ...]": _MANY,
}
"""By the annotation of the field in `syntax`."""
_KINDS["Body"] = _KINDS["Expression"]
_PATH: Final = _Kind(lambda _writer, _path: None, lambda r: r.path)


@dataclass(frozen=True, slots=True)
class _Shape:
    """A class of nodes: its code among the numbers, and its fields from the last to the first, as a stack gives them
    back."""

    code: int
    kind: type
    fields: tuple[tuple[str, _Kind], ...]


def _shape(code: int, kind: type) -> _Shape:
    known = tuple((f.name, _PATH if f.name == "path" else _KINDS[_annotation(f.type)]) for f in fields(kind))
    return _Shape(code, kind, known[::-1])


def _annotation(hint: Any) -> str:
    """As it is written in `syntax`, whatever of it Python has evaluated."""
    if hint == syntax.Expression:
        return "Expression"
    return hint.__name__ if isinstance(hint, type) else re.sub(r"\w+\.(?=\w)|'", "", str(hint))


_NODES: Final = (
    *get_args(syntax.Expression),
    syntax.TemplateIf,
    syntax.TemplateFor,
    syntax.Attribute,
    syntax.Block,
    syntax.Body,
    syntax.Comment,
    syntax.File,
)
_TEXT: Final = 0  # the code of a part of a template that is text
_SHAPES: Final[dict[type, _Shape]] = {kind: _shape(code, kind) for code, kind in enumerate(_NODES, 1)}


def encode(file: File) -> bytes:
    writer = _Writer(todo=[(file, False)])
    numbers, todo = writer.numbers, writer.todo
    while todo:
        node, ready = todo.pop()
        if isinstance(node, str):
            numbers.extend((_TEXT, writer.text(node)))
        elif ready:
            shape = _SHAPES[type(node)]
            numbers.append(shape.code)
            for name, kind in shape.fields:
                kind.put(writer, getattr(node, name))
        else:
            todo.append((node, True))
            for name, kind in _SHAPES[type(node)].fields:
                todo.extend((inner, False) for inner in reversed(tuple(kind.inner(getattr(node, name)))))
    texts = json.dumps(list(writer.texts), separators=(",", ":")).encode("ascii")
    spans = writer.spans.tobytes()
    return b"".join((_HEADER.pack(len(texts), len(spans)), texts, spans, numbers.tobytes()))


def decode(data: bytes, path: str) -> File:
    """The tree of the file at `path`. Raises CodecError."""
    try:
        reader = _opened(data, path)
        _build(reader)
    except (ValueError, LookupError, TypeError, ArithmeticError, StopIteration, RecursionError) as error:
        raise CodecError(f"no tree: {error!r}") from error
    (file, *others) = reader.stack or (None,)
    if others or not isinstance(file, File):
        raise CodecError("not one whole tree")
    return file


def _opened(data: bytes, path: str) -> _Reader:
    if len(data) < _HEADER.size:
        raise CodecError("too short for a tree")
    texts, spans = (_HEADER.size + size for size in _HEADER.unpack_from(data))
    spans += texts - _HEADER.size
    places, numbers = array("I"), array("I")
    places.frombytes(data[texts:spans])
    numbers.frombytes(data[spans:])
    return _Reader(
        path=path,
        texts=json.loads(data[_HEADER.size : texts]),
        numbers=iter(numbers.tolist()),
        spans=_spans(path, places.tolist()),
        stack=[],
    )


def _spans(path: str, numbers: list[int]) -> Iterator[Span]:
    places = iter(numbers)
    for line, column, end_line, end_column in zip(places, places, places, places, strict=True):
        yield span_of(path, line, column, end_line, end_column)


def _put_into(kind: type, name: str) -> Callable[[Any, Any], None]:
    """Sets a slot of a frozen object that is being made: what its own `__init__` does, in a third of the time."""
    put: Callable[[Any, Any], None] = getattr(kind, name).__set__
    return put


_BUILDERS: Final = {
    shape.code: (shape.kind, tuple((_put_into(shape.kind, name), kind.take) for name, kind in shape.fields))
    for shape in _SHAPES.values()
}


def _build(reader: _Reader) -> None:
    stack, new = reader.stack, object.__new__
    for code in reader.numbers:
        if code == _TEXT:
            stack.append(reader.texts[next(reader.numbers)])
            continue
        kind, steps = _BUILDERS[code]
        node: Any = new(kind)
        for put, take in steps:
            put(node, take(reader))
        stack.append(node)
