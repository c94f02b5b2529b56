"""What a provider sets where a configuration does not, learnt from Terraform's own plans. Writes no table.

`terraform providers schema -json` tells no defaults. So each resource type is planned with nothing set but what is
required, each value unknown (`terraform_data.x.output` becomes any type, and validation lets unknown values pass): what
then stands in the plan though nobody set it is the default. Nested blocks are learnt by further plans of the type, one
for each way down to a block, again with what is required alone. What Terraform finds missing is added, as it names it;
what it refuses all the same is not learnt.
"""

import json
import os
import re
import shutil
import subprocess
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

UNKNOWN = "${terraform_data.x.output}"
OFFLINE = {
    "access_key": "offline",
    "secret_key": "offline",
    "region": "us-east-1",
    "skip_credentials_validation": True,
    "skip_metadata_api_check": True,
    "skip_region_validation": True,
    "skip_requesting_account_id": True,
}
BATCH = 300
ROUNDS = 8
# What does not come from a resource but from the provider's death: which one killed it is then found by halving.
CRASHES = {"Plugin did not respond", "Request cancelled", "Failed to load plugin schemas", "Plugin error"}
# The paths that a message names: in quotes, in backticks or brackets with commas between them, after a fixed word.
_NAMED = re.compile(r'"([\w.\[\]<]+)"|`([^`]+)`|\[([a-z][^{}]*?)\](?= |$)|Block (\S+) must|for the (\S+) attribute')
_INDEX = re.compile(r"\[(?:Value\(.*?\)|[^\]]*)\]|\.\d+")
_ALTERNATIVES = re.compile(r"\bone\b")
Schema = Mapping[str, Any]
Path_ = tuple[str, ...]
Defaults = dict[Path_, object]


@dataclass(kw_only=True)
class Probe:
    """One planned resource. `path`: the nested blocks that it goes down to. `turn`: which of several alternatives it
    takes where one of them must be set. `body`: the resource in Terraform's JSON syntax."""

    type: str
    path: Path_
    turn: int
    name: str
    body: dict[str, Any]


@dataclass(kw_only=True)
class Learnt:
    """By type: for each path of an attribute its default, `[VALUE]`, or `[]` where it is unknown; for each path of a
    nested block whether the provider makes it. None where the plans disagree. `refused`: why a type was not learnt."""

    defaults: dict[str, Defaults] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    probes: int = 0


def terraform(work: Path, *arguments: str, check: bool = True) -> str:
    """What Terraform says in the directory `work`. Raises CalledProcessError; its own words are on stderr."""
    binary = shutil.which("terraform")
    if binary is None:
        raise SystemExit("terraform is not on PATH")
    quiet = {**os.environ, "TF_IN_AUTOMATION": "1", "TF_CLI_ARGS": "-no-color", "CHECKPOINT_DISABLE": "1"}
    done = subprocess.run(  # noqa: S603 - Terraform, with what the caller of these scripts asks of it
        [binary, *arguments], cwd=work, env=quiet, stdout=subprocess.PIPE, text=True, check=check
    )
    return done.stdout


def body_of(block: Schema, path: Path_ = ()) -> dict[str, Any]:
    """What the schema requires of a block, and the blocks along `path`."""
    made: dict[str, Any] = {
        name: UNKNOWN for name, found in sorted(block.get("attributes", {}).items()) if found.get("required")
    }
    for name, nested in sorted(block.get("block_types", {}).items()):
        wanted = path[:1] == (name,)
        if wanted or nested.get("min_items", 0):
            made[name] = blocks_of(nested, path[1:] if wanted else ())
    return made


def blocks_of(nested: Schema, path: Path_ = ()) -> Any:
    inner = body_of(nested["block"], path)
    return inner if nested["nesting_mode"] in ("single", "group") else [inner] * max(1, nested.get("min_items", 0))


def probes_of(schemas: Mapping[str, Schema]) -> Iterator[Probe]:
    """For each type one probe without optional blocks, and one for each way down that no longer way covers."""
    services: dict[str, set[str]] = {}
    for name, schema in sorted(schemas.items()):
        known = services.setdefault(name.split("_")[1], set())
        ways = _ways(schema["block"], known)
        longest = [way for way in ways if not any(other[: len(way)] == way and other != way for other in ways)]
        for turn, way in enumerate([(), *longest]):
            yield Probe(type=name, path=way, turn=turn, name=f"p{turn}", body=body_of(schema["block"], way))


def _ways(block: Schema, known: set[str]) -> list[Path_]:
    """The ways down to blocks that leave something unset. One shape under one name is learnt once for a type; further
    down also once for the types of a service (`known`), which share their code: QuickSight alone has 1,680 blocks."""
    ways: list[Path_] = []
    own: set[str] = set()
    pending: deque[tuple[Path_, Schema]] = deque([((), block)])
    while pending:
        path, outer = pending.popleft()
        for name, nested in sorted(outer.get("block_types", {}).items()):
            key = identity(name, nested["block"])
            if key in own or (path and key in known):
                continue
            own.add(key)
            pending.append(((*path, name), nested["block"]))
            if nested["block"].get("block_types") or not _all_required(nested["block"]):
                ways.append((*path, name))
    known |= own
    return ways


def _all_required(block: Schema) -> bool:
    return all(found.get("required") for found in block.get("attributes", {}).values())


def identity(name: str, block: Schema) -> str:
    return name + json.dumps(block, sort_keys=True)


def learn(work: Path, schemas: Mapping[str, Schema], required: Schema, init: Iterable[str]) -> Learnt:
    """Plans the types of `schemas` in the directory `work`. `required`: the `terraform` block."""
    shared = {"terraform": required, "provider": {"aws": OFFLINE}, "resource": {"terraform_data": {"x": {}}}}
    (work / "main.tf.json").write_text(json.dumps(shared))
    terraform(work, "init", *init)
    learnt = Learnt()
    waiting = list(probes_of(schemas))
    while waiting:
        batch, waiting = waiting[:BATCH], waiting[BATCH:]
        waiting += _learn_batch(work, schemas, batch, learnt)
    for name in schemas:
        if name in learnt.defaults:
            learnt.refused.pop(name, None)
    return learnt


def _learn_batch(work: Path, schemas: Mapping[str, Schema], batch: list[Probe], learnt: Learnt) -> list[Probe]:
    """Plans a batch until Terraform accepts what is left of it; answers the shorter ways that are to be tried yet."""
    again: list[Probe] = []
    try:
        for left in reversed(range(ROUNDS)):
            errors = _errors(work, batch)
            if not errors:
                break
            refused = [
                probe
                for probe in batch
                if (said := errors.get(_file(probe)))
                and (not left or not _mend(probe, schemas[probe.type]["block"], said))
            ]
            for probe in refused:
                learnt.refused.setdefault(probe.type, errors[_file(probe)][0])
                again += _shorter(probe, schemas)
            batch = [probe for probe in batch if probe not in refused]
    except Crash:
        if len(batch) == 1:
            learnt.refused.setdefault(batch[0].type, "The provider dies of it.")
            return again + _shorter(batch[0], schemas)
        middle = len(batch) // 2
        return [
            *again,
            *_learn_batch(work, schemas, batch[:middle], learnt),
            *_learn_batch(work, schemas, batch[middle:], learnt),
        ]
    _observe_all(work, schemas, batch, learnt)
    return again


class Crash(Exception):  # noqa: N818 - an answer within this module
    """The provider died, of which resource is not told."""


def _file(probe: Probe) -> str:
    return f"{probe.type}.{probe.name}.tf.json"


def _shorter(probe: Probe, schemas: Mapping[str, Schema]) -> list[Probe]:
    """The way to the block around the one that was refused."""
    if len(probe.path) < 2:
        return []
    way = probe.path[:-1]
    body = body_of(schemas[probe.type]["block"], way)
    return [Probe(type=probe.type, path=way, turn=probe.turn, name=f"{probe.name}s", body=body)]


def _errors(work: Path, batch: list[Probe]) -> dict[str, list[str]]:
    """By file what Terraform has against it: from its validation, else from a plan. Raises Crash."""
    for old in work.glob("aws_*.tf.json"):
        old.unlink()
    for probe in batch:
        (work / _file(probe)).write_text(json.dumps({"resource": {probe.type: {probe.name: probe.body}}}))
    validated = json.loads(terraform(work, "validate", "-json", check=False))
    return _by_file(validated["diagnostics"]) or _by_file(_plan_diagnostics(work))


def _plan_diagnostics(work: Path) -> Iterator[Schema]:
    said = terraform(work, "plan", "-json", "-refresh=false", "-input=false", "-lock=false", "-out=plan", check=False)
    for line in said.splitlines():
        event = json.loads(line)
        if event["type"] == "diagnostic":
            yield event["diagnostic"]


def _by_file(diagnostics: Iterable[Schema]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for found in diagnostics:
        if found["severity"] != "error":
            continue
        if found["summary"] in CRASHES or "range" not in found:
            raise Crash(found["summary"])
        text = f"{found['summary']}: {found['detail']}"
        made.setdefault(found["range"]["filename"], []).append(text)
    return made


def _mend(probe: Probe, block: Schema, messages: list[str]) -> bool:
    """Adds to the probe what the messages say is missing; False where that is nothing that it could add."""
    mended = False
    for message in messages:
        named = [path for path in paths_in(message) if _settable(block, path)]
        unset = [path for path in named if not _is_set(probe.body, path)]
        if _ALTERNATIVES.search(message) and unset:
            unset = [] if len(unset) < len(named) and mended else [unset[probe.turn % len(unset)]]
        for path in unset:
            _set(probe.body, block, path)
            mended = True
    return mended


def paths_in(message: str) -> list[Path_]:
    """The paths of attributes and blocks that a message names, without indices, each once."""
    texts = [text for found in _NAMED.findall(_INDEX.sub("", message)) for text in found if text]
    texts += [text for found in _NAMED.findall(message) for text in found if text]
    return list(dict.fromkeys(_steps(one) for text in texts for one in text.split(",")))


def _steps(text: str) -> Path_:
    """`a[0].b.<.c` is c beside b."""
    steps: list[str] = []
    for step in _INDEX.sub("", text).strip().split("."):
        if step == "<":
            steps = steps[:-1]
        else:
            steps.append(step)
    return tuple(steps)


def _settable(block: Schema, path: Path_) -> bool:
    for step in path[:-1]:
        nested = block.get("block_types", {}).get(step)
        if nested is None:
            return False
        block = nested["block"]
    found = block.get("attributes", {}).get(path[-1], {})
    return bool(found.get("required") or found.get("optional")) or path[-1] in block.get("block_types", {})


def _bodies(body: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = body.get(name, [])
    return [found] if isinstance(found, dict) else found


def _is_set(body: dict[str, Any], path: Path_) -> bool:
    if len(path) == 1:
        return path[0] in body
    inside = _bodies(body, path[0])
    return bool(inside) and all(_is_set(inner, path[1:]) for inner in inside)


def _set(body: dict[str, Any], block: Schema, path: Path_) -> None:
    name, nested = path[0], block.get("block_types", {}).get(path[0])
    if nested is None:
        body[name] = UNKNOWN
        return
    body.setdefault(name, blocks_of(nested))
    for inner in _bodies(body, name) if path[1:] else ():
        _set(inner, nested["block"], path[1:])


def _observe_all(work: Path, schemas: Mapping[str, Schema], batch: list[Probe], learnt: Learnt) -> None:
    if not batch:
        return
    document = json.loads(terraform(work, "show", "-json", "plan"))
    changes = {found["address"]: found["change"] for found in document["resource_changes"]}
    for probe in batch:
        change = changes[f"{probe.type}.{probe.name}"]
        known = learnt.defaults.setdefault(probe.type, {})
        block = schemas[probe.type]["block"]
        for path, default in observed(block, probe.body, change["after"], change["after_unknown"]):
            known[path] = default if known.get(path, default) == default else None
        learnt.probes += 1


def observed(
    block: Schema, body: Schema, after: Schema, unknown: Schema, at: Path_ = ()
) -> Iterator[tuple[Path_, Any]]:
    """What the plan says of all that the body does not set, and of what is inside the blocks that it sets."""
    for name in block.get("attributes", {}):
        if name not in body:
            yield (*at, name), _default(after.get(name), unknown.get(name, False))
    for name, nested in block.get("block_types", {}).items():
        told, hidden = after.get(name), unknown.get(name, False)
        if name not in body:
            yield (*at, name), None if told and not hidden else bool(hidden)
        elif told and hidden is not True:
            hidden = hidden or {}
            inside = zip(
                _bodies(body, name), *(([x] if isinstance(x, dict) else x) for x in (told, hidden)), strict=False
            )
            for inner, values, unknowns in inside:
                yield from observed(nested["block"], inner, values, unknowns or {}, (*at, name))


def _default(value: object, unknown: object) -> list[object] | None:
    """`[]` for what is unknown as a whole, None for what is unknown in part."""
    if unknown is True:
        return []
    return None if unknown else [value]
