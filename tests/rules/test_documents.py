"""A user's YAML: strict, bounded, and every mistake answered with its place."""

import pytest

from secscan.documents import fields, read
from secscan.errors import UserError
from secscan.spelling import nearest


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: [\n", 3, "not valid YAML"),
        ("a: 1\na: 2\n", 2, "`a` stands here twice, first on line 1"),
        ("a: &x 1\nb: *x\n", 1, "anchors"),
        ("a: &x [*x]\n", 1, "anchors"),
        ("a: 1\nb: yes\n", 2, "`yes` could be read in more than one way"),
        ("a: 0777\n", 1, "more than one way"),
        ("a: 1.50\n", 1, "more than one way"),
        ("a: 12:30:00\n", 1, "more than one way"),
        ("a: !!python/object/apply:os.system [id]\n", 1, "tags are not read"),
        ("<<: {a: 1}\n", 1, "plain word"),
        ("? [a]\n: b\n", 1, "plain word"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("[" * 41, 1, "nested too deeply"),
        ("- " * 100_000 + "a", 1, "nested too deeply"),
        ("[" * 900_000, 1, "nested too deeply"),
        ("a: \x00", 0, "not valid YAML"),
    ],
)
def test_what_is_not_plain_yaml_is_refused_at_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(UserError) as raised:
        read(text, "some/policy.yaml")
    assert (raised.value.path, raised.value.line) == ("some/policy.yaml", line)
    assert says in str(raised.value)


def test_a_document_that_is_too_large_is_not_read() -> None:
    with pytest.raises(UserError, match="larger than"):
        read("a" * 1_000_001, "big.yaml")


def test_scalars_keep_what_they_say() -> None:
    node = read("text: a b\nquoted: 'yes'\nnumber: -12\ntrue_one: true\nday: 2027-01-31\nnothing: ~\n", "p.yaml")
    assert node is not None
    assert isinstance(node.value, dict)
    assert {key: item.value for key, item in node.value.items()} == {
        "text": "a b",
        "quoted": "yes",
        "number": -12,
        "true_one": True,
        "day": "2027-01-31",
        "nothing": None,
    }
    assert (node.value["number"].line, node.value["number"].column) == (3, 9)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "~"])
def test_a_document_of_nothing_is_none(text: str) -> None:
    assert read(text, "p.yaml") is None


def test_a_wrong_key_names_the_one_that_was_meant() -> None:
    node = read("severity: low\n\nremidiation: x\n", "p.yaml")
    assert node is not None
    with pytest.raises(UserError) as raised:
        fields(node, ("severity", "remediation"), what="a policy")
    assert (raised.value.line, raised.value.hint) == (3, "did you mean `remediation`?")


def test_a_word_like_no_other_has_no_nearest() -> None:
    assert nearest("zzz", ("title", "what")) == ""
