# One region of the platform. The recovery region is this same module, called with another provider.
data "aws_region" "current" {}

locals {
  service_log_groups = {
    for name in keys(var.services) : "service-${name}" => { name = "/${var.name_prefix}/service/${name}" }
  }

  buckets = merge(
    { for purpose, bucket in var.buckets : purpose => merge(bucket, { trail_arns = [] }) },
    {
      trail = {
        archive_after_days = 90
        expire_after_days  = 2557
        object_lock_days   = 365
        trail_arns         = [var.trail_arn]
      }
    },
  )
}

module "logs" {
  source = "../logs"

  key_arn           = var.key_arns["logs"]
  retention_in_days = var.log_retention_in_days
  groups = merge(local.service_log_groups, {
    flow = { name = "/${var.name_prefix}/flow" }
    exec = { name = "/${var.name_prefix}/exec" }
    waf  = { name = "aws-waf-logs-${var.name_prefix}-edge" }
  })
}

module "network" {
  source = "../network"

  name_prefix        = var.name_prefix
  account_id         = var.account_id
  cidr               = var.cidr
  zones              = var.zones
  nat_per_zone       = var.nat_per_zone
  client_cidrs       = var.client_cidrs
  flow_log_group_arn = module.logs.group_arns["flow"]
}

module "log_delivery" {
  source = "../log-delivery"

  name_prefix = var.name_prefix
  account_id  = var.account_id
}

module "storage" {
  source = "../storage"

  name_prefix         = var.name_prefix
  account_id          = var.account_id
  buckets             = local.buckets
  key_arn             = var.key_arns["data"]
  source_key_arns     = [var.key_arns["trail"]]
  access_log_bucket   = module.log_delivery.bucket_name
  access_log_prefix   = module.log_delivery.s3_prefix
  replica_region      = var.replica_region
  replica_bucket_arns = var.replica_bucket_arns
  replica_key_arn     = lookup(var.replica_key_arns, "data", "")
}

module "registry" {
  source = "../registry"

  name_prefix  = var.name_prefix
  account_id   = var.account_id
  region       = var.region
  repositories = toset(concat(keys(var.services), ["tls-proxy"]))
  key_arn      = var.key_arns["data"]
}

module "cluster" {
  source = "../cluster"

  name                = var.name_prefix
  key_arn             = var.key_arns["logs"]
  exec_log_group_name = module.logs.group_names["exec"]
}

module "edge" {
  source = "../edge"

  name_prefix       = var.name_prefix
  vpc_id            = module.network.vpc_id
  subnet_ids        = module.network.subnet_ids["edge"]
  service_cidrs     = module.network.subnet_cidrs["private"]
  client_cidrs      = var.client_cidrs
  certificate_arn   = var.certificate_arn
  log_bucket        = module.log_delivery.bucket_name
  log_prefix        = module.log_delivery.alb_prefix
  waf_log_group_arn = module.logs.group_arns["waf"]

  services = {
    for name, service in var.services :
    name => { priority = service.priority, path_patterns = service.path_patterns }
  }
}

module "service" {
  source   = "../service"
  for_each = var.services

  name_prefix   = var.name_prefix
  name          = each.key
  account_id    = var.account_id
  region        = var.region
  cluster_arn   = module.cluster.arn
  cpu           = each.value.cpu
  memory        = each.value.memory
  desired_count = each.value.desired_count
  venue_cidrs   = each.value.venue_cidrs
  environment   = merge({ LOG_LEVEL = "info" }, each.value.environment)

  image           = "${module.registry.repository_urls[each.key]}:${each.value.image_tag}"
  proxy_image     = "${module.registry.repository_urls["tls-proxy"]}:${var.proxy_image_tag}"
  repository_arns = [for name in [each.key, "tls-proxy"] : module.registry.repository_arns[name]]

  log_group_name = module.logs.group_names["service-${each.key}"]
  log_group_arn  = module.logs.group_arns["service-${each.key}"]

  vpc_id                          = module.network.vpc_id
  subnet_ids                      = module.network.subnet_ids["private"]
  load_balancer_security_group_id = module.edge.security_group_id
  endpoint_security_group_id      = module.network.endpoint_security_group_id
  s3_prefix_list_id               = module.network.s3_prefix_list_id
  target_group_arn                = module.edge.target_group_arns[each.key]

  readable_bucket_arns = [for purpose in each.value.reads : module.storage.bucket_arns[purpose]]
  writable_bucket_arns = [for purpose in each.value.writes : module.storage.bucket_arns[purpose]]
  data_key_arn         = var.key_arns["data"]
}

check "provider_of_region" {
  assert {
    condition     = data.aws_region.current.name == var.region
    error_message = "This module was handed a provider of another region than the one it is to make."
  }
}

check "certificate_in_region" {
  assert {
    condition     = split(":", var.certificate_arn)[3] == var.region
    error_message = "A load balancer takes a certificate of its own region only."
  }
}
