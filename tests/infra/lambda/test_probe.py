"""Questions to the regions' health: signed for the region that is asked, over TLS only, never raising for silence."""

import re
from pathlib import Path
from threading import Event

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


def test_a_question_has_one_deadline_however_long_its_addresses_keep_it_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name with four silent addresses takes the socket's own timeout four times."""
    asked, let_go = Event(), Event()

    def connect(*_: object, **__: object) -> None:
        """An address after another that says nothing, until the test lets go."""
        asked.set()
        let_go.wait(60)
        raise TimeoutError

    monkeypatch.setattr("socket.create_connection", connect)
    monkeypatch.setattr(probe, "DEADLINE_SECONDS", 0.1)
    said = PROBE(URL)
    assert not let_go.is_set()
    let_go.set()
    assert said == "no answer within 0.1 s"
    assert asked.wait(60)


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
