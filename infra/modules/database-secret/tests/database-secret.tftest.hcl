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
  name_prefix                = "trading-prod"
  account_id                 = "111122223333"
  name                       = "trading"
  password                   = "correct-horse-battery-1"
  connection                 = { host = "trading.example.internal", port = 5432, database = "trading" }
  key_arn                    = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  vpc_id                     = "vpc-0a1b2c3d4e5f60718"
  subnet_ids                 = ["subnet-0b1", "subnet-0b2", "subnet-0b3"]
  database_security_group_id = "sg-0d"
  endpoint_security_group_id = "sg-0e"
}

run "the_password_is_rotated_by_the_function_that_aws_publishes" {
  command = plan

  assert {
    condition     = endswith(aws_serverlessapplicationrepository_cloudformation_stack.rotation.application_id, ":applications/SecretsManagerRDSPostgreSQLRotationSingleUser")
    error_message = "Another application rotates the password."
  }

  assert {
    condition     = output.rotation_function_name == "trading-prod-trading-rotation"
    error_message = "The function has another name than the one by which it is watched."
  }

  assert {
    condition     = one(aws_secretsmanager_secret_rotation.this.rotation_rules).schedule_expression == "cron(0 9 ? 1/1 SAT#1 *)"
    error_message = "The password is not changed every month."
  }

  assert {
    condition     = toset([for rule in [aws_vpc_security_group_egress_rule.database, aws_vpc_security_group_egress_rule.endpoint] : "${rule.referenced_security_group_id}:${rule.to_port}"]) == toset(["sg-0d:5432", "sg-0e:443"])
    error_message = "The rotation reaches more than the database and the endpoint."
  }
}

run "the_password_reaches_neither_plan_nor_state" {
  command = plan

  assert {
    condition     = aws_secretsmanager_secret_version.this.secret_string == null && aws_secretsmanager_secret_version.this.secret_string_wo_version == 1
    error_message = "The password is kept."
  }
}

run "a_short_password_is_refused" {
  command = plan

  variables {
    password = "short"
  }

  expect_failures = [var.password]
}

run "a_version_that_is_none_is_refused" {
  command = plan

  variables {
    rotation_application_version = "latest"
  }

  expect_failures = [var.rotation_application_version]
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
