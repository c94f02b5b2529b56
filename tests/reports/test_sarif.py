"""SARIF by its specification, by the multitool, and by what GitHub takes."""

import gzip
import json
import subprocess
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from secscan.model import Disposition, Finding, Report, Severity, WaiverState
from secscan.reports import RenderOptions, sarif, sarif_github
from secscan.reports.line_hash import line_hashes

Run = dict


def made(report: Report, options: RenderOptions, profile: str = "full") -> Run:
    (run,) = json.loads(sarif.render(report, replace(options, sarif_profile=profile)))["runs"]
    return run


def open_findings(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.disposition is Disposition.OPEN]


def test_every_finding_is_a_result_and_every_waived_one_is_suppressed(failing: Report, options: RenderOptions) -> None:
    results = made(failing, options)["results"]
    assert [r["fingerprints"]["secscan/v1"] for r in results] == [f.fingerprint for f in failing.findings]
    suppressed = [r["fingerprints"]["secscan/v1"] for r in results if r["suppressions"]]
    assert suppressed == [f.fingerprint for f in failing.findings if f.disposition is Disposition.WAIVED]
    (excuse,) = next(r["suppressions"] for r in results if r["suppressions"])
    assert excuse == {
        "kind": "external",
        "status": "accepted",
        "justification": "Access logs go to the edge, where every request passes.",
        "properties": {"owner": "platform-security", "until": "2026-06-20", "ticket": "SEC-12"},
    }


def test_a_result_points_at_the_attribute_and_says_how_it_came_about(failing: Report, options: RenderOptions) -> None:
    result = next(r for r in made(failing, options)["results"] if r["ruleId"] == "aws-kms-key-rotation")
    place = result["locations"][0]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "modules/keys/main.tf"},
        "region": {"startLine": 12, "startColumn": 3, "endLine": 12, "endColumn": 37},
        "contextRegion": {"startLine": 10, "startColumn": 1, "endLine": 13, "endColumn": 2},
    }
    assert place["logicalLocations"] == [
        {"fullyQualifiedName": 'module.keys["assets"].aws_kms_key.this', "kind": "resource"}
    ]
    assert [
        (r["message"]["text"], r["physicalLocation"]["region"]["startLine"]) for r in result["relatedLocations"]
    ] == [('the value comes from here: module.keys["assets"].var.rotation = false', 7), ("called here", 5)]
    (flow,) = result["codeFlows"]
    assert [
        (p["location"]["message"]["text"], p["location"]["physicalLocation"]["region"]["startLine"])
        for p in flow["threadFlows"][0]["locations"]
    ] == [
        ('module.keys["assets"].var.rotation = false', 7),
        ('module.keys["assets"].aws_kms_key.this.enable_key_rotation = false', 12),
    ]
    text = (Path(__file__).parent / "app" / "modules" / "keys" / "main.tf").read_text()
    assert result["partialFingerprints"] == {"primaryLocationLineHash": line_hashes(text)[11]}
    assert (result["level"], result["rank"]) == ("error", 80.0)


def test_without_the_source_our_own_fingerprint_stands_for_the_hash_of_the_line(failing: Report) -> None:
    result = made(failing, RenderOptions())["results"][0]
    assert result["partialFingerprints"]["primaryLocationLineHash"] == f"{failing.findings[0].fingerprint[:16]}:1"


def test_rules_say_what_a_receiver_asks_of_them(any_report: Report, options: RenderOptions) -> None:
    for rule in made(any_report, options)["tool"]["driver"]["rules"]:
        texts = [rule["id"], rule["name"], rule["shortDescription"]["text"], rule["fullDescription"]["text"]]
        assert all([*texts, rule["help"]["text"], rule["help"]["markdown"]])
        assert [len(text) <= limit for text, limit in zip(texts, (255, 255, 1024, 1024), strict=True)] == [True] * 4
        assert len(rule["properties"]["tags"]) <= 20
        assert rule["properties"]["security-severity"] in {"9.5", "8.0", "5.5", "2.0", "0.0"}


def test_a_rule_is_mapped_into_the_taxonomies_of_the_run(failing: Report, options: RenderOptions) -> None:
    run = made(failing, options)
    taxa = {(t["name"], taxon["id"]) for t in run["taxonomies"] for taxon in t["taxa"]}
    told = {
        (link["target"]["toolComponent"]["name"], link["target"]["id"])
        for rule in run["tool"]["driver"]["rules"]
        for link in rule.get("relationships", ())
    }
    assert told == taxa
    assert ("cis-aws-foundations", "3.6") in taxa


def test_the_run_says_what_was_not_whole(incomplete: Report, options: RenderOptions) -> None:
    (invocation,) = made(incomplete, options)["invocations"]
    assert (invocation["executionSuccessful"], invocation["endTimeUtc"]) == (False, "2026-06-01T12:00:00Z")
    assert [
        (n["descriptor"]["id"], n["level"], n["message"]["text"]) for n in invocation["toolExecutionNotifications"]
    ] == [
        ("engine", "error", "tflint failed: timed out after 300 s in modules/keys"),
        ("engine", "error", "kics did not run"),
        ("problem", "note", "a tfvars names no variable"),
        ("incomplete", "error", "module not found: ./gone (create it or remove the call)"),
        ("incomplete", "error", "not UTF-8"),
    ]
    attention = [use for use in incomplete.waivers if use.state is not WaiverState.USED or use.expires_soon]
    assert len(invocation["toolConfigurationNotifications"]) == len(attention) == 4


def test_the_population_travels_with_its_digests(failing: Report, options: RenderOptions) -> None:
    artifacts = made(failing, options)["artifacts"]
    assert [(a["location"]["uri"], a.get("hashes", {}).get("sha-256", "")) for a in artifacts] == [
        (record.path, record.sha256) for record in failing.coverage.files
    ]


def test_github_gets_open_findings_alone_each_once(failing: Report, options: RenderOptions) -> None:
    results = made(failing, options, "github")["results"]
    told = [fingerprint for result in results for fingerprint in result["properties"]["fingerprints"]]
    assert sorted(told) == sorted(f.fingerprint for f in open_findings(failing))
    assert all("suppressions" not in result for result in results)


def test_github_gets_one_result_a_rule_and_line_that_names_every_instance(
    failing: Report, options: RenderOptions
) -> None:
    results = made(failing, options, "github")["results"]
    places = [(r["ruleId"], r["partialFingerprints"]["primaryLocationLineHash"]) for r in results]
    assert [place for place, number in Counter(places).items() if number > 1] == []
    rotation = next(r for r in results if r["ruleId"] == "aws-kms-key-rotation")
    assert rotation["message"]["text"] == (
        'the key is not rotated\nAffects: module.keys["assets"].aws_kms_key.this, module.keys["logs"].aws_kms_key.this'
    )


def test_what_has_no_place_is_left_out_for_github_and_said(failing: Report, options: RenderOptions) -> None:
    first = failing.findings[0]
    homeless = replace(first, locations=())
    outside = replace(
        first, locations=(replace(first.locations[0], span=replace(first.locations[0].span, file="../a.tf")),)
    )
    report = replace(failing, findings=(homeless, outside, *failing.findings[1:]))
    run = made(report, options, "github")
    assert first.rule not in {result["ruleId"] for result in run["results"]}
    said = [n["message"]["text"] for n in run["invocations"][0]["toolExecutionNotifications"]]
    assert said[-1] == f"2 findings without a place in a file cannot be shown here: {first.rule}."


def many(report: Report, number: int) -> Report:
    """So many findings on lines of their own, critical first."""
    first = report.findings[0]
    place = first.locations[0]

    def on(line: int) -> Finding:
        span = replace(place.span, line=line, end_line=line)
        severity = Severity.CRITICAL if line <= number // 2 else Severity.LOW
        return replace(first, severity=severity, locations=(replace(place, span=span, context=None),), cause=None)

    return replace(report, findings=tuple(on(line) for line in range(1, number + 1)))


def lines_and_words(places: Sequence[sarif_github.Place], cut: Sequence[str]) -> bytes:
    return json.dumps([[place.worst.locations[0].span.line for place in places], list(cut)]).encode()


def test_github_gets_no_more_results_than_it_takes_and_the_worst_of_them(failing: Report) -> None:
    kept, said = json.loads(sarif_github.fit(many(failing, 60), lines_and_words, max_results=53))
    assert kept == list(range(1, 54))
    assert said == ["7 results did not fit and were left out, the worst of them low."]


def test_github_gets_no_larger_file_than_it_takes(failing: Report) -> None:
    written = sarif_github.fit(many(failing, 1_000), lines_and_words, max_bytes=1_000)
    kept, (said,) = json.loads(written)
    assert len(gzip.compress(written, mtime=0)) <= 1_000
    assert kept == list(range(1, len(kept) + 1))
    assert said.startswith(f"{1_000 - len(kept)} results did not fit")


def test_paths_are_relative_references_that_need_no_reading_between_the_lines(
    failing: Report, options: RenderOptions
) -> None:
    first = failing.findings[0]
    odd = replace(first.locations[0], span=replace(first.locations[0].span, file="a dir/b%c#d:é.tf"))
    run = made(replace(failing, findings=(replace(first, locations=(odd,)),)), options)
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "a%20dir/b%25c%23d%3A%C3%A9.tf"


def test_an_unknown_profile_is_refused(failing: Report) -> None:
    with pytest.raises(ValueError, match="no SARIF profile 'gitlab'; there are full, github"):
        sarif.render(failing, RenderOptions(sarif_profile="gitlab"))


@pytest.mark.parametrize("profile", ["full", "github"])
def test_it_looks_like_this(
    profile: str, passing: Report, failing: Report, golden: Callable[[str, bytes], None]
) -> None:
    report = {"full": passing, "github": failing}[profile]
    golden(f"{profile}.sarif", sarif.render(report, RenderOptions(sarif_profile=profile)))


@pytest.mark.slow
@pytest.mark.parametrize("profile", ["full", "github"])
def test_it_is_valid_by_the_schema_of_sarif(
    profile: str, any_report: Report, options: RenderOptions, multitool: Path
) -> None:
    schema = json.loads((multitool.parent / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))
    log = json.loads(sarif.render(any_report, replace(options, sarif_profile=profile)))
    assert [f"{e.json_path}: {e.message}" for e in Draft202012Validator(schema).iter_errors(log)] == []


@pytest.mark.slow
@pytest.mark.parametrize("profile", ["full", "github"])
def test_the_multitool_has_nothing_against_it(
    profile: str, request: pytest.FixtureRequest, options: RenderOptions, multitool: Path, tmp_path: Path
) -> None:
    reports = [request.getfixturevalue(name) for name in ("failing", "incomplete", "passing", "hostile")]
    # Four runs in one log, for the time that the multitool takes to start.
    log = {"version": "2.1.0", "runs": [made(report, options, profile) for report in reports]}
    (tmp_path / "in.sarif").write_text(json.dumps({"$schema": sarif.SCHEMA, **log}, indent=2))
    kinds = ["--rule-kind", "Sarif;Ghas", "--log", "ForceOverwrite", "-o", "verdict.sarif"]
    command = [multitool, "validate", "in.sarif", *kinds, "--max-file-size-in-kb", "200000"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    (run,) = json.loads((tmp_path / "verdict.sarif").read_text(encoding="utf-8-sig"))["runs"]
    said = {(r["ruleId"], r.get("level", "warning"), json.dumps(r["message"]["arguments"])) for r in run["results"]}
    # The project has no address on the web of its own to give as informationUri.
    assert {words for words in said if words[0] != "SARIF2005"} == set()
    assert {words[0] for words in said} == {"SARIF2005"}
