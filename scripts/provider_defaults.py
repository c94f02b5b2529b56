"""What a provider sets where a configuration does not, learnt from Terraform's own plans. Writes no table.

`terraform providers schema -json` tells no defaults. So each resource type is planned with nothing set but what is
required, each value unknown (what is decoded from an unknown text may have any type, and validation lets it pass): what
then stands in the plan though nobody set it is the default. Nested blocks are learnt by further plans of the type, one
for each way down to a block, again with what is required alone. What Terraform finds missing is added, as it names it;
what it refuses all the same is not learnt.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from provider_givens import bodies_in
from provider_probes import (
    Probe,
    Schema,
    Spot,
    mend,
    probe_of,
    probes_of,
    ways_of,
)

OFFLINE = {
    "access_key": "offline",
    "secret_key": "offline",
    "region": "us-east-1",
    "max_retries": 1,
    "skip_credentials_validation": True,
    "skip_metadata_api_check": True,
    "skip_region_validation": True,
    "skip_requesting_account_id": True,
}
BATCH = 200
TWINS = 3
# Data sources that a provider answers by itself, asking no cloud: what they leave out shows when they are read.
ANSWERED = ("aws_elb_service_account", "aws_iam_policy_document")
# What does not come from a resource but from the provider's death.
DEATH = "The provider died."
CRASHES = {"Plugin did not respond", "Request cancelled", "Failed to load plugin schemas", "Plugin error"}
Place = tuple[str, str]


@dataclass(kw_only=True)
class Learnt:
    """`found`: what is known of a block's attributes and nested blocks by name. A block is known by its type and path,
    and by its type, or its service, and its shape. Of an attribute it is the default, `[VALUE]`, or `[]` where it is
    unknown until the resource exists; of nested blocks whether the provider makes them; None where plans disagree.
    `refused`: why a type, or a way down in it, could not be planned. `disagreed`: of what plans differ."""

    found: dict[Place, dict[str, object]] = field(default_factory=dict)
    refused: dict[tuple[str, str], str] = field(default_factory=dict)
    disagreed: set[tuple[str, str, str]] = field(default_factory=set)
    plans: int = 0

    def note(self, places: Iterable[Place], name: str, said: object) -> None:
        for place in places:
            known = self.found.setdefault(place, {})
            if known.setdefault(name, said) != said:
                known[name] = None
                self.disagreed.add((*place, name))

    def tell(self, places: Iterable[Place], name: str) -> object:
        return next((self.found[place][name] for place in places if name in self.found.get(place, {})), None)


def terraform(work: Path, *arguments: str, check: bool = True) -> str:
    """What Terraform says in the directory `work`. Raises CalledProcessError; its own words are on stderr."""
    binary = shutil.which("terraform")
    if binary is None:
        raise SystemExit("terraform is not on PATH")
    own = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_VAR_"))}
    quiet = {**own, "TF_IN_AUTOMATION": "1", "TF_CLI_ARGS": "-no-color", "CHECKPOINT_DISABLE": "1"}
    done = subprocess.run(  # noqa: S603 - Terraform, with what the caller of these scripts asks of it
        [binary, *arguments], cwd=work, env=quiet, stdout=subprocess.PIPE, text=True, check=check
    )
    return done.stdout


def prepare(work: Path, required: Schema, init: Iterable[str]) -> None:
    """Makes the directory `work` a root of Terraform; `required`: its `terraform` block, `init`: further arguments."""
    shared = {
        "terraform": required,
        "provider": {"aws": OFFLINE},
        "resource": {"terraform_data": {"x": {"input": "x"}}},
    }
    (work / "main.tf.json").write_text(json.dumps(shared))
    terraform(work, "init", *init)


def learn(work: Path, schemas: Mapping[str, Schema]) -> Learnt:
    """Plans the types of `schemas` in a directory that is prepared for it."""
    learnt = Learnt()
    waiting = list(probes_of(schemas))
    while waiting:
        print(f"{len(waiting)} plans to make", file=sys.stderr)
        batch, waiting = waiting[:BATCH], waiting[BATCH:]
        waiting += _learn_batch(work, schemas, batch, learnt)
    return learnt


def learn_answered(work: Path, schemas: Mapping[str, Schema], learnt: Learnt) -> None:
    """Reads the data sources of ANSWERED with nothing set, and with their blocks; they are known as `data.TYPE`."""
    probes = [
        probe_of(kind, schemas[kind], ways, 0, f"p{turn}")
        for kind in ANSWERED
        for turn, ways in enumerate(((), ways_of(schemas[kind]["block"])))
    ]
    _write(work, probes, "data")
    terraform(work, "plan", "-input=false", "-lock=false", "-out=plan")
    document = json.loads(terraform(work, "show", "-json", "plan"))
    root = document["prior_state"]["values"]["root_module"]
    read = {found["address"]: found["values"] for found in root["resources"]}
    for probe in probes:
        block = schemas[probe.type]["block"]
        arguments = {name: about for name, about in block["attributes"].items() if not about.get("computed")}
        block = {**block, "attributes": arguments}
        values = read[f"data.{probe.type}.{probe.name}"]
        observe(learnt, Spot(f"data.{probe.type}", (), block), probe.body, values, {})


def _learn_batch(work: Path, schemas: Mapping[str, Schema], batch: list[Probe], learnt: Learnt) -> list[Probe]:
    """Plans a batch until Terraform accepts what is left of it; answers the smaller probes that are to be tried yet."""
    again: list[Probe] = []
    while errors := _errors(work, batch):
        if DEATH in errors and len(batch) > 1:
            return again + _halves(work, schemas, batch, learnt)
        kept = []
        for probe in batch:
            said = errors.get(_file(probe), errors.get(DEATH, []))
            if not said or mend(probe, schemas[probe.type]["block"], said):
                kept.append(probe)
            else:
                again += _refused(probe, schemas, learnt, said[0])
        batch = kept
    _observe_all(work, schemas, batch, learnt)
    return again + [_twin(probe, schemas) for probe in batch if _hides(probe, learnt)]


def _hides(probe: Probe, learnt: Learnt) -> bool:
    """Whether nothing is known yet of something that was set because one of several had to be."""
    untold = [way for way in probe.chosen if way[-1] not in learnt.found.get((probe.type, "/".join(way[:-1])), {})]
    return bool(untold) and probe.name.count("t") < TWINS


def _twin(probe: Probe, schemas: Mapping[str, Schema]) -> Probe:
    """The same once more, with another alternative."""
    return probe_of(probe.type, schemas[probe.type], probe.ways, probe.turn + 1, f"{probe.name}t")


def _halves(work: Path, schemas: Mapping[str, Schema], batch: list[Probe], learnt: Learnt) -> list[Probe]:
    middle = len(batch) // 2
    first = _learn_batch(work, schemas, batch[:middle], learnt)
    return first + _learn_batch(work, schemas, batch[middle:], learnt)


def _refused(probe: Probe, schemas: Mapping[str, Schema], learnt: Learnt, reason: str) -> list[Probe]:
    """Notes it; answers what to try in its place: half of its ways each, or its one way up to the block before."""
    if len(probe.ways) > 1:
        middle = len(probe.ways) // 2
        parts = [probe.ways[:middle], probe.ways[middle:]]
    elif probe.ways:
        learnt.refused[probe.type, "/".join(probe.ways[0])] = reason
        parts = [(probe.ways[0][:-1],)] if len(probe.ways[0]) > 1 else []
    else:
        learnt.refused[probe.type, ""] = reason
        parts = []
    return [
        probe_of(probe.type, schemas[probe.type], ways, probe.turn + turn, f"{probe.name}_{turn}")
        for turn, ways in enumerate(parts)
    ]


def _file(probe: Probe) -> str:
    return f"{probe.type}.{probe.name}.tf.json"


def _errors(work: Path, batch: list[Probe]) -> dict[str, list[str]]:
    """By file what Terraform has against it. Of DEATH it dies, where nothing tells by which file."""
    _write(work, batch, "resource")
    # One at a time, so that it is known of which one a provider died; all that was still to come is cancelled then.
    options = ["-json", "-refresh=false", "-input=false", "-lock=false", "-out=plan", "-parallelism=1"]
    events = [json.loads(line) for line in terraform(work, "plan", *options, check=False).splitlines()]
    made: dict[str, list[str]] = {}
    died = False
    for found in (event["diagnostic"] for event in events if event["type"] == "diagnostic"):
        if found["severity"] != "error":
            continue
        crashed = found["summary"] in CRASHES or "range" not in found
        died = died or crashed
        if not crashed or ("range" in found and "PlanResourceChange" in found["detail"]):
            made.setdefault(found["range"]["filename"], []).append(f"{found['summary']}: {found['detail']}")
    return made or ({DEATH: [DEATH]} if died else {})


def _write(work: Path, batch: list[Probe], block: str) -> None:
    for old in work.glob("aws_*.tf.json"):
        old.unlink()
    for probe in batch:
        (work / _file(probe)).write_text(json.dumps({block: {probe.type: {probe.name: probe.body}}}))


def _observe_all(work: Path, schemas: Mapping[str, Schema], batch: list[Probe], learnt: Learnt) -> None:
    if not batch:
        return
    document = json.loads(terraform(work, "show", "-json", "plan"))
    changes = {found["address"]: found["change"] for found in document["resource_changes"]}
    for probe in batch:
        change = changes[f"{probe.type}.{probe.name}"]
        spot = Spot(probe.type, (), schemas[probe.type]["block"])
        observe(learnt, spot, probe.body, change["after"], change["after_unknown"])
        learnt.plans += 1


def observe(learnt: Learnt, spot: Spot, body: Schema, after: Schema, unknown: Schema) -> None:
    """Notes what the plan says of all that the body does not set, and of what is inside the blocks that it sets."""
    places = spot.places()
    for name, about in spot.block.get("attributes", {}).items():
        if name not in body:
            learnt.note(places, name, _default(about, after.get(name), unknown.get(name, False)))
    for name in spot.block.get("block_types", {}):
        told, hidden = after.get(name), unknown.get(name, False)
        if name not in body:
            learnt.note(places, name, None if told and not hidden else bool(hidden))
        elif told and hidden is not True:
            inside = zip(bodies_in(body, name), _each(told), _each(hidden or {}), strict=False)
            for inner, values, unknowns in inside:
                observe(learnt, spot.inside(name), inner, values, unknowns or {})


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _default(about: Schema, value: object, unknown: object) -> list[object] | None:
    """`[]` for what is unknown as a whole. Not a default: what is unknown in part, and what a provider computes of what
    it was given, such as an account's number."""
    if unknown is True:
        return []
    given = about.get("optional") or value in (None, [], {})
    return [value] if given and not unknown else None


def annotated(spot: Spot, learnt: Learnt) -> Schema:
    """The block's schema with what was learnt of it: `default` of attributes, `computed` of nested blocks."""
    places = spot.places()
    attributes = spot.block.get("attributes", {}).items()
    nested = spot.block.get("block_types", {}).items()
    return {
        "attributes": {name: {**about, "default": learnt.tell(places, name)} for name, about in attributes},
        "block_types": {
            name: {**about, "computed": learnt.tell(places, name), "block": annotated(spot.inside(name), learnt)}
            for name, about in nested
        },
    }
