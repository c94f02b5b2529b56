"""A user's YAML with the place of every word, so that a mistake is answered with path, line and the nearest valid key.

Not what the words mean: that is for who asks. A strict subset of YAML 1.1 without its traps: `true` and `false` are the
only booleans, whole numbers the only numbers, no anchors, no merge keys, no tags, no key twice, no deep nesting.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

import yaml

from secscan.errors import UserError
from secscan.spelling import nearest

Scalar = str | bool | int | None
MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 40
_LOADER: type[yaml.CSafeLoader] | type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})$")
# What YAML 1.1 or 1.2 takes for something else than a text: https://yaml.org/type/
_AMBIGUOUS = re.compile(
    r"(?i:yes|no|on|off|true|false|null|[-+]?\.inf|\.nan)$"
    r"|[-+]?(0[xXob]?[0-9a-fA-F_]+|[0-9][0-9_]*(:[0-5]?[0-9])*|[0-9][0-9_]*\.[0-9_]*([eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+)$"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A scalar, a list of nodes, or a mapping of nodes; `key_lines` are the lines of a mapping's keys."""

    value: Scalar | list["Node"] | dict[str, "Node"]
    path: str
    line: int
    column: int
    key_lines: Mapping[str, int] = field(default_factory=dict)

    def fail(self, message: str, *, hint: str = "", line: int = 0) -> NoReturn:
        """Raises UserError at this node (or at `line` of its file)."""
        raise UserError(message, path=self.path, line=line or self.line, column=0 if line else self.column, hint=hint)


def read(text: str, path: str) -> Node | None:
    """The document of `text`, None where it is empty. Raises UserError with the line for what is not such YAML."""
    if len(text) > MAX_CHARACTERS:
        raise UserError(f"larger than {MAX_CHARACTERS} characters", path=path)
    try:
        return _build(yaml.parse(text, Loader=_LOADER), path)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        message = f"not valid YAML: {error.problem or error.context}"
        raise UserError(message, path=path, line=line, column=column) from None
    except yaml.YAMLError as error:
        raise UserError(f"not valid YAML: {error}", path=path) from None


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read; `key` is the mapping's key that waits for its value."""

    node: Node
    key: Node | None = None


def _build(events: Iterable[yaml.Event], path: str) -> Node | None:
    """The tree, built with a stack of our own: libyaml's composer overruns the C stack on deep nesting."""
    stack: list[_Open] = []
    root: Node | None = None
    for event in events:
        if isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            root = stack.pop().node
            continue
        if not isinstance(event, yaml.NodeEvent):
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                _refuse(event, path, "a second document begins here; one a file")
            continue
        node = _node(event, path)
        if stack:
            _put(stack[-1], node)
        if isinstance(event, yaml.CollectionStartEvent):
            if len(stack) == MAX_DEPTH:
                _refuse(event, path, "nested too deeply")
            stack.append(_Open(node))
        elif not stack:
            root = node
    return None if root is None or root.value is None else root


def _refuse(event: yaml.Event, path: str, message: str) -> NoReturn:
    line, column = _place(event)
    raise UserError(message, path=path, line=line, column=column)


def _place(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)


def _node(event: yaml.NodeEvent, path: str) -> Node:
    """The node that `event` begins, empty where it is a list or mapping."""
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        _refuse(event, path, "anchors and aliases are not read here")
    if getattr(event, "tag", None) is not None:
        _refuse(event, path, "tags are not read here")
    line, column = _place(event)
    if isinstance(event, yaml.MappingStartEvent):
        return Node(value={}, path=path, line=line, column=column, key_lines={})
    if isinstance(event, yaml.SequenceStartEvent):
        return Node(value=[], path=path, line=line, column=column)
    return Node(
        value=_scalar(event, path) if isinstance(event, yaml.ScalarEvent) else None, path=path, line=line, column=column
    )


def _put(parent: _Open, node: Node) -> None:
    value = parent.node.value
    if isinstance(value, list):
        value.append(node)
    elif parent.key is None:
        if not isinstance(node.value, str) or node.value == "<<":
            node.fail("a key must be a plain word")
        parent.key = node
    elif isinstance(value, dict) and isinstance(parent.node.key_lines, dict):
        key = str(parent.key.value)
        if key in value:
            parent.key.fail(f"`{key}` stands here twice, first on line {parent.node.key_lines[key]}")
        value[key], parent.node.key_lines[key] = node, parent.key.line
        parent.key = None


def _scalar(event: yaml.ScalarEvent, path: str) -> Scalar:
    text = str(event.value)
    if event.style:
        return text
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.match(text):
        return int(text)
    if _AMBIGUOUS.match(text):
        _refuse(event, path, f"`{text}` could be read in more than one way: write true or false, or put it in quotes")
    return text


def fields(node: Node, allowed: Collection[str], required: Collection[str] = (), *, what: str) -> dict[str, Node]:
    """The mapping of `node`, which is `what` (`a policy`), with none but `allowed` keys and all of `required`."""
    if not isinstance(node.value, dict):
        node.fail(f"{what} is a mapping of keys")
    for key in node.value:
        if key not in allowed:
            meant = nearest(key, allowed)
            hint = f"did you mean `{meant}`?" if meant else f"valid keys: {', '.join(sorted(allowed))}"
            node.fail(f"`{key}` is no key of {what}; {hint}", hint=hint, line=node.key_lines[key])
    for key in required:
        if key not in node.value:
            node.fail(f"{what} needs `{key}`", hint=f"add `{key}:`")
    return node.value


def text_of(node: Node) -> str:
    """A non-empty string, stripped."""
    if not isinstance(node.value, str) or not node.value.strip():
        node.fail("a text belongs here")
    return node.value.strip()


def flag_of(node: Node) -> bool:
    if not isinstance(node.value, bool):
        node.fail("true or false belongs here")
    return node.value


def items_of(node: Node) -> list[Node]:
    """The nodes of a list that is not empty."""
    if not isinstance(node.value, list) or not node.value:
        node.fail("a list belongs here")
    return node.value


def texts_of(node: Node) -> tuple[str, ...]:
    """A string, or a list of strings, as a tuple."""
    if isinstance(node.value, list):
        return tuple(text_of(item) for item in items_of(node))
    return (text_of(node),)


def choice_of(node: Node, choices: Collection[str]) -> str:
    """One of `choices`."""
    word = text_of(node)
    if word not in choices:
        meant = nearest(word, choices)
        hint = f"did you mean `{meant}`?" if meant else f"one of {', '.join(choices)}"
        node.fail(f"`{word}` is not allowed here; {hint}", hint=hint)
    return word
