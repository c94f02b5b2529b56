variable "patterns" {
  type = map(string)
}

# expect: unknown
resource "aws_cloudtrail" "who_knows" {
  name                       = "who-knows"
  s3_bucket_name             = "example-trail"
  cloud_watch_logs_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:trail:*"
  cloud_watch_logs_role_arn  = "arn:aws:iam::111122223333:role/trail"
}

resource "aws_cloudwatch_log_metric_filter" "this" {
  for_each = var.patterns

  name           = each.key
  log_group_name = "trail"
  pattern        = each.value

  metric_transformation {
    name      = each.key
    namespace = "Trail"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = var.patterns

  alarm_name          = each.key
  namespace           = "Trail"
  metric_name         = each.key
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:alerts"]
}
