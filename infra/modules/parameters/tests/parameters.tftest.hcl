mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name_prefix = "trading-dev"
  account_id  = "111122223333"
  region      = "us-east-1"
  values      = { "database/host" = "trading-dev-trading.c0.us-east-1.rds.amazonaws.com" }
  key_arn     = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
}

run "a_parameter_is_encrypted_and_its_arn_known_beforehand" {
  command = plan

  assert {
    condition     = [for parameter in values(aws_ssm_parameter.this) : [parameter.type, parameter.key_id]] == [["SecureString", var.key_arn]]
    error_message = "A parameter is not encrypted with the customer key."
  }

  assert {
    condition     = output.arns == { "database/host" = "arn:aws:ssm:us-east-1:111122223333:parameter/trading-dev/database/host" }
    error_message = "A program would be told of another parameter."
  }
}

run "what_somebody_else_has_changed_since_is_left_alone" {
  variables {
    values         = {}
    initial_values = { "database/host" = "first.c0.us-west-2.rds.amazonaws.com" }
  }

  assert {
    condition     = [for parameter in values(aws_ssm_parameter.initial) : [parameter.type, parameter.key_id, parameter.value]] == [["SecureString", var.key_arn, "first.c0.us-west-2.rds.amazonaws.com"]]
    error_message = "The first value is not given, or not encrypted with the customer key."
  }
}

run "and_another_value_from_terraform_changes_nothing" {
  command = plan

  variables {
    values         = {}
    initial_values = { "database/host" = "second.c0.us-west-2.rds.amazonaws.com" }
  }

  assert {
    condition     = aws_ssm_parameter.initial["database/host"].value == "first.c0.us-west-2.rds.amazonaws.com"
    error_message = "An apply in the middle of a failback would send the services to another database."
  }

  assert {
    condition     = output.arns == { "database/host" = "arn:aws:ssm:us-east-1:111122223333:parameter/trading-dev/database/host" }
    error_message = "A program would be told of another parameter."
  }
}

run "a_parameter_with_two_masters_is_refused" {
  command = plan

  variables {
    initial_values = { "database/host" = "nowhere" }
  }

  expect_failures = [var.initial_values]
}

run "a_name_from_the_root_is_refused" {
  command = plan

  variables {
    values = { "/database/host" = "nowhere" }
  }

  expect_failures = [var.values]
}
