# As version 3 of the provider wrote it.
# expect: clean
resource "aws_s3_bucket" "kept" {
  bucket = "example-kept"

  versioning {
    enabled = true
  }
}

# expect: finding
resource "aws_s3_bucket" "off" {
  bucket = "example-off"

  versioning {
    enabled = false
  }
}
