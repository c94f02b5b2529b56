mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  key_arn = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  groups = {
    flow  = { name = "/trading-dev/flow" }
    audit = { name = "/trading-dev/audit", retention_in_days = 2557 }
  }
}

run "groups_are_encrypted_and_kept_for_a_year_or_more" {
  assert {
    condition     = { for name, group in aws_cloudwatch_log_group.this : name => group.retention_in_days } == { flow = 400, audit = 2557 }
    error_message = "A group's own retention wins over the common one."
  }

  assert {
    condition     = alltrue([for group in values(aws_cloudwatch_log_group.this) : group.kms_key_id == var.key_arn])
    error_message = "A group is not encrypted with the customer key."
  }
}

run "a_retention_below_a_year_is_refused" {
  command = plan

  variables {
    groups = {
      flow = { name = "/trading-dev/flow", retention_in_days = 90 }
    }
  }

  expect_failures = [var.groups]
}

run "a_common_retention_that_cloudwatch_does_not_offer_is_refused" {
  command = plan

  variables {
    retention_in_days = 500
  }

  expect_failures = [var.retention_in_days]
}
