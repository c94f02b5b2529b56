"""Writes the tables of the READMEs under infra/ from the Terraform beside them (inputs, outputs, modules, resources),
and the list of the modules from the READMEs themselves.

    python infra/scripts/generate_readmes.py

Each directory with a `variables.tf` has a README.md whose text above the marker is a person's and whose tables below it
are made here. Not for prose, and not for figures of a plan. `tests/infra/` holds the READMEs to it.
"""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from secscan.model import Span
from secscan.terraform.parse import parse_file
from secscan.terraform.syntax import Block, Expression, Template

TOP = Path(__file__).resolve().parents[2]
MARKER = "<!-- What follows is written by infra/scripts/generate_readmes.py. -->"


def readmes(top: Path) -> Mapping[Path, str]:
    """What each README under `top`/infra must hold, by its path. Raises ValueError for a README without the marker."""
    infra = top / "infra"
    places = sorted(path.parent for path in infra.rglob("variables.tf") if ".terraform" not in path.parts)
    return {infra / "README.md": _index(infra), **{place / "README.md": _readme(place) for place in places}}


def _index(infra: Path) -> str:
    """The list of all modules, each with the first sentence of its README."""
    rows = []
    for path in sorted(infra.glob("modules/*/README.md")):
        paragraph = path.read_text(encoding="utf-8").split("\n\n")[1].replace("\n", " ")
        name = path.parent.name
        rows.append((f"[`{name}`](modules/{name}/README.md)", re.split(r"(?<=\.) ", paragraph)[0]))
    return f"{_prose(infra / 'README.md')}{MARKER}\n\n" + _table("Modules", ("module", "what it is"), rows) + "\n"


def _prose(path: Path) -> str:
    prose, marker, _ = path.read_text(encoding="utf-8").partition(MARKER)
    if not marker:
        raise ValueError(f"{path}: the line `{MARKER}` is missing; write it below the prose")
    return prose


def _readme(place: Path) -> str:
    texts = {source.name: source.read_text(encoding="utf-8") for source in sorted(place.glob("*.tf"))}
    blocks = [(block, texts[block.span.file]) for name, text in texts.items() for block in _blocks(name, text)]
    sections = [section for make in (_inputs, _outputs, _modules, _resources) if (section := make(blocks))]
    return f"{_prose(place / 'README.md')}{MARKER}\n\n" + "\n\n".join(sections) + "\n"


def _blocks(name: str, text: str) -> tuple[Block, ...]:
    file, problems = parse_file(text, name)
    if problems:
        raise ValueError("; ".join(f"{p.span.file}:{p.span.line}: {p.message}" for p in problems))
    return file.body.blocks


Blocks = list[tuple[Block, str]]


def _inputs(blocks: Blocks) -> str:
    rows = [
        (f"`{block.labels[0]}`", f"`{_type(block, text)}`", _default(block, text), _told(block))
        for block, text in _named(blocks, "variable")
    ]
    return _table("Inputs", ("name", "type", "default", "description"), rows)


def _outputs(blocks: Blocks) -> str:
    rows = [(f"`{block.labels[0]}`", _told(block)) for block, _ in _named(blocks, "output")]
    return _table("Outputs", ("name", "description"), rows)


def _modules(blocks: Blocks) -> str:
    rows = [
        (f"`{block.labels[0]}`", f"`{_string(_value(block, 'source'))}`", _instances(block, text))
        for block, text in _named(blocks, "module")
    ]
    return _table("Modules", ("name", "source", "instances"), rows)


def _resources(blocks: Blocks) -> str:
    rows = [(f"`{'.'.join(block.labels)}`", _instances(block, text)) for block, text in _named(blocks, "resource")]
    return _table("Resources", ("address", "instances"), rows)


def _named(blocks: Blocks, kind: str) -> Iterator[tuple[Block, str]]:
    return iter(sorted((entry for entry in blocks if entry[0].type == kind), key=lambda entry: entry[0].labels))


def _instances(block: Block, text: str) -> str:
    """How many there are, as the source says it."""
    for name, words in (("for_each", "one for each of"), ("count", "as many as")):
        value = _value(block, name)
        if value is not None:
            source = re.sub(r"\s+", " ", _source(text, value.span))
            return f"{words} `{source}`" if len(source) <= 72 else f"by `{name}`"
    return "1"


def _type(block: Block, text: str) -> str:
    value = _value(block, "type")
    source = "any" if value is None else _source(text, value.span)
    return re.sub(r"object\(\{.*\}\)", "object(...)", re.sub(r"\s+", " ", source))


def _default(block: Block, text: str) -> str:
    value = _value(block, "default")
    if value is None:
        return "required"
    source = re.sub(r"\s+", " ", _source(text, value.span))
    return f"`{source}`" if len(source) <= 72 else "see variables.tf"


def _told(block: Block) -> str:
    return _string(_value(block, "description"))


def _value(block: Block, name: str) -> Expression | None:
    return next((attribute.value for attribute in block.body.attributes if attribute.name == name), None)


def _string(value: Expression | None) -> str:
    if not isinstance(value, Template) or not all(isinstance(part, str) for part in value.parts):
        raise ValueError(f"a plain string is wanted here: {value}")
    return "".join(part for part in value.parts if isinstance(part, str))


def _source(text: str, span: Span) -> str:
    lines = text.splitlines()[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def _table(title: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    return f"## {title}\n\n{table(head, rows)}" if rows else ""


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table of Markdown; a bar in a cell is escaped."""
    lines = (head, ("---",) * len(head), *rows)
    return "\n".join("| " + " | ".join(c.replace("|", r"\|") for c in row) + " |" for row in lines)


def main() -> int:
    for path, text in readmes(TOP).items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
