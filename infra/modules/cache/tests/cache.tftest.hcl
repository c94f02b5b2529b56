mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name_prefix            = "trading-prod"
  name                   = "quotes"
  node_type              = "cache.r7g.large"
  vpc_id                 = "vpc-0a1b2c3d4e5f60718"
  subnet_ids             = ["subnet-0a1", "subnet-0a2", "subnet-0a3"]
  client_security_groups = { nodes = "sg-0a1" }
  key_arn                = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  log_key_arn            = "arn:aws:kms:us-east-1:111122223333:key/1f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  topic_arn              = "arn:aws:sns:us-east-1:111122223333:trading-prod-alerts"
}

run "the_cache_fails_over_is_encrypted_twice_and_has_no_password" {
  command = apply

  assert {
    condition = alltrue([
      aws_elasticache_replication_group.this.multi_az_enabled,
      aws_elasticache_replication_group.this.automatic_failover_enabled,
      aws_elasticache_replication_group.this.at_rest_encryption_enabled == "true",
      aws_elasticache_replication_group.this.kms_key_id == var.key_arn,
      aws_elasticache_replication_group.this.transit_encryption_enabled,
      aws_elasticache_replication_group.this.transit_encryption_mode == "required",
      aws_elasticache_replication_group.this.num_cache_clusters == 3,
      one(aws_elasticache_user.services.authentication_mode).type == "iam",
    ])
    error_message = "The cache lacks a replica, its encryption or its sign-in."
  }

  assert {
    condition     = output.member_ids == ["trading-prod-quotes-001", "trading-prod-quotes-002", "trading-prod-quotes-003"]
    error_message = "The nodes are not the ones that CloudWatch will name."
  }

  assert {
    condition     = toset([for log in aws_elasticache_replication_group.this.log_delivery_configuration : log.log_type]) == toset(["engine-log", "slow-log"])
    error_message = "A log of the cache is not delivered."
  }
}

run "a_cache_without_a_replica_is_refused" {
  command = plan

  variables {
    replicas = 0
  }

  expect_failures = [var.replicas]
}

run "a_type_that_is_none_is_refused" {
  command = plan

  variables {
    node_type = "r7g.large"
  }

  expect_failures = [var.node_type]
}

run "a_name_that_leaves_no_room_for_the_user_is_refused" {
  command = plan

  variables {
    name_prefix = "trading-production-main"
    name        = "quoteslimits"
  }

  expect_failures = [var.name]
}
