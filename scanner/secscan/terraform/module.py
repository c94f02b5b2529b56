"""From files to modules: reads and parses each file once, puts a directory's files together. Evaluates nothing.

What is wrong with a file or a declaration becomes a Problem of the module; nothing here raises for what was read.
"""

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from secscan.model import Problem, Span
from secscan.sources import SourceProblem, Sources
from secscan.terraform import declarations, overrides
from secscan.terraform.declarations import Module
from secscan.terraform.layout import Layout, layout
from secscan.terraform.reading import ALONE, Means, Tree, read_trees
from secscan.terraform.syntax import Block, Body, Comment, File

REQUIRED: Final = "required_providers"
_LABELS: Final = {
    "resource": 2,
    "data": 2,
    "ephemeral": 2,
    "variable": 1,
    "output": 1,
    "module": 1,
    "provider": 1,
    "check": 1,
    "locals": 0,
    "terraform": 0,
    "moved": 0,
    "import": 0,
    "removed": 0,
    "language": 0,
}

_STATEMENTS: Final = frozenset({"terraform", "moved", "import", "removed"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """A file as it was read: `file` is None where it could not be read or parsed (`problems` say why)."""

    file: File | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Library:
    """Files and modules of one audit, each read once. `dialect` as in `layout`."""

    sources: Sources
    dialect: str = ""
    means: Means = ALONE
    parsed: dict[str, Parsed] = field(default_factory=dict)
    modules: dict[str, Module] = field(default_factory=dict)

    def file(self, path: str) -> Parsed:
        if path not in self.parsed:
            self.read((path,))
        return self.parsed[path]

    def read(self, paths: Iterable[str]) -> None:
        """Reads those of the files that were not read yet, together."""
        texts: dict[str, str] = {}
        for path in paths:
            if path not in self.parsed:
                try:
                    texts[path] = self.sources.text(path)
                except SourceProblem as problem:
                    self.parsed[path] = _unreadable(path, problem.message)
        for path, tree in read_trees(texts, self.means).items():
            self.parsed[path] = _parsed(self.sources, path, tree)

    def module(self, directory: str) -> Module:
        if directory not in self.modules:
            self.modules[directory] = _load(self, directory)
        return self.modules[directory]

    def comments(self) -> dict[str, tuple[Comment, ...]]:
        """The comments of every file read so far that has any."""
        read = sorted((path, parsed.file) for path, parsed in self.parsed.items() if parsed.file)
        return {path: file.comments for path, file in read if file.comments}


def join(directory: str, name: str) -> str:
    """A path below a directory, both relative to the repository's top (".")."""
    return posixpath.normpath(posixpath.join(directory, name))


def place(message: str, span: Span, *, hint: str = "", incomplete: bool = True) -> Problem:
    """A Problem at `span`, of no root yet."""
    return Problem(
        message=message, incomplete=incomplete, file=span.file, line=span.line, column=span.column, hint=hint
    )


def _unreadable(path: str, message: str) -> Parsed:
    hint = "Exclude it, or make it a readable UTF-8 text file."
    return Parsed(file=None, problems=(Problem(message=message, file=path, hint=hint),))


def _parsed(sources: Sources, path: str, tree: Tree) -> Parsed:
    if isinstance(tree, File):
        return Parsed(file=tree)
    sources.mark_unparsable(path, tree[0].message, tree[0].span.line)
    hint = "Run `terraform fmt` or `terraform validate` on it."
    return Parsed(file=None, problems=tuple(place(fault.message, fault.span, hint=hint) for fault in tree))


def files_of(library: Library, directory: str) -> Layout:
    """The files of the directory's module."""
    names = [posixpath.basename(path) for path in library.sources.files(directory)]
    return layout(names, library.dialect)


def _load(library: Library, directory: str) -> Module:
    plan = files_of(library, directory)
    library.read(join(directory, name) for name in (*plan.primary, *plan.overrides))
    for name, reason in (*plan.passed_over, *((old, f"{new} stands for it in OpenTofu") for old, new in plan.rivals)):
        library.sources.mark_skipped(join(directory, name), reason)
    primary = [library.file(join(directory, name)) for name in plan.primary]
    later = [library.file(join(directory, name)) for name in plan.overrides]
    faults = [problem for parsed in (*primary, *later) for problem in parsed.problems]
    faults += [_rivalry(directory, old, new) for old, new in plan.rivals]
    table = _Table(faults)
    for block in _blocks(primary):
        table.declare(block)
    for block in _blocks(later):
        table.override(block)
    return table.module(
        directory,
        files=tuple(join(directory, name) for name in (*plan.primary, *plan.overrides)),
        broken=any(parsed.file is None for parsed in (*primary, *later)),
    )


def _rivalry(directory: str, old: str, new: str) -> Problem:
    return Problem(
        message=f"{old} was not read: OpenTofu reads {new} in its place, Terraform does the opposite.",
        file=join(directory, old),
        hint="Say which one applies this configuration (dialect: terraform or tofu).",
    )


def _blocks(files: Sequence[Parsed]) -> Iterator[Block]:
    for parsed in files:
        if parsed.file:
            yield from parsed.file.body.blocks


class _Table:
    """The blocks of a module by what they declare, in order; a second declaration is a problem, not lost in silence."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.blocks: dict[tuple[str, ...], Block] = {}
        self.statements: list[Block] = []

    def declare(self, block: Block) -> None:
        if not self._is_known(block):
            return
        if block.type == "check":
            self._declare_nested(block)
        if block.type in _STATEMENTS:
            self.statements.append(block)
        for key, part in _entries(block):
            if key in self.blocks:
                first = self.blocks[key].header
                self.problems.append(
                    place(
                        f"{_title(key)} is declared twice; the first time in {first.file}, line {first.line}.",
                        part.header,
                        hint="Rename or remove one of them; the second one was not looked at.",
                    )
                )
            else:
                self.blocks[key] = part

    def override(self, block: Block) -> None:
        if not self._is_known(block):
            return
        for key, part in _entries(block):
            if key in self.blocks:
                self.blocks[key] = overrides.merge(self.blocks[key], part)
            elif part.type in {"locals", REQUIRED}:
                self.blocks[key] = part
            else:
                hint = "Override files only change what another file declares."
                self.problems.append(place(f"There is no {_title(key)} to override.", part.header, hint=hint))

    def module(self, directory: str, *, files: tuple[str, ...], broken: bool) -> Module:
        found = self.blocks
        resources = [declarations.resource(b) for k, b in found.items() if k[0] in {"resource", "data", "ephemeral"}]
        providers = [declarations.provider(b) for k, b in found.items() if k[0] == "provider"]
        return Module(
            directory=directory,
            files=files,
            variables={k[1]: declarations.variable(b) for k, b in found.items() if k[0] == "variable"},
            local_values={k[1]: b.body.attributes[0] for k, b in found.items() if k[0] == "locals"},
            outputs={k[1]: declarations.output(b) for k, b in found.items() if k[0] == "output"},
            resources={r.identity: r for r in resources},
            calls={k[1]: declarations.call(b) for k, b in found.items() if k[0] == "module"},
            providers={p.key: p for p in providers},
            requirements={k[1]: declarations.requirement(b) for k, b in found.items() if k[0] == REQUIRED},
            checks={k[1]: b for k, b in found.items() if k[0] == "check"},
            statements=tuple(self.statements),
            problems=tuple(self.problems),
            broken=broken,
        )

    def _declare_nested(self, check: Block) -> None:
        """A check block may hold one data source, which is the module's like any other."""
        for block in check.body.blocks:
            if block.type == "data":
                self.declare(block)

    def _is_known(self, block: Block) -> bool:
        wanted = _LABELS.get(block.type)
        if wanted is None:
            self.problems.append(place(f'Blocks of type "{block.type}" are not expected here.', block.header))
        elif len(block.labels) != wanted:
            noun = "label" if wanted == 1 else "labels"
            message = f'A "{block.type}" block has {wanted} {noun}, this one has {len(block.labels)}.'
            self.problems.append(place(message, block.header))
        return wanted == len(block.labels)


def _entries(block: Block) -> Iterator[tuple[tuple[str, ...], Block]]:
    """What a block declares, by key; `locals` and `required_providers` are cut up, one block for each name."""
    if block.type == "locals":
        yield from _each_attribute(block, "locals")
    elif block.type == "terraform":
        for inner in block.body.blocks:
            if inner.type == REQUIRED:
                yield from _each_attribute(inner, REQUIRED)
    elif block.type == "provider":
        alias = declarations.static_text(declarations.value_of(block.body, "alias"))
        yield ("provider", *block.labels, alias or ""), block
    elif block.type in {"resource", "data", "ephemeral", "variable", "output", "module", "check"}:
        yield (block.type, *block.labels), block


def _each_attribute(block: Block, kind: str) -> Iterator[tuple[tuple[str, ...], Block]]:
    for attribute in block.body.attributes:
        body = Body(attributes=(attribute,), blocks=(), span=attribute.span)
        part = Block(type=kind, labels=(), body=body, span=attribute.span, header=attribute.name_span)
        yield (kind, attribute.name), part


def _title(key: tuple[str, ...]) -> str:
    kind = {"locals": "local value", REQUIRED: "required provider"}.get(key[0], key[0])
    return " ".join([kind, *(f'"{label}"' for label in key[1:] if label)])
