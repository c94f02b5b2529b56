output "region" {
  description = "Region in which all of it stands."
  value       = data.aws_region.current.name
}

output "vpc_id" {
  description = "VPC id."
  value       = module.network.vpc_id
}

output "bucket_arns" {
  description = "Bucket ARN by purpose."
  value       = module.storage.bucket_arns
}

output "bucket_names" {
  description = "Bucket name by purpose."
  value       = module.storage.bucket_names
}

output "endpoint" {
  description = "Load balancer: DNS name and hosted zone."
  value = {
    dns_name = module.edge.dns_name
    zone_id  = module.edge.zone_id
  }
}

output "cluster_name" {
  description = "Name of the ECS cluster."
  value       = module.cluster.name
}

output "service_names" {
  description = "Services that run in the cluster."
  value       = sort([for service in module.service : service.service_name])
}

output "nat_addresses" {
  description = "Public addresses from which the private subnets are seen."
  value       = module.network.nat_addresses
}
