mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name_prefix         = "trading-dev"
  amazon_side_asn     = 64512
  vpc_id              = "vpc-0a1b2c3d4e5f60718"
  subnet_ids          = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718", "subnet-2a1b2c3d4e5f60718"]
  route_table_ids     = ["rtb-0a1b2c3d4e5f60718", "rtb-1a1b2c3d4e5f60718"]
  internal_cidrs      = ["10.30.0.0/16"]
  data_route_table_id = "rtb-2a1b2c3d4e5f60718"
  flow_log_group_arn  = "arn:aws:logs:us-east-1:111122223333:log-group:/trading-dev/flow"
  flow_log_role_arn   = "arn:aws:iam::111122223333:role/trading-dev-us-east-1-flow-logs"
}

run "nothing_is_joined_by_default" {
  assert {
    condition = [
      aws_ec2_transit_gateway.this.auto_accept_shared_attachments,
      aws_ec2_transit_gateway.this.default_route_table_association,
      aws_ec2_transit_gateway.this.default_route_table_propagation,
    ] == ["disable", "disable", "disable"]
    error_message = "An attachment would be routed without anybody saying so."
  }

  assert {
    condition = [
      aws_ec2_transit_gateway_route_table_association.vpc.transit_gateway_route_table_id == output.route_table_ids["inside"],
      aws_ec2_transit_gateway_route_table_propagation.vpc.transit_gateway_route_table_id == output.route_table_ids["outside"],
    ] == [true, true]
    error_message = "The VPC is associated with the outsiders' table, or unknown to it."
  }
}

run "every_private_route_table_leads_to_the_joined_networks" {
  command = plan

  assert {
    condition     = keys(aws_route.private) == ["0:10.30.0.0/16", "1:10.30.0.0/16"]
    error_message = "A zone does not reach a joined network."
  }
}

run "the_data_subnets_answer_nobody_by_default" {
  command = plan

  assert {
    condition     = length(aws_route.data) == 0
    error_message = "The data subnets have a way out."
  }
}

run "the_data_subnets_answer_the_peer_s_clients_of_the_database_alone" {
  command = plan

  variables {
    peer_client_cidrs = ["10.30.0.0/20", "10.30.16.0/20"]
  }

  assert {
    condition = { for cidr, route in aws_route.data : cidr => [route.route_table_id, route.destination_cidr_block] } == {
      "10.30.0.0/20"  = ["rtb-2a1b2c3d4e5f60718", "10.30.0.0/20"]
      "10.30.16.0/20" = ["rtb-2a1b2c3d4e5f60718", "10.30.16.0/20"]
    }
    error_message = "The data subnets answer others than the peer region's clients, or not those."
  }
}

run "a_whole_network_as_a_client_is_refused" {
  command = plan

  variables {
    peer_client_cidrs = ["10.30.0.0/16"]
  }

  expect_failures = [var.peer_client_cidrs]
}

run "a_public_autonomous_system_number_is_refused" {
  command = plan

  variables {
    amazon_side_asn = 16509
  }

  expect_failures = [var.amazon_side_asn]
}

run "a_zone_left_out_is_refused" {
  command = plan

  variables {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
  }

  expect_failures = [var.subnet_ids]
}
