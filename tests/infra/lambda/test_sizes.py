"""Sizes keep their order, and what grows never shrinks on the way."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_cluster_sizes.sizes import Size, Sizes, WrongSize, sizes_from


@st.composite
def sizes(draw: st.DrawFn) -> Size:
    least, wanted, most = sorted(draw(st.tuples(*[st.integers(0, 40)] * 3)))
    return Size(min=least, desired=wanted, max=max(most, 1))


@given(sizes(), sizes())
def test_a_size_that_covers_another_is_nowhere_smaller_and_in_order(one: Size, other: Size) -> None:
    both = one.covering(other)
    assert both.min >= max(one.min, other.min)
    assert both.desired >= max(one.desired, other.desired)
    assert both.min <= both.desired <= both.max
    assert both.covering(one) == both.covering(other) == both


@given(
    st.dictionaries(st.text(max_size=5), sizes(), max_size=3), st.dictionaries(st.text(max_size=5), sizes(), max_size=3)
)
def test_what_is_written_down_is_read_back(groups: dict[str, Size], services: dict[str, Size]) -> None:
    written = Sizes(node_groups=groups, services=services)
    assert sizes_from(json.loads(json.dumps(written.as_json()))) == written


@pytest.mark.parametrize(("least", "wanted", "most"), [(3, 2, 4), (1, 5, 4), (-1, 0, 1), (0, 0, 0)])
def test_numbers_out_of_order_are_refused(least: int, wanted: int, most: int) -> None:
    with pytest.raises(WrongSize):
        Size(min=least, desired=wanted, max=most)


@pytest.mark.parametrize(
    "fields",
    [{}, {"node_groups": {}}, {"node_groups": {"a": {"min": 1}}, "services": {}}, {"node_groups": [], "services": {}}],
)
def test_no_sizes_are_refused(fields: dict) -> None:
    with pytest.raises(WrongSize):
        sizes_from(fields)
