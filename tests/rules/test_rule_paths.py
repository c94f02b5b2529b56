"""The policy language's paths, and what is no path."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.rules.language import Path
from secscan.rules.paths import PathError, parse_path

_names = st.sampled_from(["a", "kms_key_id", "Statement", "aws:SourceIp", "*"])
_steps = st.lists(st.one_of(_names, st.integers(0, 99)), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("kms_key_id", Path(("kms_key_id",), "kms_key_id")),
        ("a.b[2].c", Path(("a", "b", 2, "c"), "a.b[2].c")),
        ("Condition.*", Path(("Condition", "*"), "Condition.*")),
        ("$item", Path((), "$item", name="item")),
        ("$pod.spec", Path(("spec",), "$pod.spec", name="pod")),
        (
            "json(policy).Statement",
            Path(("Statement",), "json(policy).Statement", function="json", inner=Path(("policy",), "policy")),
        ),
        (
            "keys($s.Condition.*)",
            Path(
                (), "keys($s.Condition.*)", function="keys", inner=Path(("Condition", "*"), "$s.Condition.*", name="s")
            ),
        ),
    ],
)
def test_a_path_is_read_into_its_steps(text: str, path: Path) -> None:
    assert parse_path(text) == path


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "begins with"),
        (".a", "begins with"),
        ("a.", "belongs after `a.`"),
        ("a..b", "belongs after `a.`"),
        ("a b", "goes wrong at ` b`"),
        ("a[x]", "goes wrong at `[x]`"),
        ("$", "a name belongs after `$`"),
        ("yaml(a)", "`yaml` is no function"),
        ("json(a", "`)` is missing"),
        ("json(" * 9 + "a" + ")" * 9, "too deeply"),
    ],
)
def test_what_is_no_path_is_said_to_be_none(text: str, says: str) -> None:
    with pytest.raises(PathError) as raised:
        parse_path(text)
    assert says in str(raised.value)


@given(_steps)
def test_every_path_keeps_its_steps_and_its_text(steps: list[str | int]) -> None:
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")
    assert parse_path(text) == Path(tuple(steps), text)
