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
  vault_name  = "trading-prod-vault"
}

run "what_carries_the_tag_is_backed_up_and_a_restore_is_tried_every_week" {
  command = plan

  assert {
    condition     = { for rule in aws_backup_plan.this.rule : rule.rule_name => one(rule.lifecycle).delete_after } == { intraday = 7, daily = 35, monthly = 400 }
    error_message = "A backup is missing or not kept."
  }

  assert {
    condition     = [for tag in aws_backup_selection.this.selection_tag : [tag.key, tag.value]] == [["Backup", "critical"]]
    error_message = "Something else than the tag selects."
  }

  assert {
    condition     = aws_backup_restore_testing_plan.this.schedule_expression == "cron(0 11 ? * SAT *)" && keys(aws_backup_restore_testing_selection.this) == ["DynamoDB"]
    error_message = "No restore is tried."
  }

  assert {
    condition     = alltrue([for rule in aws_backup_plan.this.rule : length(rule.copy_action) == 0])
    error_message = "There is no region to copy into."
  }
}

run "with_a_recovery_region_every_recovery_point_is_copied" {
  command = plan

  variables {
    copy_region    = "us-west-2"
    copy_vault_arn = "arn:aws:backup:us-west-2:111122223333:backup-vault:trading-prod-vault"
  }

  assert {
    condition     = toset(flatten([for rule in aws_backup_plan.this.rule : [for copy in rule.copy_action : "${rule.rule_name} ${copy.destination_vault_arn}"]])) == toset([for name in ["daily", "intraday", "monthly"] : "${name} ${var.copy_vault_arn}"])
    error_message = "A recovery point stays in one region."
  }
}

run "a_copy_into_the_same_region_is_refused" {
  command = plan

  variables {
    copy_region    = "us-east-1"
    copy_vault_arn = "arn:aws:backup:us-east-1:111122223333:backup-vault:trading-prod-vault"
  }

  expect_failures = [aws_backup_plan.this]
}

run "a_recovery_region_without_a_vault_is_refused" {
  command = plan

  variables {
    copy_region = "us-west-2"
  }

  expect_failures = [aws_backup_plan.this]
}

run "a_backup_shorter_than_the_lock_is_refused" {
  command = plan

  variables {
    rules = { intraday = { schedule = "cron(30 * ? * * *)", keep_days = 1 } }
  }

  expect_failures = [var.rules]
}

run "a_schedule_that_is_no_cron_expression_is_refused" {
  command = plan

  variables {
    rules = { intraday = { schedule = "intraday", keep_days = 7 } }
  }

  expect_failures = [var.rules]
}
