"""What a reference means: a local value, a variable, a module's output, a resource's attribute. Its step, and the
expression behind it.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from secscan.model import Span
from secscan.terraform.chain.bodies import instance_scope, locate
from secscan.terraform.chain.bound import Part
from secscan.terraform.chain.data_sources import behind
from secscan.terraform.chain.narrow import narrow
from secscan.terraform.chain.paths import Steps, at, text_of
from secscan.terraform.chain.step import Kind
from secscan.terraform.evaluate.errors import EvaluationError
from secscan.terraform.evaluate.values import Value, unknown
from secscan.terraform.expansion import Key
from secscan.terraform.instances import Modules, ModuleScope
from secscan.terraform.resources import ResourceInstance, Resources
from secscan.terraform.run import RootAbandoned

if TYPE_CHECKING:
    from secscan.terraform.chain.walk import Walk

Reference: TypeAlias = "Callable[[Walk, ModuleScope, Span, Part], None]"
T = TypeVar("T")


def refer(walk: "Walk", name: str, span: Span, part: Part) -> None:
    """Writes down the step that the reference `name` (with `part.steps` behind it) is, and what is behind that. What
    nothing declares has no step: the evaluation has said so."""
    scope = part.scope
    if not isinstance(scope, ModuleScope) or not part.steps:
        return
    try:
        _ROOTS.get(name, _resource(name))(walk, scope, span, part)
    except (EvaluationError, RootAbandoned):
        return  # it has no value, which the evaluation has said


def _local(walk: "Walk", scope: ModuleScope, _: Span, part: Part) -> None:
    name, rest = str(part.steps[0]), part.steps[1:]
    attribute = scope.node.module.local_values.get(name)
    if attribute is None:
        return
    inner = part._replace(expression=attribute.value, steps=rest)
    label, span = scope.label(f"local.{name}") + text_of(rest), narrow(inner, attribute.span, walk.reader).span
    if walk.add(Kind.LOCAL, label, span, inner.meant(scope.local(name)), chosen=part.chosen):
        walk.below(inner)


def _variable(walk: "Walk", scope: ModuleScope, _: Span, part: Part) -> None:
    name, rest = str(part.steps[0]), part.steps[1:]
    accepted = scope.compiled.inputs.get(name)
    if accepted is None:
        return
    value = part._replace(steps=rest).meant(scope.variable(name))
    label = scope.label(f"var.{name}") + text_of(rest)
    given = scope.given(name)
    if given is not None and given.is_null and not accepted.variable.nullable:
        given = None
    if given is None:
        _default(walk, scope, label, part, value)
    elif rest and value is not None and at(given, rest) is None and given.is_known and accepted.variable.type:
        # As in a default.
        walk.add(Kind.DEFAULT, label, accepted.variable.type.span, value, chosen=part.chosen)
    else:
        _given(walk, scope, label, part, value)


def _default(walk: "Walk", scope: ModuleScope, label: str, part: Part, value: Value | None) -> None:
    variable = scope.compiled.inputs[str(part.steps[0])].variable
    if variable.default is None:
        walk.add(Kind.UNSET, label, variable.span, value, chosen=part.chosen)
        return
    written = Part(variable.default, scope, part.steps[1:])
    span, exact = narrow(written, variable.default.span, walk.reader)
    if not exact and variable.type is not None:
        span = variable.type.span  # what the default leaves out, `optional` in the type fills in
    walk.add(Kind.DEFAULT, label, span, value, chosen=part.chosen)


def _given(walk: "Walk", scope: ModuleScope, label: str, part: Part, value: Value | None) -> None:
    """By a module call's argument, or for the root by a file."""
    name, rest = str(part.steps[0]), part.steps[1:]
    if scope.parent is None or scope.call is None:
        _given_to_root(walk, scope, label, part, value)
        return
    argument = scope.parent.compiled.arguments[scope.call.name][name]
    caller = instance_scope(scope.parent, scope.caller, scope.call)
    inner = part._replace(expression=argument.expression, scope=caller, steps=rest)
    span = narrow(inner, argument.span, walk.reader).span
    if walk.add(Kind.ARGUMENT, label, span, value, chosen=part.chosen):
        walk.below(inner)


def _given_to_root(walk: "Walk", scope: ModuleScope, label: str, part: Part, value: Value | None) -> None:
    found = scope.inputs.given[str(part.steps[0])] if scope.inputs else None
    if found is None:
        return
    span, kind = found.span, Kind.ENVIRONMENT if found.environment else Kind.TFVARS
    if found.expression is not None:
        span = narrow(Part(found.expression, scope, part.steps[1:]), span, walk.reader).span
    walk.add(kind, label, span, value, chosen=part.chosen)


def _module(walk: "Walk", scope: ModuleScope, _: Span, part: Part) -> None:
    if part.steps[0] not in scope.node.module.calls:
        return
    calls = scope.children(str(part.steps[0]))
    address, rest = calls.address, part.steps[1:]
    if calls.node is None:
        walk.add(Kind.MODULE, address + text_of(rest), calls.call.block.header, _absent(calls), chosen=part.chosen)
        return
    chosen = _one_of(calls.instances(), rest)
    if chosen is None:
        expansion = calls.call.for_each or calls.call.count
        walk.add(Kind.OUTPUT, address + text_of(rest), calls.call.block.header, None, chosen=part.chosen)
        if expansion is not None:
            walk.below(Part(expansion, scope, (), part.chosen))
        return
    child, rest = chosen
    name = str(rest[0]) if rest else ""
    output = child.node.module.outputs.get(name)
    if output is None or output.value is None:
        walk.add(Kind.OUTPUT, child.label(name).rstrip("."), calls.call.block.header, None, chosen=part.chosen)
        return
    inner = part._replace(expression=output.value, scope=child, steps=rest[1:])
    label, span = child.label(name) + text_of(rest[1:]), narrow(inner, output.value.span, walk.reader).span
    if walk.add(Kind.OUTPUT, label, span, inner.meant(child.output(name)), chosen=part.chosen):
        walk.below(inner)


def _absent(calls: Modules) -> Value:
    return unknown(reason=f"module {calls.call.name} is not there to be read")


def _one_of(instances: Mapping[Key, T], steps: Steps) -> tuple[T, Steps] | None:
    """The instance that `steps` lead to, and the steps behind its key; None where they name none."""
    if set(instances) == {None}:
        return instances[None], steps
    if steps and steps[0] in instances:
        return instances[steps[0]], steps[1:]
    return None


def _in_mode(mode: str) -> Reference:
    def answer(walk: "Walk", scope: ModuleScope, _: Span, part: Part) -> None:
        _declared(walk, scope, mode, part)

    return answer


def _resource(kind: str) -> Reference:
    def answer(walk: "Walk", scope: ModuleScope, _: Span, part: Part) -> None:
        _declared(walk, scope, "", part._replace(steps=(kind, *part.steps)))

    return answer


def _declared(walk: "Walk", scope: ModuleScope, mode: str, part: Part) -> None:
    """A resource that `part.steps` name by type and name."""
    names, rest = part.steps[:2], part.steps[2:]
    identity = ".".join(map(str, (mode, *names) if mode else names))
    if identity in scope.node.module.resources:
        _resources(walk, scope.resources(identity), part._replace(steps=rest))


def _resources(walk: "Walk", resources: Resources, part: Part) -> None:
    chosen = _one_of(resources.instances(), part.steps)
    header = resources.block.block.header
    if chosen is not None and resources.expansion.mode != "unknown":
        instance, rest = chosen
        attribute(walk, instance, rest, instance.whole(), chosen=part.chosen)
        return
    value = resources.resolve((), 0)[0] if not part.steps else None
    label = resources.address + text_of(part.steps)
    if walk.add(Kind.RESOURCE, label, header, value if value is not None else unknown(), chosen=part.chosen):
        expansion = resources.block.for_each or resources.block.count
        if expansion is not None:
            walk.below(Part(expansion, resources.scope, (), part.chosen))


def attribute(walk: "Walk", instance: ResourceInstance, steps: Steps, values: Value, *, chosen: bool = False) -> None:
    """The step of a resource's attribute (or block, or all of it) in `values`, and what is behind that."""
    block = instance.resources.block
    value, label = at(values, steps), instance.address + text_of(steps)
    found = locate(instance, steps, walk.reader) if steps else None
    if found is None:
        kind = Kind.DATA if block.mode == "data" else Kind.RESOURCE
        if walk.add(kind, label, block.block.header, value, chosen=chosen) and steps:
            _computed(walk, instance, steps, chosen=chosen)
    elif walk.add(Kind.ATTRIBUTE, label, found.span, value, chosen=chosen) and found.part is not None:
        walk.below(found.part._replace(chosen=chosen))


def _computed(walk: "Walk", instance: ResourceInstance, steps: Steps, *, chosen: bool) -> None:
    """Behind what a data source computes stands what it is configured with."""
    if instance.resources.block.mode != "data" or str(steps[0]) not in instance.computed():
        return
    walk.depth += 1
    for label, span, value, part in behind(instance, steps, walk.reader):
        if walk.add(Kind.ATTRIBUTE, label, span, value, chosen=chosen) and part is not None:
            walk.below(part._replace(chosen=chosen))
    walk.depth -= 1


def _setting(walk: "Walk", scope: ModuleScope, span: Span, part: Part) -> None:
    found = scope.resolve("terraform", tuple(map(str, part.steps)))
    if found is not None:
        walk.add(Kind.SETTING, "terraform" + text_of(part.steps), span, found[0], chosen=part.chosen)


def _nothing(walk: "Walk", scope: ModuleScope, _: Span, part: Part) -> None:
    """`path.module` and the like: the place says it all."""


_ROOTS: Final[Mapping[str, Reference]] = {
    "var": _variable,
    "local": _local,
    "module": _module,
    "data": _in_mode("data"),
    "ephemeral": _in_mode("ephemeral"),
    "terraform": _setting,
    "path": _nothing,
}
