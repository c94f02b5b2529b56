# Plans with the real provider, so that policies are the ones that AWS would get; keys are invented, nothing is called.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

variables {
  name_prefix = "trading-prod"
  account_id  = "111122223333"
  topic_arn   = "arn:aws:sns:us-east-1:111122223333:trading-prod-alerts"
  key_arn     = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
}

run "every_rule_tells_the_topic_and_keeps_what_it_did_not_take" {
  command = plan

  assert {
    condition     = keys(aws_cloudwatch_event_target.this) == keys(aws_cloudwatch_event_rule.this) && alltrue([for t in values(aws_cloudwatch_event_target.this) : t.arn == var.topic_arn && length(t.dead_letter_config) == 1])
    error_message = "A rule tells nobody, or loses what was not taken."
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.this["threat-found"].event_pattern) == { source = ["aws.guardduty"], detail-type = ["GuardDuty Finding"], detail = { severity = [{ numeric = [">=", 4] }] } }
    error_message = "Threats are looked for in another way."
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.this["rotation-failed"].event_pattern) == { source = ["aws.secretsmanager"], detail-type = ["AWS Service Event via CloudTrail"], detail = { eventName = ["RotationAbandoned", "RotationFailed", "TestRotationFailed"] } }
    error_message = "A password that was not changed is noticed by nobody."
  }

  assert {
    condition     = aws_sqs_queue.dead_letters.kms_master_key_id == var.key_arn
    error_message = "The queue is not encrypted with the customer key."
  }

  assert {
    condition     = [for s in jsondecode(data.aws_iam_policy_document.dead_letters.json).Statement : toset(s.Condition.ArnEquals["aws:SourceArn"]) if s.Effect == "Allow"] == [toset([for name in values(output.rule_names) : "arn:aws:events:us-east-1:111122223333:rule/${name}"])]
    error_message = "The queue takes what another rule sends."
  }
}

run "something_else_than_a_topic_is_refused" {
  command = plan

  variables {
    topic_arn = "arn:aws:sqs:us-east-1:111122223333:queue"
  }

  expect_failures = [var.topic_arn]
}
