"""GitHub's hash of a line, by its definition and by its own oracle."""

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.reports.line_hash import line_hashes

ODD = "a\r\nb\rc\n\n\t x \n\ud83d\ude00 😀\n}\n}\n" + "long " * 60 + "\nlast"


def by_definition(text: str) -> list[str]:
    """Each line's next 100 units, one by one; slow and plain."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    units = [
        int.from_bytes(c.encode("utf-16-be", "surrogatepass")[i : i + 2])
        for c in plain
        if c not in " \t"
        for i in range(0, len(c.encode("utf-16-be", "surrogatepass")), 2)
    ] + [0xFFFF]
    starts = [0] + [i + 1 for i, unit in enumerate(units[:-1]) if unit == 10]
    hashes: list[str] = []
    for start in starts:
        window = (units[start : start + 100] + [0] * 100)[:100]
        value = sum(unit * 37 ** (99 - i) for i, unit in enumerate(window)) % 2**64
        hashes.append(f"{value:x}:{1 + sum(h.split(':')[0] == f'{value:x}' for h in hashes)}")
    return hashes


@given(st.text("ab \t\r\n}😀", max_size=400))
def test_it_is_what_its_definition_says(text: str) -> None:
    assert list(line_hashes(text)) == by_definition(text)


def test_lines_that_read_alike_are_counted() -> None:
    assert [h.split(":")[1] for h in line_hashes("x\n" * 300)][:3] == ["1", "2", "3"]


def test_white_space_at_the_start_of_a_line_changes_nothing() -> None:
    assert line_hashes("  a\n\tb\n") == line_hashes("a\nb\n")


@pytest.mark.slow
def test_the_multitool_computes_the_same(multitool: Path, tmp_path: Path) -> None:
    app = (Path(__file__).parent / "app" / "environments" / "dev" / "main.tf").read_text()
    texts = {"main.tf": app, "odd.tf": ODD.replace("\ud83d\ude00", "e"), "empty.tf": "\n\n\n"}
    results = []
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text.encode())
        count = len(text.replace("\r\n", "\n").replace("\r", "\n").splitlines())
        results += [
            {"ruleId": "r", "message": {"text": "m"}, "locations": [{"physicalLocation": {
                "artifactLocation": {"uri": (tmp_path / name).as_uri()}, "region": {"startLine": line}}}]}
            for line in range(1, count + 1)
        ]  # fmt: skip
    log = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "t"}}, "results": results}]}
    (tmp_path / "in.sarif").write_text(json.dumps(log))
    insert = ["--insert", "RollingHashPartialFingerprints", "--log", "ForceOverwrite", "-o", "out.sarif"]
    subprocess.run([multitool, "rewrite", "in.sarif", *insert], cwd=tmp_path, check=True, capture_output=True)
    written = json.loads((tmp_path / "out.sarif").read_text(encoding="utf-8-sig"))["runs"][0]["results"]
    theirs = [r["partialFingerprints"]["primaryLocationLineHash"] for r in written]
    ours = [
        line_hashes(texts[Path(r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]).name])[
            r["locations"][0]["physicalLocation"]["region"]["startLine"] - 1
        ]
        for r in results
    ]
    assert ours == theirs
