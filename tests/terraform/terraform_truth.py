"""What Terraform says of a root, reduced to what can be compared with an estate, and the comparison. No test itself.

`SECSCAN_RECORD=1 pytest tests/terraform/test_configuration_truth.py -m slow` records the plans again.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from normalisations import excused

from secscan.terraform.estate import Estate
from secscan.terraform.evaluate.values import Collection, Primitive, Value, plain

HERE = Path(__file__).parent
ROOTS = HERE / "roots"
PLANS = HERE / "plans"

_PARTS = {"values": "", "unknown": "_unknown", "sensitive": "_sensitive"}
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
    """By address: the planned `values`, where they are `unknown`, where `sensitive`. Outputs are `output.NAME` with one
    value, named `value`."""
    made: Reduced = {}
    for change in document["resource_changes"]:
        made[change["address"]] = _told(change["change"], lambda part: part)
    for name, change in document.get("output_changes", {}).items():
        made[f"output.{name}"] = _told(change, lambda part: {"value": part})
    for resource in _resources(document.get("prior_state", {}).get("values", {}).get("root_module", {})):
        sensitive = resource["sensitive_values"]
        made[resource["address"]] = {"values": resource["values"], "unknown": {}, "sensitive": sensitive}
    return dict(sorted(made.items()))


def _told(change: Mapping[str, object], within: Callable[[object], object]) -> dict[str, object]:
    return {name: within(change.get(f"after{part}")) for name, part in _PARTS.items()}


def _resources(module: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from _resources(child)


def differences(estate: Estate, truth: Reduced) -> list[str]:
    """Where the estate says something else than the plan: addresses; every planned value of every resource and output,
    its type, whether it is known, whether it is sensitive. What `normalisations` tells of is left out."""
    ours = {r.address.name: (f"data.{r.type}" if r.mode == "data" else r.type, r.planned) for r in estate.resources}
    ours.update((f"output.{name}", ("output", {"value": value})) for name, value in estate.outputs.items())
    found = [f"{name}: in the plan, not in the estate" for name in truth.keys() - ours.keys()]
    found += [f"{name}: in the estate, not in the plan" for name in ours.keys() - truth.keys()]
    for name in truth.keys() & ours.keys():
        kind, planned = ours[name]
        told = truth[name]
        compared = _object("", planned, told["values"], told["unknown"], told["sensitive"])
        found += [f"{name}.{at}: {text}" for at, text, mine, theirs in compared if not excused(kind, at, mine, theirs)]
    return sorted(found)


# Where, what is different, what is said here, what the plan says.
Difference = tuple[str, str, Value | None, object]
# The mask of what is inside something sensitive: of its parts it does not speak.
_COVERED = object()


def _object(
    path: str, mine: Mapping[str, Value], theirs: Mapping[str, object], unknown: object, sensitive: object
) -> Iterator[Difference]:
    for name in sorted({*mine, *theirs, *(unknown if isinstance(unknown, dict) else ())}):
        at = f"{path}.{name}" if path else name
        if name in mine:
            yield from _value(at, mine[name], theirs.get(name), _part(unknown, name), _part(sensitive, name))
        else:
            yield at, f"missing here, {theirs.get(name)!r} in the plan", None, theirs.get(name)


def _value(path: str, mine: Value, theirs: object, unknown: object, sensitive: object) -> Iterator[Difference]:
    if sensitive is not _COVERED and mine.sensitive != (sensitive is True):
        yield path, f"{'sensitive' if mine.sensitive else 'not sensitive'} here, not so in the plan", None, None
    if unknown is True or not mine.is_known:
        if mine.is_known and not _is_open(mine):
            yield path, f"{plain(mine)!r} here, unknown in the plan", mine, None
        elif unknown is not True:
            yield path, f"unknown here ({mine.reason}), {theirs!r} in the plan", mine, theirs
    elif isinstance(mine.payload, tuple) and isinstance(theirs, list) and len(mine.payload) == len(theirs):
        yield from _list(path, mine, theirs, unknown, _COVERED if mine.sensitive else sensitive)
    elif isinstance(mine.payload, Mapping) and isinstance(theirs, dict):
        yield from _object(path, mine.payload, theirs, unknown, _COVERED if mine.sensitive else sensitive)
    elif not _same(mine.payload, theirs):
        yield path, f"{plain(mine)!r} here, {theirs!r} in the plan", mine, theirs


def _is_open(mine: Value) -> bool:
    """The older resources make a collection unknown as a whole where one member is, the newer ones do not: the estate
    keeps what is known of it, `terraform.plan` writes it as the provider does (test_document_truth)."""
    kind = mine.type
    holds = isinstance(kind, Collection) and (kind.kind == "set" or isinstance(kind.element, Primitive))
    return holds and not mine.is_wholly_known


def _is_list(mine: Value) -> bool:
    return isinstance(mine.type, Collection) and mine.type.kind == "list"


def _list(path: str, mine: Value, theirs: list[object], unknown: object, sensitive: object) -> Iterator[Difference]:
    """Lists and sets in order. Where a set is not wholly known its order is nobody's: each member must fit one of
    theirs that is not yet taken."""
    left = list(range(len(theirs)))
    for index, item in enumerate(mine.children()):
        trials = {
            i: list(_member(path, item, theirs, unknown, sensitive, i))
            for i in (left if _is_open(mine) and not _is_list(mine) else [index])
        }
        best = min(trials, key=lambda i: (len(trials[i]), i))
        left.remove(best)
        yield from trials[best]


def _member(
    path: str, mine: Value, theirs: list[object], unknown: object, sensitive: object, index: int
) -> Iterator[Difference]:
    return _value(f"{path}[{index}]", mine, theirs[index], _part(unknown, index), _part(sensitive, index))


def _part(mask: object, key: str | int) -> object:
    if mask is _COVERED:
        return mask
    if isinstance(mask, dict):
        return mask.get(key, False)
    return mask[key] if isinstance(mask, list) and isinstance(key, int) and key < len(mask) else False


def _same(mine: object, theirs: object) -> bool:
    """Equal and of one type."""
    if isinstance(mine, Decimal) and isinstance(theirs, int | float) and not isinstance(theirs, bool):
        return mine == Decimal(repr(theirs))
    return type(mine) is type(theirs) and mine == theirs


def recorded(name: str) -> Reduced:
    """The recorded plan of a root of this directory."""
    found: Reduced = json.loads((PLANS / f"{name}.json").read_text())
    return found


def record(name: str, document: Mapping[str, object]) -> None:
    PLANS.mkdir(exist_ok=True)
    (PLANS / f"{name}.json").write_text(json.dumps(reduced(document), indent=1, sort_keys=True) + "\n")
