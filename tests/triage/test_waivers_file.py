"""The register is read strictly: a waiver that is read as something else than was meant would hide a defect."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.errors import UserError
from secscan.model import Waiver
from secscan.triage.waivers_file import read_waivers

PATH = ".secscan/waivers.yaml"
ONE = """\
- rule: CKV_AWS_18
  address: aws_s3_bucket.b["x"]
  root: ./environments/dev/
  reason: |
    Access logs of the log bucket would
    log themselves.
  owner: platform-security
  until: 2027-01-31
  ticket: 12
"""
READ = Waiver(
    rule="CKV_AWS_18",
    address='aws_s3_bucket.b["x"]',
    root="environments/dev",
    reason="Access logs of the log bucket would\nlog themselves.",
    owner="platform-security",
    until=date(2027, 1, 31),
    ticket="12",
    file=PATH,
    line=1,
)


def told(text: str) -> tuple[int, str, str]:
    with pytest.raises(UserError) as caught:
        read_waivers(text, PATH)
    assert caught.value.path == PATH
    return caught.value.line, caught.value.message, caught.value.hint


def test_a_register_is_a_list_with_or_without_its_name_above_it() -> None:
    from dataclasses import replace

    indented = "waivers:\n" + "".join(f"  {line}\n" for line in ONE.splitlines())
    assert read_waivers(ONE, PATH) == (READ,)
    assert read_waivers(indented, PATH) == (replace(READ, line=2),)


@pytest.mark.parametrize("text", ["", "# nothing\n", "waivers:\n", "waivers: []\n", "[]\n", "---\n", "{}\n"])
def test_an_empty_register_has_no_waivers(text: str) -> None:
    assert read_waivers(text, PATH) == ()


REST = "  reason: r\n  owner: o\n  until: 2027-01-31\n"


ROLE = "a role in lower case with hyphens, such as platform-security"
DAY = "the last day on which it holds, as YYYY-MM-DD"
KEYS = "valid keys: address, owner, reason, root, rule, ticket, until"
BEFORE = "- rule: a\n  address: b\n  reason: r\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- rule: a\n  adress: b\n",
         (2, "`adress` is no key of a waiver; did you mean `address`?", "did you mean `address`?")),
        ("waiver:\n", (1, "`waiver` is no key of the register; did you mean `waivers`?", "did you mean `waivers`?")),
        ("- rule: a\n  zzz: b\n", (2, f"`zzz` is no key of a waiver; {KEYS}", KEYS)),
        ("- rule: a\n  rule: b\n", (2, "`rule` stands here twice, first on line 1", "")),
        ("\n- rule: a\n" + REST, (2, "a waiver needs `address`", "add `address:`")),
        ("- rule: a\n  address: [b]\n" + REST, (2, "a text belongs here", "")),
        ("- rule: a\n  address: b\n  reason: ' '\n  owner: o\n  until: 2027-01-31\n", (3, "a text belongs here", "")),
        (BEFORE + "  owner: A B\n  until: 2027-01-31\n", (4, "`A B` is no role", ROLE)),
        (BEFORE + "  owner: o\n  until: soon\n", (5, "`soon` is no date", DAY)),
        (BEFORE + "  owner: o\n  until: 2027-02-30\n", (5, "`2027-02-30` is no day of the calendar", DAY)),
        ("- just words\n", (1, "a waiver is a mapping of keys", "")),
        ("just words\n", (1, "the register is a list of waivers", "write `waivers:` and a list under it")),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_what_to_do(text: str, expected: tuple[int, str, str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "line"),
    [("- rule: a\n  address: 'b\n", 3), ("a: b: c\n", 1), ("\n- &a [*a]\n- !!python/name:os.system\n", 2)],
)
def test_what_is_not_yaml_that_we_read_is_named_with_its_line(text: str, line: int) -> None:
    assert told(text)[0] == line


def test_a_control_character_is_refused() -> None:
    assert "not valid YAML" in told("- rule: a\x07\n")[1]


def test_a_bottomless_document_is_refused_and_does_not_end_the_process() -> None:
    assert told("[" * 200_000)[1] == "nested too deeply"


@given(st.text(max_size=60))
def test_no_text_whatever_raises_anything_but_a_user_error(text: str) -> None:
    with contextlib.suppress(UserError):
        assert isinstance(read_waivers(text, PATH), tuple)
