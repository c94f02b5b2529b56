"""The house stays as drawn: single doors, sizes, documents that name what exists. Not a test of behaviour."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
PACKAGE = TOP / "scanner" / "secscan"


@cache
def tracked() -> tuple[str, ...]:
    """What git tracks (or would): nothing that a person left lying about."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=TOP,
        capture_output=True,
        check=True,
    )
    return tuple(sorted(name for name in listed.stdout.decode().split("\0") if name and (TOP / name).is_file()))


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def importers(*wanted: str) -> set[str]:
    return {name for name, tree in modules() if imports(tree) & set(wanted)}


def test_one_module_reads_hcl2() -> None:
    assert importers("hcl2", "lark") == {"terraform/hcl/grammar.py"}


def test_one_module_starts_processes() -> None:
    assert importers("subprocess", "pty", "multiprocessing.popen_fork") == {"engines/process.py"}


def test_nothing_unpickles_evaluates_or_opens_a_shell() -> None:
    assert importers("pickle", "marshal", "shelve", "dill") == set()
    calls = {
        (name, node.func.id)
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"eval", "exec", "compile"}
    }
    assert calls == set()


def test_the_network_is_reached_by_the_installer_alone() -> None:
    reaching = importers("socket", "http", "urllib3", "requests", "httpx", "ssl")
    assert {name for name in reaching if not name.startswith("engines/provision")} == set()


def test_everything_is_caught_in_one_place() -> None:
    """Those that clean up and let it fly on are not meant; nor is the program that runs beside Checkov."""
    broad = {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"})
        and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
    }
    deliberate = {"engines/checkov_driver.py", "terraform/configuration.py"}
    assert broad - deliberate == {"cli/__init__.py"}


def test_every_module_opens_with_what_it_is_for() -> None:
    assert [name for name, tree in modules() if not ast.get_docstring(tree)] == []


def test_modules_and_functions_fit_a_screen() -> None:
    long_modules = [name for name in tracked() if _is_source(name) and len((TOP / name).read_text().splitlines()) > 400]
    long_functions = [
        f"{name}:{node.lineno} {node.name}"
        for name in tracked()
        if _is_source(name)
        for node in ast.walk(ast.parse((TOP / name).read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= 60
    ]
    assert (long_modules, long_functions) == ([], [])


def _is_source(name: str) -> bool:
    return name.endswith(".py") and name.startswith(("scanner/", "scripts/", "infra/"))


def test_tests_mirror_the_rooms() -> None:
    rooms = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()}
    rooms |= {"diagrams", "house", "infra", "receivers"}
    folders = {path.name for path in (TOP / "tests").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders - rooms == set()


DOCUMENTS = [
    name for name in tracked() if name.endswith(".md") and not name.startswith(("docs/rules/", "infra/modules/"))
]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_in_documents_lead_somewhere(document: str) -> None:
    text = re.sub(r"```.*?```", "", (TOP / document).read_text(encoding="utf-8"), flags=re.DOTALL)
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if not re.match(r"[a-z]+:", link)]
    assert [link for link in links if link and not ((TOP / document).parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_paths_that_documents_name_exist(document: str) -> None:
    text = (TOP / document).read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:scanner|policies|tests|docs|scripts|infra|requirements|ci)/[\w./-]*\w/?)`", text))
    assert sorted(path for path in named if not (TOP / path).exists()) == []


def test_the_project_speaks_of_itself_alone() -> None:
    """No path of somebody's machine, no home directory, no package index's host."""
    forbidden = re.compile(r"/(?:root|home/[a-z]+)/(?!\.\.\.)|files\.pythonhosted|proxy\.golang|registry\.npmjs")
    found = [
        f"{name}:{number}"
        for name in tracked()
        if not name.endswith((".png", ".zip")) and name != "tests/house/test_house.py"
        for number, line in enumerate((TOP / name).read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if forbidden.search(line)
    ]
    assert found == []


def test_locked_requirements_carry_digests_and_no_index() -> None:
    for name in sorted((TOP / "requirements").glob("*.txt")):
        text = name.read_text()
        pins = re.findall(r"^([A-Za-z0-9_.-]+)==\S+", text, flags=re.MULTILINE)
        entries = re.split(r"\n(?=[A-Za-z0-9])", text)
        assert [e.split("==")[0] for e in entries if "==" in e and "--hash=sha256:" not in e] == []
        assert "http" not in text
        assert len(pins) == len(set(pins)) or "python_version" in text or "python_full_version" in text
