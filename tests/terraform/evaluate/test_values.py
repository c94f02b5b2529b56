"""Values: how they are made, what they hold, what becomes of them as plain data, how sets are ordered."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.terraform.evaluate import numbers
from secscan.terraform.evaluate.errors import LimitExceeded
from secscan.terraform.evaluate.marks import Marks, deep_marks, inherit, marked
from secscan.terraform.evaluate.values import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    Collection,
    ObjectType,
    Sensitive,
    TupleType,
    Unknown,
    Value,
    boolean,
    from_json,
    list_of,
    map_of,
    null,
    number,
    object_of,
    plain,
    set_of,
    string,
    summary,
    tuple_of,
    unknown,
)

ORIGIN = frozenset({("aws_s3_bucket.b", "id")})


def test_an_object_has_its_attributes_in_sorted_order() -> None:
    value = object_of({"b": number(1), "a": string("x")})
    assert (list(value.payload), value.type) == (["a", "b"], ObjectType((("a", STRING), ("b", NUMBER))))


def test_strings_are_in_unicodes_composed_form() -> None:
    assert string("e\u0301") == string("\u00e9")


def test_json_becomes_tuples_and_objects() -> None:
    value = from_json({"a": [1, 2.5, "x", None, True], "b": {}})
    assert value.type == ObjectType((("a", TupleType((NUMBER, NUMBER, STRING, DYNAMIC, BOOL))), ("b", ObjectType(()))))
    assert plain(value) == {"a": [1, Decimal("2.5"), "x", None, True], "b": {}}


def test_plain_data_says_what_is_unknown_and_what_is_sensitive() -> None:
    hidden = Value(STRING, unknown(STRING, "known after apply", prefix="arn:").payload, origins=ORIGIN)
    secret = Value(STRING, "s3cret", sensitive=True)
    value = object_of({"n": number(3), "list": list_of([hidden]), "map": map_of({"k": secret}), "none": null()})
    assert plain(value) == {
        "n": 3,
        "list": [Unknown("known after apply", STRING, "arn:")],
        "map": {"k": Sensitive("s3cret")},
        "none": None,
    }
    found = plain(hidden)
    assert isinstance(found, Unknown)
    assert found.origins == ORIGIN


def test_whole_numbers_become_ints_and_others_stay_decimal() -> None:
    assert [plain(number(Decimal(text))) for text in ("1E+3", "1.0", "0.10")] == [1000, 1, Decimal("0.10")]


def test_a_set_is_ordered_as_terraform_orders_it_and_holds_each_member_once() -> None:
    assert plain(set_of([number(10), number(9), number(10), number(-1)])) == [-1, 9, 10]
    assert plain(set_of([string("b"), null(STRING), string("a"), string("B")])) == ["B", "a", "b", None]
    assert plain(set_of([boolean(True), boolean(False)])) == [False, True]


def test_the_marks_of_a_sets_members_become_the_sets_own() -> None:
    secret = Value(STRING, "a", sensitive=True, origins=ORIGIN)
    value = set_of([secret, string("b")])
    assert (value.sensitive, value.origins) == (True, ORIGIN)
    assert [item.sensitive for item in value.children()] == [False, False]


def test_unknown_members_are_all_kept_and_stand_last() -> None:
    first, second = unknown(STRING, "one"), unknown(STRING, "two")
    value = set_of([first, string("a"), second])
    assert [item.reason for item in value.children()] == ["", "one", "two"]


def test_equality_ignores_origins_but_not_sensitivity() -> None:
    assert Value(STRING, "a", origins=ORIGIN) == string("a")
    assert Value(STRING, "a", sensitive=True) != string("a")


def test_marks_are_joined_from_all_that_a_value_holds() -> None:
    inner = Value(STRING, "a", origins=ORIGIN)
    other = Value(STRING, "b", sensitive=True, origins=frozenset({("aws_kms_key.k", "arn")}))
    found = deep_marks(object_of({"x": tuple_of([inner]), "y": other}))
    assert found == Marks(True, False, ORIGIN | {("aws_kms_key.k", "arn")})
    assert inherit(number(1), inner, other).origins == found.origins
    assert marked(number(1), Marks()) == number(1)


def test_a_value_that_doubles_without_end_is_refused_by_its_weight() -> None:
    value = number(1)
    for _ in range(30):
        value = tuple_of([value, value])
    with pytest.raises(LimitExceeded, match="more than 1000000 parts"):
        summary(value)


def test_a_value_nested_without_end_is_refused_by_its_depth() -> None:
    value = number(1)
    for _ in range(250):
        value = tuple_of([value])
    with pytest.raises(LimitExceeded, match="levels"):
        summary(value)


@pytest.mark.parametrize(
    ("left", "operation", "right", "text"),
    [
        ("0.1", numbers.add, "0.2", "0.3"),
        ("1.5", numbers.multiply, "1.5", "2.25"),
        ("1", numbers.subtract, "0.75", "0.25"),
        ("10", numbers.divide, "4", "2.5"),
        ("-7", numbers.remainder, "3", "-1"),
        ("5.5", numbers.remainder, "2", "1.5"),
        ("1", numbers.divide, "3", "0." + "3" * 154 + "5"),
    ],
)
def test_numbers_are_computed_at_512_bits_and_shown_short(left: str, operation: object, right: str, text: str) -> None:
    assert callable(operation)
    assert numbers.text(operation(Decimal(left), Decimal(right))) == text


@given(st.integers(), st.integers())
def test_whole_numbers_are_exact(left: int, right: int) -> None:
    a, b = Decimal(left), Decimal(right)
    assert (int(numbers.add(a, b)), int(numbers.multiply(a, b))) == (left + right, left * right)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=20))
def test_a_decimal_of_few_digits_is_its_own_shortest_form(value: Decimal) -> None:
    top, bottom = numbers.as_ratio(value)
    assert numbers.from_ratio(top, bottom) == value


@given(st.lists(st.text()))
def test_a_set_of_strings_is_sorted_whatever_the_order_it_was_made_in(texts: list[str]) -> None:
    value = set_of([string(t) for t in texts])
    assert value == set_of([string(t) for t in reversed(texts)])
    assert plain(value) == sorted({string(t).payload for t in texts})


def test_the_type_of_an_empty_collection_is_what_it_was_told() -> None:
    assert list_of((), STRING).type == Collection("list", STRING)
    assert map_of({}).type == Collection("map", DYNAMIC)
    assert set_of((), NUMBER).type == Collection("set", NUMBER)
