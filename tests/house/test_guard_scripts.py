"""The two ways of running Guard alone: the shell's is run, PowerShell's is read by a grammar of the language."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import tree_sitter_powershell
from tree_sitter import Language, Node, Parser

TOP = Path(__file__).resolve().parents[2]
SHELL, POWERSHELL = TOP / "scripts" / "guard-validate.sh", TOP / "guard-validate.ps1"


def parsed(source: bytes) -> Node:
    return Parser(Language(tree_sitter_powershell.language())).parse(source).root_node


def nodes(node: Node, kind: str) -> Iterator[str]:
    if node.type == kind:
        yield (node.text or b"").decode()
    for child in node.children:
        yield from nodes(child, kind)


def test_the_powershell_script_is_powershell() -> None:
    source = POWERSHELL.read_bytes()
    assert not parsed(source).has_error
    assert parsed(source.replace(b"exit 3\n}", b"exit 3\n", 1)).has_error  # the grammar does see a mistake


def test_the_powershell_script_calls_no_command_but_these() -> None:
    tree = parsed(POWERSHELL.read_bytes())
    assert set(nodes(tree, "command_name")) == {
        *("Find-Python", "ForEach-Object", "Get-Command", "Join-Path"),
        *("Select-Object", "Set-Location", "Set-StrictMode"),
    }
    assert set(nodes(tree, "function_name")) == {"Find-Python"}


def test_both_scripts_ask_secscan_for_the_same() -> None:
    words = " ".join(SHELL.read_text().split())
    assert '"$secscan" engines install guard' in words
    assert '"$secscan" scan --engine guard --format json "$@"' in words
    powershell = " ".join(POWERSHELL.read_text().split())
    assert "& $secscan engines install guard" in powershell
    assert "@('scan', '--engine', 'guard', '--format', $format)" in powershell
    assert "$format = 'json'" in powershell


@pytest.mark.slow
def test_the_shells_way_prints_guards_result_and_nothing_else() -> None:
    done = subprocess.run([str(SHELL)], cwd=TOP, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert (done.returncode, report["verdict"]) == (0, "pass")
    assert [(engine["name"], engine["status"]) for engine in report["engines"]] == [("guard", "ok")]
    assert {tally["rule"] for tally in report["coverage"]["tallies"]} >= {"aws-kms-key-rotation"}
