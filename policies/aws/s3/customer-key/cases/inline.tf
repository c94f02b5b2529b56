resource "aws_kms_key" "data" {
  enable_key_rotation = true
}

# expect: clean
resource "aws_s3_bucket" "own_key" {
  bucket = "example-own-key"

  server_side_encryption_configuration {
    rule {
      apply_server_side_encryption_by_default {
        sse_algorithm     = "aws:kms"
        kms_master_key_id = aws_kms_key.data.arn
      }
    }
  }
}

# expect: finding
resource "aws_s3_bucket" "s3_keys" {
  bucket = "example-s3-keys"

  server_side_encryption_configuration {
    rule {
      apply_server_side_encryption_by_default {
        sse_algorithm = "AES256"
      }
    }
  }
}
