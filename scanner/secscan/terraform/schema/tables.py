"""Reads a provider's table. Decodes only what is asked for: a table has thousands of shapes, a root uses some dozens.

A table is lines of JSON. The first is an object: `provider`, `version`, and for each mode its types with the number of
the line of their block, and `versions` those of their schemas that are not 0. Each further line is a shape, once for
all who use it; lines name each other by number:

- a type: `"string"`, `["list", LINE]`, `["tuple", [LINE]]`, `["object", {NAME: LINE}]`;
- an attribute: `[LINE, FLAGS, DEFAULT]`: its type; letters of required, optional, computed, sensitive, write_only; the
  default as `[VALUE]`, `[]` where it is unknown until the resource exists, null where it could not be learnt;
- a block: `[{NAME: LINE}, {NAME: [LINE, NESTING, MIN, MAX, COMPUTED]}]`: attributes, nested blocks (`NestedSchema`).
"""

import json
from functools import cache, partial
from pathlib import Path
from typing import Final, TypeAlias

from secscan.terraform.evaluate.convert import convert
from secscan.terraform.evaluate.types import PRIMITIVES
from secscan.terraform.evaluate.values import (
    DYNAMIC,
    Collection,
    ObjectType,
    TupleType,
    Type,
    Value,
    from_json,
    unknown,
)
from secscan.terraform.schema.shapes import AttributeSchema, BlockSchema, NestedSchema

_HERE: Final = Path(__file__).resolve().parent
_Nested: TypeAlias = tuple[int, str, int, int, bool | None]


def block_of(mode: str, type_name: str) -> BlockSchema | None:
    """The schema of a type, `mode` being `managed`, `data` or `ephemeral`; None where no table has it."""
    table = _table(type_name.partition("_")[0])
    line = table.types[mode].get(type_name) if table else None
    return table.block(line) if table and line else None


def version_of(mode: str, type_name: str) -> int:
    """The version of a type's schema, as plan documents and states carry it; 0 where no table has the type."""
    table = _table(type_name.partition("_")[0])
    return table.versions[mode].get(type_name, 0) if table else 0


@cache
def _files() -> dict[str, Path]:
    """By provider: names come from the scanned tree, so they are looked up and make no path."""
    return {path.stem: path for path in _HERE.glob("*.jsonl")}


def _table(provider: str) -> "Table | None":
    return _read(provider) if provider in _files() else None


@cache
def _read(provider: str) -> "Table":
    return Table(_files()[provider].read_text(encoding="utf-8"))


class Table:
    """One provider's table, `text` its file. Each shape is decoded once."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        head = json.loads(self._lines[0])
        self.provider: str = head["provider"]
        self.version: str = head["version"]
        self.types: dict[str, dict[str, int]] = {mode: head[mode] for mode in ("managed", "data", "ephemeral")}
        self.versions: dict[str, dict[str, int]] = {mode: head["versions"].get(mode, {}) for mode in self.types}
        self._types: dict[int, Type] = {}
        self._attributes: dict[int, AttributeSchema] = {}
        self._blocks: dict[int, BlockSchema] = {}

    def block(self, line: int) -> BlockSchema:
        made = self._blocks.get(line)
        if made is None:
            attributes: dict[str, int]
            blocks: dict[str, _Nested]
            attributes, blocks = json.loads(self._lines[line])
            made = self._blocks[line] = BlockSchema(
                attributes={name: self._attribute(inner) for name, inner in attributes.items()},
                blocks={name: self._nested(*nested) for name, nested in blocks.items()},
            )
        return made

    def _nested(self, line: int, nesting: str, least: int, most: int, computed: bool | None) -> NestedSchema:
        read = partial(self.block, line)
        return NestedSchema(nesting=nesting, min_items=least, max_items=most, computed=computed, _read=read)

    def _attribute(self, line: int) -> AttributeSchema:
        made = self._attributes.get(line)
        if made is None:
            inner: int
            flags: str
            default: list[object] | None
            inner, flags, default = json.loads(self._lines[line])
            kind = self._type(inner)
            made = self._attributes[line] = AttributeSchema(
                type=kind,
                required="r" in flags,
                optional="o" in flags,
                computed="c" in flags,
                sensitive="s" in flags,
                write_only="w" in flags,
                default=None if default is None else _default(kind, default),
            )
        return made

    def _type(self, line: int) -> Type:
        made = self._types.get(line)
        if made is None:
            made = self._types[line] = self._decoded(json.loads(self._lines[line]))
        return made

    def _decoded(self, shape: str | tuple[str, int | list[int] | dict[str, int]]) -> Type:
        match shape:
            case str():
                return PRIMITIVES.get(shape, DYNAMIC)
            case [str() as kind, int() as element]:
                return Collection(kind, self._type(element))
            case ["tuple", list() as elements]:
                return TupleType(tuple(self._type(element) for element in elements))
            case ["object", dict() as attributes]:
                return ObjectType(tuple((name, self._type(inner)) for name, inner in attributes.items()))
        raise ValueError(f"not a type of a table: {shape!r}")


def _default(kind: Type, default: list[object]) -> Value:
    return convert(from_json(default[0]), kind) if default else unknown(kind)
