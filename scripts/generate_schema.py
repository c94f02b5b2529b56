"""Writes a provider's table, `scanner/secscan/terraform/schema/PROVIDER.jsonl`, from what Terraform says of it.

    scripts/generate_schema.py [--output FILE] [ARGUMENTS OF terraform init]

Terraform is the one on PATH; `-plugin-dir=DIRECTORY` among the arguments names a local mirror. The form of a table is
told in `secscan.terraform.schema.tables`. The same provider gives the same bytes.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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


def table(provider: Schema) -> str:
    """The table's text for what `terraform providers schema -json` says of one provider."""
    lines = Lines()
    head: dict[str, object] = {"provider": SOURCE, "version": VERSION}
    for mode, part in MODES.items():
        schemas = provider.get(part, {})
        head[mode] = {name: lines.block(schemas[name]["block"]) for name in sorted(schemas)}
    head["versions"] = {
        mode: {name: schema["version"] for name, schema in sorted(provider.get(part, {}).items()) if schema["version"]}
        for mode, part in MODES.items()
    }
    return "".join(line + "\n" for line in (compact(head), *lines.numbers))


def terraform(work: Path, *arguments: str) -> str:
    """What Terraform says in the directory `work`. Raises CalledProcessError; its own words are on stderr."""
    binary = shutil.which("terraform")
    if binary is None:
        raise SystemExit("terraform is not on PATH")
    quiet = {**os.environ, "TF_IN_AUTOMATION": "1", "TF_CLI_ARGS": "-no-color"}
    done = subprocess.run(  # noqa: S603 - Terraform, with what the caller of this script asks of it
        [binary, *arguments], cwd=work, env=quiet, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=TABLES / f"{PROVIDER}.jsonl")
    options, init = parser.parse_known_args()
    with tempfile.TemporaryDirectory(prefix="secscan-schema-") as directory:
        work = Path(directory)
        required = {"required_providers": {PROVIDER: {"source": SOURCE, "version": VERSION}}}
        (work / "main.tf.json").write_text(json.dumps({"terraform": required}))
        terraform(work, "init", *init)
        schemas = json.loads(terraform(work, "providers", "schema", "-json"))["provider_schemas"]
    options.output.write_text(table(schemas[SOURCE]), encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main())
