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
    compute = { description = "Secrets of the Kubernetes cluster, volumes of its nodes", services = ["autoscaling"] }
    data    = { description = "Market data, orders, audit records, images" }
    logs    = { description = "Log groups", services = ["logs"] }
    trail   = { description = "The trail and its topic", services = ["cloudtrail"] }
  }
}

module "platform" {
  source = "../../modules/region"

  name_prefix        = local.name_prefix
  account_id         = var.account_id
  region             = var.region
  cidr               = var.cidr
  zones              = var.zones
  nat_per_zone       = false
  client_cidrs       = var.client_cidrs
  internal_cidrs     = var.internal_cidrs
  offices            = var.offices
  transit_asn        = var.transit_asn
  certificate_arn    = var.certificate_arn
  api_domain_name    = "api.${var.zone_name}"
  client_authorities = file("${path.module}/client-authorities.pem")
  health_service     = var.health_service
  cluster_access     = var.cluster_access
  node_groups        = var.node_groups
  protected          = var.protected
  key_arns           = module.keys.key_arns
  trail_arn          = local.trail_arn
  buckets            = var.buckets
  services           = var.services
  proxy_image_tag    = var.proxy_image_tag
}

module "trail" {
  source = "../../modules/trail"

  name                = local.name_prefix
  account_id          = var.account_id
  bucket_name         = module.platform.bucket_names["trail"]
  trail_key_arn       = module.keys.key_arns["trail"]
  log_key_arn         = module.keys.key_arns["logs"]
  watched_bucket_arns = [for purpose in ["audit", "orders"] : module.platform.bucket_arns[purpose]]
}

module "dns" {
  source = "../../modules/dns"

  name_prefix = local.name_prefix
  account_id  = var.account_id
  zone_name   = var.zone_name
  log_key_arn = module.keys.key_arns["logs"]
  aliases     = { api = module.platform.api_endpoint }
}
