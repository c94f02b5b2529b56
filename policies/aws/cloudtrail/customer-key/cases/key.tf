variable "key_arn" {
  type = string
}

resource "aws_kms_key" "trail" {
  enable_key_rotation = true
}

# expect: finding
resource "aws_cloudtrail" "without" {
  name           = "without"
  s3_bucket_name = "example-trail"
}

# expect: clean
resource "aws_cloudtrail" "by_reference" {
  name           = "by-reference"
  s3_bucket_name = "example-trail"
  kms_key_id     = aws_kms_key.trail.arn
}

# expect: unknown
resource "aws_cloudtrail" "not_known" {
  name           = "not-known"
  s3_bucket_name = "example-trail"
  kms_key_id     = var.key_arn
}
