"""The estate as Guard reads it: `{"Resources": {ADDRESS: {"Type", "Address", "Properties", ...}}}`.

Made from the engine view of a root, so that modules, variables and loops are worked out. JSON texts (policies,
container definitions) stand decoded in it; what is not set is left out. `References` says which resources an attribute
was computed from, `ReferredBy` which resources, by type, refer to one: a bucket's id is not known before it is there,
but which bucket a public access block means is. Guard itself cannot join: compared with nothing, a rule does not apply.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from secscan.terraform.plan import EngineView
from secscan.terraform.plan.placeholders import MARK

_LOOKS_LIKE_JSON: Final = re.compile(r"\s*[\[{]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """`resources`: by key. `addresses`: the address of each key; a `/` would end a key in Guard's paths, so that keys
    write `~1` for it and `~0` for `~`, as JSON pointers do (https://www.rfc-editor.org/rfc/rfc6901). `unknown`: the
    paths of each key's placeholders."""

    resources: Mapping[str, Mapping[str, Any]]
    addresses: Mapping[str, str]
    unknown: Mapping[str, tuple[str, ...]]

    def whole(self) -> bytes:
        return _encoded(self.resources)

    def alone(self, key: str) -> bytes:
        """A document of one resource."""
        return _encoded({key: self.resources[key]})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    """One managed instance. `means`: by attribute, the addresses that it was computed from."""

    address: str
    type: str
    properties: dict[str, Any]
    means: Mapping[str, list[str]]
    unknown: tuple[str, ...]


def document_of(view: EngineView) -> Document:
    """Managed resources in the view's order."""
    entries = tuple(_entries(view))
    referring = _referring(entries)
    resources, addresses, unknown = {}, {}, {}
    for entry in entries:
        key = entry.address.replace("~", "~0").replace("/", "~1")
        by_type = referring.get(entry.address, {})
        addresses[key] = entry.address
        unknown[key] = (*entry.unknown, *(f"ReferredBy.{kind}" for kind, who in by_type.items() if MARK in who))
        resources[key] = {
            "Type": entry.type,
            "Address": entry.address,
            "Properties": entry.properties,
            "References": entry.means,
            "ReferredBy": {kind: sorted(who) for kind, who in by_type.items()},
        }
    return Document(resources=resources, addresses=addresses, unknown=unknown)


def _entries(view: EngineView) -> Iterator[_Entry]:
    written = {f"{entry['type']}.{entry['name']}": entry["expressions"] for entry in _listed(view, "configuration")}
    for entry in _listed(view, "planned_values"):
        if entry["mode"] == "managed":
            expressions = written.get(f"{entry['type']}.{entry['name']}", {})
            yield _Entry(
                address=entry["address"],
                type=entry["type"],
                properties=_set(entry["values"]),
                means=dict(_meant(expressions, view.names)),
                unknown=view.placeholders.get(entry["address"], ()),
            )


def _listed(view: EngineView, section: str) -> list[dict[str, Any]]:
    """The view is flat: every instance stands in its root module."""
    made: Any = view.document[section]
    entries: list[dict[str, Any]] = made["root_module"]["resources"]
    return entries


def _set(value: Any) -> Any:
    """What is set of a value, JSON in it decoded."""
    if isinstance(value, dict):
        return {name: _set(item) for name, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_set(item) for item in value]
    if isinstance(value, str) and _LOOKS_LIKE_JSON.match(value):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _meant(expressions: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    for attribute, expression in expressions.items():
        listed = expression.get("references", []) if isinstance(expression, dict) else []
        if meant := sorted({names[name] for name in listed if name in names}):
            yield attribute, meant


def _referring(entries: Iterable[_Entry]) -> Mapping[str, Mapping[str, set[str]]]:
    """By address and type, who refers to a resource: by a reference, or by its name. MARK: perhaps somebody does."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    by_type: dict[str, list[_Entry]] = defaultdict(list)
    for entry in entries:
        by_type[entry.type].append(entry)
    for entry in entries:
        for address in {address for meant in entry.means.values() for address in meant}:
            found[address][entry.type].add(entry.address)
        for owner, attribute in _belongs_to(entry.type, by_type.keys()):
            for other in by_type[owner]:
                if (who := _by_name(entry, other, attribute)) is not None:
                    found[other.address][entry.type].add(who)
    return found


def _belongs_to(kind: str, kinds: Iterable[str]) -> Iterator[tuple[str, str]]:
    """`aws_s3_bucket_policy` belongs to an `aws_s3_bucket`, and names it by an attribute `bucket`."""
    return ((owner, owner.rpartition("_")[2]) for owner in kinds if kind.startswith(f"{owner}_"))


def _by_name(entry: _Entry, owner: _Entry, attribute: str) -> str | None:
    if attribute in entry.means:
        return None
    if attribute in entry.unknown:
        return MARK
    name = entry.properties.get(attribute)
    same = isinstance(name, str) and name == owner.properties.get(attribute) and attribute not in owner.unknown
    return entry.address if same else None


def _encoded(resources: Mapping[str, Mapping[str, Any]]) -> bytes:
    return json.dumps({"Resources": resources}, sort_keys=True).encode("ascii")
