"""What stands around a resource's own arguments: `lifecycle`, `connection`, `provisioner`. They are Terraform's
business, not the provider's, so they are no part of a resource's values; rules may ask for them. Runs nothing.

Follows https://developer.hashicorp.com/terraform/language/meta-arguments. Keywords (`when = destroy`) and references
that name something and have no value (`ignore_changes`) become texts; a provisioner's label becomes its `type`. Pre-
and postconditions are left to `conditions`.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from secscan.model import Span
from secscan.terraform import syntax
from secscan.terraform.blocks import CompiledBody, Notes, evaluate_group
from secscan.terraform.declarations import META_BLOCKS, ResourceBlock, reference_text
from secscan.terraform.evaluate.scope import Names, Scope
from secscan.terraform.evaluate.values import Value
from secscan.terraform.syntax import Attribute, Block, Body, Expression

if TYPE_CHECKING:
    from secscan.terraform.resources import ResourceInstance

_NAMED: Final = frozenset({"ignore_changes", "replace_triggered_by", "when", "on_failure"})
_ELSEWHERE: Final = frozenset({"precondition", "postcondition"})
NONE: Final[Mapping[str, Value]] = {}


def body_around(resource: ResourceBlock) -> Body | None:
    """The blocks around a resource's own, as a body that can be evaluated; None where there are none."""
    found = tuple(_plain(block) for block in resource.block.body.blocks if block.type in META_BLOCKS)
    return Body(attributes=(), blocks=found, span=resource.block.span) if found else None


def around(instance: "ResourceInstance") -> Mapping[str, Value]:
    """Each kind of block that there is, as a tuple of objects."""
    body = body_of(instance)
    if body is None:
        return NONE
    scope, run = scope_with_self(instance, instance.scope), instance.resources.scope.run
    return {name: evaluate_group(body, name, scope, run, Notes()) for name in body.groups}


def body_of(instance: "ResourceInstance") -> CompiledBody | None:
    return instance.resources.scope.compiled.around.get(instance.resources.block.identity)


def scope_with_self(instance: "ResourceInstance", scope: Scope) -> Scope:
    return Names({"self": instance.whole()}, scope, scope.functions)


def _plain(block: Block) -> Block:
    """The block without a label and without what has no value."""
    attributes = tuple(_named(a) if a.name in _NAMED else a for a in block.body.attributes)
    if block.type == "provisioner" and block.labels:
        kind = _text(block.labels[0], block.header)
        attributes = (Attribute(name="type", value=kind, span=block.header, name_span=block.header), *attributes)
    inner = tuple(_plain(b) for b in block.body.blocks if b.type not in _ELSEWHERE)
    return replace(block, labels=(), body=replace(block.body, attributes=attributes, blocks=inner))


def _named(attribute: Attribute) -> Attribute:
    """`all`, `[tags, size]` and the like as texts."""
    value = attribute.value
    if isinstance(value, syntax.TupleExpr):
        items: tuple[Expression, ...] = tuple(_text(reference_text(item), item.span) for item in value.items)
        return replace(attribute, value=replace(value, items=items))
    return replace(attribute, value=_text(reference_text(value), value.span))


def _text(text: str, span: Span) -> syntax.Template:
    return syntax.Template(parts=(text,) if text else (), span=span)
