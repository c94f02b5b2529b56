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
  key_arn     = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  topic_arn   = "arn:aws:sns:us-east-1:111122223333:trading-prod-alerts"
}

run "the_vault_is_encrypted_locked_and_closed_to_deletion" {
  command = plan

  assert {
    condition     = aws_backup_vault.this.kms_key_arn == var.key_arn && !aws_backup_vault.this.force_destroy && aws_backup_vault_lock_configuration.this.min_retention_days == 7
    error_message = "The vault lacks its key or its lock."
  }

  assert {
    condition     = [for s in jsondecode(aws_backup_vault_policy.this[0].policy).Statement : [s.Effect, contains(s.Action, "backup:DeleteRecoveryPoint")]] == [["Deny", true]]
    error_message = "A recovery point can be deleted by hand."
  }

  assert {
    condition     = aws_backup_region_settings.this.resource_type_management_preference["DynamoDB"]
    error_message = "Tables cannot be copied into another region."
  }
}

run "a_root_that_is_to_be_destroyed_takes_the_guards_away" {
  command = plan

  variables {
    protected = false
  }

  assert {
    condition     = aws_backup_vault.this.force_destroy && length(aws_backup_vault_policy.this) == 0
    error_message = "Without protection the vault can still not be destroyed."
  }
}

run "a_lock_longer_than_the_retention_is_refused" {
  command = plan

  variables {
    min_retention_in_days = 3000
  }

  expect_failures = [var.min_retention_in_days]
}
