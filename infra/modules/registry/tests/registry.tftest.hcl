mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name_prefix  = "trading-dev"
  account_id   = "111122223333"
  region       = "us-east-1"
  repositories = ["order-gateway", "tls-proxy"]
  key_arn      = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
}

run "a_pushed_tag_stays_what_it_was_and_is_scanned" {
  assert {
    condition = alltrue([
      for repository in values(aws_ecr_repository.this) :
      repository.image_tag_mutability == "IMMUTABLE" && repository.image_scanning_configuration[0].scan_on_push
    ])
    error_message = "A repository lets a tag move, or does not scan."
  }

  assert {
    condition     = output.repository_urls["tls-proxy"] == "111122223333.dkr.ecr.us-east-1.amazonaws.com/trading-dev/tls-proxy"
    error_message = "The address of a repository is known before it exists."
  }
}

run "too_few_images_for_a_rollback_are_refused" {
  command = plan

  variables {
    kept_images = 3
  }

  expect_failures = [var.kept_images]
}
