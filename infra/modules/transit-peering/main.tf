data "aws_region" "this" {}

data "aws_region" "peer" {
  provider = aws.peer
}

resource "aws_ec2_transit_gateway_peering_attachment" "this" {
  transit_gateway_id      = var.transit_gateway_id
  peer_transit_gateway_id = var.peer_transit_gateway_id
  peer_region             = data.aws_region.peer.name

  tags = { Name = "${var.name_prefix}-to-${data.aws_region.peer.name}" }

  lifecycle {
    precondition {
      condition     = data.aws_region.this.name != data.aws_region.peer.name
      error_message = "The two sides of the peering came out as one region."
    }
  }
}

resource "aws_ec2_transit_gateway_peering_attachment_accepter" "peer" {
  provider = aws.peer

  transit_gateway_attachment_id = aws_ec2_transit_gateway_peering_attachment.this.id

  tags = { Name = "${var.name_prefix}-to-${data.aws_region.this.name}" }
}

# What comes over the peering finds the VPC behind it and nothing else; the VPC's own traffic finds the peer by a static
# route, for a peering tells no routes.
resource "aws_ec2_transit_gateway_route_table_association" "this" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_peering_attachment_accepter.peer.id
  transit_gateway_route_table_id = var.transit_route_table_ids["outside"]
}

resource "aws_ec2_transit_gateway_route" "this" {
  destination_cidr_block         = var.peer_cidr
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_peering_attachment_accepter.peer.id
  transit_gateway_route_table_id = var.transit_route_table_ids["inside"]
}

resource "aws_ec2_transit_gateway_route_table_association" "peer" {
  provider = aws.peer

  transit_gateway_attachment_id  = aws_ec2_transit_gateway_peering_attachment_accepter.peer.id
  transit_gateway_route_table_id = var.peer_transit_route_table_ids["outside"]
}

resource "aws_ec2_transit_gateway_route" "peer" {
  provider = aws.peer

  destination_cidr_block         = var.cidr
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_peering_attachment_accepter.peer.id
  transit_gateway_route_table_id = var.peer_transit_route_table_ids["inside"]
}
