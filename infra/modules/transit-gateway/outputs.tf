output "id" {
  description = "Transit gateway id, once the VPC is joined to it."
  value       = aws_ec2_transit_gateway.this.id

  depends_on = [aws_ec2_transit_gateway_route_table_association.vpc, aws_ec2_transit_gateway_route_table_propagation.vpc]
}

output "route_table_ids" {
  description = "Route tables by role: inside (the VPC's own traffic), outside (what comes from offices and the peer region)."
  value       = { for role, table in aws_ec2_transit_gateway_route_table.this : role => table.id }
}
