provider "aws" {
  region = "us-east-1"
}

# Another region, as the same principal: the same account.
provider "aws" {
  alias  = "recovery"
  region = "us-west-2"
}

provider "aws" {
  alias  = "other"
  region = "us-east-1"

  assume_role {
    role_arn = "arn:aws:iam::444455556666:role/deploy"
  }
}

# expect: clean
resource "aws_s3_bucket" "in_another_region" {
  provider = aws.recovery
  bucket   = "example-in-another-region"
}

# Whether the role is of the same account as who assumes it is not written here.
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
