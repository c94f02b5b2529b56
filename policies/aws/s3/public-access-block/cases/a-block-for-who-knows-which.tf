variable "bucket" {
  type = string
}

# expect: unknown
resource "aws_s3_bucket" "perhaps_meant" {
  bucket = "example-perhaps-meant"
}

# expect: finding
resource "aws_s3_bucket" "surely_not_meant" {
  bucket = "other-surely-not-meant"
}

resource "aws_s3_bucket_public_access_block" "of_who_knows_which" {
  bucket = "example-${var.bucket}"

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
