"""Our syntax tree of Terraform's language: frozen, with exact spans, nothing evaluated. Not a printer.

Follows https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md. Every node knows its `span` (file, line, column);
nodes inside heredocs and quoted templates have the span that they have in the file. JSON syntax (`.tf.json`) becomes
the same tree. Trees are plain data (tuples, strings, Decimal), cheap to cache.
"""

from dataclasses import dataclass
from decimal import Decimal

from secscan.model import Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Literal:
    """A number, bool or null. Strings are `Template`s with one or no part."""

    value: Decimal | bool | None
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """A quoted string or heredoc: `parts` are literal text (escapes done, heredoc indentation trimmed, strip markers
    applied) and nodes. A template of one interpolation alone, `"${x}"`, keeps x's type; so `wrapped` is True for it."""

    parts: tuple["TemplatePart", ...]
    span: Span
    heredoc: bool = False
    wrapped: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateIf:
    """`%{ if c }...%{ else }...%{ endif }` (also as a part of a template)."""

    condition: "Expression"
    then: tuple["TemplatePart", ...]
    otherwise: tuple["TemplatePart", ...]
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateFor:
    """`%{ for k, v in c }...%{ endfor }`; `key_name` is "" where only the value is named."""

    key_name: str
    value_name: str
    collection: "Expression"
    body: tuple["TemplatePart", ...]
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Variable:
    """The root of a traversal: `var`, `local`, `aws_s3_bucket`, an iterator's name."""

    name: str
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class GetAttr:
    """`source.name`; also the legacy `source.0` (name "0")."""

    source: "Expression"
    name: str
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Index:
    """`source[key]`."""

    source: "Expression"
    key: "Expression"
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Splat:
    """`source[*].rest` (`full`) or `source.*.rest` (attribute-only). `each` is the expression applied to every element,
    written over `SplatItem`."""

    source: "Expression"
    each: "Expression"
    full: bool
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class SplatItem:
    """Stands for the element inside a Splat's `each`."""

    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """`name(arguments...)`; `name` keeps its namespace (`core::max`, `provider::aws::arn_parse`); `expand` for a `...`
    after the last argument."""

    name: str
    arguments: tuple["Expression", ...]
    expand: bool
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Unary:
    operator: str
    operand: "Expression"
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Binary:
    """`operator` is one of `|| && == != < <= > >= + - * / %`."""

    operator: str
    left: "Expression"
    right: "Expression"
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Conditional:
    condition: "Expression"
    then: "Expression"
    otherwise: "Expression"
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class TupleExpr:
    items: tuple["Expression", ...]
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectExpr:
    """`{ key = value }`: a bare identifier key is a Template of its own name; `(expr)` keys are expressions."""

    items: tuple[tuple["Expression", "Expression"], ...]
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class ForTuple:
    """`[for k, v in collection : value if condition]`."""

    key_name: str
    value_name: str
    collection: "Expression"
    value: "Expression"
    condition: "Expression | None"
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class ForObject:
    """`{for k, v in collection : key => value... if condition}`; `grouping` for the `...`."""

    key_name: str
    value_name: str
    collection: "Expression"
    key: "Expression"
    value: "Expression"
    condition: "Expression | None"
    grouping: bool
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Parenthesised:
    inner: "Expression"
    span: Span


Expression = (
    Literal
    | Template
    | Variable
    | GetAttr
    | Index
    | Splat
    | SplatItem
    | Call
    | Unary
    | Binary
    | Conditional
    | TupleExpr
    | ObjectExpr
    | ForTuple
    | ForObject
    | Parenthesised
)
TemplatePart = str | Expression | TemplateIf | TemplateFor


@dataclass(frozen=True, kw_only=True, slots=True)
class Attribute:
    """`name = value`. `span` is the whole attribute, `name_span` its name."""

    name: str
    value: Expression
    span: Span
    name_span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """`type "label" ... { body }`. `span` is the whole block, `header` from the type to before the brace."""

    type: str
    labels: tuple[str, ...]
    body: "Body"
    span: Span
    header: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """Attributes and blocks in the order of the file."""

    attributes: tuple[Attribute, ...]
    blocks: tuple[Block, ...]
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Comment:
    """`text` with its marker (`#`, `//`, `/*`)."""

    text: str
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    path: str
    body: Body
    comments: tuple[Comment, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SyntaxProblem:
    """Why a file (or a place in it) is not valid Terraform."""

    message: str
    span: Span


class SyntaxInvalid(Exception):  # noqa: N818 - named for what it says, as the answer of a reader
    """A text is not valid Terraform. Raised inside reading only; `parse.parse_file` turns it into problems."""

    def __init__(self, *problems: SyntaxProblem) -> None:
        super().__init__("; ".join(f"{p.span.file}:{p.span.line}:{p.span.column}: {p.message}" for p in problems))
        self.problems = problems
