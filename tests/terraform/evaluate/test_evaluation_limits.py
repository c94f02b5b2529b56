"""A configuration that asks for too much gets a named error, soon and in little memory."""

from pathlib import Path

import pytest

from secscan.sources import Sources
from secscan.terraform.evaluate.errors import EvaluationError, LimitExceeded
from secscan.terraform.evaluate.expressions import evaluate
from secscan.terraform.evaluate.scope import FunctionContext, Names
from secscan.terraform.evaluate.values import Value, plain
from secscan.terraform.parse import parse_expression

pytestmark = pytest.mark.slow  # whole processes, or seconds of work


def _steps(*steps: str, context: FunctionContext | None = None) -> Value:
    """Evaluates each step in a scope where `x` is the one before it; answers the last."""
    context = context or FunctionContext()
    names: dict[str, Value] = {}
    for step in steps:
        names["x"] = evaluate(parse_expression(step, "main.tf"), Names(names, None, context))
    return names["x"]


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        (('"abcdefgh"', *['"${x}${x}"'] * 40), "characters is too large"),
        (('"abcdefgh"', *['format("%s%s", x, x)'] * 40), "characters is too large"),
        (('"abcdefgh"', *['replace(x, "a", x)'] * 40), "characters is too large"),
        (('"abcdefgh"', *["join(x, [x, x, x])"] * 40), "characters is too large"),
        (('"abcdefgh"', *["base64encode(x)"] * 200), "characters is too large"),
        (("[1]", *["[x, x]"] * 40), "parts is too large"),
        (("{ a = 1 }", *["{ a = x, b = x }"] * 40), "parts is too large"),
        (("[1]", *["concat(x, x)"] * 40), "parts is too large"),
        (("[1]", *["[for y in concat(x, x) : y]"] * 40), "parts is too large"),
        (("[1]", *["[x]"] * 300), "nested too deeply"),
        (("range(1000)", "setproduct(x, x)"), "product of 1000000 tuples"),
        (("range(1000)", "[for a in x : [for b in x : [for c in x : 1]]]"), "parts is too large"),
        (("10", *["x * x"] * 40), "beyond 10 to the power"),
        (('tonumber("1e999999999")',), "beyond 10 to the power"),
        (('"a,"', *['"${x}${x}"'] * 20, 'split(",", x)'), "parts is too large"),
        (('"[],[]"', *['"${x},${x}"'] * 18, 'jsondecode("[${x}]")'), "parts is too large"),
        (('"\\n"', *['"${x}${x}"'] * 10, "indent(1e6, x)"), "characters is too large"),
    ],
)
def test_growth_without_end_is_a_named_error(steps: tuple[str, ...], message: str) -> None:
    with pytest.raises(LimitExceeded, match=message):
        _steps(*steps)


def test_range_has_terraforms_own_limit() -> None:
    with pytest.raises(EvaluationError, match="more than 1024 values were generated"):
        _steps("range(1e9)")


def test_try_and_can_do_not_hide_a_limit() -> None:
    steps = ("range(1000)", 'try(setproduct(x, x), "fine")')
    with pytest.raises(LimitExceeded):
        _steps(*steps)


def test_loops_over_loops_end_even_where_nothing_is_kept() -> None:
    steps = ("range(1000)", "[for a in x : length([for b in x : length([for c in x : c])])]")
    context = FunctionContext()
    context.meter.left = 1_000_000
    with pytest.raises(LimitExceeded, match="makes more data than the evaluation allows"):
        _steps(*steps, context=context)


def test_conditionals_that_fail_in_one_another_end() -> None:
    text = "null.a"
    for _ in range(30):
        text = f"true ? [{text}] : 0"
    with pytest.raises(EvaluationError):
        _steps(text)


def test_a_yaml_bomb_is_counted_not_built() -> None:
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    for last, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{','.join([f'*{last}'] * 9)}]")
    text = "\\n".join(lines)
    with pytest.raises(LimitExceeded, match="parts is too large"):
        _steps(f'yamldecode("{text}")')


def test_a_pattern_that_is_a_trap_for_other_engines_takes_no_time() -> None:
    assert (
        plain(_steps('"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"', *['"${x}${x}"'] * 8, 'regexall("^(a+)+$", "${x}b")')) == []
    )


def test_a_glob_of_stars_takes_no_time(tmp_path: Path) -> None:
    (tmp_path / ("a" * 200)).write_text("x")
    stars = "*a" * 150
    found = _steps(f'fileset(".", "{stars}b")', context=FunctionContext(files=Sources(tmp_path)))
    assert plain(found) == []


def test_a_row_of_three_thousand_operands_is_no_deep_nesting() -> None:
    assert plain(_steps(" + ".join(["1"] * 3000))) == 3000


def test_an_expression_nested_beyond_reason_is_a_named_error_or_read() -> None:
    text = "!" * 150 + "true"
    assert plain(_steps(text)) is True
