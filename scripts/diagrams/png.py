"""An SVG as PNG, by headless Chromium, with the SVG's digest in it. Draws nothing itself.

PNG: https://www.w3.org/TR/png-3/. The digest stands in a `tEXt` chunk, so that a test can tell without a browser
whether a PNG is of today's picture: browsers' pixels differ from version to version, the SVG does not.
"""

import hashlib
import os
import shutil
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

KEYWORD = b"svg-sha256"
WIDTH = 3160  # pixels, of A3's longer side: 191 dots an inch
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SECONDS = 180


class NoBrowserError(Exception):
    """There is no Chromium on PATH, or it drew nothing."""


def browser() -> str:
    """Raises NoBrowserError."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise NoBrowserError(f"none of {', '.join(_NAMES)} is on PATH: install Debian's `chromium`, or Chrome")
    return found


def png(svg: bytes, width: int, height: int) -> bytes:
    """`width` and `height` are the SVG's. Raises NoBrowserError."""
    program = browser()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "picture.svg").write_bytes(svg)
        command = [
            program,
            "--headless",
            "--disable-gpu",
            "--hide-scrollbars",
            "--no-first-run",
            f"--user-data-dir={place / 'profile'}",
            f"--window-size={width},{height}",
            f"--force-device-scale-factor={WIDTH / width:.6f}",
            f"--screenshot={place / 'picture.png'}",
            *(["--no-sandbox"] if os.geteuid() == 0 else []),  # Chromium has no sandbox for root; the SVG is our own
            (place / "picture.svg").as_uri(),
        ]
        around = {"PATH": os.environ.get("PATH", ""), "HOME": name}
        done = subprocess.run(  # noqa: S603 - Chromium, with a file that was just written
            command, capture_output=True, text=True, check=False, timeout=_SECONDS, env=around
        )
        drawn = place / "picture.png"
        if not drawn.is_file():
            raise NoBrowserError(
                f"{program} ended with {done.returncode} and drew nothing: {done.stderr.strip()[-500:]}"
            )
        return signed(drawn.read_bytes(), digest(svg))


def digest(svg: bytes) -> str:
    return hashlib.sha256(svg).hexdigest()


def signed(image: bytes, digest_: str) -> bytes:
    """`image` with the digest, and with its size in print, after its header; other text is left out."""
    dots = round(WIDTH / 0.42)  # A3 is 420 mm wide
    made = []
    for kind, data in chunks(image):
        if kind in (b"tEXt", b"zTXt", b"iTXt", b"pHYs"):
            continue
        made.append(_chunk(kind, data))
        if kind == b"IHDR":
            made += [
                _chunk(b"pHYs", struct.pack(">IIB", dots, dots, 1)),
                _chunk(b"tEXt", KEYWORD + b"\0" + digest_.encode()),
            ]
    return _SIGNATURE + b"".join(made)


def digest_in(image: bytes) -> str:
    """The digest that a PNG carries, "" for none. Raises ValueError for what is no PNG."""
    texts = (data.partition(b"\0") for kind, data in chunks(image) if kind == b"tEXt")
    return next((text.decode() for keyword, _, text in texts if keyword == KEYWORD), "")


def size_of(image: bytes) -> tuple[int, int]:
    _, data = next(chunks(image))
    width, height = struct.unpack(">II", data[:8])
    return width, height


def chunks(image: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk's kind and data. Raises ValueError for what is no PNG."""
    if not image.startswith(_SIGNATURE):
        raise ValueError("not a PNG")
    position = len(_SIGNATURE)
    while position < len(image):
        length, kind = struct.unpack(">I4s", image[position : position + 8])
        yield kind, image[position + 8 : position + 8 + length]
        position += length + 12


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
