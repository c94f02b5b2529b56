"""The scope that the probes are evaluated in: what probe_root says to Terraform, said to us. Not a test."""

from pathlib import Path

from console import show_type, show_value

from secscan.sources import Sources
from secscan.terraform import syntax
from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.defaults import apply_defaults
from secscan.terraform.evaluate.errors import EvaluationError
from secscan.terraform.evaluate.expressions import evaluate
from secscan.terraform.evaluate.scope import FunctionContext, Names
from secscan.terraform.evaluate.types import type_from_expression
from secscan.terraform.evaluate.values import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    Collection,
    ObjectType,
    TupleType,
    Value,
    from_json,
    object_of,
    string,
    unknown,
)
from secscan.terraform.parse import SyntaxInvalid, parse_expression

ROOT = Path(__file__).resolve().parent / "probe_root"


def variables() -> dict[str, Value]:
    """The variables of probe_root/main.tf."""
    unset = {
        "us": STRING,
        "un": NUMBER,
        "ub": BOOL,
        "ul": Collection("list", STRING),
        "um": Collection("map", STRING),
        "ust": Collection("set", STRING),
        "uo": ObjectType((("a", STRING), ("b", Collection("list", NUMBER)))),
        "ut": TupleType((STRING, NUMBER)),
        "any": DYNAMIC,
    }
    given = {name: unknown(kind, f'variable "{name}" has no value') for name, kind in unset.items()}
    given["s"] = Value(STRING, "secret", sensitive=True)
    given["e"] = Value(STRING, "passing", ephemeral=True)
    credentials = object_of({"user": string("root"), "password": string("hush")})
    given["so"] = Value(credentials.type, credentials.payload, sensitive=True)
    given["template"] = string("Hello, ${name}!%{ for x in xs } ${x}%{ endfor }")
    given["people"] = from_json([{"name": "ada", "age": 36}, {"name": "bob", "age": 41}])
    return given


def scope() -> Names:
    """A new scope over probe_root, with a meter of its own."""
    names = {
        "var": object_of(variables()),
        "path": object_of({"module": string("."), "root": string(".")}),
        "terraform": object_of({"workspace": string("default")}),
    }
    return Names(names, None, FunctionContext(files=Sources(ROOT)))


def evaluated(expression: str) -> Value:
    """A probe's value, by us: of an expression, or of a variable's `TYPE := DEFAULT`."""
    kind, separator, given = expression.partition(" := ")
    if not separator:
        return evaluate(parse_expression(expression + "\n", "probe.tf"), scope())

    def value_of(written: syntax.Expression) -> Value:
        return evaluate(written, scope())

    wanted, defaults = type_from_expression(parse_expression(kind, "probe.tf"), value_of)
    value = value_of(parse_expression(given, "probe.tf"))
    try:
        return convert(apply_defaults(value, defaults), wanted)
    except ConversionError as error:
        raise EvaluationError(
            f"This default value is not compatible with the variable's type constraint: {error}."
        ) from error


def answer(expression: str) -> dict[str, str]:
    """What a probe's record should be, by us."""
    try:
        value = evaluated(expression)
    except SyntaxInvalid as error:
        return {"expression": expression, "error": "; ".join(p.message for p in error.problems)}
    except EvaluationError as error:
        return {"expression": expression, "error": error.message}
    return {"expression": expression, "output": show_value(value), "type": show_type(value.type)}
