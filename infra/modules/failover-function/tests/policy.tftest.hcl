# The real provider writes the policies: keys are invented and nothing is called.
provider "aws" {
  region                      = "us-west-2"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

provider "aws" {
  alias                       = "elsewhere"
  region                      = "us-east-1"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

# A table's ARN is known once it is made; the policy is read as it will be.
override_resource {
  target          = aws_dynamodb_table.state
  override_during = plan
  values          = { arn = "arn:aws:dynamodb:us-west-2:111122223333:table/trading-prod-failover" }
}

override_resource {
  target          = aws_dynamodb_table.audit
  override_during = plan
  values          = { arn = "arn:aws:dynamodb:us-west-2:111122223333:table/trading-prod-failover-audit" }
}

override_module {
  target          = module.logs
  override_during = plan
  outputs = {
    group_arns  = { function = "arn:aws:logs:us-west-2:111122223333:log-group:/aws/lambda/trading-sync-cluster-sizes" }
    group_names = { function = "/aws/lambda/trading-sync-cluster-sizes" }
  }
}

variables {
  name_prefix             = "trading-prod"
  function_name           = "trading-sync-cluster-sizes"
  account_id              = "111122223333"
  secret_name             = "trading-prod/database/trading"
  host_parameter          = "/trading-prod/database/host"
  alert_topic_arn         = "arn:aws:sns:us-west-2:111122223333:trading-prod-alerts"
  alert_key_arn           = "arn:aws:kms:us-west-2:111122223333:key/mrk-0f6d9d3e5b434f0a9c533a1e4b7c2d11"
  failover_target_seconds = 540
  log_key_arn             = "arn:aws:kms:us-west-2:111122223333:key/mrk-0f6d9d3e5b434f0a9c533a1e4b7c2d12"

  node_groups = { general = { min = 1, desired = 2, max = 10 } }
  services = {
    order-gateway = { size = { min = 6, desired = 6, max = 24 }, standby = 2, writes_database = true }
  }

  primary = {
    region       = "us-east-1"
    kubernetes   = "trading-prod"
    cluster      = "trading-prod"
    health_url   = "https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/live/probe/healthz"
    ready_url    = "https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/live/probe/readyz"
    data_key_arn = "arn:aws:kms:us-east-1:111122223333:key/mrk-0f6d9d3e5b434f0a9c533a1e4b7c2d10"
    database = {
      identifier                   = "trading-prod-trading"
      arn                          = "arn:aws:rds:us-east-1:111122223333:db:trading-prod-trading"
      address                      = "trading-prod-trading.abcdefghijkl.us-east-1.rds.amazonaws.com"
      instance_class               = "db.r7g.2xlarge"
      subnet_group                 = "trading-prod-trading"
      parameter_group              = "trading-prod-trading-1"
      option_group                 = "default:postgres-17"
      security_group_ids           = ["sg-0123456789abcdef0"]
      key_arn                      = "arn:aws:kms:us-east-1:111122223333:key/mrk-0f6d9d3e5b434f0a9c533a1e4b7c2d10"
      monitoring_role_arn          = "arn:aws:iam::111122223333:role/trading-prod-trading-us-east-1-monitoring"
      log_exports                  = ["postgresql", "upgrade"]
      max_allocated_storage_in_gib = 2000
      backup_retention_in_days     = 35
      backup_window                = "06:00-07:00"
      maintenance_window           = "sat:08:00-sat:10:00"
      tags                         = { Backup = "critical" }
    }
  }

  recovery = {
    region       = "us-west-2"
    kubernetes   = "trading-prod"
    cluster      = "trading-prod"
    health_url   = "https://f6g7h8i9j0.execute-api.us-west-2.amazonaws.com/live/probe/healthz"
    ready_url    = "https://f6g7h8i9j0.execute-api.us-west-2.amazonaws.com/live/probe/readyz"
    data_key_arn = "arn:aws:kms:us-west-2:111122223333:key/mrk-0f6d9d3e5b434f0a9c533a1e4b7c2d10"
    database = {
      identifier                   = "trading-prod-trading"
      arn                          = "arn:aws:rds:us-west-2:111122223333:db:trading-prod-trading"
      address                      = "trading-prod-trading.mnopqrstuvwx.us-west-2.rds.amazonaws.com"
      instance_class               = "db.r7g.2xlarge"
      subnet_group                 = "trading-prod-trading"
      parameter_group              = "trading-prod-trading-2"
      option_group                 = "default:postgres-17"
      security_group_ids           = ["sg-0fedcba9876543210"]
      key_arn                      = "arn:aws:kms:us-west-2:111122223333:key/mrk-0f6d9d3e5b434f0a9c533a1e4b7c2d10"
      monitoring_role_arn          = "arn:aws:iam::111122223333:role/trading-prod-trading-us-west-2-monitoring"
      log_exports                  = ["postgresql", "upgrade"]
      max_allocated_storage_in_gib = 2000
      backup_retention_in_days     = 35
      backup_window                = "06:00-07:00"
      maintenance_window           = "sat:08:00-sat:10:00"
      tags                         = { Backup = "critical" }
    }
  }
}

run "only_looking_and_telling_metrics_know_no_resource" {
  command = plan

  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.this.policy).Statement : s.Sid if contains(flatten([s.Resource]), "*")] == ["TellMetrics", "Look"]
    error_message = "The role reaches further than it must."
  }

  assert {
    condition     = alltrue([for s in jsondecode(aws_iam_role_policy.this.policy).Statement : s.Effect == "Allow" && alltrue([for action in flatten([s.Action]) : !strcontains(action, "*")])])
    error_message = "The role may do all of something."
  }

  assert {
    condition = alltrue([
      for s in jsondecode(aws_iam_role_policy.this.policy).Statement : alltrue([
        for action in flatten([s.Action]) : !startswith(action, "route53:") && !contains(["rds:DeleteDBInstance", "dynamodb:DeleteItem"], action)
      ])
    ])
    error_message = "The role changes records of Route 53, or deletes."
  }
}

run "the_role_adds_to_the_audit_and_neither_reads_nor_changes_it" {
  command = plan

  assert {
    condition = [
      for s in jsondecode(aws_iam_role_policy.this.policy).Statement : [s.Sid, s.Action]
      if contains(flatten([s.Resource]), "arn:aws:dynamodb:us-west-2:111122223333:table/trading-prod-failover-audit")
    ] == [["AddToAudit", "dynamodb:PutItem"]]
    error_message = "The role can do more to its history than add to it."
  }
}

run "groups_services_and_databases_are_those_of_the_platform_in_both_regions" {
  command = plan

  assert {
    condition = { for s in jsondecode(aws_iam_role_policy.this.policy).Statement : s.Sid => s.Resource if contains(["ScaleNodes", "ScaleTasks", "ChangeWriter", "AskForHealth"], s.Sid) } == {
      ScaleNodes = [
        "arn:aws:eks:us-west-2:111122223333:nodegroup/trading-prod/pilot/*",
        "arn:aws:eks:us-west-2:111122223333:nodegroup/trading-prod/general/*",
        "arn:aws:eks:us-east-1:111122223333:nodegroup/trading-prod/general/*",
      ]
      ScaleTasks = [
        "arn:aws:ecs:us-west-2:111122223333:service/trading-prod/order-gateway",
        "arn:aws:ecs:us-east-1:111122223333:service/trading-prod/order-gateway",
      ]
      ChangeWriter = [
        "arn:aws:rds:us-west-2:111122223333:db:trading-prod-trading",
        "arn:aws:rds:us-east-1:111122223333:db:trading-prod-trading",
      ]
      AskForHealth = [
        "arn:aws:execute-api:us-west-2:111122223333:f6g7h8i9j0/*/GET/probe/*",
        "arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5/*/GET/probe/*",
      ]
    }
    error_message = "The role reaches other resources than the platform's."
  }

  assert {
    condition     = jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Condition == { ArnEquals = { "aws:SourceArn" = "arn:aws:lambda:us-west-2:111122223333:function:trading-sync-cluster-sizes" } }
    error_message = "Another function may take the role."
  }
}

run "a_replica_may_be_made_in_both_regions_of_all_that_the_program_names" {
  command = plan

  assert {
    condition = { for s in jsondecode(aws_iam_role_policy.this.policy).Statement : s.Sid => [s.Action, sort(s.Resource)] if s.Sid == "MakeReplica" } == {
      MakeReplica = ["rds:CreateDBInstanceReadReplica", sort([
        "arn:aws:rds:us-east-1:111122223333:og:default:postgres-17",
        "arn:aws:rds:us-east-1:111122223333:pg:trading-prod-trading-1",
        "arn:aws:rds:us-east-1:111122223333:subgrp:trading-prod-trading",
        "arn:aws:rds:us-west-2:111122223333:og:default:postgres-17",
        "arn:aws:rds:us-west-2:111122223333:pg:trading-prod-trading-2",
        "arn:aws:rds:us-west-2:111122223333:subgrp:trading-prod-trading",
      ])]
    }
    error_message = "A failback cannot make the replica, or makes others."
  }
}

run "the_function_is_bounded_traced_encrypted_and_loses_nothing" {
  command = plan

  assert {
    condition = (
      aws_lambda_function.this.reserved_concurrent_executions == 2 &&
      aws_lambda_function.this.timeout == 90 &&
      aws_lambda_function.this.tracing_config[0].mode == "Active" &&
      aws_lambda_function.this.kms_key_arn == var.recovery.data_key_arn &&
      length(aws_lambda_function.this.dead_letter_config) == 1
    )
    error_message = "The function is not bounded, traced, encrypted, or loses what it cannot do."
  }

  assert {
    condition     = aws_lambda_function.this.source_code_hash == filebase64sha256("./function.zip")
    error_message = "The function's hash is not that of the zip."
  }

  assert {
    condition     = alltrue([for target in aws_cloudwatch_event_target.schedule : length(target.dead_letter_config) == 1]) && length(aws_cloudwatch_event_target.suspicion.dead_letter_config) == 1
    error_message = "A rule loses what the function does not take."
  }

  assert {
    condition     = aws_sqs_queue.dead_letters.kms_master_key_id == var.alert_key_arn && aws_sns_topic.commands.kms_master_key_id == var.alert_key_arn
    error_message = "Commands or what became of them are not encrypted with the customer key."
  }
}

run "who_starts_the_function_and_with_what" {
  command = plan

  assert {
    condition = { for name, target in aws_cloudwatch_event_target.schedule : name => [aws_cloudwatch_event_rule.schedule[name].schedule_expression, jsondecode(target.input)] } == {
      watch  = ["rate(1 minute)", { action = "watch", source = "schedule" }]
      mirror = ["rate(5 minutes)", { action = "mirror", source = "schedule" }]
      drill  = ["cron(0 10 ? * SAT#2 *)", { action = "drill", source = "schedule" }]
    }
    error_message = "The clocks start something else."
  }

  assert {
    condition     = [for s in jsondecode(aws_sns_topic_policy.commands.policy).Statement : [s.Sid, s.Effect]] == [["TlsOnly", "Deny"], ["AlarmPublishes", "Allow"]]
    error_message = "Somebody else may send commands."
  }
}

run "slices_are_withheld_one_by_one_and_silence_moves_nobody" {
  command = plan

  variables {
    slices = 3
  }

  assert {
    condition     = [for alarm in aws_cloudwatch_metric_alarm.slice : [alarm.threshold, alarm.comparison_operator, alarm.treat_missing_data]] == [[1, "LessThanThreshold", "ignore"], [2, "LessThanThreshold", "ignore"], [3, "LessThanThreshold", "ignore"]]
    error_message = "The slices do not follow the number that the function tells."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.primary_silent.treat_missing_data == "missing" && aws_cloudwatch_metric_alarm.trouble["function-silent"].treat_missing_data == "breaching"
    error_message = "A silent function is taken for a silent primary, or nobody hears of it."
  }
}

run "a_failover_that_would_miss_its_target_is_heard_of" {
  command = plan

  assert {
    condition = [
      for key in ["metric_name", "threshold", "comparison_operator"] : aws_cloudwatch_metric_alarm.trouble["failover-slow"][key]
    ] == ["FailoverOpenFor", 540, "GreaterThanThreshold"]
    error_message = "The alarm on a slow failover does not ring by what is left of the target."
  }
}

run "a_target_that_leaves_detection_out_is_refused" {
  command = plan

  variables {
    failover_target_seconds = 900
  }

  expect_failures = [var.failover_target_seconds]
}

run "another_region_than_the_recovery_one_is_refused" {
  command = plan

  providers = {
    aws = aws.elsewhere
  }

  expect_failures = [aws_lambda_function.this]
}

run "sizes_out_of_order_are_refused" {
  command = plan

  variables {
    node_groups = { general = { min = 3, desired = 2, max = 10 } }
    services    = { order-gateway = { size = { min = 6, desired = 30, max = 24 }, standby = 2, writes_database = true } }
  }

  expect_failures = [var.node_groups, var.services]
}

run "the_pilot_cannot_follow_the_primary" {
  command = plan

  variables {
    pilot_group = "general"
  }

  expect_failures = [var.pilot_group]
}

run "a_return_in_one_part_is_refused" {
  command = plan

  variables {
    slices = 1
  }

  expect_failures = [var.slices]
}

run "a_mirror_that_is_old_before_it_is_made_is_refused" {
  command = plan

  variables {
    mirror_minutes = 10
  }

  expect_failures = [var.timing]
}
