"""The values that a root's variables are given: by the environment, where that is asked for, and by tfvars files, in
Terraform's order. Converts nothing.

Follows https://developer.hashicorp.com/terraform/language/values/variables: `TF_VAR_` variables, `terraform.tfvars`,
`terraform.tfvars.json`, `*.auto.tfvars` and `*.auto.tfvars.json` by name, then the files asked for; a later value
replaces an earlier one whole.
"""

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from secscan.model import Problem, Span
from secscan.sources import SourceProblem
from secscan.terraform import layout
from secscan.terraform.compiled import EMPTY
from secscan.terraform.declarations import Variable, reference_text
from secscan.terraform.evaluate.errors import EvaluationError
from secscan.terraform.evaluate.expressions import evaluate
from secscan.terraform.evaluate.values import DYNAMIC, Value, from_json, string, unknown
from secscan.terraform.module import Library, join, place
from secscan.terraform.run import FAILED
from secscan.terraform.syntax import Expression


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """A variable's value from a file; `span` is the line that says it, `expression` what it says (None in JSON).
    `environment`: it is an environment variable's, and the span the declaration's."""

    value: Value
    span: Span
    expression: Expression | None = None
    environment: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Inputs:
    """`given` by variable name; `files` that were read, in order; `problems` without a root."""

    given: Mapping[str, Given]
    files: tuple[str, ...]
    problems: tuple[Problem, ...]

    def value(self, name: str) -> Value | None:
        found = self.given.get(name)
        return found.value if found else None

    @property
    def spans(self) -> Mapping[str, Span]:
        return {name: found.span for name, found in sorted(self.given.items())}


def read_inputs(
    library: Library,
    root: str,
    declared: Mapping[str, Variable],
    var_files: tuple[str, ...] = (),
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Inputs:
    """The values for the root module in directory `root`. `declared`: its variables by name. `environment`: texts of
    variables by name; those of names that the root does not declare are for others."""
    names = [posixpath.basename(path) for path in library.sources.files(root)]
    automatic = [join(root, name) for name in layout.value_files(names)]
    problems: list[Problem] = []
    given = {
        name: _from_environment(variable, environment[name], problems)
        for name, variable in declared.items()
        if name in environment
    }
    for path in (*automatic, *var_files):
        for name, value in _values(library, path, problems):
            if name in declared:
                given[name] = value
            else:
                problems.append(_undeclared(name, value.span, root))
    return Inputs(given=given, files=(*automatic, *var_files), problems=tuple(problems))


def _from_environment(variable: Variable, text: str, problems: list[Problem]) -> Given:
    """Of a primitive type, or of none, the text itself; of any other an expression."""
    kind = reference_text(variable.type)
    if variable.type is None or kind in ("string", "number", "bool"):
        return Given(value=string(text), span=variable.span, environment=True)
    from secscan.terraform.parse import SyntaxInvalid, parse_expression  # the parser is slow to load, and rarely needed

    try:
        value = evaluate(parse_expression(text, f"TF_VAR_{variable.name}"), EMPTY)
    except (EvaluationError, SyntaxInvalid):
        # The text stays unsaid: it may be a secret.
        message = f"The environment variable TF_VAR_{variable.name} holds no expression that stands alone."
        problems.append(
            place(message, variable.span, hint="A text needs its quotes where the type is no primitive one.")
        )
        value = unknown(DYNAMIC, FAILED)
    return Given(value=value, span=variable.span, environment=True)


def _undeclared(name: str, span: Span, root: str) -> Problem:
    return place(
        f'A value is given for the variable "{name}", which {"this root" if root == "." else root} does not declare.',
        span,
        hint="Declare the variable, correct its name, or remove the line.",
        incomplete=False,
    )


def _values(library: Library, path: str, problems: list[Problem]) -> Iterator[tuple[str, Given]]:
    return _json_values(library, path, problems) if path.endswith(".json") else _hcl_values(library, path, problems)


def _hcl_values(library: Library, path: str, problems: list[Problem]) -> Iterator[tuple[str, Given]]:
    parsed = library.file(path)
    problems.extend(parsed.problems)
    if parsed.file is None:
        return
    problems.extend(
        place("A tfvars file holds values only, no blocks.", block.header) for block in parsed.file.body.blocks
    )
    for attribute in parsed.file.body.attributes:
        try:
            value = evaluate(attribute.value, EMPTY)
        except EvaluationError as error:
            problems.append(place(error.message, error.span or attribute.span))
            value = unknown(DYNAMIC, FAILED)
        yield attribute.name, Given(value=value, span=attribute.span, expression=attribute.value)


def _json_values(library: Library, path: str, problems: list[Problem]) -> Iterator[tuple[str, Given]]:
    """JSON values are literal: unlike in `.tf.json`, no string of theirs is a template."""
    try:
        text = library.sources.text(path)
    except SourceProblem as problem:
        problems.append(Problem(message=problem.message, file=path))
        return
    try:
        document = json.loads(text, parse_float=Decimal, parse_int=Decimal)
        if not isinstance(document, dict):
            raise TypeError("the top of the file must be an object")
        values = {name: from_json(value) for name, value in document.items()}
    except (ValueError, TypeError, RecursionError, InvalidOperation) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        library.sources.mark_unparsable(path, f"not a JSON object of values: {error}", line)
        problems.append(Problem(message=f"This is not a JSON object of values: {error}.", file=path, line=line))
        return
    for name, value in values.items():
        yield name, Given(value=value, span=_json_span(text, path, name))


def _json_span(text: str, path: str, name: str) -> Span:
    """Where a name stands in a JSON file: its first place as a key."""
    found = re.search(re.escape(json.dumps(name, ensure_ascii=False)) + r"\s*:", text)
    start, end = found.span() if found else (0, 1)
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return Span(file=path, line=line, column=column, end_line=line, end_column=column + end - start)
