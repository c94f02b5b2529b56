"""Every probe is to secscan what it was to Terraform 1.11, but for a few differences, each with its reason."""

import json
import shutil
from pathlib import Path

import probing
import pytest
import record_probes
from console import show_value

PROBES: list[dict[str, str]] = json.loads(record_probes.RECORDING.read_text(encoding="utf-8"))

# probe -> why secscan answers otherwise, on purpose
DIFFERENCES = {
    'var.us == "x" || true': "one operand decides alone, as in Terraform 1.12: more is known, nothing is wrong",
    "length([1]) / length([1, 2, 3])": "Terraform divides counts at 64 bits; secscan at 512 as everything else",
    "pow(2, 0.5) * pow(2, 0.5)": "Terraform rounds this product to 106 bits; secscan to 512",
    "tolist([var.any, { a = 1 }])": "Terraform fails for a value of no type; secscan has many, knowing no schemas",
    'regex("(?P<a>x)|(?P<a>y)", "x")': "RE2 in C++ refuses two groups of one name",
    'timeadd("9999-12-31T23:59:59Z", "1s")': "the year 10000 does not exist for Python",
    'timeadd("0001-01-01T00:00:00Z", "-1s")': "nor does the year 0",
    'cidrhost("::ffff:1.2.3.4/120", 1)': "Terraform mangles an IPv4-mapped prefix",
    'cidrsubnet("::ffff:10.0.0.0/112", 8, 1)': "Terraform mangles an IPv4-mapped prefix",
    'cidrsubnet("10.0.0.0/16", 8, -1)': "Terraform leaves the prefix for a negative number; secscan refuses it",
    'object({ "a" = string }) := { a = 1 }': "the syntax tree does not tell a quoted key from a bare one",
    '"string" := 5': "quoted types of Terraform 0.11 are still read, so that old code can be audited",
    '"list" := ["a"]': "quoted types of Terraform 0.11 are still read, so that old code can be audited",
    '"map" := { a = "b" }': "quoted types of Terraform 0.11 are still read, so that old code can be audited",
}


def _comparable(record: dict[str, str]) -> dict[str, str]:
    """Errors are compared as errors: their wording is Terraform's where that helps, and secscan's own elsewhere."""
    return {**record, "error": "an error"} if "error" in record else record


def test_every_probe_is_what_terraform_says_but_for_the_differences_listed() -> None:
    wrong = {}
    for record in PROBES:
        ours = probing.answer(record["expression"])
        if _comparable(ours) != _comparable(record):
            wrong[record["expression"]] = (record, ours)
    unexpected = {probe: found for probe, found in wrong.items() if probe not in DIFFERENCES}
    assert unexpected == {}
    assert set(wrong) == set(DIFFERENCES)


def test_the_recording_holds_every_probe_of_the_files_and_more_than_four_hundred() -> None:
    assert [record["expression"] for record in PROBES] == record_probes.expressions()
    assert len(PROBES) > 400


SAME_WORDS = (
    "1 + null",
    '"x${null}"',
    "{ a = 1 }.b",
    "tomap({ a = 1 }).b",
    "[1, 2, 3][0.5]",
    "[1, 2, 3][-1]",
    'tobool("yes")',
    'tonumber("abc")',
    "tolist([1, [2]])",
    '{ for x in ["a", "b", "a"] : x => 1 }',
    "[for x in 5 : x]",
    "null ? 1 : 2",
    "true ? [1] : {}",
    'upper("a", "b")',
    "upper()",
    "upper(null)",
    "upper([])",
    "range(1e9)",
    'cidrhost("10.0.0.0/30", 4)',
    "element([], 0)",
    'lookup({ a = "ay" }, "c")',
    'zipmap(["a"], [1, 2])',
    "object({ a = string, b = number, c = bool }) := {}",
    "list(strings) := []",
)


@pytest.mark.parametrize("probe", SAME_WORDS)
def test_an_error_says_what_terraform_says(probe: str) -> None:
    theirs = next((record["error"] for record in PROBES if record["expression"] == probe), "")
    assert probing.answer(probe)["error"].removeprefix("Invalid operand: ") in theirs


@pytest.mark.slow
def test_the_recording_is_still_what_the_binary_says(terraform: str, tmp_path: Path) -> None:
    """Every fourth probe; `record_probes.py` asks all of them, which takes minutes."""
    some = PROBES[::4]
    assert record_probes.ask_all([record["expression"] for record in some], tmp_path) == some


@pytest.mark.slow
def test_all_probes_with_a_value_agree_with_the_binary_in_one_tuple_each(terraform: str, tmp_path: Path) -> None:
    shutil.copytree(probing.ROOT, tmp_path / "root")
    valued = [record["expression"] for record in PROBES if "error" not in record]
    asked = [p for p in valued if p not in DIFFERENCES and "\n" not in p and " := " not in p]
    for start in range(0, len(asked), 60):
        together = "[" + ", ".join(asked[start : start + 60]) + "]"
        code, output = record_probes.console(tmp_path / "root", together)
        assert (code, output.rstrip("\n")) == (0, show_value(probing.evaluated(together)))
