"""What an expression refers to, in the words of the `configuration` section: a constant, or references.

Follows "expression representation" of https://developer.hashicorp.com/terraform/internals/json-format: each reference
stands there once for every step of it, longest first, down to the object itself. Evaluates constants, nothing else.
"""

from collections.abc import Iterator
from typing import Final

from secscan.terraform import syntax
from secscan.terraform.compiled import EMPTY
from secscan.terraform.evaluate.errors import EvaluationError
from secscan.terraform.evaluate.expressions import evaluate
from secscan.terraform.evaluate.sets import go_quote
from secscan.terraform.evaluate.values import Value, summary
from secscan.terraform.expansion import instance_key
from secscan.terraform.plan.masks import ABSENT, Json, known
from secscan.terraform.syntax import Expression, TemplatePart

Names = frozenset[str]
Traversal = tuple["str | int | _Attribute", ...]

# Objects of one attribute: the reference is to `path.module`, not to `path`.
_PAIRS: Final = frozenset({"count", "each", "local", "path", "terraform", "var"})
_NO_NAMES: Final[Names] = frozenset()


class _Attribute(str):
    """A step `.name`; a plain str is a key in brackets."""

    __slots__ = ()


def written(expression: Expression | None, *, hidden: bool = False) -> dict[str, Json]:
    """`{"constant_value": ...}`, `{"references": [...]}`, or `{}`: neither, as where a function is called on constants.

    `hidden`: a constant is not to be shown."""
    if expression is None:
        return {}
    found = tuple(references(expression))
    if found:
        return {"references": list(found)}
    value = None if hidden else constant(expression)
    if value is None:
        return {}
    made = known(value)
    return {} if made is ABSENT else {"constant_value": made}


def constant(expression: Expression) -> Value | None:
    """The value of an expression without references and calls; None for any other and for a wrong one."""
    if any(True for _ in references(expression)) or _calls(expression):
        return None
    try:
        value = evaluate(expression, EMPTY)
        return value if summary(value).known else None
    except EvaluationError:
        return None


def references(expression: Expression) -> Iterator[str]:
    """Every reference, in the order of the text."""
    for traversal in _traversals(expression, _NO_NAMES):
        yield from _steps(traversal)


def _calls(node: Expression | TemplatePart) -> bool:
    if isinstance(node, syntax.Call):
        return True
    return any(_calls(child) for child, _ in _children(node, _NO_NAMES))


def _traversals(node: Expression | TemplatePart, local: Names) -> Iterator[Traversal]:
    """The static paths from a name that is not of a `for` around it."""
    path = _path(node)
    if path is not None:
        if str(path[0]) not in local:
            yield path
        return
    for child, names in _children(node, local):
        yield from _traversals(child, names)


def _path(node: Expression | TemplatePart) -> Traversal | None:
    """`a.b["c"]` as steps; None where it is no such path, or a key in it is not written out."""
    match node:
        case syntax.Variable(name=name):
            return (_Attribute(name),)
        case syntax.GetAttr(source=source, name=name):
            head = _path(source)
            return None if head is None else (*head, int(name) if name.isdecimal() else _Attribute(name))
        case syntax.Index(source=source, key=key):
            head, step = _path(source), _key(key)
            return None if head is None or step is None else (*head, step)
    return None


def _key(key: Expression) -> str | int | None:
    match key:
        case syntax.Template(parts=(str() as text,)):
            return text
        case syntax.Template(parts=()):
            return ""
        case syntax.Literal(value=value) if not isinstance(value, bool) and value is not None:
            return int(value) if value == value.to_integral_value() else None
    return None


def _children(node: Expression | TemplatePart, local: Names) -> Iterator[tuple[Expression | TemplatePart, Names]]:
    """What a node holds, in the order of HCL's own walk, with the names that a `for` gives there."""
    match node:
        case syntax.Template(parts=parts):
            yield from ((part, local) for part in parts if not isinstance(part, str))
        case syntax.TemplateIf():
            yield node.condition, local
            yield from ((part, local) for part in (*node.then, *node.otherwise) if not isinstance(part, str))
        case syntax.TemplateFor():
            yield node.collection, local
            inner = local | {node.key_name, node.value_name}
            yield from ((part, inner) for part in node.body if not isinstance(part, str))
        case syntax.ForTuple() | syntax.ForObject():
            yield from _of_for(node, local)
        case syntax.ObjectExpr(items=pairs):
            yield from ((part, local) for pair in pairs for part in pair)
        case _:
            yield from ((child, local) for child in _plain_children(node))


def _of_for(node: syntax.ForTuple | syntax.ForObject, local: Names) -> Iterator[tuple[Expression, Names]]:
    yield node.collection, local
    inner = local | {node.key_name, node.value_name}
    if isinstance(node, syntax.ForObject):
        yield node.key, inner
    yield node.value, inner
    if node.condition is not None:
        yield node.condition, inner


def _plain_children(node: Expression | TemplatePart) -> tuple[Expression, ...]:
    match node:
        case syntax.GetAttr(source=source):
            return (source,)
        case syntax.Index(source=source, key=key):
            return (source, key)
        case syntax.Splat(source=source, each=each):
            return (source, each)
        case syntax.Call(arguments=arguments):
            return arguments
        case syntax.Unary(operand=operand):
            return (operand,)
        case syntax.Binary(left=left, right=right):
            return (left, right)
        case syntax.Conditional(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
        case syntax.TupleExpr(items=items):
            return items
        case syntax.Parenthesised(inner=inner):
            return (inner,)
    return ()


def _steps(path: Traversal) -> Iterator[str]:
    """A path in the documents' expanded form; nothing for what refers to no object."""
    split = _subject(path)
    if split is None:
        return
    subject, further, used = split
    for end in range(len(path), used, -1):
        yield subject + "".join(_text(step) for step in path[used:end])
    yield subject
    yield from further


def _subject(path: Traversal) -> tuple[str, tuple[str, ...], int] | None:
    """(the object referred to, what stands after it in the list, how many steps it takes)."""
    root = str(path[0])
    if root == "self":
        return root, (), 1
    if root in _PAIRS:
        return (f"{root}.{path[1]}", (), 2) if len(path) > 1 else None
    if root == "module":
        return _module(path)
    start = 1 if root in ("data", "ephemeral", "resource") else 0
    if len(path) < start + 2:
        return None
    prefix = f"{root}." if root in ("data", "ephemeral") else ""
    return _instance(f"{prefix}{path[start]}.{path[start + 1]}", path, start + 2)


def _instance(name: str, path: Traversal, used: int) -> tuple[str, tuple[str, ...], int]:
    if len(path) > used and not isinstance(path[used], _Attribute):
        return name + instance_key(_plain(path[used])), (name,), used + 1
    return name, (), used


def _module(path: Traversal) -> tuple[str, tuple[str, ...], int] | None:
    if len(path) < 2:
        return None
    name, further, used = _instance(f"module.{path[1]}", path, 2)
    if len(path) > used and isinstance(path[used], _Attribute):
        return f"{name}.{path[used]}", (name,), used + 1
    return name, further, used


def _plain(step: str | int) -> str | int:
    return step if isinstance(step, int) else str(step)


def _text(step: str | int) -> str:
    if isinstance(step, _Attribute):
        return f".{step}"
    return f"[{step}]" if isinstance(step, int) else f"[{go_quote(step)}]"
