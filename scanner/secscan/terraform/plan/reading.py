"""Reads a plan document, ours or that of `terraform show -json`, into frozen values. Joins it with nothing.

Format 1.x (and 0.1, 0.2) of https://developer.hashicorp.com/terraform/internals/json-format. The file is hostile: its
size, depth and numbers are bounded, every wrong shape is a UserError that says where and what was expected.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from secscan.errors import UserError
from secscan.terraform.evaluate import numbers
from secscan.terraform.evaluate.errors import EvaluationError
from secscan.terraform.evaluate.values import DYNAMIC, Value
from secscan.terraform.plan.addresses import Instance, module_of, parse
from secscan.terraform.plan.values_read import Masks, build
from secscan.terraform.schema import block_of

LIMIT: Final = 64 * 1024 * 1024
"""The largest plan document, in bytes."""
MAX_DEPTH: Final = 100

_VERSION: Final = re.compile(r"(0\.[12]|1\.\d{1,4})")
_SHOW: Final = "give what `terraform show -json PLANFILE` prints"
_GONE: Final = (["delete"], ["forget"])
_SIGNIFICANT: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}]', re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedResource:
    """One instance as the plan has it. `values`: all of its attributes, unknown ones among them."""

    address: str
    place: Instance
    module: str
    values: Mapping[str, Value]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What a plan says of a root. `resources` by address: managed ones that will be there, and data sources. `gaps`:
    why it is not the whole plan, in sentences."""

    resources: tuple[PlannedResource, ...]
    outputs: Mapping[str, Value] = field(default_factory=dict)
    variables: Mapping[str, Value] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()


def read_plan(data: bytes, name: str) -> Plan:
    """`name`: how messages call the file. Raises UserError."""
    top = _Place(_document(data, name), "", name)
    version = top.member("format_version").text()
    if not _VERSION.fullmatch(version):
        raise UserError(f"plan format {version[:20]!r} is not known", path=name, hint="formats 0.1, 0.2 and 1.x are")
    found: dict[str, PlannedResource] = {}
    for resource in (*_changes(top), *_data_sources(top)):
        if resource.address in found:
            raise UserError(f"{resource.address} stands there twice", path=name, hint=_SHOW)
        found[resource.address] = resource
    return Plan(
        resources=tuple(found[address] for address in sorted(found)),
        outputs=dict(_outputs(top)),
        variables=dict(_variables(top)),
        gaps=tuple(_gaps(top)),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """A value of the document and the way to it."""

    value: Any
    path: str
    name: str

    def fail(self, expected: str) -> NoReturn:
        kinds = {dict: "an object", list: "a list", str: "a string", bool: "a bool", type(None): "nothing or null"}
        shown = kinds.get(type(self.value), "a number")
        raise UserError(
            f"{self.path or 'the document'}: {expected} is expected, not {shown}", path=self.name, hint=_SHOW
        )

    def member(self, key: str) -> "_Place":
        inner = self.object().get(key)
        return _Place(inner, f"{self.path}.{key}" if self.path else key, self.name)

    def members(self) -> "Iterator[tuple[str, _Place]]":
        """Those of an object; none of null."""
        for key in sorted(self.object() if self.value is not None else {}):
            yield key, self.member(key)

    def items(self) -> "Iterator[_Place]":
        """Those of a list; none of null."""
        if self.value is None:
            return
        if not isinstance(self.value, list):
            self.fail("a list")
        for number, item in enumerate(self.value):
            yield _Place(item, f"{self.path}[{number}]", self.name)

    def object(self) -> dict[str, Any]:
        if not isinstance(self.value, dict):
            self.fail("an object")
        return self.value

    def text(self) -> str:
        if not isinstance(self.value, str):
            self.fail("a string")
        return self.value

    def flag(self) -> bool:
        """False where there is none."""
        if not isinstance(self.value, bool | None):
            self.fail("a bool")
        return bool(self.value)


def _document(data: bytes, name: str) -> object:
    if data[:4] == b"PK\x03\x04":
        raise UserError("this is a plan file as `terraform plan -out` writes it, not a document", path=name, hint=_SHOW)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        hint = "PowerShell's `>` writes UTF-16: use `| Out-File -Encoding utf8`"
        raise UserError("the document is UTF-16, not UTF-8", path=name, hint=hint)
    if len(data) > LIMIT:
        raise UserError(f"larger than the limit of {LIMIT} bytes", path=name)
    _check_depth(data, name)
    try:
        made = json.loads(
            data.decode("utf-8-sig"),
            parse_int=_number,
            parse_float=_number,
            parse_constant=_constant,
            object_pairs_hook=_object,
        )
    except (ValueError, RecursionError, EvaluationError) as error:
        raise UserError(f"not a JSON document: {error}", path=name, hint=_SHOW) from error
    _check_kind(made, name)
    return made


def _check_kind(made: object, name: str) -> None:
    """Says what a document is that is not a plan."""
    if not isinstance(made, dict):
        raise UserError("not a plan document: an object is expected at its top", path=name, hint=_SHOW)
    if "lineage" in made or "serial" in made:
        raise UserError("this is a state file, not a plan", path=name, hint=_SHOW)
    if "resource_changes" not in made and "planned_values" not in made:
        told = "this shows a state, not a plan" if "values" in made else "not a plan document: it plans nothing"
        raise UserError(told, path=name, hint=_SHOW)


def _check_depth(data: bytes, name: str) -> None:
    depth = 0
    for found in _SIGNIFICANT.finditer(data):
        sign = found[0]
        if len(sign) == 1:
            depth += 1 if sign in b"[{" else -1
        if depth > MAX_DEPTH:
            raise UserError(f"nested more than {MAX_DEPTH} levels deep", path=name, hint=_SHOW)


def _number(text: str) -> object:
    made = numbers.parse(text)
    if made is None:
        raise ValueError(f"{text[:40]} is no number")
    return made


def _constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON number")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {twice[:80]!r} stands twice in one object")
    return made


def _changes(top: _Place) -> Iterator[PlannedResource]:
    """The instances that the plan leaves in place, changed or not, and data sources that are read later."""
    deferred = (entry.member("resource_change") for entry in top.member("deferred_changes").items())
    for entry in (*top.member("resource_changes").items(), *deferred):
        change = entry.member("change")
        actions = [action.text() for action in change.member("actions").items()]
        if not actions:
            change.member("actions").fail("a list of actions")
        if actions in _GONE or entry.member("deposed").value is not None:
            continue
        masks = Masks(unknown=_mask(change.member("after_unknown")), sensitive=_mask(change.member("after_sensitive")))
        yield _resource(entry, change.member("after"), masks)


def _data_sources(top: _Place) -> Iterator[PlannedResource]:
    """Those that were read while planning. Managed resources of the state are among the changes."""
    state = top.member("prior_state")
    if state.value is None or state.member("values").value is None:
        return
    for entry in _in_modules(state.member("values").member("root_module")):
        if entry.member("mode").text() == "data":
            masks = Masks(unknown=False, sensitive=_mask(entry.member("sensitive_values")))
            yield _resource(entry, entry.member("values"), masks)


def _in_modules(module: _Place) -> Iterator[_Place]:
    if module.value is None:
        return
    yield from module.member("resources").items()
    for child in module.member("child_modules").items():
        yield from _in_modules(child)


def _resource(entry: _Place, after: _Place, masks: Masks) -> PlannedResource:
    address = entry.member("address").text()
    try:
        place = parse(address)
    except ValueError:
        entry.member("address").fail("the address of a resource")
    mode, kind = entry.member("mode").text(), entry.member("type").text()
    if (mode, kind) != (place.mode, place.type):
        entry.fail(f"mode {place.mode} and type {place.type}, as the address says,")
    schema = block_of(mode, kind)
    values = after.object() if after.value is not None else {}
    made = build(values, masks, schema.type if schema else DYNAMIC)
    payload = made.payload if isinstance(made.payload, Mapping) else {}
    return PlannedResource(address=address, place=place, module=module_of(address), values=payload)


def _mask(place: _Place) -> object:
    if not isinstance(place.value, bool | dict | None):
        place.fail("a bool or an object")
    return place.value or False


def _outputs(top: _Place) -> Iterator[tuple[str, Value]]:
    for name, change in top.member("output_changes").members():
        if [action.text() for action in change.member("actions").items()] not in _GONE:
            sensitive = change.member("after_sensitive").flag()
            masks = Masks(unknown=change.member("after_unknown").value or False, sensitive=sensitive)
            yield name, build(change.member("after").value, masks, DYNAMIC)


def _variables(top: _Place) -> Iterator[tuple[str, Value]]:
    for name, variable in top.member("variables").members():
        if "value" in variable.object():
            yield name, build(variable.member("value").value, Masks(unknown=False, sensitive=False), DYNAMIC)


def _gaps(top: _Place) -> Iterable[str]:
    if top.member("errored").flag():
        yield "the plan itself says that planning failed: it is not whole"
    elif top.object().get("complete") is False:
        yield "the plan itself says that it is not complete: parts of it were put off"
