# The real provider writes the policies: keys are invented and nothing is called.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

variables {
  name_prefix          = "trading-dev"
  account_id           = "111122223333"
  region               = "us-east-1"
  domain_name          = "api.trading.example.com"
  certificate_arn      = "arn:aws:acm:us-east-1:111122223333:certificate/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  client_authorities   = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
  truststore_bucket    = "trading-dev-truststore-111122223333-us-east-1"
  truststore_key_arn   = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  client_cidrs         = ["198.51.100.0/26"]
  door_arn             = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/door/50dc6c495c0c9188"
  waf_log_group_arn    = "arn:aws:logs:us-east-1:111122223333:log-group:aws-waf-logs-trading-dev-api"
  access_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:/trading-dev/api"
}

run "clients_come_by_certificate_from_their_own_networks" {
  command = plan

  assert {
    condition     = aws_api_gateway_rest_api.trading.disable_execute_api_endpoint
    error_message = "The API answers at an address that asks for no certificate."
  }

  assert {
    condition     = aws_api_gateway_domain_name.this.mutual_tls_authentication[0].truststore_uri == "s3://trading-dev-truststore-111122223333-us-east-1/api/truststore.pem"
    error_message = "The public name asks for no certificate."
  }

  assert {
    condition     = [for s in jsondecode(aws_api_gateway_rest_api.trading.policy).Statement : s.Condition] == [{ IpAddress = { "aws:SourceIp" = "198.51.100.0/26" } }]
    error_message = "The API admits other networks than the counterparties'."
  }
}

run "requests_are_logged_traced_throttled_and_never_cached" {
  command = plan

  assert {
    condition = alltrue([
      for stage in [aws_api_gateway_stage.trading, aws_api_gateway_stage.health] :
      stage.xray_tracing_enabled && stage.access_log_settings[0].destination_arn == var.access_log_group_arn
    ])
    error_message = "A stage leaves no trace."
  }

  assert {
    condition = alltrue([
      for setting in [aws_api_gateway_method_settings.trading.settings[0], aws_api_gateway_method_settings.health.settings[0]] :
      !setting.caching_enabled && !setting.data_trace_enabled && setting.throttling_rate_limit > 0
    ])
    error_message = "A stage caches, tells too much, or lets everything through."
  }
}

run "the_health_of_the_region_is_for_route_53_alone" {
  command = plan

  assert {
    condition = [
      aws_api_gateway_resource.health.path_part, aws_api_gateway_method.health.http_method, aws_api_gateway_integration.health.uri,
    ] == ["healthz", "GET", "https://api.trading.example.com/healthz"]
    error_message = "The health API has another door."
  }

  assert {
    condition = [
      for s in jsondecode(aws_api_gateway_rest_api.health.policy).Statement : toset(s.Condition.IpAddress["aws:SourceIp"])
    ] == [var.health_checker_cidrs]
    error_message = "Somebody else may ask for the health of the region."
  }
}

run "a_private_key_among_the_authorities_is_refused" {
  command = plan

  variables {
    client_authorities = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n-----BEGIN EC PRIVATE KEY-----\n"
  }

  expect_failures = [var.client_authorities]
}

run "the_whole_internet_is_no_counterparty" {
  command = plan

  variables {
    client_cidrs = ["0.0.0.0/0"]
  }

  expect_failures = [var.client_cidrs]
}

run "the_whole_internet_is_no_health_checker" {
  command = plan

  variables {
    health_checker_cidrs = ["0.0.0.0/0"]
  }

  expect_failures = [var.health_checker_cidrs]
}

run "a_timeout_that_api_gateway_does_not_offer_is_refused" {
  command = plan

  variables {
    timeout_milliseconds = 60000
  }

  expect_failures = [var.timeout_milliseconds]
}
