"""Writes a provider's table, `scanner/secscan/terraform/schema/PROVIDER.jsonl`, from what Terraform says of it.

    scripts/generate_schema.py [--output FILE] [--learn SERVICE,...] [ARGUMENTS OF terraform init]

Terraform is the one on PATH; `-plugin-dir=DIRECTORY` among the arguments names a local mirror. The form of a table is
told in `secscan.terraform.schema.tables`. The same provider gives the same bytes. To learn all defaults takes minutes
(`provider_defaults`); with `--learn` only those of some services are, and the table that stands gives the others: the
service of `aws_kms_key` is `kms`, `--learn ""` learns none.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any

from provider_defaults import Learnt, annotated, learn, learn_answered, prepare, terraform
from provider_probes import Spot, service_of

TOP = Path(__file__).resolve().parent.parent
TABLES = TOP / "scanner" / "secscan" / "terraform" / "schema"
PROVIDER, SOURCE, VERSION = "aws", "registry.terraform.io/hashicorp/aws", "5.100.0"
MODES = {
    "managed": "resource_schemas",
    "data": "data_source_schemas",
    "ephemeral": "ephemeral_resource_schemas",
}
FLAGS = {"r": "required", "o": "optional", "c": "computed", "s": "sensitive", "w": "write_only"}
Schema = Mapping[str, Any]


class Lines:
    """The lines of a table after the first: each shape once, numbered from 1, what it is made of before it."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def _line(self, shape: object) -> int:
        return self.numbers.setdefault(compact(shape), len(self.numbers) + 1)

    def type(self, kind: Any) -> int:
        if isinstance(kind, str):
            return self._line(kind)
        name, inner = kind[:2]
        if name == "object":
            return self._line([name, {key: self.type(inner[key]) for key in sorted(inner)}])
        return self._line([name, [self.type(item) for item in inner] if name == "tuple" else self.type(inner)])

    def attribute(self, schema: Schema) -> int:
        kind = self.nested_type(schema["nested_type"]) if "nested_type" in schema else self.type(schema["type"])
        flags = "".join(letter for letter, name in FLAGS.items() if schema.get(name))
        return self._line([kind, flags, schema.get("default")])

    def nested_type(self, schema: Schema) -> int:
        """An attribute that is made of attributes counts as an object, or a collection of objects."""
        made = {name: self.attribute_type(schema["attributes"][name]) for name in sorted(schema["attributes"])}
        inner = self._line(["object", made])
        return inner if schema["nesting_mode"] == "single" else self._line([schema["nesting_mode"], inner])

    def attribute_type(self, schema: Schema) -> int:
        return self.nested_type(schema["nested_type"]) if "nested_type" in schema else self.type(schema["type"])

    def block(self, schema: Schema) -> int:
        attributes, blocks = schema.get("attributes", {}), schema.get("block_types", {})
        return self._line(
            [
                {name: self.attribute(attributes[name]) for name in sorted(attributes)},
                {name: self._nested(blocks[name]) for name in sorted(blocks)},
            ]
        )

    def _nested(self, schema: Schema) -> list[object]:
        least, most = schema.get("min_items", 0), schema.get("max_items", 0)
        return [self.block(schema["block"]), schema["nesting_mode"], least, most, schema.get("computed")]


def compact(data: object) -> str:
    return json.dumps(data, separators=(",", ":"), ensure_ascii=True)


def table(provider: Schema, learnt: Learnt) -> str:
    """The table's text for what `terraform providers schema -json` says of one provider, with what was learnt."""
    lines = Lines()
    head: dict[str, object] = {"provider": SOURCE, "version": VERSION}
    for mode, part in MODES.items():
        schemas = provider.get(part, {})
        head[mode] = {name: lines.block(_annotated(mode, name, schemas[name], learnt)) for name in sorted(schemas)}
    head["versions"] = {
        mode: {name: schema["version"] for name, schema in sorted(provider.get(part, {}).items()) if schema["version"]}
        for mode, part in MODES.items()
    }
    return "".join(line + "\n" for line in (compact(head), *lines.numbers))


def _annotated(mode: str, kind: str, schema: Schema, learnt: Learnt) -> Schema:
    if mode != "managed" and (f"{mode}.{kind}", "") not in learnt.found:
        return _configured(schema["block"])
    return annotated(Spot(kind if mode == "managed" else f"{mode}.{kind}", (), schema["block"]), learnt)


def _configured(block: Schema) -> Schema:
    """What is not managed has no blocks but those of its configuration."""
    nested = block.get("block_types", {}).items()
    blocks = {name: {**about, "computed": False, "block": _configured(about["block"])} for name, about in nested}
    return {"attributes": block.get("attributes", {}), "block_types": blocks}


def kept(text: str, services: Container[str]) -> Learnt:
    """What a table holds of the defaults of all types but those of `services`."""
    lines = text.split("\n")
    learnt = Learnt()

    def walk(kind: str, path: tuple[str, ...], line: int) -> None:
        attributes, blocks = json.loads(lines[line])
        told = learnt.found.setdefault((kind, "/".join(path)), {})
        told.update((name, json.loads(lines[inner])[2]) for name, inner in attributes.items())
        for name, (inner, *_, computed) in blocks.items():
            told[name] = computed
            walk(kind, (*path, name), inner)

    for kind, line in json.loads(lines[0])["managed"].items():
        if service_of(kind) not in services:
            walk(kind, (), line)
    return learnt


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=TABLES / f"{PROVIDER}.jsonl")
    parser.add_argument("--learn", metavar="SERVICE,...", help="learn the defaults of these services, keep the others")
    options, init = parser.parse_known_args()
    with tempfile.TemporaryDirectory(prefix="secscan-schema-") as directory:
        work = Path(directory)
        prepare(work, {"required_providers": {PROVIDER: {"source": SOURCE, "version": VERSION}}}, init)
        provider = json.loads(terraform(work, "providers", "schema", "-json"))["provider_schemas"][SOURCE]
        managed = provider[MODES["managed"]]
        services = {service_of(kind) for kind in managed} if options.learn is None else set(options.learn.split(","))
        learnt = learn(work, {kind: about for kind, about in managed.items() if service_of(kind) in services})
        learn_answered(work, provider[MODES["data"]], learnt)
    if options.learn is not None:
        learnt.found.update(kept((TABLES / f"{PROVIDER}.jsonl").read_text(encoding="ascii"), services).found)
    options.output.write_text(table(provider, learnt), encoding="ascii")
    for (kind, path), reason in sorted(learnt.refused.items()):
        print(f"not learnt: {kind} {path}: {reason.splitlines()[0]}", file=sys.stderr)
    print(f"{learnt.plans} plans, {len(learnt.refused)} refused, {len(learnt.disagreed)} disagree", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
