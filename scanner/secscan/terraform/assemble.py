"""From module instances to the estate: walks all instances of a root and writes down its resources. Evaluates nothing
itself: it asks the instances, in a fixed order.
"""

import gc
from collections.abc import Iterator, Mapping

from secscan.model import Address, Problem, Span
from secscan.terraform.chain.step import Step
from secscan.terraform.conditions import check_module, check_resources
from secscan.terraform.ephemerals import misused, stored
from secscan.terraform.estate import Provider, Resource
from secscan.terraform.evaluate.values import Value, summary
from secscan.terraform.instances import ModuleScope
from secscan.terraform.migrations import contradictions
from secscan.terraform.providers import configured, provider_name
from secscan.terraform.requirements import missing
from secscan.terraform.resources import ResourceInstance, Resources
from secscan.terraform.run import RootAbandoned
from secscan.terraform.surroundings import around
from secscan.terraform.validation import check_variables


class References(Mapping[str, tuple[tuple[str, str], ...]]):
    """What each attribute path was computed from, worked out when somebody asks."""

    __slots__ = ("_found", "_values")

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values
        self._found: dict[str, tuple[tuple[str, str], ...]] | None = None

    def _all(self) -> dict[str, tuple[tuple[str, str], ...]]:
        if self._found is None:
            pairs = (pair for name, value in self._values.items() for pair in _origins(name, value))
            self._found = dict(sorted(pairs))
        return self._found

    def __getitem__(self, path: str) -> tuple[tuple[str, str], ...]:
        return self._all()[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __repr__(self) -> str:
        return repr(self._all())


class Origin:
    """`estate.Origin` of a resource: holds the scopes that made it, so that a chain can be followed when asked for."""

    __slots__ = ("_instance",)

    def __init__(self, instance: ResourceInstance) -> None:
        self._instance = instance

    def chain(self, path: str, values: Mapping[str, Value]) -> tuple[Step, ...]:
        from secscan.terraform.chain.door import chain

        return chain(self._instance, path, values)

    def place(self, path: str) -> tuple[Span, bool] | None:
        from secscan.terraform.chain.door import place

        return place(self._instance, path)

    def is_block(self, path: str) -> bool:
        from secscan.terraform.chain.bodies import is_block

        return is_block(self._instance.body, path)


def _origins(path: str, value: Value) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """A path, and every path inside it, with the origins of all that is there."""
    found = summary(value).origins
    if not found:
        return
    yield path, tuple(sorted(found))
    for inner, item in value.inside(path):
        yield from _origins(inner, item)


def assemble(root: ModuleScope) -> tuple[tuple[Resource, ...], dict[str, Provider], dict[str, Value]]:
    """(resources by address, provider configurations by name, outputs by name) of a root.

    Where the root's limits are met, what was evaluated until then; the run's problems say so."""
    resources: list[Resource] = []
    providers: dict[str, Provider] = {}
    outputs: dict[str, Value] = {}
    collecting = gc.isenabled()
    gc.disable()  # Nothing of an evaluation is garbage before its end; looking for it takes a fifth of the time.
    try:
        _visit(root, resources, providers)
        outputs = {name: root.output(name) for name in sorted(root.node.module.outputs)}
    except RootAbandoned:
        pass
    finally:
        if collecting:
            gc.enable()
    ordered = tuple(sorted(resources, key=lambda resource: resource.address.name))
    return ordered, dict(sorted(providers.items())), outputs


def _visit(scope: ModuleScope, resources: list[Resource], providers: dict[str, Provider]) -> None:
    check_variables(scope)
    providers.update(configured(scope))
    for identity, block in scope.node.module.resources.items():
        if block.mode != "ephemeral":
            resources.extend(_instances(scope.resources(identity)))
        check_resources(scope.resources(identity))
    check_module(scope)
    for problem in _refused(scope):
        scope.run.note(problem)
    for name in scope.node.module.calls:
        call = scope.children(name)
        for child in call.instances().values():
            _visit(child, resources, providers)


def _refused(scope: ModuleScope) -> Iterator[Problem]:
    """What a plan would refuse of a module instance although all of it can be read."""
    yield from missing(scope)
    yield from contradictions(scope.node)
    if scope.world.has_ephemerals:
        yield from misused(scope)
        for identity in scope.node.module.resources:
            yield from stored(scope.resources(identity))


def _instances(found: Resources) -> Iterator[Resource]:
    scope, block = found.scope, found.block
    provider = provider_name(scope, block.provider)
    after = tuple(scope.label(name) for name in block.depends_on)
    for instance in found.instances().values():
        yield _resource(instance, provider, after)


def _resource(instance: ResourceInstance, provider: str, after: tuple[str, ...]) -> Resource:
    scope, block = instance.resources.scope, instance.resources.block
    values = instance.values()
    static = instance.body.spans
    return Resource(
        address=Address(root=scope.run.root, name=instance.address),
        mode=block.mode,
        type=block.type,
        name=block.name,
        module=scope.address,
        values=values,
        block=block.block.span,
        header=block.block.header,
        spans=static if static is not None else instance.spans(),
        calls=scope.calls,
        provider=provider,
        unknown_instances=scope.unknown_instances or instance.resources.expansion.mode == "unknown",
        references=References(values),
        unknown_blocks=tuple(instance.notes.unknown_blocks),
        after=after,
        planned=instance.planned,
        around=around(instance),
        origin=Origin(instance),
    )
