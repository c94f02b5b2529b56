# One region of the platform. The recovery region is this same module, called with another provider.
data "aws_region" "current" {}

data "aws_partition" "current" {}

locals {
  service_log_groups = {
    for name in keys(var.services) : "service-${name}" => { name = "/${var.name_prefix}/service/${name}" }
  }

  # Groups that agents of AWS write to, and would make themselves, without a key and for ever.
  insight_log_groups = merge(
    { ecs-insights = { name = "/aws/ecs/containerinsights/${var.name_prefix}/performance" } },
    {
      for kind in ["application", "dataplane", "host", "performance"] :
      "eks-${kind}" => { name = "/aws/containerinsights/${var.name_prefix}/${kind}" }
    },
  )

  buckets = merge(
    { for purpose, bucket in var.buckets : purpose => merge(bucket, { trail_arns = [], audit_services = [] }) },
    {
      trail = {
        archive_after_days = 90
        expire_after_days  = 2557
        object_lock_days   = 365
        trail_arns         = [var.trail_arn]
        audit_services     = []
      }
      findings = {
        archive_after_days = 90
        expire_after_days  = 2557
        object_lock_days   = 0
        trail_arns         = []
        audit_services     = ["config", "guardduty"]
      }
      truststore = {
        archive_after_days = null
        expire_after_days  = null
        object_lock_days   = 0
        trail_arns         = []
        audit_services     = []
      }
    },
  )

  # Whoever the transit gateway joins to this VPC.
  joined_cidrs = setunion(var.internal_cidrs, var.peer_cidrs)
}

module "logs" {
  source = "../logs"

  key_arn           = var.key_arns["logs"]
  retention_in_days = var.log_retention_in_days
  groups = merge(local.service_log_groups, local.insight_log_groups, {
    flow     = { name = "/${var.name_prefix}/flow" }
    resolver = { name = "/${var.name_prefix}/resolver" }
    vpn      = { name = "/${var.name_prefix}/vpn" }
    exec     = { name = "/${var.name_prefix}/exec" }
    api      = { name = "/${var.name_prefix}/api" }
    eks      = { name = "/aws/eks/${var.name_prefix}/cluster" }
    rds-os   = { name = "RDSOSMetrics" }
    waf      = { name = "aws-waf-logs-${var.name_prefix}-edge" }
    waf-api  = { name = "aws-waf-logs-${var.name_prefix}-api" }
  })
}

module "network" {
  source = "../network"

  name_prefix            = var.name_prefix
  account_id             = var.account_id
  cidr                   = var.cidr
  zones                  = var.zones
  nat_per_zone           = var.nat_per_zone
  internal_cidrs         = local.joined_cidrs
  peer_client_cidrs      = var.peer_database.client_cidrs
  database_port          = module.database.port
  flow_log_group_arn     = module.logs.group_arns["flow"]
  resolver_log_group_arn = module.logs.group_arns["resolver"]
}

module "transit_gateway" {
  source = "../transit-gateway"

  name_prefix         = var.name_prefix
  amazon_side_asn     = var.transit_asn
  vpc_id              = module.network.vpc_id
  subnet_ids          = module.network.subnet_ids["transit"]
  route_table_ids     = module.network.private_route_table_ids
  internal_cidrs      = local.joined_cidrs
  data_route_table_id = module.network.data_route_table_id
  peer_client_cidrs   = var.peer_database.client_cidrs
  flow_log_group_arn  = module.logs.group_arns["flow"]
  flow_log_role_arn   = module.network.flow_log_role_arn
}

module "vpn" {
  source = "../vpn"

  name_prefix             = var.name_prefix
  offices                 = var.offices
  transit_gateway_id      = module.transit_gateway.id
  transit_route_table_ids = module.transit_gateway.route_table_ids
  log_group_arn           = module.logs.group_arns["vpn"]
}

module "log_delivery" {
  source = "../log-delivery"

  name_prefix = var.name_prefix
  account_id  = var.account_id
  protected   = var.protected
}

module "storage" {
  source = "../storage"

  name_prefix         = var.name_prefix
  account_id          = var.account_id
  buckets             = local.buckets
  key_arn             = var.key_arns["data"]
  source_key_arns     = [for purpose in ["findings", "trail"] : var.key_arns[purpose]]
  access_log_bucket   = module.log_delivery.bucket_name
  access_log_prefix   = module.log_delivery.s3_prefix
  replica_region      = var.replica_region
  replica_bucket_arns = var.replica_bucket_arns
  replica_key_arn     = lookup(var.replica_key_arns, "data", "")
  protected           = var.protected

  replication_alert_topics = { alerts = module.alert_topic.arn }
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
