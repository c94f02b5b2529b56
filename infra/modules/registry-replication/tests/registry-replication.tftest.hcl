mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  account_id         = "111122223333"
  destination_region = "us-west-2"
  repository_prefix  = "trading-prod/"
}

run "images_of_the_platform_are_copied" {
  command = apply

  assert {
    condition     = [for r in one(aws_ecr_replication_configuration.this.replication_configuration).rule : [r.destination[0].region, r.repository_filter[0].filter]] == [["us-west-2", "trading-prod/"]]
    error_message = "Images are not copied, or those of others are."
  }
}

run "a_copy_into_the_same_region_is_refused" {
  command = plan

  variables {
    destination_region = "us-east-1"
  }

  expect_failures = [aws_ecr_replication_configuration.this]
}

run "copying_every_repository_is_refused" {
  command = plan

  variables {
    repository_prefix = ""
  }

  expect_failures = [var.repository_prefix]
}
