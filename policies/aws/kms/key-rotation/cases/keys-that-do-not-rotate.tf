# Automatic rotation exists for symmetric encryption keys with AWS's own material alone.

# expect: clean
resource "aws_kms_key" "signing" {
  key_usage                = "SIGN_VERIFY"
  customer_master_key_spec = "ECC_NIST_P256"
}

# expect: clean
resource "aws_kms_key" "asymmetric" {
  customer_master_key_spec = "RSA_4096"
}

# expect: clean
resource "aws_kms_key" "mac" {
  key_usage                = "GENERATE_VERIFY_MAC"
  customer_master_key_spec = "HMAC_256"
}

# expect: clean
resource "aws_kms_key" "in_a_custom_store" {
  custom_key_store_id = "cks-1234567890abcdef0"
}

# expect: clean
resource "aws_kms_key" "in_an_external_store" {
  custom_key_store_id = "cks-1234567890abcdef0"
  xks_key_id          = "external-key-1"
}

# expect: clean
resource "aws_kms_external_key" "imported" {
  description = "Its material comes from outside, and is rotated there"
}

# expect: clean
resource "aws_kms_key" "primary" {
  multi_region        = true
  enable_key_rotation = true
}

# expect: clean
resource "aws_kms_replica_key" "replica" {
  primary_key_arn = aws_kms_key.primary.arn
}
