"""Finds the resources that an address means: exact, with `*`, of a module, of a block with all its instances."""

from collections.abc import Sequence

from secscan.errors import UserError
from secscan.terraform.estate import Estate, Resource
from secscan.triage.addresses import bare, could_be
from secscan.triage.waive import matches


class Nothing(UserError):  # noqa: N818 - what was found
    """The address means nothing here."""


Found = tuple[Estate, tuple[Resource, ...]]


def chosen(estates: Sequence[Estate], wanted: str) -> tuple[Found, ...]:
    """By root, the resources that `wanted` (`ADDRESS` or `ROOT:ADDRESS`) means. Raises Nothing, with the nearest
    name."""
    root, address = _split(wanted, {estate.root for estate in estates})
    within = [estate for estate in estates if root in ("", estate.root)]
    found = tuple((estate, some) for estate in within if (some := _of(estate, address)))
    if not found:
        raise _nothing(within, address, root)
    return found


def _split(wanted: str, roots: set[str]) -> tuple[str, str]:
    """(root, address); "" for any root. An address may hold colons, in its keys."""
    root, colon, address = wanted.partition(":")
    root = root.rstrip("/") or root
    return (root, address) if colon and root in roots else ("", wanted)


def _of(estate: Estate, address: str) -> tuple[Resource, ...]:
    exact = estate.at(address)
    if exact is not None:
        return (exact,)
    return tuple(r for r in estate.resources if _is_meant(r, address))


def _is_meant(resource: Resource, address: str) -> bool:
    name = resource.address.name
    if "*" in address and matches(address, name):
        return True
    if name.startswith((f"{address}.", f"{address}[")):
        return True
    # Without its instance keys an address means all instances.
    return bare(name) == bare(address) and could_be(address, name)


def _nothing(estates: Sequence[Estate], address: str, root: str) -> Nothing:
    from secscan.documents import nearest

    names = {name for estate in estates for r in estate.resources for name in (r.address.name, r.module) if name}
    meant = nearest(address, names | set(map(bare, names)))
    where = f"the root {root}" if root else "any root"
    hint = f"did you mean `{meant}`?" if meant else "`secscan inspect` lists what there is"
    return Nothing(f"`{address}` is no resource and no module of {where}; {hint}", hint=hint)
