"""The planned values of a resource: what is configured and what is not, by the provider's schema. Evaluates nothing."""

from collections.abc import Mapping
from dataclasses import replace

from secscan.terraform.estate import Resource
from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.values import (
    Collection,
    Type,
    UnknownPayload,
    Value,
    null,
    object_of,
    tuple_of,
    unknown,
)
from secscan.terraform.schema import AttributeSchema, BlockSchema, NestedSchema, block_of


def planned(resource: Resource) -> Mapping[str, Value]:
    if resource.planned is not None:
        return resource.planned
    schema = block_of(resource.mode, resource.type)
    return resource.values if schema is None else _block(resource.values, schema)


def _block(values: Mapping[str, Value], schema: BlockSchema) -> dict[str, Value]:
    made = {name: _attribute(values.get(name), about) for name, about in schema.attributes.items()}
    made |= {name: _nested(values.get(name), nested) for name, nested in schema.blocks.items()}
    return dict(sorted(made.items()))


def _attribute(value: Value | None, about: AttributeSchema) -> Value:
    if value is None or value.is_null:
        if about.default is not None:
            return about.default
        return unknown(about.type) if about.computed else null(about.type)
    if about.write_only:
        return null(about.type)
    try:
        made = convert(value, about.type)
    except ConversionError:
        made = value
    return replace(made, sensitive=made.sensitive or about.sensitive)


def _nested(value: Value | None, nested: NestedSchema) -> Value:
    kind: Type = nested.type
    if value is None:
        return unknown(kind) if nested.computed else Value(kind, () if isinstance(kind, Collection) else None)
    if not isinstance(value.payload, tuple):
        return value
    items = [
        object_of(_block(item.payload, nested.block)) if isinstance(item.payload, Mapping) else item
        for item in value.payload
    ]
    if any(isinstance(item.payload, UnknownPayload) for item in items):
        return unknown(kind)
    return tuple_of(items)
