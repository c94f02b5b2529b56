"""Asks an address whether it answers, as a client would: over TLS, with a deadline, signed as the function's role.

The health API admits Route 53's health checkers by their networks and the function by its role, so a question without
a signature would be refused. Not for what the answer says.
"""

import http.client
from dataclasses import dataclass
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

TIMEOUT_SECONDS = 5


@dataclass(frozen=True, kw_only=True)
class SignedProbe:
    """Asks in the name of whoever owns the credentials."""

    credentials: Credentials

    def __call__(self, url: str) -> str:
        """Empty where `url` answers 200, else what went wrong. Follows no redirect. Raises ValueError without https."""
        parts = urlsplit(url)
        if parts.scheme != "https" or not parts.hostname:
            raise ValueError(f"{url} is no https address")
        connection = http.client.HTTPSConnection(parts.hostname, parts.port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request("GET", parts.path or "/", headers=self.signed(url))
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            return f"{type(error).__name__}: {error}"
        finally:
            connection.close()
        return "" if status == http.client.OK else f"status {status}"

    def signed(self, url: str) -> dict[str, str]:
        """Headers that prove who asks, for the region that the address names (API.execute-api.REGION.DOMAIN)."""
        labels = (urlsplit(url).hostname or "").split(".")
        if labels[1:2] != ["execute-api"]:
            raise ValueError(f"{url} is no address of API Gateway")
        request = AWSRequest(method="GET", url=url, headers={"User-Agent": "failover-probe"})
        SigV4Auth(self.credentials, "execute-api", labels[2]).add_auth(request)
        return dict(request.headers.items())
