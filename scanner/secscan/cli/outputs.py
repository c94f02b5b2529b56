"""Where reports go: standard output or a file, whole or not at all. Knows no format's content."""

import os
import secrets
import shutil
import stat
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from secscan.cli.streams import write_stdout
from secscan.errors import UserError
from secscan.model import Report
from secscan.sources import SourceProblem, Sources

if TYPE_CHECKING:  # the formats are imported by who writes one
    from secscan.reports import RenderOptions

STDOUT = "-"
FORMATS = ("console", "json", "sarif", "html", "markdown")


@dataclass(frozen=True, kw_only=True, slots=True)
class Output:
    """One `--format FMT[=FILE]`; `file` is `-` for standard output."""

    format: str
    file: str = STDOUT


def parse(words: Sequence[str]) -> tuple[Output, ...]:
    """The outputs of the command line; the console's by default. Raises UserError."""
    outputs = tuple(_output(word) for word in words) or (Output(format="console"),)
    files = [output.file if output.file == STDOUT else str(Path(output.file).absolute()) for output in outputs]
    if len(set(files)) < len(files):
        twice = next(file for file in files if files.count(file) > 1)
        where = "standard output" if twice == STDOUT else twice
        raise UserError(f"two reports go to {where}", hint="give each a file of its own: --format json=report.json")
    return outputs


def _output(word: str) -> Output:
    name, _, file = word.partition("=")
    if name not in FORMATS:
        from secscan.spelling import nearest

        meant = nearest(name, FORMATS)
        hint = f"did you mean `{meant}`?" if meant else f"one of {', '.join(FORMATS)}"
        raise UserError(f"`{name}` is no format; {hint}", hint=hint)
    if word.endswith("="):
        raise UserError(f"`{word}`: a file belongs after the `=`")
    return Output(format=name, file=file or STDOUT)


def write(report: Report, outputs: Sequence[Output], sources: Sources, *, sarif_profile: str) -> tuple[str, ...]:
    """Writes every report that can be written; answers what could not be, in sentences."""
    from secscan.reports import FORMATS as MODULES

    trouble = []
    for output in outputs:
        options = _options(output, sources, sarif_profile)
        content = MODULES[output.format].render(report, options)
        try:
            write_stdout(content) if output.file == STDOUT else to_file(Path(output.file), content, sources.top)
        except OSError as error:
            where = "standard output" if output.file == STDOUT else output.file
            trouble.append(f"{where}: the {output.format} report cannot be written: {error.strerror or error}")
        except UserError as error:
            trouble.append(str(error))
    return tuple(trouble)


def _options(output: Output, sources: Sources, sarif_profile: str) -> "RenderOptions":
    from secscan.reports import RenderOptions

    def source(path: str) -> str | None:
        try:
            return sources.text(path)
        except SourceProblem:
            return None

    to_terminal = output.file == STDOUT and sys.stdout.isatty()
    return RenderOptions(
        source=source,
        width=shutil.get_terminal_size((100, 24)).columns if to_terminal else 100,
        colour=_colour(to_terminal),
        sarif_profile=sarif_profile,
    )


def _colour(to_terminal: bool) -> bool:
    """https://no-color.org/ and https://force-color.org/; colours else on a terminal alone."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (to_terminal and os.environ.get("TERM") != "dumb")


def to_file(path: Path, content: bytes, top: Path) -> None:
    """The file's new content, whole or not at all; a pipe or device that stands there is written into.

    Never through a symbolic link of the scanned repository `top` that leads out of it. Raises OSError, UserError.
    """
    if _is_stream(path):
        with path.open("wb") as stream:
            stream.write(content)
        return
    path = path.absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = path.parent.resolve(strict=True)
    if _below(Path(os.path.normpath(path)), top) and not _below(folder / path.name, top):
        raise UserError("a symbolic link leads out of the repository", path=str(path), hint="nothing was written there")
    if (folder / path.name).is_dir():
        raise UserError("a directory, not a file", path=str(path))
    _replace(folder / path.name, content)


def _below(path: Path, top: Path) -> bool:
    return path.is_relative_to(top)


def _is_stream(path: Path) -> bool:
    """`/dev/stdout`, `/dev/fd/63`, a named pipe: not a file to be replaced."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _replace(path: Path, content: bytes) -> None:
    """Written beside its place, then moved there: a link that stands there is replaced, not followed."""
    beside = path.with_name(f".{path.name[:200]}.{secrets.token_hex(6)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
