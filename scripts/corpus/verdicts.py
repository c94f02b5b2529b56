"""Whether each file of the corpus is valid: our reader's word against Terraform's. Also on files damaged at random.

The truth is `terraform fmt`, which parses a file and nothing more. It is asked for many files at once, and never waited
for in vain: there are damaged files on which it does not end.
"""

import random
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from secscan.terraform.parse import parse_file

AT_ONCE = 50
SECONDS = 10.0
BEYOND = "which secscan does not read"  # a named limit, no verdict
SIGNS = "{}[]()\"'\\$%=,.:?!&|<>+-*/# \n\t~`a1_"

Text = tuple[str, bytes]
"""(what it is, for a person; the file's bytes)"""


def files(top: Path) -> Iterator[Text]:
    for path in sorted(top.rglob("*")):
        if path.suffix in {".tf", ".tfvars"} and path.is_file():
            yield str(path), path.read_bytes()


def damaged(texts: Sequence[Text], seed: int) -> Iterator[Text]:
    """Each of the texts with a few signs lost, added, doubled or moved."""
    chance = random.Random(seed)  # noqa: S311 - the same damage each time, no secret
    for name, content in texts:
        text = content.decode("utf-8", "ignore")
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            text = _damaged(text, chance)
        yield f"{name} (damaged, seed {seed})", text.encode()


def _damaged(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    end = min(len(text), at + chance.randrange(1, 20))
    match chance.randrange(4):
        case 0:
            return text[:at] + text[end if chance.random() < 0.5 else at + 1 :]
        case 1:
            return text[:at] + chance.choice(SIGNS) + text[at:]
        case 2:
            return text[:at] + text[at:end] + text[at:]
    source = chance.randrange(len(text) + 1)
    return text[:at] + text[source : source + end - at] + text[at:]


def differences(texts: Sequence[Text], terraform: str) -> tuple[list[str], int]:
    """(what differs, a line each; how many of the texts Terraform refuses)"""
    refused: set[int] = set()
    silent: set[int] = set()
    for start in range(0, len(texts), AT_ONCE):
        _ask(range(start, min(start + AT_ONCE, len(texts))), texts, terraform, refused, silent)
    found = []
    for number, (name, content) in enumerate(texts):
        said = _ours(content)
        if number not in silent and BEYOND not in said and bool(said) != (number in refused):
            found.append(
                f"{name}: Terraform {'refuses' if number in refused else 'reads'} it, we say {said or 'valid'}"
            )
    return found, len(refused)


def _ours(content: bytes) -> str:
    try:
        _, problems = parse_file(content.decode("utf-8-sig"), "main.tf")
    except UnicodeDecodeError:
        return "not UTF-8"
    return "; ".join(f"{problem.span.line}: {problem.message}" for problem in problems)


def _ask(numbers: range, texts: Sequence[Text], terraform: str, refused: set[int], silent: set[int]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        for number in numbers:
            (Path(directory) / f"f{number}.tf").write_bytes(texts[number][1])
        words = [terraform, "fmt", "-check", "-write=false", "-list=false", "-no-color", directory]
        said = _said(words)
    if said is not None:
        refused.update(int(number) for number in re.findall(r"\bf(\d+)\.tf line", said))
    elif len(numbers) == 1:
        silent.add(numbers[0])
    else:
        for number in numbers:
            _ask(range(number, number + 1), texts, terraform, refused, silent)


def _said(words: Sequence[str]) -> str | None:
    """What it complains of; None where it does not end, or ends as no program should."""
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired:
        return None
    return done.stderr if done.returncode in {0, 2, 3} else None
