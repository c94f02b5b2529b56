variable "acl" {
  type = string
}

# expect: clean
resource "aws_s3_bucket" "without_a_list" {
  bucket = "example-without-a-list"
}

# expect: finding
resource "aws_s3_bucket" "legacy_argument" {
  bucket = "example-legacy-argument"
  acl    = "public-read"
}

# expect: finding
resource "aws_s3_bucket" "legacy_open_to_writers" {
  bucket = "example-legacy-open-to-writers"
  acl    = "public-read-write"
}

# expect: clean
resource "aws_s3_bucket" "legacy_private" {
  bucket = "example-legacy-private"
  acl    = "private"
}

# expect: finding
resource "aws_s3_bucket_acl" "read" {
  bucket = aws_s3_bucket.without_a_list.id
  acl    = "public-read"
}

# expect: finding
resource "aws_s3_bucket_acl" "write" {
  bucket = aws_s3_bucket.without_a_list.id
  acl    = "public-read-write"
}

# expect: finding
resource "aws_s3_bucket_acl" "everybody_with_an_account" {
  bucket = aws_s3_bucket.without_a_list.id
  acl    = "authenticated-read"
}

# expect: clean
resource "aws_s3_bucket_acl" "logs" {
  bucket = aws_s3_bucket.without_a_list.id
  acl    = "log-delivery-write"
}

# expect: unknown
resource "aws_s3_bucket_acl" "not_known" {
  bucket = aws_s3_bucket.without_a_list.id
  acl    = var.acl
}

# expect: clean
resource "aws_s3_bucket_acl" "begins_otherwise" {
  bucket = aws_s3_bucket.without_a_list.id
  acl    = "bucket-owner-${var.acl}"
}

# expect: finding
resource "aws_s3_object" "published" {
  bucket = aws_s3_bucket.without_a_list.id
  key    = "index.html"
  acl    = "public-read"
}

# expect: clean
resource "aws_s3_object" "kept" {
  bucket = aws_s3_bucket.without_a_list.id
  key    = "index.html"
}

# expect: finding
resource "aws_s3_bucket_acl" "everybody_with_an_account_by_name" {
  bucket = "example-without-a-list"
  acl    = "authenticated-read"
}
