"""Where a plan would refuse an ephemeral value: it must not reach what is kept. Nothing is left unseen by it.

Follows https://developer.hashicorp.com/terraform/language/manage-sensitive-data/ephemeral.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from secscan.model import Problem, Span
from secscan.terraform.evaluate.errors import EvaluationError
from secscan.terraform.evaluate.values import Value, summary
from secscan.terraform.module import place

if TYPE_CHECKING:
    from secscan.terraform.instances import ModuleScope
    from secscan.terraform.resources import Resources
    from secscan.terraform.tree import Node


def has_any(node: "Node") -> bool:
    """Whether anything ephemeral is declared in the modules from `node` on."""
    return any(
        any(v.ephemeral for v in found.module.variables.values())
        or any(r.mode == "ephemeral" for r in found.module.resources.values())
        for found in node.walk()
    )


def misused(scope: "ModuleScope") -> Iterator[Problem]:
    """In the outputs of a module instance and in what its variables are given."""
    for name, output in scope.node.module.outputs.items():
        label = scope.label(f"output.{name}")
        if output.ephemeral and scope.parent is None:
            yield _problem(f"{label} is ephemeral, which an output of a root module cannot be", output.span)
        elif not output.ephemeral and output.value is not None and _holds(scope.output(name)):
            yield _problem(f"{label} is given an ephemeral value and is not declared ephemeral", output.value.span)
    for name, variable in scope.node.module.variables.items():
        span = scope.given_span(name)
        if not variable.ephemeral and span is not None and scope.parent is not None and _is_given(scope, name):
            what = scope.label(f"var.{name}")
            yield _problem(f"{what} is given an ephemeral value and is not declared ephemeral", span)


def stored(found: "Resources") -> Iterator[Problem]:
    """In the arguments of a resource or data source, but for its write-only ones."""
    if found.block.mode == "ephemeral":
        return
    for name, attribute in found.body.attributes.items():
        if attribute.constant is None and not _is_write_only(name):
            holding = [one for one in found.instances().values() if _holds(one.configured(name))]
            if holding:
                yield _problem(f"{holding[0].address}.{name} is kept, and given an ephemeral value", attribute.span)


def _is_write_only(name: str) -> bool:
    return name.endswith("_wo")


def _is_given(scope: "ModuleScope", name: str) -> bool:
    try:
        given = scope.given(name)
    except EvaluationError:
        return False
    return given is not None and _holds(given)


def _holds(value: Value) -> bool:
    return summary(value).ephemeral


def _problem(what: str, span: Span) -> Problem:
    hint = "Use a write-only argument, declare it ephemeral, or take a value that may be kept."
    return place(f"A plan would fail: {what}.", span, incomplete=False, hint=hint)
