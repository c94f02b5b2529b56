"""What a plan says of every instance: its change, its planned values, its place in the tree of modules.

Follows https://developer.hashicorp.com/terraform/internals/json-format: `resource_changes`, `planned_values`,
`prior_state`. There is no state, so every managed resource is created. A data source is read at once, and stands in
`prior_state`, where all of its answer is known; else it is a change that reads.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from secscan.terraform.estate import Estate, Resource
from secscan.terraform.evaluate.values import (
    Collection,
    Primitive,
    UnknownPayload,
    Value,
    object_of,
    summary,
)
from secscan.terraform.plan.addresses import Instance, parents, parse
from secscan.terraform.plan.masks import Json, is_plain, known, sensitive_mask, unknown_mask
from secscan.terraform.schema import block_of, version_of

_READ_LATER: Final = "read_because_config_unknown"


@dataclass(frozen=True)
class Subject:
    """One instance with its address taken apart and its planned values as one object."""

    resource: Resource
    place: Instance
    provider: str

    @cached_property
    def value(self) -> Value:
        planned = dict(self.resource.planned)
        if _is_older(self.resource):
            planned = {name: _whole(value) for name, value in planned.items()}
        return object_of(planned)

    @property
    def is_read(self) -> bool:
        """A data source whose whole answer is known."""
        return self.resource.mode == "data" and not self.place.has_unknown_key and is_plain(self.value)


def _is_older(resource: Resource) -> bool:
    """Whether the provider plans it by its older SDK, which lets every resource set its `id`."""
    block = block_of(resource.mode, resource.type) if resource.mode == "managed" else None
    identity = block.attributes.get("id") if block is not None else None
    return identity is not None and identity.optional and identity.computed


def _whole(value: Value) -> Value:
    """The older SDK plans a collection of texts or numbers as unknown where one of its members is."""
    kind, payload = value.type, value.payload
    if summary(value).known or not isinstance(payload, (tuple, Mapping)):
        return value
    if isinstance(kind, Collection) and isinstance(kind.element, Primitive):
        reason = next(item.reason for item in value.children() if not item.is_known)
        return replace(value, payload=UnknownPayload(reason, not_null=True), origins=summary(value).origins)
    if isinstance(payload, tuple):
        return replace(value, payload=tuple(_whole(item) for item in payload))
    return replace(value, payload={name: _whole(item) for name, item in payload.items()})


def subjects(estate: Estate, providers: Mapping[str, str]) -> tuple[Subject, ...]:
    """The instances in Terraform's order. `providers`: full name by resource address."""
    found = (Subject(r, parse(r.address.name), providers[r.address.name]) for r in estate.resources)
    return tuple(sorted(found, key=lambda subject: subject.place.order))


def change(subject: Subject) -> dict[str, Json]:
    """One entry of `resource_changes`."""
    resource, value = subject.resource, subject.value
    told: dict[str, Json] = {
        "actions": ["read" if resource.mode == "data" else "create"],
        "before": None,
        "after": _object(known(value)),
        "after_unknown": {} if is_plain(value) else _object(unknown_mask(value)),
        "before_sensitive": False,
        "after_sensitive": _object(sensitive_mask(value)),
    }
    made = {**_identity(subject), "change": told}
    module = {"module_address": resource.module} if resource.module else {}
    reason = {"action_reason": _READ_LATER} if _is_read_later(resource) else {}
    return {"address": made.pop("address"), **module, **made, **reason}


def _is_read_later(resource: Resource) -> bool:
    return resource.mode == "data" and not all(value.is_wholly_known for value in resource.values.values())


def _object(made: object) -> Json:
    return made if isinstance(made, dict) else {}


def _identity(subject: Subject) -> dict[str, Json]:
    resource, place = subject.resource, subject.place
    key: dict[str, Json] = {} if place.last.key is None else {"index": place.last.key}
    if place.last.is_unknown:
        key = {"index_unknown": True}
    return {
        "address": resource.address.name,
        "mode": resource.mode,
        "type": resource.type,
        "name": resource.name,
        **key,
        "provider_name": subject.provider,
    }


def value_entry(subject: Subject) -> dict[str, Json]:
    """One entry of a module's `resources` in `planned_values` and in a state. Without `values` where none is known."""
    values = known(subject.value)
    return {
        **_identity(subject),
        "schema_version": version_of(subject.resource.mode, subject.resource.type),
        **({"values": values} if isinstance(values, dict) and values else {}),
        "sensitive_values": _object(sensitive_mask(subject.value)),
    }


def module_tree(found: Iterable[Subject]) -> dict[str, Json]:
    """The instances in their modules: what stands under `root_module`. Modules without any are left out."""
    by_module: dict[str, list[Subject]] = {}
    for subject in found:
        by_module.setdefault(subject.resource.module, []).append(subject)
    children: dict[str, set[str]] = {}
    for address in by_module:
        above = ""
        for step in parents(address):
            children.setdefault(above, set()).add(step)
            above = step
    return _module("", by_module, children)


def _module(address: str, by_module: Mapping[str, list[Subject]], children: Mapping[str, set[str]]) -> dict[str, Json]:
    own = sorted(by_module.get(address, ()), key=lambda subject: subject.resource.address.name)
    below = [_module(child, by_module, children) for child in sorted(children.get(address, ()))]
    made: dict[str, Json] = {"resources": [value_entry(subject) for subject in own]} if own else {}
    if address:
        made["address"] = address
    if below:
        made["child_modules"] = list[Json](below)
    return made


def read_now(found: Iterable[Subject]) -> Iterator[Subject]:
    return (subject for subject in found if subject.is_read)


def planned_later(found: Iterable[Subject]) -> Iterator[Subject]:
    return (subject for subject in found if not subject.is_read)
