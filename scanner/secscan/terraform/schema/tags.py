"""`tags_all` of AWS resources: the resource's own tags over the provider's `default_tags`. Knows no other attribute.

Behaviour: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/resource-tagging, compared with
plans. It is computed, and yet known in a plan where all tags are.
"""

from collections.abc import Mapping
from typing import Final

from secscan.terraform.evaluate.convert import ConversionError, convert
from secscan.terraform.evaluate.marks import deep_marks, marked
from secscan.terraform.evaluate.values import STRING, Collection, Value, map_of, unknown
from secscan.terraform.schema.shapes import AttributeSchema

_TAGS: Final = Collection("map", STRING)


def all_tags(tags: Value, provider: Mapping[str, Value], about: AttributeSchema) -> Value:
    """`tags` as planned for the resource; `provider` what its provider's configuration sets. Without any tags it is
    what the schema says of it: the older resources then leave it to be computed, the newer ones make it empty."""
    defaults = _default_tags(provider)
    if defaults is None or tags.type != _TAGS or not tags.is_wholly_known or not defaults.is_wholly_known:
        return marked(unknown(about.type, tags.reason) if tags.reason else unknown(about.type), deep_marks(tags))
    own = tags.payload if isinstance(tags.payload, Mapping) else {}
    shared = defaults.payload if isinstance(defaults.payload, Mapping) else {}
    merged = {**shared, **own}
    if not merged:
        return about.default if about.default is not None else unknown(about.type)
    return marked(map_of(merged, STRING), deep_marks(tags))


def _default_tags(provider: Mapping[str, Value]) -> Value | None:
    """The tags of the `default_tags` block; an empty map where there is none, None where it is not known."""
    blocks = provider.get("default_tags")
    if blocks is None or blocks.payload == ():
        return map_of({}, STRING)
    first = blocks.payload[0] if isinstance(blocks.payload, tuple) else blocks
    if not isinstance(first.payload, Mapping):
        return None
    tags = first.payload.get("tags")
    try:
        return convert(tags, _TAGS) if tags is not None and not tags.is_null else map_of({}, STRING)
    except ConversionError:
        return None
