variable "names" {
  type = map(string)
}

variable "versioned" {
  type = set(string)
}

# expect: clean module.buckets.aws_s3_bucket.this["orders"]
# expect: finding module.buckets.aws_s3_bucket.this["quotes"]
resource "aws_s3_bucket" "this" {
  for_each = var.names

  bucket = each.value
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = var.versioned

  bucket = aws_s3_bucket.this[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}
