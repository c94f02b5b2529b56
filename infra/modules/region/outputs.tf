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

output "database" {
  description = "The database: ARN, identifier, host, port, class."
  value = {
    arn            = module.database.arn
    identifier     = module.database.identifier
    address        = module.database.address
    port           = module.database.port
    instance_class = module.database.instance_class
  }
}

output "table_arns" {
  description = "ARN of each table, or of its replica, by purpose."
  value       = local.table_arns
}

output "stream_names" {
  description = "Name of each stream by purpose."
  value       = module.stream.stream_names
}

output "backup_vault" {
  description = "Backup vault of the region: ARN, name, days that a recovery point is kept at least."
  value = {
    arn                   = module.backup_vault.arn
    name                  = module.backup_vault.name
    min_retention_in_days = module.backup_vault.min_retention_in_days
  }
}

output "alert_topic_arn" {
  description = "Topic that hears of everything that is wrong in the region."
  value       = module.alert_topic.arn
}

output "impaired_alarm" {
  description = "Alarm that rings when the region cannot serve as it should: name and ARN."
  value       = { name = module.alarms.region_impaired_alarm_name, arn = module.alarms.region_impaired_alarm_arn }
}

output "grafana_endpoint" {
  description = "Address of Grafana, for the offices."
  value       = module.grafana.endpoint
}

output "database_secret_name" {
  description = "Secret with the database's password; none where the region has a replica of it."
  value       = one(module.database_secret[*].secret_name)
}

output "recoverable" {
  description = "What the failover's function is told of the region: clusters, addresses that say whether it answers and can write, key of its data, its database."
  value = {
    region       = var.region
    kubernetes   = module.eks.name
    cluster      = module.cluster.name
    health_url   = module.api.probe_urls["health"]
    ready_url    = module.api.probe_urls["ready"]
    data_key_arn = var.key_arns["data"]
    database = merge(module.database.replica_settings, {
      identifier     = module.database.identifier
      arn            = module.database.arn
      address        = module.database.address
      instance_class = module.database.instance_class
    })
  }
}

output "replication_alarms" {
  description = "Alarms on the lag of what the region replicates, or is a replica of: kind, seconds beyond which an alarm goes on, seconds that it takes to notice."
  value = {
    for name, signal in module.alarms.signals : name => {
      kind           = signal.kind
      lag_seconds    = signal.kind == "table-replica" ? signal.threshold / 1000 : signal.threshold
      notice_seconds = signal.period * signal.periods
    } if contains(["ReplicaLag", "ReplicationLatency"], signal.metric)
  }
}

output "database_peering" {
  description = "Subnets that the peer region must know for a failback: of this region's clients of the database, and of its database."
  value = {
    client_cidrs   = module.network.subnet_cidrs["private"]
    database_cidrs = module.network.subnet_cidrs["data"]
  }
}
