"""`regex`, `regexall`, `replace`, on RE2 itself: Terraform's patterns are RE2's, and RE2 runs in linear time.

Python's `re` would accept other patterns (look-around, back-references), refuse some of RE2's, and take exponential
time on hostile ones."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from secscan.terraform.evaluate.errors import FunctionError
from secscan.terraform.evaluate.functions.spec import Arguments, Function, Parameter, check_count, check_length, text_of
from secscan.terraform.evaluate.scope import TURN, FunctionContext
from secscan.terraform.evaluate.values import (
    DYNAMIC,
    STRING,
    Collection,
    ObjectType,
    TupleType,
    Type,
    Value,
    list_of,
    null,
    object_of,
    string,
    tuple_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# RE2 in C++ knows `\C`, any byte; Go's does not.
_RAW_BYTE: Final = re.compile(r"(?<!\\)(?:\\\\)*\\C")
# Go bounds a repetition and the program's size in much the same way.
_MEMORY: Final = 16_000_000


@lru_cache(maxsize=512)
def compiled(pattern: str) -> Any:
    """RE2's own pattern object, which has no types of its own. Raises FunctionError."""
    import re2  # type: ignore[import-untyped]  # it has no types; what it gives is narrowed where it is used

    if _RAW_BYTE.search(pattern):
        raise FunctionError("invalid regexp pattern: invalid escape sequence in \\C", 0)
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        raise FunctionError(f"invalid regexp pattern: {_message(error)}", 0) from error


def _message(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)


def _result_type(pattern: str) -> Type:
    """A string, a tuple of the groups, or an object of the named ones."""
    matcher = compiled(pattern)
    names = sorted(matcher.groupindex)
    if not matcher.groups:
        return STRING
    if names and len(names) < matcher.groups:
        raise FunctionError("invalid regexp pattern: cannot mix both named and unnamed capture groups", 0)
    return ObjectType(tuple((n, STRING) for n in names)) if names else TupleType((STRING,) * matcher.groups)


def _taken(kind: Type, found: Any) -> Value:
    if isinstance(kind, ObjectType):
        return object_of({name: _group(text) for name, text in found.groupdict().items()})
    if isinstance(kind, TupleType):
        return tuple_of([_group(text) for text in found.groups()])
    return string(found[0])


def _group(text: str | None) -> Value:
    return null(STRING) if text is None else string(text)


def _regex_result(arguments: Arguments) -> Type:
    return _result_type(text_of(arguments[0])) if arguments[0].is_known else DYNAMIC


def _regex(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    pattern = text_of(arguments[0])
    kind = _result_type(pattern)
    found = compiled(pattern).search(text_of(arguments[1]))
    if found is None:
        raise FunctionError("pattern did not match any part of the given string")
    return _taken(kind, found)


def _regexall(arguments: Arguments, context: FunctionContext) -> Value:
    pattern, text = text_of(arguments[0]), text_of(arguments[1])
    kind = _result_type(pattern)
    if len(text) > 1000:
        context.meter.spend(len(text) * 10)
    values: list[Value] = []
    for found in _matches(compiled(pattern), text):
        values.append(_taken(kind, found))
        check_count(len(values))
    return list_of(values, kind)


def _matches(matcher: Any, text: str) -> "Iterator[Any]":
    """All matches as Go finds them: none that is empty right behind another."""
    end = -1
    for found in matcher.finditer(text):
        if found.start() != found.end() or found.start() != end:
            yield found
        end = found.end()


def _replace(arguments: Arguments, context: FunctionContext) -> Value:
    """A text, or a pattern between slashes, whose groups `$1` and `${name}` stand for in the replacement."""
    text, wanted, new = (text_of(a) for a in arguments)
    if len(wanted) < 2 or wanted[0] != "/" or wanted[-1] != "/":
        check_length(len(text) + text.count(wanted) * (len(new) - len(wanted)))
        return string(text.replace(wanted, new))
    matcher = compiled(wanted[1:-1])
    expand = _template(new, matcher)
    out, position, length = [], 0, len(text)
    context.meter.spend(len(text))
    for found in _matches(matcher, text):
        out += [text[position : found.start()], expand(found)]
        position = found.end()
        length += len(out[-1])
        context.meter.spend(TURN)
        check_length(length)
    return string("".join(out) + text[position:])


def _template(new: str, matcher: Any) -> "Callable[[Any], str]":
    """Go's Regexp.Expand: `$name` takes as many word characters as there are, `$$` is a dollar."""
    token = re.compile(r"\$(?:(\$)|\{(\w+)\}|(\w+))")

    def expand(found: Any) -> str:
        return token.sub(lambda m: "$" if m[1] else _named(found, m[2] or m[3], matcher), new)

    return expand


def _named(found: Any, name: str, matcher: Any) -> str:
    if name.isdigit():
        return (found[int(name)] or "") if int(name) <= matcher.groups else ""
    return (found[name] or "") if name in matcher.groupindex else ""


_PATTERN = (Parameter("pattern", STRING), Parameter("string", STRING))

FUNCTIONS: Final[Mapping[str, Function]] = {
    "regex": Function(_PATTERN, _regex_result, _regex),
    "regexall": Function(_PATTERN, lambda a: Collection("list", _regex_result(a)), _regexall),
    "replace": Function(
        (Parameter("str", STRING), Parameter("substr", STRING), Parameter("replace", STRING)), STRING, _replace
    ),
}
