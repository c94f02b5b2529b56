"""Merges the blocks of override files into the blocks that they override. Does not say which files those are.

Follows https://developer.hashicorp.com/terraform/language/files/override: an attribute replaces the attribute of its
name; one nested block replaces all blocks of its type, `dynamic` ones included; `lifecycle` is merged attribute by
attribute; `locals` and `required_providers` name by name, which falls out of merging attributes.
"""

from dataclasses import replace

from secscan.terraform.syntax import Attribute, Block, Body

_MERGED_INSIDE = frozenset({"lifecycle", "required_providers"})


def merge(base: Block, override: Block) -> Block:
    """`base` with what `override` sets; it keeps its own place in the files."""
    return replace(base, body=_merge_bodies(base.body, override.body))


def _merge_bodies(base: Body, override: Body) -> Body:
    replaced = {a.name: a for a in override.attributes}
    known = {a.name for a in base.attributes}
    attributes = [replaced.get(a.name, a) for a in base.attributes]
    attributes += [a for a in override.attributes if a.name not in known]
    return replace(base, attributes=tuple(attributes), blocks=_merge_blocks(base.blocks, override.blocks))


def _merge_blocks(base: tuple[Block, ...], override: tuple[Block, ...]) -> tuple[Block, ...]:
    inside = {b.type: b for b in override if b.type in _MERGED_INSIDE}
    hidden = {stands_for(b) for b in override if b.type not in _MERGED_INSIDE}
    kept = [merge(b, inside[b.type]) if b.type in inside else b for b in base if stands_for(b) not in hidden]
    merged = {b.type for b in base if b.type in inside}
    return (*kept, *(b for b in override if b.type not in merged))


def stands_for(block: Block) -> str:
    """The type of block that this one is or, a `dynamic` one, makes."""
    return block.labels[0] if block.type == "dynamic" and block.labels else block.type


def attribute(body: Body, name: str) -> Attribute | None:
    return next((a for a in body.attributes if a.name == name), None)
