variable "lock" {
  type = bool
}

# expect: clean
resource "aws_s3_bucket" "kept" {
  bucket              = "example-kept"
  object_lock_enabled = true
}

resource "aws_s3_bucket_object_lock_configuration" "kept" {
  bucket = aws_s3_bucket.kept.id

  rule {
    default_retention {
      mode = "COMPLIANCE"
      days = 365
    }
  }
}

# expect: finding
resource "aws_s3_bucket" "possible_alone" {
  bucket              = "example-possible-alone"
  object_lock_enabled = true
}

# expect: finding
resource "aws_s3_bucket" "without_a_rule" {
  bucket = "example-without-a-rule"
}

resource "aws_s3_bucket_object_lock_configuration" "without_a_rule" {
  bucket = aws_s3_bucket.without_a_rule.id
}

# expect: clean
resource "aws_s3_bucket" "without_lock" {
  bucket = "example-without-lock"
}

# expect: clean
resource "aws_s3_bucket" "inline" {
  bucket = "example-inline"

  object_lock_configuration {
    object_lock_enabled = "Enabled"

    rule {
      default_retention {
        mode = "GOVERNANCE"
        days = 30
      }
    }
  }
}

# expect: unknown
resource "aws_s3_bucket" "who_knows" {
  bucket              = "example-who-knows"
  object_lock_enabled = var.lock
}
