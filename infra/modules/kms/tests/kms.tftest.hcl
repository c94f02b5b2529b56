mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name_prefix = "trading-dev"
  account_id  = "111122223333"
  keys = {
    data = { description = "Data" }
    logs = { description = "Log groups", services = ["logs"] }
  }
}

run "every_key_rotates_and_waits_before_it_goes" {
  assert {
    condition = alltrue([
      for key in values(aws_kms_key.this) : key.enable_key_rotation && key.deletion_window_in_days == 30
    ])
    error_message = "A key neither rotates nor waits thirty days before its deletion."
  }

  assert {
    condition     = output.alias_names == { data = "alias/trading-dev-data", logs = "alias/trading-dev-logs" }
    error_message = "Each key has an alias of its purpose."
  }
}

run "keys_stay_in_their_region_unless_asked" {
  command = plan

  assert {
    condition     = !anytrue([for key in values(aws_kms_key.this) : key.multi_region])
    error_message = "A key is multi-region only where the caller says so."
  }
}

run "no_key_at_all_is_refused" {
  command = plan

  variables {
    keys = {}
  }

  expect_failures = [var.keys]
}

run "a_rotation_slower_than_a_year_is_refused" {
  command = plan

  variables {
    rotation_period_in_days = 400
  }

  expect_failures = [var.rotation_period_in_days]
}
