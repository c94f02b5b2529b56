"""What an engine may say of the engine view: nothing where it read a placeholder, all else as it says."""

import textwrap

import pytest

from secscan.engines.blindness import Blindness
from secscan.sources import Sources
from secscan.terraform.configuration import Options, read
from secscan.terraform.plan import engine_view

TREE = """
variable "port" { type = number }
variable "names" { type = set(string) }
variable "blocked" { type = bool }

resource "aws_security_group" "web" {
  name = "web"
  ingress {
    from_port   = var.port
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_s3_bucket" "blocked" { bucket = "blocked" }
resource "aws_s3_bucket" "open" { bucket = "open" }
resource "aws_s3_bucket_public_access_block" "blocked" {
  bucket            = aws_s3_bucket.blocked.id
  block_public_acls = var.blocked
}
resource "aws_s3_bucket_versioning" "named" {
  for_each = var.names
  bucket   = each.value
  versioning_configuration { status = "Enabled" }
}
resource "aws_sqs_queue" "q" { name = "q" }
"""


@pytest.fixture(scope="module")
def blindness(tmp_path_factory: pytest.TempPathFactory) -> Blindness:
    top = tmp_path_factory.mktemp("blindness")
    (top / "main.tf").write_text(textwrap.dedent(TREE))
    (estate,) = read(Sources(top), Options()).estates
    return Blindness(estate=estate, view=engine_view(estate))


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (("ingress/[0]/from_port",), "ingress.from_port is not known"),
        (("ingress",), "ingress.from_port is not known"),
        (("ingress/*/from_port", "name"), "ingress.from_port is not known"),
        (("ingress/[0]/to_port", "ingress/[0]/cidr_blocks"), ""),
        (("name",), ""),
        ((), "ingress.from_port is not known"),
    ],
)
def test_a_check_that_read_a_placeholder_decides_nothing(
    blindness: Blindness, read: tuple[str, ...], told: str
) -> None:
    assert blindness.of_attributes("aws_security_group.web", read) == told


def test_a_check_of_a_resource_without_placeholders_decides(blindness: Blindness) -> None:
    assert blindness.of_attributes("aws_sqs_queue.q", ()) == ""


@pytest.mark.parametrize("failed", [True, False])
def test_a_check_of_connected_resources_reads_theirs_too(blindness: Blindness, failed: bool) -> None:
    read = ("block_public_acls", "resource_type")
    told = "aws_s3_bucket_public_access_block.blocked: block_public_acls is not known"
    assert blindness.of_connections("aws_s3_bucket.blocked", read, failed=failed) == told


def test_that_something_is_missing_cannot_be_known_where_it_may_be_anybodys(blindness: Blindness) -> None:
    told = "to which resource aws_s3_bucket_versioning.named[*] refers is not known"
    assert blindness.of_connections("aws_s3_bucket.open", ("resource_type",), failed=True) == told
    assert blindness.of_connections("aws_s3_bucket.open", ("resource_type",), failed=False) == ""


def test_what_is_attached_to_another_service_says_nothing_of_this_one(blindness: Blindness) -> None:
    assert blindness.of_connections("aws_sqs_queue.q", ("policy",), failed=True) == ""
