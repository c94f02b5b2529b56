"""Which data sources a plan does not read before it is applied: those that wait for a resource with pending changes.

Without a state every managed resource is yet to be created. So a data source waits where its configuration refers to
one directly, or its `depends_on` (or that of a module call around it) leads to one, whatever is known of its values.
Follows https://developer.hashicorp.com/terraform/language/block/data and what `terraform plan` does (tests/terraform).
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from secscan.terraform.declarations import ResourceBlock
from secscan.terraform.references import Reference, of_body, of_expression

if TYPE_CHECKING:
    from secscan.terraform.instances import ModuleScope

Seen = set[tuple[int, Reference]]


def waits_for(scope: "ModuleScope", block: ResourceBlock) -> str:
    """The name of what the data source waits for, as its module writes it; "" where it is read by the plan."""
    direct = (".".join(found[:2]) for found in of_body(block.block.body))
    for name in dict.fromkeys(direct):
        if _is_pending(scope, name):
            return name
    return _waited(scope, block.depends_on) or _around(scope)


def _around(scope: "ModuleScope") -> str:
    """The same for the `depends_on` of the module calls around."""
    while scope.parent is not None and scope.call is not None:
        if found := _waited(scope.parent, scope.call.depends_on):
            return found
        scope = scope.parent
    return ""


def _waited(scope: "ModuleScope", names: Iterable[str]) -> str:
    return next((name for name in names if _leads_to_pending(scope, tuple(name.split(".")), set())), "")


def _is_pending(scope: "ModuleScope", name: str) -> bool:
    found = scope.node.module.resources.get(name)
    return found is not None and found.mode == "managed" and bool(scope.resources(name).expansion.items)


def _leads_to_pending(scope: "ModuleScope", reference: Reference, seen: Seen) -> bool:
    """Whether a managed resource is what is referred to, or stands behind it."""
    if (id(scope), reference) in seen:
        return False
    seen.add((id(scope), reference))
    match reference:
        case ("data", *_):
            return False
        case ("module", name, *_) if name in scope.node.module.calls:
            return _module_is_pending(scope, name, seen)
        case ("local", name, *_) if name in scope.node.module.local_values:
            inner = of_expression(scope.node.module.local_values[name].value)
            return any(_leads_to_pending(scope, found, seen) for found in inner)
        case ("var", name, *_) if scope.parent is not None and scope.call is not None:
            argument = scope.parent.compiled.arguments[scope.call.name].get(name)
            outer = scope.parent
            return argument is not None and any(
                _leads_to_pending(outer, found, seen) for found in of_expression(argument.expression)
            )
    return _is_pending(scope, ".".join(reference[:2]))


def _module_is_pending(scope: "ModuleScope", name: str, seen: Seen) -> bool:
    """Whether there is a managed resource in a called module, or behind what its call says."""
    calls = scope.children(name)
    for child in calls.instances().values():
        inside = child.node.module
        if any(_is_pending(child, identity) for identity in inside.resources):
            return True
        if any(_leads_to_pending(child, ("module", inner), seen) for inner in inside.calls):
            return True
    arguments = scope.compiled.arguments[name].values()
    behind = (found for argument in arguments for found in of_expression(argument.expression))
    return any(_leads_to_pending(scope, found, seen) for found in behind)
