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

output "api_endpoint" {
  description = "Where the public name of the API must point for this region: DNS name and hosted zone."
  value       = module.api.endpoint
}

output "health_endpoint" {
  description = "Where the health of this region is asked from outside: host name and path, over TLS."
  value       = module.api.health_endpoint
}

output "internal_endpoint" {
  description = "Load balancer of the services, for callers inside: DNS name and hosted zone."
  value = {
    dns_name = module.edge.dns_name
    zone_id  = module.edge.zone_id
  }
}

output "transit_gateway_id" {
  description = "Transit gateway of this region."
  value       = module.transit_gateway.id
}

output "transit_route_table_ids" {
  description = "Route tables of the transit gateway by role: inside, outside."
  value       = module.transit_gateway.route_table_ids
}

output "vpn_tunnel_addresses" {
  description = "The two addresses of AWS that each office's gateway calls."
  value       = module.vpn.tunnel_addresses
}

output "kubernetes" {
  description = "The Kubernetes cluster: name, ARN, private address, security group of its nodes, and its node groups' sizes as configured."
  value = {
    name              = module.eks.name
    arn               = module.eks.arn
    endpoint          = module.eks.endpoint
    security_group_id = module.eks.node_security_group_id
    node_groups       = { for name, group in module.node_group : name => group.size }
  }
}

output "autoscaler" {
  description = "The cluster autoscaler's role, and the service account that takes it."
  value       = { role_arn = module.autoscaler.role_arn, service_account = module.autoscaler.service_account }
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
