variable "name" {
  type    = string
  default = "example-by-variable"
}

# expect: clean
resource "aws_s3_bucket" "by_literal" {
  bucket = "example-by-literal"
}

resource "aws_s3_bucket_public_access_block" "by_literal" {
  bucket = "example-by-literal"

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# expect: clean
resource "aws_s3_bucket" "by_variable" {
  bucket = var.name
}

resource "aws_s3_bucket_public_access_block" "by_variable" {
  bucket = var.name

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

data "aws_s3_bucket" "looked_up" {
  bucket = "example-looked-up"
}

# expect: clean
resource "aws_s3_bucket" "looked_up" {
  bucket = "example-looked-up"
}

resource "aws_s3_bucket_public_access_block" "looked_up" {
  bucket = data.aws_s3_bucket.looked_up.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# expect: finding
resource "aws_s3_bucket" "of_another_name" {
  bucket = "example-of-another-name"
}
