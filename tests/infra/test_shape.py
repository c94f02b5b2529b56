"""The shape of the platform's modules: small, local, described, and with no switch for what must always be on.

Read from the source with our own reader; Terraform's opinion is in `test_terraform.py` and `test_modules.py`.
"""

from pathlib import Path

import pytest

from secscan.terraform.parse import parse_file
from secscan.terraform.syntax import Block, Expression, Literal, Template

TOP = Path(__file__).resolve().parents[2]
INFRA = TOP / "infra"
MODULES = sorted(path.parent for path in INFRA.glob("modules/*/main.tf"))
DIRECTORIES = sorted({path.parent for path in INFRA.rglob("*.tf") if ".terraform" not in path.parts})


def named(path: Path) -> str:
    return path.relative_to(INFRA).as_posix()


def blocks(place: Path, kind: str) -> list[Block]:
    parsed = [parse_file(path.read_text(), path.name) for path in sorted(place.glob("*.tf"))]
    assert [problem for _, problems in parsed for problem in problems] == []
    return [block for file, _ in parsed for block in file.body.blocks if block.type == kind]


def value(block: Block, name: str) -> Expression | None:
    return next((attribute.value for attribute in block.body.attributes if attribute.name == name), None)


def text(expression: Expression | None) -> str:
    assert isinstance(expression, Template)
    assert all(isinstance(part, str) for part in expression.parts)
    return "".join(part for part in expression.parts if isinstance(part, str))


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_module_has_its_files(module: Path) -> None:
    wanted = {"main.tf", "variables.tf", "outputs.tf", "versions.tf", "README.md"}
    assert wanted - {path.name for path in module.iterdir()} == set()


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_module_has_tests_and_one_of_them_is_a_refusal(module: Path) -> None:
    tests = [path.read_text() for path in sorted(module.glob("tests/*.tftest.hcl"))]
    refuses = any("expect_failures" in test for test in tests)
    assert (bool(tests), refuses) == (True, True)


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_module_brings_no_provider_of_its_own(module: Path) -> None:
    assert blocks(module, "provider") == []


@pytest.mark.parametrize("place", DIRECTORIES, ids=named)
def test_every_variable_is_typed_described_and_never_null(place: Path) -> None:
    bad = [
        variable.labels[0]
        for variable in blocks(place, "variable")
        if value(variable, "type") is None
        or not text(value(variable, "description")).endswith(".")
        or not (isinstance(never := value(variable, "nullable"), Literal) and never.value is False)
    ]
    assert bad == []


@pytest.mark.parametrize("place", DIRECTORIES, ids=named)
def test_every_output_is_described(place: Path) -> None:
    bad = [output.labels[0] for output in blocks(place, "output") if value(output, "description") is None]
    assert bad == []


@pytest.mark.parametrize("place", DIRECTORIES, ids=named)
def test_only_local_modules_are_called_and_only_the_aws_provider_is_asked_for(place: Path) -> None:
    sources = {text(value(call, "source")) for call in blocks(place, "module")}
    assert {source for source in sources if not source.startswith("../")} == set()
    wanted = [inner for outer in blocks(place, "terraform") for inner in outer.body.blocks]
    providers = [a.name for block in wanted if block.type == "required_providers" for a in block.body.attributes]
    assert providers == ["aws"]


@pytest.mark.parametrize("place", DIRECTORIES, ids=named)
def test_terraform_and_the_provider_are_bounded(place: Path) -> None:
    (settings,) = (block for block in blocks(place, "terraform") if value(block, "required_version"))
    assert text(value(settings, "required_version")) == ">= 1.11"


# A switch in a module is a decision to weaken something: each one is named here with what it may weaken.
SWITCHES = {
    "modules/kms": {"multi_region"},  # decided once, for replicas; weakens nothing
    "modules/network": {"nat_per_zone"},  # a cost of development: availability, not protection
    "modules/region": {"nat_per_zone"},
}

# Guards data against deletion in every module that keeps some; on unless a root that is to be destroyed says otherwise.
PROTECTED = "protected"


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_no_module_has_a_switch_that_nobody_answers_for(module: Path) -> None:
    kinds = {variable.labels[0]: value(variable, "type") for variable in blocks(module, "variable")}
    switches = {name for name, kind in kinds.items() if getattr(kind, "name", "") == "bool"}
    assert switches - {PROTECTED} == SWITCHES.get(named(module), set())


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_data_is_protected_where_nobody_says_otherwise(module: Path) -> None:
    guards = [variable for variable in blocks(module, "variable") if variable.labels[0] == PROTECTED]
    given = [value(guard, "default") for guard in guards]
    assert [default.value if isinstance(default, Literal) else None for default in given] == [True] * len(guards)
