"""What is unknown stays in sight: its reason, its origins, its known beginning, and its parts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from secscan.sources import Sources
from secscan.terraform.evaluate.errors import EvaluationError, UndeclaredReference
from secscan.terraform.evaluate.expressions import evaluate
from secscan.terraform.evaluate.scope import FunctionContext, Names
from secscan.terraform.evaluate.values import (
    DYNAMIC,
    STRING,
    UnknownPayload,
    Value,
    object_of,
    string,
    tuple_of,
    unknown,
)
from secscan.terraform.parse import parse_expression

HERE = Path(__file__).resolve().parent

BUCKET = ("aws_s3_bucket.b", "id")
KEY = ("aws_kms_key.k", "arn")


def _known_after_apply(origin: tuple[str, str]) -> Value:
    return Value(STRING, UnknownPayload("known after apply", reference=origin), origins=frozenset({origin}))


def _scope(context: FunctionContext | None = None) -> Names:
    names = {
        "bucket": _known_after_apply(BUCKET),
        "key": _known_after_apply(KEY),
        "name": Value(STRING, "logs", origins=frozenset({("aws_s3_bucket.named", "bucket")})),
        "untyped": unknown(DYNAMIC, "no schema"),
        "each": object_of({"key": string("a")}),
    }
    return Names(names, None, context or FunctionContext())


def _value(text: str, context: FunctionContext | None = None) -> Value:
    return evaluate(parse_expression(text, "main.tf"), _scope(context))


@pytest.mark.parametrize(
    ("expression", "origins"),
    [
        ("bucket", {BUCKET}),
        ('"arn:aws:s3:::${bucket}/*"', {BUCKET}),
        ('"${bucket}-${key}"', {BUCKET, KEY}),
        ("jsonencode({ a = bucket, b = [key] })", {BUCKET, KEY}),
        ('format("%s/%s", bucket, key)', {BUCKET, KEY}),
        ("upper(bucket)", {BUCKET}),
        ("bucket == key", {BUCKET, KEY}),
        ("[bucket][0]", {BUCKET}),
        ("{ a = bucket, b = key }.a", {BUCKET}),
        ('merge({ a = bucket }, { b = key })["b"]', {KEY}),
        ('lookup({ a = bucket }, "a", key)', {BUCKET}),
        ("[for x in [bucket] : x][0]", {BUCKET}),
        ("concat([bucket], [key])[1]", {KEY}),
        ("([{ a = bucket }, { a = key }][*].a)[1]", {KEY}),
        ("toset([bucket, key])", {BUCKET, KEY}),
        ("tolist([bucket, key])[0]", {BUCKET}),
        ("element([bucket, key], 1)", {KEY}),
        ('coalesce(bucket, "x")', {BUCKET}),
        ("true ? bucket : key", {BUCKET}),
        ('bucket == "x" ? 1 : 2', {BUCKET}),
        ("try(bucket, key)", {BUCKET}),
        ('replace(name, "l", "L")', {("aws_s3_bucket.named", "bucket")}),
        ("provider::other::arn_parse(key)", {KEY}),
        ("[bucket, key][length(bucket)]", {BUCKET, KEY}),
        ("cidrsubnet(bucket, 8, 1)", {BUCKET}),
        ("one([bucket])", {BUCKET}),
        ("flatten([[bucket], key])[1]", {KEY}),
        ("tostring(bucket)", {BUCKET}),
    ],
)
def test_origins_go_where_the_value_goes(expression: str, origins: set[tuple[str, str]]) -> None:
    assert _value(expression).origins == origins


@pytest.mark.parametrize(
    "expression", ["bucket", "[bucket][0]", "{ a = bucket }.a", "true ? bucket : null", "tostring(bucket)"]
)
def test_a_plain_reference_is_still_that_reference_after_being_passed_on(expression: str) -> None:
    payload = _value(expression).payload
    assert isinstance(payload, UnknownPayload)
    assert payload.reference == BUCKET


def test_an_operation_loses_the_reference() -> None:
    payload = _value('"${bucket}/x"').payload
    assert isinstance(payload, UnknownPayload)
    assert payload.reference is None


def test_a_template_keeps_its_known_beginning_and_its_parts() -> None:
    payload = _value('"arn:aws:s3:::${bucket}/${each.key}"').payload
    assert isinstance(payload, UnknownPayload)
    assert (payload.reason, payload.prefix, payload.not_null) == ("known after apply", "arn:aws:s3:::", True)
    assert payload.parts == ("arn:aws:s3:::", _known_after_apply(BUCKET), "/", "a")


def test_a_template_in_a_template_gives_its_parts_to_it() -> None:
    payload = _value('"x${"y${bucket}"}z"').payload
    assert isinstance(payload, UnknownPayload)
    assert (payload.prefix, payload.parts) == ("xy", ("x", "y", _known_after_apply(BUCKET), "z"))


def test_a_format_keeps_its_known_beginning_and_its_parts() -> None:
    payload = _value('format("arn:%s/%d", bucket, 5)').payload
    assert isinstance(payload, UnknownPayload)
    assert (payload.prefix, payload.parts) == ("arn:", ("arn:", _known_after_apply(BUCKET), "/5"))


def test_json_of_something_unknown_keeps_what_was_encoded() -> None:
    value = _value('jsonencode({ Effect = "Allow", Resource = bucket })')
    assert isinstance(value.payload, UnknownPayload)
    assert value.payload.prefix == "{"
    assert value.payload.structure == object_of({"Effect": string("Allow"), "Resource": _known_after_apply(BUCKET)})


def test_a_reason_is_passed_on() -> None:
    expressions = ('"x${untyped}"', "untyped.a.b[0]", "upper(untyped)", "[for x in untyped : x]", "untyped + 1")
    assert {_value(text).reason for text in expressions} == {"no schema"}


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("timestamp()", "timestamp() is computed when applying"),
        ("uuid()", "uuid() is computed when applying"),
        ('bcrypt("x")', "bcrypt() is computed when applying"),
        ('rsadecrypt("x", "y")', "rsadecrypt() is not computed while scanning"),
        ('base64gzip("x")', "base64gzip() depends on Terraform's own compressor"),
        ("plantimestamp()", "plantimestamp() has no clock to ask"),
        ('abspath("x")', "abspath() depends on where the repository lies"),
        ('pathexpand("~/x")', "pathexpand() depends on the user's home directory"),
        ('file("/etc/passwd")', "the file is outside of the repository"),
        ('file("../../../../secret")', "the file is outside of the repository"),
        ('fileexists("~/.ssh/id_rsa")', "the file is outside of the repository"),
        ('fileset("..", "*")', "the file is outside of the repository"),
        ('templatefile("/etc/hosts", {})', "the file is outside of the repository"),
        ("provider::other::arn_parse(name)", "provider::other::arn_parse is computed by its provider"),
    ],
)
def test_what_cannot_be_known_while_scanning_says_why(expression: str, reason: str) -> None:
    context = FunctionContext(files=Sources(HERE / "probe_root"))
    assert _value(expression, context).reason == reason


def test_the_plan_timestamp_is_the_clock_that_was_given() -> None:
    context = FunctionContext(clock=datetime(2026, 1, 31, 12, 0, 0, 5, tzinfo=UTC))
    assert _value("plantimestamp()", context) == string("2026-01-31T12:00:00Z")


def test_files_are_read_from_the_root_modules_directory() -> None:
    context = FunctionContext(files=Sources(HERE / "probe_root"), base_directory="nested")
    assert _value('file("a.txt")', context) == string("a")
    assert _value('file("../hello.txt")', context) == string("Hello, world.\n")


def test_an_absolute_path_in_the_repository_is_found_where_the_working_directory_is_told() -> None:
    top = str(HERE / "probe_root")
    context = FunctionContext(files=Sources(HERE / "probe_root"), working_directory=top)
    assert _value(f'file("{top}/nested/a.txt")', context) == string("a")
    assert _value('abspath("nested/../x")', context) == string(f"{top}/x")


def test_an_undeclared_name_is_not_forgiven_by_try() -> None:
    with pytest.raises(UndeclaredReference, match="nothing"):
        _value('try(nothing.at.all, "x")')


def test_the_scope_answers_for_as_many_names_as_it_knows() -> None:
    class Resources:
        functions = FunctionContext()

        def resolve(self, name: str, path: tuple[str, ...]) -> tuple[Value, int] | None:
            asked.append((name, path))
            return (tuple_of([object_of({"arn": string("arn:x")})]), 1) if name == "aws_kms_key" else None

    asked: list[tuple[str, tuple[str, ...]]] = []
    assert evaluate(parse_expression("aws_kms_key.this[0].arn", "main.tf"), Resources()) == string("arn:x")
    assert asked == [("aws_kms_key", ("this",))]


def test_an_error_names_its_place() -> None:
    with pytest.raises(EvaluationError) as caught:
        evaluate(parse_expression('[\n  "a",\n  {}.missing,\n]', "main.tf"), _scope())
    assert caught.value.span is not None
    assert (caught.value.span.line, str(caught.value)[:11]) == (3, "main.tf:3:3")
