"""Trees out of the cache, and by many processes, are the trees that parsing gives; nothing is believed that is not."""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest
from trees import write

from secscan.cli import means as cli_means
from secscan.engines.process import Limits, run
from secscan.sources import Sources
from secscan.store.trees import Trees
from secscan.terraform import processes, reading
from secscan.terraform.configuration import Options, read
from secscan.terraform.parse import parse_file
from secscan.terraform.reading import Means, key_of, read_trees
from secscan.terraform.syntax import File

pytestmark = pytest.mark.slow  # whole processes, or seconds of work

TOP = Path(__file__).resolve().parents[2]
TEXTS = {
    "main.tf": 'resource "a" "b" {\n  c = "${d}"\n}\n',
    "x.tf.json": '{"resource": {"a": {"b": {"c": "${d}"}}}}',
    "x.tfvars.json": '{"resource": {"a": 1}}',
    "broken.tf": "a = \n",
    "empty.tf": "",
}


def parsed(texts: Mapping[str, str]) -> dict[str, processes.Tree]:
    trees: dict[str, processes.Tree] = {}
    for path, text in texts.items():
        file, problems = parse_file(text, path)
        trees[path] = problems or file
    return trees


def large(count: int) -> dict[str, str]:
    """So much text that several processes are worth it; each file another one, the third wrong."""
    size = processes.WORTH * 5 // 2 // count
    block = 'resource "aws_s3_bucket" "b%d" {{\n  bucket = "x-${{var.n}}"\n}}\n'
    texts = {f"{n:02}.tf": "".join((block % k).format() for k in range(n, n + size // 70)) for n in range(count)}
    return texts | {"02.tf": texts["02.tf"] + "a = = 1\n"}


class Counting(Trees):
    """The real cache, with what was asked of it written down."""

    def keep(self, entries: Mapping[str, bytes]) -> None:
        KEPT.append(len(entries))
        super().keep(entries)


KEPT: list[int] = []


@pytest.fixture
def cache(tmp_path: Path) -> Trees:
    KEPT.clear()
    return Counting(directory=tmp_path / "cache")


def test_what_is_recalled_is_what_was_parsed(cache: Trees) -> None:
    cold, warm = read_trees(TEXTS, Means(trees=cache)), read_trees(TEXTS, Means(trees=cache))
    assert cold == warm == parsed(TEXTS)


def test_a_file_with_problems_is_read_again_and_all_others_are_kept_once(cache: Trees) -> None:
    read_trees(TEXTS, Means(trees=cache))
    read_trees(TEXTS, Means(trees=cache))
    assert KEPT == [4]


def test_the_same_text_elsewhere_is_known_with_its_own_path(cache: Trees) -> None:
    read_trees({"main.tf": TEXTS["main.tf"]}, Means(trees=cache))
    moved = {"other/main.tf": TEXTS["main.tf"]}
    assert read_trees(moved, Means(trees=cache)) == parsed(moved)
    assert KEPT == [1]


def test_the_same_text_as_another_kind_of_file_is_another_tree() -> None:
    text = '{"a": "${b}"}'
    assert len({key_of(text, path) for path in ("a.tf", "a.tf.json", "a.tofu.json", "a.tfvars.json", "b.tfvars")}) == 3


def test_what_was_kept_by_another_recipe_is_not_asked_for(cache: Trees, monkeypatch: pytest.MonkeyPatch) -> None:
    read_trees(TEXTS, Means(trees=cache))
    monkeypatch.setattr(reading, "LAYOUT", "another")
    reading.recipe.cache_clear()
    assert read_trees(TEXTS, Means(trees=cache)) == parsed(TEXTS)
    reading.recipe.cache_clear()
    assert KEPT == [4, 4]


def test_an_entry_that_is_whole_and_no_tree_is_parsed_afresh_and_mended(cache: Trees) -> None:
    key = key_of(TEXTS["main.tf"], "main.tf")
    cache.keep({key: b"planted"})
    assert read_trees({"main.tf": TEXTS["main.tf"]}, Means(trees=cache)) == parsed({"main.tf": TEXTS["main.tf"]})
    assert cache.recall([key])[key] != b"planted"


WARM = """
import sys
from pathlib import Path
from secscan.sources import Sources
from secscan.store.trees import Trees
from secscan.terraform.configuration import Options, read
from secscan.terraform.reading import Means
found = read(Sources(Path(sys.argv[1])), Options(), Means(trees=Trees(directory=Path(sys.argv[2]))))
print(len(found.estates), sorted({"secscan.terraform.parse", "secscan.terraform.hcl.grammar"} & set(sys.modules)))
"""


def test_a_warm_cache_is_read_without_loading_the_parser(tmp_path: Path) -> None:
    tree = write(tmp_path / "tree", {"main.tf": 'module "m" {\n  source = "./m"\n}\n', "m/main.tf": "locals {}\n"})
    words = [sys.executable, "-c", WARM, str(tree), str(tmp_path / "cache")]
    told = [subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip() for _ in range(2)]
    assert told == ["1 ['secscan.terraform.hcl.grammar', 'secscan.terraform.parse']", "1 []"]


def test_our_own_infrastructure_is_the_same_estate_warm(cache: Trees) -> None:
    cold, warm = (read(Sources(TOP / "infra"), Options(), Means(trees=cache)) for _ in range(2))
    assert cold == warm == read(Sources(TOP / "infra"), Options())


# Processes


def program(limits: Limits | None = None) -> processes.Program:
    def start(given: bytes, cancelled: threading.Event) -> bytes:
        STARTED.append(len(given))
        return run(
            (sys.executable, "-I", "-m", "secscan.terraform.worker"),
            cwd=TOP,
            environment={"SECSCAN_CACHE_DIR": os.environ.get("SECSCAN_CACHE_DIR", str(Path.home() / ".cache/secscan"))},
            limits=limits or Limits(cancelled=cancelled),
            given=given,
        ).stdout

    return start


STARTED: list[int] = []


@pytest.fixture(autouse=True)
def _none_started() -> None:
    STARTED.clear()


def test_many_processes_give_what_one_gives(cache: Trees) -> None:
    texts = large(8)
    means = Means(trees=cache, program=program(), processes=3)
    cold = read_trees(texts, means)
    assert cold == parsed(texts)
    assert len(STARTED) == 2
    assert read_trees(texts, means) == cold
    assert KEPT == [7]


def test_little_text_starts_no_process() -> None:
    assert read_trees(TEXTS, Means(program=program(), processes=8)) == parsed(TEXTS)
    assert STARTED == []


def test_a_file_that_its_process_dies_of_has_a_problem_and_the_others_are_read() -> None:
    """The process is killed while it answers for the largest file of its share."""
    texts = {name: text for name, text in large(8).items() if name != "02.tf"}
    texts["large.tf"] = "".join(f"a{n} = {n}\n" for n in range(60_000))
    texts["mine.tf"] = texts["large.tf"] + "b = 1\n"  # this process takes the largest of all
    found = read_trees(texts, Means(program=program(Limits(stdout=1_500_000)), processes=2))
    assert isinstance(found["large.tf"], tuple)
    assert [problem.message for problem in found["large.tf"]] == [
        "the process that read it was ended before it was done: it took too long, or too much memory"
    ]
    assert {path: tree for path, tree in found.items() if path != "large.tf"} == parsed(
        {path: text for path, text in texts.items() if path != "large.tf"}
    )
    assert len(STARTED) == 2


@pytest.mark.parametrize("answer", [b"", b"Traceback", b"secscan reads\n" + b"\x05\x00\x00\x00\x01noise"])
def test_where_no_process_is_to_be_had_or_it_talks_nonsense_everything_is_read_here(answer: bytes) -> None:
    texts = large(4)
    answers = [answer]
    means = Means(program=lambda _given, _cancelled: answers.pop() if answers else b"", processes=2)
    found = read_trees(texts, means)
    died = [path for path, tree in found.items() if isinstance(tree, tuple) and "was ended" in tree[0].message]
    assert len(died) == (1 if answer.startswith(b"secscan") else 0)
    assert {p: t for p, t in found.items() if p not in died} == {
        p: t for p, t in parsed(texts).items() if p not in died
    }


def test_an_interruption_ends_the_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()

    def endless(_given: bytes, cancelled: threading.Event) -> bytes:
        if cancelled.wait(60):
            ended.set()
        return b""

    def interrupted(_path: str, _text: str) -> File:
        raise KeyboardInterrupt

    monkeypatch.setattr(processes, "_parse", interrupted)
    with pytest.raises(KeyboardInterrupt):
        read_trees(large(4), Means(program=endless, processes=2))
    assert ended.is_set()


def test_the_command_line_gives_reading_the_users_cache_and_all_cores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECSCAN_CACHE_DIR", str(tmp_path / "cache"))
    given = cli_means.means()
    assert given.trees == Trees(directory=tmp_path / "cache")
    assert given.processes == len(os.sched_getaffinity(0))
    assert read_trees(large(4), given) == parsed(large(4))
