"""What a module declares, sorted by kind: the static side of Terraform's configuration. Evaluates nothing.

Follows https://developer.hashicorp.com/terraform/language and its reserved (meta-)arguments. A declaration keeps its
expressions as they are written; what they amount to is said by `instances`, once for each instance of the module.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from secscan.model import Problem, Span
from secscan.terraform import syntax
from secscan.terraform.overrides import attribute
from secscan.terraform.syntax import Attribute, Block, Body, Expression

META_ARGUMENTS: Final = frozenset({"count", "for_each", "provider", "depends_on"})
META_BLOCKS: Final = frozenset({"lifecycle", "provisioner", "connection"})
CALL_ARGUMENTS: Final = frozenset({"source", "version", "count", "for_each", "providers", "depends_on"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Variable:
    name: str
    type: Expression | None
    default: Expression | None
    nullable: bool
    sensitive: bool
    ephemeral: bool
    validations: tuple[Block, ...]
    span: Span
    description: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Output:
    name: str
    value: Expression | None
    sensitive: bool
    ephemeral: bool
    span: Span
    description: str = ""
    depends_on: Expression | None = None
    preconditions: tuple[Block, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ResourceBlock:
    """`mode` is `managed`, `data` or `ephemeral`. `body` is what the provider sees: no meta-arguments.
    `provider`: local name and alias in this module. `identity`: the address inside its module, without instance key."""

    mode: str
    type: str
    name: str
    block: Block
    body: Body
    count: Expression | None
    for_each: Expression | None
    provider: str
    depends_on: tuple[str, ...]
    identity: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """A module call. `source` is "" where it is not a plain string. `providers`: child's name -> this module's name."""

    name: str
    source: str
    block: Block
    arguments: tuple[Attribute, ...]
    count: Expression | None
    for_each: Expression | None
    providers: tuple[tuple[str, str], ...] | None
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ProviderBlock:
    """`key`: local name and alias, `aws` or `aws.dr`."""

    key: str
    block: Block
    body: Body


@dataclass(frozen=True, kw_only=True, slots=True)
class Requirement:
    """One entry of `required_providers`: `source` and `version` as they are written, "" where they are not."""

    name: str
    source: str = ""
    version: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Module:
    """One directory's declarations, override files merged. `broken`: a file of it could not be read or parsed.
    `statements`: blocks that declare no name (`terraform`, `moved`, `import`, `removed`), in order.

    `problems` carry no root: every root that reaches the module has them. `files`: configuration files, in order."""

    directory: str
    files: tuple[str, ...] = ()
    variables: dict[str, Variable] = field(default_factory=dict)
    local_values: dict[str, Attribute] = field(default_factory=dict)
    outputs: dict[str, Output] = field(default_factory=dict)
    resources: dict[str, ResourceBlock] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)
    providers: dict[str, ProviderBlock] = field(default_factory=dict)
    requirements: dict[str, Requirement] = field(default_factory=dict)
    checks: dict[str, Block] = field(default_factory=dict)
    statements: tuple[Block, ...] = ()
    problems: tuple[Problem, ...] = ()
    broken: bool = False


def variable(block: Block) -> Variable:
    body = block.body
    return Variable(
        name=block.labels[0],
        type=value_of(body, "type"),
        default=value_of(body, "default"),
        nullable=flag(body, "nullable", default=True),
        sensitive=flag(body, "sensitive"),
        ephemeral=flag(body, "ephemeral"),
        validations=tuple(b for b in body.blocks if b.type == "validation"),
        span=block.header,
        description=static_text(value_of(body, "description")) or "",
    )


def output(block: Block) -> Output:
    return Output(
        name=block.labels[0],
        value=value_of(block.body, "value"),
        sensitive=flag(block.body, "sensitive"),
        ephemeral=flag(block.body, "ephemeral"),
        span=block.header,
        description=static_text(value_of(block.body, "description")) or "",
        depends_on=value_of(block.body, "depends_on"),
        preconditions=tuple(b for b in block.body.blocks if b.type == "precondition"),
    )


def resource(block: Block) -> ResourceBlock:
    body = block.body
    own = syntax.Body(
        attributes=tuple(a for a in body.attributes if a.name not in META_ARGUMENTS),
        blocks=tuple(b for b in body.blocks if b.type not in META_BLOCKS),
        span=body.span,
    )
    mode = "managed" if block.type == "resource" else block.type
    return ResourceBlock(
        mode=mode,
        type=block.labels[0],
        name=block.labels[1],
        block=block,
        body=own,
        count=value_of(body, "count"),
        for_each=value_of(body, "for_each"),
        provider=reference_text(value_of(body, "provider")) or block.labels[0].partition("_")[0],
        depends_on=_references(value_of(body, "depends_on")),
        identity=".".join(block.labels if mode == "managed" else (mode, *block.labels)),
    )


def call(block: Block) -> Call:
    body = block.body
    return Call(
        name=block.labels[0],
        source=static_text(value_of(body, "source")) or "",
        block=block,
        arguments=tuple(a for a in body.attributes if a.name not in CALL_ARGUMENTS),
        count=value_of(body, "count"),
        for_each=value_of(body, "for_each"),
        providers=_provider_map(value_of(body, "providers")),
        depends_on=_references(value_of(body, "depends_on")),
    )


def provider(block: Block) -> ProviderBlock:
    alias = static_text(value_of(block.body, "alias"))
    own = syntax.Body(
        attributes=tuple(a for a in block.body.attributes if a.name not in {"alias", "version"}),
        blocks=block.body.blocks,
        span=block.body.span,
    )
    return ProviderBlock(key=f"{block.labels[0]}.{alias}" if alias else block.labels[0], block=block, body=own)


def requirement(block: Block) -> Requirement:
    """An entry of `required_providers`; old files write the version alone."""
    entry = block.body.attributes[0]
    if isinstance(entry.value, syntax.ObjectExpr):
        said = {reference_text(key): static_text(value) or "" for key, value in entry.value.items}
        return Requirement(name=entry.name, source=said.get("source", ""), version=said.get("version", ""))
    return Requirement(name=entry.name, version=static_text(entry.value) or "")


def value_of(body: Body, name: str) -> Expression | None:
    found = attribute(body, name)
    return found.value if found else None


def flag(body: Body, name: str, *, default: bool = False) -> bool:
    """A boolean that must be written out (Terraform allows no reference there)."""
    match value_of(body, name):
        case syntax.Literal(value=bool() as value):
            return value
        case syntax.Template(parts=(("true" | "false") as text,)):
            return text == "true"
    return default


def static_text(expression: Expression | None) -> str | None:
    """The text of a string without interpolation, else None."""
    if isinstance(expression, syntax.Parenthesised):
        return static_text(expression.inner)
    if not isinstance(expression, syntax.Template):
        return None
    parts = [part for part in expression.parts if isinstance(part, str)]
    return "".join(parts) if len(parts) == len(expression.parts) else None


def reference_text(expression: Expression | None) -> str:
    """A static reference as it is written (`aws.dr`, `module.a["x"].b`), also inside quotes as old files have it;
    "" for anything else."""
    match expression:
        case syntax.Variable(name=name):
            return name
        case syntax.GetAttr(source=source, name=name):
            head = reference_text(source)
            return f"{head}.{name}" if head else ""
        case syntax.Index(source=source):
            return reference_text(source)
        case syntax.Template(wrapped=True, parts=(inner,)) if not isinstance(
            inner, (str, syntax.TemplateIf, syntax.TemplateFor)
        ):
            return reference_text(inner)
        case syntax.Template() | syntax.Parenthesised():
            return static_text(expression) or ""
    return ""


def nested(block: Block, *path: str) -> Iterator[Block]:
    """The blocks that stand in `block` under these types, one inside the other."""
    inner = (b for b in block.body.blocks if b.type == path[0])
    for found in inner:
        yield from nested(found, *path[1:]) if len(path) > 1 else (found,)


def _references(expression: Expression | None) -> tuple[str, ...]:
    items = expression.items if isinstance(expression, syntax.TupleExpr) else ()
    return tuple(text for text in map(reference_text, items) if text)


def _provider_map(expression: Expression | None) -> tuple[tuple[str, str], ...] | None:
    if not isinstance(expression, syntax.ObjectExpr):
        return None
    return tuple((reference_text(key), reference_text(value)) for key, value in expression.items)
