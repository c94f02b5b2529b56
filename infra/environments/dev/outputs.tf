output "api_url" {
  description = "Where clients call."
  value       = "https://api.${module.dns.zone_name}"
}

output "zone_delegation" {
  description = "What the parent zone must hold: the name servers and the DS record."
  value       = { name_servers = module.dns.name_servers, ds_record = module.dns.ds_record }
}

output "vpn_tunnel_addresses" {
  description = "The two addresses of AWS that each office's gateway calls."
  value       = module.platform.vpn_tunnel_addresses
}

output "kubernetes" {
  description = "The Kubernetes cluster: name, ARN, private address, security group, node groups."
  value       = module.platform.kubernetes
}

output "bucket_names" {
  description = "Data buckets by purpose."
  value       = module.platform.bucket_names
}

output "service_names" {
  description = "Services that run."
  value       = module.platform.service_names
}

output "nat_addresses" {
  description = "Addresses that venues must admit."
  value       = module.platform.nat_addresses
}

output "trail_arn" {
  description = "The account's trail."
  value       = module.trail.trail_arn
}
