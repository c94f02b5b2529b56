data "aws_partition" "current" {}

locals {
  name_prefix = "${var.project_name}-${var.environment}"
  trail_arn   = "arn:${data.aws_partition.current.partition}:cloudtrail:${var.region}:${var.account_id}:trail/${local.name_prefix}"
}

module "keys" {
  source = "../../modules/kms"

  name_prefix = local.name_prefix
  account_id  = var.account_id

  keys = {
    compute  = { description = "Secrets of the Kubernetes cluster, volumes of its nodes", services = ["autoscaling"] }
    alerts   = { description = "Alerts, and what nobody took of them", services = ["topics", "queues"] }
    findings = { description = "Configuration history and findings", services = ["config", "guardduty"] }
    data     = { description = "Databases, tables, streams, buckets, images" }
    logs     = { description = "Log groups", services = ["logs"] }
    trail    = { description = "The trail and its topic", services = ["cloudtrail"] }
  }
}

module "platform" {
  source = "../../modules/region"

  name_prefix               = local.name_prefix
  account_id                = var.account_id
  region                    = var.region
  cidr                      = var.cidr
  zones                     = var.zones
  nat_per_zone              = false
  client_cidrs              = var.client_cidrs
  internal_cidrs            = var.internal_cidrs
  offices                   = var.offices
  transit_asn               = var.transit_asn
  certificate_arn           = var.certificate_arn
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
}

module "account" {
  source = "../../modules/account"

  name_prefix = local.name_prefix
  account_id  = var.account_id
}

module "trail" {
  source = "../../modules/trail"

  name                = local.name_prefix
  account_id          = var.account_id
  bucket_name         = module.platform.bucket_names["trail"]
  trail_key_arn       = module.keys.key_arns["trail"]
  log_key_arn         = module.keys.key_arns["logs"]
  watched_bucket_arns = [for purpose in ["audit", "orders"] : module.platform.bucket_arns[purpose]]
  watched_table_arns  = values(module.platform.table_arns)
}

module "dns" {
  source = "../../modules/dns"

  name_prefix = local.name_prefix
  account_id  = var.account_id
  zone_name   = var.zone_name
  log_key_arn = module.keys.key_arns["logs"]
  aliases     = { api = module.platform.api_endpoint }
}

module "trail_alarms" {
  source = "../../modules/trail-alarms"

  name_prefix    = local.name_prefix
  log_group_name = module.trail.log_group_name
  topic_arns     = [module.platform.alert_topic_arn]
}

module "backup_plan" {
  source = "../../modules/backup-plan"

  name_prefix           = local.name_prefix
  account_id            = var.account_id
  vault_name            = module.platform.backup_vault.name
  min_retention_in_days = module.platform.backup_vault.min_retention_in_days
}

check "networks_disjoint" {
  assert {
    condition = alltrue([
      for cidr in var.internal_cidrs :
      cidrsubnet("${split("/", cidr)[0]}/${split("/", var.cidr)[1]}", 0, 0) != cidrsubnet(var.cidr, 0, 0)
    ])
    error_message = "A network of internal_cidrs lies in the VPC's own address space: the two could never be joined."
  }
}
