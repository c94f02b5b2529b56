mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name          = "trading-dev-api"
  description   = "Requests to the public API"
  log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:aws-waf-logs-trading-dev-api"
}

run "managed_rules_block_and_an_address_is_limited" {
  assert {
    condition = toset([for rule in aws_wafv2_web_acl.this.rule : rule.name]) == toset([
      "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesAnonymousIpList", "AWSManagedRulesCommonRuleSet",
      "AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesSQLiRuleSet", "request-rate",
    ])
    error_message = "The firewall asks other rules."
  }

  assert {
    condition = [
      for rule in aws_wafv2_web_acl.this.rule : rule.statement[0].rate_based_statement[0].aggregate_key_type if rule.name == "request-rate"
    ] == ["IP"]
    error_message = "The rate is not counted by the address of the connection."
  }
}

run "credentials_are_left_out_of_the_log" {
  command = plan

  assert {
    condition = toset(flatten([
      for field in aws_wafv2_web_acl_logging_configuration.this.redacted_fields : [for header in field.single_header : header.name]
    ])) == toset(["authorization", "cookie"])
    error_message = "The firewall's log holds credentials."
  }
}

run "behind_another_door_the_forwarded_address_counts" {
  command = plan

  variables {
    client_address = "forwarded"
  }

  assert {
    condition = [
      for rule in aws_wafv2_web_acl.this.rule :
      rule.statement[0].rate_based_statement[0].forwarded_ip_config[0].header_name if rule.name == "request-rate"
    ] == ["X-Forwarded-For"]
    error_message = "Every request would count as the door's own."
  }
}

run "an_unknown_place_of_the_address_is_refused" {
  command = plan

  variables {
    client_address = "cookie"
  }

  expect_failures = [var.client_address]
}

run "a_limit_that_stops_ordinary_clients_is_refused" {
  command = plan

  variables {
    request_limit = 10
  }

  expect_failures = [var.request_limit]
}
