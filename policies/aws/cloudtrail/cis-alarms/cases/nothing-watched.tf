# expect: finding
resource "aws_cloudtrail" "nobody_watches" {
  name                       = "nobody-watches"
  s3_bucket_name             = "example-trail"
  cloud_watch_logs_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:trail:*"
  cloud_watch_logs_role_arn  = "arn:aws:iam::111122223333:role/trail"
}
