# expect: clean
resource "aws_s3_bucket" "inline" {
  bucket = "example-inline"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = {
      Effect    = "Deny"
      Principal = { AWS = "*" }
      Action    = ["s3:*"]
      Resource  = "*"
      Condition = { BoolIfExists = { "aws:SecureTransport" = [false] } }
    }
  })
}
