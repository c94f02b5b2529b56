"""docs/writing-rules.md: every rule that it shows is read, and answers its Terraform as marked."""

import re
from pathlib import Path

import pytest
from rule_samples import PROSE

from secscan.rules import load_policies
from secscan.rules.cases import run_cases
from secscan.rules.load import own_policies
from secscan.rules.predicates import OPERATORS, QUANTIFIERS

TOP = Path(__file__).resolve().parents[2]
PAGE = (TOP / "docs" / "writing-rules.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```\n\n```terraform\n(.*?)```", PAGE, re.DOTALL)


def test_every_example_is_a_rule_with_its_terraform() -> None:
    assert len(EXAMPLES) == PAGE.count("```yaml") == PAGE.count("```terraform") > 8


@pytest.mark.parametrize(("rule", "terraform"), EXAMPLES)
def test_an_example_answers_as_it_is_marked(rule: str, terraform: str, tmp_path: Path) -> None:
    folder = tmp_path / "acme" / "docs" / "example"
    (folder / "cases").mkdir(parents=True)
    (folder / "policy.yaml").write_text(rule if rule.startswith("title:") else PROSE + rule, encoding="utf-8")
    (folder / "cases" / "example.tf").write_text(terraform, encoding="utf-8")
    example = [policy for policy in load_policies((tmp_path,)) if policy.id == "acme-docs-example"]
    results = run_cases(example)
    assert [result for result in results if not result.ok] == []
    assert "finding" in {result.actual for result in results} or "who_knows" in terraform


def test_the_page_knows_every_word_of_the_language() -> None:
    words = (
        *OPERATORS,
        *QUANTIFIERS,
        "all",
        "any",
        "not",
        "default",
        "extract",
        "ignore_case",
        "same",
        "refer",
        "each",
        "is",
    )
    assert [word for word in words if f"`{word}" not in PAGE and f"{word}:" not in PAGE] == []


def test_the_page_knows_every_term() -> None:
    terms = re.findall(r"^([a-z][a-z-]*):$", (own_policies() / "terms.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    assert re.findall(r"^\| [a-z' A-Z]+ \| `([a-z-]+)` \|", PAGE, re.MULTILINE) == terms
