variable "group" {
  type = string
}

resource "aws_cloudwatch_log_group" "trail" {
  name              = "trail"
  retention_in_days = 365
}

# expect: clean
resource "aws_cloudtrail" "by_reference" {
  name                       = "by-reference"
  s3_bucket_name             = "example-trail"
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
  cloud_watch_logs_role_arn  = "arn:aws:iam::111122223333:role/trail"
}

# expect: finding
resource "aws_cloudtrail" "files_alone" {
  name           = "files-alone"
  s3_bucket_name = "example-trail"
}

# expect: unknown
resource "aws_cloudtrail" "who_knows" {
  name                       = "who-knows"
  s3_bucket_name             = "example-trail"
  cloud_watch_logs_group_arn = var.group
  cloud_watch_logs_role_arn  = "arn:aws:iam::111122223333:role/trail"
}
