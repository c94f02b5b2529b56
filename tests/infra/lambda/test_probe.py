"""Questions to the regions' health: signed for the region that is asked, over TLS only, never raising for silence."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore.credentials import Credentials

from sync_cluster_sizes import probe
from sync_cluster_sizes.failover import PROBES
from sync_cluster_sizes.probe import DEADLINE_SECONDS, SignedProbe
from sync_cluster_sizes.runtime import BUDGET_SECONDS, POLL_SECONDS

PROBE = SignedProbe(credentials=Credentials("AKIDOFNOBODY", "of-nobody", "session"))
URL = "https://a1b2c3d4e5.execute-api.us-west-2.amazonaws.com/live/probe/readyz"


def test_a_question_is_signed_for_the_region_that_is_asked() -> None:
    signed = PROBE.signed(URL)
    scope = re.search(r"Credential=AKIDOFNOBODY/\d{8}/([^,]+), SignedHeaders=([^,]+),", signed["Authorization"])
    assert scope
    assert scope.groups() == ("us-west-2/execute-api/aws4_request", "host;x-amz-date;x-amz-security-token")
    assert signed["X-Amz-Security-Token"] == "session"


@pytest.mark.parametrize("url", ["http://a.execute-api.us-west-2.amazonaws.com/x", "https://", "https://example.com/x"])
def test_what_is_no_address_of_a_region_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="address"):
        PROBE(url)


@pytest.fixture
def silent() -> Iterator[tuple[str, int]]:
    """An address of this machine that lets connect and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()


def test_a_name_with_many_silent_addresses_is_one_question_with_one_deadline(
    silent: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of the addresses takes the socket's own timeout; the answer comes before a second one is through."""
    asked: list[float] = []
    real = socket.create_connection

    def connect(*words: object, **more: object) -> socket.socket:
        """Four addresses, the first three of which time out."""
        for _ in range(3):
            asked.append(0)
            waiting, _ = real(silent), None
            waiting.settimeout(0.5)
            with pytest.raises(TimeoutError):
                waiting.recv(1)
            waiting.close()
        return real(silent)

    monkeypatch.setattr(probe.http.client.socket, "create_connection", connect)
    monkeypatch.setattr(probe, "DEADLINE_SECONDS", 0.2)
    assert PROBE(URL) == "no answer within 0.2 s"
    assert len(asked) == 1


def test_the_model_of_the_recovery_time_counts_with_the_program_s_own_numbers() -> None:
    variables = Path(__file__).parents[3] / "infra" / "modules" / "recovery-objectives" / "variables.tf"
    told = dict(re.findall(r"^    (probe\w+) += optional\(number, (\d+)\)$", variables.read_text(), re.MULTILINE))
    assert {name: int(number) for name, number in told.items()} == {
        "probes": PROBES,
        "probe_deadline_seconds": DEADLINE_SECONDS,
        "probe_pause_seconds": POLL_SECONDS,
    }
    assert PROBES * (DEADLINE_SECONDS + POLL_SECONDS) <= BUDGET_SECONDS  # one start asks them all


def test_silence_is_an_answer() -> None:
    said = PROBE("https://a1b2c3d4e5.execute-api.us-west-2.invalid/live/probe/healthz")
    assert re.match(r"gaierror: ", said)
