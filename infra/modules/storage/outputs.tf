output "bucket_arns" {
  description = "Bucket ARN by purpose, once versioning is on."
  value       = { for purpose, bucket in aws_s3_bucket.this : purpose => bucket.arn }

  depends_on = [aws_s3_bucket_versioning.this]
}

output "bucket_names" {
  description = "Bucket name by purpose, once the bucket policy stands."
  value       = { for purpose, bucket in aws_s3_bucket.this : purpose => bucket.id }

  depends_on = [aws_s3_bucket_policy.this]
}
