# expect: clean
resource "aws_s3_bucket" "logs" {
  bucket = "example-logs"
}

# expect: clean
resource "aws_s3_bucket" "by_reference" {
  bucket = "example-by-reference"
}

resource "aws_s3_bucket_logging" "by_reference" {
  bucket        = aws_s3_bucket.by_reference.id
  target_bucket = aws_s3_bucket.logs.id
  target_prefix = "by-reference/"
}

# expect: clean
resource "aws_s3_bucket" "by_name" {
  bucket = "example-by-name"
}

resource "aws_s3_bucket_logging" "by_name" {
  bucket        = "example-by-name"
  target_bucket = "example-logs"
  target_prefix = "by-name/"
}

# expect: finding
resource "aws_s3_bucket" "forgotten" {
  bucket = "example-forgotten"
}

# A bucket that takes a load balancer's logs would log its own.
# expect: clean
resource "aws_s3_bucket" "of_a_load_balancer" {
  bucket = "example-of-a-load-balancer"
}

resource "aws_lb" "web" {
  name    = "web"
  subnets = ["subnet-0a", "subnet-0b"]

  access_logs {
    bucket  = aws_s3_bucket.of_a_load_balancer.id
    enabled = true
  }
}
