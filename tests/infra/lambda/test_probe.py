"""Questions to the regions' health: signed for the region that is asked, over TLS only, never raising for silence."""

import re

import pytest
from botocore.credentials import Credentials

from sync_cluster_sizes.probe import SignedProbe

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


def test_silence_is_an_answer() -> None:
    said = PROBE("https://a1b2c3d4e5.execute-api.us-west-2.invalid/live/probe/healthz")
    assert re.match(r"gaierror: ", said)
