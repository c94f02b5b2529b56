"""From a directory tree to one `Estate` a root: finds the roots, evaluates each. Judges nothing and raises nothing for
what it reads: what is wrong becomes a Problem of its root.
"""

import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, TypeVar

from secscan.model import Problem
from secscan.sources import Sources
from secscan.terraform.assemble import assemble
from secscan.terraform.compiled import CompiledModule, compile_module
from secscan.terraform.ephemerals import has_any
from secscan.terraform.estate import Estate
from secscan.terraform.garbage import collector_at_rest
from secscan.terraform.inputs import Inputs, read_inputs
from secscan.terraform.instances import ModuleScope, World
from secscan.terraform.module import Library, join
from secscan.terraform.reading import ALONE, Means
from secscan.terraform.roots import find_roots, read_ahead
from secscan.terraform.run import Run
from secscan.terraform.syntax import Comment
from secscan.terraform.tree import Tree, grow

T = TypeVar("T")

# A chain of local values is as deep as it is long: the evaluation gets a stack of its own.
_STACK_BYTES: Final = 256 * 1024 * 1024
_RECURSION: Final = 15_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """`roots`: root directories, empty to find them. `var_files`: further values for every root, relative to the
    repository; `root_var_files`: for one root, read before them. `allow_missing_modules`: modules that may be absent,
    by call name, path, address or source. `workspace`: what `terraform.workspace` says. `dialect`: `terraform`, `tofu`,
    or "" (docs: `layout`). `environment`: values of root variables, as `TF_VAR_` variables give them, by variable.
    `clock`: what `plantimestamp` answers; None for not known."""

    roots: tuple[str, ...] = ()
    var_files: tuple[str, ...] = ()
    root_var_files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    allow_missing_modules: tuple[str, ...] = ()
    workspace: str = "default"
    max_instances: int = 100_000
    dialect: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    clock: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Configuration:
    """`estates` by root, in order. `problems`: all of them, each once, by root and place. `comments` by file."""

    estates: tuple[Estate, ...]
    problems: tuple[Problem, ...] = ()
    comments: Mapping[str, tuple[Comment, ...]] = field(default_factory=dict)


def read(sources: Sources, options: Options, means: Means = ALONE) -> Configuration:
    """Everything in scope, evaluated."""
    library = Library(sources=sources, dialect=options.dialect, means=means)
    with collector_at_rest():
        read_ahead(library, _listed(options) or sources.configuration_directories())
        return with_deep_stack(lambda: _read(library, options))


def _listed(options: Options) -> tuple[str, ...]:
    return tuple(sorted({join(".", root) for root in options.roots}))


def with_deep_stack(work: Callable[[], T]) -> T:
    """What `work` answers, or raises, run in a thread where deep recursion is possible."""
    limit, size = sys.getrecursionlimit(), threading.stack_size(_STACK_BYTES)
    sys.setrecursionlimit(max(limit, _RECURSION))
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="evaluation")
    try:
        return pool.submit(work).result()
    finally:
        pool.shutdown(wait=False)
        threading.stack_size(size)
        sys.setrecursionlimit(limit)


def _read(library: Library, options: Options) -> Configuration:
    directories = library.sources.configuration_directories()
    roots = _listed(options) or find_roots(library, directories)
    ready: dict[str, CompiledModule] = {}

    def compiled(directory: str) -> CompiledModule:
        if directory not in ready:
            ready[directory] = compile_module(library.module(directory))
        return ready[directory]

    estates = tuple(_estate(library, compiled, root, options) for root in roots)
    _skip_unreached(library, directories, estates)
    problems = {problem for estate in estates for problem in estate.problems}
    if not estates:
        problems.add(_nothing(library.sources))
    return Configuration(estates=estates, problems=in_order(problems), comments=library.comments())


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By root and place."""
    return tuple(sorted(problems, key=lambda p: (p.root, p.file, p.line, p.column, p)))


def _nothing(sources: Sources) -> Problem:
    where = ", ".join("this directory" if path == "." else path for path in sources.scope)
    return Problem(message=f"No Terraform files found in {where}.", hint="Give the directory that holds them.")


def _skip_unreached(library: Library, directories: tuple[str, ...], estates: tuple[Estate, ...]) -> None:
    """Files in scope that no configured root reaches are said to be left out."""
    reached = {path for estate in estates for path in estate.files}
    for directory in directories:
        for path in library.sources.files(directory):
            if path.endswith((".tf", ".tf.json", ".tofu", ".tofu.json")) and path not in reached:
                library.sources.mark_skipped(path, "no configured root reaches it")


def _estate(library: Library, compiled: Callable[[str], CompiledModule], root: str, options: Options) -> Estate:
    tree = grow(library, root, options.allow_missing_modules)
    var_files = (*options.root_var_files.get(root, ()), *options.var_files)
    inputs = read_inputs(library, root, tree.node.module.variables, var_files, options.environment)
    run = Run(root, library.sources, options.max_instances, options.clock)
    for problem in (*tree.problems, *inputs.problems, *_empty(tree, root)):
        run.note(problem)
    if tree.broken or not tree.node.module.files:
        return replace(_frame(tree, inputs, run), broken=True)
    for node in tree.node.walk():
        for problem in compiled(node.module.directory).problems:
            run.note(problem)
    world = World(run, compiled, options.workspace, has_ephemerals=has_any(tree.node))
    scope = ModuleScope(world, tree.node, given=inputs.value, spans=inputs.spans, inputs=inputs)
    resources, providers, outputs = assemble(scope)
    estate = _frame(tree, inputs, run)
    variables = {name: scope.variable(name) for name in sorted(tree.node.module.variables)}
    return replace(estate, resources=resources, providers=providers, outputs=outputs, variables=variables)


def _empty(tree: Tree, root: str) -> tuple[Problem, ...]:
    if tree.node.module.files:
        return ()
    return (Problem(message=f"No Terraform files found in {root}.", hint="Correct the list of roots."),)


def _frame(tree: Tree, inputs: Inputs, run: Run) -> Estate:
    """The estate without what was evaluated: files, module directories, problems."""
    nodes = list(tree.node.walk())
    files = {path for node in nodes for path in node.module.files}
    return Estate(
        root=run.root,
        resources=(),
        files=tuple(sorted(files | set(tree.files) | set(inputs.files) | run.files.read)),
        module_directories=tuple(sorted({node.module.directory for node in nodes[1:]})),
        problems=in_order(run.problems),
        given=inputs.spans,
        node=tree.node,
    )
