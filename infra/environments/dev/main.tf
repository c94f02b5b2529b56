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
    data  = { description = "Market data, orders, audit records, images" }
    logs  = { description = "Log groups", services = ["logs"] }
    trail = { description = "The trail and its topic", services = ["cloudtrail"] }
  }
}

module "platform" {
  source = "../../modules/region"

  name_prefix     = local.name_prefix
  account_id      = var.account_id
  region          = var.region
  cidr            = var.cidr
  zones           = var.zones
  nat_per_zone    = false
  client_cidrs    = var.client_cidrs
  certificate_arn = var.certificate_arn
  key_arns        = module.keys.key_arns
  trail_arn       = local.trail_arn
  buckets         = var.buckets
  services        = var.services
  proxy_image_tag = var.proxy_image_tag
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
