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

run "a_name_from_the_root_is_refused" {
  command = plan

  variables {
    values = { "/database/host" = "nowhere" }
  }

  expect_failures = [var.values]
}
