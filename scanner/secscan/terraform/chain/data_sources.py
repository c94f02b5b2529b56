"""What a data source's computed attributes come from: statements of a policy document, the provider's region. Computes
nothing: `computed` does that.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from secscan.model import Span
from secscan.terraform.chain.bodies import Located, locate, scope_of
from secscan.terraform.chain.bound import Part
from secscan.terraform.chain.paths import Steps, at, text_of
from secscan.terraform.chain.reader import Reader
from secscan.terraform.evaluate.values import Value
from secscan.terraform.providers import owner_of
from secscan.terraform.resources import ResourceInstance

_DOCUMENTS: Final = ("json", "minified_json")
_ELEMENTS: Final = {
    "Sid": "sid",
    "Effect": "effect",
    "Action": "actions",
    "NotAction": "not_actions",
    "Resource": "resources",
    "NotResource": "not_resources",
    "Principal": "principals",
    "NotPrincipal": "not_principals",
    "Condition": "condition",
}
_MERGED: Final = ("source_policy_documents", "override_policy_documents")


class Behind(NamedTuple):
    """An attribute behind a computed one: its label, place and value, and the expression there, if any."""

    label: str
    span: Span
    value: Value | None
    part: Part | None


def behind(instance: ResourceInstance, steps: Steps, reader: Reader) -> Iterator[Behind]:
    """What the configuration writes that the computed attribute at `steps` is made of."""
    if steps[0] in _DOCUMENTS:
        yield from _statements(instance, steps[1:], reader)
    else:
        yield from _region(instance)


def _statements(instance: ResourceInstance, steps: Steps, reader: Reader) -> Iterator[Behind]:
    """The one statement that is meant, where none is merged into it; else the merged documents and all statements."""
    written = instance.configured("statement").payload if "statement" in instance.body.groups else None
    count = len(written) if isinstance(written, tuple) else 0
    plain = not any(name in instance.body.attributes for name in _MERGED)
    if plain and len(steps) > 1 and steps[0] == "Statement" and isinstance(steps[1], int) and steps[1] < count:
        yield from _nearest(instance, _in_block(instance, steps), reader)
        return
    for name in (*_MERGED, "statement"):
        if name in instance.body.attributes or name in instance.body.groups:
            yield from _written(instance, (name,), locate(instance, (name,), reader))


def _in_block(instance: ResourceInstance, steps: Steps) -> Steps:
    """The path in the configuration of what stands at `Statement[i]...` in the document."""
    path: list[str | int] = ["statement", steps[1]]
    if len(steps) > 2 and (element := _ELEMENTS.get(str(steps[2]))):
        path.append(element)
        kinds = at(instance.whole(), tuple(path))
        if element.endswith("principals") and len(steps) > 3 and kinds is not None:
            kind = str(steps[3])
            index = next((n for n, block in enumerate(kinds.children()) if _text(block, "type") == kind), None)
            path += [] if index is None else [index, "identifiers"]
    return tuple(path)


def _text(block: Value, name: str) -> object:
    found = at(block, (name,))
    return found.payload if found is not None else None


def _nearest(instance: ResourceInstance, steps: Steps, reader: Reader) -> Iterator[Behind]:
    """The attribute at `steps`, or what is around it where it is not written."""
    while steps:
        found = locate(instance, steps, reader)
        if found is not None and found.exact:
            yield from _written(instance, steps, found)
            return
        steps = steps[:-1]


def _written(instance: ResourceInstance, steps: Steps, found: Located | None) -> Iterator[Behind]:
    if found is not None:
        value = at(instance.whole(), steps)
        yield Behind(instance.address + text_of(steps), found.span, value, found.part)


def _region(instance: ResourceInstance) -> Iterator[Behind]:
    """Its own arguments, where it has any; else its provider configuration's region."""
    body, scope = instance.body, instance.resources.scope
    if body.attributes:
        for name, attribute in body.attributes.items():
            part = Part(attribute.expression, scope_of(instance))
            yield Behind(f"{instance.address}.{name}", attribute.span, instance.configured(name), part)
        return
    owner, name = owner_of(scope, instance.resources.block.provider)
    provider = owner.compiled.providers.get(name)
    region = provider.attributes.get("region") if provider else None
    if region is not None:
        value = owner.run.value(region.expression, owner)
        yield Behind(f"{owner.label(f'provider.{name}')}.region", region.span, value, Part(region.expression, owner))
