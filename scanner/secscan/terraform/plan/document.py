"""The estate as a plan document: what `terraform show -json` would print of a plan of it, as far as it can be known.

Format 1.2 of https://developer.hashicorp.com/terraform/internals/json-format, without credentials, providers, state or
network. Deterministic: equal estates give equal documents, so there is no `timestamp`. Where the estate has gaps the
document says so in the format's own words (`errored`, `complete`) and, for people, under `secscan`. What differs from
Terraform's own documents, and why: docs/plan-documents.md.
"""

import json
from collections.abc import Mapping
from typing import Final

from secscan.model import Problem
from secscan.terraform.estate import Estate, Resource
from secscan.terraform.evaluate.values import Value, summary
from secscan.terraform.plan.changes import Subject, change, module_tree, planned_later, read_now, subjects
from secscan.terraform.plan.configuration import configuration, full_name
from secscan.terraform.plan.masks import ABSENT, Json, known, type_of, unknown_mask
from secscan.terraform.tree import Node

FORMAT: Final = "1.2"
TERRAFORM: Final = "1.11.4"
"""The release whose language and documents these are."""
_STATE_FORMAT: Final = "1.0"


def document(estate: Estate) -> dict[str, Json]:
    """The plan document of a root. Of one that could not be evaluated it holds what there is, and says so."""
    found = subjects(estate, provider_names(estate))
    later = tuple(planned_later(found))
    incomplete = estate.broken or any(problem.incomplete for problem in estate.problems)
    partial = any(subject.resource.unknown_instances for subject in found)
    made: dict[str, Json] = {
        "format_version": FORMAT,
        "terraform_version": TERRAFORM,
        "variables": _variables(estate),
        "planned_values": {**_outputs(estate.outputs), "root_module": module_tree(later)},
        "resource_changes": [change(subject) for subject in later],
        "output_changes": {name: _output_change(value) for name, value in sorted(estate.outputs.items())},
        "prior_state": _state(found, estate),
        "configuration": configuration(estate.node) if estate.node else {"root_module": {}},
        "applyable": bool(later) and not incomplete,
        "complete": not incomplete and not partial,
        "errored": incomplete,
    }
    if estate.problems:
        made["secscan"] = {"problems": [_problem(problem) for problem in estate.problems]}
    return {name: value for name, value in made.items() if value != {}}


def encode(made: Mapping[str, Json]) -> bytes:
    """The document's bytes, ending in a line feed; ASCII, so that no name in it acts on a terminal."""
    return json.dumps(made, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode("ascii") + b"\n"


def provider_names(estate: Estate) -> dict[str, str]:
    """The full name of every instance's provider, by address."""
    return {resource.address.name: _provider(estate, resource) for resource in estate.resources}


def _provider(estate: Estate, resource: Resource) -> str:
    node = estate.node
    for call in resource.calls:
        name = call.name.removeprefix("module.").partition("[")[0]
        node = node.children.get(name) if node else None
    return _full_name(node, resource)


def _full_name(node: Node | None, resource: Resource) -> str:
    local = resource.type.partition("_")[0]
    if node is None:
        return f"registry.terraform.io/hashicorp/{local}"
    kind = "" if resource.mode == "managed" else f"{resource.mode}."
    block = node.module.resources.get(f"{kind}{resource.type}.{resource.name}")
    return full_name(node.module, block.provider.partition(".")[0] if block else local)


def _variables(estate: Estate) -> dict[str, Json]:
    """The root's variables but the ephemeral ones, of which a plan keeps nothing."""
    made: dict[str, Json] = {}
    for name, value in sorted(estate.variables.items()):
        if summary(value).ephemeral:
            continue
        shown = known(value)
        made[name] = {} if shown is ABSENT or not summary(value).known else {"value": shown}
    return made


def _outputs(outputs: Mapping[str, Value]) -> dict[str, Json]:
    made = {name: _output(value) for name, value in sorted(outputs.items())}
    return {"outputs": made} if made else {}


def _output(value: Value) -> Json:
    found = summary(value)
    if not found.known or found.is_secret:
        return {"sensitive": found.is_secret}
    return {"sensitive": False, "type": type_of(value), "value": known(value)}  # type: ignore[dict-item]  # it is known


def _output_change(value: Value) -> Json:
    found = summary(value)
    shown = known(value)
    return {
        "actions": ["create"],
        "before": None,
        **({} if shown is ABSENT else {"after": shown}),
        "after_unknown": unknown_mask(value) if not found.known or found.is_secret else False,
        "before_sensitive": found.is_secret,
        "after_sensitive": found.is_secret,
    }


def _state(found: tuple[Subject, ...], estate: Estate) -> dict[str, Json]:
    """What planning itself reads and works out: data sources, and the outputs that are known."""
    tree = module_tree(read_now(found))
    outputs = _outputs({name: value for name, value in estate.outputs.items() if summary(value).known})
    if not tree and not outputs:
        return {}
    values: dict[str, Json] = {**outputs, "root_module": tree}
    return {"format_version": _STATE_FORMAT, "terraform_version": TERRAFORM, "values": values}


def _problem(problem: Problem) -> Json:
    return {
        "message": problem.message,
        "incomplete": problem.incomplete,
        "file": problem.file,
        "line": problem.line,
        "hint": problem.hint,
    }
