"""What a policy.yaml may say, and how a mistake in it is answered."""

from pathlib import Path

import pytest
from rule_samples import PROSE, policy

from secscan.errors import UserError
from secscan.model import Alias, Severity
from secscan.rules import language, load_policies, policies_digest
from secscan.rules.load import load_frameworks
from secscan.rules.paths import parse_path

GOOD = "resources: aws_thing\nrequire: {attribute: a, equals: 1}\nmessage: m\n"
TWICE = """\
resources: aws_thing
checks:
  - {key: a, require: {attribute: a, equals: 1}, message: m}
  - {key: a, require: {attribute: b, equals: 1}, message: m}
"""


def error_of(questions: str) -> UserError:
    with pytest.raises(UserError) as raised:
        policy(questions)
    return raised.value


@pytest.mark.parametrize(
    ("questions", "line", "says"),
    [
        ("resources: aws_thing\nrequires: {attribute: a, equals: 1}\n", 8, "did you mean `require`?"),
        ("resources: Bucket\nrequire: {attribute: a, equals: 1}\n", 7, "`Bucket` is no resource type"),
        ("resources: aws_thing\nmode: manged\nrequire: {attribute: a, equals: 1}\n", 8, "did you mean `managed`?"),
        ("resources: aws_thing\nrequire: {atribute: a, equals: 1}\n", 8, "did you mean `attribute`"),
        ("resources: aws_thing\nrequire: {attribute: a, equal: 1}\n", 8, "did you mean `equals`?"),
        ("resources: aws_thing\nrequire: {attribute: a}\n", 8, "exactly one operator"),
        ("resources: aws_thing\nrequire: {attribute: a, equals: 1, in: [1]}\n", 8, "exactly one operator"),
        ("resources: aws_thing\nrequire: {attribute: a, all: []}\n", 8, "exactly one of"),
        ("resources: aws_thing\nrequire: {all: []}\n", 8, "a list belongs here"),
        ("resources: aws_thing\nrequire: {attribute: a, at_least: x}\n", 8, "whole number"),
        ("resources: aws_thing\nrequire: {attribute: a, is_set: 1}\n", 8, "true or false"),
        ("resources: aws_thing\nrequire: {attribute: a, matches: '('}\n", 8, "not a regular expression"),
        ("resources: aws_thing\nrequire: {attribute: a, extract: b, equals: 1}\n", 8, "exactly one group"),
        ("resources: aws_thing\nrequire: {attribute: 'a..b', equals: 1}\n", 8, "belongs after"),
        ("resources: aws_thing\nrequire: {attribute: $itm.a, equals: 1}\n", 8, "nothing is named `$itm` here"),
        ("resources: aws_thing\nrequire: {every: a}\n", 8, "`every` needs `satisfies`"),
        ("resources: aws_thing\nrequire: {some: a, as: A}\n", 8, "cannot be a name"),
        ("resources: aws_thing\nrequire: {some: a, as: resource}\n", 8, "cannot be a name"),
        (
            "resources: aws_thing\nrequire:\n  some: {resources: aws_b, refer: {their: a, to_their: b}}\n",
            9,
            "`their` with `to_our`",
        ),
        ("resources: aws_thing\nrequire: {attribute: a, equals: 1}\nmessage: '{kye}'\n", 9, "did you mean {key}?"),
        ("resources: aws_thing\nmessage: m\n", 1, "either `require`"),
        ("resources: aws_thing\nchecks: []  # message: m\n", 8, "a list belongs here"),
        (TWICE, 10, "`a` is the key of an earlier check"),
        (GOOD + "aliases:\n  - {engine: chekov, id: X, reads: a}\n", 11, "did you mean `checkov`?"),
        (GOOD + "aliases:\n  - {engine: checkov, id: X}\n", 11, "an alias needs `reads`"),
        (GOOD + "mappings: {cis-aws-foundation: ['1.1']}\n", 10, "did you mean `cis-aws-foundations`?"),
        (GOOD + "references:\n  - {title: t, uri: 'http://x'}\n", 11, "https address"),
        (GOOD + "severty: low\n", 10, "did you mean `severity`?"),
        ("resources: aws_thing\neach: {items: a, key: b, each: {items: c}}\nchecks: []\n", 8, "innermost"),
        ("resources: aws_thing\nrequire: {is: open}\n", 8, "`open` is no term"),
        ("resources: aws_thing\nrequire: {is: open, attribute: a}\n", 8, "exactly one of"),
        ("resources: aws_thing\nrequire: {some: a, at_least: 0}\n", 8, "a whole number from 1"),
        ("resources: aws_thing\nrequire: {none: a, at_least: 2}\n", 8, "`at_least` is no key of `none`"),
        (
            "resources: aws_thing\nrequire:\n  some: {resources: aws_b, refer: {their: $resource.a, to_our: b}}\n",
            9,
            "nothing is named `$resource` here",
        ),
    ],
)
def test_a_mistake_is_answered_with_its_line_and_what_was_meant(questions: str, line: int, says: str) -> None:
    error = error_of(questions)
    assert error.path == "policy.yaml"
    assert says in f"{error} {error.hint}"
    assert error.line == line


@pytest.mark.parametrize("key", ["title", "severity", "severity_reason", "what", "why", "remediation"])
def test_a_policy_says_what_a_reader_needs(key: str, tmp_path: Path) -> None:
    prose = "".join(line for line in PROSE.splitlines(keepends=True) if not line.startswith(f"{key}:"))
    _write(tmp_path, "aws/thing/rule", prose + GOOD)
    with pytest.raises(UserError, match=f"a policy needs `{key}`"):
        load_policies((tmp_path,))


def _write(place: Path, folder: str, text: str) -> Path:
    file = place / folder / "policy.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_an_organisations_rules_stand_beside_ours_under_the_id_of_their_folder(tmp_path: Path) -> None:
    _write(tmp_path, "acme/thing/some-rule", PROSE + GOOD + "aliases:\n  - {engine: tflint, id: acme, reads: [b, a]}\n")
    (tmp_path / "controls").mkdir()
    (tmp_path / "controls" / "acme.yaml").write_text("title: Acme\nversion: '1'\nuri: https://example.com\n")
    ours = {found.id for found in load_policies()}
    found = {found.id: found for found in load_policies((tmp_path,))}
    assert set(found) == ours | {"acme-thing-some-rule"}
    info = found["acme-thing-some-rule"].info
    assert (info.title, info.severity, info.resource_types) == ("A rule of this test", Severity.MEDIUM, ("aws_thing",))
    assert info.aliases == (Alias(engine="tflint", rule_id="acme", reads=("b", "a")),)
    assert "acme" in {framework.id for framework in load_frameworks((tmp_path,))}


def test_a_policy_says_that_nothing_excuses_it(tmp_path: Path) -> None:
    _write(tmp_path, "acme/thing/some-rule", PROSE + GOOD)
    _write(tmp_path, "acme/thing/strict", PROSE + GOOD + "waivable: false\n")
    found = {found.id: found.info.waivable for found in load_policies((tmp_path,))}
    assert (found["acme-thing-some-rule"], found["acme-thing-strict"]) == (True, False)


def test_an_id_that_exists_already_is_refused(tmp_path: Path) -> None:
    _write(tmp_path, "aws/kms/key-rotation", PROSE + GOOD)
    with pytest.raises(UserError, match="`aws-kms-key-rotation` exists already"):
        load_policies((tmp_path,))


def test_a_folder_without_a_policy_and_a_directory_that_is_not_there_are_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such directory"):
        load_policies((tmp_path / "absent",))
    (tmp_path / "aws" / "thing" / "empty").mkdir(parents=True)
    with pytest.raises(UserError, match=r"needs a policy\.yaml"):
        load_policies((tmp_path,))
    (tmp_path / "aws" / "thing" / "empty" / "policy.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(UserError, match="cannot be read"):
        load_policies((tmp_path,))


def _terms(place: Path, text: str) -> tuple[Path, ...]:
    (place / "terms.yaml").write_text(text, encoding="utf-8")
    return (place,)


def test_an_organisations_rules_use_our_terms_and_its_own(tmp_path: Path) -> None:
    questions = "resources: aws_thing\nrequire: {all: [{is: is-shut}, {is: names-everybody}]}\nmessage: m\n"
    _write(tmp_path, "acme/thing/rule", PROSE + questions)
    places = _terms(tmp_path, "is-shut:\n  says: It is shut.\n  holds: {attribute: shut, equals: true}\n")
    found = {found.id: found for found in load_policies(places)}["acme-thing-rule"]
    assert isinstance(found.checks[0].require, language.All)
    assert found.checks[0].require.parts[0] == language.Test(
        paths=(parse_path("shut"),), operator="equals", operand=True
    )


@pytest.mark.parametrize(
    ("terms", "line", "says"),
    [
        ("Shut:\n  says: s\n  holds: {attribute: a, is_set: true}\n", 2, "cannot be a term's name"),
        ("names-everybody:\n  says: s\n  holds: {attribute: a, is_set: true}\n", 2, "not yet a term"),
        ("shut:\n  holds: {attribute: a, is_set: true}\n", 2, "a term needs `says`"),
        ("shut:\n  says: s\n  holds: {is: shutt}\n", 3, "`shutt` is no term"),
        ("one:\n  says: s\n  holds: {is: two}\ntwo:\n  says: s\n  holds: {is: one}\n", 3, "`two` is no term"),
        ("shut:\n  says: s\n  holds: {attribute: $item.a, is_set: true}\n", 3, "nothing is named `$item`"),
        ("- a\n", 1, "a mapping of names"),
    ],
)
def test_a_mistake_in_the_terms_is_answered_with_its_line(terms: str, line: int, says: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as raised:
        load_policies(_terms(tmp_path, terms))
    assert (raised.value.path, raised.value.line) == (str(tmp_path / "terms.yaml"), line)
    assert says in f"{raised.value} {raised.value.hint}"


def test_the_digest_follows_what_the_verdict_depends_on(tmp_path: Path) -> None:
    file = _write(tmp_path, "acme/thing/rule", PROSE + GOOD)
    before = policies_digest((tmp_path,))
    assert before == policies_digest((tmp_path,)) != policies_digest()
    (file.parent / "cases").mkdir()
    (file.parent / "cases" / "a.tf").write_text("")
    assert policies_digest((tmp_path,)) == before
    file.write_text(PROSE + GOOD.replace("equals: 1", "equals: 2"), encoding="utf-8")
    assert policies_digest((tmp_path,)) != before
    before = policies_digest((tmp_path,))
    assert policies_digest(_terms(tmp_path, "shut:\n  says: s\n  holds: {attribute: a, is_set: true}\n")) != before
