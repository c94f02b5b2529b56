"""What can go wrong with getting a tool, in words that say what to do. Raised in the provision, shown by the CLI."""

import re
from typing import Final

from secscan.errors import IncompleteError


class SourceError(Exception):
    """One source of a tool gave nothing; the next one is tried."""


class ToolError(IncompleteError):
    """A tool cannot be used: it is not installed, is damaged, or no source gave it."""


NETWORK: Final = "the package index or the download could not be reached: check the network and the proxy settings"
DISK: Final = "the disk is full: make room, or point SECSCAN_CACHE_DIR at another disk"
DIGEST: Final = "what came is not what is locked: do not use it; check the mirror or proxy in between"

_SIGNS: Final = (
    (DISK, r"no space left on device|disk quota exceeded|errno 28"),
    (DIGEST, r"do not match the hashes|hashes are required|checksum mismatch|security error|missing go\.sum entry"),
    (
        NETWORK,
        (
            r"dial tcp|no such host|connection refused|network is unreachable|name resolution|could not resolve"
            r"|max retries|newconnectionerror|i/o timeout|timed out|proxyconnect|tls handshake"
            r"|no matching distribution|ssl: |certificate"
        ),
    ),
)


def hint(output: str) -> str:
    """What to do about a package client's complaint; "" where we do not know better than its own words."""
    return next((words for words, sign in _SIGNS if re.search(sign, output, re.IGNORECASE)), "")


def last_words(output: str, lines: int = 4) -> str:
    """The end of a package client's complaint, on one line."""
    said = [line.strip() for line in output.splitlines() if line.strip()]
    return " / ".join(said[-lines:])[:600]
