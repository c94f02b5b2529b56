provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "other"
  region = "us-west-2"
}

# Whether both provider configurations are of one account is not written here.
# expect: unknown
resource "aws_s3_bucket" "elsewhere" {
  provider = aws.other
  bucket   = "example-elsewhere"
}

resource "aws_s3_account_public_access_block" "this" {
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
