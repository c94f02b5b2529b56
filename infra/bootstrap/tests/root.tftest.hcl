# What this root refuses; that the environments name its bucket is checked outside, where their files can be read.
mock_provider "aws" {
  source = "../tests/mocks"
}

run "an_account_that_is_none_is_refused" {
  command = plan

  variables {
    account_id = "production"
  }

  expect_failures = [var.account_id]
}

run "a_project_whose_names_would_be_too_long_is_refused" {
  command = plan

  variables {
    project_name = "tradingplatform"
  }

  expect_failures = [var.project_name]
}
