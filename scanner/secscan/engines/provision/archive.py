"""Release archives: fetched from a locked URL or a mirror of it, checked against the locked SHA-256, one file taken.

Not package registries (registry). What is downloaded is hostile until its digest is right, and bounded before that.
"""

import hashlib
import stat
import tarfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from http.client import HTTPException, HTTPMessage
from pathlib import Path, PurePosixPath
from typing import IO, Final, TypeVar
from urllib.parse import urlsplit

from secscan.engines.provision.lock import ArchiveSource
from secscan.engines.provision.trouble import DIGEST, NETWORK, SourceError

_ARCHIVE_BYTES: Final = 400 * 1024**2
_MEMBER_BYTES: Final = 600 * 1024**2
_MEMBERS: Final = 10_000
_TIMEOUT: Final = 30.0  # seconds without a byte
_BLOCK: Final = 1 << 20
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_Member = TypeVar("_Member")


def program(source: ArchiveSource, scratch: Path, target: Path, *, mirror: str = "") -> str:
    """Fetch the archive, check it, and lay its one program into `target/bin/`; answers where it came from.

    Raises SourceError, with what to do. `mirror` stands for `https://` of the original URL: the archive of
    `https://host/path` is asked of `<mirror>/host/path`.
    """
    url = address(source.url, mirror)
    fetched = scratch / "archive"
    _check_digest(_download(url, fetched, source), source)
    binary = target / "bin" / source.binary
    binary.parent.mkdir(parents=True, exist_ok=True)
    take(fetched, source.member, binary, called=url)
    binary.chmod(0o755)
    return f"archive {url}"


def take(archive: Path, member: str, file: Path, *, called: str) -> None:
    """Copy one member of a .zip or .tar out, to `file`: nothing is ever written under a name that the archive chose.

    Raises SourceError; `called` is the archive's name for a person.
    """
    try:
        _take(archive, member, file)
    except (tarfile.TarError, zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as problem:
        raise SourceError(f"the archive {called} cannot be read: {problem}") from None


def address(url: str, mirror: str) -> str:
    """The URL to ask. Raises SourceError unless it is https, or http on loopback."""
    parts = urlsplit(url)
    asked = f"{mirror.rstrip('/')}/{parts.netloc}{parts.path}" if mirror else url
    _check_scheme(asked)
    return asked


def _check_scheme(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return
    raise SourceError(f"{url} is not an https address")


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect to the same host or to those that the lock names, over https alone."""

    max_redirections = 5

    def __init__(self, hosts: frozenset[str]) -> None:
        self.hosts = hosts

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        _check_scheme(newurl)
        if urlsplit(newurl).netloc not in self.hosts:
            raise SourceError(f"{req.full_url} sends us on to {urlsplit(newurl).netloc}, which the lock does not name")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _download(url: str, file: Path, source: ArchiveSource) -> str:
    """Fetch `url` into `file`; its SHA-256."""
    opener = urllib.request.build_opener(_Redirects(frozenset({urlsplit(url).netloc, *source.redirects})))
    try:
        with opener.open(url, timeout=_TIMEOUT) as answer, file.open("wb") as out:
            announced = answer.headers.get("Content-Length")
            return _copy(answer, out, url, int(announced) if announced else None)
    except urllib.error.HTTPError as problem:
        raise SourceError(f"{url} answers {problem.code} {problem.reason}") from None
    except (OSError, HTTPException, ValueError) as problem:
        raise SourceError(f"{NETWORK} ({url}: {problem})") from None


def _copy(answer: IO[bytes], out: IO[bytes], url: str, announced: int | None) -> str:
    whole, size = hashlib.sha256(), 0
    while block := answer.read(_BLOCK):
        size += len(block)
        if size > _ARCHIVE_BYTES:
            raise SourceError(f"{url} brings more than {_ARCHIVE_BYTES} bytes")
        whole.update(block)
        out.write(block)
    if announced is not None and size != announced:
        raise SourceError(f"{url} was cut off: {size} of {announced} bytes came; try again")
    return whole.hexdigest()


def _check_digest(found: str, source: ArchiveSource) -> None:
    if found != source.sha256:
        raise SourceError(f"{DIGEST}: {source.url} has SHA-256 {found}, the lock says {source.sha256}")


def _take(archive: Path, member: str, file: Path) -> None:
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as opened:
            info = _zip_member(opened, member)
            with opened.open(info) as stream:
                _write(stream, file)
        return
    with tarfile.open(archive, "r:*") as opened_tar:
        stream_or_none = opened_tar.extractfile(_tar_member(opened_tar, member))
        if stream_or_none is None:
            raise SourceError(f"the archive's {member} is no file")
        _write(stream_or_none, file)


def _zip_member(archive: zipfile.ZipFile, wanted: str) -> zipfile.ZipInfo:
    found = None
    for info in _bounded(iter(archive.infolist())):
        _check_name(info.filename)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise SourceError(f"the archive holds a symbolic link, {info.filename!r}")
        found = info if info.filename == wanted else found
    if found is None or found.is_dir():
        raise SourceError(f"the archive holds no file {wanted!r}")
    return found


def _tar_member(archive: tarfile.TarFile, wanted: str) -> tarfile.TarInfo:
    found = None
    for info in _bounded(iter(archive)):
        _check_name(info.name)
        if not (info.isreg() or info.isdir()):
            raise SourceError(f"the archive holds something that is no file, {info.name!r}")
        found = info if info.name == wanted and info.isreg() else found
    if found is None:
        raise SourceError(f"the archive holds no file {wanted!r}")
    return found


def _bounded(members: Iterator[_Member]) -> Iterator[_Member]:
    for count, member in enumerate(members):
        if count >= _MEMBERS:
            raise SourceError(f"the archive holds more than {_MEMBERS} members")
        yield member


def _check_name(name: str) -> None:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts:
        raise SourceError(f"the archive holds a path that leaves it, {name!r}")


def _write(stream: IO[bytes], file: Path) -> None:
    size = 0
    with file.open("wb") as out:
        while block := stream.read(_BLOCK):
            size += len(block)
            if size > _MEMBER_BYTES:
                raise SourceError(f"the archive's {file.name} is larger than {_MEMBER_BYTES} bytes")
            out.write(block)
