"""`csvdecode`: RFC 4180 as Go's encoding/csv reads it, the first line naming the attributes. Not other encodings."""

import re
from collections.abc import Mapping
from typing import Final

from secscan.terraform.evaluate.errors import FunctionError
from secscan.terraform.evaluate.functions.spec import Arguments, Function, Parameter, check_count, text_of
from secscan.terraform.evaluate.scope import FunctionContext
from secscan.terraform.evaluate.values import DYNAMIC, STRING, ObjectType, Value, list_of, object_of, string

_END: Final = re.compile(r"[,\n]")


def rows(text: str) -> list[list[str]]:
    """The records of a text; blank lines are passed over. Raises FunctionError for quotes out of place."""
    text = text.replace("\r\n", "\n")
    found: list[list[str]] = []
    position = 0
    while position < len(text):
        if text[position] == "\n":
            position += 1
            continue
        row, position = _row(text, position)
        found.append(row)
        check_count(len(found))
    return found


def _row(text: str, position: int) -> tuple[list[str], int]:
    """One record and the place behind its line break."""
    fields: list[str] = []
    while True:
        field, position = (_quoted if text[position : position + 1] == '"' else _bare)(text, position)
        fields.append(field)
        if text[position : position + 1] != ",":
            return fields, position + 1
        position += 1


def _bare(text: str, position: int) -> tuple[str, int]:
    found = _END.search(text, position)
    end = found.start() if found else len(text)
    field = text[position:end]
    if '"' in field:
        raise _problem(text, position + field.index('"'), 'bare " in non-quoted-field')
    return field, end


def _quoted(text: str, position: int) -> tuple[str, int]:
    parts: list[str] = []
    start = position + 1
    while True:
        end = text.find('"', start)
        if end < 0:
            raise _problem(text, len(text), 'extraneous or missing \\" in quoted-field')
        parts.append(text[start:end])
        following = text[end + 1 : end + 2]
        if following == '"':
            parts.append('"')
            start = end + 2
        elif following in (",", "\n", ""):
            return "".join(parts), end + 1
        else:
            raise _problem(text, end, 'extraneous or missing \\" in quoted-field')


def _problem(text: str, position: int, message: str) -> FunctionError:
    line = text.count("\n", 0, position) + 1
    return FunctionError(f"CSV parse error on line {line}: {message}")


def _csvdecode(arguments: Arguments, context: FunctionContext) -> Value:
    text = text_of(arguments[0])
    context.meter.spend(len(text))
    found = rows(text)
    if not found:
        raise FunctionError("missing header line")
    header = found[0]
    if len(set(header)) < len(header):
        twice = next(name for index, name in enumerate(header) if name in header[:index])
        raise FunctionError(f'duplicate column name "{twice}"')
    check_count(len(found) * (len(header) + 1))
    for number, row in enumerate(found[1:], start=2):
        if len(row) != len(header):
            raise FunctionError(f"CSV parse error on line {number}: wrong number of fields")
    records = [object_of({n: string(c) for n, c in zip(header, row, strict=True)}) for row in found[1:]]
    return list_of(records, ObjectType(tuple((name, STRING) for name in sorted(header))))


FUNCTIONS: Final[Mapping[str, Function]] = {
    "csvdecode": Function((Parameter("str", STRING),), lambda _: DYNAMIC, _csvdecode),
}
