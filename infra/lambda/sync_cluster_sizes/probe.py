"""Asks an address whether it answers, as a client would: over TLS, with a deadline. Not for what the answer says."""

import http.client
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 5


def probe(url: str) -> str:
    """Empty where `url` answers 200, else what went wrong. Follows no redirect. Raises ValueError without https."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        raise ValueError(f"{url} is no https address")
    connection = http.client.HTTPSConnection(parts.hostname, parts.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", parts.path or "/", headers={"User-Agent": "failover-probe"})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"{type(error).__name__}: {error}"
    finally:
        connection.close()
    return "" if status == http.client.OK else f"status {status}"
