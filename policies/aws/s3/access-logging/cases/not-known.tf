variable "buckets" {
  type = set(string)
}

# expect: unknown
resource "aws_s3_bucket" "many" {
  for_each = var.buckets

  bucket = each.value
}

resource "aws_s3_bucket_logging" "many" {
  for_each = var.buckets

  bucket        = each.value
  target_bucket = "example-logs-of-another-stack"
  target_prefix = each.value
}
