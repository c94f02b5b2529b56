mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name_prefix             = "trading-dev"
  transit_gateway_id      = "tgw-0a1b2c3d4e5f60718"
  transit_route_table_ids = { inside = "tgw-rtb-0a1b2c3d4e5f60718", outside = "tgw-rtb-1a1b2c3d4e5f60718" }
  log_group_arn           = "arn:aws:logs:us-east-1:111122223333:log-group:/trading-dev/vpn"
  offices = {
    north = { address = "198.51.100.10", asn = 65010 }
    south = { address = "198.51.100.20", asn = 65020 }
  }
}

run "both_tunnels_of_each_office_are_strong_and_logged" {
  assert {
    condition = alltrue(flatten([
      for connection in values(aws_vpn_connection.this) : [
        connection.tunnel1_ike_versions == toset(["ikev2"]) && connection.tunnel2_ike_versions == toset(["ikev2"]),
        connection.tunnel1_phase1_encryption_algorithms == toset(["AES256-GCM-16"]),
        connection.tunnel2_phase2_encryption_algorithms == toset(["AES256-GCM-16"]),
        connection.tunnel1_log_options[0].cloudwatch_log_options[0].log_enabled,
        connection.tunnel2_log_options[0].cloudwatch_log_options[0].log_enabled,
      ]
    ]))
    error_message = "A tunnel is weak, or silent."
  }

  assert {
    condition     = alltrue([for connection in values(aws_vpn_connection.this) : connection.preshared_key_storage == "SecretsManager"])
    error_message = "A tunnel's key lies in the state."
  }
}

run "offices_reach_the_vpc_and_not_each_other" {
  command = plan

  assert {
    condition = alltrue([
      for association in values(aws_ec2_transit_gateway_route_table_association.this) :
      association.transit_gateway_route_table_id == var.transit_route_table_ids["outside"]
    ])
    error_message = "An office's traffic is routed as if it came from inside."
  }

  assert {
    condition = alltrue([
      for propagation in values(aws_ec2_transit_gateway_route_table_propagation.this) :
      propagation.transit_gateway_route_table_id == var.transit_route_table_ids["inside"]
    ])
    error_message = "One office learns the way to another."
  }
}

run "two_offices_at_one_address_are_refused" {
  command = plan

  variables {
    offices = {
      north = { address = "198.51.100.10", asn = 65010 }
      south = { address = "198.51.100.10", asn = 65020 }
    }
  }

  expect_failures = [var.offices]
}

run "an_address_that_is_none_is_refused" {
  command = plan

  variables {
    offices = {
      north = { address = "vpn.example.com", asn = 65010 }
    }
  }

  expect_failures = [var.offices]
}
