# S3 delivers these logs under its own keys alone.
# expect: clean
resource "aws_s3_bucket" "access_logs" {
  bucket = "example-access-logs"
}

# expect: finding
resource "aws_s3_bucket" "data" {
  bucket = "example-data"
}

resource "aws_s3_bucket_logging" "data" {
  bucket        = aws_s3_bucket.data.id
  target_bucket = aws_s3_bucket.access_logs.id
  target_prefix = "data/"
}

# expect: clean
resource "aws_s3_bucket" "balancer_logs" {
  bucket = "example-balancer-logs"
}

resource "aws_lb" "web" {
  name    = "web"
  subnets = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]

  access_logs {
    bucket  = aws_s3_bucket.balancer_logs.bucket
    enabled = true
  }
}
