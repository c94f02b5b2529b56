# Two route tables keep apart what must not meet. The VPC's own traffic finds every network that is joined; what comes from
# outside (offices by VPN, the peer region) finds this VPC and nothing else, so that no two outsiders reach each other.
resource "aws_ec2_transit_gateway" "this" {
  description                     = "${var.name_prefix}: the region's crossing"
  amazon_side_asn                 = var.amazon_side_asn
  auto_accept_shared_attachments  = "disable"
  default_route_table_association = "disable"
  default_route_table_propagation = "disable"
  dns_support                     = "enable"
  vpn_ecmp_support                = "enable"

  tags = { Name = var.name_prefix }
}

resource "aws_ec2_transit_gateway_vpc_attachment" "this" {
  transit_gateway_id                              = aws_ec2_transit_gateway.this.id
  vpc_id                                          = var.vpc_id
  subnet_ids                                      = var.subnet_ids
  dns_support                                     = "enable"
  transit_gateway_default_route_table_association = false
  transit_gateway_default_route_table_propagation = false

  tags = { Name = var.name_prefix }
}

resource "aws_ec2_transit_gateway_route_table" "this" {
  for_each = toset(["inside", "outside"])

  transit_gateway_id = aws_ec2_transit_gateway.this.id

  tags = { Name = "${var.name_prefix}-${each.value}" }
}

resource "aws_ec2_transit_gateway_route_table_association" "vpc" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.this.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.this["inside"].id
}

resource "aws_ec2_transit_gateway_route_table_propagation" "vpc" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.this.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.this["outside"].id
}

# The private subnets reach the joined networks by the gateway.
resource "aws_route" "private" {
  for_each = {
    for pair in setproduct(range(length(var.route_table_ids)), var.internal_cidrs) :
    "${pair[0]}:${pair[1]}" => { table = pair[0], cidr = pair[1] }
  }

  route_table_id         = var.route_table_ids[each.value.table]
  destination_cidr_block = each.value.cidr
  transit_gateway_id     = aws_ec2_transit_gateway.this.id

  depends_on = [aws_ec2_transit_gateway_vpc_attachment.this]
}

# The data subnets reach the clients of the database in the peer region, and nobody else: without a way back no answer would
# reach them.
resource "aws_route" "data" {
  for_each = var.peer_client_cidrs

  route_table_id         = var.data_route_table_id
  destination_cidr_block = each.value
  transit_gateway_id     = aws_ec2_transit_gateway.this.id

  depends_on = [aws_ec2_transit_gateway_vpc_attachment.this]
}

resource "aws_flow_log" "this" {
  transit_gateway_id       = aws_ec2_transit_gateway.this.id
  log_destination_type     = "cloud-watch-logs"
  log_destination          = var.flow_log_group_arn
  iam_role_arn             = var.flow_log_role_arn
  max_aggregation_interval = 60

  tags = { Name = "${var.name_prefix}-transit" }
}
