"""Trees come back from their bytes as they were; bytes that are no tree are told apart, whatever they are."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syntax_snippets import EXPRESSIONS, SNIPPETS

from secscan.terraform import syntax
from secscan.terraform.hcl import frames
from secscan.terraform.parse import parse_file
from secscan.terraform.syntax import File
from secscan.terraform.syntax_codec import CodecError, decode, encode

TOP = Path(__file__).resolve().parents[2]
NODES = {kind for kind in vars(syntax).values() if isinstance(kind, type) and is_dataclass(kind)} - {
    syntax.SyntaxProblem
}


def file_of(text: str, path: str = "main.tf") -> File:
    file, problems = parse_file(text, path)
    assert problems == ()
    return file


def valid() -> Iterator[File]:
    """Deep ones are a test of their own: Python compares trees by recursion."""
    texts = [t for t in (*SNIPPETS.values(), *(f"a = {text}\n" for text in EXPRESSIONS.values())) if len(t) < 2_000]
    paths = [p for p in sorted(TOP.rglob("*.tf")) if not {".terraform", ".venv"} & set(p.parts)]
    for text, path in [*((t, "main.tf") for t in texts), *((p.read_text(encoding="utf-8-sig"), str(p)) for p in paths)]:
        file, problems = parse_file(text, path)
        if not problems:
            yield file
    yield file_of('{"resource": {"a": {"b": {"c": ["${d}", 1.5, null]}}}}', "main.tf.json")


def kinds(node: object) -> set[type]:
    if isinstance(node, tuple):
        return set().union(*map(kinds, node))
    if type(node) not in NODES:
        return set()
    return {type(node)}.union(*(kinds(getattr(node, field.name)) for field in fields(node)))  # type: ignore[arg-type]


def test_every_kind_of_node_comes_back_as_it_was() -> None:
    files = list(valid())
    assert set().union(*map(kinds, files)) == NODES
    assert [file for file in files if decode(encode(file), file.path) != file] == []


def test_a_tree_is_the_same_bytes_wherever_its_file_lies() -> None:
    text = 'resource "a" "b" {\n  c = "${d}" # e\n}\n'
    here, there = file_of(text, "here.tf"), file_of(text, "there/main.tf")
    assert encode(here) == encode(there)
    assert decode(encode(here), "there/main.tf") == there


def test_numbers_keep_their_digits() -> None:
    (attribute,) = decode(encode(file_of("a = [1.50, 1e400, 0.1]\n")), "main.tf").body.attributes
    assert isinstance(attribute.value, syntax.TupleExpr)
    assert [str(item.value) for item in attribute.value.items if isinstance(item, syntax.Literal)] == [
        "1.50",
        "1E+400",
        "0.1",
    ]


def test_the_longest_chain_comes_back_without_recursion() -> None:
    file = file_of("a = 1" + " + 1" * (frames.MAX_CHAIN - 1) + "\n")
    assert encode(decode(encode(file), "main.tf")) == encode(file)


WHOLE = encode(file_of('a = [b.c[0], "x${d}"]\nb "c" {\n  e = { f = !true }\n}\n'))


@pytest.mark.parametrize("size", range(len(WHOLE)))
def test_a_part_of_a_tree_is_no_tree(size: int) -> None:
    with pytest.raises(CodecError):
        decode(WHOLE[:size], "main.tf")


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=9))
def test_damage_is_a_codec_error_or_some_tree_and_nothing_else(at: int, noise: bytes) -> None:
    try:
        found = decode(WHOLE[:at] + noise + WHOLE[at + len(noise) :], "main.tf")
    except CodecError:
        return
    assert isinstance(found, File)


@given(st.binary())
def test_bytes_of_any_kind_are_a_codec_error(data: bytes) -> None:
    with pytest.raises(CodecError):
        decode(data, "main.tf")
