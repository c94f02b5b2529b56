variable "on" {
  type = bool
}

locals {
  topic = "arn:aws:sns:us-east-1:111122223333:alerts"
}

# expect: clean
resource "aws_cloudwatch_metric_alarm" "heard" {
  alarm_name          = "heard"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 5
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300
  alarm_actions       = [local.topic]
}

# expect: finding
resource "aws_cloudwatch_metric_alarm" "silenced" {
  alarm_name          = "silenced"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 5
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300
  actions_enabled     = false
  alarm_actions       = [local.topic]
}

# One part of a composite alarm: it has nothing to do by itself.
# expect: clean
resource "aws_cloudwatch_metric_alarm" "a_part" {
  alarm_name          = "a-part"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 5
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300
  actions_enabled     = false
}

# expect: finding
resource "aws_cloudwatch_composite_alarm" "silenced" {
  alarm_name      = "all"
  alarm_rule      = "ALARM(a-part)"
  actions_enabled = false
  alarm_actions   = [local.topic]
}

# expect: unknown
resource "aws_cloudwatch_metric_alarm" "who_knows" {
  alarm_name          = "who-knows"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 5
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300
  actions_enabled     = var.on
  alarm_actions       = [local.topic]
}

# expect: finding
resource "aws_cloudwatch_composite_alarm" "silenced_without_data" {
  alarm_name                = "without-data"
  alarm_rule                = "ALARM(a-part)"
  actions_enabled           = false
  insufficient_data_actions = [local.topic]
}

# expect: finding
resource "aws_cloudwatch_composite_alarm" "silenced_when_over" {
  alarm_name      = "over"
  alarm_rule      = "ALARM(a-part)"
  actions_enabled = false
  ok_actions      = [local.topic]
}
