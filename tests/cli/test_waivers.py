"""`secscan waivers`: what is on record is shown, checked and added to, in the register and in comments."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli_runs import BAD_KEY, grow, own, secscan

RULE, KEY = "aws-kms-key-rotation", "aws_kms_key.this"
LATER = (datetime.now(UTC).date() + timedelta(days=100)).isoformat()
WORDS = ("--reason", "It is replaced in spring.", "--owner", "platform-security", "--until", LATER)
KEPT = "# Ours.\nwaivers:\n  # the log bucket\n"


def test_what_is_added_is_in_the_register_and_excuses(tmp_path: Path) -> None:
    top = grow(tmp_path, {"main.tf": BAD_KEY, ".secscan/waivers.yaml": KEPT})
    done = secscan("waivers", "add", RULE, KEY, *WORDS, "--ticket", "SEC-1", "--root", ".", cwd=top)
    assert done.code == 0
    assert done.out == f".secscan/waivers.yaml:4: {RULE} on {KEY} is waived until {LATER} (100 days left)\n"
    assert (top / ".secscan/waivers.yaml").read_text() == (
        f"{KEPT}  - rule: {RULE}\n    address: {KEY}\n    reason: It is replaced in spring.\n"
        f"    owner: platform-security\n    until: {LATER}\n    root: .\n    ticket: SEC-1\n"
    )
    assert own(cwd=top).code == 0
    assert secscan("waivers", "check", cwd=top).code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("aws-kms-key-rotatoin", KEY, *WORDS), f"did you mean {RULE}?"),
        ((RULE, KEY, *WORDS[:-1], "2020-01-31"), "its last day was 2020-01-31"),
        ((RULE, KEY, *WORDS[:-1], "next year"), "is no date"),
        ((RULE, KEY, *WORDS, "--owner", "Some Body"), "is no role"),
        (("*", KEY, *WORDS), "it means every rule"),
        ((RULE, "taken", *WORDS), ".secscan/waivers.yaml:2 excuses the same"),
        (("CKV_AWS_18", KEY, *WORDS), "CKV_AWS_18 cannot be waived"),
        ((RULE, KEY, *WORDS, "--until", "2999-01-01"), "may be waived for 200 days at most"),
    ],
)
def test_what_check_would_refuse_is_not_written(words: tuple[str, ...], says: str, tmp_path: Path) -> None:
    taken = f"waivers:\n- rule: {RULE}\n  address: taken\n  reason: r\n  owner: o\n  until: {LATER}\n"
    terms = "waivers: {longest_days: 200, not_waivable: [CKV_AWS_18]}\n"
    top = grow(tmp_path, {".secscan/waivers.yaml": taken, ".secscan.yaml": terms})
    done = secscan("waivers", "add", *words, cwd=top)
    assert done.code == 2
    assert says in done.said
    assert (top / ".secscan/waivers.yaml").read_text() == taken


def test_nothing_is_written_through_a_link_that_leads_out(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    top = grow(tmp_path / "top", {"main.tf": BAD_KEY})
    (top / ".secscan").symlink_to(outside)
    done = secscan("waivers", "add", RULE, KEY, *WORDS, cwd=top)
    assert done.code == 2
    assert list(outside.iterdir()) == []


COMMENTS = f"""\
resource "aws_kms_key" "a" {{
  #checkov:skip=CKV_AWS_7:being replaced
  enable_key_rotation = false # secscan:ignore={RULE} reason="r" until={LATER} owner=platform-security
}}
"""


def test_waivers_in_comments_are_listed_and_checked_with_the_registers(tmp_path: Path) -> None:
    top = grow(tmp_path, {"main.tf": COMMENTS})
    done = secscan("waivers", "list", cwd=top)
    assert done.code == 0
    assert done.out == (
        "no last day (without end)  checkov:CKV_AWS_7 on aws_kms_key.a\n"
        "    being replaced (no owner; checkov's comment; main.tf:2)\n"
        "    ! it has no last day: add until=YYYY-MM-DD\n"
        f"{LATER} (100 days left)  {RULE} on aws_kms_key.a.enable_key_rotation\n"
        "    r (platform-security; a comment; main.tf:3)\n"
        "0 waivers in .secscan/waivers.yaml, 2 in comments\n"
    )
    checked = secscan("waivers", "check", cwd=top)
    assert (checked.code, checked.out) == (2, ".secscan/waivers.yaml: 0 waivers, 0 expired\ncomments: 2 waivers\n")
    assert (
        checked.err
        == "secscan: main.tf:2: checkov:CKV_AWS_7 on aws_kms_key.a: it has no last day: add until=YYYY-MM-DD\n"
    )


def test_a_file_whose_comments_cannot_be_read_is_said(tmp_path: Path) -> None:
    done = secscan("waivers", "check", cwd=grow(tmp_path, {"main.tf": "resource {{{\n"}))
    assert done.code == 3
    assert "main.tf:1" in done.err
