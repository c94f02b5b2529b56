# expect: clean
resource "aws_s3_bucket" "half_covered" {
  bucket = "example-half-covered"
}

resource "aws_s3_account_public_access_block" "this" {
  block_public_acls  = true
  ignore_public_acls = true
}
