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
  name_prefix       = "trading-prod"
  account_id        = "111122223333"
  key_arn           = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  access_log_bucket = "trading-prod-access-logs-111122223333-us-east-1"
  buckets = {
    orders = { expire_after_days = 2557, object_lock_days = 365 }
    quotes = { expire_after_days = 400, archive_after_days = 90 }
  }
}

run "a_bucket_is_closed_versioned_encrypted_and_logged" {
  command = plan

  assert {
    condition = alltrue([
      for block in values(aws_s3_bucket_public_access_block.this) :
      block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets
    ])
    error_message = "A bucket leaves a public door open."
  }

  assert {
    condition = alltrue([
      for encryption in values(aws_s3_bucket_server_side_encryption_configuration.this) : alltrue([
        for rule in encryption.rule :
        rule.apply_server_side_encryption_by_default[0].kms_master_key_id == var.key_arn && rule.bucket_key_enabled
      ])
    ])
    error_message = "A bucket is not encrypted with the customer key."
  }

  assert {
    condition = { for name, logging in aws_s3_bucket_logging.this : name => logging.target_prefix } == {
      orders = "s3/orders/"
      quotes = "s3/quotes/"
    }
    error_message = "Access logs of a bucket do not go below its own prefix."
  }

  assert {
    condition     = keys(aws_s3_bucket_object_lock_configuration.this) == ["orders"]
    error_message = "Only the buckets that ask for a lock have one."
  }
}

run "without_a_peer_nothing_is_replicated" {
  command = plan

  assert {
    condition     = length(aws_s3_bucket_replication_configuration.this) == 0 && length(aws_iam_role.replication) == 0
    error_message = "There is no region to replicate into."
  }
}

run "with_a_peer_every_bucket_is_replicated_in_fifteen_minutes" {
  command = plan

  variables {
    replica_region  = "us-west-2"
    replica_key_arn = "arn:aws:kms:us-west-2:111122223333:key/mrk-0f6d9d3e5b434f0a9c533a1e4b7c2d10"
    replica_bucket_arns = {
      orders = "arn:aws:s3:::trading-prod-orders-111122223333-us-west-2"
      quotes = "arn:aws:s3:::trading-prod-quotes-111122223333-us-west-2"
    }
  }

  assert {
    condition = {
      for name, replication in aws_s3_bucket_replication_configuration.this :
      name => [for rule in replication.rule : rule.destination[0].replication_time[0].time[0].minutes]
    } == { orders = [15], quotes = [15] }
    error_message = "A bucket is not replicated under replication time control."
  }

  assert {
    condition = [
      for statement in jsondecode(aws_iam_role_policy.replication[0].policy).Statement :
      statement.Resource if statement.Sid == "WriteReplicas"
      ] == [[
        "arn:aws:s3:::trading-prod-quotes-111122223333-us-west-2/*",
        "arn:aws:s3:::trading-prod-orders-111122223333-us-west-2/*",
    ]]
    error_message = "Replication may write elsewhere than into the peers of these buckets."
  }
}

run "a_bucket_without_a_peer_is_refused" {
  command = plan

  variables {
    replica_region      = "us-west-2"
    replica_bucket_arns = { orders = "arn:aws:s3:::trading-prod-orders-111122223333-us-west-2" }
  }

  expect_failures = [var.replica_bucket_arns]
}

run "replication_into_the_same_region_is_refused" {
  command = plan

  variables {
    replica_region  = "us-east-1"
    replica_key_arn = "arn:aws:kms:us-east-1:111122223333:key/mrk-0f6d9d3e5b434f0a9c533a1e4b7c2d10"
    replica_bucket_arns = {
      orders = "arn:aws:s3:::peer-orders"
      quotes = "arn:aws:s3:::peer-quotes"
    }
  }

  expect_failures = [aws_iam_role.replication[0]]
}

run "an_expiry_before_the_lock_ends_is_refused" {
  command = plan

  variables {
    buckets = {
      orders = { expire_after_days = 400, object_lock_days = 2190 }
    }
  }

  expect_failures = [var.buckets]
}

run "audit_services_write_below_their_own_prefix" {
  command = plan

  variables {
    buckets = {
      findings = { expire_after_days = 2557, audit_services = ["config", "guardduty"] }
    }
  }

  assert {
    condition = {
      for s in jsondecode(aws_s3_bucket_policy.this["findings"].policy).Statement : s.Sid => [s.Principal.Service, s.Resource, s.Condition.StringEquals["aws:SourceAccount"]] if endswith(s.Sid, "Writes")
      } == {
      ConfigWrites    = ["config.amazonaws.com", "arn:aws:s3:::trading-prod-findings-111122223333-us-east-1/config/AWSLogs/111122223333/*", "111122223333"]
      GuarddutyWrites = ["guardduty.amazonaws.com", "arn:aws:s3:::trading-prod-findings-111122223333-us-east-1/guardduty/AWSLogs/111122223333/*", "111122223333"]
    }
    error_message = "An audit service writes elsewhere, or for another account."
  }
}

run "what_was_not_replicated_is_told" {
  command = plan

  variables {
    replica_region           = "us-west-2"
    replica_key_arn          = "arn:aws:kms:us-west-2:111122223333:key/mrk-0f6d9d3e5b434f0a9c533a1e4b7c2d10"
    replication_alert_topics = { alerts = "arn:aws:sns:us-east-1:111122223333:trading-prod-alerts" }
    replica_bucket_arns = {
      orders = "arn:aws:s3:::trading-prod-orders-111122223333-us-west-2"
      quotes = "arn:aws:s3:::trading-prod-quotes-111122223333-us-west-2"
    }
  }

  assert {
    condition = {
      for name, notification in aws_s3_bucket_notification.this :
      name => [for topic in notification.topic : [topic.topic_arn, topic.events]]
      } == {
      for name in ["orders", "quotes"] :
      name => [["arn:aws:sns:us-east-1:111122223333:trading-prod-alerts", toset(["s3:Replication:OperationFailedReplication", "s3:Replication:OperationMissedThreshold"])]]
    }
    error_message = "An object that the other region lacks is not told of."
  }
}

run "a_root_that_is_to_be_destroyed_takes_the_guard_away" {
  command = plan

  variables {
    protected = false
  }

  assert {
    condition     = alltrue([for bucket in values(aws_s3_bucket.this) : bucket.force_destroy])
    error_message = "Without protection a bucket can still not be emptied."
  }
}

run "a_locked_bucket_for_config_is_refused" {
  command = plan

  variables {
    buckets = {
      findings = { expire_after_days = 2557, object_lock_days = 365, audit_services = ["config"] }
    }
  }

  expect_failures = [var.buckets]
}

run "an_audit_service_that_is_not_known_is_refused" {
  command = plan

  variables {
    buckets = {
      findings = { expire_after_days = 2557, audit_services = ["macie"] }
    }
  }

  expect_failures = [var.buckets]
}
