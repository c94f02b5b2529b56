"""String functions. Not formatting by verbs (formatting.py), not regular expressions (regular.py)."""

from collections.abc import Mapping
from typing import Final

from secscan.terraform.evaluate.errors import FunctionError
from secscan.terraform.evaluate.functions.spec import (
    LIST_OF_STRING,
    Arguments,
    Function,
    Parameter,
    check_count,
    check_length,
    check_of_two_texts,
    first_reason,
    items_in,
    of_text,
    of_two_texts,
    text_of,
    whole_of,
)
from secscan.terraform.evaluate.scope import TURN, FunctionContext
from secscan.terraform.evaluate.values import (
    BOOL,
    NUMBER,
    STRING,
    UnknownPayload,
    Value,
    boolean,
    list_of,
    string,
    unknown,
)

# Go's unicode.IsSpace.
_SPACE: Final = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)


def graphemes(text: str) -> list[str]:
    """The user-perceived characters, which Terraform counts (UAX #29)."""
    if text.isascii() and "\r\n" not in text:
        return list(text)
    check_count(len(text))
    import regex  # type: ignore[import-untyped]  # its stubs are a package of their own, for one call

    found: list[str] = regex.findall(r"\X", text)
    return found


def _title(text: str) -> str:
    """Go's strings.Title: a letter that no letter, digit or underscore precedes, in title case."""
    out, previous = [], " "
    for char in text:
        out.append(_simple(char, char.title()) if _separates(previous) else char)
        previous = char
    return "".join(out)


def _separates(char: str) -> bool:
    if char.isascii():
        return not (char.isalnum() or char == "_")
    return not (char.isalpha() or char.isdecimal()) and char in _SPACE


def _simple(char: str, mapped: str) -> str:
    """Go maps one character to one; where Unicode's full mapping gives several, the character stays."""
    return mapped if len(mapped) == 1 else char


def _upper(text: str) -> str:
    return text.upper() if text.isascii() else "".join(_simple(c, c.upper()) for c in text)


def _lower(text: str) -> str:
    return text.lower() if text.isascii() else "".join("i" if c == "\u0130" else _simple(c, c.lower()) for c in text)


def _indent(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    spaces = whole_of(arguments[0], 0)
    text = text_of(arguments[1])
    if spaces < 0:
        raise FunctionError("the number of spaces must not be negative", 0)
    check_length(spaces * text.count("\n"))
    return string(text.replace("\n", "\n" + " " * spaces))


def _join(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    separator, parts = text_of(arguments[0]), []
    for index, listed in enumerate(arguments[1:], start=1):
        if isinstance(listed.payload, UnknownPayload) or not listed.is_wholly_known:
            return unknown(STRING, first_reason(listed), not_null=True)
        for position, item in enumerate(items_in(listed)):
            if item.payload is None:
                raise FunctionError(f"element {position} is null; cannot concatenate null values", index)
            parts.append(text_of(item))
    check_length(sum(map(len, parts)) + len(separator) * len(parts))
    return string(separator.join(parts))


def _split(arguments: Arguments, context: FunctionContext) -> Value:
    separator, text = text_of(arguments[0]), text_of(arguments[1])
    count = text.count(separator)
    check_count(count)
    context.meter.spend(count * TURN)
    parts = text.split(separator) if separator else list(text)
    return list_of([string(part) for part in parts], STRING)


def _sort(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    listed = arguments[0]
    if not listed.is_wholly_known:
        return unknown(LIST_OF_STRING, first_reason(listed), not_null=True)
    items = items_in(listed)
    for position, item in enumerate(items):
        if item.payload is None:
            raise FunctionError(f"given list element {position} is null; a null string cannot be sorted", 0)
    return list_of(sorted(items, key=text_of), STRING)


def _substr(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    parts = graphemes(text_of(arguments[0]))
    offset, length = whole_of(arguments[1], 1), whole_of(arguments[2], 2)
    if offset < 0:
        offset = max(len(parts) + offset, 0) if -offset <= len(parts) else 0
    if length < 0:
        return string("".join(parts[offset:]))
    return string("".join(parts[offset : offset + length]))


def _prefix_test(arguments: Arguments, context: FunctionContext) -> Value:
    """A known prefix of an unknown string may be enough to tell."""
    del context
    value, wanted = arguments
    if not isinstance(wanted.payload, str):
        return unknown(BOOL, wanted.reason, not_null=True)
    if isinstance(value.payload, UnknownPayload):
        known = value.payload.prefix
        if known.startswith(wanted.payload):
            return boolean(True)
        if not wanted.payload.startswith(known):
            return boolean(False)
        return unknown(BOOL, value.reason, not_null=True)
    return boolean(text_of(value).startswith(wanted.payload))


def _chomp(text: str) -> str:
    return text.rstrip("\r\n")


FUNCTIONS: Final[Mapping[str, Function]] = {
    "chomp": of_text(_chomp),
    "endswith": check_of_two_texts(str.endswith, "suffix"),
    "indent": Function((Parameter("spaces", NUMBER), Parameter("str", STRING)), STRING, _indent),
    "join": Function(
        (Parameter("separator", STRING),), STRING, _join, variadic=Parameter("lists", LIST_OF_STRING, unknown=True)
    ),
    "lower": of_text(_lower),
    "sort": Function((Parameter("list", LIST_OF_STRING),), LIST_OF_STRING, _sort),
    "split": Function((Parameter("separator", STRING), Parameter("str", STRING)), LIST_OF_STRING, _split),
    "startswith": Function(
        (Parameter("str", STRING, unknown=True), Parameter("prefix", STRING, unknown=True)), BOOL, _prefix_test
    ),
    "strcontains": check_of_two_texts(lambda text, part: part in text, "substr"),
    "strrev": of_text(lambda text: "".join(reversed(graphemes(text)))),
    "substr": Function(
        (Parameter("str", STRING), Parameter("offset", NUMBER), Parameter("length", NUMBER)), STRING, _substr
    ),
    "title": of_text(_title),
    "trim": of_two_texts(str.strip, "cutset"),
    "trimprefix": of_two_texts(str.removeprefix, "prefix"),
    "trimspace": of_text(lambda text: text.strip(_SPACE)),
    "trimsuffix": of_two_texts(str.removesuffix, "suffix"),
    "upper": of_text(_upper),
}
