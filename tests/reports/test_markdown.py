"""What a pull request shows: inert, and never more than fits."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from secscan.model import Report
from secscan.reports import RenderOptions, markdown


def written(report: Report, limit: int = 60_000) -> str:
    return markdown.render(report, RenderOptions(markdown_limit=limit)).decode()


@pytest.mark.parametrize("name", ["failing", "hostile"])
def test_it_looks_like_this(name: str, request: pytest.FixtureRequest, golden: Callable[[str, bytes], None]) -> None:
    golden(f"markdown-{name}.txt", markdown.render(request.getfixturevalue(name), RenderOptions()))


def test_the_first_line_is_the_marker_by_which_the_comment_is_found(any_report: Report) -> None:
    assert written(any_report).splitlines()[0] == "<!-- secscan-report -->"


@pytest.mark.parametrize("limit", [2_000, 3_000, 5_000, 60_000])
def test_it_never_exceeds_its_limit_and_says_what_was_cut(failing: Report, limit: int) -> None:
    text = written(failing, limit)
    assert len(text) <= limit
    assert ("**Cut to fit:**" in text) is (limit < 6_000)


def test_verdict_and_engines_are_never_cut(failing: Report) -> None:
    assert "**failed: timed out after 300 s in modules/keys**" in written(failing, 2_000)


def test_names_make_no_markup(hostile: Report) -> None:
    found: set[tuple[str, tuple[str, ...]]] = set()

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.add((tag, tuple(name for name, _ in attrs if name != "style")))

    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(written(hostile))
    Tags(convert_charrefs=True).feed(html)
    ours = {"h2", "h3", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "code", "strong", "br", "sub"}
    assert {tag for tag, _ in found} <= ours
    assert {attributes for _, attributes in found} == {()}
