"""`moved`, `removed` and `import` blocks: none changes what a configuration amounts to; what contradicts it is said.

Follows https://developer.hashicorp.com/terraform/language/block/moved and its neighbours. There is no state here, so
what they do to objects that exist is not looked at.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from secscan.model import Problem
from secscan.terraform import syntax
from secscan.terraform.declarations import Module, reference_text, value_of
from secscan.terraform.module import place
from secscan.terraform.syntax import Block, Expression

if TYPE_CHECKING:
    from secscan.terraform.tree import Node


def contradictions(node: "Node") -> Iterator[Problem]:
    """What a plan would refuse of the statements of one module."""
    for block in node.module.statements:
        if block.type == "moved":
            yield from _moved(block, node)
        elif block.type == "removed":
            yield from _gone(block, "from", node, "is declared as removed")
        elif block.type == "import":
            yield from _import(block, node)


def _moved(block: Block, node: "Node") -> Iterator[Problem]:
    """Where whole resources or modules are moved; an instance may move away from a block that stays."""
    origin, target = value_of(block.body, "from"), value_of(block.body, "to")
    whole = not any(isinstance(end, syntax.Index) for end in (origin, target))
    if whole and reference_text(origin) != reference_text(target):
        yield from _gone(block, "from", node, f"is declared as moved to {reference_text(target)}")


def _gone(block: Block, name: str, node: "Node", how: str) -> Iterator[Problem]:
    what = reference_text(value_of(block.body, name))
    if what and _declares(node, value_of(block.body, name)):
        yield _problem(block, f"{what} {how}, and still there")


def _import(block: Block, node: "Node") -> Iterator[Problem]:
    target = value_of(block.body, "to")
    what = reference_text(target)
    if what and not _declares(node, target):
        yield _problem(block, f"{what} is to be imported, and not declared")


def _problem(block: Block, what: str) -> Problem:
    hint = "`terraform plan` says the same."
    return place(f"A plan would fail: {what}.", block.header, incomplete=False, hint=hint)


def _declares(node: "Node", reference: Expression | None) -> bool:
    """Whether the module, or the one that the reference leads into, declares what it names. What lies in a module that
    cannot be read counts as declared: nobody knows."""
    names = reference_text(reference).split(".")
    found: Node | None = node
    while found is not None and names[:1] == ["module"] and len(names) > 2:
        if names[1] not in found.module.calls:
            return False
        found, names = found.children.get(names[1]), names[2:]
    return found is None or _has(found.module, names)


def _has(module: Module, names: list[str]) -> bool:
    if names[:1] == ["module"]:
        return len(names) > 1 and names[1] in module.calls
    return ".".join(names) in module.resources
