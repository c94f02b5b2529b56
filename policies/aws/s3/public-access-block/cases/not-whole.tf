# expect: finding
resource "aws_s3_bucket" "without" {
  bucket = "example-without"
}

# The flags are another rule's question.
# expect: clean
resource "aws_s3_bucket" "one_flag_off" {
  bucket = "example-one-flag-off"
}

resource "aws_s3_bucket_public_access_block" "one_flag_off" {
  bucket = aws_s3_bucket.one_flag_off.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = false
}

# expect: clean
resource "aws_s3_bucket" "one_flag_left_out" {
  bucket = "example-one-flag-left-out"
}

resource "aws_s3_bucket_public_access_block" "one_flag_left_out" {
  bucket = aws_s3_bucket.one_flag_left_out.id

  block_public_acls   = true
  block_public_policy = true
  ignore_public_acls  = true
}

# expect: finding
resource "aws_s3_bucket" "whose_block_is_not_made" {
  bucket = "example-whose-block-is-not-made"
}

resource "aws_s3_bucket_public_access_block" "none" {
  count  = 0
  bucket = aws_s3_bucket.whose_block_is_not_made.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
