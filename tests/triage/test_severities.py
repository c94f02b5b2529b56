"""How bad an engine's rule is: our table first, the engine's word next, an assumption last, and always said."""

import re

import pytest

from secscan.model import Severity
from secscan.triage import severities


@pytest.mark.parametrize(
    ("rule", "stated", "expected"),
    [
        ("CKV_AWS_20", set(), (Severity.CRITICAL, "secscan's own table; checkov states none that we use")),
        ("CKV_AWS_20", {Severity.LOW}, (Severity.CRITICAL, "secscan's own table; checkov states none that we use")),
        ("CKV_NEW_1", {Severity.LOW, Severity.HIGH}, (Severity.HIGH, "as checkov states it")),
        (
            "CKV_NEW_1",
            set(),
            (
                Severity.MEDIUM,
                "assumed: checkov gives no severity for this rule, and secscan's table has none",
            ),
        ),
    ],
)
def test_a_severity_has_a_reason(rule: str, stated: set[Severity], expected: tuple[Severity, str]) -> None:
    assert severities.of_rule("checkov", rule, stated) == expected


def test_the_table_names_every_rule_once_and_as_checkov_does() -> None:
    listed = [rule for rules in severities._CHECKOV.values() for rule in rules.split()]
    assert sorted(listed) == sorted(rule for _, rule, _ in severities.table())
    assert [rule for rule in listed if not re.fullmatch(r"CKV2?_(AWS|TF)_[1-9][0-9]*", rule)] == []
