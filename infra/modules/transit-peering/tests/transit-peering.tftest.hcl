mock_provider "aws" {
  source = "../../tests/mocks"
}

mock_provider "aws" {
  alias  = "peer"
  source = "../../tests/mocks"

  override_data {
    target = data.aws_region.peer
    values = {
      name = "us-west-2"
    }
  }
}

variables {
  name_prefix                  = "trading-prod"
  transit_gateway_id           = "tgw-0a1b2c3d4e5f60718"
  peer_transit_gateway_id      = "tgw-1a1b2c3d4e5f60718"
  transit_route_table_ids      = { inside = "tgw-rtb-0a1b2c3d4e5f60718", outside = "tgw-rtb-1a1b2c3d4e5f60718" }
  peer_transit_route_table_ids = { inside = "tgw-rtb-2a1b2c3d4e5f60718", outside = "tgw-rtb-3a1b2c3d4e5f60718" }
  cidr                         = "10.20.0.0/16"
  peer_cidr                    = "10.30.0.0/16"
}

run "each_side_knows_the_way_to_the_other" {
  assert {
    condition = {
      here  = [aws_ec2_transit_gateway_route.this.destination_cidr_block, aws_ec2_transit_gateway_route.this.transit_gateway_route_table_id]
      there = [aws_ec2_transit_gateway_route.peer.destination_cidr_block, aws_ec2_transit_gateway_route.peer.transit_gateway_route_table_id]
      } == {
      here  = ["10.30.0.0/16", "tgw-rtb-0a1b2c3d4e5f60718"]
      there = ["10.20.0.0/16", "tgw-rtb-2a1b2c3d4e5f60718"]
    }
    error_message = "A side has no way to the other, or tells it to outsiders."
  }

  assert {
    condition     = aws_ec2_transit_gateway_peering_attachment.this.peer_region == "us-west-2"
    error_message = "The peering is asked of another region."
  }
}

run "two_sides_in_one_region_are_refused" {
  command = plan

  override_data {
    target = data.aws_region.peer
    values = {
      name = "us-east-1"
    }
  }

  expect_failures = [aws_ec2_transit_gateway_peering_attachment.this]
}

run "one_address_space_on_both_sides_is_refused" {
  command = plan

  variables {
    peer_cidr = "10.20.0.0/16"
  }

  expect_failures = [var.peer_cidr]
}
