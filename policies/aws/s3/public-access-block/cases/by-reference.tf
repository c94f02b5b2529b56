# expect: clean
resource "aws_s3_bucket" "by_id" {
  bucket = "example-by-id"
}

resource "aws_s3_bucket_public_access_block" "by_id" {
  bucket = aws_s3_bucket.by_id.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# expect: clean
resource "aws_s3_bucket" "by_bucket" {
  bucket_prefix = "example-"
}

resource "aws_s3_bucket_public_access_block" "by_bucket" {
  bucket = aws_s3_bucket.by_bucket.bucket

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

locals {
  through = aws_s3_bucket.by_local.id
}

# expect: clean
resource "aws_s3_bucket" "by_local" {}

resource "aws_s3_bucket_public_access_block" "by_local" {
  bucket = local.through

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# expect: clean
resource "aws_s3_bucket" "each" {
  for_each = toset(["one", "two"])
}

resource "aws_s3_bucket_public_access_block" "each" {
  for_each = aws_s3_bucket.each
  bucket   = each.value.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# expect: clean aws_s3_bucket.counted[0]
# expect: finding aws_s3_bucket.counted[1]
resource "aws_s3_bucket" "counted" {
  count  = 2
  bucket = "example-counted-${count.index}"
}

resource "aws_s3_bucket_public_access_block" "only_the_first" {
  bucket = aws_s3_bucket.counted[0].id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
