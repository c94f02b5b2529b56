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
  key_arn     = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  log_key_arn = "arn:aws:kms:us-east-1:111122223333:key/1f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  topic_arn   = "arn:aws:sns:us-east-1:111122223333:trading-prod-alerts"
}

run "the_workspace_is_encrypted_logged_and_has_the_committed_rules" {
  command = plan

  assert {
    condition     = aws_prometheus_workspace.this.kms_key_arn == var.key_arn && aws_cloudwatch_log_group.this.kms_key_id == var.log_key_arn && aws_prometheus_workspace_configuration.this.retention_period_in_days == 400
    error_message = "The workspace is not encrypted, or keeps less than a year."
  }

  assert {
    condition     = { for name, r in aws_prometheus_rule_group_namespace.this : name => yamldecode(r.data).groups[*].name } == { kubernetes = ["nodes", "containers", "api-server"], services = ["rates", "objectives"] }
    error_message = "A rule is missing."
  }

  assert {
    condition     = [for r in yamldecode(yamldecode(aws_prometheus_alert_manager_definition.this.definition).alertmanager_config).receivers : r.sns_configs[0].topic_arn] == [var.topic_arn]
    error_message = "The alert manager tells somebody else."
  }
}

run "a_topic_of_another_region_is_refused" {
  command = plan

  variables {
    topic_arn = "arn:aws:sns:us-west-2:111122223333:trading-prod-alerts"
  }

  expect_failures = [aws_prometheus_alert_manager_definition.this]
}

run "a_topic_of_another_account_is_refused" {
  command = plan

  variables {
    topic_arn = "arn:aws:sns:us-east-1:444455556666:trading-prod-alerts"
  }

  expect_failures = [aws_prometheus_alert_manager_definition.this]
}

run "samples_of_a_week_are_refused" {
  command = plan

  variables {
    retention_in_days = 7
  }

  expect_failures = [var.retention_in_days]
}
