"""What a plan says of a resource: every attribute that its schema has, configured or not. Evaluates no expression.

Follows what Terraform plans for a resource that is to be created: what the configuration sets, in the shape of the
schema; else the provider's default, null, or unknown where the provider computes it. Where a default could not be
learnt, what is not set is unknown too. A data source that is read later has no defaults yet. How the provider rewrites
what is set is not followed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.marks import deep_marks, marked, marks_of
from secscan.terraform.evaluate.sets import make_set
from secscan.terraform.evaluate.values import (
    BOOL,
    FALSE,
    STRING,
    Collection,
    ObjectType,
    Type,
    Value,
    null,
    object_of,
    string,
    tuple_of,
    unknown,
)
from secscan.terraform.schema import AttributeSchema, BlockSchema, NestedSchema
from secscan.terraform.schema.tags import all_tags

NOT_LEARNT = "the provider decides it"


class Planned(Mapping[str, Value]):
    """The planned values by name, each worked out when it is asked for. `values`: what is configured, nested blocks as
    tuples of objects; what the schema does not have is passed on as it is. `provider`: asked for what the provider's
    configuration sets, where that matters; `later`: whether this is a data source that is read after the plan."""

    __slots__ = ("_later", "_made", "_provider", "_schema", "_values")

    def __init__(
        self,
        schema: BlockSchema | None,
        values: Mapping[str, Value],
        provider: Callable[[], Mapping[str, Value]],
        later: Callable[[], bool],
    ) -> None:
        self._schema, self._values, self._provider, self._later = schema, values, provider, later
        self._made: dict[str, Value] = {}

    def __getitem__(self, name: str) -> Value:
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = self._plan(name)
        return made

    def __iter__(self) -> Iterator[str]:
        names = set(self._values)
        if self._schema is not None:
            names.update(self._schema.attributes, self._schema.blocks)
        return iter(sorted(names))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        return self.has_schema(name) or name in self._values

    def has_schema(self, name: object) -> bool:
        """Whether the provider's schema has it."""
        schema = self._schema
        return schema is not None and (name in schema.attributes or name in schema.blocks)

    def _plan(self, name: str) -> Value:
        schema, value = self._schema, self._values.get(name)
        if schema is not None and name in schema.attributes:
            if name == "tags_all" and value is None and "tags" in schema.attributes:
                return all_tags(self["tags"], self._provider(), schema.attributes[name])
            return attribute(schema.attributes[name], value, later=self._later())
        if schema is not None and name in schema.blocks:
            return nested(schema.blocks[name], value, later=self._later())
        return self._values[name]


def attribute(about: AttributeSchema, value: Value | None, *, later: bool = False) -> Value:
    """What is planned for an attribute that is configured as `value`, None where it is not."""
    if about.write_only:
        made = null(about.type)
    elif value is None or value.is_null:
        made = null(about.type) if later and not about.computed else _unset(about)
    else:
        made = _objects(value, about.type)
    return replace(made, sensitive=True) if about.sensitive and not made.sensitive else made


def _unset(about: AttributeSchema) -> Value:
    if about.default is not None:
        return about.default
    return unknown(about.type) if about.computed else unknown(about.type, NOT_LEARNT)


def _objects(value: Value, kind: Type) -> Value:
    """The value of an attribute that may be written as blocks (`ingress` of a security group): what its objects leave
    out is null; in a set the provider makes it the empty value of its type. Others pass as they are.

    https://developer.hashicorp.com/terraform/language/attr-as-blocks"""
    if not isinstance(kind, Collection) or not isinstance(kind.element, ObjectType):
        return value
    if isinstance(value.payload, tuple) and any(not item.is_known for item in value.payload):
        return _some(value, kind)
    try:
        return convert(_filled(value, kind, is_member=False), kind)
    except ConversionError:
        return value


def _filled(value: Value, kind: Type, *, is_member: bool) -> Value:
    payload = value.payload
    if isinstance(kind, Collection) and isinstance(payload, tuple):
        made = tuple_of(_filled(item, kind.element, is_member=kind.kind == "set") for item in payload)
        return marked(made, marks_of(value))
    if not isinstance(kind, ObjectType) or not isinstance(payload, Mapping):
        return value
    items = {name: payload.get(name, null(inner)) for name, inner in kind.attributes}
    for name, inner in kind.attributes:
        if items[name].is_null and is_member:
            items[name] = _empty(inner)
        else:
            items[name] = _filled(items[name], inner, is_member=False)
    return marked(object_of(items), marks_of(value))


def _empty(kind: Type) -> Value:
    """Numbers stay null, as the provider's plans show them."""
    if isinstance(kind, Collection):
        return Value(kind, {} if kind.kind == "map" else ())
    return string("") if kind == STRING else FALSE if kind == BOOL else null(kind)


def _some(value: Value, kind: Type) -> Value:
    """Blocks of which nobody knows how many there are."""
    reason = next((item.reason for item in value.children() if not item.is_known), value.reason)
    return marked(unknown(kind, reason), deep_marks(value))


def nested(about: NestedSchema, value: Value | None, *, later: bool = False) -> Value:
    """What is planned for nested blocks, configured as a tuple of objects (an object by label where they have labels),
    None where there are none: a list, set or map of objects, or one object, by their nesting."""
    if value is None or value.payload in ((), {}):
        return _no_blocks(about, later)
    if not isinstance(value.payload, (tuple, Mapping)) or any(not item.is_known for item in value.children()):
        return _some(value, about.type)
    blocks = [_block_or_same(about.block, item, later) for item in value.children()]
    if about.nesting == "map" and isinstance(value.payload, Mapping):
        return _typed(about.type, dict(zip(value.payload, blocks, strict=True)), blocks)
    if about.nesting in ("single", "group"):
        return blocks[0]
    if about.nesting == "set" and all(block.type == about.block.type for block in blocks):
        return make_set(blocks)
    return _typed(about.type, tuple(blocks), blocks)


def _no_blocks(about: NestedSchema, later: bool) -> Value:
    if about.nesting == "group":
        return block(about.block, {}, later=later)
    if about.computed is not False:
        return unknown(about.type) if about.computed else unknown(about.type, NOT_LEARNT)
    return Value(about.type, None if about.nesting == "single" else {} if about.nesting == "map" else ())


def _block_or_same(schema: BlockSchema, value: Value, later: bool) -> Value:
    if not isinstance(value.payload, Mapping):
        return value
    return marked(block(schema, value.payload, later=later), marks_of(value))


def block(schema: BlockSchema, values: Mapping[str, Value], *, later: bool = False) -> Value:
    """One block as an object of all that its schema has."""
    made = {name: attribute(about, values.get(name), later=later) for name, about in schema.attributes.items()}
    made.update((name, nested(about, values.get(name), later=later)) for name, about in schema.blocks.items())
    kind = schema.type
    payload = {name: made[name] for name, _ in kind.attributes}
    fits = all(payload[name].type == inner for name, inner in kind.attributes)
    return Value(kind, payload) if fits else object_of(payload)


def _typed(kind: Type, payload: tuple[Value, ...] | dict[str, Value], blocks: list[Value]) -> Value:
    """A collection of its type; a tuple or an object where a block holds what its schema does not expect."""
    inner = kind.element if isinstance(kind, Collection) else kind
    if all(one.type == inner for one in blocks):
        return Value(kind, payload)
    return object_of(payload) if isinstance(payload, dict) else tuple_of(payload)
