"""Asks an address whether it answers, as a client would: over TLS, with a deadline, signed as the function's role.

The health API admits Route 53's health checkers by their networks and the function by its role, so a question without
a signature would be refused. Not for what the answer says.
"""

import http.client
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

DEADLINE_SECONDS = 5  # of a whole question, however many addresses the name has and whichever of its parts is slow


@dataclass(frozen=True, kw_only=True)
class SignedProbe:
    """Asks in the name of whoever owns the credentials."""

    credentials: Credentials

    def __call__(self, url: str) -> str:
        """Empty where `url` answers 200, else what went wrong. Follows no redirect. Raises ValueError without https.

        A socket's own timeout begins anew with each address and each read, and does not hold for the resolver: who
        waits is let go here instead, and the question comes to its end, or to nothing, by itself.
        """
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname:
            raise ValueError(f"{url} is no https address")
        asking = ThreadPoolExecutor(max_workers=1)
        try:
            return asking.submit(_ask, parts, self.signed(url)).result(DEADLINE_SECONDS)
        except TimeoutError:
            return f"no answer within {DEADLINE_SECONDS} s"
        finally:
            asking.shutdown(wait=False)

    def signed(self, url: str) -> dict[str, str]:
        """Headers that prove who asks, for the region that the address names (API.execute-api.REGION.DOMAIN)."""
        labels = (urlsplit(url).hostname or "").split(".")
        if labels[1:2] != ["execute-api"]:
            raise ValueError(f"{url} is no address of API Gateway")
        request = AWSRequest(method="GET", url=url, headers={"User-Agent": "failover-probe"})
        SigV4Auth(self.credentials, "execute-api", labels[2]).add_auth(request)
        return dict(request.headers.items())


def _ask(parts: SplitResult, headers: Mapping[str, str]) -> str:
    connection = http.client.HTTPSConnection(parts.hostname or "", parts.port, timeout=DEADLINE_SECONDS)
    try:
        connection.request("GET", parts.path or "/", headers=headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"{type(error).__name__}: {error}"
    finally:
        connection.close()
    return "" if status == http.client.OK else f"status {status}"
