"""A waiver is added to a register without touching another byte of it, whatever the words are."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.errors import UserError
from secscan.triage.waivers_file import read_waivers
from secscan.triage.waivers_text import with_waiver

PATH = ".secscan/waivers.yaml"
ENTRY = {"rule": "CKV_AWS_18", "address": "aws_x.y", "reason": "r", "owner": "o", "until": "2027-01-31"}
LINES = "- rule: CKV_AWS_18\n{0}  address: aws_x.y\n{0}  reason: r\n{0}  owner: o\n{0}  until: 2027-01-31\n"
OTHER = "- {rule: a, address: b, reason: c, owner: d, until: 2027-01-31} # stays\n"


@pytest.mark.parametrize(
    ("text", "head", "indent"),
    [
        ("", "waivers:\n", "  "),
        ("# ours\n", "# ours\nwaivers:\n", "  "),
        ("waivers:\n", "waivers:\n", "  "),
        ("waivers:\n  # none yet\n", "waivers:\n  # none yet\n", "  "),
        ("waivers: []\n", "waivers:\n", "  "),
        ("---\n{}\n", "---\n\nwaivers:\n", "  "),
        (OTHER, OTHER, ""),
        (f"waivers:\n    {OTHER}\n# the end", f"waivers:\n    {OTHER}\n# the end\n", "    "),
    ],
)
def test_it_stands_at_the_end_as_the_others_do(text: str, head: str, indent: str) -> None:
    written, new = with_waiver(text, PATH, ENTRY)
    assert written == head + indent + LINES.format(indent)
    assert read_waivers(written, PATH)[-1] == new
    assert new.line == head.count("\n") + 1


def test_it_ends_its_lines_as_the_register_does() -> None:
    text = f"waivers:\n  {OTHER}".replace("\n", "\r\n")
    written, _ = with_waiver(text, PATH, ENTRY)
    assert written == text + ("  " + LINES.format("  ")).replace("\n", "\r\n")


def test_where_none_can_be_added_nothing_is_guessed() -> None:
    text = "waivers: [{rule: a, address: b, reason: c, owner: d, until: 2027-01-31}]\n"
    with pytest.raises(UserError, match="no waiver can be added here"):
        with_waiver(text, PATH, ENTRY)


@pytest.mark.parametrize(
    ("change", "says"),
    [({"owner": "A Person"}, "is no role"), ({"until": "2027-02-30"}, "no day"), ({"reason": ""}, "needs `reason`")],
)
def test_an_entry_that_the_register_would_refuse_is_not_written(change: dict[str, str], says: str) -> None:
    with pytest.raises(UserError, match=says):
        with_waiver("", PATH, {**ENTRY, **change})


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=300)


@given(
    words=WORDS.filter(lambda text: text == text.strip()),
    address=st.sampled_from(["*", 'a["b: c"]', "a.b # c", "- x", "yes", "123", "'", '"', 'it\'s "x"', "&a", "{}"]),
)
def test_whatever_the_words_are_they_are_read_as_given(words: str, address: str) -> None:
    text = f"# kept\nwaivers:\n  {OTHER}"
    written, new = with_waiver(text, PATH, {**ENTRY, "reason": words, "address": address})
    assert written.startswith(text)
    assert (new.reason, new.address) == (words, address)
    first, second = read_waivers(written, PATH)
    assert (first, second) == (replace(read_waivers(text, PATH)[0]), new)
