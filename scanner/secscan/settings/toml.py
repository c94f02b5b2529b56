"""`[tool.secscan]` of a pyproject.toml as the same nodes, with lines, that YAML becomes. Knows no key.

`tomllib` tells values and no places, so the lines are found beside it: each `key =` and `[table]` at the beginning of a
line. What stands inside a value has the line of its key.
"""

import re
from collections.abc import Mapping, Sequence

from secscan.documents import Node
from secscan.errors import UserError

_TABLE = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_.\"' -]+?)\s*=")
_PLACE = re.compile(r"^(.*?) \(at line (\d+), column (\d+)\)$")


def read(text: str, path: str) -> Node | None:
    """The table `tool.secscan`, None where there is none. Raises UserError with the line for what is not TOML."""
    import tomllib

    try:
        document = tomllib.loads(text)
    except RecursionError:
        raise UserError("nested too deeply", path=path) from None
    except ValueError as error:
        found = _PLACE.match(str(error))
        message, line, column = (found[1], int(found[2]), int(found[3])) if found else (str(error), 0, 0)
        raise UserError(f"not valid TOML: {message}", path=path, line=line, column=column) from None
    tool = document.get("tool")
    if not isinstance(tool, dict) or "secscan" not in tool:
        return None
    lines = _lines(text)
    return _node(tool["secscan"], ("tool", "secscan"), path, lines, lines.get(("tool", "secscan"), 1))


def _lines(text: str) -> dict[tuple[str, ...], int]:
    """Dotted path -> the first line that names it."""
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if found := _TABLE.match(line):
            table = _parts(found[1])
            _note(lines, table, number)
        elif found := _KEY.match(line):
            _note(lines, (*table, *_parts(found[1])), number)
    return lines


def _note(lines: dict[tuple[str, ...], int], parts: tuple[str, ...], number: int) -> None:
    for count in range(1, len(parts) + 1):
        lines.setdefault(parts[:count], number)


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _node(value: object, where: tuple[str, ...], path: str, lines: Mapping[tuple[str, ...], int], line: int) -> Node:
    line = lines.get(where, line)
    if isinstance(value, dict):
        below = {key: _node(item, (*where, key), path, lines, line) for key, item in value.items()}
        key_lines = {key: node.line for key, node in below.items()}
        return Node(value=below, path=path, line=line, column=1, key_lines=key_lines)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return Node(value=[_node(item, where, path, lines, line) for item in value], path=path, line=line, column=1)
    if isinstance(value, (str, bool, int)):
        return Node(value=value, path=path, line=line, column=1)
    raise UserError(f"`{where[-1]}`: neither a text, a whole number, true or false", path=path, line=line)
