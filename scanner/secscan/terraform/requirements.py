"""Which provider configurations are asked for and not there. A plan would refuse; nothing is left unseen by it, but a
rule that asks for a resource's region cannot be told.

Follows https://developer.hashicorp.com/terraform/language/modules/develop/providers. A configuration without an alias
may be missing: then the provider's defaults and the environment are it.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from secscan.model import Problem, Span
from secscan.terraform import syntax
from secscan.terraform.declarations import Call, Module, nested, reference_text
from secscan.terraform.module import place
from secscan.terraform.overrides import attribute
from secscan.terraform.providers import owner_of

if TYPE_CHECKING:
    from secscan.terraform.instances import ModuleScope


def missing(scope: "ModuleScope") -> Iterator[Problem]:
    """What a plan would refuse of a module instance's providers: those of its resources, and those of its calls."""
    for block in scope.node.module.resources.values():
        written = attribute(block.block.body, "provider")
        if _is_absent(scope, block.provider):
            where = written.span if written else block.block.header
            yield _problem(f"there is no provider configuration {block.provider} for {block.identity}", where)
    for call in scope.node.module.calls.values():
        child = scope.node.children.get(call.name)
        if child is not None:
            yield from _of_call(scope, call, child.module)


def _is_absent(scope: "ModuleScope", key: str) -> bool:
    """What a module declares as an alias that its caller must hand in is the call's affair."""
    if "." not in key or key in aliases(scope.node.module):
        return False
    owner, name = owner_of(scope, key)
    return "." in name and name not in owner.node.module.providers and name not in aliases(owner.node.module)


def _of_call(scope: "ModuleScope", call: Call, module: Module) -> Iterator[Problem]:
    given = dict(call.providers or ())
    for name in aliases(module):
        if name not in given:
            yield _problem(f'the module "{call.name}" needs the provider configuration {name}', call.block.header)
    for key in given.values():
        if _is_absent(scope, key):
            yield _problem(f'there is no provider configuration {key} for the module "{call.name}"', call.block.header)
    if _is_legacy(module) and (call.count is not None or call.for_each is not None or call.depends_on):
        wrong = f'the module "{call.name}" configures providers itself: no count, for_each or depends_on may be set'
        yield _problem(wrong, call.block.header, hint="Let the module's caller configure its providers.")


def _is_legacy(module: Module) -> bool:
    """A block that sets nothing is no configuration, it only says that one is handed in."""
    return any(found.body.attributes or found.body.blocks for found in module.providers.values())


def aliases(module: Module) -> tuple[str, ...]:
    """The provider configurations that a module wants handed in (`configuration_aliases`)."""
    found: list[str] = []
    for block in module.statements:
        for required in nested(block, "required_providers"):
            for entry in required.body.attributes:
                found.extend(_names(entry.value))
    return tuple(found)


def _names(entry: syntax.Expression) -> Iterator[str]:
    items = entry.items if isinstance(entry, syntax.ObjectExpr) else ()
    for key, value in items:
        if reference_text(key) == "configuration_aliases" and isinstance(value, syntax.TupleExpr):
            yield from filter(None, map(reference_text, value.items))


_HAND_IN: Final = "Add the configuration, or hand one in by the call's `providers`."


def _problem(what: str, span: Span, *, hint: str = _HAND_IN) -> Problem:
    return place(f"A plan would fail: {what}.", span, incomplete=False, hint=hint)
