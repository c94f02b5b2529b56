"""All that `make diagrams` writes but the PNGs, as bytes: what a test compares with the tree. Opens no browser."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from diagrams.catalogue import unknown_types
from diagrams.drawio import drawio
from diagrams.figures import unpictured
from diagrams.page import page
from diagrams.picture import Picture
from diagrams.pictures import all_pictures
from diagrams.platform_read import Platform
from diagrams.svg import svg

TOP = Path(__file__).resolve().parents[2]
ROOT = "infra/environments/prod-with-dr"
DOCS = TOP / "docs"
PAGE = "infrastructure_diagram/README.md"
_EDITABLE = "infrastructure_diagram/aws_kinesis_infrastructure"


class NotShownError(Exception):
    """The platform has something that the pictures do not know, or leave out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """By path below docs/. `svgs`: under the path of the PNG that is to be made of each."""

    texts: Mapping[str, bytes]
    svgs: Mapping[str, bytes]
    pictures: Mapping[str, Picture]


def written(platform: Platform) -> Written:
    """Raises NotShownError, DoesNotFitError."""
    pictures = all_pictures(platform)
    check(platform, pictures)
    footer = (
        f"Drawn from the plan of {ROOT} by `make diagrams`"  # no count: a PNG is to change only where its picture does
    )
    before = (DOCS / PAGE).read_text(encoding="utf-8")
    texts = {PAGE: page(before, platform, pictures).encode()}
    texts[f"{_EDITABLE}.drawio.xml"] = drawio(pictures[f"{_EDITABLE}.png"], footer)
    return Written(texts=texts, svgs={name: svg(p, footer) for name, p in pictures.items()}, pictures=pictures)


def check(platform: Platform, pictures: Mapping[str, Picture]) -> None:
    """Raises NotShownError for types that no service has, and for resources that no picture shows and one should."""
    unknown = unknown_types(i.type for i in platform.instances.values())
    missing = unpictured(platform, (address for picture in pictures.values() for address in picture.shown))
    if unknown:
        raise NotShownError(f"no service in scripts/diagrams/catalogue.py has the types {', '.join(unknown)}")
    if missing:
        raise NotShownError("on no picture (scripts/diagrams/pictures.py):\n  " + "\n  ".join(missing))
