output "api_url" {
  description = "Where clients call, in whichever region the name points to."
  value       = "https://api.${module.dns.zone_name}"
}

output "zone_delegation" {
  description = "What the parent zone must hold: the name servers and the DS record."
  value       = { name_servers = module.dns.name_servers, ds_record = module.dns.ds_record }
}

output "vpn_tunnel_addresses" {
  description = "The two addresses of AWS, in each region, that each office's gateway calls."
  value       = { primary = module.primary.vpn_tunnel_addresses, dr = module.dr.vpn_tunnel_addresses }
}

output "kubernetes" {
  description = "The Kubernetes cluster of each region: name, ARN, private address, security group, node groups."
  value       = { primary = module.primary.kubernetes, dr = module.dr.kubernetes }
}

output "endpoints" {
  description = "The API of each region: where the public name may point, and where its health is asked."
  value = {
    for role, region in { primary = module.primary, dr = module.dr } :
    role => { api = region.api_endpoint, health = region.health_endpoint }
  }

  precondition {
    condition     = module.primary.region != module.dr.region
    error_message = "The primary and the recovery region came out as one and the same."
  }

  precondition {
    condition     = length(local.overlaps) == 0
    error_message = "Networks that are joined overlap."
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

output "failover" {
  description = "What the runbook names: the function, its tables, its topic, its queue of dead letters, the names of the slices."
  value = {
    region       = module.dr.region
    function     = module.failover_function.function_name
    state        = module.failover_function.state_table
    audit        = module.failover_function.audit_table
    commands     = module.failover_function.commands_topic_arn
    dead_letters = module.failover_function.dead_letter_queue_name
    slices       = module.failover_records.slice_names
  }
}

output "recovery_model" {
  description = "Seconds that a failover takes and that it may lose, by the model, with the parts of the first."
  value = {
    time   = module.recovery_objectives.recovery_seconds
    parts  = module.recovery_objectives.parts
    points = module.recovery_objectives.points
  }
}
