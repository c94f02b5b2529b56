"""The name of a finding is what it is, and nothing of how it looks today."""

from hypothesis import given
from hypothesis import strategies as st

from secscan.model import Address
from secscan.triage import fingerprint

TEXT = st.text(max_size=8)


def test_the_recipe_is_fixed_until_its_version_goes_up() -> None:
    address = Address(root="environments/dev", name='module.kms["main"].aws_kms_key.this')
    assert fingerprint.RECIPE == "secscan-fingerprint/1"
    assert fingerprint.of_address("aws-kms-key-rotation", address, "") == "867eeac7a3fe2bc8b0c095a7fb5d5fd5"
    assert (
        fingerprint.of_file("tflint:unused", "environments/dev/variables.tf", 0, "")
        == "603e4a6f3639ab68f26396aa8eb00d01"
    )
    assert (
        fingerprint.of_cause("aws-kms-key-rotation", "modules/kms/main.tf", "managed.aws_kms_key.this")
        == "bad1e369850bc054"
    )


@given(st.tuples(TEXT, TEXT, TEXT, TEXT), st.tuples(TEXT, TEXT, TEXT, TEXT))
def test_two_findings_share_a_fingerprint_only_if_rule_root_address_and_key_are_equal(one, other) -> None:
    def made(parts: tuple[str, str, str, str]) -> str:
        rule, root, name, key = parts
        return fingerprint.of_address(rule, Address(root=root, name=name), key)

    assert (made(one) == made(other)) == (one == other)
