# The real provider writes the bucket policy: keys are invented and nothing is called.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

variables {
  name_prefix = "trading-dev"
  account_id  = "111122223333"
}

run "only_log_delivery_may_write_and_only_under_its_prefix" {
  command = plan

  assert {
    condition = { for s in jsondecode(aws_s3_bucket_policy.this.policy).Statement : s.Sid => s.Resource if s.Effect == "Allow" } == {
      S3AccessLogs            = "arn:aws:s3:::trading-dev-access-logs-111122223333-us-east-1/s3/*"
      LoadBalancerLogs        = "arn:aws:s3:::trading-dev-access-logs-111122223333-us-east-1/alb/*"
      NetworkLoadBalancerLogs = "arn:aws:s3:::trading-dev-access-logs-111122223333-us-east-1/alb/*"
      LogDeliveryChecksBucket = "arn:aws:s3:::trading-dev-access-logs-111122223333-us-east-1"
    }
    error_message = "Somebody else may write, or somewhere else."
  }
}

run "nothing_passes_without_tls" {
  command = plan

  assert {
    condition = [
      for s in jsondecode(aws_s3_bucket_policy.this.policy).Statement :
      [s.Principal, s.Action, s.Condition] if s.Effect == "Deny"
    ] == [["*", "s3:*", { Bool = { "aws:SecureTransport" = "false" } }]]
    error_message = "The policy does not refuse requests without TLS."
  }
}

run "logs_kept_for_less_than_a_year_are_refused" {
  command = plan

  variables {
    retention_in_days = 90
  }

  expect_failures = [var.retention_in_days]
}
