"""Which provider configuration a resource uses, and what that configuration sets. Knows no provider's schema.

Follows https://developer.hashicorp.com/terraform/language/modules/develop/providers: a call's `providers` map renames
configurations for the called module, and what it does not name is inherited by name, unless it has an alias.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from secscan.terraform.blocks import Notes, evaluate_body
from secscan.terraform.estate import Provider
from secscan.terraform.evaluate.values import Value

if TYPE_CHECKING:
    from secscan.terraform.instances import ModuleScope


def owner_of(scope: "ModuleScope", key: str) -> tuple["ModuleScope", str]:
    """The module that configures what `scope` calls `key`, and its name there."""
    while scope.parent is not None and scope.call is not None and key not in scope.node.module.providers:
        renamed = dict(scope.call.providers or ())
        if key not in renamed and "." in key:
            break
        scope, key = scope.parent, renamed.get(key) or key
    return scope, key


def provider_name(scope: "ModuleScope", key: str) -> str:
    """The configuration's name as the estate knows it: `aws.dr`, or `module.x.aws` where a module has its own."""
    owner, name = owner_of(scope, key)
    return owner.label(name)


def provider_values(scope: "ModuleScope", key: str) -> Mapping[str, Value]:
    """What the configuration sets; nothing where there is no block for it."""
    owner, name = owner_of(scope, key)
    label = owner.label(name)
    known = scope.world.provider_values
    if label not in known:
        body = owner.compiled.providers.get(name)
        with scope.run.visiting(f"provider {label}"):
            value = evaluate_body(body, owner, scope.run, Notes()) if body else None
        known[label] = value.payload if value is not None and isinstance(value.payload, Mapping) else {}
    return known[label]


def configured(scope: "ModuleScope") -> dict[str, Provider]:
    """The provider configurations that a module instance has of its own."""
    blocks = scope.node.module.providers
    return {
        scope.label(key): Provider(name=scope.label(key), values=provider_values(scope, key), block=declared.block.span)
        for key, declared in blocks.items()
    }
