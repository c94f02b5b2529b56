"""`secscan engines`: what it prints and the codes that it exits with."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from engine_stage import replayed

from secscan.cli.engines import engines
from secscan.engines import Tools


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of an audit by Checkov and TFLint."""
    (tmp_path / "top").mkdir()
    (tmp_path / "top" / ".secscan.yaml").write_text("engines: {enabled: [checkov, tflint]}\n")
    monkeypatch.chdir(tmp_path / "top")
    monkeypatch.setenv("SECSCAN_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def engines_(*words: str) -> Result:
    return CliRunner().invoke(engines, words)


def test_list_names_every_engine_with_its_locked_release_and_whether_it_is_there(cache: Path) -> None:
    assert engines_("list").output.splitlines() == [
        "secscan   secscan's own rules 0.1.0: built in",
        "checkov   Checkov 3.3.30: missing (`secscan engines install checkov`)",
        "tflint    TFLint 0.64.0: missing (`secscan engines install tflint`)",
        "tflint    TFLint AWS rules 0.48.0: missing (`secscan engines install tflint`)",
        "kics      KICS 2.2.0: missing (`secscan engines install kics`)",
        "guard     CloudFormation Guard 3.1.1: missing (`secscan engines install guard`)",
        "terrascan Terrascan 1.19.9: missing (`secscan engines install terrascan`)",
    ]
    replayed(Tools(cache=cache))
    found = engines_("list")
    assert found.exit_code == 0
    assert found.output.splitlines()[1:4] == [
        "checkov   Checkov 3.3.30: present (0 MB, a stand-in)",
        "tflint    TFLint 0.64.0: present (0 MB, a stand-in)",
        "tflint    TFLint AWS rules 0.48.0: present (0 MB, a stand-in)",
    ]


def test_verify_exits_with_3_where_a_tool_is_missing_or_changed_and_else_with_0(cache: Path) -> None:
    missing = engines_("verify", "checkov")
    assert (missing.exit_code, missing.output) == (
        3,
        "Checkov 3.3.30: missing: Checkov 3.3.30 is not installed: run `secscan engines install`\n",
    )
    replayed(Tools(cache=cache))
    whole = engines_("verify")
    assert whole.exit_code == 0
    assert [line.partition(",")[0] for line in whole.output.splitlines()] == [
        "Checkov 3.3.30: verified",
        "TFLint 0.64.0: verified",
        "TFLint AWS rules 0.48.0: verified",
    ]
    program = next((cache / "engines" / "tflint").glob("*/bin/tflint"))
    program.write_bytes(b"another")
    changed = engines_("verify", "tflint")
    assert changed.exit_code == 3
    assert (
        "TFLint 0.64.0: damaged: TFLint 0.64.0 is not as it was installed (bin/tflint was changed; 1" in changed.output
    )


def test_install_leaves_what_is_whole_alone_and_says_where_it_is(cache: Path) -> None:
    replayed(Tools(cache=cache))
    found = engines_("install")
    assert found.exit_code == 0
    assert [line.partition(",")[0] for line in found.output.splitlines()] == [
        "Checkov 3.3.30: verified",
        "TFLint 0.64.0: verified",
        "TFLint AWS rules 0.48.0: verified",
    ]


def test_install_exits_with_3_and_says_why_where_a_tool_cannot_be_had(tmp_path: Path, cache: Path) -> None:
    cache.write_text("a file stands where the cache should be")
    found = engines_("install", "tflint")
    assert found.exit_code == 3
    assert "TFLint 0.64.0: failed: the cache directory" in found.output
    assert "set SECSCAN_CACHE_DIR to one that can" in found.output


@pytest.mark.parametrize("command", ["install", "verify"])
def test_an_engine_that_there_is_not_is_a_usage_error_that_names_those_that_are(command: str, cache: Path) -> None:
    found = engines_(command, "chekov")
    assert found.exit_code == 2
    assert "no engine 'chekov'; there are secscan, checkov, tflint, kics, guard, terrascan" in found.output


def test_help_names_the_three_commands() -> None:
    found = engines_("--help").output
    assert [word for word in ("install", "list", "verify") if f"  {word} " in found] == ["install", "list", "verify"]
