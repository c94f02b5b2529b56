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
  name                = "trading-dev"
  account_id          = "111122223333"
  bucket_name         = "trading-dev-trail-111122223333-us-east-1"
  trail_key_arn       = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  log_key_arn         = "arn:aws:kms:us-east-1:111122223333:key/1f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  watched_bucket_arns = ["arn:aws:s3:::trading-dev-orders-111122223333-us-east-1"]
}

run "the_trail_covers_every_region_and_can_be_verified" {
  command = plan

  assert {
    condition = alltrue([
      aws_cloudtrail.this.is_multi_region_trail,
      aws_cloudtrail.this.include_global_service_events,
      aws_cloudtrail.this.enable_log_file_validation,
      aws_cloudtrail.this.enable_logging,
      aws_cloudtrail.this.kms_key_id == var.trail_key_arn,
    ])
    error_message = "The trail misses a region, a service, its digests or its key."
  }

  assert {
    condition = toset(flatten([
      for selector in aws_cloudtrail.this.advanced_event_selector : [
        for field in selector.field_selector : field.starts_with if field.field == "resources.ARN"
      ]
    ])) == toset(["arn:aws:s3:::trading-dev-orders-111122223333-us-east-1/"])
    error_message = "Object-level events of the watched buckets are not recorded."
  }
}

run "only_this_trail_may_publish" {
  command = plan

  assert {
    condition = [
      for s in jsondecode(aws_sns_topic_policy.trail.policy).Statement : s.Condition
    ] == [{ StringEquals = { "aws:SourceArn" = "arn:aws:cloudtrail:us-east-1:111122223333:trail/trading-dev" } }]
    error_message = "The topic admits another publisher than this trail."
  }
}

run "a_retention_below_a_year_is_refused" {
  command = plan

  variables {
    retention_in_days = 180
  }

  expect_failures = [var.retention_in_days]
}

run "items_of_the_watched_tables_are_recorded_and_unusual_calls_noticed" {
  command = plan

  variables {
    watched_table_arns = ["arn:aws:dynamodb:us-east-1:111122223333:table/trading-dev-orders"]
  }

  assert {
    condition = {
      for selector in aws_cloudtrail.this.advanced_event_selector : selector.name => toset(flatten([
        for field in selector.field_selector : field.starts_with if field.field == "resources.ARN"
      ])) if selector.name != "Management events"
      } == {
      "Data events of the watched buckets" = toset(["arn:aws:s3:::trading-dev-orders-111122223333-us-east-1/"])
      "Data events of the watched tables"  = toset(["arn:aws:dynamodb:us-east-1:111122223333:table/trading-dev-orders"])
    }
    error_message = "A watched table or bucket is not recorded."
  }

  assert {
    condition     = toset([for insight in aws_cloudtrail.this.insight_selector : insight.insight_type]) == toset(["ApiCallRateInsight", "ApiErrorRateInsight"])
    error_message = "Unusual calls are not noticed."
  }
}
