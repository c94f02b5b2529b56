"""The environments of children, built from allow lists: one for scanning, a wider one for installing.

Not for starting them (process). What is not listed here is not inherited: no credentials, no engine's settings.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

_FIXED: Final = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
# Engines in Go live for seconds: they collect their garbage seldom, and as ever where they hold much.
# https://go.dev/doc/gc-guide
GO_MEMORY: Final = {"GOGC": "800", "GOMEMLIMIT": "2GiB"}

# What package clients need to reach the index that the machine's owner chose, and nothing that says who he is to AWS.
_INSTALL_PREFIXES: Final = ("PIP_", "UV_", "CARGO_HTTP_", "CARGO_NET_", "CARGO_REGISTR", "CARGO_SOURCE_")
_INSTALL_NAMES: Final = frozenset(
    {
        "CARGO_HOME",
        "CURL_CA_BUNDLE",
        "GOFLAGS",
        "GOMODCACHE",
        "GONOPROXY",
        "GONOSUMDB",
        "GOPRIVATE",
        "GOPROXY",
        "GOSUMDB",
        "HOME",
        "HTTPS_PROXY",
        "HTTP_PROXY",
        "NETRC",
        "NO_PROXY",
        "REQUESTS_CA_BUNDLE",
        "RUSTUP_HOME",
        "RUSTUP_TOOLCHAIN",
        "SSL_CERT_DIR",
        "SSL_CERT_FILE",
        "XDG_CONFIG_HOME",
        "http_proxy",
        "https_proxy",
        "no_proxy",
    }
)
# Settings that would put the packages elsewhere, choose others, or build them here.
_INSTALL_REFUSED: Final = frozenset(
    {
        "PIP_CONSTRAINT",
        "PIP_EDITABLE",
        "PIP_NO_BINARY",
        "PIP_PREFIX",
        "PIP_PYTHON",
        "PIP_REQUIREMENT",
        "PIP_ROOT",
        "PIP_TARGET",
        "PIP_USER",
    }
)


def scanning(*, home: Path, temporary: Path, search: Path) -> dict[str, str]:
    """The whole environment of an engine: an empty `home`, a `temporary` directory of its own, and a PATH of one empty
    directory, `search` (the engines that we run start nothing by name; a tool on the user's PATH is not ours)."""
    return {
        **_FIXED,
        **GO_MEMORY,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "XDG_CACHE_HOME": str(temporary),
        "TMPDIR": str(temporary),
        "PATH": str(search),
    }


def installing(inherited: Mapping[str, str], *, temporary: Path) -> dict[str, str]:
    """The environment of package clients and compilers: their settings from `inherited` (HOME too: it holds the index
    that its owner configured), a TMPDIR of ours."""
    kept = {
        name: value
        for name, value in inherited.items()
        if (name in _INSTALL_NAMES or name.startswith(_INSTALL_PREFIXES)) and name not in _INSTALL_REFUSED
    }
    return {**kept, **_FIXED, "TMPDIR": str(temporary), "PATH": inherited.get("PATH", "/usr/local/bin:/usr/bin:/bin")}
