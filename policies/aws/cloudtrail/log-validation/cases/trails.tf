variable "validated" {
  type = bool
}

# expect: clean
resource "aws_cloudtrail" "validated" {
  name                       = "validated"
  s3_bucket_name             = "example-trail"
  enable_log_file_validation = true
}

# expect: finding
resource "aws_cloudtrail" "default" {
  name           = "default"
  s3_bucket_name = "example-trail"
}

# expect: finding
resource "aws_cloudtrail" "off" {
  name                       = "off"
  s3_bucket_name             = "example-trail"
  enable_log_file_validation = false
}

# expect: unknown
resource "aws_cloudtrail" "who_knows" {
  name                       = "who-knows"
  s3_bucket_name             = "example-trail"
  enable_log_file_validation = var.validated
}
