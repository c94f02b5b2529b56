"""The shapes of a provider's schema as frozen values. Reads no table, converts no value.

The words are those of `terraform providers schema -json`:
https://developer.hashicorp.com/terraform/cli/commands/providers/schema
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from secscan.terraform.evaluate.values import Collection, ObjectType, Type, Value, null


@dataclass(frozen=True, kw_only=True, slots=True)
class AttributeSchema:
    """`default`: what the attribute is in a plan that creates the resource and does not set it: a known value, null, or
    unknown (the provider computes it). None where that could not be learnt."""

    type: Type
    required: bool
    optional: bool
    computed: bool
    sensitive: bool
    write_only: bool
    default: Value | None


@dataclass(frozen=True, kw_only=True)
class BlockSchema:
    """A block's attributes and nested blocks by name, each sorted. Nested ones are read when they are asked for."""

    attributes: Mapping[str, AttributeSchema]
    blocks: Mapping[str, "NestedSchema"]

    @cached_property
    def type(self) -> ObjectType:
        """The type of an object that such a block stands for."""
        found = {name: attribute.type for name, attribute in self.attributes.items()}
        found.update((name, nested.type) for name, nested in self.blocks.items())
        return ObjectType(tuple(sorted(found.items())))

    def inside(self, name: str) -> "BlockSchema | None":
        """The schema of blocks named `name`; of an attribute that may be written as blocks, that of its objects."""
        nested = self.blocks.get(name)
        if nested is not None:
            return nested.block
        attribute = self.attributes.get(name)
        kind = attribute.type if attribute is not None else None
        if isinstance(kind, Collection) and isinstance(kind.element, ObjectType):
            return _of_objects(kind.element)
        return None


@cache
def _of_objects(kind: ObjectType) -> BlockSchema:
    """What blocks that stand for objects of a type may hold: each attribute, null where it is left out."""
    return BlockSchema(
        attributes={
            name: AttributeSchema(
                type=inner,
                required=False,
                optional=True,
                computed=False,
                sensitive=False,
                write_only=False,
                default=null(inner),
            )
            for name, inner in kind.attributes
        },
        blocks={},
    )


@dataclass(frozen=True, kw_only=True)
class NestedSchema:
    """Nested blocks of one type. `nesting`: `single`, `group`, `list`, `set` or `map`; `max_items`: 0 for no limit.
    `computed`: where none is set the provider makes them, known after apply; None where that could not be learnt."""

    nesting: str
    min_items: int
    max_items: int
    computed: bool | None
    _read: Callable[[], BlockSchema] = field(repr=False, compare=False)

    @cached_property
    def block(self) -> BlockSchema:
        return self._read()

    @cached_property
    def type(self) -> Type:
        """The type of the value that references see: the block's own where there is one at most by its nesting."""
        inner = self.block.type
        return inner if self.nesting in ("single", "group") else Collection(self.nesting, inner)
