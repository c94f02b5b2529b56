"""`make diagrams`: draws the pictures of the platform anew, with their page. Draws PNGs only where they are old.

Ends with 1 where the platform has something that no picture shows, 3 where there is no Chromium for the PNGs (all else
is written all the same).
"""

import sys

from diagrams.layout import DoesNotFitError
from diagrams.platform_read import IncompleteError, read_platform
from diagrams.png import NoBrowserError, digest, digest_in, png
from diagrams.written import DOCS, ROOT, TOP, NotShownError, Written, written


def main() -> int:
    try:
        made = written(read_platform(TOP, ROOT))
    except (NotShownError, IncompleteError, DoesNotFitError) as error:
        print(f"diagrams: {error}", file=sys.stderr)
        return 1
    for path, content in made.texts.items():
        (DOCS / path).write_bytes(content)
    try:
        _draw(made)
    except NoBrowserError as error:
        print(f"diagrams: the PNGs are not drawn anew: {error}", file=sys.stderr)
        return 3
    return 0


def _draw(made: Written) -> None:
    for path, content in made.svgs.items():
        place = DOCS / path
        if place.is_file() and digest_in(place.read_bytes()) == digest(content):
            continue
        page = made.pictures[path].page
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(png(content, page.w, page.h))
        print(f"docs/{path}")


if __name__ == "__main__":
    sys.exit(main())
