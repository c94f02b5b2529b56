mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name_prefix    = "trading-prod"
  account_id     = "111122223333"
  volume_key_arn = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
}

run "what_is_made_without_a_word_is_encrypted_and_private" {
  command = apply

  assert {
    condition     = alltrue([aws_ebs_encryption_by_default.this.enabled, aws_ebs_default_kms_key.this.key_arn == var.volume_key_arn, aws_ebs_snapshot_block_public_access.this.state == "block-all-sharing", aws_ec2_image_block_public_access.this.state == "block-new-sharing", aws_ec2_instance_metadata_defaults.this.http_tokens == "required", aws_ssm_service_setting.documents.setting_value == "Disable", aws_accessanalyzer_analyzer.this.type == "ACCOUNT"])
    error_message = "A default of the region is open."
  }
}

run "a_key_that_is_none_is_refused" {
  command = plan

  variables {
    volume_key_arn = "alias/aws/ebs"
  }

  expect_failures = [var.volume_key_arn]
}
