variable "flag" {
  type = bool
}

variable "names" {
  type = set(string)
}

# expect: clean
resource "aws_s3_bucket" "flag_not_known" {
  bucket = "example-flag-not-known"
}

resource "aws_s3_bucket_public_access_block" "flag_not_known" {
  bucket = aws_s3_bucket.flag_not_known.id

  block_public_acls       = var.flag
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# expect: unknown
resource "aws_s3_bucket" "perhaps_covered" {
  bucket = "example-perhaps-covered"
}

resource "aws_s3_bucket_public_access_block" "perhaps" {
  count  = var.flag ? 1 : 0
  bucket = aws_s3_bucket.perhaps_covered.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# expect: unknown
resource "aws_s3_bucket" "names_not_known" {
  for_each = var.names
  bucket   = each.value
}

resource "aws_s3_bucket_public_access_block" "names_not_known" {
  for_each = var.names
  bucket   = aws_s3_bucket.names_not_known[each.value].id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
