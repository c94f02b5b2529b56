mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name_prefix            = "trading-dev"
  account_id             = "111122223333"
  cidr                   = "10.20.0.0/16"
  zones                  = ["us-east-1a", "us-east-1b", "us-east-1c"]
  internal_cidrs         = ["10.30.0.0/16", "192.168.10.0/24"]
  flow_log_group_arn     = "arn:aws:logs:us-east-1:111122223333:log-group:/trading-dev/flow"
  resolver_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:/trading-dev/resolver"
}

run "four_tiers_over_three_zones_share_the_address_space" {
  assert {
    condition = output.subnet_cidrs == {
      private = ["10.20.0.0/20", "10.20.16.0/20", "10.20.32.0/20"]
      edge    = ["10.20.48.0/22", "10.20.52.0/22", "10.20.56.0/22"]
      data    = ["10.20.64.0/22", "10.20.68.0/22", "10.20.72.0/22"]
      transit = ["10.20.76.0/28", "10.20.76.16/28", "10.20.76.32/28"]
    }
    error_message = "The address space is shared out differently."
  }

  assert {
    condition     = !anytrue([for subnet in values(aws_subnet.this) : subnet.map_public_ip_on_launch])
    error_message = "A subnet gives public addresses away."
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 3
    error_message = "Losing a zone takes another zone's way out."
  }
}

run "data_subnets_admit_the_private_tier_on_data_ports_alone" {
  command = plan

  assert {
    condition = toset([for rule in aws_network_acl.this["data"].ingress : "${rule.cidr_block}:${rule.from_port}"]) == toset([
      "10.20.0.0/20:5432", "10.20.16.0/20:5432", "10.20.32.0/20:5432",
      "10.20.0.0/20:6379", "10.20.16.0/20:6379", "10.20.32.0/20:6379",
    ])
    error_message = "The data tier admits somebody else."
  }
}

run "the_peer_s_private_subnets_reach_the_database_and_nothing_else_of_the_data_tier" {
  command = plan

  variables {
    peer_client_cidrs = ["10.30.0.0/20", "10.30.16.0/20"]
  }

  assert {
    condition = toset([
      for rule in aws_network_acl.this["data"].ingress : "${rule.cidr_block}:${rule.from_port}-${rule.to_port}" if startswith(rule.cidr_block, "10.30.")
    ]) == toset(["10.30.0.0/20:5432-5432", "10.30.16.0/20:5432-5432"])
    error_message = "The peer region's clients reach other ports of the data tier than the database's, or not that one."
  }

  assert {
    condition = toset([
      for rule in aws_network_acl.this["data"].egress : "${rule.cidr_block}:${rule.from_port}-${rule.to_port}" if startswith(rule.cidr_block, "10.30.")
    ]) == toset(["10.30.0.0/20:32768-60999", "10.30.16.0/20:32768-60999"])
    error_message = "The database's answers do not reach the peer region's clients."
  }
}

run "a_client_that_is_joined_by_nothing_is_refused" {
  command = plan

  variables {
    peer_client_cidrs = ["10.40.0.0/20"]
  }

  expect_failures = [var.peer_client_cidrs]
}

run "nothing_comes_in_from_anywhere_on_a_service_port" {
  command = plan

  assert {
    condition = alltrue(flatten([
      for acl in values(aws_network_acl.this) : [
        for rule in acl.ingress : rule.from_port >= 1024 if rule.cidr_block == "0.0.0.0/0"
      ]
    ]))
    error_message = "A network ACL admits the internet to a port below 1024."
  }

  assert {
    condition     = length(aws_default_network_acl.this.ingress) + length(aws_default_security_group.this.ingress) == 0
    error_message = "The default network ACL or the default security group is open."
  }
}

run "an_endpoint_is_asked_by_the_name_of_its_service" {
  command = plan

  assert {
    condition     = aws_vpc_endpoint.interface["kinesis-streams"].service_name == "com.amazonaws.us-east-1.kinesis-streams"
    error_message = "The endpoint of Kinesis streams has another name."
  }
}

run "public_address_space_is_refused" {
  command = plan

  variables {
    cidr = "8.8.0.0/16"
  }

  expect_failures = [var.cidr]
}

run "zones_of_two_regions_are_refused" {
  command = plan

  variables {
    zones = ["us-east-1a", "us-east-1b", "us-west-2a"]
  }

  expect_failures = [var.zones]
}

run "an_internal_network_that_is_public_is_refused" {
  command = plan

  variables {
    internal_cidrs = ["203.0.113.0/24"]
  }

  expect_failures = [var.internal_cidrs]
}

run "more_rules_than_a_network_acl_holds_are_refused" {
  command = plan

  variables {
    internal_cidrs = [for number in range(15) : "192.168.${number}.0/24"]
  }

  expect_failures = [aws_network_acl.this["private"]]
}
