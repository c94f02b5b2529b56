"""Parses texts in this process and, where that pays, in further ones at the same time. Keeps nothing, reads no file.

A process is a program that gets bytes and answers bytes (`batches`); how it is started is the caller's. Nothing is
forked, so that threads do no harm, and nothing that it says is unpickled.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, Protocol

from secscan.model import Span
from secscan.terraform.batches import HELLO, Given, frames, pack, problems_of
from secscan.terraform.syntax import File, SyntaxProblem
from secscan.terraform.syntax_codec import CodecError, decode

WORTH: Final = 300_000
"""Characters for each process: starting one takes as long as parsing so many (docs/decisions/syntax-cache.md)."""

Tree = File | tuple[SyntaxProblem, ...]
"""A file, or why it is none."""
Parsed = tuple[dict[str, Tree], dict[str, bytes]]
"""Trees by path; and as bytes those that were handed over so."""


class Program(Protocol):
    """Runs `secscan.terraform.worker` on `given` until it ends or `cancelled` is set; answers what it wrote till then.
    Raises nothing."""

    def __call__(self, given: bytes, cancelled: threading.Event) -> bytes: ...


def parse_all(texts: Mapping[str, str], program: Program | None, processes: int) -> Parsed:
    """Raises nothing for any text."""
    most = 1 + sum(map(len, texts.values())) // WORTH
    mine, *others = _shares(texts, min(processes, most) if program else 1)
    trees: dict[str, Tree] = {}
    entries: dict[str, bytes] = {}
    if program is None or not others:
        return {path: _parse(path, text) for path, text in mine}, entries
    with _started(program, others) as answers:
        trees |= {path: _parse(path, text) for path, text in mine}
        for share, answer in zip(others, answers, strict=True):
            _take(program, share, answer.result(), trees, entries)
    return trees, entries


def _shares(texts: Mapping[str, str], count: int) -> list[list[tuple[str, str]]]:
    """About as much text for each process."""
    shares: list[list[tuple[str, str]]] = [[] for _ in range(count)]
    sizes = [0] * count
    for path, text in sorted(texts.items(), key=lambda item: (-len(item[1]), item[0])):
        least = sizes.index(min(sizes))
        shares[least].append((path, text))
        sizes[least] += len(text)
    return shares


@contextmanager
def _started(program: Program, shares: Sequence[Given]) -> Iterator[list["Future[bytes]"]]:
    """A process for each share. However this is left, by an interruption too, none of them goes on."""
    cancelled = threading.Event()
    threads = ThreadPoolExecutor(max_workers=len(shares), thread_name_prefix="reading")
    try:
        yield [threads.submit(program, pack(share), cancelled) for share in shares]
    finally:
        cancelled.set()
        threads.shutdown()


def _take(program: Program, share: Given, answer: bytes, trees: dict[str, Tree], entries: dict[str, bytes]) -> None:
    """What a process made of its share. The file that it died of has a problem that says so; the rest goes to another
    process, or is parsed here where there is none to be had."""
    while share and answer.startswith(HELLO):
        done = 0
        for (path, text), told in zip(share, frames(answer), strict=False):
            trees[path] = _told(path, text, told, entries)
            done += 1
        if done < len(share):
            trees[share[done][0]] = _died(share[done][0])
        share = share[done + 1 :]
        if share:
            with _started(program, [share]) as answers:
                answer = answers[0].result()
    trees |= {path: _parse(path, text) for path, text in share}


def _told(path: str, text: str, told: bytes | list[list[object]], entries: dict[str, bytes]) -> Tree:
    try:
        if not isinstance(told, bytes):
            return problems_of(told, path)
        tree = decode(told, path)
    except (CodecError, TypeError, ValueError):
        return _parse(path, text)
    entries[path] = told
    return tree


def _died(path: str) -> Tree:
    nowhere = Span(file=path, line=1, column=1, end_line=1, end_column=1)
    message = "the process that read it was ended before it was done: it took too long, or too much memory"
    return (SyntaxProblem(message=message, span=nowhere),)


def _parse(path: str, text: str) -> Tree:
    from secscan.terraform.parse import parse_file

    file, problems = parse_file(text, path)
    return problems or file
