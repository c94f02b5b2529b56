# ruff: noqa: T201 - it prints what it measured
"""How long reading takes, beside python-hcl2 alone on the same files, in CPU seconds. No test.

`python tests/terraform/measure_parse.py [DIRECTORY]` (default: infra); `... --worst` for 1 MB of awkward shapes.
"""

import gc
import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

SIZE = 1_000_000
WORST = {
    "many small blocks": 'resource "a" "b" {\n  c = "x-${var.n}"\n}\n',
    "many attributes": "a {\n  b = c\n}\n",
    "one long list": ("a = [", "1,", "]\n"),
    "one long object": ("a = {\n", "b = 1\n", "}\n"),
    "one string of sequences": ('a = "', "${b}", '"\n'),
    "one string of directives": ('a = "', "%{ if b }c%{ endif }", '"\n'),
    "one heredoc of short lines": ("a = <<-E\n", " x\n", "E\n"),
    "one string of escapes": ('a = "', "\\n", '"\n'),
    "parentheses": "(",
    "unclosed comments": "/*",
    "unclosed heredocs": "<<E\n",
    "quotes": '"',
    "comments": "# x\n",
    "empty lines": "\n",
}


def timed(work: Callable[[], Any]) -> float:
    """CPU seconds of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def import_reader() -> None:
    import secscan.terraform.parse  # noqa: F401 - its time is what is measured


def shaped(shape: str | tuple[str, str, str]) -> str:
    before, unit, after = shape if isinstance(shape, tuple) else ("", shape, "")
    return before + unit * (SIZE // len(unit)) + after


def worst() -> None:
    from secscan.terraform.parse import parse_file

    for name, shape in WORST.items():
        text = shaped(shape)
        seconds = timed(lambda text=text: parse_file(text, "main.tf"))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        problems = parse_file(text, "main.tf")[1]
        print(f"{name:28} {seconds:6.2f} s  peak {peak} MB  {problems[0].message if problems else 'read'}")


def kept(texts: list[str]) -> None:
    """The trees as bytes, as the syntax cache has them; and what it takes to start another process that parses."""
    from secscan.terraform.batches import pack
    from secscan.terraform.parse import parse_file
    from secscan.terraform.syntax_codec import decode, encode

    files = [parse_file(text, "main.tf")[0] for text in texts]
    trees, packed = [], []
    gc.disable()
    written = timed(lambda: trees.extend(encode(file) for file in files))
    read = timed(lambda: [decode(tree, "main.tf") for tree in trees])
    gc.enable()
    print(f"as bytes     write {written:.3f}  read {read:.3f}  {sum(map(len, trees)) / 1e6:.1f} MB")
    zipped = timed(lambda: packed.extend(zlib.compress(tree, 1) for tree in trees))
    unzipped = timed(lambda: [zlib.decompress(tree) for tree in packed])
    print(f"  in zlib    write {zipped:.3f}  read {unzipped:.3f}  {sum(map(len, packed)) / 1e6:.1f} MB")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    words = [sys.executable, "-I", "-m", "secscan.terraform.worker"]
    subprocess.run(words, input=pack([("main.tf", "a = 1\n")]), capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"  a process  {after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime:.3f}")


def ordinary(directory: Path) -> None:
    texts = [path.read_bytes().decode("utf-8-sig") for path in sorted(directory.rglob("*.tf"))]
    print(f"{len(texts)} files, {sum(map(len, texts))} characters; CPU seconds")
    imported = timed(import_reader)
    from secscan.terraform.parse import parse_file

    first = timed(lambda: parse_file("a = 1\n", "main.tf"))
    ours = timed(lambda: [parse_file(text, "main.tf") for text in texts])
    print(f"secscan      import {imported:.3f}  grammar {first:.3f}  files {ours:.3f}")
    kept(texts)
    import_hcl2 = timed(lambda: __import__("hcl2"))
    import hcl2

    grammar = timed(lambda: hcl2.parses("a = 1\n"))
    theirs = timed(lambda: [hcl2.parses(text) for text in texts])
    print(f"python-hcl2  import {import_hcl2:.3f}  grammar {grammar:.3f}  files {theirs:.3f}")
    print(f"files, secscan / python-hcl2: {ours / theirs:.2f}")


if __name__ == "__main__":
    if "--worst" in sys.argv:
        worst()
    else:
        ordinary(Path(sys.argv[1] if len(sys.argv) > 1 else "infra"))
