"""One place makes a stranger's text harmless, and these are the strangers."""

import sys
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from secscan.reports.text import code, cut, inert, line, markdown, markdown_prose

RENDERER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


class Seen(HTMLParser):
    """The tags, attributes and text that a browser would make of rendered Markdown."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("plain", "plain"),
        ("größe 文件", "größe 文件"),
        ("\x1b[31mred\x1b]0;title\x07", r"\x1b[31mred\x1b]0;title\x07"),
        ("a\u202eb\u2066c\u200bd\ufeffe", r"a\u202eb\u2066c\u200bd\ufeffe"),
        ("\x9b31m\x7f", r"\x9b31m\x7f"),
        ("\U000e0041", r"\U000e0041"),
        ("\ud800", r"\ud800"),
        ("one\ntwo\tthree\r", "one\ntwo\tthree\\x0d"),
        ("a\u2028b", r"a\u2028b"),
    ],
)
def test_what_would_act_is_written_out(given_text: str, shown: str) -> None:
    assert inert(given_text) == shown


def test_every_character_of_an_acting_category_is_written_out() -> None:
    categories = ("Cc", "Cf", "Cs", "Zl", "Zp")
    acting = [
        c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) in categories and c not in "\n\t"
    ]
    assert [c for c in acting if c in inert(c)] == []


@given(st.text())
def test_no_acting_character_is_left_of_any_text(text: str) -> None:
    left = {c for c in inert(text) if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert left <= {"\n", "\t"}
    assert not {c for c in line(text) if unicodedata.category(c) in ("Cc", "Zl", "Zp")}
    inert(text).encode()


@given(st.text("ab1 .)(-+*_`~#>|<&[]!:/@$\\\"'=w\n\t", max_size=24) | st.text(max_size=24))
def test_no_text_becomes_markup(text: str) -> None:
    rendered = Seen(RENDERER.render(markdown(text)))
    assert (rendered.tags, rendered.attributes) in ((set(), set()), ({"p"}, set()))
    assert rendered.text.strip() == line(text)


@given(st.text("ab `|<>*&\\", max_size=16) | st.text(max_size=16))
def test_any_text_can_be_code_also_in_a_table(text: str) -> None:
    rendered = Seen(RENDERER.render(f"| a | b |\n|---|---|\n| {code(text)} | x |\n"))
    assert rendered.tags == {"table", "thead", "tbody", "tr", "th", "td", "code"}
    assert rendered.text.split() == ["a", "b", *line(text).split(), "x"]


def test_code_in_a_sentence_stays_code_and_a_lonely_backtick_is_none() -> None:
    assert markdown_prose("Set `a_b` to `true`.") == "Set `a_b` to `true`."
    assert markdown_prose("one ` lonely_") == r"one \` lonely\_"


@given(st.text("ab `*_<\n", max_size=20))
def test_no_sentence_becomes_other_markup_than_code(text: str) -> None:
    rendered = Seen(RENDERER.render("x" + markdown_prose(text)))
    assert rendered.tags <= {"p", "code"}


@pytest.mark.parametrize("text", ["@all", "see #12", "https://e.invalid", "www.e.invalid", "$x$", ":bomb:"])
def test_nothing_is_left_that_github_finds_after_rendering(text: str) -> None:
    written = markdown(text)
    assert not any(part in written for part in ("@a", "#1", "://", "www.e", "$", ":b"))


def test_cutting_says_so_and_keeps_the_limit() -> None:
    assert (cut("abcdef", 6), cut("abcdefg", 6)) == ("abcdef", "abcde…")
