"""docs/rules: made from the policies, complete, up to date, and nothing in a policy breaks a page."""

from dataclasses import replace
from pathlib import Path

from secscan.catalogue import DIRECTORY, render
from secscan.catalogue.severities import render_severities
from secscan.rules import load_policies
from secscan.triage.severities import table

TOP = Path(__file__).resolve().parents[2]


def test_the_pages_are_those_that_the_policies_make() -> None:
    """Mend it with `make docs`."""
    written = {
        path.relative_to(TOP).as_posix(): path.read_text(encoding="utf-8")
        for path in (TOP / DIRECTORY).glob("*.md")
        if path.name != "matrix.md"  # of the engines' answers: test_witnesses
    }
    assert written == {**render(load_policies()), f"{DIRECTORY}/severities.md": render_severities()}


def test_the_table_of_severities_is_shown_whole() -> None:
    page = render_severities()
    assert [rule for _, rule, _ in table() if f"`{rule}`" not in page] == []
    assert "| kics | `CRITICAL` | critical |\n| kics | `HIGH` | high |" in page


def test_every_rule_has_a_page_that_the_index_names_with_its_severity() -> None:
    pages = render(load_policies())
    index = pages[f"{DIRECTORY}/README.md"]
    for policy in load_policies():
        assert f"| [{policy.id}]({policy.id}.md) | {policy.info.severity} |" in index
        page = pages[f"{DIRECTORY}/{policy.id}.md"]
        assert policy.info.remediation in page
        assert all(f"| {alias.engine} | {alias.rule_id} |" in page for alias in policy.info.aliases)
        assert "# expect: finding" in page


def test_a_case_that_holds_a_fence_does_not_end_its_own(tmp_path: Path) -> None:
    policy = load_policies()[0]
    folder = tmp_path / "aws" / "x" / "y"
    (folder / "cases").mkdir(parents=True)
    (folder / "cases" / "a.tf").write_text('# ```\n# expect: clean\nresource "aws_x" "y" {}\n', encoding="utf-8")
    page = render([replace(policy, directory=str(folder))])[f"{DIRECTORY}/{policy.id}.md"]
    assert '````terraform\n# ```\n# expect: clean\nresource "aws_x" "y" {}\n````\n' in page
