"""Resource blocks as instances: count and for_each worked out, what the configuration sets, what a reference sees.

Follows https://developer.hashicorp.com/terraform/language/expressions/references. A reference sees what a plan says of
the attribute (`planned`): also what the configuration does not set. An unknown one says which attribute of which
resource it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from secscan.model import Span
from secscan.terraform import computed
from secscan.terraform.blocks import CompiledBody, Notes, evaluate_attribute, evaluate_group, note_attributes
from secscan.terraform.declarations import ResourceBlock
from secscan.terraform.deferral import waits_for
from secscan.terraform.evaluate.errors import EvaluationError
from secscan.terraform.evaluate.scope import Names, Scope
from secscan.terraform.evaluate.values import DYNAMIC, STRING, ObjectType, UnknownPayload, Value, tuple_of
from secscan.terraform.expansion import SINGLE, Expansion, Key, by_count, by_for_each, failed, instance_key
from secscan.terraform.lazy import lazy_object
from secscan.terraform.module import place
from secscan.terraform.planned import Planned
from secscan.terraform.providers import provider_values
from secscan.terraform.run import FAILED
from secscan.terraform.syntax import Expression

if TYPE_CHECKING:
    from secscan.terraform.instances import ModuleScope

KNOWN_AFTER_APPLY: Final = "known after apply"


# Names ending so that are numbers all the same, in the AWS provider's schema (5.100).
_NUMBERS: Final = frozenset(
    {
        "application_version_id",
        "default_version_id",
        "revocation_id",
        "version_id",
        "virtual_network_id",
        "vlan_id",
    }
)


def _is_text(kind: str, name: str) -> bool:
    """Of what no table has, attributes that are strings wherever the AWS provider's schema computes them: without this
    `flatten` and the like could not tell an ARN from a list of them."""
    if name == "id":
        return True
    return kind.startswith("aws_") and name.endswith(("arn", "_id", "_name", "url")) and name not in _NUMBERS


def expand(scope: "ModuleScope", count: Expression | None, for_each: Expression | None, what: str) -> Expansion:
    """The instances of a resource or a call. What is wrong or unknown is noted, and stands once."""
    expression = count if count is not None else for_each
    if expression is None:
        return SINGLE
    name = "each" if count is None else "count"
    run = scope.run
    with run.visiting(f"{what} ({'for_each' if count is None else 'count'})"):
        value = run.value(expression, scope)
    if count is not None and for_each is not None:
        run.fault(EvaluationError("count and for_each exclude each other."), for_each.span)
    try:
        made = by_count(value, run.max_instances) if count is not None else by_for_each(value)
    except EvaluationError as error:
        run.fault(error, expression.span)
        return failed(name, FAILED)
    if made.mode == "unknown" and made.reason != FAILED:
        message = f"How many instances {what} has is not known ({made.reason}): it stands once, as {what}[*]."
        run.note(place(message, expression.span, incomplete=False, hint="Give the value in a tfvars file."))
    return made


class Resources:
    """A resource block in one instance of its module: its instances by key."""

    def __init__(self, scope: "ModuleScope", block: ResourceBlock) -> None:
        self.scope, self.block = scope, block
        self.address = scope.label(block.identity)
        self.body = scope.compiled.bodies[block.identity]
        schema = self.body.schema
        known = {*schema.attributes, *schema.blocks} if schema is not None else set()
        self.names = tuple(sorted({"id", *self.body.attributes, *self.body.groups, *known}))
        self._expansion: Expansion | None = None
        self._instances: dict[Key, ResourceInstance] = {}
        self._waits_for: str | None = None

    @property
    def waits_for(self) -> str:
        """What a data source waits for, so that a plan does not read it; "" where it does."""
        if self._waits_for is None:
            self._waits_for = waits_for(self.scope, self.block) if self.block.mode == "data" else ""
        return self._waits_for

    @property
    def expansion(self) -> Expansion:
        if self._expansion is None:
            block, run = self.block, self.scope.run
            made = expand(self.scope, block.count, block.for_each, self.address)
            run.reserve(len(made.items), self.address, block.block.header)
            self._expansion = made
        return self._expansion

    def instances(self) -> "dict[Key, ResourceInstance]":
        expansion = self.expansion
        if not self._instances:
            self._instances = {key: self._instance(expansion, key, item) for key, item in expansion.items}
        return self._instances

    def resolve(self, path: tuple[str, ...], used: int) -> tuple[Value, int]:
        """The value of a reference whose first `used` names lead here."""
        mode = self.expansion.mode
        if mode == "single":
            instance = self.instances()[None]
            return (instance.reference(path[used]), used + 1) if len(path) > used else (instance.whole(), used)
        if mode == "unknown":
            origin = frozenset({(f"{self.address}[*]", "")})
            return Value(DYNAMIC, UnknownPayload(self.expansion.reason, not_null=True), origins=origin), used
        return collected(mode, {key: one.whole() for key, one in self.instances().items()}), used

    def _instance(self, expansion: Expansion, key: Key, item: Value | None) -> "ResourceInstance":
        scope: Scope = self.scope
        if item is not None:
            scope = Names({expansion.name: item}, scope, scope.functions)
        suffix = "[*]" if expansion.mode == "unknown" else instance_key(key)
        return ResourceInstance(self, self.address + suffix, scope)


def collected(mode: str, values: Mapping[Key, Value]) -> Value:
    """Instances as references see them: a tuple by count, an object by for_each."""
    if mode == "count":
        return tuple_of(values.values())
    named = {str(key): value for key, value in sorted(values.items(), key=lambda pair: str(pair[0]))}
    return Value(ObjectType(tuple((name, value.type) for name, value in named.items())), named)


class Told(Mapping[str, Value]):
    """What an instance's configuration sets, and a data source answers from it, worked out when it is asked for."""

    __slots__ = ("_instance",)

    def __init__(self, instance: "ResourceInstance") -> None:
        self._instance = instance

    def __getitem__(self, name: str) -> Value:
        found = self._instance.told(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._instance.values())

    def __len__(self) -> int:
        return len(self._instance.values())


class ResourceInstance:
    """One instance: what its configuration sets, and what a reference to it sees."""

    __slots__ = ("_computed", "_values", "_whole", "address", "body", "notes", "planned", "resources", "scope")

    def __init__(self, resources: Resources, address: str, scope: Scope) -> None:
        self.resources, self.address, self.scope = resources, address, scope
        self.body: CompiledBody = resources.body
        self.notes = Notes()
        self._values: dict[str, Value] = {}
        self._computed: Mapping[str, Value] | None = None
        self._whole: Value | None = None
        self.planned = Planned(self.body.schema, Told(self), self._provider, self._is_read_later)

    def configured(self, name: str) -> Value:
        """An attribute or nested blocks that the configuration sets."""
        made = self._values.get(name)
        if made is None:
            made = self._values[name] = self._evaluate(name)
        return made

    def values(self) -> dict[str, Value]:
        """All that the configuration sets; for a data source also what is computed from that."""
        body = self.body
        made = {name: self.configured(name) for name in (*body.attributes, *body.groups)}
        if self.resources.block.mode != "data":
            return made
        answers = {name: value for name, value in self.computed().items() if name not in computed.LATER}
        return {**made, **answers}

    def computed(self) -> Mapping[str, Value]:
        """What a data source answers from its configuration alone, with its origin."""
        if self._computed is None:
            self._computed = {}
            self._computed = computed.attributes(self)
        return self._computed

    def told(self, name: str) -> Value | None:
        """What the configuration sets, or a data source answers from it; None for what it says nothing of."""
        body = self.body
        found = self.configured(name) if name in body.attributes or name in body.groups else None
        if (found is None or found.is_null) and self.resources.block.mode == "data":
            found = self.computed().get(name)
        return found

    def reference(self, name: str) -> Value:
        """The attribute as others see it."""
        origin = (self.address, name)
        found = self.planned.get(name)
        if found is None or (found.is_null and not self.planned.has_schema(name)):
            kind = STRING if _is_text(self.resources.block.type, name) else DYNAMIC
            found = Value(kind, UnknownPayload(KNOWN_AFTER_APPLY))
        ephemeral = found.ephemeral or self.resources.block.mode == "ephemeral"
        payload, told = found.payload, self.told(name)
        if isinstance(payload, UnknownPayload) and (told is None or told.is_null):
            payload = replace(payload, reference=origin)
        return Value(found.type, payload, found.sensitive, found.origins | {origin}, ephemeral)

    def whole(self) -> Value:
        """The resource as an object, open to attributes that another version of its provider may give it. Its `id` is
        always there, so that nothing takes what is configured for all there is."""
        if self._whole is None:
            self._whole = lazy_object(self.resources.names, self.reference, is_open=True)
        return self._whole

    def spans(self) -> dict[str, Span]:
        """The span of every path, where a dynamic block makes them this instance's own."""
        notes = Notes(spans=dict(self.notes.spans))
        note_attributes(self.body, notes)
        return notes.spans

    def _provider(self) -> Mapping[str, Value]:
        return provider_values(self.resources.scope, self.resources.block.provider)

    def _is_read_later(self) -> bool:
        """Whether it is a data source that a plan does not read yet."""
        if self.resources.block.mode != "data":
            return False
        names = (*self.body.attributes, *self.body.groups)
        return bool(self.resources.waits_for) or not all(self.configured(name).is_wholly_known for name in names)

    def _evaluate(self, name: str) -> Value:
        body, run = self.body, self.resources.scope.run
        attribute = body.attributes.get(name)
        if attribute is not None and attribute.constant is not None:
            return attribute.constant
        with run.visiting(f"{self.address}.{name}"):
            if name in body.attributes:
                return evaluate_attribute(body, name, self.scope, run)
            return evaluate_group(body, name, self.scope, run, self.notes)
