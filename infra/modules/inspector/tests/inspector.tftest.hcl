mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  account_id = "111122223333"
}

run "instances_images_and_functions_are_inspected" {
  command = apply

  assert {
    condition     = aws_inspector2_enabler.this.resource_types == toset(["EC2", "ECR", "LAMBDA", "LAMBDA_CODE"]) && aws_inspector2_enabler.this.account_ids == toset(["111122223333"])
    error_message = "Something is not inspected."
  }

  assert {
    condition     = aws_ecr_registry_scanning_configuration.this.scan_type == "ENHANCED" && [for r in aws_ecr_registry_scanning_configuration.this.rule : r.scan_frequency] == ["CONTINUOUS_SCAN"]
    error_message = "Images are not scanned again."
  }
}

run "an_account_that_is_none_is_refused" {
  command = plan

  variables {
    account_id = "trading"
  }

  expect_failures = [var.account_id]
}
