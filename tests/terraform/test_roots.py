"""Which directories are roots, and that nothing in scope is looked at from nowhere."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from trees import addresses, configuration, only, said, write

from secscan.model import FileStatus
from secscan.sources import Sources
from secscan.terraform.configuration import Options, read
from secscan.terraform.roots import reached

QUEUE = 'resource "aws_sqs_queue" "q" {}\n'


def call(name: str, source: str) -> str:
    return f'module "{name}" {{\n  source = "{source}"\n}}\n'


def test_directories_that_no_call_targets_are_the_roots(tmp_path: Path) -> None:
    found = configuration(
        tmp_path,
        {
            "env/dev/main.tf": call("a", "../../modules/a"),
            "env/prod/main.tf": call("a", "../../modules/a"),
            "modules/a/main.tf": call("b", "./b"),
            "modules/a/b/main.tf": QUEUE,
            "modules/unused/main.tf": QUEUE,
        },
    )
    assert [e.root for e in found.estates] == ["env/dev", "env/prod", "modules/unused"]
    assert addresses(found.estates[0]) == ["module.a.module.b.aws_sqs_queue.q"]
    assert found.estates[0].module_directories == ("modules/a", "modules/a/b")
    assert found.estates[0].files == ("env/dev/main.tf", "modules/a/b/main.tf", "modules/a/main.tf")
    assert found.problems == ()


def test_roots_that_the_options_list_are_the_only_ones_and_the_rest_is_said_to_be_skipped(tmp_path: Path) -> None:
    sources = Sources(write(tmp_path, {"a/main.tf": QUEUE, "b/main.tf": QUEUE, "b/notes.txt": ""}))
    found = read(sources, Options(roots=("a",)))
    assert [e.root for e in found.estates] == ["a"]
    assert [(r.path, r.status, r.reason) for r in sources.records()] == [
        ("a/main.tf", FileStatus.SCANNED, ""),
        ("b/main.tf", FileStatus.SKIPPED, "no configured root reaches it"),
    ]


def test_a_listed_root_without_terraform_is_a_problem(tmp_path: Path) -> None:
    found = configuration(tmp_path, {"a/main.tf": QUEUE}, Options(roots=("b",)))
    assert said(found.problems) == [("No Terraform files found in b.", "", 0, True)]
    assert only(found).broken


def test_a_tree_without_terraform_is_a_problem(tmp_path: Path) -> None:
    found = read(Sources(write(tmp_path, {"infra/README.md": "x"}), scope=("infra",)), Options())
    assert found.estates == ()
    assert said(found.problems) == [("No Terraform files found in infra.", "", 0, True)]


def test_a_module_that_calls_itself_is_a_root_and_named(tmp_path: Path) -> None:
    found = configuration(tmp_path, {"a/main.tf": QUEUE + call("me", "../a")})
    assert [e.root for e in found.estates] == ["a"]
    assert addresses(found.estates[0]) == ["aws_sqs_queue.q"]
    assert said(found.problems) == [('Module "me" calls itself: a -> a.', "a/main.tf", 2, True)]


def test_modules_that_only_call_each_other_do_not_vanish(tmp_path: Path) -> None:
    found = configuration(tmp_path, {"a/main.tf": call("b", "../b") + QUEUE, "b/main.tf": call("a", "../a") + QUEUE})
    assert [e.root for e in found.estates] == ["a"]
    assert addresses(found.estates[0]) == ["aws_sqs_queue.q", "module.b.aws_sqs_queue.q"]
    assert said(found.problems) == [('Module "a" calls itself: a -> b -> a.', "b/main.tf", 1, True)]


def test_a_broken_file_is_named_and_costs_only_its_own_roots(tmp_path: Path) -> None:
    sources = Sources(
        write(
            tmp_path,
            {
                "good/main.tf": QUEUE,
                "bad/main.tf": QUEUE,
                "bad/worse.tf": 'resource "aws_sqs_queue" "q" {\n  name = = 1\n}\n',
                "caller/main.tf": call("bad", "../shared"),
                "shared/main.tf": "{\n",
            },
        )
    )
    found = read(sources, Options())
    assert [(e.root, e.broken, addresses(e)) for e in found.estates] == [
        ("bad", True, []),
        ("caller", True, []),
        ("good", False, ["aws_sqs_queue.q"]),
    ]
    assert [(p.root, p.file, p.line, p.incomplete) for p in found.problems] == [
        ("bad", "bad/worse.tf", 2, True),
        ("caller", "shared/main.tf", 1, True),
    ]
    unparsable = [r.path for r in sources.records() if r.status is FileStatus.UNPARSABLE]
    assert unparsable == ["bad/worse.tf", "shared/main.tf"]


@given(st.dictionaries(st.sampled_from("abcdef"), st.sets(st.sampled_from("abcdefx"))))
def test_everything_that_is_reached_reaches_nothing_new(targets: dict[str, set[str]]) -> None:
    seen = reached(targets, ["a"])
    assert {target for source in seen for target in targets.get(source, ())} <= seen
