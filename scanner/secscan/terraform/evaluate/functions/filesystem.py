"""Functions on files and paths, `templatefile`, `templatestring`. Files are read through the FunctionContext only.

A file outside of the repository is unknown: it belongs to the machine that applies. One that is missing inside of it is
an error, as it is for Terraform."""

import base64
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias

from secscan.sources import SourceProblem
from secscan.terraform import syntax
from secscan.terraform.evaluate.errors import EvaluationError, FunctionError, LimitExceeded
from secscan.terraform.evaluate.functions.hashes import DIGESTS
from secscan.terraform.evaluate.functions.regular import compiled
from secscan.terraform.evaluate.functions.spec import Arguments, Function, Parameter, invoke, of_text, text_of
from secscan.terraform.evaluate.scope import FunctionContext, Names, Scope
from secscan.terraform.evaluate.values import (
    BOOL,
    DYNAMIC,
    STRING,
    Collection,
    Value,
    boolean,
    set_of,
    string,
    unknown,
)

Evaluate: TypeAlias = Callable[[syntax.Expression, Scope], Value]
_IDENTIFIER: Final = re.compile(r"[^\W\d][\w-]*\Z")
_ELSEWHERE: Final = "the file is outside of the repository"
MAX_ENTRIES: Final = 100_000


def locate(path: str, context: FunctionContext) -> str | None:
    """`path`, as the configuration gives it, relative to the repository; None where it lies outside."""
    if path.startswith("~"):
        return None
    if path.startswith("/"):
        top = context.working_directory
        whole = posixpath.normpath(path)
        if not top or not (whole == top or whole.startswith(top.rstrip("/") + "/")):
            return None
        joined = posixpath.join(context.base_directory, posixpath.relpath(whole, top))
    else:
        joined = posixpath.join(context.base_directory, path)
    joined = posixpath.normpath(joined)
    return None if joined == ".." or joined.startswith("../") else joined


def read(path: str, context: FunctionContext) -> bytes | None:
    """The bytes of a file, None where it lies outside of the repository. Raises FunctionError."""
    place = locate(path, context)
    if place is None or context.files is None:
        return None
    try:
        return context.files.data(place)
    except SourceProblem as problem:
        raise FunctionError(f"no file can be read at {path}: {problem.message}", 0) from problem


def _text(data: bytes, path: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise FunctionError(
            f"contents of {path} are not valid UTF-8; use the filebase64 function to obtain the Base64 encoded "
            "contents or the other file functions (e.g. filemd5, filesha256) to obtain file hashing results instead"
        ) from error


def _of_file(convert: Callable[[bytes, str], str]) -> Function:
    def body(arguments: Arguments, context: FunctionContext) -> Value:
        path = text_of(arguments[0])
        data = read(path, context)
        return unknown(STRING, _ELSEWHERE, not_null=True) if data is None else string(convert(data, path))

    return Function((Parameter("path", STRING),), STRING, body)


def _digest(digest: Callable[[bytes], str]) -> Function:
    return _of_file(lambda data, _: digest(data))


def _exists(arguments: Arguments, context: FunctionContext) -> Value:
    path = text_of(arguments[0])
    place = locate(path, context)
    if place is None or context.files is None:
        return unknown(BOOL, _ELSEWHERE, not_null=True)
    if context.files.is_directory(place):
        raise FunctionError(f"{path} is a directory, not a file")
    return boolean(context.files.is_file(place))


def _fileset(arguments: Arguments, context: FunctionContext) -> Value:
    """Go's doublestar: `**` for any directories, `*` and `?` within a name, `[...]`, `{a,b}`."""
    path, pattern = text_of(arguments[0]), text_of(arguments[1])
    place = locate(path, context)
    target = locate(posixpath.join(path, pattern), context)
    if place is None or target is None or context.files is None:
        return unknown(Collection("set", STRING), _ELSEWHERE, not_null=True)
    wanted = _pattern(target)
    start = _fixed_start(target)
    matches = [file for file in _walk(start, context, [0]) if wanted.match(file)]
    return set_of([string(posixpath.relpath(file, place)) for file in matches], STRING)


def _fixed_start(pattern: str) -> str:
    """The directories before the first part that has a wildcard."""
    parts = pattern.split("/")
    fixed: list[str] = []
    for part in parts[:-1]:
        if re.search(r"[*?\[{\\]", part):
            break
        fixed.append(part)
    return "/".join(fixed) or "."


def _walk(directory: str, context: FunctionContext, seen: list[int]) -> Iterator[str]:
    if context.files is None:
        return
    files = context.files.files(directory)
    seen[0] += len(files) + 1
    if seen[0] > MAX_ENTRIES:
        raise FunctionError(f"more than {MAX_ENTRIES} files")
    yield from files
    for inner in context.files.directories(directory):
        yield from _walk(inner, context, seen)


def _pattern(pattern: str) -> Any:
    """RE2's pattern for a glob; RE2, because a row of stars takes exponential time otherwise."""
    parts = [_part(part) for part in pattern.split("/")]
    joined = "/".join(parts)
    # `**` stands for any number of directories, none among them.
    joined = joined.replace("/\0/", "/(?:[^/]+/)*").replace("/\0", "(?:/[^/]+)*")
    joined = re.sub("^\0/", "(?:[^/]+/)*", joined).replace("\0", "(?:[^/]+(?:/[^/]+)*)?")
    return compiled(f"(?s)^{joined}$")


def _part(part: str) -> str:
    """One name's pattern as a regular expression without nested repetition."""
    if part == "**":
        return "\0"
    out, position, depth = [], 0, 0
    part = re.sub(r"\*+", "*", part)
    while position < len(part):
        char = part[position]
        if char == "{":
            depth += 1
            out.append("(?:")
        elif char == "}" and depth:
            depth -= 1
            out.append(")")
        elif char == "," and depth:
            out.append("|")
        elif char == "[":
            end = part.find("]", position + 2)
            if end < 0:
                raise FunctionError(f'failed to glob pattern "{part}": syntax error in pattern')
            out.append(_class(part[position + 1 : end]))
            position = end
        elif char == "\\" and position + 1 < len(part):
            position += 1
            out.append(_literal(part[position]))
        else:
            out.append({"*": "[^/]*", "?": "[^/]"}.get(char) or _literal(char))
        position += 1
    return "".join(out) + ")" * depth


def _literal(char: str) -> str:
    return char if char.isalnum() or char == "_" or not char.isascii() else f"\\x{ord(char):02x}"


def _class(inner: str) -> str:
    negated = inner[:1] in ("^", "!")
    body = inner[1:] if negated else inner
    escaped = "".join("-" if c == "-" and 0 < i < len(body) - 1 else _literal(c) for i, c in enumerate(body))
    return f"[{'^/' if negated else ''}{escaped}]"


def _basename(path: str) -> str:
    if not path:
        return "."
    stripped = path.rstrip("/")
    return stripped.rpartition("/")[2] if stripped else "/"


def _dirname(path: str) -> str:
    """Go's filepath.Dir: cleaned, `.` where there is none."""
    head = path[: path.rfind("/") + 1]
    cleaned = posixpath.normpath(head) if head else "."
    return "/" if cleaned == "//" else cleaned


def _abspath(arguments: Arguments, context: FunctionContext) -> Value:
    path = text_of(arguments[0])
    if path.startswith("/"):
        return string(posixpath.normpath(path))
    if context.working_directory:
        return string(posixpath.normpath(posixpath.join(context.working_directory, path)))
    return unknown(STRING, "abspath() depends on where the repository lies", not_null=True)


def _pathexpand(arguments: Arguments, context: FunctionContext) -> Value:
    del context
    path = text_of(arguments[0])
    if path.startswith("~"):
        return unknown(STRING, "pathexpand() depends on the user's home directory", not_null=True)
    return string(path)


def _templatefile(arguments: Arguments, context: FunctionContext) -> Value:
    from secscan.terraform.parse import SyntaxInvalid, parse_template

    path, names = text_of(arguments[0]), arguments[1]
    if context.depth:
        raise FunctionError("cannot recursively call templatefile from inside another template function")
    data = read(path, context)
    if data is None:
        return unknown(DYNAMIC, _ELSEWHERE)
    try:
        template = parse_template(_text(data, path), locate(path, context) or path)
    except SyntaxInvalid as error:
        raise FunctionError(f"{path} is not a valid template: {error}", 0) from error
    return render_template(template, names, context)


def render_template(template: syntax.Template, names: Value, context: FunctionContext) -> Value:
    """The template with nothing but `names` in its scope. Raises FunctionError."""
    from secscan.terraform.evaluate.expressions import evaluate

    if not isinstance(names.payload, Mapping):
        raise FunctionError("invalid vars value: must be a map", 1)
    for name in names.payload:
        if not _IDENTIFIER.match(name):
            raise FunctionError(
                f'invalid template variable name "{name}": must start with a letter, followed by zero or more letters, '
                "digits, and underscores",
                1,
            )
    inner = replace(context, depth=context.depth + 1)
    try:
        result = evaluate(template, Names(names.payload, None, inner))
    except LimitExceeded:
        raise
    except EvaluationError as error:
        raise FunctionError(str(error)) from error
    if result.payload is None:
        raise FunctionError("the result of the template is null")
    return result


def templatestring(node: syntax.Call, scope: Scope, evaluate: Evaluate) -> Value:
    """`templatestring(reference, vars)`: the first argument must be a reference to a string. Raises EvaluationError."""
    from secscan.terraform.parse import SyntaxInvalid, parse_template

    if len(node.arguments) != 2 or node.expand:
        raise EvaluationError('Function "templatestring" expects 2 argument(s).', node.span)
    if not isinstance(node.arguments[0], (syntax.GetAttr, syntax.Index, syntax.Variable)):
        raise EvaluationError(
            "invalid template expression: must be a direct reference to a single string from elsewhere, containing "
            "valid Terraform template syntax",
            node.arguments[0].span,
        )
    given = [evaluate(argument, scope) for argument in node.arguments]

    def body(arguments: Arguments, context: FunctionContext) -> Value:
        try:
            template = parse_template(text_of(arguments[0]), node.span.file)
        except SyntaxInvalid as error:
            raise FunctionError(f"not a valid template: {error}", 0) from error
        if context.depth:
            raise FunctionError("cannot recursively call templatestring from inside another template function")
        result = render_template(template, arguments[1], context)
        return result if not result.is_known else string(text_of(result)) if result.type == STRING else result

    function = Function((Parameter("template", STRING), Parameter("vars", DYNAMIC)), STRING, body)
    try:
        return invoke(function, "templatestring", given, scope.functions)
    except FunctionError as error:
        raise EvaluationError(f'Call to function "templatestring" failed: {error.message}.', node.span) from error


_PATH = Parameter("path", STRING)

FUNCTIONS: Final[Mapping[str, Function]] = {
    "abspath": Function((_PATH,), STRING, _abspath),
    "basename": of_text(_basename, parameter="path"),
    "dirname": of_text(_dirname, parameter="path"),
    "file": _of_file(_text),
    "filebase64": _of_file(lambda data, _: base64.b64encode(data).decode()),
    "filebase64sha256": _digest(DIGESTS["base64sha256"]),
    "filebase64sha512": _digest(DIGESTS["base64sha512"]),
    "fileexists": Function((_PATH,), BOOL, _exists),
    "filemd5": _digest(DIGESTS["md5"]),
    "fileset": Function((_PATH, Parameter("pattern", STRING)), Collection("set", STRING), _fileset),
    "filesha1": _digest(DIGESTS["sha1"]),
    "filesha256": _digest(DIGESTS["sha256"]),
    "filesha512": _digest(DIGESTS["sha512"]),
    "pathexpand": Function((_PATH,), STRING, _pathexpand),
    "templatefile": Function((_PATH, Parameter("vars", DYNAMIC)), lambda _: DYNAMIC, _templatefile),
}
