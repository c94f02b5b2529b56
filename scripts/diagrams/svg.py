"""A picture as SVG (https://www.w3.org/TR/SVG11/): tiles, groups, arrows and legend, and no images. Places nothing."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from diagrams.flows import Kind
from diagrams.layout import ICON, LINE, NAME, SIZE, Box, PlacedGroup, PlacedTile
from diagrams.picture import MARGIN, Arrow, Picture
from diagrams.text import FONT, width

INK, FAINT = "#1b2530", "#4a5560"
# Colour and dashes, so that a print in black and white still tells them apart.
STROKES = {
    Kind.REQUEST: ("#1f3f8b", ""),
    Kind.RECORDS: ("#c2410c", ""),
    Kind.DATA: ("#6b6f76", "2 3"),
    Kind.REPLICATION: ("#15803d", "9 4"),
    Kind.NETWORK: ("#5b2bb5", "12 3 2 3"),
    Kind.ALERT: ("#b01357", "4 4"),
    Kind.FAILOVER: ("#b91c1c", "14 5"),
}
THICK = {Kind.RECORDS: 2.6, Kind.REPLICATION: 2.2}


def svg(picture: Picture, footer: str) -> bytes:
    page = picture.page
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": str(page.w),
            "height": str(page.h),
            "viewBox": f"0 0 {page.w} {page.h}",
            "font-family": FONT,
        },
    )
    _heads(root)
    _rect(root, page, fill="#ffffff")
    _text(root, MARGIN, 30, picture.title, 22, bold=True)
    _text(root, MARGIN, 50, picture.about, 14, fill=FAINT)
    for group in picture.layout.groups:
        _group(root, group)
    for tile in picture.layout.tiles:
        _tile(root, tile)
    for arrow in picture.arrows:
        _arrow(root, arrow)
    _legend(root, picture, footer)
    indent(root, space=" ")
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _heads(root: Element) -> None:
    """An arrow head for each kind, as SVG 1.1 knows no head in the colour of its line."""
    heads = SubElement(root, "defs")
    for kind, (colour, _) in STROKES.items():
        about = {"id": kind.name, "viewBox": "0 0 10 10", "refX": "9", "refY": "5", "orient": "auto-start-reverse"}
        marker = SubElement(
            heads, "marker", {**about, "markerWidth": "9", "markerHeight": "9", "markerUnits": "userSpaceOnUse"}
        )
        SubElement(marker, "path", {"d": "M0 0 L10 5 L0 10 z", "fill": colour})


def _group(root: Element, placed: PlacedGroup) -> None:
    group, box = placed.group, placed.box
    _rect(root, box, fill=group.colour, opacity="0.05")
    _rect(root, box, fill="none", stroke=group.colour, rx="4")
    _rect(root, Box(x=box.x, y=box.y, w=24, h=20), fill=group.colour)
    _text(root, box.x + 32, box.y + 16, group.title, NAME, bold=True, fill=group.colour)


def _tile(root: Element, placed: PlacedTile) -> None:
    tile, box = placed.tile, placed.box
    _rect(root, box, fill="#ffffff", stroke="#8a949e", rx="5")
    _rect(root, Box(x=box.x + 8, y=box.y + 5, w=ICON, h=ICON), fill=tile.service.colour, rx="5")
    middle = box.x + 8 + (ICON - width(tile.service.sign, SIZE, bold=True)) / 2
    _text(root, middle, box.y + 5 + ICON / 2 + 4, tile.service.sign, SIZE, bold=True, fill="#ffffff")
    left = box.x + ICON + 16
    _text(root, left, box.y + 17, tile.name, NAME, bold=True)
    for number, line in enumerate(tile.lines):
        _text(root, left, box.y + 17 + LINE * (1 + number), line, SIZE, fill=FAINT)


def _arrow(root: Element, arrow: Arrow) -> None:
    path = "M" + " L".join(f"{x} {y}" for x, y in arrow.points)
    SubElement(root, "path", {"d": path, **_stroke(arrow.kind), **_ends(arrow.kind, both=arrow.both)})


def _ends(kind: Kind, *, both: bool) -> dict[str, str]:
    head = f"url(#{kind.name})"
    return {"marker-end": head, **({"marker-start": head} if both else {})}


def _stroke(kind: Kind) -> dict[str, str]:
    colour, dashes = STROKES[kind]
    line = {"fill": "none", "stroke": colour, "stroke-width": str(THICK.get(kind, 1.6)), "stroke-linejoin": "round"}
    return line | ({"stroke-dasharray": dashes} if dashes else {})


def _legend(root: Element, picture: Picture, footer: str) -> None:
    x, y = float(MARGIN), picture.page.h - 30
    for kind in picture.kinds:
        SubElement(root, "path", {"d": f"M{x:g} {y} L{x + 46:g} {y}", **_stroke(kind), **_ends(kind, both=False)})
        _text(root, x + 54, y + 4, kind.value, SIZE)
        x += 54 + width(kind.value, SIZE) + 26
    _text(root, MARGIN, picture.page.h - 10, footer, SIZE, fill=FAINT)


def _rect(root: Element, box: Box, **style: str) -> None:
    place = {"x": str(box.x), "y": str(box.y), "width": str(box.w), "height": str(box.h)}
    SubElement(root, "rect", place | style)


def _text(root: Element, x: float, y: float, text: str, size: int, *, bold: bool = False, fill: str = INK) -> None:
    about = {"x": f"{x:g}", "y": f"{y:g}", "font-size": str(size), "fill": fill}
    SubElement(root, "text", about | ({"font-weight": "bold"} if bold else {})).text = text
