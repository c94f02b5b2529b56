"""Functions of providers that need no provider: Terraform's own (`provider::terraform::...`) and those of the AWS
provider, all of which only take texts apart. Any other provider's function is unknown.

Follows https://developer.hashicorp.com/terraform/language/functions/terraform-encode_tfvars (and its neighbours) and
https://registry.terraform.io/providers/hashicorp/aws/latest/docs/functions/arn_parse. Layout as hclwrite formats it.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from secscan.terraform import syntax
from secscan.terraform.evaluate.convert import primitive_text
from secscan.terraform.evaluate.errors import EvaluationError, FunctionError, LimitExceeded
from secscan.terraform.evaluate.functions.spec import Arguments, Function, Parameter, text_of
from secscan.terraform.evaluate.functions.strings import graphemes
from secscan.terraform.evaluate.quoting import escaped
from secscan.terraform.evaluate.scope import FunctionContext, Names
from secscan.terraform.evaluate.values import DYNAMIC, STRING, ObjectType, Value, object_of, string

_IDENTIFIER: Final = re.compile(r"[^\W\d][\w-]*\Z")
_BRACKETS: Final = {"[": 1, "{": 1, "]": -1, "}": -1}
_STRINGS: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_SECTIONS: Final = ("partition", "service", "region", "account_id", "resource")
_ARN: Final = ObjectType(tuple(sorted((name, STRING) for name in _SECTIONS)))


def _encode_expr(arguments: Arguments, _: FunctionContext) -> Value:
    return string("\n".join(_formatted(_written(arguments[0]).split("\n"))))


def _encode_tfvars(arguments: Arguments, _: FunctionContext) -> Value:
    payload = arguments[0].payload
    if not isinstance(payload, Mapping):
        wanted = "must be an object whose attribute names will become the encoded variable names"
        raise FunctionError(f"invalid value to encode: {wanted}")
    for name in payload:
        if not _IDENTIFIER.match(name):
            rule = "must be a valid identifier, per Terraform's rules for input variable declarations"
            raise FunctionError(f'invalid variable name "{name}": {rule}')
    lines = [line for name, item in payload.items() for line in f"{name} = {_written(item)}".split("\n")]
    return string("".join(f"{line}\n" for line in _formatted(lines)))


def _written(value: Value) -> str:
    """The expression before it is laid out: objects over several lines, lists on one."""
    payload = value.payload
    if payload is None:
        return "null"
    if isinstance(payload, str):
        return f'"{escaped(payload)}"'
    if isinstance(payload, (bool, Decimal)):
        return primitive_text(payload)
    if isinstance(payload, tuple):
        return f"[{', '.join(map(_written, payload))}]"
    if not isinstance(payload, Mapping):
        raise TypeError("an unknown value has no expression")
    items = "".join(f"{_key(name)} = {_written(item)}\n" for name, item in payload.items())
    return f"{{\n{items}}}" if items else "{}"


def _key(name: str) -> str:
    return name if _IDENTIFIER.match(name) else f'"{escaped(name)}"'


def _formatted(lines: list[str]) -> Iterator[str]:
    """Equals signs of neighbouring lines aligned, lines indented by the brackets that are open before them."""
    open_brackets: list[int] = []
    for line in _aligned(lines):
        change = sum(_BRACKETS.get(char, 0) for char in _STRINGS.sub("", line))
        if change < 0:
            _close(open_brackets, -change)
        yield "  " * len(open_brackets) + line
        if change > 0:
            open_brackets.append(change)


def _close(open_brackets: list[int], closed: int) -> None:
    """A line may close what several lines opened, or a part of what one did."""
    while closed > 0 and open_brackets:
        if closed < open_brackets[-1]:
            open_brackets[-1] -= closed
            return
        closed -= open_brackets.pop()


def _aligned(lines: list[str]) -> Iterator[str]:
    row: list[tuple[str, str]] = []
    for line in [*lines, ""]:
        name, equals, value = _assignment(line)
        if equals:
            row.append((name, value))
            continue
        width = max((len(graphemes(left)) for left, _ in row), default=0)
        yield from (f"{left}{' ' * (width - len(graphemes(left)))} = {right}" for left, right in row)
        row = []
        if line:
            yield line


def _assignment(line: str) -> tuple[str, bool, str]:
    """(name, whether the line is one whole assignment, value)"""
    found = re.match(r'((?:"(?:[^"\\]|\\.)*"|[^"=\s]+)) = (.*)\Z', line, re.DOTALL)
    whole = found is not None and not sum(_BRACKETS.get(char, 0) for char in _STRINGS.sub("", found[2]))
    return (found[1], True, found[2]) if found is not None and whole else ("", False, "")


def _decode_tfvars(arguments: Arguments, context: FunctionContext) -> Value:
    from secscan.terraform.parse import parse_file

    file, problems = parse_file(text_of(arguments[0]), "decode_tfvars.tfvars")
    if problems:
        raise FunctionError(f"invalid tfvars syntax: {problems[0].message}")
    for block in file.body.blocks:
        raise FunctionError(f'invalid tfvars content: Unexpected "{block.type}" block; Blocks are not allowed here')
    return object_of({a.name: _constant(a, context) for a in file.body.attributes})


def _constant(attribute: syntax.Attribute, context: FunctionContext) -> Value:
    from secscan.terraform.evaluate.expressions import evaluate

    try:
        return evaluate(attribute.value, Names({}, None, _without_functions(context)))
    except LimitExceeded:
        raise
    except EvaluationError as error:
        raise FunctionError(f'invalid expression for variable "{attribute.name}": {error.message}') from error


def _without_functions(context: FunctionContext) -> FunctionContext:
    from dataclasses import replace

    return replace(context, constants_only=True)


def _sections(arn: str) -> list[str]:
    if not arn.startswith("arn:"):
        raise FunctionError("arn: invalid prefix")
    sections = arn.split(":", 5)[1:]
    if len(sections) < len(_SECTIONS):
        raise FunctionError("arn: not enough sections")
    return sections


def _arn_parse(arguments: Arguments, _: FunctionContext) -> Value:
    sections = _sections(text_of(arguments[0]))
    return object_of({name: string(text) for name, text in zip(_SECTIONS, sections, strict=True)})


def _arn_build(arguments: Arguments, _: FunctionContext) -> Value:
    return string(":".join(["arn", *map(text_of, arguments)]))


def _trim_iam_role_path(arguments: Arguments, _: FunctionContext) -> Value:
    partition, service, region, account, resource = _sections(text_of(arguments[0]))
    if service != "iam":
        raise FunctionError('service must be "iam"')
    if region:
        raise FunctionError("region must be empty")
    if not resource.startswith("role/"):
        raise FunctionError('resource must begin with "role/"')
    return string(f"arn:{partition}:iam::{account}:role/{resource.rpartition('/')[2]}")


_VALUE = (Parameter("value", DYNAMIC),)
FUNCTIONS: Final[Mapping[str, Function]] = {
    "terraform::encode_tfvars": Function(_VALUE, STRING, _encode_tfvars),
    "terraform::decode_tfvars": Function((Parameter("src", STRING),), DYNAMIC, _decode_tfvars),
    "terraform::encode_expr": Function(_VALUE, STRING, _encode_expr),
    "aws::arn_parse": Function((Parameter("arn", STRING),), _ARN, _arn_parse),
    "aws::arn_build": Function(tuple(Parameter(name, STRING) for name in _SECTIONS), STRING, _arn_build),
    "aws::trim_iam_role_path": Function((Parameter("arn", STRING),), STRING, _trim_iam_role_path),
}
