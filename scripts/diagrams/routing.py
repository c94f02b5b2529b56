"""Arrows between tiles: right-angled ways on the grid, around tiles and titles. Places no tile.

A* with costs for length, bends, and meeting other arrows (Hart, Nilsson and Raphael 1968). Ways are found in a fixed
order, short ones first, so the same picture has the same ways.
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from diagrams.layout import GRID, Box, DoesNotFitError

Point = tuple[int, int]  # in grid steps
_BEND, _CROSSING, _ALONG, _NEAR, _EDGE = 6, 5, 60, 2, 3
_SIDES = ((1, 0), (0, 1), (-1, 0), (0, -1))


@dataclass(slots=True)
class Field:
    """Where arrows may run, and where some already do. `page`: the area, in units."""

    page: Box
    blocked: set[Point] = field(default_factory=set)
    near: set[Point] = field(default_factory=set)
    edges: set[Point] = field(default_factory=set)
    taken: dict[Point, set[int]] = field(default_factory=dict)  # axis 0: runs across, 1: runs down

    def block(self, box: Box) -> None:
        """Nothing runs inside or along the edge of `box`, and rather not right beside it."""
        self.blocked.update(_points(box, 0))
        self.near.update(_points(box, 1))

    def avoid(self, box: Box) -> None:
        """Arrows rather cross the edge of `box` than run along it."""
        inner = Box(x=box.x + GRID, y=box.y + GRID, w=box.w - 2 * GRID, h=box.h - 2 * GRID)
        self.edges.update(set(_points(box, 0)) - set(_points(inner, 0)))

    def way(self, source: Box, target: Box) -> tuple[Point, ...]:
        """The corners of an arrow from a side of `source` to a side of `target`, in units. Raises DoesNotFitError."""
        goal = {point for point, _ in _ports(target, self)}
        ahead: list[tuple[int, int, Point, int]] = []
        best: dict[tuple[Point, int], int] = {}
        came: dict[tuple[Point, int], tuple[Point, int]] = {}
        for point, side in _ports(source, self):
            best[point, side] = 0
            heapq.heappush(ahead, (_distance(point, target), 0, point, side))
        while ahead:
            _, cost, point, side = heapq.heappop(ahead)
            if cost > best[point, side]:
                continue
            if point in goal and came.get((point, side)):
                return self._settle(_trace((point, side), came))
            for nxt, turn, price in self._steps(point, side, goal, (point, side) in came):
                total = cost + price
                if total < best.get((nxt, turn), 1 << 30):
                    best[nxt, turn] = total
                    came[nxt, turn] = (point, side)
                    heapq.heappush(ahead, (total + _distance(nxt, target), total, nxt, turn))
        raise DoesNotFitError(f"no way for an arrow from {source} to {target}")

    def _steps(self, point: Point, side: int, goal: set[Point], moved: bool) -> Iterator[tuple[Point, int, int]]:
        for turn in (side, (side + 1) % 4, (side + 3) % 4) if moved else (side,):
            nxt = (point[0] + _SIDES[turn][0], point[1] + _SIDES[turn][1])
            arrives = nxt in goal
            if not self._inside(nxt) or (nxt in self.blocked and not arrives):
                continue
            if arrives and not self._enters(nxt, turn):
                continue
            axes = self.taken.get(nxt, set())
            price = 1 + _BEND * (turn != side) + _NEAR * (nxt in self.near) + _EDGE * (nxt in self.edges)
            if axes:
                price += _ALONG if turn % 2 in axes or turn != side else _CROSSING
            yield nxt, turn, price

    def _enters(self, port: Point, turn: int) -> bool:
        """An arrow comes straight into a side: the point beyond it is inside the tile."""
        return (port[0] + _SIDES[turn][0], port[1] + _SIDES[turn][1]) in self.blocked

    def _inside(self, point: Point) -> bool:
        x, y = point[0] * GRID, point[1] * GRID
        return self.page.x <= x <= self.page.right and self.page.y <= y <= self.page.bottom

    def _settle(self, way: list[Point]) -> tuple[Point, ...]:
        corners = [way[0]]
        for before, here, after in zip(way, way[1:], way[2:], strict=False):
            if (here[0] - before[0], here[1] - before[1]) != (after[0] - here[0], after[1] - here[1]):
                corners.append(here)
        for one, other in pairwise(way):
            for point in (one, other):
                self.taken.setdefault(point, set()).add(0 if one[1] == other[1] else 1)
        return tuple((x * GRID, y * GRID) for x, y in [*corners, way[-1]])


def _points(box: Box, margin: int) -> Iterable[Point]:
    for x in range(box.x // GRID - margin, box.right // GRID + margin + 1):
        for y in range(box.y // GRID - margin, box.bottom // GRID + margin + 1):
            yield x, y


def _ports(box: Box, ways: Field) -> Iterator[tuple[Point, int]]:
    """The points on each side where no arrow ends yet, corners left out, with the side's outward direction."""
    left, top, right, bottom = box.x // GRID, box.y // GRID, box.right // GRID, box.bottom // GRID
    sides = (
        [((right, y), 0) for y in range(top + 1, bottom)],
        [((x, bottom), 1) for x in range(left + 1, right)],
        [((left, y), 2) for y in range(top + 1, bottom)],
        [((x, top), 3) for x in range(left + 1, right)],
    )
    for side in sides:
        yield from (port for port in side if port[0] not in ways.taken)


def _distance(point: Point, box: Box) -> int:
    x, y = point[0] * GRID, point[1] * GRID
    return (max(box.x - x, 0, x - box.right) + max(box.y - y, 0, y - box.bottom)) // GRID


def _trace(end: tuple[Point, int], came: dict[tuple[Point, int], tuple[Point, int]]) -> list[Point]:
    way = [end]
    while way[-1] in came:
        way.append(came[way[-1]])
    return [point for point, _ in reversed(way)]
