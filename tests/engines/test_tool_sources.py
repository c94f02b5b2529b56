"""Programs out of wheels, by Go with their assets, and by Cargo: real package clients on packages made here."""

import hashlib
import io
import os
import sys
import tarfile
import textwrap
import zipfile
from pathlib import Path

import pytest

from secscan.engines import kics_index, provision
from secscan.engines.provision import State, Tool, Tools, golang
from secscan.engines.provision.installer import PREPARATIONS
from secscan.engines.provision.lock import GoSource, pinned, read_lock, this_platform
from secscan.engines.provision.registry import Bench
from secscan.engines.provision.trouble import SourceError

HEAD = """
engine = "guard"
title = "A tool"
version = "1.2.3"
license = "MIT"
homepage = "https://releases.example/tool"
"""
WHEEL = """
[[sources]]
kind = "wheel"
platform = "{platform}"
requirements = "requirements.txt"
members = ["inner/tool.tgz", "package/bin/tool"]
binary = "tool"
says = "tool 1.2.3"
"""
CARGO = """
[[sources]]
kind = "cargo"
crate = "hello"
binary = "hello"
says = "hello 1.2.3"
"""


def wheel(directory: Path, program: bytes, member: str = "package/bin/tool") -> str:
    """A wheel with a .tgz with a program in it; its SHA-256."""
    inner = io.BytesIO()
    with tarfile.open(fileobj=inner, mode="w:gz") as archive:
        entry = tarfile.TarInfo(member)
        entry.size = len(program)
        archive.addfile(entry, io.BytesIO(program))
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / "a_tool-7.0-py3-none-any.whl"
    about = "a_tool-7.0.dist-info"
    with zipfile.ZipFile(file, "w") as whole:
        whole.writestr("inner/tool.tgz", inner.getvalue())
        whole.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: a-tool\nVersion: 7.0\n")
        whole.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        whole.writestr(f"{about}/RECORD", "")
    return hashlib.sha256(file.read_bytes()).hexdigest()


def lock(tmp_path: Path, sources: str, **files: str) -> Tools:
    directory = tmp_path / "locks" / "tool"
    directory.mkdir(parents=True)
    for name, text in {"lock.toml": HEAD + sources, **files}.items():
        (directory / name).write_text(textwrap.dedent(text))
    return Tools(cache=tmp_path / "cache", locks=tmp_path / "locks")


def installed(tools: Tools, **environment: str) -> Tool:
    (made,) = provision.install(("tool",), tools, environment={**os.environ, **environment})
    return made


def from_wheel(tmp_path: Path, program: str, *, digest: str = "", member: str = "package/bin/tool") -> Tool:
    found = wheel(tmp_path / "wheels", f"#!{sys.executable}\n{program}\n".encode(), member)
    requirements = f"a-tool==7.0 --hash=sha256:{digest or found}\n"
    tools = lock(tmp_path, WHEEL.format(platform=this_platform()), **{"requirements.txt": requirements})
    return installed(tools, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path / "wheels"))


@pytest.mark.slow
def test_a_program_in_an_archive_in_a_wheel_is_installed_and_nothing_else_of_it(tmp_path: Path) -> None:
    made = from_wheel(tmp_path, "print('tool 1.2.3')")
    assert (made.state, made.source) == (State.INSTALLED, "wheel a_tool-7.0-py3-none-any.whl")
    assert sorted(p.name for p in made.place.rglob("*") if p.is_file()) == ["manifest.json", "tool"]
    assert os.access(made.place / "bin" / "tool", os.X_OK)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("program", "changes", "said"),
    [
        ("print('tool 1.2.4')", {}, "it says that it is 'tool 1.2.4', the lock says 'tool 1.2.3'"),
        ("raise SystemExit(3)", {}, "A tool 1.2.3 cannot be had"),
        ("print('tool 1.2.3')", {"digest": "0" * 64}, "what came is not what is locked"),
        ("print('tool 1.2.3')", {"member": "elsewhere/tool"}, "the archive holds no file 'package/bin/tool'"),
        ("print('tool 1.2.3')", {"member": "../package/bin/tool"}, "the archive holds a path that leaves it"),
    ],
)
def test_a_wheel_that_is_not_what_is_locked_gives_nothing(
    program: str, changes: dict[str, str], said: str, tmp_path: Path
) -> None:
    made = from_wheel(tmp_path, program, **changes)
    assert made.state is State.FAILED
    assert said in made.problem
    assert not made.place.exists()


def test_a_wheel_for_another_platform_is_no_source(tmp_path: Path) -> None:
    made = installed(lock(tmp_path, WHEEL.format(platform="plan9-mips"), **{"requirements.txt": ""}))
    assert made.problem == f"A tool 1.2.3 cannot be had: the lock names no source for {this_platform()}"


@pytest.mark.slow
def test_where_no_wheel_fits_cargo_builds_what_its_lock_names(cargo: str, tmp_path: Path) -> None:
    crate = tmp_path / "hello"
    (crate / "src").mkdir(parents=True)
    (crate / "Cargo.toml").write_text('[package]\nname = "hello"\nversion = "1.2.3"\nedition = "2021"\n')
    (crate / "src" / "main.rs").write_text('fn main() { println!("hello {}", env!("CARGO_PKG_VERSION")); }\n')
    (crate / "src" / "lib.rs").touch()
    head = '[package]\nname = "lock"\nversion = "0.0.0"\nedition = "2021"\n'
    manifest = f'{head}\n[dependencies]\nhello = {{ path = "{crate}" }}\n'
    packages = '[[package]]\nname = "hello"\nversion = "1.2.3"\n\n[[package]]\nname = "lock"\nversion = "0.0.0"\n'
    pins = f'version = 4\n\n{packages}dependencies = [\n "hello",\n]\n'
    sources = WHEEL.format(platform="plan9-mips") + CARGO
    tools = lock(tmp_path, sources, **{"Cargo.toml": manifest, "Cargo.lock": pins, "requirements.txt": ""})
    made = installed(tools)
    assert (made.state, made.source.split()[0]) == (State.INSTALLED, "cargo")
    assert sorted(p.name for p in made.place.rglob("*") if p.is_file()) == ["hello", "manifest.json"]


def test_without_cargo_that_is_what_is_said(tmp_path: Path) -> None:
    tools = lock(tmp_path, CARGO, **{"Cargo.toml": "", "Cargo.lock": "version = 4\npackage = []\n"})
    made = installed(tools, PATH=str(tmp_path))
    assert made.problem == "A tool 1.2.3 cannot be had: the crate registry: there is no cargo on PATH"


def test_what_cargo_and_go_replace_is_pinned_too(tmp_path: Path) -> None:
    crates = '[[package]]\nname = "serde"\nversion = "1.0.1"\nsource = "a registry"\n\n[[package]]\nname = "lock"\n'
    module = """
        module m

        replace (
        \tone.example/a => one.example/a v1.0.1
        \ttwo.example/b v2.0.0 => other.example/b v2.5.0
        )

        require (
        \tone.example/a v1.0.0 // indirect
        \ttwo.example/b v2.0.0
        \tthree.example/c v3.0.0
        )
    """
    tools = lock(tmp_path, CARGO, **{"Cargo.lock": crates, "go.mod": module})
    assert set(pinned(tools.lock("tool"))) == {
        ("tool", "tool", "1.2.3"),
        ("rust", "serde", "1.0.1"),
        ("go", "one.example/a", "v1.0.1"),
        ("go", "other.example/b", "v2.5.0"),
        ("go", "three.example/c", "v3.0.0"),
    }


def go_source(**changes: object) -> GoSource:
    return GoSource(package="m.example/tool", binary="tool", go="1.26.4", module="m.example", **changes)  # type: ignore[arg-type]  # of the test's own


def module(top: Path) -> Path:
    for name in ("a/rules/one/query.rego", "a/rules/one/test/query.rego", "a/rules/left/query.rego", "LICENSE"):
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(name)
    (top / "a" / "rules" / "link.rego").symlink_to("/etc/passwd")
    return top


def test_the_assets_of_a_module_are_laid_beside_the_program_by_pattern(tmp_path: Path) -> None:
    source = go_source(assets=("LICENSE", "a/**/*.rego"), leave=("test", "left"))
    golang._lay_assets(source, module(tmp_path / "module"), tmp_path / "target")
    laid = sorted(p.relative_to(tmp_path / "target").as_posix() for p in (tmp_path / "target").rglob("*.*"))
    assert laid == ["a/rules/one/query.rego"]
    assert (tmp_path / "target" / "LICENSE").is_file()


def test_a_module_without_an_asset_that_the_lock_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"m.example holds nothing that is named b/\*"):
        golang._lay_assets(go_source(assets=("b/*",)), module(tmp_path / "module"), tmp_path / "target")


def test_what_is_made_of_assets_at_installation_is_named_in_the_locks() -> None:
    named = {s.prepare for tool in provision.TOOLS for s in read_lock(tool).sources if isinstance(s, GoSource)}
    assert named - {""} == set(PREPARATIONS) == {"kics-index/1"}
    assert PREPARATIONS["kics-index/1"] is kics_index.write


def test_as_many_compilers_work_at_a_time_as_there_are_pairs_of_cores(tmp_path: Path) -> None:
    bench = Bench(scratch=tmp_path, inherited={})
    allowed = 0
    while bench.builds.acquire(blocking=False):
        allowed += 1
    assert allowed == max(1, (os.cpu_count() or 1) // 2)


def test_every_lock_names_a_licence_and_a_home() -> None:
    about = {tool: (read_lock(tool).license, read_lock(tool).homepage) for tool in provision.TOOLS}
    assert about == {
        "checkov": ("Apache-2.0", "https://github.com/bridgecrewio/checkov"),
        "tflint": ("MPL-2.0", "https://github.com/terraform-linters/tflint"),
        "tflint-ruleset-aws": ("MPL-2.0", "https://github.com/terraform-linters/tflint-ruleset-aws"),
        "kics": ("Apache-2.0", "https://github.com/Checkmarx/kics"),
        "terrascan": ("Apache-2.0", "https://github.com/tenable/terrascan"),
        "cfn-guard": ("Apache-2.0", "https://github.com/aws-cloudformation/cloudformation-guard"),
    }
