# What the function tells is listened to here, in the recovery region.
resource "aws_cloudwatch_metric_alarm" "primary_silent" {
  alarm_name          = local.suspicion
  alarm_description   = "The primary region has not answered for ${var.silence_minutes} minutes. The function asks again and fails over."
  namespace           = local.namespace
  metric_name         = "PrimaryAnswers"
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = var.silence_minutes
  datapoints_to_alarm = var.silence_minutes
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "missing" # a function that is silent says nothing about the primary
  alarm_actions       = [aws_sns_topic.commands.arn, var.alert_topic_arn]
  ok_actions          = [var.alert_topic_arn]

  tags = { Name = local.suspicion }
}

# Slice k of the traffic may go to the primary while the function says that k slices or more may. An alarm keeps its state
# while the function is silent, and so does the health check that reads it: nobody is moved by silence.
resource "aws_cloudwatch_metric_alarm" "slice" {
  count = var.slices

  alarm_name          = "${var.name_prefix}-slice-${count.index + 1}-withheld"
  alarm_description   = "Slice ${count.index + 1} of ${var.slices} of the traffic goes to ${var.recovery.region}."
  namespace           = local.namespace
  metric_name         = "SlicesOfPrimary"
  statistic           = "Minimum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "LessThanThreshold"
  threshold           = count.index + 1
  treat_missing_data  = "ignore"
  alarm_actions       = [var.alert_topic_arn]
  ok_actions          = [var.alert_topic_arn]

  tags = { Name = "${var.name_prefix}-slice-${count.index + 1}-withheld" }
}

locals {
  usual     = { namespace = local.namespace, dimensions = {}, statistic = "Maximum", period = 60, periods = 1, below = false, missing = "notBreaching" }
  of_lambda = { namespace = "AWS/Lambda", dimensions = { FunctionName = var.function_name }, statistic = "Sum" }

  troubles = {
    function-fails  = merge(local.of_lambda, { metric = "Errors", threshold = 0, what = "The failover's function fails" })
    function-waits  = merge(local.of_lambda, { metric = "Throttles", threshold = 0, periods = 3, what = "The failover's function is throttled" })
    function-silent = { metric = "SlicesOfPrimary", statistic = "SampleCount", threshold = 1, below = true, periods = 5, missing = "breaching", what = "The failover's function says nothing" }
    letters = {
      namespace = "AWS/SQS", dimensions = { QueueName = local.dead_letters_name }, metric = "ApproximateNumberOfMessagesVisible"
      threshold = 0, what = "Commands or alarms that the failover's function did not take"
    }
    mirror-old    = { metric = "MirrorAge", threshold = var.timing.mirror_age, periods = 2, what = "The mirror of the primary's sizes is old" }
    failover-slow = { metric = "FailoverOpenFor", threshold = var.failover_target_seconds, what = "A failover takes longer than its target" }
    drill-failed  = { metric = "DrillPassed", statistic = "Minimum", threshold = 1, below = true, what = "The scheduled drill found what a failover would miss" }
    region-silent = { metric = "RecoveryAnswers", statistic = "Maximum", threshold = 1, below = true, periods = 3, what = "The recovery region does not answer" }
  }
}

resource "aws_cloudwatch_metric_alarm" "trouble" {
  for_each = { for name, trouble in local.troubles : name => merge(local.usual, trouble) }

  alarm_name          = "${var.name_prefix}-failover-${each.key}"
  alarm_description   = "${each.value.what}. See docs/disaster-recovery/multi-region-dr-strategy.md."
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  period              = each.value.period
  evaluation_periods  = each.value.periods
  comparison_operator = each.value.below ? "LessThanThreshold" : "GreaterThanThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = each.value.missing
  alarm_actions       = [var.alert_topic_arn]
  ok_actions          = [var.alert_topic_arn]

  tags = { Name = "${var.name_prefix}-failover-${each.key}" }
}
