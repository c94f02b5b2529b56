"""The resources with which a provider's defaults are learnt: nothing is set but what is required. Plans nothing."""

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from provider_givens import UNKNOWN, bodies_in, given

# Every resource of the older kind may have this block, with the same attributes.
TIMEOUTS = "timeouts"
# A plan of a type with so many blocks takes seconds (Terraform's own time): one plan goes down all of its ways.
GIANT = 500
MENDS = 8
# The paths that a message names: in quotes, in backticks or brackets with commas between them, after a fixed word.
_NAMED = re.compile(r'"([\w.\[\]<]+)"|`([^`]+)`|\[([a-z][^{}]*?)\](?= |$)|Block (\S+) must|for the (\S+) attribute')
_INDEX = re.compile(r"\[(?:Value\(.*?\)|[^\]]*)\]|\.\d+")
_ALTERNATIVES = re.compile(r"\bone\b")
Schema = Mapping[str, Any]
Path_ = tuple[str, ...]


@dataclass(kw_only=True)
class Probe:
    """One planned resource. `ways`: the nested blocks that it goes down to. `turn`: which of several alternatives it
    takes where one of them must be set. `body`: the resource in Terraform's JSON syntax. `mends`: how often something
    was added to it; `chosen`: what of several alternatives."""

    type: str
    ways: tuple[Path_, ...]
    turn: int
    name: str
    body: dict[str, Any]
    mends: int = 0
    chosen: set[Path_] = field(default_factory=set)


class Spot(NamedTuple):
    """A block of a type, by its path there. `member`: it is, or is inside, a member of a set: there providers plan
    empty values for what is left out, elsewhere null."""

    kind: str
    path: Path_
    block: Schema
    member: bool = False

    def inside(self, name: str) -> "Spot":
        nested = self.block["block_types"][name]
        member = self.member or nested["nesting_mode"] == "set"
        return Spot(self.kind, (*self.path, name), nested["block"], member)

    @property
    def shape(self) -> str:
        """The same for blocks of one name that hold the same."""
        return f"{self.path[-1:]}{self.member}{json.dumps(self.block, sort_keys=True)}"

    @property
    def is_shared(self) -> bool:
        """Whether what is learnt of it holds for the other types of its service."""
        return len(self.path) > 1 or self.path == (TIMEOUTS,)

    def places(self) -> list[tuple[str, str]]:
        """How it is known, the most exact first."""
        known = [(self.kind, "/".join(self.path)), (self.kind, self.shape)]
        return [*known, (service_of(self.kind), self.shape)] if self.is_shared else known


def service_of(kind: str) -> str:
    return kind.split("_")[1]


def body_of(block: Schema, ways: Iterable[Path_] = (), turn: int = 0) -> dict[str, Any]:
    """What the schema requires of a block, and the blocks along the ways."""
    made: dict[str, Any] = {
        name: UNKNOWN for name, found in sorted(block.get("attributes", {}).items()) if found.get("required")
    }
    ways = [way for way in ways if way]
    for name, nested in sorted(block.get("block_types", {}).items()):
        further = [way[1:] for way in ways if way[0] == name]
        if further or nested.get("min_items", 0):
            made[name] = blocks_of(nested, further, turn)
    return made


def blocks_of(nested: Schema, ways: Iterable[Path_] = (), turn: int = 0) -> Any:
    """An empty member of a set kills the provider: it gets an attribute, by turns another one."""
    inner = body_of(nested["block"], ways, turn)
    if nested["nesting_mode"] == "set" and not inner and (free := _optional(nested["block"])):
        inner[free[turn % len(free)]] = UNKNOWN
    return inner if nested["nesting_mode"] in ("single", "group") else [inner] * max(1, nested.get("min_items", 0))


def _optional(block: Schema) -> list[str]:
    return [name for name, found in sorted(block.get("attributes", {}).items()) if found.get("optional")]


def probes_of(schemas: Mapping[str, Schema]) -> Iterator[Probe]:
    """For each type one probe without optional blocks, and one for each way down that teaches what no other does."""
    services: dict[str, set[str]] = {}
    for kind, schema in sorted(schemas.items()):
        block = schema["block"]
        ways = ways_of(block, services.setdefault(service_of(kind), set()))
        parts = _by_depth(ways) if size_of(block) > GIANT else [(way,) for way in (*ways, *_lonely(ways))]
        twice = [part for part in parts if any(_is_open_set(block, way) for way in part)]
        for turn, part in enumerate([(), *parts, *twice]):
            yield probe_of(kind, schema, part, turn, f"p{turn}")


def _by_depth(ways: tuple[Path_, ...]) -> list[tuple[Path_, ...]]:
    """All ways at once, but to a depth only: of the blocks there all that is further down is left out."""
    depths = range(1, max(map(len, ways), default=0) + 1)
    return [tuple(dict.fromkeys(way[:depth] for way in ways)) for depth in depths]


def _lonely(ways: tuple[Path_, ...]) -> list[Path_]:
    """The blocks from which all ways go on to the same one: that it may be left out shows only if they end there."""
    steps: dict[Path_, set[str]] = {}
    for way in ways:
        for depth in range(1, len(way)):
            steps.setdefault(way[:depth], set()).add(way[depth])
    return [path for path, further in steps.items() if len(further) == 1]


def _is_open_set(block: Schema, way: Path_) -> bool:
    """Whether a set on the way may have members that leave out everything: one plan does not teach all of it."""
    for step in way:
        nested = block["block_types"][step]
        block = nested["block"]
        if nested["nesting_mode"] == "set" and not body_of(block):
            return True
    return False


def probe_of(kind: str, schema: Schema, ways: tuple[Path_, ...], turn: int, name: str) -> Probe:
    body = body_of(schema["block"], ways, turn)
    given(kind, ways, turn, body)
    return Probe(type=kind, ways=ways, turn=turn, name=name, body=body)


def size_of(block: Schema) -> int:
    return 1 + sum(size_of(nested["block"]) for nested in block.get("block_types", {}).values())


def ways_of(block: Schema, known: set[str] | None = None) -> tuple[Path_, ...]:
    """The ways that no longer one covers."""
    ways = _ways(block, set() if known is None else known)
    return tuple(way for way in ways if not any(other[: len(way)] == way and other != way for other in ways))


def _ways(block: Schema, known: set[str]) -> list[Path_]:
    """The ways down to blocks that leave something unset. One shape under one name is learnt once for a type; further
    down also once for the types of a service (`known`), which share their code: QuickSight alone has 1,680 blocks."""
    ways: list[Path_] = []
    own: set[str] = set()
    pending = deque([Spot("", (), block)])
    while pending:
        outer = pending.popleft()
        for name in sorted(outer.block.get("block_types", {})):
            spot = outer.inside(name)
            if spot.shape in own or (spot.is_shared and spot.shape in known):
                continue
            own.add(spot.shape)
            pending.append(spot)
            if _teaches(spot.block):
                ways.append(spot.path)
    known |= own
    return ways


def _teaches(block: Schema) -> bool:
    """Whether something can be set in a block, and something be left out."""
    attributes = block.get("attributes", {}).values()
    settable = any(found.get("required") or found.get("optional") for found in attributes)
    return bool(block.get("block_types")) or (settable and not all(found.get("required") for found in attributes))


def mend(probe: Probe, block: Schema, messages: list[str]) -> bool:
    """Adds to the probe what the messages say is missing; False where that is nothing that it could add, and where it
    was done often enough."""
    mended = False
    probe.mends += 1
    if probe.mends > MENDS:
        return False
    for message in messages:
        named = [path for path in paths_in(message) if _settable(block, path)]
        unset = [path for path in named if not _is_set(probe.body, path)]
        if _ALTERNATIVES.search(message) and unset:
            unset = [] if len(unset) < len(named) and mended else [unset[probe.turn % len(unset)]]
            probe.chosen.update(unset)
        for path in unset:
            _set(probe.body, block, path)
            mended = True
    return mended


def paths_in(message: str) -> list[Path_]:
    """The paths of attributes and blocks that a message names, without indices, each once."""
    texts = [text for found in _NAMED.findall(_INDEX.sub("", message)) for text in found if text]
    texts += [text for found in _NAMED.findall(message) for text in found if text]
    return list(dict.fromkeys(_steps(one) for text in texts for one in text.split(",")))


def _steps(text: str) -> Path_:
    """`a[0].b.<.c` is c beside b."""
    steps: list[str] = []
    for step in _INDEX.sub("", text).strip().split("."):
        if step == "<":
            steps = steps[:-1]
        else:
            steps.append(step)
    return tuple(steps)


def _settable(block: Schema, path: Path_) -> bool:
    for step in path[:-1]:
        nested = block.get("block_types", {}).get(step)
        if nested is None:
            return False
        block = nested["block"]
    found = block.get("attributes", {}).get(path[-1], {})
    return bool(found.get("required") or found.get("optional")) or path[-1] in block.get("block_types", {})


def _is_set(body: dict[str, Any], path: Path_) -> bool:
    if len(path) == 1:
        return path[0] in body
    inside = bodies_in(body, path[0])
    return bool(inside) and all(_is_set(inner, path[1:]) for inner in inside)


def _set(body: dict[str, Any], block: Schema, path: Path_) -> None:
    name, nested = path[0], block.get("block_types", {}).get(path[0])
    if nested is None:
        body[name] = UNKNOWN
        return
    body.setdefault(name, blocks_of(nested))
    for inner in bodies_in(body, name) if path[1:] else ():
        _set(inner, nested["block"], path[1:])
