"""A block's body to values: attributes, nested blocks, dynamic blocks, and the span of each path. Knows no resource.

Follows https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks. Attributes that the provider's
schema has get its types. Nested blocks become a tuple of objects under their type's name, in the order of the file and
whatever their nesting (`planned` gives them the shape that references see); blocks with labels become an object by
label. What is constant is evaluated once for all instances.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from secscan.model import Span
from secscan.terraform import syntax
from secscan.terraform.declarations import reference_text, value_of
from secscan.terraform.evaluate.errors import ConversionError, EvaluationError, LimitExceeded
from secscan.terraform.evaluate.marks import Marks, marked
from secscan.terraform.evaluate.scope import BLOCK, COST, Names, Scope
from secscan.terraform.evaluate.values import (
    DYNAMIC,
    Collection,
    UnknownPayload,
    Value,
    number,
    object_of,
    string,
    summary,
    tuple_of,
    unknown,
)
from secscan.terraform.overrides import stands_for
from secscan.terraform.schema import AttributeSchema, BlockSchema
from secscan.terraform.schema.fitting import fitted
from secscan.terraform.schema.json_blocks import with_blocks
from secscan.terraform.syntax import Attribute, Block, Body, Expression

UNKNOWN_FOR_EACH: Final = "made by a dynamic block whose for_each is not known"


class Evaluator(Protocol):
    """Evaluates an expression and answers an unknown where that fails, having noted the problem."""

    def value(self, expression: Expression, scope: Scope) -> Value: ...

    def fault(self, error: EvaluationError, span: Span) -> None: ...

    def misfit(self, name: str, error: ConversionError, span: Span) -> None: ...


@dataclass(frozen=True, slots=True)
class CompiledAttribute:
    """`constant` is the value where the expression refers to nothing. `schema` is None where no table has it."""

    name: str
    expression: Expression
    span: Span
    constant: Value | None
    schema: AttributeSchema | None = None


@dataclass(frozen=True, slots=True)
class CompiledBlock:
    """A nested block (`dynamic` is None), or a dynamic one with the parts that make blocks of its `content`."""

    block: Block
    body: "CompiledBody"
    dynamic: "Dynamic | None" = None


@dataclass(frozen=True, slots=True)
class Dynamic:
    """`for_each` is None where the block lacks it; `header` is where to say so."""

    for_each: Expression | None
    header: Span
    iterator: str
    labels: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class CompiledBody:
    """`attributes` and `groups` (nested blocks by type) in the order of the file. `spans`: those of every path, where
    no dynamic block makes them differ from one instance to the next; else None. `schema`: None where there is none."""

    attributes: Mapping[str, CompiledAttribute]
    groups: Mapping[str, tuple[CompiledBlock, ...]]
    spans: Mapping[str, Span] | None
    schema: BlockSchema | None = None


@dataclass(slots=True)
class Notes:
    """What evaluating a body says beside its values: spans by path (only where they are not static), the paths of block
    types whose number of blocks is unknown."""

    spans: dict[str, Span] = field(default_factory=dict)
    unknown_blocks: list[str] = field(default_factory=list)


class Constants(Protocol):
    """What compiling asks for: the value of an expression that refers to nothing, None for any other and for a wrong
    one; and takes: that a value does not fit the schema."""

    def value(self, expression: Expression) -> Value | None: ...

    def misfit(self, name: str, error: ConversionError, span: Span) -> None: ...


def compile_body(body: Body, constants: Constants, schema: BlockSchema | None = None) -> CompiledBody:
    if schema is not None:
        body = with_blocks(body, schema)
    attributes = {a.name: _compile_attribute(a, constants, schema) for a in body.attributes}
    groups: dict[str, list[CompiledBlock]] = {}
    for block in body.blocks:
        name = stands_for(block)
        inner = schema.inside(name) if schema is not None else None
        groups.setdefault(name, []).append(_compile_block(block, constants, inner))
    frozen = {name: tuple(blocks) for name, blocks in groups.items()}
    return CompiledBody(attributes, frozen, _static_spans(attributes, frozen), schema)


def _compile_attribute(attribute: Attribute, constants: Constants, schema: BlockSchema | None) -> CompiledAttribute:
    about = schema.attributes.get(attribute.name) if schema is not None else None
    value = constants.value(attribute.value)
    made = CompiledAttribute(attribute.name, attribute.value, attribute.span, value, about)
    return made if value is None else replace(made, constant=_fitted(made, value, constants))


def _fitted(attribute: CompiledAttribute, value: Value, notes: Evaluator | Constants) -> Value:
    """The value as its schema wants it; as it is, and noted, where it does not fit."""
    if attribute.schema is None:
        return value
    try:
        return fitted(value, attribute.schema)
    except ConversionError as error:
        notes.misfit(attribute.name, error, attribute.span)
        return value


def _compile_block(block: Block, constants: Constants, schema: BlockSchema | None) -> CompiledBlock:
    if block.type != "dynamic" or not block.labels:
        return CompiledBlock(block, compile_body(block.body, constants, schema))
    content = next((b for b in block.body.blocks if b.type == "content"), None)
    for_each = value_of(block.body, "for_each") if content else None
    labels = value_of(block.body, "labels")
    inner = compile_body(
        content.body if content else Body(attributes=(), blocks=(), span=block.span), constants, schema
    )
    dynamic = Dynamic(
        for_each=for_each,
        header=block.header,
        iterator=reference_text(value_of(block.body, "iterator")) or block.labels[0],
        labels=labels.items if isinstance(labels, syntax.TupleExpr) else (),
    )
    return CompiledBlock(content or block, inner, dynamic)


def _static_spans(
    attributes: Mapping[str, CompiledAttribute], groups: Mapping[str, tuple[CompiledBlock, ...]]
) -> Mapping[str, Span] | None:
    spans: dict[str, Span] = {}
    for name, attribute in attributes.items():
        spans.update(_attribute_spans(name, attribute))
    for name, blocks in groups.items():
        spans[name] = blocks[0].block.span
        for index, item in enumerate(blocks):
            if item.dynamic or item.body.spans is None:
                return None
            spans.update(_block_spans(f"{name}[{index}]", item.block, item.body.spans))
    return spans


def _block_spans(path: str, block: Block, inside: Mapping[str, Span]) -> Iterator[tuple[str, Span]]:
    yield path, block.span
    for inner, span in inside.items():
        yield f"{path}.{inner}", span


def _attribute_spans(path: str, attribute: CompiledAttribute) -> Iterator[tuple[str, Span]]:
    """A set has an order of its own: its members stand in no place of their own."""
    kind = attribute.schema.type if attribute.schema is not None else DYNAMIC
    if isinstance(kind, Collection) and kind.kind == "set":
        return iter([(path, attribute.span)])
    return _expression_spans(path, attribute.span, attribute.expression)


def _expression_spans(path: str, span: Span, expression: Expression) -> Iterator[tuple[str, Span]]:
    """The span of an attribute and of what an object or tuple written there holds."""
    yield path, span
    match expression:
        case syntax.ObjectExpr(items=items):
            for key, value in items:
                if name := reference_text(key):
                    yield from _expression_spans(f"{path}.{name}", _across(key.span, value.span), value)
        case syntax.TupleExpr(items=items):
            for index, value in enumerate(items):
                yield from _expression_spans(f"{path}[{index}]", value.span, value)


def _across(first: Span, last: Span) -> Span:
    return Span(
        file=first.file, line=first.line, column=first.column, end_line=last.end_line, end_column=last.end_column
    )


def evaluate_body(body: CompiledBody, scope: Scope, evaluator: Evaluator, notes: Notes, path: str = "") -> Value:
    """The whole body as an object."""
    values = {name: evaluate_attribute(body, name, scope, evaluator) for name in body.attributes}
    if body.spans is None:
        note_attributes(body, notes, path)
    for name in body.groups:
        values[name] = evaluate_group(body, name, scope, evaluator, notes, path)
    return object_of(values)


def evaluate_attribute(body: CompiledBody, name: str, scope: Scope, evaluator: Evaluator) -> Value:
    attribute = body.attributes[name]
    if attribute.constant is not None:
        return attribute.constant
    return _fitted(attribute, evaluator.value(attribute.expression, scope), evaluator)


def note_attributes(body: CompiledBody, notes: Notes, path: str = "") -> None:
    for name, attribute in body.attributes.items():
        notes.spans.update(_attribute_spans(_under(path, name), attribute))


def evaluate_group(
    body: CompiledBody, name: str, scope: Scope, evaluator: Evaluator, notes: Notes, path: str = ""
) -> Value:
    """The blocks of one type: a tuple of objects, or an object by label where they have labels."""
    made: list[tuple[str, Value]] = []
    here = _under(path, name)
    notes.spans[here] = body.groups[name][0].block.span
    for item in body.groups[name]:
        if item.dynamic is None:
            made.append((_label(item.block), _one(item, scope, evaluator, notes, f"{here}[{len(made)}]")))
        else:
            _expand(item, item.dynamic, scope, evaluator, notes, here, made)
    if any(label for label, _ in made):
        return object_of(dict(made))
    return tuple_of(value for _, value in made)


def _one(item: CompiledBlock, scope: Scope, evaluator: Evaluator, notes: Notes, path: str) -> Value:
    notes.spans[path] = item.block.span
    if item.body.spans is not None:
        notes.spans.update((f"{path}.{inner}", span) for inner, span in item.body.spans.items())
    return evaluate_body(item.body, scope, evaluator, notes, path)


def _expand(
    item: CompiledBlock,
    dynamic: Dynamic,
    scope: Scope,
    evaluator: Evaluator,
    notes: Notes,
    path: str,
    made: list[tuple[str, Value]],
) -> None:
    """The blocks that a dynamic block makes, in the order of its collection; one unknown where that is unknown."""
    collection = _collection(dynamic, scope, evaluator)
    pairs = _pairs(collection, dynamic, evaluator)
    if pairs is None:
        notes.unknown_blocks.append(path)
        notes.spans[f"{path}[{len(made)}]"] = item.block.span
        made.append(("", _unknown_block(item, dynamic, collection, scope, evaluator)))
        return
    marks = Marks(collection.sensitive, collection.ephemeral, collection.origins)
    for key, value in pairs:
        element = object_of({"key": marked(key, marks), "value": marked(value, marks)})
        inner = Names({dynamic.iterator: element}, scope, scope.functions)
        try:
            made.append(_made(item, dynamic, inner, evaluator, notes, f"{path}[{len(made)}]"))
        except LimitExceeded as error:
            evaluator.fault(error, dynamic.header)
            notes.unknown_blocks.append(path)
            made.append(("", unknown(DYNAMIC, error.message, not_null=True)))
            return


def _made(
    item: CompiledBlock, dynamic: Dynamic, scope: Scope, evaluator: Evaluator, notes: Notes, path: str
) -> tuple[str, Value]:
    """One block of a dynamic one, by its label. Raises LimitExceeded."""
    scope.functions.meter.spend(BLOCK)
    label = ".".join(_text(evaluator.value(expression, scope)) for expression in dynamic.labels)
    block = _one(item, scope, evaluator, notes, path)
    scope.functions.meter.spend(summary(block).weight * COST)
    return label, block


def _collection(dynamic: Dynamic, scope: Scope, evaluator: Evaluator) -> Value:
    if dynamic.for_each is not None:
        return evaluator.value(dynamic.for_each, scope)
    message = "A dynamic block needs a for_each and a content block."
    evaluator.fault(EvaluationError(message, dynamic.header), dynamic.header)
    return unknown(DYNAMIC, message)


def _pairs(collection: Value, dynamic: Dynamic, evaluator: Evaluator) -> list[tuple[Value, Value]] | None:
    payload = collection.payload
    if isinstance(payload, UnknownPayload):
        return None
    if isinstance(payload, Mapping):
        return [(string(key), value) for key, value in payload.items()]
    if isinstance(payload, tuple):
        if isinstance(collection.type, Collection) and collection.type.kind == "set":
            return [(value, value) for value in payload]
        return [(number(index), value) for index, value in enumerate(payload)]
    wrong = "null" if payload is None else "neither a list, a set, a map nor an object"
    message = f"The for_each of a dynamic block is {wrong}."
    span = dynamic.for_each.span if dynamic.for_each is not None else dynamic.header
    evaluator.fault(EvaluationError(message, span), span)
    return None


def _unknown_block(
    item: CompiledBlock, dynamic: Dynamic, collection: Value, scope: Scope, evaluator: Evaluator
) -> Value:
    """Unknown as a whole; it still says what its contents are computed from."""
    each = unknown(DYNAMIC, UNKNOWN_FOR_EACH)
    inner = Names({dynamic.iterator: object_of({"key": each, "value": each})}, scope, scope.functions)
    content = summary(evaluate_body(item.body, inner, evaluator, Notes()))
    origins = content.origins | summary(collection).origins
    return marked(unknown(DYNAMIC, UNKNOWN_FOR_EACH, not_null=True), Marks(content.sensitive, False, origins))


def _label(block: Block) -> str:
    return ".".join(block.labels) if block.type != "content" else ""


def _text(value: Value) -> str:
    return value.payload if isinstance(value.payload, str) else "*"


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
