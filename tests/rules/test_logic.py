"""The laws of Kleene's strong three-valued logic, over every answer."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from secscan.rules.logic import Truth, all_of, any_of, implies, negation

truths = st.sampled_from(Truth)
many = st.lists(truths, max_size=6)


def test_the_tables_are_kleenes() -> None:
    no, unknown, yes = Truth.NO, Truth.UNKNOWN, Truth.YES
    assert [all_of(pair) for pair in itertools.product(Truth, repeat=2)] == [
        *(no, no, no),
        *(no, unknown, unknown),
        *(no, unknown, yes),
    ]
    assert [any_of(pair) for pair in itertools.product(Truth, repeat=2)] == [
        *(no, unknown, yes),
        *(unknown, unknown, yes),
        *(yes, yes, yes),
    ]
    assert [negation(truth) for truth in Truth] == [yes, unknown, no]


def test_nothing_is_true_of_all_and_false_of_any() -> None:
    assert (all_of(()), any_of(())) == (Truth.YES, Truth.NO)


@given(many, many, many)
def test_how_parts_are_grouped_does_not_matter(a: list[Truth], b: list[Truth], c: list[Truth]) -> None:
    assert all_of([all_of([*a, *b]), *c]) == all_of([*a, all_of([*b, *c])]) == all_of([*a, *b, *c])
    assert any_of([any_of([*a, *b]), *c]) == any_of([*a, any_of([*b, *c])]) == any_of([*a, *b, *c])


@given(many, st.randoms(use_true_random=False))
def test_their_order_and_number_do_not_matter(parts: list[Truth], random: object) -> None:
    shuffled = list(parts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert all_of(shuffled) == all_of([*parts, *parts])
    assert any_of(shuffled) == any_of([*parts, *parts])


@given(many)
def test_negation_turns_all_into_any(parts: list[Truth]) -> None:
    assert negation(all_of(parts)) == any_of(negation(part) for part in parts)
    assert negation(any_of(parts)) == all_of(negation(part) for part in parts)
    assert [negation(negation(part)) for part in parts] == parts


@given(truths, truths, truths)
def test_all_and_any_distribute_and_absorb(a: Truth, b: Truth, c: Truth) -> None:
    assert all_of([a, any_of([b, c])]) == any_of([all_of([a, b]), all_of([a, c])])
    assert any_of([a, all_of([b, c])]) == all_of([any_of([a, b]), any_of([a, c])])
    assert all_of([a, any_of([a, b])]) == a == any_of([a, all_of([a, b])])


@given(many)
def test_an_answer_is_known_only_when_no_outcome_of_the_unknown_parts_could_change_it(parts: list[Truth]) -> None:
    known = (Truth.NO, Truth.YES)
    worlds = list(itertools.product(*[known if part is Truth.UNKNOWN else (part,) for part in parts]))
    for connective in (all_of, any_of):
        outcomes = {connective(world) for world in worlds}
        assert connective(parts) == (outcomes.pop() if len(outcomes) == 1 else Truth.UNKNOWN)


def test_a_premise_that_is_no_and_a_conclusion_that_is_yes_each_settle_an_implication() -> None:
    assert {implies(Truth.NO, truth) for truth in Truth} == {Truth.YES}
    assert {implies(truth, Truth.YES) for truth in Truth} == {Truth.YES}
    assert implies(Truth.UNKNOWN, Truth.NO) is Truth.UNKNOWN
