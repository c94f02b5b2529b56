output "endpoint" {
  description = "Load balancer of the trading services."
  value       = module.platform.endpoint
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
