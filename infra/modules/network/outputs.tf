output "vpc_id" {
  description = "VPC id."
  value       = aws_vpc.this.id
}

output "cidr" {
  description = "Address space of the VPC."
  value       = aws_vpc.this.cidr_block
}

output "subnet_ids" {
  description = "Subnet ids by tier: edge, private, data."
  value       = local.subnet_ids
}

output "subnet_cidrs" {
  description = "Subnet networks by tier: edge, private, data."
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
