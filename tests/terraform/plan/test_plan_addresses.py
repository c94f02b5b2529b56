"""Addresses taken apart, whatever instance keys hold, and Terraform's order of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.terraform.expansion import instance_key
from secscan.terraform.plan.addresses import Instance, Step, module_of, parents, parse

KEYS = st.none() | st.integers(0, 10**6) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(st.lists(KEYS, max_size=3), KEYS, st.sampled_from(["managed", "data", "ephemeral"]))
def test_every_key_comes_back_as_it_was(modules: list[int | str | None], key: int | str | None, mode: str) -> None:
    steps = tuple(Step(f"m{n}", one) for n, one in enumerate(modules))
    module = ".".join(f"module.{step.name}{instance_key(step.key)}" for step in steps)
    own = f"{'' if mode == 'managed' else mode + '.'}aws_x.this{instance_key(key)}"
    address = f"{module}.{own}" if module else own
    assert parse(address) == Instance(modules=steps, mode=mode, type="aws_x", last=Step("this", key))
    assert module_of(address) == module


def test_an_unknown_key_is_told_from_a_text_that_looks_like_it() -> None:
    assert parse('module.a[*].aws_x.y["*"]') == Instance(
        modules=(Step("a", None, True),), mode="managed", type="aws_x", last=Step("y", "*")
    )
    assert parse("aws_x.y[*]").has_unknown_key
    assert not parse('aws_x.y["*"]').has_unknown_key


@pytest.mark.parametrize(
    "text", ["", "aws_x", "module.a", "module.a.", "aws_x.y[", "aws_x.y[a]", "aws_x.y[-1]", "a.b.c.d", "aws_x.y[0][1]"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not the address of a resource"):
        parse(text)


def test_parents_are_the_modules_around_a_module() -> None:
    assert parents('module.a["x.module.y"].module.b[0].module.c') == (
        'module.a["x.module.y"]',
        'module.a["x.module.y"].module.b[0]',
        'module.a["x.module.y"].module.b[0].module.c',
    )
    assert parents("") == ()


def test_instances_are_ordered_as_in_terraforms_documents() -> None:
    """By depth, module, data sources first, type, name, keys: none, numbers by size, texts (recorded of Terraform)."""
    ordered = [
        "data.aws_z.z",
        "aws_a.b[2]",
        "aws_a.b[10]",
        'aws_a.b["10"]',
        'aws_a.b["2"]',
        "module.b.aws_a.a",
        "module.web[0].data.aws_x.a",
        "module.web[0].aws_a.a",
        "module.web[1].aws_a.a",
        "module.a.module.b.aws_a.a",
    ]
    for start in range(len(ordered)):
        turned = [*ordered[start:], *ordered[:start]][::-1]
        assert sorted(turned, key=lambda address: parse(address).order) == ordered
