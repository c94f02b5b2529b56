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
  name        = "trading-prod/venue"
  description = "Key of a venue"
  account_id  = "111122223333"
  key_arn     = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
}

run "a_secret_is_encrypted_kept_and_closed_to_other_accounts" {
  command = plan

  assert {
    condition     = aws_secretsmanager_secret.this.kms_key_id == var.key_arn && aws_secretsmanager_secret.this.recovery_window_in_days == 30 && aws_secretsmanager_secret_policy.this.block_public_policy
    error_message = "The secret lacks its key, its recovery window or its policy."
  }

  assert {
    condition     = [for s in jsondecode(data.aws_iam_policy_document.this.json).Statement : [s.Effect, s.Condition.StringNotEquals["aws:PrincipalAccount"]]] == [["Deny", "111122223333"]]
    error_message = "Another account may use the secret."
  }
}

run "the_replica_has_a_key_of_its_own_region" {
  command = plan

  variables {
    replica_region  = "us-west-2"
    replica_key_arn = "arn:aws:kms:us-west-2:111122223333:key/mrk-0f6d9d3e5b434f0a9c533a1e4b7c2d10"
  }

  assert {
    condition     = [for r in aws_secretsmanager_secret.this.replica : [r.region, r.kms_key_id]] == [["us-west-2", var.replica_key_arn]]
    error_message = "The replica is not under the customer key of its region."
  }
}

run "a_replica_beside_the_secret_is_refused" {
  command = plan

  variables {
    replica_region  = "us-east-1"
    replica_key_arn = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  }

  expect_failures = [aws_secretsmanager_secret.this]
}

run "a_replica_without_a_key_is_refused" {
  command = plan

  variables {
    replica_region = "us-west-2"
  }

  expect_failures = [aws_secretsmanager_secret.this]
}

run "a_name_with_capitals_is_refused" {
  command = plan

  variables {
    name = "Venue"
  }

  expect_failures = [var.name]
}
