"""Instance keys may hold anything, dots and brackets too."""

import pytest

from secscan.triage import addresses


@pytest.mark.parametrize(
    ("name", "bare", "local", "keys"),
    [
        ("aws_x.y", "aws_x.y", "aws_x.y", ("", "")),
        ("aws_x.y[0]", "aws_x.y", "aws_x.y", ("", "[0]")),
        ('module.m["a.b[1]"].aws_x.y["c"]', "module.m.aws_x.y", "aws_x.y", ("", '["a.b[1]"]', "", '["c"]')),
        (r'module.m["say \"]\""].data.aws_x.y[*]', "module.m.data.aws_x.y", "data.aws_x.y",
         ("", r'["say \"]\""]', "", "", "[*]")),
        ("module.a[0].module.b.aws_x.y", "module.a.module.b.aws_x.y", "aws_x.y", ("", "[0]", "", "", "", "")),
        ("module.a", "module.a", "module.a", ("", "")),
    ],
)  # fmt: skip
def test_an_address_is_taken_apart(name: str, bare: str, local: str, keys: tuple[str, ...]) -> None:
    assert (addresses.bare(name), addresses.local(name), addresses.keys(name)) == (bare, local, keys)


@pytest.mark.parametrize(
    ("named", "instance", "fits"),
    [
        ("aws_x.y", 'aws_x.y["a"]', True),
        ('aws_x.y["a"]', 'aws_x.y["a"]', True),
        ('aws_x.y["b"]', 'aws_x.y["a"]', False),
        ("aws_x.y[0]", "aws_x.y[*]", True),
        ('module.m["a"].aws_x.y', 'module.m["a"].aws_x.y[0]', True),
        ('module.m["b"].aws_x.y', 'module.m["a"].aws_x.y[0]', False),
    ],
)
def test_a_key_that_is_given_must_fit_and_one_left_out_may_be_any(named: str, instance: str, fits: bool) -> None:
    assert addresses.could_be(named, instance) is fits
