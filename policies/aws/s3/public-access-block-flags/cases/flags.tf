variable "flag" {
  type = bool
}

resource "aws_s3_bucket" "data" {
  bucket = "example-data"
}

# expect: clean
resource "aws_s3_bucket_public_access_block" "whole" {
  bucket = aws_s3_bucket.data.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# expect: finding
resource "aws_s3_bucket_public_access_block" "one_off" {
  bucket = "someone-elses"

  block_public_acls       = true
  block_public_policy     = false
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# expect: finding
resource "aws_s3_bucket_public_access_block" "left_out" {
  bucket = "someone-elses"
}

# expect: unknown
resource "aws_s3_bucket_public_access_block" "not_known" {
  bucket = "someone-elses"

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = var.flag
  restrict_public_buckets = true
}

# expect: finding
resource "aws_s3_account_public_access_block" "account" {
  block_public_acls   = true
  block_public_policy = true
}
