"""From what stands in what to where it stands: tiles in nested groups, in rows and columns. Routes no arrows.

All coordinates are multiples of GRID, so that arrows, which run on the grid, meet tiles where they should.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from diagrams.catalogue import Service
from diagrams.text import width

GRID = 10
SIZE = 12  # the smallest text: 12 units of 1/96 inch are 9 points
NAME = 13
HEAD = 30  # of a group, a line of title
ICON = 30
LINE = 14
_PAD = 10
_TILE = 8  # around a tile's sign and text


class DoesNotFitError(Exception):
    """A picture that would be drawn with something over something else, or off the page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """A rectangle, in the picture's units, y downwards."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        return self.x + self.w

    @property
    def bottom(self) -> int:
        return self.y + self.h

    def meets(self, other: "Box") -> bool:
        """Whether they share more than an edge."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def holds(self, other: "Box") -> bool:
        return self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom


@dataclass(frozen=True, kw_only=True, slots=True)
class Tile:
    """One thing on a picture: `addresses` are the instances that it stands for, `lines` its figures below its name."""

    name: str
    service: Service
    lines: tuple[str, ...]
    addresses: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.addresses[0]


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Things that belong together. `icon`: a group of draw.io's `mxgraph.aws4`, "" for a frame without a look of its
    own, which has no title either. `addresses`: the instances that the group itself stands for. `row`: children side by
    side, else one below the other, each as wide as the column. What room is left goes between the children (`spread`),
    before and after them (`middle`), or to the groups among them."""

    title: str = ""
    icon: str = ""
    colour: str = "#5a6672"
    addresses: tuple[str, ...] = ()
    children: "tuple[Node, ...]" = ()
    row: bool = False
    gap: int = 20
    spread: bool = False
    middle: bool = False


Node = Tile | Group


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedTile:
    tile: Tile
    box: Box
    inside: int  # of `Layout.groups`, -1 for none


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacedGroup:
    group: Group
    box: Box
    inside: int

    @property
    def title_box(self) -> Box:
        """What its title covers, for arrows to keep out of."""
        return Box(x=self.box.x, y=self.box.y, w=min(self.box.w, _title_width(self.group)), h=HEAD)


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """`groups` outer ones first."""

    tiles: tuple[PlacedTile, ...] = ()
    groups: tuple[PlacedGroup, ...] = ()

    def __add__(self, other: "Layout") -> "Layout":
        return Layout(tiles=self.tiles + other.tiles, groups=self.groups + other.groups)


def present(*nodes: Node | None) -> "tuple[Node, ...]":
    """The nodes that there are: what the plan lacks is not drawn, nor a group of nothing."""
    return tuple(node for node in nodes if node is not None and (isinstance(node, Tile) or node.children))


def natural(node: Node) -> tuple[int, int]:
    """The least width and height."""
    if isinstance(node, Tile):
        texts = [width(node.name, NAME, bold=True), *(width(line, SIZE) for line in node.lines)]
        return _up(max(texts) + ICON + 3 * _TILE), _up(max(ICON + 10, LINE * (1 + len(node.lines)) + 12))
    sizes = [natural(child) for child in node.children]
    along, across = (0, 1) if node.row else (1, 0)
    total = [0, 0]
    total[along] = sum(size[along] for size in sizes) + node.gap * (len(sizes) - 1)
    total[across] = max(size[across] for size in sizes)
    edge = 2 * _PAD if node.icon else 0
    head = HEAD - _PAD if node.icon else 0
    return max(total[0] + edge, _title_width(node)), total[1] + edge + head


def place(node: Node, box: Box, inside: int = -1, first: int = 0) -> Layout:
    """Every tile and group of `node`, which gets all of `box`. `first`: the place that its first group gets."""
    if isinstance(node, Tile):
        return Layout(tiles=(PlacedTile(tile=node, box=box, inside=inside),))
    made = Layout()
    if node.icon:
        made = Layout(groups=(PlacedGroup(group=node, box=box, inside=inside),))
        inside = first
    for child, there in _shares(node, _inner(node, box)):
        made += place(child, there, inside, first + len(made.groups))
    return made


def _inner(node: Group, box: Box) -> Box:
    if not node.icon:
        return box
    return Box(x=box.x + _PAD, y=box.y + HEAD, w=box.w - 2 * _PAD, h=box.h - HEAD - _PAD)


def _shares(node: Group, box: Box) -> Iterator[tuple[Node, Box]]:
    """Each child and its part of `box`. What is left over goes as the group says."""
    sizes = [natural(child) for child in node.children]
    along = 0 if node.row else 1
    left = (box.w if node.row else box.h) - sum(size[along] for size in sizes) - node.gap * (len(sizes) - 1)
    if left < 0:
        raise DoesNotFitError(f"{node.title or 'a frame'} needs {-left} units more")
    growing = [
        i for i, child in enumerate(node.children) if isinstance(child, Group) and not (node.spread or node.middle)
    ]
    between = _down(left / max(1, len(sizes) - 1)) if node.spread else 0
    position = (box.x if node.row else box.y) + (_down(left / 2) if node.middle else 0)
    for index, (child, size) in enumerate(zip(node.children, sizes, strict=True)):
        extent = size[along] + (_down(left / len(growing)) if index in growing else 0)
        yield child, _across(node, child, size, box, (position, extent))
        position += extent + node.gap + between


def _across(node: Group, child: Node, size: tuple[int, int], box: Box, run: tuple[int, int]) -> Box:
    position, extent = run
    room, need = (box.h, size[1]) if node.row else (box.w, size[0])
    grows = isinstance(child, Group) or not node.row
    given = room if grows else need
    shift = _down((room - given) / 2)
    if node.row:
        return Box(x=position, y=box.y + shift, w=extent, h=given)
    return Box(x=box.x + shift, y=position, w=given, h=extent)


def _title_width(node: Group) -> int:
    return _up(width(node.title, NAME, bold=True) + 30 + 2 * _PAD) if node.icon else 0


def _up(value: float) -> int:
    return int(-(-value // GRID)) * GRID


def _down(value: float) -> int:
    return int(value // GRID) * GRID
