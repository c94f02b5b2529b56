"""The waivers that stand in the configuration's comments: ours and the engines'. Judges none of them, opens no file."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final

from secscan.model import Waiver, WaiverKind
from secscan.stage.markers import MARKERS
from secscan.terraform.elements import Page
from secscan.terraform.syntax import Comment, File
from secscan.triage import inline, skips

_SKIP: Final = re.compile("|".join(map(re.escape, MARKERS)), re.IGNORECASE)
_ANY: Final = re.compile(f"{re.escape(inline.MARKER)}|{_SKIP.pattern}", re.IGNORECASE)
_JSON: Final = (".tf.json", ".tofu.json")
_NO_COMMENTS: Final = "a JSON file has no comments: write the waiver in the register"


def in_comments(files: Mapping[str, File], text: Callable[[str], str], reached: Collection[str]) -> tuple[Waiver, ...]:
    """By file and line. `files`: those that were parsed; `reached`: those that the audit is about; `text` gives the
    text of one of them."""
    found: list[Waiver] = []
    for path in sorted(reached):
        if path.endswith(_JSON):
            found += _in_json(path, text(path)) if path in files else ()
        elif path in files and any(_ANY.search(comment.text) for comment in files[path].comments):
            page = Page(file=files[path], text=text(path))
            found += (waiver for comment in page.file.comments for waiver in _of_comment(comment, page))
    return tuple(found)


def _of_comment(comment: Comment, page: Page) -> Iterator[Waiver]:
    """What begins it says whose it is: the other's marker in it is part of the reason."""
    if inline.begins(comment):
        yield from inline.read(comment, page)
    elif _SKIP.search(comment.text):
        yield from skips.read(comment, page) if not page.in_template(comment) else ()
    elif inline.MARKER in comment.text:
        yield from inline.read(comment, page)


def _in_json(path: str, text: str) -> Iterator[Waiver]:
    """TFLint obeys the text of a comment property; and a marker of anybody's there looks as if it meant something."""
    for number, line in enumerate(text.split("\n"), 1):
        if found := _ANY.search(line):
            marker = found[0].lower()
            ours = marker == inline.MARKER
            engine = "" if ours else _engine(marker)
            kind = WaiverKind.INLINE if ours else WaiverKind.ENGINE
            yield Waiver(
                rule="", address="", reason="", owner="", until=None, file=path, line=number, kind=kind, engine=engine,
                faults=(_NO_COMMENTS,),
            )  # fmt: skip


def _engine(marker: str) -> str:
    names = {"bridgecrew": "checkov", "cortex": "checkov", "ts": "terrascan"}
    word = re.split("[:-]", marker)[0]
    return names.get(word, word)
