"""Puts the committed dashboards into a Grafana: its data sources first, then each dashboard, over what is there.

    python infra/scripts/upload_dashboards.py https://g-0123456789.grafana-workspace.us-east-1.amazonaws.com \
        --prometheus https://aps-workspaces.us-east-1.amazonaws.com/workspaces/ws-... --region us-east-1

The token of a service account with the role Admin is read from GRAFANA_TOKEN. Not for alerts, which are rules of the
Prometheus workspace. Needs nothing but Python; the API is https://grafana.com/docs/grafana/latest/developers/http_api/.
"""

import argparse
import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DASHBOARDS = Path(__file__).resolve().parents[1] / "modules" / "grafana" / "dashboards"


def sources(prometheus: str, region: str) -> list[dict[str, object]]:
    """The two data sources that the dashboards ask for; both are called with the workspace's own role."""
    signed = {"sigV4Auth": True, "sigV4AuthType": "default", "sigV4Region": region, "httpMethod": "POST"}
    return [
        {
            "uid": "prometheus",
            "name": "Prometheus",
            "type": "prometheus",
            "access": "proxy",
            "url": prometheus,
            "jsonData": signed,
        },
        {
            "uid": "cloudwatch",
            "name": "CloudWatch",
            "type": "cloudwatch",
            "access": "proxy",
            "jsonData": {"authType": "default", "defaultRegion": region},
        },
    ]


def dashboards(place: Path) -> Iterator[dict[str, object]]:
    for path in sorted(place.glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def call(grafana: str, token: str, method: str, path: str, body: object) -> Any:
    """The answer of one call. Raises urllib.error.HTTPError for a refusal."""
    request = urllib.request.Request(  # noqa: S310 - main admits http and https only
        f"{grafana.rstrip('/')}{path}",
        data=json.dumps(body).encode(),
        method=method,
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
        return json.load(answer)


def put_source(grafana: str, token: str, source: dict[str, object]) -> None:
    """Change the data source of this uid, or make it."""
    try:
        call(grafana, token, "PUT", f"/api/datasources/uid/{source['uid']}", source)
    except urllib.error.HTTPError as error:
        if error.code != 404:
            raise
        call(grafana, token, "POST", "/api/datasources", source)


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Put the committed dashboards into a Grafana.")
    parser.add_argument("grafana", help="address of the Grafana workspace")
    parser.add_argument("--prometheus", required=True, help="address of the Prometheus workspace")
    parser.add_argument("--region", required=True, help="region of the Prometheus workspace")
    asked = parser.parse_args(words)
    token = os.environ.get("GRAFANA_TOKEN", "")
    if not token:
        parser.error("GRAFANA_TOKEN must hold the token of a service account with the role Admin")
    if not asked.grafana.startswith(("https://", "http://localhost:", "http://127.0.0.1:")):
        parser.error("the address of the Grafana workspace must begin with https://")
    try:
        for source in sources(asked.prometheus, asked.region):
            put_source(asked.grafana, token, source)
            sys.stdout.write(f"data source {source['name']}\n")
        for dashboard in dashboards(DASHBOARDS):
            call(asked.grafana, token, "POST", "/api/dashboards/db", {"dashboard": dashboard, "overwrite": True})
            sys.stdout.write(f"dashboard {dashboard['title']}\n")
    except urllib.error.URLError as error:
        sys.stderr.write(f"{asked.grafana}: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
