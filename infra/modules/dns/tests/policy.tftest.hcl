# The real provider writes the policies: keys are invented and nothing is called.
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
  name_prefix = "trading-dev"
  account_id  = "111122223333"
  zone_name   = "trading.example.com"
  log_key_arn = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  aliases = {
    api = { dns_name = "d-a1b2c3d4e5.execute-api.us-east-1.amazonaws.com", zone_id = "Z1UJRXOUMOOFQ8" }
  }
}

run "the_zone_is_signed_by_a_key_that_route_53_alone_signs_with" {
  command = plan

  assert {
    condition     = [aws_kms_key.signing.customer_master_key_spec, aws_kms_key.signing.key_usage] == ["ECC_NIST_P256", "SIGN_VERIFY"]
    error_message = "Route 53 cannot sign with this key."
  }

  assert {
    condition = [
      for s in jsondecode(aws_kms_key.signing.policy).Statement : s.Principal if s.Sid != "AccountAdministersKey"
    ] == [{ Service = "dnssec-route53.amazonaws.com" }, { Service = "dnssec-route53.amazonaws.com" }]
    error_message = "Somebody else may sign."
  }
}

run "a_name_points_where_it_is_told" {
  command = plan

  assert {
    condition     = aws_route53_record.alias["api"].name == "api.trading.example.com"
    error_message = "The name is another."
  }

  assert {
    condition     = aws_route53_record.alias["api"].alias[0].evaluate_target_health
    error_message = "The name keeps pointing at a place that does not answer."
  }
}

run "another_region_is_refused" {
  command = plan

  providers = {
    aws = aws.elsewhere
  }

  expect_failures = [aws_route53_zone.this]
}

run "a_domain_with_a_final_dot_is_refused" {
  command = plan

  variables {
    zone_name = "trading.example.com."
  }

  expect_failures = [var.zone_name]
}
