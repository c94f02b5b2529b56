mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name_prefix = "trading-prod"
  role_arn    = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
  bucket_name = "trading-prod-findings-111122223333-us-east-1"
  key_arn     = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
}

run "everything_is_recorded_delivered_encrypted_and_judged" {
  command = apply

  assert {
    condition     = alltrue([one(aws_config_configuration_recorder.this.recording_group).all_supported, one(aws_config_configuration_recorder.this.recording_group).include_global_resource_types, aws_config_configuration_recorder_status.this.is_enabled])
    error_message = "Something is not recorded."
  }

  assert {
    condition     = aws_config_delivery_channel.this.s3_kms_key_arn == var.key_arn && aws_config_retention_configuration.this.retention_period_in_days == 2557
    error_message = "The history is not encrypted, or not kept."
  }

  assert {
    condition     = aws_config_config_rule.this["database-has-standby"].source[0].source_identifier == "RDS_MULTI_AZ_SUPPORT" && length(output.rule_names) == 10
    error_message = "A promise of the platform is not judged."
  }
}

run "a_history_of_less_than_a_year_is_refused" {
  command = plan

  variables {
    retention_in_days = 30
  }

  expect_failures = [var.retention_in_days]
}

run "a_role_of_our_own_is_refused" {
  command = plan

  variables {
    role_arn = "arn:aws:iam::111122223333:role/config"
  }

  expect_failures = [var.role_arn]
}
