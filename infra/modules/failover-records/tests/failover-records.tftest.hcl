# Plans with the real provider; keys are invented, nothing is called.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

provider "aws" {
  alias                       = "elsewhere"
  region                      = "us-west-2"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

variables {
  name_prefix       = "trading-prod"
  zone_id           = "Z0123456789ABCDEFGHIJ"
  name              = "api.trading.example.com"
  slice_alarm_names = ["trading-prod-slice-1-withheld", "trading-prod-slice-2-withheld"]
  topic_arns        = ["arn:aws:sns:us-east-1:111122223333:trading-prod-alerts"]
  primary = {
    region      = "us-east-1"
    dns_name    = "d-a1b2c3d4e5.execute-api.us-east-1.amazonaws.com"
    zone_id     = "Z1UJRXOUMOOFQ8"
    health_host = "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com"
    health_path = "/live/healthz"
  }
  recovery = {
    region      = "us-west-2"
    dns_name    = "d-f6g7h8i9j0.execute-api.us-west-2.amazonaws.com"
    zone_id     = "Z2OJLYMUO9EFXC"
    health_host = "f6g7h8i9j0.execute-api.us-west-2.amazonaws.com"
    health_path = "/live/healthz"
  }
}

run "each_slice_goes_to_the_primary_by_check_and_to_the_recovery_region_without_one" {
  command = plan

  assert {
    condition     = { for slice, record in aws_route53_record.slice : slice => [record.name, one(record.alias).name, one(record.weighted_routing_policy).weight] } == { 1 = ["api.trading.example.com", "api-1.trading.example.com", 1], 2 = ["api.trading.example.com", "api-2.trading.example.com", 1] }
    error_message = "The public name does not lead to its slices in equal parts."
  }

  assert {
    condition     = [for record in aws_route53_record.primary : [record.name, one(record.alias).name, one(record.failover_routing_policy).type]] == [["api-1.trading.example.com", var.primary.dns_name, "PRIMARY"], ["api-2.trading.example.com", var.primary.dns_name, "PRIMARY"]]
    error_message = "A slice does not go to the primary region first."
  }

  assert {
    condition     = [for record in aws_route53_record.recovery : [record.name, one(record.alias).name, one(record.failover_routing_policy).type]] == [["api-1.trading.example.com", var.recovery.dns_name, "SECONDARY"], ["api-2.trading.example.com", var.recovery.dns_name, "SECONDARY"]]
    error_message = "A slice has no last resort."
  }

  assert {
    condition     = alltrue([for record in aws_route53_record.recovery : record.health_check_id == null])
    error_message = "The last resort can be taken away."
  }
}

run "a_slice_is_withheld_by_an_alarm_of_the_recovery_region_that_may_be_silent" {
  command = plan

  assert {
    condition     = { for slice, check in aws_route53_health_check.slice : slice => [check.cloudwatch_alarm_name, check.cloudwatch_alarm_region, check.insufficient_data_health_status] } == { 1 = ["trading-prod-slice-1-withheld", "us-west-2", "LastKnownStatus"], 2 = ["trading-prod-slice-2-withheld", "us-west-2", "LastKnownStatus"] }
    error_message = "A slice listens to another alarm, or moves when nobody says anything."
  }

  assert {
    condition     = alltrue([for check in aws_route53_health_check.both : check.child_health_threshold == 2])
    error_message = "One of the two, an answer or a permission, is enough."
  }
}

run "another_region_is_refused" {
  command = plan

  providers = {
    aws = aws.elsewhere
  }

  expect_failures = [aws_route53_health_check.region]
}

run "one_place_for_both_regions_is_refused" {
  command = plan

  variables {
    recovery = {
      region      = "us-east-1"
      dns_name    = "d-a1b2c3d4e5.execute-api.us-east-1.amazonaws.com"
      zone_id     = "Z1UJRXOUMOOFQ8"
      health_host = "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com"
      health_path = "/live/healthz"
    }
  }

  expect_failures = [var.recovery]
}

run "one_slice_is_refused" {
  command = plan

  variables {
    slice_alarm_names = ["trading-prod-slice-1-withheld"]
  }

  expect_failures = [var.slice_alarm_names]
}
