"""Terraform addresses as text: taken apart into steps and instance keys. Knows no estate.

Follows https://developer.hashicorp.com/terraform/cli/state/resource-addressing: a key is `[0]`, `["name"]` (with
backslash escapes) or, in the estate, `[*]` for a key that is not known.
"""

import re
from typing import Final

_KEY: Final = r'\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]'
_KEYS: Final = re.compile(_KEY)
_STEP: Final = re.compile(rf"([^.\[]+)({_KEY})?\.?")

UNKNOWN_KEY: Final = "[*]"


def bare(name: str) -> str:
    """The address without instance keys: `module.kms["a.b"].aws_kms_key.this[0]` -> `module.kms.aws_kms_key.this`."""
    return _KEYS.sub("", name) if "[" in name else name


def local(name: str) -> str:
    """The address as its own module writes it: without module steps and keys (`data.` stays)."""
    steps = bare(name).split(".")
    while len(steps) > 2 and steps[0] == "module":
        steps = steps[2:]
    return ".".join(steps)


def keys(name: str) -> tuple[str, ...]:
    """One entry a step, "" where the step has no instance key."""
    return tuple(match.group(2) or "" for match in _STEP.finditer(name))


def could_be(named: str, instance: str) -> bool:
    """Whether `named`, which may leave keys out, can mean `instance`. Both have the same bare address."""
    return all(map(_fits, keys(named), keys(instance)))


def could_be_local(named: str, instance: str) -> bool:
    """The same for a name that a module's directory gives: it can know the resource's own key alone."""
    return _fits(keys(named)[-1], keys(instance)[-1])


def _fits(ours: str, theirs: str) -> bool:
    return not ours or ours == theirs or UNKNOWN_KEY in (ours, theirs)
