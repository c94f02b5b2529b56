"""`secscan` on legacy engines, and on an organisation's rules for Guard: what it refuses, and with which words."""

from pathlib import Path

import pytest
from cli_runs import grow, secscan

KEY = 'resource "aws_kms_key" "k" {\n  enable_key_rotation = true\n}\n'


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("--engine", "terrascan"),
            "terrascan alone decides nothing: archived upstream since November 2025",
        ),
        (
            ("--engine", "secscan", "--engine", "terrascan", "--require", "terrascan"),
            "terrascan cannot be required: archived upstream since November 2025",
        ),
        (("--engine", "secscan", "--require", "kics"), "kics is required and does not run"),
    ],
)
def test_no_verdict_can_depend_on_a_legacy_engine(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = secscan("scan", *words, cwd=grow(tmp_path, {"main.tf": KEY}))
    assert (done.code, said in done.err) == (2, True)


def test_a_legacy_engine_that_fails_is_shown_and_costs_nothing(tmp_path: Path) -> None:
    top = grow(tmp_path / "top", {"main.tf": KEY})
    words = ("scan", "--engine", "secscan", "--engine", "terrascan", "--format", "json")
    done = secscan(*words, cwd=top, SECSCAN_CACHE_DIR=str(tmp_path / "empty"))
    assert (done.code, done.report["verdict"]) == (0, "pass")
    assert [(e["name"], e["status"]) for e in done.report["engines"]] == [("secscan", "ok"), ("terrascan", "failed")]


def test_doctor_says_that_an_engine_is_legacy(tmp_path: Path) -> None:
    top = grow(tmp_path / "top", {".secscan.yaml": "engines: {enabled: [secscan, terrascan]}\n"})
    done = secscan("doctor", cwd=top, SECSCAN_CACHE_DIR=str(tmp_path / "empty"))
    assert done.code == 0
    assert "engine terrascan, legacy (archived upstream since November 2025): Terrascan 1.19.9 missing" in done.out


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "rules/mine.guard: "),
        ({"rules/mine.guard": b"\xff\xfe"}, "rules/mine.guard: "),
    ],
)
def test_a_rules_file_that_cannot_be_read_is_a_mistake_in_the_configuration(
    files: dict[str, str | bytes], said: str, tmp_path: Path
) -> None:
    config = "engines: {enabled: [secscan], guard: {rules: [rules/mine.guard]}}\n"
    done = secscan("scan", cwd=grow(tmp_path, {"main.tf": KEY, ".secscan.yaml": config, **files}))
    assert (done.code, said in done.err) == (2, True)


def test_a_rules_file_that_leads_out_of_the_repository_is_not_read(tmp_path: Path) -> None:
    config = "engines: {enabled: [secscan], guard: {rules: [rules/mine.guard]}}\n"
    top = grow(tmp_path / "top", {"main.tf": KEY, ".secscan.yaml": config, "rules/none": ""})
    (tmp_path / "outside.guard").write_text("rule a {\n  Resources exists\n}\n")
    (top / "rules" / "mine.guard").symlink_to(tmp_path / "outside.guard")
    done = secscan("scan", cwd=top)
    assert (done.code, "rules/mine.guard: " in done.err) == (2, True)


def test_install_and_verify_without_a_name_mean_what_the_configuration_enables(tmp_path: Path) -> None:
    top = grow(tmp_path / "top", {".secscan.yaml": "engines: {enabled: [secscan, guard]}\n"})
    done = secscan("engines", "verify", cwd=top, SECSCAN_CACHE_DIR=str(tmp_path / "empty"))
    told = "CloudFormation Guard 3.1.1: missing: CloudFormation Guard 3.1.1 is not installed"
    assert (done.code, done.out, done.err.startswith(told)) == (3, "", True)


@pytest.mark.slow
def test_an_organisations_rules_are_part_of_the_audit_and_of_what_a_stored_run_depends_on(tmp_path: Path) -> None:
    rule = "rule key_described {\n  Resources.*[ Type == 'aws_kms_key' ].Properties.description exists\n}\n"
    config = "fail_on: info\nengines: {enabled: [guard], guard: {rules: [rules/mine.guard]}}\n"
    top = grow(tmp_path, {"main.tf": KEY, ".secscan.yaml": config, "rules/mine.guard": rule})
    assert secscan("engines", "install", cwd=top).code == 0
    done = secscan("report", "--format", "json", cwd=top)
    assert [(f["rule"], f["address"]) for f in done.report["findings"]] == [("guard:key_described", "aws_kms_key.k")]
    (top / "rules" / "mine.guard").write_text(rule.replace("description", "enable_key_rotation"))
    again = secscan("report", "--format", "json", cwd=top)
    assert (again.report["verdict"], again.report["findings"]) == ("pass", [])
    (top / "rules" / "mine.guard").write_text(rule.replace("exists", "=="))
    broken = secscan("report", "--format", "json", cwd=top)
    assert broken.code == 3
    (notice,) = broken.report["engines"][0]["notices"]
    assert (notice["level"], notice["file"], notice["line"]) == ("error", "rules/mine.guard", 2)
