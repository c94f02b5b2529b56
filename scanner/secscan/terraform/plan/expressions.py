"""A block's body in the `configuration` section: its arguments and nested blocks, by the provider's schema.

Follows "block expressions representation" of https://developer.hashicorp.com/terraform/internals/json-format. As in
Terraform's own documents, `dynamic` blocks are left out: what they make is in the planned values.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.values import (
    Collection,
    ObjectType,
    Type,
    Value,
    null,
    object_of,
    tuple_of,
)
from secscan.terraform.plan.masks import ABSENT, Json, known
from secscan.terraform.plan.references import constant, references, written
from secscan.terraform.schema import AttributeSchema, BlockSchema, NestedSchema
from secscan.terraform.syntax import Block, Body

__all__ = ["body_expressions", "provisioner_arguments"]

# What provisioners themselves take; `when`, `on_failure` and `connection` are Terraform's own.
_PROVISIONERS: Final[Mapping[str, frozenset[str]]] = {
    "local-exec": frozenset({"command", "interpreter", "working_dir", "environment", "quiet"}),
    "remote-exec": frozenset({"inline", "script", "scripts"}),
    "file": frozenset({"source", "content", "destination"}),
}


def body_expressions(
    body: Body, schema: BlockSchema | None, *, secret: frozenset[str] = frozenset()
) -> dict[str, Json]:
    """By name. Without a schema every block is one of a list. `secret`: arguments whose constants are not shown."""
    made: dict[str, Json] = {}
    attributes = schema.attributes if schema else {}
    for attribute in body.attributes:
        about = attributes.get(attribute.name)
        hidden = attribute.name in secret or (about is not None and about.sensitive)
        made[attribute.name] = written(attribute.value, hidden=hidden)
    groups: dict[str, list[Block]] = {}
    for block in body.blocks:
        if block.type != "dynamic":
            groups.setdefault(block.type, []).append(block)
    for name, blocks in groups.items():
        as_attribute = attributes.get(name)
        nested = schema.blocks.get(name) if schema else None
        made[name] = _as_attribute(blocks, as_attribute) if as_attribute else _nested(blocks, nested)
    return dict(sorted(made.items()))


def provisioner_arguments(block: Block) -> dict[str, Json]:
    kind = block.labels[0] if block.labels else ""
    taken = _PROVISIONERS.get(kind)
    arguments = (a for a in block.body.attributes if taken is None or a.name in taken)
    return {a.name: written(a.value) for a in sorted(arguments, key=lambda a: a.name)}


def _nested(blocks: Sequence[Block], nested: NestedSchema | None) -> Json:
    inner = nested.block if nested else None
    kind = nested.nesting if nested else "list"
    if kind in ("single", "group"):
        return body_expressions(blocks[-1].body, inner)
    if kind == "map":
        return {block.labels[0] if block.labels else "": body_expressions(block.body, inner) for block in blocks}
    return [body_expressions(block.body, inner) for block in blocks]


def _as_attribute(blocks: Sequence[Block], about: AttributeSchema) -> Json:
    """Blocks that stand for an attribute, as `ingress` of a security group: one expression, a list of whole objects."""
    found = [reference for block in blocks for reference in _inside(block.body)]
    if found:
        return {"references": list(found)}
    element = about.type.element if isinstance(about.type, Collection) else about.type
    objects = [_constant_object(block.body, element) for block in blocks]
    try:
        value = convert(tuple_of(made for made in objects if made is not None), about.type)
    except ConversionError:
        return {}
    made = known(value)
    return {} if made is ABSENT or about.sensitive or None in objects else {"constant_value": made}


def _inside(body: Body) -> list[str]:
    own = [reference for attribute in body.attributes for reference in references(attribute.value)]
    return [*own, *(reference for block in body.blocks for reference in _inside(block.body))]


def _constant_object(body: Body, element: Type) -> Value | None:
    """The object with every attribute that its type has, null where it is not set; None where it is no constant."""
    given = {a.name: constant(a.value) for a in body.attributes}
    if None in given.values() or body.blocks or not isinstance(element, ObjectType):
        return None
    values = {name: value for name, value in given.items() if value is not None}
    return object_of({name: values.get(name) or null(kind) for name, kind in element.attributes})
