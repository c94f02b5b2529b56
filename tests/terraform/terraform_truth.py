"""What Terraform says of a root, reduced to what can be compared with an estate, and the comparison. No test itself.

`SECSCAN_RECORD=1 pytest tests/terraform/test_configuration_truth.py -m slow` records the plans again.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from secscan.terraform.estate import Estate, Resource
from secscan.terraform.evaluate.values import Plain, Sensitive, Unknown, plain

HERE = Path(__file__).parent
ROOTS = HERE / "roots"
PLANS = HERE / "plans"

Reduced = dict[str, dict[str, object]]


def plan(terraform: str, init: tuple[str, ...], source: Path, work: Path, root: str | Path = ".") -> dict[str, object]:
    """`terraform show -json` of a plan of a copy of `source`, made in `work`."""
    shutil.copytree(source, work, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".terraform*"))
    where = work / root
    quiet = {"TF_CLI_ARGS": "-no-color", "TF_IN_AUTOMATION": "1", "HOME": str(work), "PATH": os.environ["PATH"]}
    for command in (["init", *init], ["plan", "-input=false", "-out=plan.bin"]):
        done = subprocess.run([terraform, *command], cwd=where, env=quiet, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    shown = subprocess.run(
        [terraform, "show", "-json", "plan.bin"], cwd=where, env=quiet, capture_output=True, text=True, check=True
    )
    document: dict[str, object] = json.loads(shown.stdout)
    return document


def reduced(document: Mapping[str, object]) -> Reduced:
    """By address: the planned values (`values`), where they are unknown (`unknown`), the provider configuration."""
    made: Reduced = {}
    for change in document["resource_changes"]:
        made[change["address"]] = {
            "values": _without_nulls(change["change"]["after"]),
            "unknown": change["change"]["after_unknown"],
        }
    for resource in _resources(document.get("prior_state", {}).get("values", {}).get("root_module", {})):
        made[resource["address"]] = {"values": _without_nulls(resource["values"]), "unknown": {}}
    return dict(sorted(made.items()))


def _resources(module: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from _resources(child)


def _without_nulls(values: object) -> object:
    if isinstance(values, dict):
        return {name: _without_nulls(value) for name, value in values.items() if value is not None}
    return [_without_nulls(value) for value in values] if isinstance(values, list) else values


def differences(estate: Estate, truth: Reduced) -> list[str]:
    """Where the estate says something else than the plan: addresses, and every value that the configuration sets."""
    found = [f"{name}: in the plan, not in the estate" for name in truth if estate.at(name) is None]
    for resource in estate.resources:
        told = truth.get(resource.address.name)
        if told is None:
            found.append(f"{resource.address.name}: in the estate, not in the plan")
        else:
            found.extend(_resource(resource, told))
    return sorted(found)


def _resource(resource: Resource, told: Mapping[str, object]) -> Iterator[str]:
    values, unknown = told["values"], told["unknown"]
    for name, value in resource.values.items():
        if name.endswith("_wo"):
            continue  # No plan holds a write-only value; the provider gives all of them this ending.
        mine = plain(value)
        yield from _value(f"{resource.address.name}.{name}", mine, values.get(name), unknown.get(name, False))


def _value(path: str, mine: Plain, theirs: object, unknown: object) -> Iterator[str]:
    mine = _bare(mine)
    if isinstance(mine, Unknown):
        if unknown is not True:
            yield f"{path}: unknown here, {theirs!r} in the plan"
    elif unknown is True and (mine in (None, []) or _holds_unknown(mine)):
        return  # Left out, so the provider's to say; or a set or map, which it calls unknown whole where one member is.
    elif unknown is True:
        yield f"{path}: {mine!r} here, unknown in the plan"
    elif isinstance(mine, dict) and isinstance(theirs, dict):
        for name, item in mine.items():
            inside = unknown.get(name, False) if isinstance(unknown, dict) else False
            yield from _value(f"{path}.{name}", item, theirs.get(name), inside)
    elif isinstance(mine, list) and isinstance(theirs, list) and len(_once(mine, theirs)) == len(theirs):
        yield from _list(path, _once(mine, theirs), theirs, unknown)
    elif not _same(mine, theirs):
        yield f"{path}: {mine!r} here, {theirs!r} in the plan"


def _once(mine: list[Plain], theirs: list[object]) -> list[Plain]:
    """What is a set in the provider's schema holds each member once."""
    return mine if len(mine) == len(theirs) else [item for i, item in enumerate(mine) if item not in mine[:i]]


def _list(path: str, mine: list[Plain], theirs: list[object], unknown: object) -> Iterator[str]:
    """Lists and sets: a set's order is Terraform's own, so each of ours must fit one of theirs, not yet taken."""
    inside = unknown if isinstance(unknown, list) else [False] * len(theirs)
    left = list(range(len(theirs)))
    for index, item in enumerate(mine):
        fits = [i for i in left if not list(_value(path, item, theirs[i], inside[i] if i < len(inside) else False))]
        if fits:
            left.remove(fits[0])
        else:
            yield from _value(f"{path}[{index}]", item, theirs[index], inside[index] if index < len(inside) else False)


def _holds_unknown(mine: Plain) -> bool:
    members = mine.values() if isinstance(mine, dict) else mine if isinstance(mine, list) else ()
    return any(isinstance(_bare(item), Unknown) or _holds_unknown(item) for item in members)


def _same(mine: Plain, theirs: object) -> bool:
    """Equal, or equal once the provider has made the value its attribute's type: a number a string, a string a JSON."""
    if mine is None or mine == []:
        return theirs in (None, [], "", {})
    if isinstance(mine, bool) or isinstance(theirs, bool):
        return mine is theirs or str(mine).lower() == str(theirs).lower()
    if mine == theirs:
        return True  # also what only looks like JSON: a log group's filter pattern begins with a brace
    if isinstance(mine, str) and isinstance(theirs, str) and mine[:1] in ("[", "{") and theirs[:1] == mine[:1]:
        return json.loads(mine) == json.loads(theirs)
    if isinstance(mine, int | Decimal | str) and isinstance(theirs, int | float | str):
        return str(mine) == str(theirs)
    return mine == theirs


def _bare(value: Plain) -> Plain:
    return value.value if isinstance(value, Sensitive) else value


def recorded(name: str) -> Reduced:
    """The recorded plan of a root of this directory."""
    found: Reduced = json.loads((PLANS / f"{name}.json").read_text())
    return found


def record(name: str, document: Mapping[str, object]) -> None:
    PLANS.mkdir(exist_ok=True)
    (PLANS / f"{name}.json").write_text(json.dumps(reduced(document), indent=1, sort_keys=True) + "\n")
