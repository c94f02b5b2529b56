"""Our plan documents against Terraform's own, place by place, beyond a list of differences with a reason each."""

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from normalisations import APPLICATION, NETWORK
from plan_roots import ROOTS, differences, estate_of, lasting, record, recorded
from terraform_truth import plan

from secscan.terraform.estate import Estate
from secscan.terraform.plan import document, encode
from secscan.terraform.plan.addresses import parse
from secscan.terraform.schema import block_of

NAMES = ("fleet", "later", "policies", "references")
PLATFORM = {
    "bootstrap": "infra/bootstrap",
    "dev": "infra/environments/dev",
    "prod-with-dr": "infra/environments/prod-with-dr",
}

Test = Callable[[object, object], bool]


def _json(text: object) -> object:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except ValueError:
        return None


def same_json(mine: object, theirs: object) -> bool:
    return _json(mine) is not None and _json(mine) == _json(theirs)


def any_value(mine: object, theirs: object) -> bool:
    return True


def left_out(mine: object, theirs: object) -> bool:
    return mine == "absent"


def not_told(mine: object, theirs: object) -> bool:
    return mine is True and theirs in (False, "absent")


def null_for_empty(mine: object, theirs: object) -> bool:
    return mine == {} and theirs in (None, "absent")


def suppressed(mine: object, theirs: object) -> bool:
    return (mine is None) != (theirs is None)


def emptied(mine: object, theirs: object) -> bool:
    """The provider writes an empty value where nothing is given, and its shape in the masks."""
    return mine in (None, "absent") and theirs in ("", [], False)


def defaulted(mine: object, theirs: object) -> bool:
    return mine in (None, "absent", []) and theirs in ("Allow", "2012-10-17", "", [], None, "absent")


VALUES = r"/(?:changes/.*/change/after|planned/.*/values)"
MASKS = r"/(?:changes/.*/change/after_(?:unknown|sensitive)|planned/.*/sensitive_values)"

# (pattern of the whole path, what must hold of ours and theirs, why). Paths name resources by their addresses. Beside
# these, what Terraform marks as sensitive need not be in our document (`hides`), and what the table of the schema could
# not learn is unknown there (`not_learnt`).
ALLOWED: tuple[tuple[str, Test, str], ...] = (
    (
        r"/variables/[^/]+/value.*",
        any_value,
        "ours are of the declared type, theirs as they were given",
    ),
    (r"/configuration/provider_config/.*/(access_key|secret_key)(/.*)?", left_out, "a secret"),
    (r"/configuration/provider_config/.*/skip_[a-z_]+", left_out, "how these tests plan without an account"),
    (
        r"/configuration/.*/variables/(?:[a-z]+_)?(password|secret)/default",
        left_out,
        "the default of a sensitive variable",
    ),
    (r"/configuration/.*/expressions/secret/constant_value", left_out, "given to a sensitive variable"),
    (r"/configuration/.*/expressions/[a-z_]+_wo/constant_value", left_out, "given to a write-only argument"),
    (rf"(?:{VALUES}|{MASKS})/dimensions", null_for_empty, "the provider makes an empty map null"),
    (rf"{VALUES}/event_pattern", same_json, "the provider writes it without HTML's escapes"),
    (
        rf"/(?:changes|planned)/[^/]*aws_lb\.[^/]*/(?:change/after|values)/(?:{'|'.join((*APPLICATION, *NETWORK))})",
        suppressed,
        "what is only for load balancers of another type is null",
    ),
    (rf"{VALUES}/(?:.*_)?policy", same_json, "the provider sorts keys and drops spaces"),
    (
        rf"(?:{VALUES}|{MASKS})/(?:ingress|egress)/\d+/[a-z0-9_]+",
        emptied,
        "the provider fills blocks that are attributes",
    ),
    (rf"{VALUES}/rule/\d+/filter/\d+/prefix", emptied, "the provider fills in what it takes for equal"),
    (
        rf"{VALUES}/rule/\d+/apply_server_side_encryption_by_default/\d+/kms_master_key_id",
        emptied,
        "the provider fills in what it takes for equal",
    ),
    (
        r"/state/.*aws_iam_policy_document.*/(values|sensitive_values)/(version|statement.*)",
        defaulted,
        "the provider fills in its defaults while it reads",
    ),
)


def hides(path: str, theirs: Mapping[str, Any]) -> bool:
    """Whether Terraform says of a place in a value that it is sensitive, or in an output that is."""
    steps = path.split("/")[1:]
    if steps[0] in ("planned_outputs", "state_outputs"):
        return bool(theirs[steps[0]][steps[1]]["sensitive"]) and steps[2] in ("type", "value")
    if steps[0] == "output_changes":
        return bool(theirs[steps[0]][steps[1]]["after_sensitive"])
    entry = theirs[steps[0]].get(steps[1], {}) if steps[0] in ("changes", "planned") else {}
    mask, rest = (
        (entry.get("change", {}).get("after_sensitive"), steps[4:])
        if steps[0] == "changes"
        else (
            entry.get("sensitive_values"),
            steps[3:],
        )
    )
    for step in rest:
        mask = mask.get(step) if isinstance(mask, dict) else mask[int(step)] if isinstance(mask, list) else mask
    return mask is True


def not_learnt(path: str) -> bool:
    """Whether a path is of an attribute, or of blocks, of which the schema's table has no default to tell: unset, it is
    unknown in ours."""
    part, address, *steps = path.split("/")[1:]
    if part not in ("changes", "planned"):
        return False
    place = parse(address)
    block = block_of(place.mode, place.type)
    for step in steps[2:] if part == "changes" else steps[1:]:
        if step.isdigit() or block is None:
            continue
        attribute, nested = block.attributes.get(step), block.blocks.get(step)
        if attribute is not None:
            return attribute.default is None
        if nested is None or nested.computed is None:
            return nested is not None
        block = nested.block
    return False


def placed(document: Mapping[str, Any]) -> dict[str, Any]:
    """A document with its resources by address, since the order of modules is Terraform's own."""
    state = document.get("prior_state", {}).get("values", {})
    planned = document["planned_values"]
    return {
        "changes": {entry["address"]: entry for entry in document.get("resource_changes", [])},
        "planned": dict(_resources(planned.get("root_module", {}))),
        "planned_outputs": planned.get("outputs", {}),
        "state": dict(_resources(state.get("root_module", {}))),
        "state_outputs": state.get("outputs", {}),
        **{name: document.get(name, {}) for name in ("configuration", "output_changes", "variables")},
        **{name: document[name] for name in ("applyable", "complete", "errored", "format_version")},
    }


def _resources(module: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    yield from ((entry["address"], entry) for entry in module.get("resources", []))
    for child in module.get("child_modules", []):
        yield from _resources(child)


def unexplained(estate: Estate, theirs: Mapping[str, Any]) -> list[tuple[str, object, object]]:
    ours, whole = placed(json.loads(encode(document(estate)))), placed(theirs)
    return [
        (path, one, other)
        for path, one, other in differences(ours, whole)
        if not any(re.fullmatch(pattern, path) and holds(one, other) for pattern, holds, _ in ALLOWED)
        and not ((left_out(one, other) or not_told(one, other)) and hides(path, whole))
        and not (one in ("absent", True, [], {}) and not_learnt(path))
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_terraforms_own(name: str) -> None:
    assert unexplained(estate_of(ROOTS / name), recorded(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_changes_come_in_terraforms_order(name: str) -> None:
    mine = json.loads(encode(document(estate_of(ROOTS / name))))
    theirs: Any = recorded(name)["resource_changes"]
    assert [c["address"] for c in mine["resource_changes"]] == [c["address"] for c in theirs]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_recorded_documents_are_what_terraform_says_today(
    name: str, terraform: str, terraform_plugins: tuple[str, ...], tmp_path: Path
) -> None:
    found = plan(terraform, terraform_plugins, ROOTS / name, tmp_path)
    if os.environ.get("SECSCAN_RECORD"):
        record(name, found)
    assert placed(json.loads(json.dumps(lasting(found)))) == placed(recorded(name))


@pytest.mark.slow
@pytest.mark.xdist_group("terraform")
@pytest.mark.parametrize("name", sorted(PLATFORM))
def test_the_platforms_documents_are_terraforms_own(
    name: str, top: Path, platform_plan: Callable[[str], dict[str, Any]]
) -> None:
    assert unexplained(estate_of(top, PLATFORM[name], "infra"), platform_plan(name)) == []
