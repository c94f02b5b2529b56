data "aws_partition" "current" {}

locals {
  name_prefix = "${var.project_name}-${var.environment}"
  trail_arn   = "arn:${data.aws_partition.current.partition}:cloudtrail:${var.primary_region}:${var.account_id}:trail/${local.name_prefix}"

  tags = {
    Project     = var.project_name
    Environment = var.environment
    ManagedBy   = "terraform"
  }

  keys = {
    compute  = { description = "Secrets of the Kubernetes cluster, volumes of its nodes", services = ["autoscaling"] }
    alerts   = { description = "Alerts, and what nobody took of them", services = ["topics", "queues"] }
    findings = { description = "Configuration history and findings", services = ["config", "guardduty"] }
    data     = { description = "Databases, tables, streams, buckets, images" }
    logs     = { description = "Log groups", services = ["logs"] }
    trail    = { description = "The trail and its topic", services = ["cloudtrail"] }
  }

  # Pilot light: the recovery region runs the same services, with the few tasks that keep them warm.
  standby_services = {
    for name, service in var.services : name => merge(service, { desired_count = service.standby_count })
  }

  # One small node keeps the recovery region's cluster alive. Beside it stand the primary's groups, empty: a failover gives
  # them nodes, for a group's type cannot be changed in place.
  standby_node_groups = merge(
    { for name, group in var.node_groups : name => merge(group, { size = { min = 0, desired = 0, max = group.size.max } }) },
    {
      pilot = {
        instance_type     = var.pilot_instance_type
        low_latency_cores = 0
        size              = { min = 1, desired = 1, max = 2 }
      }
    },
  )

  # Two networks are disjoint when they differ under the shorter of their masks.
  networks = concat([var.primary_cidr, var.dr_cidr], sort(var.internal_cidrs))
  masks    = [for cidr in local.networks : tonumber(split("/", cidr)[1])]
  overlaps = [
    for pair in setproduct(range(length(local.networks)), range(length(local.networks))) :
    "${local.networks[pair[0]]} and ${local.networks[pair[1]]}" if pair[0] < pair[1] && length(distinct([
      for index in pair :
      cidrsubnet("${split("/", local.networks[index])[0]}/${min(local.masks[pair[0]], local.masks[pair[1]])}", 0, 0)
    ])) == 1
  ]
}

module "keys" {
  source = "../../modules/kms"

  name_prefix  = local.name_prefix
  account_id   = var.account_id
  keys         = local.keys
  multi_region = true
}

module "keys_dr" {
  source    = "../../modules/kms-replica"
  providers = { aws = aws.dr }

  name_prefix      = local.name_prefix
  account_id       = var.account_id
  keys             = local.keys
  primary_key_arns = module.keys.key_arns
}

module "primary" {
  source = "../../modules/region"

  name_prefix               = local.name_prefix
  account_id                = var.account_id
  region                    = var.primary_region
  cidr                      = var.primary_cidr
  zones                     = var.primary_zones
  client_cidrs              = var.client_cidrs
  internal_cidrs            = var.internal_cidrs
  peer_cidrs                = [var.dr_cidr]
  peer_database             = module.dr.database_peering
  offices                   = var.offices
  transit_asn               = var.primary_transit_asn
  certificate_arn           = var.primary_certificate_arn
  api_domain_name           = "api.${var.zone_name}"
  client_authorities        = file("${path.module}/client-authorities.pem")
  health_service            = var.health_service
  cluster_access            = var.cluster_access
  management_cidrs          = var.management_cidrs
  mirrored_images           = var.mirrored_images
  node_groups               = var.node_groups
  protected                 = var.protected
  streams                   = var.streams
  tables                    = var.tables
  database                  = var.database
  database_password         = var.database_password
  database_password_version = var.database_password_version
  cache_node_type           = var.cache_node_type
  alert_addresses           = var.alert_addresses
  grafana_admin_group_ids   = var.grafana_admin_group_ids
  config_role_arn           = module.account.config_role_arn
  key_arns                  = module.keys.key_arns
  trail_arn                 = local.trail_arn
  buckets                   = var.buckets
  services                  = var.services
  proxy_image_tag           = var.proxy_image_tag
  replica_region            = var.dr_region
  replica_bucket_arns       = module.dr.bucket_arns
  replica_key_arns          = module.keys_dr.key_arns
  linked_regions            = [var.dr_region]
}

module "dr" {
  source    = "../../modules/region"
  providers = { aws = aws.dr }

  name_prefix               = local.name_prefix
  account_id                = var.account_id
  region                    = var.dr_region
  cidr                      = var.dr_cidr
  zones                     = var.dr_zones
  client_cidrs              = var.client_cidrs
  internal_cidrs            = var.internal_cidrs
  peer_cidrs                = [var.primary_cidr]
  peer_database             = module.primary.database_peering
  offices                   = var.offices
  transit_asn               = var.dr_transit_asn
  certificate_arn           = var.dr_certificate_arn
  api_domain_name           = "api.${var.zone_name}"
  client_authorities        = file("${path.module}/client-authorities.pem")
  health_service            = var.health_service
  cluster_access            = var.cluster_access
  management_cidrs          = var.management_cidrs
  mirrored_images           = var.mirrored_images
  node_groups               = local.standby_node_groups
  protected                 = var.protected
  streams                   = var.streams
  tables                    = var.tables
  database                  = var.database
  database_password_version = var.database_password_version
  cache_node_type           = var.cache_node_type
  alert_addresses           = var.alert_addresses
  grafana_admin_group_ids   = var.grafana_admin_group_ids
  config_role_arn           = module.account.config_role_arn
  key_arns                  = module.keys_dr.key_arns
  trail_arn                 = local.trail_arn
  buckets                   = var.buckets
  services                  = local.standby_services
  proxy_image_tag           = var.proxy_image_tag
  replica_region            = var.primary_region
  replica_bucket_arns       = module.primary.bucket_arns
  replica_key_arns          = module.keys.key_arns

  replica_of = {
    region         = module.primary.region
    database_arn   = module.primary.database.arn
    database_class = module.primary.database.instance_class
    table_arns     = module.primary.table_arns
  }
}

module "transit_peering" {
  source    = "../../modules/transit-peering"
  providers = { aws = aws, aws.peer = aws.dr }

  name_prefix                  = local.name_prefix
  transit_gateway_id           = module.primary.transit_gateway_id
  peer_transit_gateway_id      = module.dr.transit_gateway_id
  transit_route_table_ids      = module.primary.transit_route_table_ids
  peer_transit_route_table_ids = module.dr.transit_route_table_ids
  cidr                         = var.primary_cidr
  peer_cidr                    = var.dr_cidr
}

module "dns" {
  source = "../../modules/dns"

  name_prefix = local.name_prefix
  account_id  = var.account_id
  zone_name   = var.zone_name
  log_key_arn = module.keys.key_arns["logs"]
}

module "account" {
  source = "../../modules/account"

  name_prefix = local.name_prefix
  account_id  = var.account_id
}

module "trail" {
  source = "../../modules/trail"

  name          = local.name_prefix
  account_id    = var.account_id
  bucket_name   = module.primary.bucket_names["trail"]
  trail_key_arn = module.keys.key_arns["trail"]
  log_key_arn   = module.keys.key_arns["logs"]
  watched_bucket_arns = flatten([
    for region in [module.primary, module.dr] : [for purpose in ["audit", "orders"] : region.bucket_arns[purpose]]
  ])
  watched_table_arns = concat(values(module.primary.table_arns), values(module.dr.table_arns))
}

check "networks_disjoint" {
  assert {
    condition     = length(local.overlaps) == 0
    error_message = "Networks that are to be joined overlap: ${join("; ", local.overlaps)}."
  }
}

check "standby_is_smaller" {
  assert {
    condition     = alltrue([for service in values(var.services) : service.standby_count <= service.desired_count])
    error_message = "A service keeps more tasks in the recovery region than in the primary one."
  }
}

module "trail_alarms" {
  source = "../../modules/trail-alarms"

  name_prefix    = local.name_prefix
  log_group_name = module.trail.log_group_name
  topic_arns     = [module.primary.alert_topic_arn]
}

module "backup_plan" {
  source = "../../modules/backup-plan"

  name_prefix           = local.name_prefix
  account_id            = var.account_id
  vault_name            = module.primary.backup_vault.name
  min_retention_in_days = module.primary.backup_vault.min_retention_in_days
  copy_region           = var.dr_region
  copy_vault_arn        = module.dr.backup_vault.arn
}

# The region that serves after a failover is backed up as the other is, and before it is needed: its replicas carry the tag.
module "backup_plan_dr" {
  source    = "../../modules/backup-plan"
  providers = { aws = aws.dr }

  name_prefix           = local.name_prefix
  account_id            = var.account_id
  vault_name            = module.dr.backup_vault.name
  min_retention_in_days = module.dr.backup_vault.min_retention_in_days
  copy_region           = var.primary_region
  copy_vault_arn        = module.primary.backup_vault.arn
}

module "registry_replication" {
  source = "../../modules/registry-replication"

  account_id         = var.account_id
  destination_region = var.dr_region
  repository_prefix  = "${local.name_prefix}/"
}
