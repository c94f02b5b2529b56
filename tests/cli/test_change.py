"""`scan --changed`: which roots a change in git reaches, with real repositories and the real git."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_runs import BAD_KEY, Done, environment, grow, own
from hypothesis import given
from hypothesis import strategies as st

from secscan.cli.change import names

pytestmark = pytest.mark.slow  # whole processes, or seconds of work

CALL = 'module "keys" {\n  source = "../../modules/keys"\n}\n'
TASK = 'resource "aws_kms_key" "from_file" {\n  description = file("${path.module}/texts/t.txt")\n}\n'
TREE = {
    "modules/keys/main.tf": BAD_KEY,
    "roots/a/main.tf": CALL,
    "roots/a/terraform.tfvars.json": "{}",
    "roots/b/main.tf": BAD_KEY,
    "roots/c/main.tf": TASK,
    "roots/c/texts/t.txt": "words",
    "notes.txt": "",
    ".secscan.yaml": "paths: [roots]\n",
}
ALL = {"roots/a", "roots/b", "roots/c"}


def git(*words: str, cwd: Path) -> None:
    who = {f"GIT_{role}_{part}": "scratch" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    subprocess.run(["git", *words], cwd=cwd, env=environment(**who), capture_output=True, check=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    top = tmp_path / "repository"
    top.mkdir()
    git("init", "-q", cwd=top)
    grow(top, dict(TREE))
    git("add", "-A", cwd=top)
    git("commit", "-qm", "all", cwd=top)
    return top


def reached(done: Done) -> set[str]:
    return set(done.report["coverage"]["roots"])


def staged(top: Path, *words: str) -> Done:
    git("add", "-A", cwd=top)
    return own("--changed", "--format", "json", *words, cwd=top)


def write(name: str, text: str) -> Callable[[Path], object]:
    return lambda top: grow(top, {name: text})


def remove(name: str) -> Callable[[Path], object]:
    return lambda top: (top / name).unlink()


def rename(old: str, new: str) -> Callable[[Path], object]:
    return lambda top: git("mv", old, new, cwd=top)


def both(*changes: Callable[[Path], object]) -> Callable[[Path], object]:
    return lambda top: [change(top) for change in changes]


REACHED = {
    "a root's own file": (write("roots/b/main.tf", "# changed\n" + BAD_KEY), {"roots/b"}),
    "a new file of a root": (write("roots/b/more.tf", BAD_KEY.replace("this", "more")), {"roots/b"}),
    "a values file": (write("roots/a/terraform.tfvars.json", '{"x": 1}'), {"roots/a"}),
    "a new values file": (write("roots/a/more.auto.tfvars", "x = 1\n"), {"roots/a"}),
    "a module": (write("modules/keys/main.tf", "# changed\n" + BAD_KEY), {"roots/a"}),
    "a file that a function reads": (write("roots/c/texts/t.txt", "others"), {"roots/c"}),
    "a new root": (write("roots/d/main.tf", BAD_KEY), {"roots/d"}),
    "two roots": (both(write("roots/b/x.tf", ""), write("roots/c/texts/t.txt", "")), {"roots/b", "roots/c"}),
    "a file that is gone from a root": (remove("roots/a/terraform.tfvars.json"), {"roots/a"}),
    "a file that a function misses": (remove("roots/c/texts/t.txt"), ALL),
    "a renamed file": (rename("roots/a/terraform.tfvars.json", "roots/a/other.json"), {"roots/a"}),
    "a file moved between roots": (rename("roots/a/main.tf", "roots/b/moved.tf"), ALL - {"roots/c"}),
    "the configuration": (write(".secscan.yaml", "paths: [roots]\nfail_on: low\n"), ALL),
    "the waivers": (write(".secscan/waivers.yaml", ""), ALL),
    "what prunes the search": (write("roots/.gitignore", "nothing\n"), ALL),
}


@pytest.mark.parametrize(("change", "roots"), REACHED.values(), ids=REACHED)
def test_a_change_reaches_the_roots_that_it_could_matter_to(
    repository: Path, change: Callable[[Path], object], roots: set[str]
) -> None:
    change(repository)
    gone = {root for root in ALL if not (repository / root / "main.tf").exists()}
    assert reached(staged(repository)) == roots - gone


def test_a_module_that_is_gone_reaches_who_called_it(repository: Path) -> None:
    remove("modules/keys/main.tf")(repository)
    done = staged(repository)
    assert done.code == 3
    assert "roots/a" in reached(done)


def test_what_matters_to_no_root_ends_at_once_with_nothing_to_audit(repository: Path) -> None:
    grow(repository, {"notes.txt": "changed", "docs/new.md": ""})
    done = staged(repository)
    assert (done.code, done.out) == (0, "")
    assert done.err == "secscan: the change reaches no root: nothing to audit\n"


def test_nothing_staged_is_everything(repository: Path) -> None:
    grow(repository, {"roots/b/main.tf": BAD_KEY + "# not staged\n"})
    assert reached(own("--changed", "--format", "json", cwd=repository)) == ALL


def test_a_first_commit_is_a_change_too(tmp_path: Path) -> None:
    top = tmp_path / "new"
    top.mkdir()
    git("init", "-q", cwd=top)
    grow(top, {"b/main.tf": BAD_KEY})
    assert reached(staged(top)) == {"b"}


def test_roots_that_are_not_reached_are_said_and_break_nothing(repository: Path) -> None:
    grow(repository, {"roots/c/main.tf": "{"})
    git("add", "-A", cwd=repository)
    git("commit", "-qm", "broken", cwd=repository)
    grow(repository, {"roots/b/main.tf": "# changed\n" + BAD_KEY})
    done = staged(repository)
    status = {file["path"]: file["status"] for file in done.report["coverage"]["files"]}
    assert (done.code, done.addresses) == (1, {("roots/b", "aws_kms_key.this")})
    assert (status["roots/b/main.tf"], status["roots/c/main.tf"]) == ("scanned", "skipped")


def test_between_two_commits_the_change_is_theirs(repository: Path) -> None:
    grow(repository, {"roots/b/main.tf": "# changed\n" + BAD_KEY})
    git("commit", "-qam", "b", cwd=repository)
    refs = {"PRE_COMMIT_FROM_REF": "HEAD~1", "PRE_COMMIT_TO_REF": "HEAD"}
    assert reached(own("--changed", "--format", "json", cwd=repository, **refs)) == {"roots/b"}
    bad = own("--changed", cwd=repository, PRE_COMMIT_FROM_REF="--output=x", PRE_COMMIT_TO_REF="HEAD")
    assert (bad.code, (repository / "x").exists()) == (2, False)


def test_a_directory_outside_of_git_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "main.tf").write_text(BAD_KEY)
    done = own("--changed", "a", cwd=tmp_path)
    assert done.code == 2
    assert "git cannot say what is changed" in done.err


def test_a_root_read_through_a_link_is_reached_by_the_files_own_name(repository: Path) -> None:
    (repository / "roots" / "linked").mkdir()
    (repository / "roots" / "linked" / "main.tf").symlink_to("../../shared/main.tf")
    grow(repository, {"shared/main.tf": BAD_KEY})
    git("add", "-A", cwd=repository)
    git("commit", "-qm", "linked", cwd=repository)
    grow(repository, {"shared/main.tf": "# changed\n" + BAD_KEY})
    assert reached(staged(repository)) == {"roots/linked"}


def test_nothing_of_the_repositorys_git_configuration_runs(repository: Path) -> None:
    planted = f"touch {repository}/planted"
    for key in ("diff.external", "core.fsmonitor", "diff.x.textconv", "core.pager"):
        git("config", key, planted, cwd=repository)
    grow(repository, {".gitattributes": "* diff=x\n", "roots/b/main.tf": "# changed\n" + BAD_KEY})
    git("-c", "core.fsmonitor=false", "add", "-A", cwd=repository)
    assert reached(own("--changed", "--format", "json", cwd=repository)) == {"roots/b"}
    assert not (repository / "planted").exists()


PATHS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)


@given(st.lists(st.one_of(st.tuples(st.sampled_from("AMDT"), PATHS), st.tuples(st.just("R087"), PATHS, PATHS))))
def test_every_path_of_gits_answer_is_read_whatever_its_name(entries: list[tuple[str, ...]]) -> None:
    status = "".join(word + "\0" for entry in entries for word in entry).encode()
    assert names(status) == tuple(sorted({path for entry in entries for path in entry[1:]}))
