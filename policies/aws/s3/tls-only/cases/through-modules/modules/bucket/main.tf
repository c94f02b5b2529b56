# expect: finding module.bucket
# expect: clean module.guarded
resource "aws_s3_bucket" "this" {
  bucket_prefix = "example-"
}

output "id" {
  value = aws_s3_bucket.this.id
}

output "arn" {
  value = aws_s3_bucket.this.arn
}
