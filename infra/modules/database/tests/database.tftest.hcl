# Plans with the real provider, so that policies are the ones that AWS would get; keys are invented, nothing is called.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

variables {
  name_prefix            = "trading-prod"
  account_id             = "111122223333"
  name                   = "trading"
  instance_class         = "db.r7g.xlarge"
  password               = "correct-horse-battery-1"
  vpc_id                 = "vpc-0a1b2c3d4e5f60718"
  subnet_ids             = ["subnet-0a1", "subnet-0a2", "subnet-0a3"]
  client_security_groups = { nodes = "sg-0a1" }
  key_arn                = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  log_key_arn            = "arn:aws:kms:us-east-1:111122223333:key/1f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  topic_arn              = "arn:aws:sns:us-east-1:111122223333:trading-prod-alerts"
}

run "the_database_has_a_standby_a_key_and_no_way_from_outside" {
  command = plan

  assert {
    condition = alltrue([
      aws_db_instance.this.multi_az,
      aws_db_instance.this.storage_encrypted,
      aws_db_instance.this.kms_key_id == var.key_arn,
      !aws_db_instance.this.publicly_accessible,
      aws_db_instance.this.deletion_protection,
      !aws_db_instance.this.skip_final_snapshot,
      aws_db_instance.this.iam_database_authentication_enabled,
      aws_db_instance.this.backup_retention_period == 35,
    ])
    error_message = "The database lacks its standby, its key or its protection."
  }

  assert {
    condition     = contains([for p in aws_db_parameter_group.this.parameter : "${p.name}=${p.value}"], "rds.force_ssl=1")
    error_message = "The database takes connections without TLS."
  }

  assert {
    condition     = [for rule in aws_vpc_security_group_ingress_rule.clients : [rule.referenced_security_group_id, rule.from_port, rule.to_port]] == [["sg-0a1", 5432, 5432]]
    error_message = "Others than the named clients may connect."
  }

  assert {
    condition     = { for name, group in aws_cloudwatch_log_group.this : name => [group.retention_in_days, group.kms_key_id] } == { postgresql = [400, var.log_key_arn], upgrade = [400, var.log_key_arn] }
    error_message = "A log group is kept for less than a year, or not encrypted."
  }
}

run "clients_of_the_peer_region_are_admitted_by_their_subnets_on_the_database_s_port" {
  command = plan

  variables {
    peer_client_cidrs = ["10.30.0.0/20"]
  }

  assert {
    condition     = [for rule in aws_vpc_security_group_ingress_rule.peers : [rule.cidr_ipv4, rule.from_port, rule.to_port, rule.ip_protocol]] == [["10.30.0.0/20", 5432, 5432, "tcp"]]
    error_message = "While a failback returns the traffic, the other region's services cannot write here, or others can."
  }
}

run "a_peer_as_wide_as_a_network_is_refused" {
  command = plan

  variables {
    peer_client_cidrs = ["10.30.0.0/16"]
  }

  expect_failures = [var.peer_client_cidrs]
}

run "monitoring_writes_its_one_log_group_and_nothing_else" {
  command = plan

  assert {
    condition     = toset(flatten([for s in jsondecode(aws_iam_role_policy.monitoring.policy).Statement : s.Resource])) == toset(["arn:aws:logs:us-east-1:111122223333:log-group:RDSOSMetrics", "arn:aws:logs:us-east-1:111122223333:log-group:RDSOSMetrics:log-stream:*"])
    error_message = "Monitoring may write elsewhere."
  }

  assert {
    condition     = [for s in jsondecode(aws_iam_role.monitoring.assume_role_policy).Statement : s.Condition.ArnEquals["aws:SourceArn"]] == ["arn:aws:rds:us-east-1:111122223333:db:trading-prod-trading"]
    error_message = "Another database may take the role."
  }
}

run "a_replica_takes_engine_user_and_password_from_its_source" {
  command = plan

  variables {
    password              = ""
    source_region         = "us-west-2"
    source_arn            = "arn:aws:rds:us-west-2:111122223333:db:trading-prod-trading"
    source_instance_class = "db.r7g.xlarge"
  }

  assert {
    condition     = alltrue([aws_db_instance.this.replicate_source_db == var.source_arn, aws_db_instance.this.password_wo_version == null, aws_db_instance.this.multi_az, aws_db_instance.this.backup_retention_period == 35])
    error_message = "A replica is no copy of its source, or not fit to be promoted."
  }
}

run "a_root_that_is_to_be_destroyed_takes_the_guards_away" {
  command = plan

  variables {
    protected = false
  }

  assert {
    condition     = !aws_db_instance.this.deletion_protection && aws_db_instance.this.skip_final_snapshot
    error_message = "Without protection the database can still not be destroyed."
  }
}

run "a_replica_beside_its_source_is_refused" {
  command = plan

  variables {
    password              = ""
    source_region         = "us-east-1"
    source_arn            = "arn:aws:rds:us-east-1:111122223333:db:other"
    source_instance_class = "db.r7g.xlarge"
  }

  expect_failures = [aws_db_instance.this]
}

run "a_burstable_replica_is_refused" {
  command = plan

  variables {
    password              = ""
    instance_class        = "db.t4g.xlarge"
    source_region         = "us-west-2"
    source_arn            = "arn:aws:rds:us-west-2:111122223333:db:other"
    source_instance_class = "db.t4g.xlarge"
  }

  expect_failures = [aws_db_instance.this]
}

run "a_replica_smaller_than_its_source_is_refused" {
  command = plan

  variables {
    password              = ""
    instance_class        = "db.r7g.large"
    source_region         = "us-west-2"
    source_arn            = "arn:aws:rds:us-west-2:111122223333:db:other"
    source_instance_class = "db.r7g.xlarge"
  }

  expect_failures = [aws_db_instance.this]
}

run "a_database_without_a_password_is_refused" {
  command = plan

  variables {
    password = ""
  }

  expect_failures = [var.password]
}

run "a_password_that_rds_refuses_is_refused" {
  command = plan

  variables {
    password = "correct/horse@battery-1"
  }

  expect_failures = [var.password]
}

run "backups_of_less_than_a_week_are_refused" {
  command = plan

  variables {
    backup_retention_in_days = 1
  }

  expect_failures = [var.backup_retention_in_days]
}

run "two_zones_are_refused" {
  command = plan

  variables {
    subnet_ids = ["subnet-0a1", "subnet-0a2"]
  }

  expect_failures = [var.subnet_ids]
}
