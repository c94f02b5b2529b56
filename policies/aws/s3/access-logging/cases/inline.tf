# expect: clean
resource "aws_s3_bucket" "inline" {
  bucket = "example-inline"

  logging {
    target_bucket = "example-logs-of-another-stack"
  }
}

# expect: finding
resource "aws_s3_bucket" "forgotten" {
  bucket = "example-forgotten"
}
