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
  tables = {
    positions = { hash_key = "account", range_key = "instrument", attributes = { account = "S", instrument = "S" } }
    orders = {
      hash_key      = "order_id"
      attributes    = { order_id = "S", account = "S", placed_at = "N" }
      ttl_attribute = "expires_at"
      indexes       = { by-account = { hash_key = "account", range_key = "placed_at" } }
    }
  }
}

run "every_table_is_encrypted_restorable_protected_and_ready_for_replicas" {
  command = plan

  assert {
    condition = alltrue([
      for table in values(aws_dynamodb_table.this) : alltrue([
        one(table.server_side_encryption).kms_key_arn == var.key_arn,
        one(table.point_in_time_recovery).enabled,
        one(table.point_in_time_recovery).recovery_period_in_days == 35,
        table.deletion_protection_enabled,
        table.stream_enabled,
        table.stream_view_type == "NEW_AND_OLD_IMAGES",
        table.billing_mode == "PAY_PER_REQUEST",
      ])
    ])
    error_message = "A table lacks its key, its recovery, its protection or its stream."
  }

  assert {
    condition     = [for index in aws_dynamodb_table.this["orders"].global_secondary_index : [index.name, index.hash_key, index.range_key]] == [["by-account", "account", "placed_at"]]
    error_message = "The index is not the one that was asked for."
  }

  assert {
    condition     = [for ttl in aws_dynamodb_table.this["orders"].ttl : [ttl.enabled, ttl.attribute_name]] == [[true, "expires_at"]]
    error_message = "Orders do not expire."
  }
}

run "a_root_that_is_to_be_destroyed_takes_the_guard_away" {
  command = plan

  variables {
    protected = false
  }

  assert {
    condition     = alltrue([for table in values(aws_dynamodb_table.this) : !table.deletion_protection_enabled])
    error_message = "Without protection a table can still not be destroyed."
  }
}

run "an_attribute_that_is_no_key_is_refused" {
  command = plan

  variables {
    tables = { orders = { hash_key = "order_id", attributes = { order_id = "S", note = "S" } } }
  }

  expect_failures = [var.tables]
}

run "an_unknown_type_is_refused" {
  command = plan

  variables {
    tables = { orders = { hash_key = "order_id", attributes = { order_id = "string" } } }
  }

  expect_failures = [var.tables]
}
