variable "key" {
  type = string
}

variable "algorithm" {
  type = string
}

resource "aws_kms_key" "data" {
  enable_key_rotation = true
}

# expect: clean
resource "aws_s3_bucket" "own_key" {
  bucket = "example-own-key"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "own_key" {
  bucket = aws_s3_bucket.own_key.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.data.arn
    }
  }
}

# expect: clean
resource "aws_s3_bucket" "two_layers" {
  bucket = "example-two-layers"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "two_layers" {
  bucket = "example-two-layers"

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms:dsse"
      kms_master_key_id = aws_kms_key.data.arn
    }
  }
}

# expect: finding
resource "aws_s3_bucket" "aws_managed_key" {
  bucket = "example-aws-managed-key"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "aws_managed_key" {
  bucket = aws_s3_bucket.aws_managed_key.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

# expect: finding
resource "aws_s3_bucket" "s3_keys" {
  bucket = "example-s3-keys"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "s3_keys" {
  bucket = aws_s3_bucket.s3_keys.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

# expect: finding
resource "aws_s3_bucket" "default" {
  bucket = "example-default"
}

# expect: unknown
resource "aws_s3_bucket" "key_not_known" {
  bucket = "example-key-not-known"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "key_not_known" {
  bucket = aws_s3_bucket.key_not_known.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = var.key
    }
  }
}

# expect: unknown
resource "aws_s3_bucket" "algorithm_not_known" {
  bucket = "example-algorithm-not-known"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "algorithm_not_known" {
  bucket = aws_s3_bucket.algorithm_not_known.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = var.algorithm
      kms_master_key_id = aws_kms_key.data.arn
    }
  }
}
