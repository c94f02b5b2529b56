"""The `configuration` section of a plan document: the modules as they are written, not as they are evaluated.

Follows https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from secscan.terraform.compiled import input_of
from secscan.terraform.declarations import Call, Module, Requirement, ResourceBlock, Variable, static_text, value_of
from secscan.terraform.plan.expressions import body_expressions, provisioner_arguments
from secscan.terraform.plan.masks import ABSENT, Json, known
from secscan.terraform.plan.references import references, written
from secscan.terraform.schema import block_of, version_of
from secscan.terraform.syntax import Block, Body, Expression, TupleExpr
from secscan.terraform.tree import Node

SECRETS: Final = frozenset({"access_key", "secret_key", "token"})
"""A provider's arguments that let one in: their constants are not shown."""
_CONSTRAINT: Final = re.compile(r"\s*(>=|<=|!=|~>|>|<|=)?\s*(\S+)\s*")
_BUILT_IN: Final = "terraform.io/builtin/terraform"
_REGISTRY: Final = "registry.terraform.io"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A module in the static tree: its path (`module.a.module.b`, "" for the root) and how it was reached."""

    node: Node
    path: str = ""
    call: Call | None = None
    parent: "Place | None" = None

    def children(self) -> "Iterator[Place]":
        for name, call in sorted(self.node.module.calls.items()):
            child = self.node.children.get(name)
            if child is not None:
                path = f"{self.path}.module.{name}" if self.path else f"module.{name}"
                yield Place(node=child, path=path, call=call, parent=self)


def configuration(root: Node) -> dict[str, Json]:
    place = Place(node=root)
    return {"provider_config": dict(sorted(_providers(place))), "root_module": _module(place)}


def full_name(module: Module, local: str) -> str:
    """A provider's address from its local name in a module."""
    source = module.requirements.get(local, Requirement(name=local)).source
    parts = source.lower().split("/") if source else [local]
    if parts == ["terraform"] or source == _BUILT_IN:
        return _BUILT_IN
    defaults = [_REGISTRY, "hashicorp"]
    return "/".join([*defaults[: max(3 - len(parts), 0)], *parts])


def provider_key(place: Place, key: str) -> str:
    """The key in `provider_config` of what `place` calls `key`: of the module that configures it."""
    while place.parent is not None and place.call is not None and key not in place.node.module.providers:
        renamed = dict(place.call.providers or ())
        if key not in renamed and "." in key:
            break
        place, key = place.parent, renamed.get(key) or key
    return f"{place.path}:{key}" if place.path else key


def _providers(place: Place) -> Iterator[tuple[str, Json]]:
    module = place.node.module
    used = {block.provider for block in module.resources.values() if "." not in block.provider}
    for key in sorted(module.providers.keys() | module.requirements.keys() | used):
        block = module.providers.get(key)
        name, _, alias = key.partition(".")
        if block is None and place.parent is not None and provider_key(place, key) != f"{place.path}:{key}":
            continue  # it is its caller's
        yield (
            f"{place.path}:{key}" if place.path else key,
            _without_empty(
                {
                    "name": name,
                    "full_name": full_name(module, name),
                    "alias": alias,
                    "version_constraint": constraint(module.requirements.get(name, Requirement(name=name)).version),
                    "module_address": place.path,
                    "expressions": body_expressions(block.body, None, secret=SECRETS) if block else {},
                }
            ),
        )
    for child in place.children():
        yield from _providers(child)


def constraint(version: str) -> str:
    """A version constraint as Terraform prints it: `>=5.0,<6` is `>= 5.0, < 6`."""
    parts = [found.group(1, 2) for part in version.split(",") if (found := _CONSTRAINT.fullmatch(part))]
    return ", ".join(number if sign in (None, "=") else f"{sign} {number}" for sign, number in parts)


def _module(place: Place) -> dict[str, Json]:
    module = place.node.module
    resources = sorted(module.resources.values(), key=lambda r: (r.mode == "data", r.identity))
    return _without_empty(
        {
            "outputs": {name: _output(module, name) for name in sorted(module.outputs)},
            "resources": [_resource(place, block) for block in resources if block.mode != "ephemeral"],
            "module_calls": {name: _call(place, call) for name, call in sorted(module.calls.items())},
            "variables": {name: _variable(v) for name, v in sorted(module.variables.items())},
        }
    )


def _output(module: Module, name: str) -> Json:
    output = module.outputs[name]
    about: dict[str, Json] = {"depends_on": list[Json](_subjects(output.depends_on)), "description": output.description}
    return {
        **_without_empty({"sensitive": output.sensitive}),
        "expression": written(output.value, hidden=output.sensitive or output.ephemeral),
        **_without_empty(about),
    }


def _variable(variable: Variable) -> Json:
    made = _without_empty({"description": variable.description, "sensitive": variable.sensitive})
    default = input_of(variable, []).default
    shown = ABSENT if default is None or variable.sensitive or variable.ephemeral else known(default)
    return made if shown is ABSENT else {"default": shown, **made}


def _resource(place: Place, resource: ResourceBlock) -> Json:
    repeated = _repetition(resource.count, resource.for_each)
    provisioners = [block for block in resource.block.body.blocks if block.type == "provisioner"]
    return _without_empty(
        {
            "address": resource.identity,
            "mode": resource.mode,
            "type": resource.type,
            "name": resource.name,
            "provider_config_key": provider_key(place, resource.provider),
            "provisioners": [_provisioner(block) for block in provisioners],
            "expressions": body_expressions(resource.body, block_of(resource.mode, resource.type)),
        }
    ) | {
        "schema_version": version_of(resource.mode, resource.type),
        **repeated,
        **_without_empty({"depends_on": list(_subjects(value_of(resource.block.body, "depends_on")))}),
    }


def _provisioner(block: Block) -> Json:
    kind = block.labels[0] if block.labels else ""
    return _without_empty({"type": kind, "expressions": provisioner_arguments(block)})


def _call(place: Place, call: Call) -> Json:
    child = next((c for c in place.children() if c.call is call), None)
    if child is None:
        return {"source": call.source}
    sensitive = frozenset(name for name, v in child.node.module.variables.items() if v.sensitive or v.ephemeral)
    arguments = Body(attributes=call.arguments, blocks=(), span=call.block.span)
    return _without_empty(
        {
            "source": call.source,
            "expressions": body_expressions(arguments, None, secret=sensitive),
            **_repetition(call.count, call.for_each),
            "module": _module(child),
            "version_constraint": constraint(static_text(value_of(call.block.body, "version")) or ""),
            "depends_on": list(_subjects(value_of(call.block.body, "depends_on"))),
        }
    )


def _repetition(count: Expression | None, for_each: Expression | None) -> dict[str, Json]:
    if made := written(count):
        return {"count_expression": made}
    made = written(for_each)
    return {"for_each_expression": made} if made else {}


def _subjects(depends_on: Expression | None) -> Iterator[str]:
    """What `depends_on` names, each as the object it is."""
    for item in depends_on.items if isinstance(depends_on, TupleExpr) else ():
        found = list(references(item))
        whole = [name for name in found if not any(other != name and name.startswith(other) for other in found)]
        yield from whole[:1]


def _without_empty(entries: Mapping[str, Json]) -> dict[str, Json]:
    """As Terraform writes it: what is empty or false is left out."""
    return {name: value for name, value in entries.items() if value is not False and value not in ("", [], {}, None)}
