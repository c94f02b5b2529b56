mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name_prefix    = "trading-prod"
  log_group_name = "/trading-prod/trail"
  topic_arns     = ["arn:aws:sns:us-east-1:111122223333:trading-prod-alerts"]
}

run "every_kind_of_event_has_its_filter_and_its_alarm" {
  command = apply

  assert {
    condition     = length(aws_cloudwatch_log_metric_filter.this) == 15 && keys(output.alarm_names) == keys(aws_cloudwatch_log_metric_filter.this)
    error_message = "An event has a filter and no alarm, or none of both."
  }

  assert {
    condition     = aws_cloudwatch_log_metric_filter.this["key-endangered"].pattern == "{ ($.eventSource = \"kms.amazonaws.com\") && (($.eventName = \"DisableKey\") || ($.eventName = \"ScheduleKeyDeletion\")) }"
    error_message = "Keys are watched in another way."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["root-used"].threshold == 0 && aws_cloudwatch_metric_alarm.this["sign-in-failed"].threshold == 2
    error_message = "One use of root is one too many; a single mistyped password is none."
  }

  assert {
    condition     = alltrue([for a in values(aws_cloudwatch_metric_alarm.this) : a.alarm_actions == var.topic_arns])
    error_message = "An alarm tells nobody."
  }
}

run "alarms_that_nobody_hears_are_refused" {
  command = plan

  variables {
    topic_arns = []
  }

  expect_failures = [var.topic_arns]
}
