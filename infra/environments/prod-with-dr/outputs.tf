output "endpoints" {
  description = "Load balancer of each region."
  value       = { for role, region in { primary = module.primary, dr = module.dr } : role => region.endpoint }

  precondition {
    condition     = module.primary.region != module.dr.region
    error_message = "The primary and the recovery region came out as one and the same."
  }

  precondition {
    condition     = length(local.common_parents) == 2
    error_message = "The two VPCs overlap."
  }
}

output "bucket_names" {
  description = "Data buckets of each region, by purpose."
  value = {
    primary = module.primary.bucket_names
    dr      = module.dr.bucket_names
  }
}

output "service_names" {
  description = "Services that run in each region."
  value = {
    primary = module.primary.service_names
    dr      = module.dr.service_names
  }
}

output "nat_addresses" {
  description = "Addresses that venues must admit, both regions'."
  value       = concat(module.primary.nat_addresses, module.dr.nat_addresses)
}

output "trail_arn" {
  description = "The account's trail."
  value       = module.trail.trail_arn
}
