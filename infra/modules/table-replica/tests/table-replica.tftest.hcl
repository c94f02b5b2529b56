# Plans with the real provider, so that policies are the ones that AWS would get; keys are invented, nothing is called.
provider "aws" {
  region                      = "us-west-2"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

variables {
  table_arns    = { orders = "arn:aws:dynamodb:us-east-1:111122223333:table/trading-prod-orders" }
  table_names   = { orders = "trading-prod-orders" }
  source_region = "us-east-1"
  key_arn       = "arn:aws:kms:us-west-2:111122223333:key/mrk-0f6d9d3e5b434f0a9c533a1e4b7c2d10"
}

run "the_replica_is_encrypted_restorable_and_protected" {
  command = plan

  assert {
    condition     = alltrue([for r in values(aws_dynamodb_table_replica.this) : r.kms_key_arn == var.key_arn && r.point_in_time_recovery && r.deletion_protection_enabled])
    error_message = "A replica lacks its key, its recovery or its protection."
  }

  assert {
    condition     = output.table_names == tomap({ orders = "trading-prod-orders" })
    error_message = "The replica is not named like its table."
  }
}

run "a_replica_beside_its_table_is_refused" {
  command = plan

  variables {
    source_region = "us-west-2"
  }

  expect_failures = [aws_dynamodb_table_replica.this]
}

run "a_key_of_the_other_region_is_refused" {
  command = plan

  variables {
    key_arn = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  }

  expect_failures = [aws_dynamodb_table_replica.this]
}

run "a_table_without_a_name_is_refused" {
  command = plan

  variables {
    table_names = { positions = "trading-prod-positions" }
  }

  expect_failures = [var.table_names]
}
