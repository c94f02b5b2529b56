"""The engine view: the plan document as engines get it. Not for Terraform's own readers: it is made flat.

Three things differ from the faithful document. What is not set is left out, as it would be in the source: many checks
ask whether an attribute is there, and would take a null, or a block that stands no time, for one that is. Placeholders
stand where configured values are not known or not to be shown (`placeholders`). And all instances stand in the root
module, each under a name of its own (`names`), with the references that were really followed: engines that join
resources (Checkov's graph) read the `configuration` section, whose references end at the module's edge, so that what
goes through an argument or an output would be lost. Addresses are true. Data sources stand there too, whether a plan
would read them early or late.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from secscan.terraform.estate import Estate
from secscan.terraform.evaluate.values import UnknownPayload, Value, summary
from secscan.terraform.plan.changes import Subject, subjects
from secscan.terraform.plan.configuration import SECRETS
from secscan.terraform.plan.document import FORMAT, TERRAFORM, provider_names
from secscan.terraform.plan.masks import Json, sensitive_mask, unknown_mask
from secscan.terraform.plan.placeholders import Standing
from secscan.terraform.schema import BlockSchema, block_of, version_of

_KEY: Final = re.compile(r"\[[^\[\]]*\](?=\.|$)")
_SUFFIX: Final = re.compile(r"_(id|arn|name)$")
_UNNAMEABLE: Final = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class EngineView:
    """`names`: the address of each instance by its type and its name in the document, joined by a dot (`data.` before
    those of data sources). `placeholders`: by address, the paths where placeholders stand, sorted."""

    document: Mapping[str, Json]
    names: Mapping[str, str]
    placeholders: Mapping[str, tuple[str, ...]]


def engine_view(estate: Estate) -> EngineView:
    found = subjects(estate, provider_names(estate))
    names = _names(found)
    standing: dict[str, tuple[str, ...]] = {}
    entries: list[tuple[Subject, dict[str, Json]]] = []
    for subject in found:
        here = Standing(subject.resource.address.name, list(subject.resource.unknown_blocks))
        made = here.members(_planned(subject), subject.resource.values, "")
        entries.append((subject, _set(made, block_of(subject.resource.mode, subject.resource.type))))
        if here.paths:
            standing[subject.resource.address.name] = tuple(sorted(set(here.paths)))
    return EngineView(
        document=_document(entries, names, estate),
        names={name: address for address, name in names.items()},
        placeholders=standing,
    )


def _planned(subject: Subject) -> Mapping[str, Value]:
    payload = subject.value.payload
    return payload if isinstance(payload, Mapping) else {}


def _set(values: Mapping[str, Json], schema: BlockSchema | None) -> dict[str, Json]:
    """Without attributes that are null and blocks that stand no time, at any depth."""
    made: dict[str, Json] = {}
    for name, value in values.items():
        nested = schema.blocks.get(name) if schema else None
        if value is None or (nested and value == []):
            continue
        if nested and isinstance(value, list):
            made[name] = [_set(item, nested.block) if isinstance(item, dict) else item for item in value]
        else:
            made[name] = value
    return made


def _names(found: Iterable[Subject]) -> dict[str, str]:
    """By address: the type and a name that no other instance of the type has, made of the address."""
    made: dict[str, str] = {}
    taken: set[str] = set()
    for subject in found:
        steps = [*subject.place.modules, subject.place.last]
        words = [word for step in steps for word in (step.name, *_word(step.key, step.is_unknown))]
        plain = _UNNAMEABLE.sub("_", "__".join(words))
        prefix = "data." if subject.resource.mode == "data" else ""
        name, count = f"{prefix}{subject.resource.type}.{plain}", 1
        while name in taken:
            count += 1
            name = f"{prefix}{subject.resource.type}.{plain}__{count}"
        taken.add(name)
        made[subject.resource.address.name] = name
    return made


def _word(key: int | str | None, is_unknown: bool) -> tuple[str, ...]:
    return ("any",) if is_unknown else () if key is None else (str(key),)


def _document(
    entries: list[tuple[Subject, dict[str, Json]]], names: Mapping[str, str], estate: Estate
) -> dict[str, Json]:
    followed = _Followed(names)
    return {
        "format_version": FORMAT,
        "terraform_version": TERRAFORM,
        "planned_values": {"root_module": {"resources": [_entry(s, made, names) for s, made in entries]}},
        "resource_changes": [_change(s, made, names) for s, made in entries],
        "configuration": {
            "provider_config": _providers(estate),
            "root_module": {"resources": [_written(s, names, followed) for s, _ in entries]},
        },
    }


def _identity(subject: Subject, names: Mapping[str, str]) -> dict[str, Json]:
    resource = subject.resource
    return {
        "address": resource.address.name,
        "mode": resource.mode,
        "type": resource.type,
        "name": names[resource.address.name].rpartition(".")[2],
        "provider_name": subject.provider,
    }


def _entry(subject: Subject, made: dict[str, Json], names: Mapping[str, str]) -> Json:
    version = version_of(subject.resource.mode, subject.resource.type)
    return {**_identity(subject, names), "schema_version": version, "values": made, "sensitive_values": {}}


def _change(subject: Subject, made: dict[str, Json], names: Mapping[str, str]) -> Json:
    unknown, sensitive = unknown_mask(subject.value), sensitive_mask(subject.value)
    return {
        **_identity(subject, names),
        "change": {
            "actions": ["read" if subject.resource.mode == "data" else "create"],
            "before": None,
            "after": made,
            "after_unknown": unknown if isinstance(unknown, dict) else {},
            "before_sensitive": False,
            "after_sensitive": sensitive if isinstance(sensitive, dict) else {},
        },
    }


def _providers(estate: Estate) -> dict[str, Json]:
    made: dict[str, Json] = {}
    for key, provider in sorted(estate.providers.items()):
        name, _, alias = key.rpartition("module.")[2].partition(".")
        shown = {name: value for name, value in provider.values.items() if name not in SECRETS}
        expressions = Standing(key).members(shown, shown, "")
        about: dict[str, Json] = {"name": name, **({"alias": alias} if alias else {})}
        made[key] = {**about, "expressions": {k: {"constant_value": v} for k, v in expressions.items()}}
    return made


def _written(subject: Subject, names: Mapping[str, str], followed: "_Followed") -> Json:
    """The entry of the `configuration` section: what is configured, and what it refers to."""
    resource = subject.resource
    schema = block_of(resource.mode, resource.type)
    return {
        "address": names[resource.address.name],
        "mode": resource.mode,
        "type": resource.type,
        "name": names[resource.address.name].rpartition(".")[2],
        "provider_config_key": resource.provider,
        "expressions": followed.body(resource.values, schema, followed.apart(resource.values)),
        "schema_version": version_of(resource.mode, resource.type),
    }


class _Followed:
    """References by the names of the view, for all instances that an origin means."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.by_block: dict[str, list[str]] = defaultdict(list)
        for address in names:
            self.by_block[_KEY.sub("", address)].append(address)

    def apart(self, values: Mapping[str, Value]) -> dict[str, str]:
        """By type, the attribute that says which resource of the type is meant, where there are several references.

        `aws_s3_bucket_logging` refers to its `bucket` and to a `target_bucket`. Who joins resources without a look at
        the attributes would take the second one for a bucket whose accesses are logged."""
        named: dict[str, str] = {}
        for attribute, value in sorted(values.items()):
            for kind in {_type_of(address) for address, _ in summary(value).origins}:
                if kind.endswith("_" + _SUFFIX.sub("", attribute)):
                    named.setdefault(kind, attribute)
        return named

    def body(
        self, values: Mapping[str, Value], schema: BlockSchema | None, apart: Mapping[str, str], top: str = ""
    ) -> dict[str, Json]:
        made: dict[str, Json] = {}
        for name, value in sorted(values.items()):
            nested = schema.blocks.get(name) if schema else None
            here = top or name
            if nested and isinstance(value.payload, tuple):
                items = [item.payload for item in value.payload if isinstance(item.payload, Mapping)]
                made[name] = [self.body(item, nested.block, apart, here) for item in items]
            else:
                made[name] = self.expression(value, here, apart)
        return made

    def expression(self, value: Value, top: str, apart: Mapping[str, str]) -> Json:
        """A value that is null, or holds one, refers to nothing: Checkov would write the reference in its place."""
        origins = () if _holds_null(value) else sorted(summary(value).origins)
        meant = [(address, path) for address, path in origins if apart.get(_type_of(address), top) == top]
        found = dict.fromkeys(text for address, path in meant for text in self.reference(address, path))
        return {"references": list(found)} if found else {}

    def reference(self, address: str, path: str) -> Iterator[str]:
        exact = [address] if address in self.names else self.by_block.get(_KEY.sub("", address), ())
        for instance in exact:
            name = self.names[instance]
            if path:
                yield f"{name}.{path}"
            yield name


def _type_of(address: str) -> str:
    parts = _KEY.sub("", address).split(".")
    return parts[-2] if len(parts) > 1 else ""


def _holds_null(value: Value) -> bool:
    if value.is_null:
        return True
    if isinstance(value.payload, UnknownPayload):
        return False
    return any(item.is_null for item in value.children())
