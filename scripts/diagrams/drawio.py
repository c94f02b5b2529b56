"""A picture as draw.io's XML, with its AWS icons (`mxgraph.aws4`), for people to edit. Places nothing.

The format: https://www.drawio.com/doc/faq/drawio-style-reference and the `mxGraphModel` of mxGraph's codec. Groups hold
what stands in them, so they move with it; ids are addresses, so the file changes where the platform does. Its page is
A3, of 100 units an inch.
"""

from collections.abc import Mapping
from html import escape
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from diagrams.layout import ICON, NAME, SIZE, Box, PlacedGroup, PlacedTile, Tile
from diagrams.picture import MARGIN, Arrow, Picture
from diagrams.svg import FAINT, INK, STROKES, THICK

_FONT = "fontFamily=Arial;html=0"


def drawio(picture: Picture, footer: str) -> bytes:
    file = Element("mxfile", {"host": "app.diagrams.net", "compressed": "false"})
    page = SubElement(file, "diagram", {"id": "platform", "name": picture.title})
    about = {
        "grid": "1",
        "gridSize": "10",
        "page": "1",
        "pageWidth": "1654",
        "pageHeight": "1169",
    }
    root = SubElement(SubElement(page, "mxGraphModel", about | {"background": "#ffffff"}), "root")
    SubElement(root, "mxCell", {"id": "0"})
    SubElement(root, "mxCell", {"id": "1", "parent": "0"})
    names = {index: f"group-{index}" for index in range(len(picture.layout.groups))}
    _words(root, picture, footer)
    for index, group in enumerate(picture.layout.groups):
        _group(root, group, names[index], *_around(picture, group.inside, names))
    for tile in picture.layout.tiles:
        _tile(root, tile, *_around(picture, tile.inside, names))
    for number, arrow in enumerate(picture.arrows):
        _arrow(root, arrow, number, {placed.tile.id: placed.box for placed in picture.layout.tiles})
    indent(file, space=" ")
    return bytes(tostring(file, encoding="utf-8", xml_declaration=True)) + b"\n"


def _around(picture: Picture, inside: int, names: Mapping[int, str]) -> tuple[str, int, int]:
    """The cell that it stands in, and where that begins: draw.io counts from there."""
    if inside < 0:
        return "1", 0, 0
    box = picture.layout.groups[inside].box
    return names[inside], box.x, box.y


def _words(root: Element, picture: Picture, footer: str) -> None:
    page = picture.page
    text = "text;align=left;verticalAlign=middle"
    lines = (("title", picture.title, 6, 22, 1, INK), ("about", picture.about, 34, 14, 0, FAINT))
    for name, words, y, size, bold, ink in (*lines, ("footer", footer, page.h - 24, SIZE, 0, FAINT)):
        box = Box(x=MARGIN, y=y, w=page.w - 2 * MARGIN, h=24)
        _cell(root, name, words, f"{text};fontSize={size};fontStyle={bold};fontColor={ink};{_FONT}", box)
    x = MARGIN
    for kind in picture.kinds:
        line = {"id": f"legend-{kind.name}", "style": _line(kind.name, both=False), "edge": "1", "parent": "1"}
        geometry = SubElement(SubElement(root, "mxCell", line), "mxGeometry", {"relative": "1", "as": "geometry"})
        for end, at in (("sourcePoint", x), ("targetPoint", x + 46)):
            SubElement(geometry, "mxPoint", {"x": str(at), "y": str(page.h - 34), "as": end})
        box = Box(x=x + 50, y=page.h - 46, w=140, h=24)
        _cell(root, f"legend-{kind.name}-words", kind.value, f"{text};fontSize={SIZE};fontColor={INK};{_FONT}", box)
        x += 200


def _group(root: Element, placed: PlacedGroup, name: str, parent: str, x: int, y: int) -> None:
    group = placed.group
    style = (
        f"shape=mxgraph.aws4.group;grIcon=mxgraph.aws4.{group.icon};grStroke=1;strokeColor={group.colour};fillColor=none;"
        f"fontColor={group.colour};verticalAlign=top;align=left;spacingLeft=30;fontSize={NAME};fontStyle=1;container=1;"
        f"collapsible=0;recursiveResize=0;dashed=0;{_FONT}"
    )
    _cell(root, name, group.title, style, _from(placed.box, x, y), parent)


def _tile(root: Element, placed: PlacedTile, parent: str, x: int, y: int) -> None:
    tile, box = placed.tile, placed.box
    frame = (
        f"rounded=1;arcSize=4;absoluteArcSize=1;whiteSpace=wrap;fillColor=#ffffff;strokeColor=#8a949e;align=left;"
        f"verticalAlign=top;spacingLeft={ICON + 14};fontSize={SIZE};fontColor={INK};container=1;collapsible=0;"
        "fontFamily=Arial;html=1"
    )
    _cell(root, tile.id, _words_of(tile), frame, _from(box, x, y), parent)
    icon = (
        f"shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.{tile.service.icon};fillColor={tile.service.colour};"
        "strokeColor=#ffffff;aspect=fixed"
    )
    _cell(root, f"{tile.id}/icon", "", icon, Box(x=8, y=5, w=ICON, h=ICON), tile.id)


def _words_of(tile: Tile) -> str:
    """The cell reads HTML, for the bold name: what the plan says is escaped."""
    return "<br>".join((f"<b>{escape(tile.name)}</b>", *map(escape, tile.lines)))


def _arrow(root: Element, arrow: Arrow, number: int, boxes: Mapping[str, Box]) -> None:
    (start, *corners, end) = arrow.points
    ends = (*_at("exit", start, boxes[arrow.source]), *_at("entry", end, boxes[arrow.target]))
    about = {"id": f"arrow-{number}", "style": ";".join((_line(arrow.kind.name, both=arrow.both), *ends)), "edge": "1"}
    cell = SubElement(root, "mxCell", about | {"parent": "1", "source": arrow.source, "target": arrow.target})
    geometry = SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})
    points = SubElement(geometry, "Array", {"as": "points"})
    for x, y in corners:
        SubElement(points, "mxPoint", {"x": str(x), "y": str(y)})


def _at(name: str, point: tuple[int, int], box: Box) -> tuple[str, ...]:
    """Where on a tile's edge an arrow ends, in parts of its width and height."""
    return (
        f"{name}X={(point[0] - box.x) / box.w:.4f}",
        f"{name}Y={(point[1] - box.y) / box.h:.4f}",
        f"{name}Perimeter=0",
    )


def _line(kind: str, *, both: bool) -> str:
    colour, dashes = next(stroke for known, stroke in STROKES.items() if known.name == kind)
    thick = next((value for known, value in THICK.items() if known.name == kind), 1.6)
    style = f"edgeStyle=none;rounded=0;strokeColor={colour};strokeWidth={thick};endArrow=block;endFill=1;endSize=5"
    style += f";dashed=1;fixDash=1;dashPattern={dashes}" if dashes else ""
    return style + (";startArrow=block;startFill=1;startSize=5" if both else "")


def _from(box: Box, x: int, y: int) -> Box:
    return Box(x=box.x - x, y=box.y - y, w=box.w, h=box.h)


def _cell(root: Element, name: str, words: str, style: str, box: Box, parent: str = "1") -> None:
    cell = SubElement(root, "mxCell", {"id": name, "value": words, "style": style, "vertex": "1", "parent": parent})
    place = {"x": str(box.x), "y": str(box.y), "width": str(box.w), "height": str(box.h)}
    SubElement(cell, "mxGeometry", place | {"as": "geometry"})
