"""The static tree of modules below one root: which call leads to which directory. Evaluates nothing.

Local sources (`./`, `../`) are directories of the repository. Others are looked up in the manifest that
`terraform init` leaves in `.terraform/modules/modules.json`; what is not there is absent, said once, and nothing is
fetched. Names of module paths follow the manifest: `network.subnets` for `module.network.module.subnets`.
"""

import json
import posixpath
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from secscan.model import Problem
from secscan.sources import SourceProblem
from secscan.terraform.declarations import Call, Module
from secscan.terraform.module import Library, join, place

MAX_DEPTH: Final = 50
MAX_NODES: Final = 20_000
_MANIFEST: Final = ".terraform/modules/modules.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A module as one call reaches it. `key`: the calls' names from the root, dotted, "" for the root itself. `path`:
    what `path.module` says there. `children` by call name; None where that module cannot be had."""

    module: Module
    key: str = ""
    path: str = "."
    children: Mapping[str, "Node | None"] = field(default_factory=dict)

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children.values():
            if child:
                yield from child.walk()


@dataclass(frozen=True, kw_only=True, slots=True)
class Tree:
    """A root's modules. `problems` carry no root yet. `files`: further files that finding the modules read."""

    node: Node
    problems: tuple[Problem, ...]
    files: tuple[str, ...] = ()

    @property
    def broken(self) -> bool:
        return any(node.module.broken for node in self.node.walk())


class Absent(Exception):  # noqa: N818 - an answer within this module, never an error of the program
    """A module that cannot be had: the reason, what to do, whether the configuration may allow it."""

    def __init__(self, message: str, hint: str, *, allowable: bool = False) -> None:
        super().__init__(message)
        self.message, self.hint, self.allowable = message, hint, allowable


def grow(library: Library, root: str, allowed: Collection[str] = ()) -> Tree:
    """The tree below the root module in directory `root`. `allowed`: modules whose absence is no gap, by call name
    (`vpc`), by path (`network.vpc`), by address (`module.network.module.vpc`) or by source."""
    return _Growth(library, root, frozenset(allowed)).tree()


class _Growth:
    def __init__(self, library: Library, root: str, allowed: frozenset[str]) -> None:
        self.library, self.root, self.allowed = library, root, allowed
        self.problems: dict[Problem, None] = {}
        self.nodes = 0
        self.manifest, self.files = _manifest(library, root)

    def tree(self) -> Tree:
        node = self._node(self.root, "", ".", (self.root,))
        return Tree(node=node, problems=tuple(self.problems), files=self.files)

    def _node(self, directory: str, key: str, path: str, chain: tuple[str, ...]) -> Node:
        module = self.library.module(directory)
        self.nodes += 1
        self.problems.update(dict.fromkeys(module.problems))
        children = {name: self._child(call, directory, key, path, chain) for name, call in module.calls.items()}
        return Node(module=module, key=key, path=path, children=children)

    def _child(self, call: Call, directory: str, key: str, path: str, chain: tuple[str, ...]) -> Node | None:
        child_key = f"{key}.{call.name}" if key else call.name
        try:
            child, child_path = self._locate(call, directory, child_key, path)
            self._admit(call, child, chain)
        except Absent as absent:
            self._note(call, child_key, absent)
            return None
        self._check_arguments(call, self.library.module(child))
        return self._node(child, child_key, child_path, (*chain, child))

    def _note(self, call: Call, key: str, absent: Absent) -> None:
        names = {call.name, key, "module." + key.replace(".", ".module."), call.source}
        allowed = absent.allowable and bool(names & self.allowed)
        hint = absent.hint + (" Or allow its absence by name (allow_missing_modules)." if absent.allowable else "")
        problem = place(absent.message, call.block.header, hint="" if allowed else hint, incomplete=not allowed)
        self.problems[problem] = None

    def _check_arguments(self, call: Call, module: Module) -> None:
        """An argument that names no variable, a variable without value: what `terraform validate` refuses."""
        given = {argument.name: argument for argument in call.arguments}
        for name, argument in given.items():
            if name not in module.variables and not module.broken:
                message = f'The module "{call.name}" has no variable "{name}".'
                self.problems[place(message, argument.span, hint="Correct the argument's name or remove it.")] = None
        for name, variable in module.variables.items():
            if variable.default is None and name not in given:
                message = f'The module "{call.name}" needs a value for its variable "{name}".'
                self.problems[place(message, call.block.header, hint="Add the argument.")] = None

    def _admit(self, call: Call, directory: str, chain: tuple[str, ...]) -> None:
        if directory in chain:
            loop = " -> ".join((*chain[chain.index(directory) :], directory))
            raise Absent(f'Module "{call.name}" calls itself: {loop}.', "A module cannot contain itself.")
        if len(chain) > MAX_DEPTH or self.nodes > MAX_NODES:
            limit = f"{MAX_DEPTH} levels" if len(chain) > MAX_DEPTH else f"{MAX_NODES} calls"
            raise Absent(f'Module "{call.name}" is beyond the limit of {limit} of modules.', "Nest fewer modules.")

    def _locate(self, call: Call, directory: str, key: str, path: str) -> tuple[str, str]:
        """(directory in the repository, `path.module` there)"""
        if not call.source:
            raise Absent(f'Module "{call.name}" has no source that can be read.', "Write the source as a plain string.")
        if call.source.startswith(("./", "../")) or call.source in {".", ".."}:
            found, shown = join(directory, call.source), join(path, call.source)
        elif key in self.manifest:
            shown = self.manifest[key]
            found = join(self.root, shown)
        else:
            message = f'Module "{call.name}" ({call.source}) is not on disk.'
            raise Absent(message, "Run `terraform init`, which puts it under .terraform/modules.", allowable=True)
        self._check_directory(call, found)
        return found, shown

    def _check_directory(self, call: Call, found: str) -> None:
        what = f'Module "{call.name}" ({call.source})'
        if found == ".." or found.startswith(("../", "/")):
            raise Absent(f"{what} lies outside the repository.", "Scan the directory that holds both.")
        if not self.library.sources.is_directory(found):
            raise Absent(
                f"{what} is not there: {found} is no directory of the repository.",
                "Correct its source.",
                allowable=True,
            )
        if not self.library.module(found).files:
            raise Absent(f"{what} is empty: there are no Terraform files in {found}.", "Correct its source.")


def _manifest(library: Library, root: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Directories, relative to the root's, by module path; and the manifest's own path where it was read."""
    path = join(root, _MANIFEST)
    if not library.sources.is_file(path):
        return {}, ()
    try:
        entries = json.loads(library.sources.text(path))["Modules"]
        directories = {str(entry["Key"]): posixpath.normpath(str(entry["Dir"])) for entry in entries}
    except SourceProblem:
        return {}, ()
    except (ValueError, KeyError, TypeError, RecursionError):
        library.sources.mark_unparsable(path, "not a module manifest as `terraform init` writes it")
        return {}, (path,)
    return directories, (path,)
