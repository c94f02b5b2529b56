"""Addresses of resource instances taken apart: module steps, mode, type, name, instance key. Looks nothing up.

Follows https://developer.hashicorp.com/terraform/cli/state/resource-addressing, and `[*]` for a key that is not known,
as Terraform's own documents write it for deferred instances.
"""

import re
from dataclasses import dataclass
from typing import Final

Key = int | str | None

_NAME: Final = r"[^.\[\]\"\s]+"
_KEY: Final = r'\[(?:(\d{1,18})|"((?:[^"\\]|\\.)*)"|(\*))\]'
_MODULE: Final = re.compile(rf"module\.({_NAME})(?:{_KEY})?\.")
_RESOURCE: Final = re.compile(rf"(?:(data|ephemeral)\.)?({_NAME})\.({_NAME})(?:{_KEY})?")
_ESCAPE: Final = re.compile(r'\\(?:([nrt"\\])|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))|\$\$\{|%%\{')
_PLAIN: Final = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}

UNKNOWN_KEY: Final = "*"
"""The key of an instance that stands for any number of them, in `Instance.unknown_key` and as `[*]` in addresses."""


@dataclass(frozen=True, slots=True)
class Step:
    """One module call or the resource itself. `key`: its instance key; `is_unknown` where that is `[*]`."""

    name: str
    key: Key = None
    is_unknown: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Instance:
    """`modules` from the root inwards. `mode` is `managed`, `data` or `ephemeral`."""

    modules: tuple[Step, ...]
    mode: str
    type: str
    last: Step

    @property
    def order(self) -> tuple[object, ...]:
        """Terraform's order of instances: by depth, module path, data sources first, type, name and key."""
        path = tuple((step.name, *_rank(step)) for step in self.modules)
        return (len(path), path, self.mode != "data", self.type, self.last.name, *_rank(self.last))

    @property
    def bare(self) -> tuple[tuple[str, ...], str, str, str]:
        """What is left without keys: the block that declares the instance."""
        return tuple(step.name for step in self.modules), self.mode, self.type, self.last.name

    @property
    def has_unknown_key(self) -> bool:
        return self.last.is_unknown or any(step.is_unknown for step in self.modules)


def parse(address: str) -> Instance:
    """Raises ValueError where `address` is none of a resource instance."""
    modules: list[Step] = []
    position = 0
    while found := _MODULE.match(address, position):
        modules.append(_step(found[1], found.group(2, 3, 4)))
        position = found.end()
    rest = _RESOURCE.fullmatch(address, position)
    if rest is None or rest[2] == "module":
        raise ValueError(f"not the address of a resource: {address}")
    last = _step(rest[3], rest.group(4, 5, 6))
    return Instance(modules=tuple(modules), mode=rest[1] or "managed", type=rest[2], last=last)


def parents(address: str) -> tuple[str, ...]:
    """The module instances around a module instance's address, outermost first, itself last."""
    ends = [found.end() - 1 for found in _modules(address + ".")]
    return tuple(address[:end] for end in ends)


def module_of(address: str) -> str:
    """The module instance's address of a resource instance's, "" for the root."""
    found = _modules(address)
    return address[: found[-1].end() - 1] if found else ""


def _modules(address: str) -> list[re.Match[str]]:
    found, position = [], 0
    while match := _MODULE.match(address, position):
        found.append(match)
        position = match.end()
    return found


def _step(name: str, key: tuple[str | None, ...]) -> Step:
    index, text, star = key
    if star:
        return Step(name, None, True)
    if index is not None:
        return Step(name, int(index))
    return Step(name, None if text is None else _ESCAPE.sub(_unescaped, text))


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        return _PLAIN[found[1]]
    if digits := found[2] or found[3]:
        code = int(digits, 16)
        return chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else "\N{REPLACEMENT CHARACTER}"
    return found[0][1:]


def _rank(step: Step) -> tuple[int, int, str]:
    """No key before numbers before texts; an unknown one first."""
    if step.is_unknown:
        return (0, 0, "")
    if isinstance(step.key, int):
        return (2, step.key, "")
    return (1, 0, "") if step.key is None else (3, 0, step.key)
