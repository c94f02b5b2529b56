"""The tables in the documents about the platform say what its Terraform amounts to, and a wrong name is refused."""

import sys
from pathlib import Path

import pytest
from terraform_copy import TOP

sys.path.insert(0, str(TOP / "infra" / "scripts"))
import generate_pages

WRITTEN = generate_pages.pages(TOP)


@pytest.mark.parametrize("path", sorted(WRITTEN), ids=lambda path: str(path.relative_to(TOP)))
def test_the_tables_are_what_the_script_writes(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == WRITTEN[path], "run `make docs`"


def test_the_documents_about_the_platform_have_tables() -> None:
    assert sorted(path.relative_to(TOP / "docs").as_posix() for path in WRITTEN) == [
        "architecture/detailed-components.md",
        "operations/security-best-practices.md",
        "operations/troubleshooting.md",
    ]


def test_a_table_that_nobody_makes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "main.tf").write_text("")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "page.md").write_text("<!-- table: nods -->\n<!-- end: nods -->\n")
    with pytest.raises(ValueError, match="no table is called nods; there are alarms, doors"):
        generate_pages.pages(tmp_path)


@pytest.mark.slow
@pytest.mark.xdist_group("terraform")
@pytest.mark.parametrize("root", generate_pages.ROOTS)
def test_the_counts_are_those_of_terraform_s_plan(root: str, platform_plan) -> None:
    changes = platform_plan(root)["resource_changes"]
    made = [change["type"] for change in changes if change["mode"] == "managed"]
    (row,) = (
        line
        for line in WRITTEN[TOP / "docs/architecture/detailed-components.md"].splitlines()
        if line.startswith(f"| `{root}` |")
    )
    assert row == f"| `{root}` | {len(made)} | {len(set(made))} |"
