"""Our plan documents against Terraform's own, place by place, beyond a list of differences with a reason each."""

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from plan_roots import ROOTS, differences, estate_of, lasting, record, recorded
from terraform_truth import plan

from secscan.terraform.estate import Estate
from secscan.terraform.plan import document, encode

NAMES = ("fleet", "policies", "references")
ENVIRONMENTS = {"infra/environments/dev": ("",), "infra/environments/prod-with-dr": ("", "dr")}
OFFLINE = """
provider "aws" {
  %s
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  skip_region_validation      = true
}
"""

Test = Callable[[object, object], bool]


def _json(text: object) -> object:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except ValueError:
        return None


def same_document(mine: object, theirs: object) -> bool:
    return _json(mine) is not None and _json(mine) == _json(theirs)


def left_out(mine: object, theirs: object) -> bool:
    return mine == "absent"


def hidden(mine: object, theirs: object) -> bool:
    return mine is True and theirs in (False, "absent")


def anything(mine: object, theirs: object) -> bool:
    return True


# (pattern of the whole path, what else must hold, why): paths name resources by their addresses.
ALLOWED: tuple[tuple[str, Test, str], ...] = ()


def placed(document: Mapping[str, Any]) -> dict[str, object]:
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
    mine = json.loads(encode(document(estate)))
    return [
        (path, one, other)
        for path, one, other in differences(placed(mine), placed(theirs))
        if not any(re.fullmatch(pattern, path) and holds(one, other) for pattern, holds, _ in ALLOWED)
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
    assert json.loads(json.dumps(lasting(found))) == recorded(name)


@pytest.mark.slow
@pytest.mark.xdist_group("terraform")
@pytest.mark.parametrize("root", sorted(ENVIRONMENTS))
def test_the_platforms_documents_are_terraforms_own(
    root: str, top: Path, terraform: str, terraform_plugins: tuple[str, ...], tmp_path: Path
) -> None:
    aliases = [OFFLINE % (f'alias = "{alias}"' if alias else "") for alias in ENVIRONMENTS[root]]
    (tmp_path / root).mkdir(parents=True)
    (tmp_path / root / "offline_override.tf").write_text('terraform {\n  backend "local" {}\n}\n' + "".join(aliases))
    theirs = plan(terraform, terraform_plugins, top / "infra", tmp_path / "infra", Path(root).relative_to("infra"))
    assert unexplained(estate_of(top, root, "infra"), theirs) == []
