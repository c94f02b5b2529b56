"""The scripts that people run beside Terraform: the password's wrapper against a local AWS, the dashboards' upload
against a Grafana that is only an address. Not Terraform itself.
"""

import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NoReturn

import pytest

TOP = Path(__file__).resolve().parents[2]
SCRIPTS = TOP / "infra" / "scripts"
NAME = "trading-prod/database/trading"
SHOW = ("bash", "-c", 'printf %s "$TF_VAR_database_password"')

_spec = importlib.util.spec_from_file_location("upload_dashboards", SCRIPTS / "upload_dashboards.py")
assert _spec
assert _spec.loader
upload_dashboards = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(upload_dashboards)


class Grafana(BaseHTTPRequestHandler):
    """Knows the data source Prometheus, and nothing of CloudWatch; remembers what it was told."""

    def do_PUT(self) -> None:
        self._answer(404 if self.path.endswith("/cloudwatch") else 200)

    def do_POST(self) -> None:
        self._answer(200)

    def _answer(self, status: int) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        told = body.get("dashboard", body)
        heard = (self.command, self.path, self.headers["Authorization"], told["uid"], body.get("overwrite"))
        self.server.heard.append(heard)  # type: ignore[attr-defined]
        self.send_response(status)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """A test's output is its own."""


@pytest.fixture
def grafana() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Grafana)
    server.heard = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def upload(address: str) -> int:
    return upload_dashboards.main([address, "--prometheus", "https://aps.example.com/ws-1", "--region", "us-east-1"])


def test_data_sources_and_every_committed_dashboard_are_put_there(
    grafana: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAFANA_TOKEN", "a-token")
    assert upload(f"http://127.0.0.1:{grafana.server_port}") == 0
    bearer = "Bearer a-token"
    assert grafana.heard == [  # type: ignore[attr-defined]
        ("PUT", "/api/datasources/uid/prometheus", bearer, "prometheus", None),
        ("PUT", "/api/datasources/uid/cloudwatch", bearer, "cloudwatch", None),
        ("POST", "/api/datasources", bearer, "cloudwatch", None),
        ("POST", "/api/dashboards/db", bearer, "trading-data", True),
        ("POST", "/api/dashboards/db", bearer, "trading-kubernetes", True),
        ("POST", "/api/dashboards/db", bearer, "trading-services", True),
    ]


def test_a_grafana_that_does_not_answer_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GRAFANA_TOKEN", "a-token")
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        assert upload(address) == 1
    assert capsys.readouterr().err.startswith(f"{address}: ")


@pytest.mark.parametrize(
    ("token", "address", "said"),
    [("", "https://grafana.example.com", "GRAFANA_TOKEN must hold"), ("t", "http://grafana.example.com", "https://")],
)
def test_a_token_is_needed_and_goes_over_tls_alone(
    token: str, address: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GRAFANA_TOKEN", token)
    with pytest.raises(SystemExit) as stopped:
        upload(address)
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err


@pytest.fixture(scope="module")
def local_aws(say_absent: Callable[[str, str], NoReturn]) -> Iterator[Mapping[str, str]]:
    """The environment in which the AWS CLI calls a moto server of this test's own."""
    server = shutil.which("moto_server")
    for name, found in (("the AWS CLI", shutil.which("aws")), ("moto_server", server), ("jq", shutil.which("jq"))):
        if not found:
            say_absent(name, "`pip install awscli 'moto[server]'`, and jq from the system's packages")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([str(server), "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    _await(f"{address}/moto-api/data.json")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    yield {
        **kept,
        "AWS_ENDPOINT_URL": address,
        "AWS_DEFAULT_REGION": "us-west-2",  # version 1 of the CLI knows another address of RDS in us-east-1 by heart
        "AWS_ACCESS_KEY_ID": "offline",
        "AWS_SECRET_ACCESS_KEY": "offline",
    }
    process.terminate()
    process.wait()


def _await(address: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address):  # noqa: S310 - a server of our own
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"nothing answers at {address}")


def wrapped(secret: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    script = SCRIPTS / "with-database-password.sh"
    return subprocess.run(
        [str(script), secret, *SHOW], env=dict(environment), capture_output=True, text=True, check=False
    )


def aws(environment: Mapping[str, str], *words: str) -> None:
    done = subprocess.run(["aws", *words], env=dict(environment), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_password_is_made_up_once_and_read_from_then_on(local_aws: Mapping[str, str]) -> None:
    made = wrapped(NAME, local_aws)
    assert (made.returncode, made.stderr) == (0, "")
    assert re.fullmatch(r"[A-Za-z0-9]{40}", made.stdout)

    value = json.dumps({"username": "platform_admin", "password": made.stdout})
    aws(local_aws, "secretsmanager", "create-secret", "--name", NAME, "--secret-string", value)
    assert wrapped(NAME, local_aws).stdout == made.stdout


@pytest.mark.slow
def test_a_database_without_a_secret_stops_and_says_what_to_do(local_aws: Mapping[str, str]) -> None:
    settings = {
        "db-instance-identifier": "trading-dev-trading",
        "db-instance-class": "db.r7g.large",
        "engine": "postgres",
        "allocated-storage": "20",
        "master-username": "platform_admin",
        "master-user-password": "lost-for-good-1",
    }
    aws(local_aws, "rds", "create-db-instance", *(word for k, v in settings.items() for word in (f"--{k}", v)))
    stopped = wrapped("trading-dev/database/trading", local_aws)
    assert (stopped.returncode, stopped.stdout) == (1, "")
    assert "raise database_password_version by one" in stopped.stderr

    again = wrapped("trading-dev/database/trading", {**local_aws, "NEW_DATABASE_PASSWORD": "yes"})
    assert (again.returncode, len(again.stdout)) == (0, 40)


@pytest.mark.slow
def test_an_aws_that_does_not_answer_gives_no_password(local_aws: Mapping[str, str]) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        failed = wrapped(NAME, {**local_aws, "AWS_ENDPOINT_URL": address, "AWS_MAX_ATTEMPTS": "1"})
    assert (failed.returncode, failed.stdout) == (1, "")
    assert address in failed.stderr


def test_another_secret_than_a_database_s_is_refused() -> None:
    refused = wrapped("trading-prod/venue", {"PATH": os.environ["PATH"]})
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "is no secret of a database" in refused.stderr
