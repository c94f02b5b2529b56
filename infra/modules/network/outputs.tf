output "vpc_id" {
  description = "VPC id."
  value       = aws_vpc.this.id
}

output "cidr" {
  description = "Address space of the VPC."
  value       = aws_vpc.this.cidr_block
}

output "subnet_ids" {
  description = "Subnet ids by tier: private, edge, data, transit."
  value       = local.subnet_ids
}

output "subnet_cidrs" {
  description = "Subnet networks by tier: private, edge, data, transit."
  value       = local.subnet_cidrs
}

output "s3_prefix_list_id" {
  description = "Prefix list of S3, for security group rules."
  value       = aws_vpc_endpoint.gateway["s3"].prefix_list_id
}

output "endpoint_security_group_id" {
  description = "Security group of the interface endpoints."
  value       = aws_security_group.endpoints.id
}

output "nat_addresses" {
  description = "Public addresses from which the private subnets are seen."
  value       = aws_eip.nat[*].public_ip
}

output "private_route_table_ids" {
  description = "Route tables of the private subnets, one a zone."
  value       = aws_route_table.private[*].id
}

output "dynamodb_prefix_list_id" {
  description = "Prefix list of DynamoDB, for security group rules."
  value       = aws_vpc_endpoint.gateway["dynamodb"].prefix_list_id
}

output "flow_log_role_arn" {
  description = "Role with which flow logs are written into the flow log group."
  value       = aws_iam_role.flow_logs.arn
}

output "nat_gateway_ids" {
  description = "NAT gateway by the letter of its zone."
  value       = { for index, letter in local.nat_letters : letter => aws_nat_gateway.this[index].id }
}

output "data_route_table_id" {
  description = "Route table of the data subnets."
  value       = aws_route_table.closed["data"].id
}
