variable "status" {
  type = string
}

# expect: clean
resource "aws_s3_bucket" "kept" {
  bucket = "example-kept"
}

resource "aws_s3_bucket_versioning" "kept" {
  bucket = aws_s3_bucket.kept.id

  versioning_configuration {
    status = "Enabled"
  }
}

# expect: clean
resource "aws_s3_bucket" "by_name" {
  bucket = "example-by-name"
}

resource "aws_s3_bucket_versioning" "by_name" {
  bucket = "example-by-name"

  versioning_configuration {
    status = "Enabled"
  }
}

# expect: finding
resource "aws_s3_bucket" "suspended" {
  bucket = "example-suspended"
}

resource "aws_s3_bucket_versioning" "suspended" {
  bucket = aws_s3_bucket.suspended.id

  versioning_configuration {
    status = "Suspended"
  }
}

# expect: finding
resource "aws_s3_bucket" "forgotten" {
  bucket = "example-forgotten"
}

# expect: unknown
resource "aws_s3_bucket" "who_knows" {
  bucket = "example-who-knows"
}

resource "aws_s3_bucket_versioning" "who_knows" {
  bucket = aws_s3_bucket.who_knows.id

  versioning_configuration {
    status = var.status
  }
}

# Object lock turns versioning on, and holds it there.
# expect: clean
resource "aws_s3_bucket" "locked" {
  bucket              = "example-locked"
  object_lock_enabled = true
}
