output "bucket_name" {
  description = "Name of the bucket, once its policy admits the log delivery."
  value       = aws_s3_bucket.this.id

  depends_on = [aws_s3_bucket_policy.this]
}

output "s3_prefix" {
  description = "Prefix under which S3 server access logs are admitted."
  value       = "s3/"
}

output "alb_prefix" {
  description = "Prefix under which load balancers' logs are admitted."
  value       = "alb"
}
