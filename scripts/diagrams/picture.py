"""A finished picture: what stands where, with its arrows. Made of a group by `compose`; held to what must be true of it
by `faults`. Knows no file format.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from diagrams.flows import Flow, Kind, flows
from diagrams.layout import (
    GRID,
    ICON,
    NAME,
    SIZE,
    Box,
    DoesNotFitError,
    Group,
    Layout,
    PlacedGroup,
    PlacedTile,
    natural,
    place,
)
from diagrams.platform_read import Platform
from diagrams.routing import Field
from diagrams.text import width

A3 = Box(x=0, y=0, w=1580, h=1120)  # 420 mm by 297 mm, of 96 units an inch, down to the grid
A3_LARGE = Box(x=0, y=0, w=1360, h=960)  # the same sheet with larger text
MARGIN, TOP, FOOT = 20, 60, 50
_FIRST = (Kind.REQUEST, Kind.RECORDS, Kind.REPLICATION)


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrow:
    """From one tile to another, by the tiles' ids; `both`: at both ends. `points`: its corners, in units."""

    source: str
    target: str
    kind: Kind
    both: bool
    points: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    title: str
    about: str
    page: Box
    layout: Layout
    arrows: tuple[Arrow, ...]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        used = {arrow.kind for arrow in self.arrows}
        return tuple(kind for kind in Kind if kind in used)

    @property
    def shown(self) -> frozenset[str]:
        tiles = (address for placed in self.layout.tiles for address in placed.tile.addresses)
        return frozenset(tiles) | {address for placed in self.layout.groups for address in placed.group.addresses}


def compose(
    platform: Platform, title: str, about: str, root: Group, page: Box, kinds: Iterable[Kind], *, top: int = TOP
) -> Picture:
    """`top`: where `root` begins, TOP to leave the title its band.

    Raises DoesNotFitError where the page is too small, or where two things would meet."""
    room = Box(x=MARGIN, y=top, w=page.w - 2 * MARGIN, h=page.h - top - FOOT)
    need = natural(root)
    if need[0] > room.w or need[1] > room.h:
        raise DoesNotFitError(f"{title}: needs {need[0]} by {need[1]} units, the page has {room.w} by {room.h}")
    layout = place(root, room)
    arrows = _arrows(platform, layout, room, frozenset(kinds))
    picture = Picture(title=title, about=about, page=page, layout=layout, arrows=arrows)
    if found := faults(picture):
        raise DoesNotFitError("\n".join((title, *found)))
    return picture


def _arrows(platform: Platform, layout: Layout, room: Box, kinds: frozenset[Kind]) -> tuple[Arrow, ...]:
    boxes = {placed.tile.id: placed.box for placed in layout.tiles}
    field = Field(page=Box(x=room.x - GRID, y=room.y, w=room.w + 2 * GRID, h=room.h))
    for box in (*boxes.values(), *(placed.title_box for placed in layout.groups)):
        field.block(box)
    for placed in layout.groups:
        field.avoid(placed.box)
    wanted = _between_tiles(platform, layout.tiles, kinds)
    made = []
    for (source, target, kind), both in sorted(wanted.items(), key=lambda entry: _rank(boxes, entry[0])):
        points = field.way(boxes[source], boxes[target])
        made.append(Arrow(source=source, target=target, kind=kind, both=both, points=points))
    return tuple(made)


def _rank(boxes: Mapping[str, Box], ends: tuple[str, str, Kind]) -> tuple[bool, int, tuple[str, str, Kind]]:
    """What the picture is about gets its way first; then short arrows, which have the least choice."""
    one, other = boxes[ends[0]], boxes[ends[1]]
    reach = abs(one.x + one.w // 2 - other.x - other.w // 2) + abs(one.y + one.h // 2 - other.y - other.h // 2)
    return ends[2] not in _FIRST, reach, ends


def _between_tiles(
    platform: Platform, tiles: Iterable[PlacedTile], kinds: frozenset[Kind]
) -> dict[tuple[str, str, Kind], bool]:
    """Flows as arrows between tiles: one for each pair and kind, with two heads where it goes both ways."""
    owner = {address: placed.tile.id for placed in tiles for address in placed.tile.addresses}
    found = {_of_tiles(flow, owner) for flow in flows(platform, owner) if flow.kind in kinds}
    arrows: dict[tuple[str, str, Kind], bool] = {}
    for source, target, kind in sorted(found):
        if source == target:
            continue
        if (target, source, kind) in arrows:
            arrows[target, source, kind] = True
        else:
            arrows[source, target, kind] = False
    return arrows


def _of_tiles(flow: Flow, owner: Mapping[str, str]) -> tuple[str, str, Kind]:
    return owner[flow.source], owner[flow.target], flow.kind


def faults(picture: Picture) -> tuple[str, ...]:
    """What a reader would stumble over: things over things, text out of its box or off the page."""
    return (*_overlaps(picture), *_overflows(picture), *_crossings(picture))


def _overlaps(picture: Picture) -> Iterator[str]:
    tiles, groups = picture.layout.tiles, picture.layout.groups
    wide = max(width(picture.title, 22, bold=True), width(picture.about, 14))
    title = Box(x=0, y=0, w=MARGIN + int(wide), h=TOP)
    yield from (f"{t.tile.name} lies over the picture's title" for t in tiles if t.box.meets(title))
    for one, other in combinations(tiles, 2):
        if one.box.meets(other.box):
            yield f"{one.tile.name} lies over {other.tile.name}"
    everything: tuple[PlacedTile | PlacedGroup, ...] = (*tiles, *groups)
    for placed in everything:
        outer = groups[placed.inside].box if placed.inside >= 0 else picture.page
        if not outer.holds(placed.box):
            yield f"{placed.box} is not inside {outer}"
    for frame in groups:
        yield from (f"{t.tile.name} lies over a title" for t in tiles if t.box.meets(frame.title_box))


def _overflows(picture: Picture) -> Iterator[str]:
    for placed in picture.layout.tiles:
        room = placed.box.w - ICON - 20
        texts = [(placed.tile.name, NAME, True), *((line, SIZE, False) for line in placed.tile.lines)]
        yield from (
            f"{text!r} is wider than its box" for text, size, bold in texts if width(text, size, bold=bold) > room
        )
    for frame in picture.layout.groups:
        if width(frame.group.title, NAME, bold=True) > frame.box.w - 40:
            yield f"{frame.group.title!r} is wider than its box"


def _crossings(picture: Picture) -> Iterator[str]:
    for arrow in picture.arrows:
        for (x1, y1), (x2, y2) in zip(arrow.points, arrow.points[1:], strict=False):
            line = Box(x=min(x1, x2), y=min(y1, y2), w=abs(x1 - x2), h=abs(y1 - y2))
            for placed in picture.layout.tiles:
                if line.meets(placed.box):
                    yield f"an arrow runs through {placed.tile.name}"
