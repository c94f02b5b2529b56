"""Alert rules, the collector and the dashboards agree with each other, and Prometheus's own tools accept them."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
import yaml
from terraform_copy import TOP, run

MODULES = TOP / "infra" / "modules"
RULES = MODULES / "prometheus" / "rules"
DASHBOARDS = sorted((MODULES / "grafana" / "dashboards").glob("*.json"))
GRID = 24

# What the services themselves say, by the names that OpenTelemetry gives to it, and what Prometheus says of alerts.
TOLD_BY_PODS = re.compile(r"http_server_request_duration_seconds_(bucket|count|sum)|ALERTS")
NAME = re.compile(r"\b[a-z_]+:[a-z_:]+[a-z0-9_]*|\b(?:up|ALERTS|[a-z]+(?:_[a-z0-9]+)+)\b(?=[{\[ ]|$)")
GROUPING = re.compile(r"\b(?:by|without|on|ignoring)\s*\([^)]*\)|\{[^}]*\}")


def tool(name: str, where: str) -> str:
    """The path of one of Prometheus's tools, or a loud skip: no package of Python brings them."""
    return shutil.which(name) or pytest.skip(f"{name} is absent: go install or download it from {where}")


def rules() -> Iterator[dict]:
    for path in sorted(RULES.glob("*.yaml")):
        for group in yaml.safe_load(path.read_text())["groups"]:
            yield from group["rules"]


def dashboard(path: Path) -> dict:
    return json.loads(path.read_text())


def queries(path: Path) -> list[str]:
    return [target["expr"] for panel in dashboard(path)["panels"] for target in panel["targets"] if "expr" in target]


def series(expression: str) -> set[str]:
    """Names of the series that a PromQL expression reads: words before a selector, a range, a blank or the end."""
    bare = GROUPING.sub(" ", expression)
    return {name for name in NAME.findall(bare + " ") if "_" in name or ":" in name or name in ("up", "ALERTS")}


def rendered(terraform: str, place: Path, template: Path, values: Mapping[str, str]) -> str:
    """A template as Terraform fills it in."""
    given = ", ".join(f"{name} = {json.dumps(value)}" for name, value in values.items())
    asked = f'jsonencode(templatefile("{template}", {{ {given} }}))\n'
    done = subprocess.run([terraform, "console"], cwd=place, input=asked, capture_output=True, text=True, check=True)
    return json.loads(json.loads(done.stdout))


def collected() -> Sequence[re.Pattern[str]]:
    template = (MODULES / "prometheus-collector" / "templates" / "scrape.yaml.tftpl").read_text()
    jobs = yaml.safe_load(template.replace("${", "$").replace("}", "}"))["scrape_configs"]
    kept = [relabel["regex"] for job in jobs for relabel in job.get("metric_relabel_configs", [])]
    assert len(kept) == 3
    return [re.compile(pattern) for pattern in kept]


def test_every_series_that_is_asked_for_is_collected_recorded_or_told_by_pods() -> None:
    known = [*collected(), TOLD_BY_PODS]
    recorded = {rule["record"] for rule in rules() if "record" in rule}
    asked = {name for rule in rules() for name in series(rule["expr"])}
    asked |= {name for path in DASHBOARDS for query in queries(path) for name in series(query)}
    assert {"up", "ALERTS", "apiserver_request_total", "service:http_errors:ratio5m"} <= asked
    assert {n for n in asked - recorded if not any(pattern.fullmatch(n) for pattern in known)} == set()


def test_every_alert_says_how_urgent_it_is_and_what_it_means() -> None:
    bad = [
        rule["alert"]
        for rule in rules()
        if "alert" in rule
        and (rule["labels"]["severity"] not in ("warning", "critical") or not rule["annotations"].get("summary"))
    ]
    assert bad == []


def test_every_alert_has_a_test() -> None:
    tested = {
        wanted["alertname"]
        for path in sorted(RULES.glob("tests/*.yaml"))
        for test in yaml.safe_load(path.read_text())["tests"]
        for wanted in test.get("alert_rule_test", [])
        if wanted["exp_alerts"]
    }
    untested = {rule["alert"] for rule in rules() if "alert" in rule} - tested
    assert untested == {"ApiServerSlow"}  # a quantile of the same form as ServiceSlow, which is tested


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.stem)
def test_panels_have_numbers_of_their_own_and_do_not_lie_on_each_other(path: Path) -> None:
    panels = dashboard(path)["panels"]
    assert sorted(panel["id"] for panel in panels) == list(range(1, len(panels) + 1))
    cells = [
        (x, y)
        for panel in panels
        for place in (panel["gridPos"],)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(cells) == len(set(cells))
    assert {x for x, _ in cells} <= set(range(GRID))


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.stem)
def test_a_dashboard_asks_for_its_data_source_and_names_no_workspace(path: Path) -> None:
    document = dashboard(path)
    sources = {panel["datasource"]["uid"] for panel in document["panels"]}
    variables = {variable["name"]: variable["type"] for variable in document["templating"]["list"]}
    assert (sources, variables["source"]) == ({"${source}"}, "datasource")


def test_dashboards_have_addresses_and_titles_of_their_own() -> None:
    found = [(document["uid"], document["title"]) for document in map(dashboard, DASHBOARDS)]
    assert len({uid for uid, _ in found}) == len({title for _, title in found}) == len(DASHBOARDS) == 3


@pytest.mark.slow
def test_promtool_accepts_the_rules_and_their_tests_pass() -> None:
    promtool = tool("promtool", "https://github.com/prometheus/prometheus")
    checked = run(promtool, "check", "rules", *map(str, sorted(RULES.glob("*.yaml"))), cwd=RULES)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    tested = run(promtool, "test", "rules", *map(str, sorted(RULES.glob("tests/*.yaml"))), cwd=RULES)
    assert tested.returncode == 0, tested.stdout + tested.stderr


@pytest.mark.slow
@pytest.mark.parametrize("path", [p for p in DASHBOARDS if queries(p)], ids=lambda path: path.stem)
def test_promtool_reads_every_query_of_the_dashboards(path: Path) -> None:
    promtool = tool("promtool", "https://github.com/prometheus/prometheus")
    for query in queries(path):
        plain = re.sub(r"\$[a-z]+\b", "x", query.replace("$__rate_interval", "5m"))
        done = subprocess.run(
            [promtool, "--experimental", "promql", "format", plain], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{query}: {done.stderr}"


@pytest.mark.slow
@pytest.mark.xdist_group("terraform")
def test_promtool_accepts_what_the_collector_is_told(terraform: str, tmp_path: Path) -> None:
    promtool = tool("promtool", "https://github.com/prometheus/prometheus")
    template = MODULES / "prometheus-collector" / "templates" / "scrape.yaml.tftpl"
    values = {"cluster": "trading-prod", "region": "us-east-1", "interval": "30s"}
    (tmp_path / "scrape.yaml").write_text(rendered(terraform, tmp_path, template, values))
    done = run(promtool, "check", "config", "--syntax-only", "scrape.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.xdist_group("terraform")
def test_amtool_accepts_what_the_alert_manager_is_told(terraform: str, tmp_path: Path) -> None:
    amtool = tool("amtool", "https://github.com/prometheus/alertmanager")
    template = MODULES / "prometheus" / "templates" / "alertmanager.yaml.tftpl"
    values = {"topic_arn": "arn:aws:sns:us-east-1:111122223333:trading-prod-alerts", "region": "us-east-1"}
    definition = yaml.safe_load(rendered(terraform, tmp_path, template, values))
    assert list(definition) == ["alertmanager_config"]
    (tmp_path / "alertmanager.yaml").write_text(definition["alertmanager_config"])
    done = run(amtool, "check-config", "alertmanager.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
