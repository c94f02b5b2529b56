"""From an engine's words for a place to ours, whatever the words are."""

import contextlib
import unicodedata
from pathlib import Path

import pytest
from engine_stage import TREE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secscan.engines.output import UnreadableError, document, tame
from secscan.engines.placing import Addresses, Ground, Region, without_keys
from secscan.model import Address
from secscan.sources import Sources
from secscan.terraform.configuration import Options, read

TEXT = 'resource "a_b" "c" {\n  name = "ö"\n}\n'


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    top = tmp_path_factory.mktemp("ground").resolve()
    (top / "main.tf").write_text(TEXT)
    (top.parent / "outside.tf").write_text(TEXT)
    return Ground(top, {"main.tf": 3})


@pytest.fixture(scope="module")
def addresses() -> dict[str, Addresses]:
    return {estate.root: Addresses.of(estate) for estate in read(Sources(TREE), Options()).estates}


numbers = st.integers(min_value=-(2**70), max_value=2**70)
paths = st.one_of(st.text(max_size=20), st.sampled_from(["main.tf", "./main.tf", "x/../main.tf", "../outside.tf", "/"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=paths, line=numbers, end=numbers, column=numbers, end_column=numbers)
def test_a_span_never_leaves_its_file(
    ground: Ground, path: str, line: int, end: int, column: int, end_column: int
) -> None:
    region = Region(path=path, line=line, end_line=end, column=column, end_column=end_column)
    span, notices = ground.span(region)
    if span is None:
        assert len(notices) == 1
        return
    lines = TEXT.split("\n")
    assert span.file == "main.tf"
    assert 1 <= span.line <= span.end_line <= 3
    assert 1 <= span.column <= len(lines[span.line - 1]) + 1
    assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1
    assert (span.line, span.column) <= (span.end_line, span.end_column)
    assert bool(notices) == ((line, end) != (span.line, span.end_line))


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("main.tf", "main.tf"),
        ("./main.tf", "main.tf"),
        ("../outside.tf", None),
        ("{top}/main.tf", "main.tf"),
        ("{top}/../outside.tf", None),
        ("{top}-evil/main.tf", None),
        ("{top}", None),
        ("/main.tf", None),
        ("", None),
        (".", None),
    ],
)
def test_a_path_is_a_staged_file_or_nothing(path: str, file: str | None, ground: Ground) -> None:
    assert ground.file(path.replace("{top}", str(ground.directory))) == file


@pytest.mark.parametrize(
    ("name", "file", "line", "address"),
    [
        ("aws_sqs_queue.q", "main.tf", 7, "aws_sqs_queue.q"),
        ("aws_iam_policy_document.p", "main.tf", 9, "data.aws_iam_policy_document.p"),
        ("aws_s3_bucket.unknown", "main.tf", 20, "aws_s3_bucket.unknown[*]"),
        ("module.mine.aws_kms_key.this", "modules/store/main.tf", 9, "module.mine.aws_kms_key.this"),
        ("aws_absent.x[0]", "main.tf", 7, "aws_absent.x[0]"),
        ("mine", "main.tf", 2, None),
        ("aws.default", "main.tf", 2, None),
        ("../../etc", "main.tf", 2, None),
    ],
)
def test_a_name_of_checkovs_is_an_address_as_terraform_writes_it(
    name: str, file: str, line: int, address: str | None, addresses: dict[str, Addresses]
) -> None:
    found, _ = addresses["."].called(name, file, line)
    assert found == (Address(root=".", name=address) if address else None)


def test_a_name_without_keys_that_several_instances_share_stays_without_keys(addresses: dict[str, Addresses]) -> None:
    found, resource = addresses["envs/dev"].called("module.store.aws_kms_key.this", "modules/store/main.tf", 9)
    assert (found, resource) == (Address(root="envs/dev", name="module.store.aws_kms_key.this"), None)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ('module.a["x.y"].module.b[0].t_u.n["]"]', "module.a.module.b.t_u.n"),
        ('t_u.n["a\\"b[0]"]', "t_u.n"),
        ("t_u.n[*]", "t_u.n"),
        ("t_u.n[-1]", "t_u.n"),
        ("t_u.n", "t_u.n"),
    ],
)
def test_instance_keys_are_taken_off_whatever_stands_in_them(name: str, bare: str) -> None:
    assert without_keys(name) == bare


@given(st.text())
def test_a_tamed_text_is_one_line_that_no_terminal_obeys(text: str) -> None:
    shown = tame(text)
    assert not {c for c in shown if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    assert tame(shown) == shown


@given(st.text(st.characters(categories=["L", "N", "P", "S"])))
def test_a_tame_text_stays_as_it_is(text: str) -> None:
    assert tame(text) == text


@given(st.binary(max_size=200))
def test_whatever_bytes_come_are_a_document_or_unreadable(data: bytes) -> None:
    with contextlib.suppress(UnreadableError):
        document(data, "it")


def test_the_whole_ground_is_read_from_the_stage_alone(ground: Ground) -> None:
    assert set(ground.lengths) <= {"main.tf"}
    assert Path(ground.directory).is_absolute()


def test_a_block_that_two_ways_of_calls_lead_to_has_an_address_for_each(tmp_path: Path) -> None:
    module = 'resource "aws_sqs_queue" "q" {\n  count = 2\n}\ndata "aws_sqs_queue" "q" {\n  name = "q"\n}\n'
    calls = "".join(f'module "{name}" {{\n  source = "./m"\n}}\n' for name in ("one", "two"))
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "main.tf").write_text(module)
    (tmp_path / "main.tf").write_text(calls)
    (estate,) = read(Sources(tmp_path), Options()).estates
    found = Addresses.of(estate)

    def names(name: str, line: int) -> list[str]:
        return [address.name for address, _ in found.declared(name, "m/main.tf", line)]

    data = ["module.one.data.aws_sqs_queue.q", "module.two.data.aws_sqs_queue.q"]
    assert names("", 5) == data
    assert names("", 2) == ["module.one.aws_sqs_queue.q", "module.two.aws_sqs_queue.q"]
    assert names("aws_sqs_queue.q", 99) == sorted([*names("", 2), *data])
    assert names("aws_sqs_queue.other", 99) == []
