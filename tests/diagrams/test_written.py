"""The pictures in docs/ are those of today's platform: the same bytes, or, for what a browser drew, the same source."""

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from diagrams.png import NoBrowserError, digest, digest_in, size_of
from diagrams.written import DOCS, Written

from diagrams import png

pytestmark = pytest.mark.slow  # whole processes, or seconds of work

NAMES = (
    "images/Trading Architecture Layout.png",
    "images/aws_kinesis_layout.png",
    "infrastructure_diagram/aws_kinesis_infrastructure.png",
)


def test_these_and_no_other_pictures_are_made(made: Written) -> None:
    assert tuple(sorted(made.svgs)) == NAMES
    assert sorted(made.texts) == [
        "infrastructure_diagram/README.md",
        "infrastructure_diagram/aws_kinesis_infrastructure.drawio.xml",
    ]


def test_the_page_and_the_drawing_for_editors_are_what_the_script_writes(made: Written) -> None:
    for path, content in made.texts.items():
        assert (DOCS / path).read_bytes() == content, f"docs/{path} is old: run `make diagrams`"


@pytest.mark.parametrize("path", NAMES)
def test_each_png_was_drawn_from_todays_svg(made: Written, path: str) -> None:
    assert digest_in((DOCS / path).read_bytes()) == digest(made.svgs[path]), f"docs/{path} is old: run `make diagrams`"


@pytest.mark.parametrize("path", NAMES)
def test_each_png_fills_a3_with_150_dots_an_inch_and_more(path: str) -> None:
    width, height = size_of((DOCS / path).read_bytes())
    assert width >= 16.5 * 150
    assert width / height == pytest.approx(420 / 297, rel=0.01)


def test_without_a_browser_it_is_said_which_one_is_wanted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoBrowserError, match="install Debian's `chromium`"):
        png.browser()


def test_what_is_no_png_is_refused() -> None:
    with pytest.raises(ValueError, match="not a PNG"):
        digest_in(b"GIF89a")


@pytest.mark.slow
def test_a_browser_draws_the_picture_that_it_is_given(say_absent: Callable[[str, str], NoReturn]) -> None:
    try:
        png.browser()
    except NoBrowserError as error:
        say_absent("Chromium", str(error))
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="100" height="70"><rect width="100" height="70"/></svg>'
    image = png.png(svg, 100, 70)
    assert (digest_in(image), size_of(image)) == (digest(svg), (3160, 2212))
