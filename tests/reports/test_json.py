"""The contract: valid by its published schema, and all that a program joins on."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from secscan.model import Outcome, Report
from secscan.reports import RenderOptions
from secscan.reports import json as format_
from secscan.reports.json import document, schema


def test_the_published_schema_is_the_one_that_travels(top: Path) -> None:
    published = (top / "docs" / "schema" / "secscan-report-1.schema.json").read_text()
    assert published == schema()
    Draft202012Validator.check_schema(json.loads(published))


def test_every_report_is_valid(any_report: Report, options: RenderOptions) -> None:
    made = json.loads(format_.render(any_report, options))
    validator = Draft202012Validator(json.loads(schema()), format_checker=FormatChecker())
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(made)] == []


@pytest.mark.parametrize("missing", ["verdict", "findings", "engines", "coverage", "waivers"])
def test_the_schema_misses_what_is_left_out(missing: str, passing: Report) -> None:
    made = json.loads(format_.render(passing, RenderOptions()))
    del made[missing]
    assert not Draft202012Validator(json.loads(schema())).is_valid(made)


def test_addresses_come_back_as_they_were(hostile: Report) -> None:
    made = json.loads(format_.render(hostile, RenderOptions()))
    assert [f["address"] for f in made["findings"]] == [f.address.name for f in hostile.findings if f.address]


def test_every_failing_word_of_every_engine_is_in_it_once(failing: Report) -> None:
    said = sorted(str(o.rule_id) for run in failing.runs for o in run.observations if o.outcome is Outcome.FAIL)
    made = json.loads(format_.render(failing, RenderOptions()))
    assert sorted(o["rule_id"] for f in made["findings"] for o in f["observations"]) == said


def test_a_required_engine_that_did_not_run_is_listed_as_missing(incomplete: Report) -> None:
    made = json.loads(format_.render(incomplete, RenderOptions()))
    assert [(e["name"], e["status"], e["required"]) for e in made["engines"]] == [
        ("secscan", "ok", True),
        ("checkov", "ok", False),
        ("tflint", "failed", True),
        ("kics", "missing", True),
    ]


def test_an_engine_that_calls_itself_well_and_tells_an_error_is_failed(hostile: Report) -> None:
    assert [engine["status"] for engine in document(hostile)["engines"]][:1] == ["failed"]  # type: ignore[index]


def test_it_looks_like_this(passing: Report, golden: Callable[[str, bytes], None]) -> None:
    golden("passing.json", format_.render(passing, RenderOptions()))
