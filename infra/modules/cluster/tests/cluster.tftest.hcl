mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                = "trading-dev"
  key_arn             = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  exec_log_group_name = "/trading-dev/exec"
}

run "sessions_are_encrypted_and_recorded" {
  assert {
    condition = alltrue([
      for session in aws_ecs_cluster.this.configuration[0].execute_command_configuration :
      session.kms_key_id == var.key_arn && session.log_configuration[0].cloud_watch_encryption_enabled
    ])
    error_message = "An interactive session leaves no encrypted record."
  }

  assert {
    condition     = aws_ecs_cluster_capacity_providers.this.capacity_providers == toset(["FARGATE"])
    error_message = "Trading services do not run on capacity that may be taken away."
  }
}

run "a_name_that_aws_would_refuse_is_refused" {
  command = plan

  variables {
    name = "Trading Dev"
  }

  expect_failures = [var.name]
}
