"""A moto server of the drill's own: a child process on the loopback interface, on a free port, gone with the drill.

Not for the content: `machinery` and `estate` make that.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

START_SECONDS = 120
SETTINGS = {
    "MOTO_ECS_SERVICE_RUNNING": "99",  # deployments are complete from the start
    "MOTO_EC2_LOAD_DEFAULT_AMIS": "false",
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
}


@contextmanager
def moto_server() -> Iterator[str]:
    """The server's address while the block runs. Raises RuntimeError where it does not start."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    process = subprocess.Popen(  # noqa: S603 - this Python, words of our own
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        env={**kept, **SETTINGS},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _await(process, f"{address}/moto-api/data.json")
        yield address
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(process: "subprocess.Popen[bytes]", address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("moto's server did not start: is it installed, `pip install 'moto[server]'`?")
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - a server of our own
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"moto's server did not answer within {START_SECONDS} s")
