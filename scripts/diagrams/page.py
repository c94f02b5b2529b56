"""The tables of docs/infrastructure_diagram/README.md: what the pictures show, and what the platform holds, by service
and region. Writes no prose: that stands above the marker, and is a person's.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from diagrams.catalogue import SERVICES, service_of
from diagrams.picture import Picture
from diagrams.platform_read import Platform

MARKER = "<!-- What follows is written by `make diagrams`. -->"


def page(before: str, platform: Platform, pictures: Mapping[str, Picture]) -> str:
    """Raises ValueError where `before` has no marker."""
    prose, marker, _ = before.partition(MARKER)
    if not marker:
        raise ValueError(f"the line `{MARKER}` is missing; write it below the prose")
    return f"{prose}{MARKER}\n\n{_shown(platform, pictures)}\n\n{_held(platform)}\n\n{_types(platform)}\n"


def _shown(platform: Platform, pictures: Mapping[str, Picture]) -> str:
    rows = [
        (
            f"`docs/{path}`",
            picture.title,
            str(len(picture.layout.tiles)),
            str(len(picture.arrows)),
            str(len(picture.shown & set(platform.instances))),
        )
        for path, picture in pictures.items()
    ]
    return _table("The pictures", ("file", "title", "tiles", "arrows", "resources"), rows)


def _held(platform: Platform) -> str:
    counted = Counter((_name(i.type), i.region) for i in platform.instances.values())
    rows = [
        (service.name, *(str(counted[service.name, region]) for region in platform.regions))
        for service in SERVICES
        if any(counted[service.name, region] for region in platform.regions)
    ]
    totals = [sum(number for (_, where), number in counted.items() if where == region) for region in platform.regions]
    rows.append(("**all**", *(f"**{total}**" for total in totals)))
    return _table("Resources by service and region", ("service", *platform.regions), rows)


def _types(platform: Platform) -> str:
    counted = Counter((i.type, i.region) for i in platform.instances.values())
    wanted = {type_ for service in SERVICES for type_ in service.pictured}
    rows = [
        (f"`{type_}`", _name(type_), *(str(counted[type_, region]) for region in platform.regions))
        for type_ in sorted({type_ for type_, _ in counted} & wanted)
    ]
    return _table("Types that a picture must show", ("type", "service", *platform.regions), rows)


def _name(type_: str) -> str:
    service = service_of(type_)
    return service.name if service else type_


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return f"## {title}\n\n" + "\n".join("| " + " | ".join(line) + " |" for line in lines)
