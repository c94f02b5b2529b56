# Plans with the real provider, so that the policies are the ones that AWS would get; keys are invented, nothing is called.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

variables {
  name_prefix                     = "trading-dev"
  name                            = "order-gateway"
  account_id                      = "111122223333"
  region                          = "us-east-1"
  cluster_arn                     = "arn:aws:ecs:us-east-1:111122223333:cluster/trading-dev"
  image                           = "111122223333.dkr.ecr.us-east-1.amazonaws.com/trading-dev/order-gateway:5.0.2"
  proxy_image                     = "111122223333.dkr.ecr.us-east-1.amazonaws.com/trading-dev/tls-proxy:1.4.0"
  repository_arns                 = ["arn:aws:ecr:us-east-1:111122223333:repository/trading-dev/order-gateway"]
  cpu                             = 512
  memory                          = 2048
  desired_count                   = 2
  max_count                       = 6
  log_group_name                  = "/trading-dev/service/order-gateway"
  log_group_arn                   = "arn:aws:logs:us-east-1:111122223333:log-group:/trading-dev/service/order-gateway"
  vpc_id                          = "vpc-0a1b2c3d4e5f60718"
  subnet_ids                      = ["subnet-0a1b2c3d4e5f60718"]
  load_balancer_security_group_id = "sg-0a1b2c3d4e5f60718"
  endpoint_security_group_id      = "sg-1a1b2c3d4e5f60718"
  gateway_prefix_list_ids         = { s3 = "pl-63a5400a" }
  key_services                    = ["kinesis"]
  parameter_arns                  = { DATABASE_HOST = "arn:aws:ssm:us-east-1:111122223333:parameter/trading-dev/database/host" }
  data_stores                     = { database = { security_group_id = "sg-2a1b2c3d4e5f60718", port = 5432 } }
  grants = {
    WriteStreams = { actions = ["kinesis:PutRecords"], resources = ["arn:aws:kinesis:us-east-1:111122223333:stream/trading-dev-orders"] }
  }
  target_group_arn     = "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/main/73e2d6bc24d8a067"
  readable_bucket_arns = ["arn:aws:s3:::trading-dev-market-data"]
  writable_bucket_arns = ["arn:aws:s3:::trading-dev-orders"]
  data_key_arn         = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
}

run "containers_are_ordinary_users_on_a_read_only_disk" {
  command = plan

  assert {
    condition = {
      for container in jsondecode(aws_ecs_task_definition.this.container_definitions) : container.name =>
      [container.user, container.privileged, container.readonlyRootFilesystem, container.linuxParameters.capabilities.drop]
      } == {
      order-gateway = ["10001:10001", false, true, ["ALL"]]
      tls-proxy     = ["10002:10002", false, true, ["ALL"]]
    }
    error_message = "A container has more of the machine than it needs."
  }
}

run "the_program_reads_and_writes_its_own_buckets_and_no_others" {
  command = plan

  assert {
    condition = { for s in jsondecode(aws_iam_role_policy.task.policy).Statement : s.Sid => s.Resource } == {
      ListObjects  = "arn:aws:s3:::trading-dev-market-data"
      ReadObjects  = "arn:aws:s3:::trading-dev-market-data/*"
      WriteObjects = "arn:aws:s3:::trading-dev-orders/order-gateway/*"
      UseDataKey   = var.data_key_arn
      Trace        = "*"
      WriteStreams = "arn:aws:kinesis:us-east-1:111122223333:stream/trading-dev-orders"
    }
    error_message = "The program may use more than it was given."
  }

  assert {
    condition = [
      for s in jsondecode(aws_iam_role_policy.execution.policy).Statement : s.Action if s.Resource == "*"
    ] == ["ecr:GetAuthorizationToken"]
    error_message = "The agent may do more on everything than log in to the registry."
  }
}

run "a_service_signs_in_by_its_own_name_in_the_regions_that_it_is_told_of" {
  command = plan

  variables {
    grants = {
      SignInToDatabase = {
        actions   = ["rds-db:connect"]
        resources = [for region in ["us-east-1", "us-west-2"] : "arn:aws:rds-db:${region}:111122223333:dbuser:*/order_gateway"]
      }
    }
  }

  assert {
    condition = { for s in jsondecode(aws_iam_role_policy.task.policy).Statement : s.Sid => [s.Effect, s.Action, sort(s.Resource)] if s.Sid == "SignInToDatabase" } == {
      SignInToDatabase = ["Allow", "rds-db:connect", sort([
        "arn:aws:rds-db:us-east-1:111122223333:dbuser:*/order_gateway",
        "arn:aws:rds-db:us-west-2:111122223333:dbuser:*/order_gateway",
      ])]
    }
    error_message = "The program signs in by another name, or in another region."
  }
}

run "the_database_of_the_peer_region_is_reached_by_its_subnets_and_on_its_port" {
  command = plan

  variables {
    peer_data_stores = { database = { cidrs = ["10.20.64.0/22", "10.20.68.0/22"], port = 5432 } }
  }

  assert {
    condition = {
      for name, rule in aws_vpc_security_group_egress_rule.peer_data_stores : name => [rule.cidr_ipv4, rule.from_port, rule.to_port, rule.ip_protocol]
      } == {
      "database:10.20.64.0/22" = ["10.20.64.0/22", 5432, 5432, "tcp"]
      "database:10.20.68.0/22" = ["10.20.68.0/22", 5432, 5432, "tcp"]
    }
    error_message = "While a failback returns the traffic, the service cannot write to the peer region's database, or reaches more."
  }
}

run "a_data_store_that_the_program_does_not_use_here_is_refused_elsewhere" {
  command = plan

  variables {
    peer_data_stores = { cache = { cidrs = ["10.20.64.0/22"], port = 6379 } }
  }

  expect_failures = [var.peer_data_stores]
}

run "the_load_decides_between_the_least_and_the_most" {
  command = plan

  assert {
    condition     = [aws_appautoscaling_target.this.min_capacity, aws_appautoscaling_target.this.max_capacity] == [2, 6]
    error_message = "The number of tasks is bounded otherwise."
  }

  assert {
    condition     = aws_appautoscaling_target.this.resource_id == "service/trading-dev/order-gateway"
    error_message = "Another service is scaled."
  }
}

run "a_grant_of_everything_is_refused" {
  command = plan

  variables {
    grants = { Everything = { actions = ["kinesis:*"], resources = ["arn:aws:kinesis:us-east-1:111122223333:stream/trading-dev-orders"] } }
  }

  expect_failures = [var.grants]
}

run "a_grant_on_everything_is_refused" {
  command = plan

  variables {
    grants = { Everywhere = { actions = ["kinesis:PutRecords"], resources = ["*"] } }
  }

  expect_failures = [var.grants]
}

run "a_most_below_the_least_is_refused" {
  command = plan

  variables {
    max_count = 1
  }

  expect_failures = [var.max_count]
}

run "memory_that_fargate_does_not_offer_is_refused" {
  command = plan

  variables {
    memory = 512
  }

  expect_failures = [var.memory]
}

run "a_venue_as_wide_as_the_internet_is_refused" {
  command = plan

  variables {
    venue_cidrs = ["0.0.0.0/0"]
  }

  expect_failures = [var.venue_cidrs]
}
