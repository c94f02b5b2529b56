mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name_prefix       = "trading-dev"
  vpc_id            = "vpc-0a1b2c3d4e5f60718"
  subnet_ids        = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718", "subnet-2a1b2c3d4e5f60718"]
  service_cidrs     = ["10.20.0.0/20"]
  internal_cidrs    = ["10.30.0.0/16"]
  certificate_arn   = "arn:aws:acm:us-east-1:111122223333:certificate/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  log_bucket        = "trading-dev-access-logs-111122223333-us-east-1"
  log_prefix        = "alb"
  waf_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:aws-waf-logs-trading-dev-edge"
  health_service    = "orders"
  services = {
    orders = { priority = 10, path_patterns = ["/v1/orders/*"] }
    quotes = { priority = 20, path_patterns = ["/v1/quotes/*"] }
  }
}

run "no_load_balancer_has_a_public_address_and_all_are_protected" {
  assert {
    condition     = alltrue([for door in [aws_lb.this, aws_lb.api] : door.internal && door.enable_deletion_protection])
    error_message = "A load balancer is public, or can be deleted by mistake."
  }

  assert {
    condition     = alltrue([for log in concat(aws_lb.this.access_logs, aws_lb.api.access_logs, aws_lb.this.connection_logs) : log.enabled])
    error_message = "A load balancer leaves no log."
  }
}

run "tls_is_modern" {
  command = plan

  assert {
    condition     = aws_lb_listener.https.ssl_policy == "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
    error_message = "The HTTPS listener accepts old TLS."
  }
}

run "only_internal_networks_and_the_api_s_door_may_call" {
  command = plan

  assert {
    condition     = [for r in concat(values(aws_vpc_security_group_ingress_rule.internal), [aws_vpc_security_group_ingress_rule.api]) : "${r.cidr_ipv4 == null ? "door" : r.cidr_ipv4} ${r.from_port}-${r.to_port}"] == ["10.30.0.0/16 443-443", "door 443-443"]
    error_message = "Another network is admitted, or another port than that of TLS."
  }
}

run "the_health_of_the_region_is_the_answer_of_one_service" {
  command = plan

  assert {
    condition     = one(one(aws_lb_listener_rule.health.condition).path_pattern).values == toset(["/healthz", "/readyz"])
    error_message = "The health of the region is asked elsewhere."
  }
}

run "a_health_service_that_does_not_exist_is_refused" {
  command = plan

  variables {
    health_service = "prices"
  }

  expect_failures = [var.health_service]
}

run "two_services_of_one_priority_are_refused" {
  command = plan

  variables {
    services = {
      orders = { priority = 10, path_patterns = ["/v1/orders/*"] }
      quotes = { priority = 10, path_patterns = ["/v1/quotes/*"] }
    }
  }

  expect_failures = [var.services]
}

run "a_network_as_wide_as_the_internet_is_refused" {
  command = plan

  variables {
    internal_cidrs = ["0.0.0.0/0"]
  }

  expect_failures = [var.internal_cidrs]
}
