mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name_prefix = "trading-prod"
  account_id  = "111122223333"
}

run "the_account_is_closed_and_passwords_are_strong" {
  command = apply

  assert {
    condition     = alltrue([aws_s3_account_public_access_block.this.block_public_acls, aws_s3_account_public_access_block.this.block_public_policy, aws_s3_account_public_access_block.this.ignore_public_acls, aws_s3_account_public_access_block.this.restrict_public_buckets])
    error_message = "A bucket can be made public."
  }

  assert {
    condition     = aws_iam_account_password_policy.this.minimum_password_length >= 14 && aws_iam_account_password_policy.this.password_reuse_prevention == 24
    error_message = "Passwords may be weak."
  }

  assert {
    condition     = aws_accessanalyzer_analyzer.unused.type == "ACCOUNT_UNUSED_ACCESS" && aws_iam_service_linked_role.config.aws_service_name == "config.amazonaws.com"
    error_message = "Unused permissions are not found, or AWS Config has no role."
  }
}

run "looking_at_unused_access_once_a_year_is_refused" {
  command = plan

  variables {
    unused_access_age_in_days = 365
  }

  expect_failures = [var.unused_access_age_in_days]
}
