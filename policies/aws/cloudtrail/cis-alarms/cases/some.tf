# The filter of root-use has an alarm, the alarm of trail-changes no action, security-groups a filter alone; an event rule
# tells of gateways.
# expect: finding[unauthorized-calls]
# expect: finding[sign-in-without-mfa]
# expect: finding[iam-policies]
# expect: finding[failed-sign-ins]
# expect: finding[key-deletion]
# expect: finding[bucket-policies]
# expect: finding[config-changes]
# expect: finding[security-groups]
# expect: finding[network-acls]
# expect: finding[route-tables]
# expect: finding[vpcs]
# expect: finding[trail-changes]
# expect: clean[root-use]
# expect: clean[gateways]
resource "aws_cloudtrail" "half_watched" {
  name                       = "half-watched"
  s3_bucket_name             = "example-trail"
  cloud_watch_logs_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:trail:*"
  cloud_watch_logs_role_arn  = "arn:aws:iam::111122223333:role/trail"
}

resource "aws_cloudwatch_log_metric_filter" "root_use" {
  name           = "root-use"
  log_group_name = "trail"
  pattern        = "{ $.userIdentity.type = \"Root\" }"

  metric_transformation {
    name      = "RootUse"
    namespace = "Trail"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "root_use" {
  alarm_name          = "root-use"
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:alerts"]

  metric_query {
    id          = "uses"
    return_data = true

    metric {
      namespace   = "Trail"
      metric_name = "RootUse"
      stat        = "Sum"
      period      = 300
    }
  }
}

resource "aws_cloudwatch_log_metric_filter" "trail_changes" {
  name           = "trail-changes"
  log_group_name = "trail"
  pattern        = "{ $.eventName = StopLogging }"

  metric_transformation {
    name      = "TrailChanges"
    namespace = "Trail"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "trail_changes" {
  alarm_name          = "trail-changes"
  namespace           = "Trail"
  metric_name         = "TrailChanges"
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  actions_enabled     = false
  alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:alerts"]
}

resource "aws_cloudwatch_log_metric_filter" "security_groups" {
  name           = "security-groups"
  log_group_name = "trail"
  pattern        = "{ $.eventName = AuthorizeSecurityGroupIngress }"

  metric_transformation {
    name      = "SecurityGroups"
    namespace = "Trail"
    value     = "1"
  }
}

resource "aws_cloudwatch_event_rule" "gateways" {
  name = "gateways"

  event_pattern = jsonencode({
    source      = ["aws.ec2"]
    detail-type = ["AWS API Call via CloudTrail"]
    detail      = { eventName = ["AttachInternetGateway", "DetachInternetGateway"] }
  })
}
